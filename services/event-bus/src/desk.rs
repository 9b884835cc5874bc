//! Where the books of subscriptions are kept: many changes, one commit.
//!
//! Changes of one subscription that come to an instance while a commit is under way wait, and are stored together by the
//! next one. Instances decide between them by the revision of the books, as everywhere.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use prost::Message;
use realmwire_contract::event_bus::v1::{DeadLetter, Delivery, FailedDelivery};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::EventReader;
use realmwire_sdk::service::Caller;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Store};
use tokio::sync::oneshot;

use crate::contents::{Contents, Wanted};
use crate::error::Error;
use crate::handlers::Metrics;
use crate::ledger::{Advanced, LaneId, Ledger, LedgerRecord, Lost, Millis, Offer, Open, Reason, Spot};
use crate::state::{DeadRecord, dead_letter_id, dead_letter_key, ledger_key, millis, revived_key, time_of};

/// A change of the books.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A receiver takes over.
    Attach { holder: String, lanes: Vec<(LaneId, u64)> },
    /// An instance begins to deliver by itself, if no other one does.
    Lease { holder: String, lanes: Vec<(LaneId, u64)> },
    /// An instance stops to deliver by itself.
    Release { holder: String },
    /// The receiver goes on.
    Advance { holder: String, offer: Arc<Offer> },
    /// Events were dealt with.
    Ack { spots: Vec<Spot>, through: Vec<Spot> },
    /// Events could not be dealt with.
    Nack { spots: Vec<(Spot, u32)>, delay: Option<Millis>, reason: Reason },
    /// The content of events is no longer kept.
    Forget { spots: Vec<Spot> },
}

/// What came of a change.
#[derive(Clone, Debug)]
pub(crate) enum Changed {
    Done,
    /// What is to be delivered.
    Advanced(Advanced),
    /// What was offered is not what comes next.
    Moved,
    /// Another instance delivers, and may do so until then without a sign of life.
    Held(Millis),
}

/// The books of all subscriptions, as this instance gets at them.
#[derive(Clone)]
pub(crate) struct Desks(Arc<Inner>);

struct Inner {
    store: Store,
    contents: Contents,
    caller: Caller,
    metrics: Metrics,
    dead_letter_retention: Duration,
    desks: Mutex<HashMap<String, Weak<Desk>>>,
}

/// The changes of one subscription that wait.
#[derive(Default)]
struct Desk {
    waiting: Mutex<Vec<Waiting>>,
    /// Held by whoever stores the changes of all.
    turn: tokio::sync::Mutex<()>,
}

struct Waiting {
    change: Change,
    answer: oneshot::Sender<Result<Changed, Status>>,
}

/// How long a commit of changes may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Dead letters that are stored with one commit at the most; more follow with the next.
const BURIED_AT_ONCE: usize = 100;
/// Bytes of events that are stored as dead letters with one commit, but for the last of them.
const BURIED_BYTES: usize = 4 * 1024 * 1024;
/// The largest content that a dead letter has; of larger events it has all but the content.
const CONTENT_BYTES_MAX: usize = 900_000;
/// Desks are tidied up when there are as many.
const DESKS_TIDY: usize = 1_024;

impl Desks {
    pub(crate) fn new(
        store: Store,
        events: EventReader,
        caller: Caller,
        metrics: Metrics,
        dead_letter_retention: Duration,
    ) -> Self {
        let contents = Contents { store: store.clone(), events, metrics: metrics.clone() };
        Self(Arc::new(Inner { store, contents, caller, metrics, dead_letter_retention, desks: Mutex::default() }))
    }

    /// Makes a change, and gives what came of it once it is stored.
    pub(crate) async fn change(&self, subscription_id: &str, change: Change) -> Result<Changed, Status> {
        let desk = self.desk(subscription_id);
        loop {
            let (answer, mut answered) = oneshot::channel();
            desk.waiting.lock().push(Waiting { change: change.clone(), answer });
            let turn = desk.turn.lock().await;
            match answered.try_recv() {
                Ok(outcome) => return outcome,
                Err(oneshot::error::TryRecvError::Empty) => {
                    let waiting = std::mem::take(&mut *desk.waiting.lock());
                    self.0.store_all(subscription_id, waiting).await;
                }
                // Whoever had the turn was cut off: whether the change was stored is not known, and it may be repeated.
                Err(oneshot::error::TryRecvError::Closed) => continue,
            }
            drop(turn);
            if let Ok(outcome) = answered.try_recv() {
                return outcome;
            }
        }
    }

    /// Whose content can be read once more.
    pub(crate) fn contents(&self) -> &Contents {
        &self.0.contents
    }

    fn desk(&self, subscription_id: &str) -> Arc<Desk> {
        let mut desks = self.0.desks.lock();
        if let Some(desk) = desks.get(subscription_id).and_then(Weak::upgrade) {
            return desk;
        }
        if desks.len() >= DESKS_TIDY {
            desks.retain(|_, desk| desk.strong_count() > 0);
        }
        let desk = Arc::new(Desk::default());
        desks.insert(subscription_id.to_owned(), Arc::downgrade(&desk));
        desk
    }
}

