use std::fmt::Display;
use std::time::Duration;

use realmwire_fabric::journal::{Commit, CommitError, CommitId, Expect, Key, Write};
use tokio::time::timeout;

use super::Store;
use super::changes::write;

/// The key of what a probe writes; documents cannot have it.
const PROBE: &str = "probe";
/// How long one probe may take.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long what a probe wrote is kept.
const PROBE_TTL: Duration = Duration::from_mins(1);

impl Store {
    /// Finds out whether the journal answers, for readiness.
    ///
    /// While all is well a read tells enough, as every commit of the service says whether it was stored. Once one was
    /// not, only a write can tell that the next will be: a journal without space still answers reads.
    pub(crate) async fn probe(&self) {
        let Some(readiness) = &self.readiness else { return };
        let answer = if readiness.is_missing() {
            timeout(PROBE_TIMEOUT, self.probe_writing()).await
        } else {
            timeout(PROBE_TIMEOUT, self.probe_reading()).await
        };
        match answer {
            Ok(Ok(())) => self.found(None),
            Ok(Err(problem)) => self.found(Some(&problem)),
            Err(_) => self.found(Some(&"no answer in time")),
        }
    }

    /// Tells readiness what was found out about the journal: a problem, or none.
    pub(super) fn found(&self, problem: Option<&dyn Display>) {
        match (&self.readiness, problem) {
            (Some(readiness), Some(problem)) => readiness.missing(problem),
            (Some(readiness), None) => readiness.present(),
            (None, _) => {}
        }
    }

    async fn probe_reading(&self) -> Result<(), String> {
        let read = self.journal.get(&Key::new(PROBE)).await;
        read.map(|_| ()).map_err(|error| error.to_string())
    }

    async fn probe_writing(&self) -> Result<(), String> {
        let mut commit = Commit::new(CommitId::random());
        commit.writes.push(probe_write());
        let written = self.journal.commit(commit).await;
        written.map(|_| ()).map_err(|error: CommitError| error.to_string())
    }
}

/// Whether `key` is that of a probe.
pub(super) fn is_probe(key: &Key) -> bool {
    *key == Key::new(PROBE)
}

fn probe_write() -> Write {
    write(Key::new(PROBE), Expect::Any, &Probe {}, Some(PROBE_TTL))
}

/// Nothing, in the form of a document.
#[derive(Clone, PartialEq, prost::Message)]
struct Probe {}

impl super::Document for Probe {}
