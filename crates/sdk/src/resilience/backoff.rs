use std::time::Duration;

use crate::host::Host;

/// Waits between attempts: exponential, with full jitter, so that those who failed together do not come back together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    /// The most the first wait takes; each further one may take twice as long.
    pub(crate) first: Duration,
    /// The most any wait takes.
    pub(crate) most: Duration,
}

/// The waits between the runs of a handler whose commit another commit came before.
pub(crate) const CONFLICT_BACKOFF: Backoff =
    Backoff { first: Duration::from_millis(2), most: Duration::from_millis(100) };

impl Backoff {
    /// The most that the wait after the given number of failures takes.
    pub(crate) fn ceiling(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(20);
        self.first.saturating_mul(1 << doublings).min(self.most)
    }

    /// How long to wait after the given number of failures, and at least as long as the server asked for.
    pub(crate) fn wait(&self, failures: u32, host: &Host, server_hint: Option<Duration>) -> Duration {
        let jittered = host.jitter(self.ceiling(failures));
        // What the server asked for is a minimum; the jitter on top keeps the callers it refused apart.
        server_hint.map_or(jittered, |hint| hint + jittered)
    }
}
