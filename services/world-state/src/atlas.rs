//! The charts of the worlds that are searched or watched in this process.
//!
//! A chart is made of what is stored when it is first needed, by a task of its own, so that it is there in the end although
//! a caller could not wait for it; and it is kept up by the changes of its world. Before a search it takes in everything that
//! was committed before the search began, and what is found is read from the store: so it shows nothing that another
//! instance would not.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use futures::future::{Either, select};
use parking_lot::{Mutex, RwLock};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::Follower;
use realmwire_sdk::host::Host;
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{PageRequest, Store};
use tokio::sync::{Notify, watch};

use crate::changes::{self, Change, Changes};
use crate::chart::Chart;
use crate::error::Error;
use crate::state::{EntityRecord, entities};

/// Documents that are read at once for a chart.
const PAGE: usize = 500;
/// How long a chart is kept that nobody searches.
const IDLE: Duration = Duration::from_mins(10);

/// The charts of this process.
#[derive(Debug)]
pub(crate) struct Atlas {
    store: Store,
    host: Host,
    changes: Changes,
    charts: Mutex<HashMap<String, Arc<Slot>>>,
    charts_max: usize,
    /// A chart is to be made.
    wanted: Notify,
}

/// A place for a chart.
#[derive(Debug)]
struct Slot {
    chart: watch::Sender<Made>,
    /// When it was searched last, in seconds since 1970.
    used: AtomicU64,
}

/// What came of making a chart.
#[derive(Clone, Debug)]
enum Made {
    NotYet,
    Done(Arc<Kept>),
    Failed(Status),
}

/// A chart, and how far it goes.
#[derive(Debug)]
struct Kept {
    incarnation: String,
    follower: Follower<Change>,
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    chart: Chart,
    /// All changes up to here are in it.
    place: u64,
}

impl Atlas {
    /// No charts yet, and at most `charts_max` of them.
    pub(crate) fn new(store: Store, host: Host, changes: Changes, charts_max: usize) -> Self {
        Self { store, host, changes, charts: Mutex::default(), charts_max, wanted: Notify::new() }
    }

    /// Searches the chart of a world, with everything in it that was committed before the call; gives the place of the
    /// chart too. Waits for a chart that is being made almost until the deadline of `cx`.
    pub(crate) async fn search<T>(
        &self,
        cx: &Context,
        incarnation: &str,
        search: impl Fn(&Chart) -> T,
    ) -> Result<(T, u64), Status> {
        loop {
            let slot = self.slot(incarnation)?;
            let kept = cx.in_time(self.made(&slot)).await.ok_or(Error::WorldIsBeingRead)??;
            kept.follower.catch_up().await?;
            if kept.advance().await {
                let state = kept.state.read();
                return Ok((search(&state.chart), state.place));
            }
            // It fell so far behind that it is made anew.
            self.discard(incarnation, &slot);
        }
    }

    /// Waits until the chart is made.
    async fn made(&self, slot: &Slot) -> Result<Arc<Kept>, Status> {
        let mut chart = slot.chart.subscribe();
        let made = chart.wait_for(|made| !matches!(made, Made::NotYet)).await;
        // The sender lives in the slot: waiting cannot fail.
        match made.as_deref() {
            Ok(Made::Done(kept)) => Ok(Arc::clone(kept)),
            Ok(Made::Failed(status)) => Err(status.clone()),
            Ok(Made::NotYet) | Err(_) => Err(Error::WorldIsBeingRead.into()),
        }
    }

    fn slot(&self, incarnation: &str) -> Result<Arc<Slot>, Error> {
        let now = self.seconds();
        let mut charts = self.charts.lock();
        if !charts.contains_key(incarnation) && charts.len() >= self.charts_max {
            let idle = charts.iter().filter(|(_, slot)| Arc::strong_count(slot) == 1);
            let oldest = idle.min_by_key(|(_, slot)| slot.used.load(Ordering::Relaxed)).map(|(name, _)| name.clone());
            let oldest = oldest.ok_or(Error::TooManyWorldsInUse { limit: self.charts_max })?;
            charts.remove(&oldest);
        }
        let slot = charts.entry(incarnation.to_owned()).or_insert_with(|| {
            self.wanted.notify_one();
            Arc::new(Slot { chart: watch::Sender::new(Made::NotYet), used: AtomicU64::new(now) })
        });
        slot.used.store(now, Ordering::Relaxed);
        Ok(Arc::clone(slot))
    }

