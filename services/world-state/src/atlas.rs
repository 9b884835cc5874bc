//! The charts of the worlds that are searched or watched in this process.
//!
//! A chart is made of what is stored when it is first needed, and kept up by the changes of its world. Before a search it
//! takes in everything that was committed before the search began, and what is found is read from the store: so it shows
//! nothing that another instance would not.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use futures::future::{Either, select};
use parking_lot::{Mutex, RwLock};
use realmwire_sdk::events::Follower;
use realmwire_sdk::host::Host;
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{PageRequest, Store};
use tokio::sync::OnceCell;

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
}

/// A place for a chart.
#[derive(Debug, Default)]
struct Slot {
    chart: OnceCell<Kept>,
    /// When it was searched last, in seconds since 1970.
    used: AtomicU64,
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
        Self { store, host, changes, charts: Mutex::default(), charts_max }
    }

    /// Searches the chart of a world, with everything in it that was committed before the call; gives the place of the
    /// chart too.
    pub(crate) async fn search<T>(&self, incarnation: &str, search: impl Fn(&Chart) -> T) -> Result<(T, u64), Status> {
        loop {
            let slot = self.slot(incarnation)?;
            let kept = slot.chart.get_or_try_init(|| self.make(incarnation)).await?;
            kept.follower.catch_up().await?;
            if kept.advance() {
                let state = kept.state.read();
                return Ok((search(&state.chart), state.place));
            }
            // It fell so far behind that it is made anew.
            self.discard(incarnation, &slot);
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
        let slot = Arc::clone(charts.entry(incarnation.to_owned()).or_default());
        slot.used.store(now, Ordering::Relaxed);
        Ok(slot)
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
            self.keep_up();
        }
    }

    fn keep_up(&self) {
        let unused_since = self.seconds().saturating_sub(IDLE.as_secs());
        let mut charts = self.charts.lock();
        charts.retain(|_, slot| {
            let is_up = slot.chart.get().is_none_or(Kept::advance);
            is_up && (slot.used.load(Ordering::Relaxed) >= unused_since || Arc::strong_count(slot) > 1)
        });
    }

    fn seconds(&self) -> u64 {
        self.host.now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

impl Kept {
    /// Takes in the changes that are in memory. Whether these were all.
    fn advance(&self) -> bool {
        let place = self.state.read().place;
        match self.follower.kept_after(place) {
            Some(stretch) if stretch.through == place => return true,
            Some(_) => {}
            None => return false,
        }
        let mut state = self.state.write();
        loop {
            let Some(stretch) = self.follower.kept_after(state.place) else { return false };
            for change in &stretch.events {
                changes::apply(&mut state.chart, &self.incarnation, change);
            }
            if stretch.through == state.place {
                return true;
            }
            state.place = stretch.through;
        }
    }
}