impl Inner {
    async fn store_all(&self, subscription_id: &str, waiting: Vec<Waiting>) {
        let changes: Vec<&Change> = waiting.iter().map(|waiting| &waiting.change).collect();
        let stored = self.caller.run(TIMEOUT, |cx| self.apply(cx, subscription_id, &changes)).await;
        match stored {
            Ok(outcomes) => {
                for (waiting, outcome) in waiting.into_iter().zip(outcomes) {
                    // Who no longer waits needs no answer.
                    let _ = waiting.answer.send(outcome);
                }
            }
            Err(status) => {
                for waiting in waiting {
                    let _ = waiting.answer.send(Err(status.clone()));
                }
            }
        }
    }

    async fn apply(
        &self,
        cx: Context,
        subscription_id: &str,
        asked: &[&Change],
    ) -> Result<Vec<Result<Changed, Status>>, Status> {
        let Some(stored) = self.store.load::<LedgerRecord>(&ledger_key(subscription_id)).await? else {
            let gone = || Err(Error::SubscriptionNotFound(subscription_id.to_owned()).into());
            return Ok(asked.iter().map(|_| gone()).collect());
        };
        let mut ledger = Ledger::from_record(&stored.value);
        let (before, now) = (ledger.clone(), millis(cx.now()));
        let mut freed = Vec::new();
        let outcomes = asked.iter().map(|change| make(change, &mut ledger, now, &mut freed)).collect();
        let mut changes = freed
            .iter()
            .fold(Changes::new(), |changes, spot| changes.delete(revived_key(subscription_id, spot), Expect::Any));
        let dead = ledger.condemned(BURIED_AT_ONCE);
        if !dead.is_empty() {
            changes = self.bury(subscription_id, &mut ledger, &dead, now, changes).await?;
        }
        if ledger != before {
            changes = changes.update(&stored, &ledger.to_record());
            self.store.commit(&cx, changes, ()).await?;
            self.metrics.counted(&before.counts, &ledger.counts);
        }
        Ok(outcomes)
    }

    /// Makes dead letters of these events: what is stored of them, and out of the books.
    async fn bury(
        &self,
        subscription_id: &str,
        ledger: &mut Ledger,
        dead: &[Spot],
        now: Millis,
        mut changes: Changes,
    ) -> Result<Changes, Status> {
        let wanted: BTreeMap<Spot, Wanted> = dead
            .iter()
            .filter_map(|spot| {
                let open = ledger.open.get(spot)?;
                Some((spot.clone(), Wanted { class: open.class, revived: open.revived }))
            })
            .collect();
        let mut events = self.contents.read(subscription_id, &wanted).await?;
        let mut bytes = 0;
        for spot in dead {
            if bytes > BURIED_BYTES {
                break;
            }
            let Some(open) = ledger.bury(spot) else { continue };
            tracing::warn!(
                subscription_id,
                source = &*spot.source,
                sequence = spot.sequence,
                "an event became a dead letter"
            );
            if open.revived {
                changes = changes.delete(revived_key(subscription_id, spot), Expect::Any);
            }
            let mut event = events.remove(spot);
            if let Some(event) = &mut event {
                event.delivery = open.deliveries;
                let size = event.encoded_len();
                event.content = event.content.take().filter(|_| size <= CONTENT_BYTES_MAX);
                bytes += size;
            }
            let letter = letter(spot, &open, event, now);
            let (key, ttl) = (dead_letter_key(subscription_id, spot), Some(self.dead_letter_retention));
            changes = changes.put(key, Expect::Any, &DeadRecord::new(letter), ttl);
        }
        Ok(changes)
    }
}

fn letter(spot: &Spot, open: &Open, event: Option<Delivery>, now: Millis) -> DeadLetter {
    let failures = open.failures.iter().map(|failure| FailedDelivery {
        delivery: failure.delivery,
        fail_time: Some(time_of(failure.at).into()),
        reason: failure.reason.text().to_owned(),
    });
    DeadLetter {
        dead_letter_id: dead_letter_id(spot),
        event,
        failures: failures.collect(),
        dead_time: Some(time_of(now).into()),
    }
}

fn make(change: &Change, ledger: &mut Ledger, now: Millis, freed: &mut Vec<Spot>) -> Result<Changed, Status> {
    match change {
        Change::Attach { holder, lanes } => {
            ledger.set_lanes(lanes.clone());
            ledger.attach(holder, now);
        }
        Change::Lease { holder, lanes } => match ledger.lease(holder, now) {
            Ok(()) => ledger.set_lanes(lanes.clone()),
            Err(until) => return Ok(Changed::Held(until)),
        },
        Change::Release { holder } => ledger.release(holder, now),
        Change::Advance { holder, offer } => match ledger.advance(holder, offer, now) {
            Ok(advanced) => return Ok(Changed::Advanced(advanced)),
            Err(Lost::Moved) => return Ok(Changed::Moved),
            Err(Lost::TakenOver) => return Err(Error::TakenOver.into()),
        },
        Change::Ack { spots, through } => freed.extend(ledger.ack(spots, through)),
        Change::Nack { spots, delay, reason } => ledger.nack(spots, now, *delay, reason),
        Change::Forget { spots } => ledger.forget(spots),
    }
    Ok(Changed::Done)
}
