use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use realmwire_fabric::Fabric;
use realmwire_fabric::subject;
use tokio::sync::watch;

use super::bus::FaultyBus;
use super::journal::FaultyJournals;

/// What goes wrong between one host and the fabric. Cheap to clone; nothing goes wrong at first.
///
/// ```
/// use realmwire_sdk::testing::Faults;
/// use std::time::Duration;
///
/// let faults = Faults::seeded(7);
/// faults.delay("svc.>", Duration::from_millis(20));
/// faults.lose("evt.>", 0.1);
/// faults.duplicate("evt.>", 0.1);
/// faults.clear();
/// ```
#[derive(Clone)]
pub struct Faults(Arc<Inner>);

struct Inner {
    rules: Mutex<Vec<Rule>>,
    random: Mutex<ChaCha8Rng>,
    connected: watch::Sender<bool>,
    lost_answers: AtomicUsize,
    failed_commits: AtomicUsize,
    lists_held: watch::Sender<bool>,
    lists: AtomicUsize,
}

struct Rule {
    pattern: String,
    fault: Fault,
}

#[derive(Clone, Copy)]
enum Fault {
    Delay(Duration),
    Lose(f64),
    Duplicate(f64),
}

/// What happens to one message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) lost: bool,
    pub(super) duplicated: bool,
    pub(super) delay: Duration,
}

/// What happens to one commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommitFate {
    /// It is stored, and so is told.
    Stored,
    /// It is stored, and its answer is lost.
    AnswerLost,
    /// It is not stored, and the journal seems to be away.
    NotStored,
}

impl Faults {
    /// No faults yet; which messages are hit later follows from `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Inner {
            rules: Mutex::default(),
            random: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            connected: watch::Sender::new(true),
            lost_answers: AtomicUsize::new(0),
            failed_commits: AtomicUsize::new(0),
            lists_held: watch::Sender::new(false),
            lists: AtomicUsize::new(0),
        }))
    }

    /// The fabric with these faults before it.
    #[must_use]
    pub fn before(&self, fabric: &Fabric) -> Fabric {
        Fabric {
            bus: Arc::new(FaultyBus::new(Arc::clone(&fabric.bus), self.clone())),
            journals: Arc::new(FaultyJournals::new(Arc::clone(&fabric.journals), self.clone())),
            cache: Arc::clone(&fabric.cache),
        }
    }

    /// Messages sent to subjects that match `pattern` take `by` longer.
    pub fn delay(&self, pattern: &str, by: Duration) {
        self.add(pattern, Fault::Delay(by));
    }

    /// A `share` (0 to 1) of the messages sent to subjects that match `pattern` is lost.
    pub fn lose(&self, pattern: &str, share: f64) {
        self.add(pattern, Fault::Lose(share));
    }

    /// A `share` (0 to 1) of the messages sent to subjects that match `pattern` arrives twice.
    pub fn duplicate(&self, pattern: &str, share: f64) {
        self.add(pattern, Fault::Duplicate(share));
    }

    /// The host loses the bus and the journals, which go on without it.
    pub fn disconnect(&self) {
        self.0.connected.send_replace(false);
    }

    /// The host is back.
    pub fn reconnect(&self) {
        self.0.connected.send_replace(true);
    }

    /// The next `count` commits are stored, and their answers are lost: their outcome is unknown.
    pub fn lose_commit_answers(&self, count: usize) {
        self.0.lost_answers.store(count, Ordering::Relaxed);
    }

    /// The next `count` commits are not stored, because the journal is away.
    pub fn fail_commits(&self, count: usize) {
        self.0.failed_commits.store(count, Ordering::Relaxed);
    }

    /// Lists of what is stored get no answer until they are let go.
    pub fn hold_lists(&self) {
        self.0.lists_held.send_replace(true);
    }

    /// Lists that were held are answered.
    pub fn release_lists(&self) {
        self.0.lists_held.send_replace(false);
    }

    /// How many lists of what is stored were asked for.
    #[must_use]
    pub fn lists(&self) -> usize {
        self.0.lists.load(Ordering::Relaxed)
    }

    /// Nothing goes wrong any more.
    pub fn clear(&self) {
        self.0.rules.lock().clear();
        self.release_lists();
        self.lose_commit_answers(0);
        self.fail_commits(0);
        self.reconnect();
    }

    fn add(&self, pattern: &str, fault: Fault) {
        self.0.rules.lock().push(Rule { pattern: pattern.to_owned(), fault });
    }

    pub(super) fn fate(&self, subject: &str) -> Fate {
        let mut fate = Fate::default();
        for rule in self.0.rules.lock().iter().filter(|rule| subject::matches(&rule.pattern, subject)) {
            match rule.fault {
                Fault::Delay(by) => fate.delay += by,
                Fault::Lose(share) => fate.lost |= self.hits(share),
                Fault::Duplicate(share) => fate.duplicated |= self.hits(share),
            }
        }
        fate
    }

    fn hits(&self, share: f64) -> bool {
        self.0.random.lock().random_bool(share.clamp(0.0, 1.0))
    }

    pub(super) fn commit_fate(&self) -> CommitFate {
        let take = |count: &AtomicUsize| {
            count.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
        };
        if take(&self.0.failed_commits) {
            CommitFate::NotStored
        } else if take(&self.0.lost_answers) {
            CommitFate::AnswerLost
        } else {
            CommitFate::Stored
        }
    }

    /// Counts a list, and waits until it may be answered.
    pub(super) async fn list_begins(&self) {
        self.0.lists.fetch_add(1, Ordering::Relaxed);
        let mut held = self.0.lists_held.subscribe();
        // The sender lives in `self`: waiting cannot fail.
        let _ = held.wait_for(|held| !held).await;
    }

    pub(super) fn is_connected(&self) -> bool {
        *self.0.connected.borrow()
    }

    /// Waits until the host is cut off.
    pub(super) async fn disconnected(&self) {
        let mut connected = self.0.connected.subscribe();
        // The sender lives in `self`: waiting cannot fail.
        let _ = connected.wait_for(|connected| !connected).await;
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Faults").field("connected", &self.is_connected()).finish_non_exhaustive()
    }
}

/// Why a host that is cut off reaches nothing.
#[derive(Debug, thiserror::Error)]
#[error("cut off by a fault")]
pub(super) struct CutOff;