    fn discard(&self, incarnation: &str, slot: &Arc<Slot>) {
        let mut charts = self.charts.lock();
        if charts.get(incarnation).is_some_and(|current| Arc::ptr_eq(current, slot)) {
            charts.remove(incarnation);
        }
    }

    async fn make(&self, incarnation: &str) -> Result<Kept, Status> {
        // What is committed after this is in the changes; what was before is in the list.
        let follower = self.changes.follow().await?;
        let place = follower.catch_up().await?;
        let prefix = entities(incarnation);
        let (mut listed, mut token) = (Vec::new(), String::new());
        loop {
            let page = PageRequest::parse(0, &token, PAGE, PAGE)?;
            let page = self.store.list::<EntityRecord>(&prefix, &page).await?;
            let found = page.items.into_iter().filter_map(|stored| stored.value.entity);
            listed.extend(found.map(|entity| crate::rules::entities::facts(&entity)));
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        let state = RwLock::new(State { chart: Chart::of(listed), place });
        Ok(Kept { incarnation: incarnation.to_owned(), follower, state })
    }

    /// Makes the charts that are wanted, one after the other; a background task.
    pub(crate) async fn make_wanted(self: Arc<Self>, shutdown: Shutdown) {
        while shutdown.or(self.wanted.notified()).await.is_some() {
            while let Some((incarnation, slot)) = self.next_wanted() {
                let Some(made) = shutdown.or(self.make(&incarnation)).await else { return };
                match made {
                    Ok(kept) => drop(slot.chart.send_replace(Made::Done(Arc::new(kept)))),
                    Err(status) => {
                        // Whoever asks next tries again.
                        self.discard(&incarnation, &slot);
                        slot.chart.send_replace(Made::Failed(status));
                    }
                }
            }
        }
    }

    fn next_wanted(&self) -> Option<(String, Arc<Slot>)> {
        let charts = self.charts.lock();
        let wanted = charts.iter().find(|(_, slot)| matches!(*slot.chart.borrow(), Made::NotYet));
        wanted.map(|(incarnation, slot)| (incarnation.clone(), Arc::clone(slot)))
    }

    /// Keeps the charts up as changes come, and gives up those that nobody searches; a background task.
    pub(crate) async fn run(self: Arc<Self>, shutdown: Shutdown) {
        let (mut place, clock) = (0, Arc::clone(self.host.clock()));
        loop {
            let idle = clock.sleep_until(clock.now() + IDLE / 10);
            let news = select(Box::pin(self.changes.beyond(place)), idle);
            match shutdown.or(news).await {
                None => return,
                Some(Either::Left((beyond, _))) => place = beyond,
                Some(Either::Right(_)) => {}
            }
            if shutdown.or(self.keep_up()).await.is_none() {
                return;
            }
        }
    }

    async fn keep_up(&self) {
        // Searches go on meanwhile: the lock is not held while changes are taken in.
        let slots: Vec<_> = self.charts.lock().iter().map(|(name, slot)| (name.clone(), Arc::clone(slot))).collect();
        for (incarnation, slot) in slots {
            let made = slot.chart.borrow().clone();
            if let Made::Done(kept) = made
                && !kept.advance().await
            {
                self.discard(&incarnation, &slot);
            }
        }
        let unused_since = self.seconds().saturating_sub(IDLE.as_secs());
        let is_used = |slot: &Arc<Slot>| slot.used.load(Ordering::Relaxed) >= unused_since;
        self.charts.lock().retain(|_, slot| is_used(slot) || Arc::strong_count(slot) > 1);
    }

    fn seconds(&self) -> u64 {
        self.host.now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

impl Kept {
    /// Takes in the changes that are in memory. Whether these were all.
    ///
    /// Several may do so at once: a change is taken in by the first who comes to it. Others have their turn after each.
    async fn advance(&self) -> bool {
        loop {
            let place = self.state.read().place;
            let Some(stretch) = self.follower.kept_after(place) else { return false };
            for change in &stretch.events {
                self.take_in(change.sequence, |chart| changes::apply(chart, &self.incarnation, change));
                tokio::task::yield_now().await;
            }
            if stretch.through == place {
                return true;
            }
            self.take_in(stretch.through, |_| {});
        }
    }

    /// Brings the chart to a place, unless it is there already. What lies in between must have been taken in.
    fn take_in(&self, place: u64, apply: impl FnOnce(&mut Chart)) {
        let mut state = self.state.write();
        if state.place < place {
            apply(&mut state.chart);
            state.place = place;
        }
    }
}
