//! What behaviours are run on.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::BoxFuture;
use realmwire_fabric::Fabric;
use realmwire_fabric::bus::{Bus, Headers};
use realmwire_fabric::cache::Cache;
use realmwire_fabric::clock::ManualClock;
use realmwire_fabric::journal::{Commit, CommitError, CommitId, Event, Expect, Journal, Key, Receipt, Timer, Write};
use tokio::time::Instant;
use uuid::Uuid;

/// How long to wait for something that shall happen. Long, since it is only waited for in full when it does not.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A fabric under test.
pub(crate) struct System {
    fabric: Fabric,
    time: Time,
    restart: Option<Restart>,
    /// Part of all names, so that tests can share servers.
    unique: String,
    services: AtomicU64,
}

/// Whose time the fabric goes by.
pub(crate) enum Time {
    /// It is moved by the test.
    Manual(ManualClock),
    /// It passes.
    Real,
}

/// Makes the same system again from what the last one left behind, which has been closed.
pub(crate) type Restart = Box<dyn Fn() -> BoxFuture<'static, Fabric> + Send + Sync>;

impl System {
    /// A system that is `fabric`.
    pub(crate) fn new(fabric: Fabric, time: Time, restart: Option<Restart>) -> Self {
        Self { fabric, time, restart, unique: Uuid::now_v7().simple().to_string(), services: AtomicU64::new(0) }
    }

    pub(crate) fn bus(&self) -> &Arc<dyn Bus> {
        &self.fabric.bus
    }

    pub(crate) fn cache(&self) -> &Arc<dyn Cache> {
        &self.fabric.cache
    }

    pub(crate) fn fabric(&self) -> &Fabric {
        &self.fabric
    }

    /// A subject of this test.
    pub(crate) fn subject(&self, name: &str) -> String {
        format!("test.{}.{name}", self.unique)
    }

    /// A text of this test.
    pub(crate) fn name(&self, name: &str) -> String {
        format!("{name}-{}", self.unique)
    }

    /// A journal of this test, empty.
    pub(crate) async fn journal(&self) -> Arc<dyn Journal> {
        let number = self.services.fetch_add(1, Ordering::Relaxed);
        self.journal_of(&format!("test-{}-{number}", self.unique)).await
    }

    /// The journal of a service.
    pub(crate) async fn journal_of(&self, service: &str) -> Arc<dyn Journal> {
        self.fabric.journals.open(service).await.expect("the journal opens")
    }

    /// The time by which the fabric goes.
    pub(crate) fn now(&self) -> SystemTime {
        use realmwire_fabric::clock::{Clock, SystemClock};
        match &self.time {
            Time::Manual(clock) => clock.now(),
            Time::Real => SystemClock.now(),
        }
    }

    /// Lets time pass.
    pub(crate) async fn pass(&self, time: Duration) {
        match &self.time {
            Time::Manual(clock) => clock.advance(time),
            Time::Real => tokio::time::sleep(time).await,
        }
    }

    /// Closes the fabric and starts it again on what it left behind.
    pub(crate) async fn restart(&mut self) {
        self.fabric.journals.close().await.expect("the journals close");
        let restart = self.restart.as_ref().expect("a lasting system can be restarted");
        self.fabric = restart().await;
    }
}

/// What `future` comes to, which it does soon.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.unwrap_or_else(|_| panic!("waited in vain: {what}"))
}

/// Waits until `condition` holds.
pub(crate) async fn eventually<F: Future<Output = bool>>(what: &str, mut condition: impl FnMut() -> F) {
    let deadline = Instant::now() + PATIENCE;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A deadline that is not reached unless something is broken.
pub(crate) fn patience() -> Instant {
    Instant::now() + PATIENCE
}

pub(crate) fn key(name: &str) -> Key {
    Key::new("thing").with(name)
}

pub(crate) fn things() -> Key {
    Key::new("thing")
}

pub(crate) fn write(key: Key, expect: Expect, value: &str) -> Write {
    Write { key, expect, value: Some(Bytes::copy_from_slice(value.as_bytes())), ttl: None }
}

pub(crate) fn delete(key: Key, expect: Expect) -> Write {
    Write { key, expect, value: None, ttl: None }
}

/// An event of the journal's service, `evt.<service>.<name>.v1`.
pub(crate) fn event(journal: &Arc<dyn Journal>, name: &str, body: &str) -> Event {
    Event {
        subject: format!("evt.{}.{name}.v1", journal.service()).into(),
        headers: Headers::new(),
        payload: Bytes::copy_from_slice(body.as_bytes()),
        ttl: None,
    }
}

pub(crate) fn all_events(journal: &Arc<dyn Journal>) -> String {
    format!("evt.{}.>", journal.service())
}

pub(crate) fn dead_letters(journal: &Arc<dyn Journal>) -> String {
    format!("dlq.{}.>", journal.service())
}

pub(crate) fn commit_of(writes: Vec<Write>, events: Vec<Event>, timers: Vec<Timer>) -> Commit {
    Commit { id: CommitId::random(), writes, events, timers }
}

/// Commits writes, which succeeds.
pub(crate) async fn put(journal: &Arc<dyn Journal>, writes: Vec<Write>) -> Receipt {
    journal.commit(commit_of(writes, vec![], vec![])).await.expect("the commit is stored")
}

/// Commits events, which succeeds.
pub(crate) async fn emit(journal: &Arc<dyn Journal>, events: Vec<Event>) -> Receipt {
    journal.commit(commit_of(vec![], events, vec![])).await.expect("the commit is stored")
}

/// The value of `key` as text.
pub(crate) async fn value(journal: &Arc<dyn Journal>, key: &Key) -> Option<String> {
    journal.get(key).await.expect("the key is read").map(|entry| text(&entry.value))
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn conflict<T>(outcome: Result<T, CommitError>) -> Key {
    match outcome {
        Err(CommitError::Conflict { key }) => key,
        Err(other) => panic!("not a conflict: {other}"),
        Ok(_) => panic!("the commit was stored"),
    }
}
