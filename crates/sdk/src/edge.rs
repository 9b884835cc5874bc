//! What the edge of a system knows to decide alone on every request: keys, sessions that have ended, and rate limits.
//!
//! A gateway holds one [`Edge`] and lets it [`follow`](Edge::follow) auth: one stream that says first what is in force and
//! then each change, so that a session that ends is refused here within a second. While the stream is cut the last
//! knowledge stands, for a game should not stop with auth; a session that ends meanwhile is refused here when the stream
//! stands again, or when its access token ends, whichever comes first. That is one reason why those are short-lived.

mod knowledge;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;
use realmwire_contract::auth::v1::{SERVICE, WATCH_EDGE, WatchEdgeRequest, WatchEdgeResponse};
use realmwire_fabric::cache::Cache;

use crate::client::{Channel, ServiceClient};
use crate::host::Host;
use crate::limits::{LimitTable, Limiter};
use crate::status::Status;
use crate::stream::Receiver;
use crate::tasks::Shutdown;
use crate::token::{Trust, Verifier, VerifierConfig};

use knowledge::Knowledge;

/// What a process at the system's edge knows. Clones are the same knowledge.
#[derive(Clone, Debug, Default)]
pub struct Edge(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    trust: Trust,
    limits: LimitTable,
    feed: Mutex<Feed>,
}

/// How the stream from auth stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Feed {
    /// Nothing was ever known.
    #[default]
    New,
    /// All that is in force is known.
    Current,
    /// The stream is cut since then.
    CutSince(SystemTime),
}

/// How soon a stream that was cut is opened again, the first time; it doubles each time.
const FIRST_RETRY: Duration = Duration::from_millis(20);
/// The longest wait: a part of the second within which a revocation is known.
const LAST_RETRY: Duration = Duration::from_millis(500);

impl Edge {
    /// Verifies access tokens with what is known here.
    #[must_use]
    pub fn verifier(&self, host: &Host, config: VerifierConfig) -> Verifier {
        Verifier::new(self.0.trust.clone(), Arc::clone(host.clock()), config)
    }

    /// Counts requests against the limits that are known here.
    pub fn limiter(&self, cache: Arc<dyn Cache>) -> Limiter {
        Limiter::new(cache, self.0.limits.clone())
    }

    /// Whether anything was ever known: before that no token can be judged.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.0.trust.is_known()
    }

    /// For how long the stream has been cut; zero while it stands, `None` when it never stood.
    #[must_use]
    pub fn behind(&self, now: SystemTime) -> Option<Duration> {
        match *self.0.feed.lock() {
            Feed::New => None,
            Feed::Current => Some(Duration::ZERO),
            Feed::CutSince(since) => Some(now.duration_since(since).unwrap_or_default()),
        }
    }

    /// Keeps the knowledge as auth has it, until `shutdown`. The channel's own principal must be a service.
    pub async fn follow(&self, channel: &Channel, host: &Host, shutdown: &Shutdown) {
        let mut wait = FIRST_RETRY;
        loop {
            let Some(Err(status)) = shutdown.or(self.follow_once(channel, host)).await else { return };
            if self.cut(host.now()) {
                tracing::warn!(error = %status, "the stream of keys and revocations is cut");
                wait = FIRST_RETRY;
            }
            if shutdown.or(tokio::time::sleep(host.jitter(wait))).await.is_none() {
                return;
            }
            wait = (wait * 2).min(LAST_RETRY);
        }
    }

    /// Follows one stream to its end, which is always a failure.
    async fn follow_once(&self, channel: &Channel, host: &Host) -> Result<(), Status> {
        let auth = ServiceClient::new(channel, &SERVICE);
        let open = auth.open(&WATCH_EDGE, WatchEdgeRequest {}).as_service();
        let mut facts: Receiver<WatchEdgeResponse> = open.await?;
        let mut knowledge = Knowledge::new(&self.0.trust, &self.0.limits);
        while let Some(fact) = facts.next().await {
            if knowledge.learn(fact?, host.now())? {
                *self.0.feed.lock() = Feed::Current;
            }
        }
        Err(Status::unavailable("the stream has ended"))
    }

    /// Notes that the stream is cut, and whether it stood until now.
    fn cut(&self, now: SystemTime) -> bool {
        let mut feed = self.0.feed.lock();
        let stood = *feed == Feed::Current;
        if stood {
            *feed = Feed::CutSince(now);
        }
        stood
    }
}
