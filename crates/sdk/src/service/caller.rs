use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

use crate::context::{Context, ContextParts, TraceContext};
use crate::host::Host;
use crate::identity::Principal;
use crate::resilience::CONFLICT_BACKOFF;
use crate::status::Status;

/// Makes contexts for what a service does without being called, such as its background tasks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Caller {
    host: Host,
    principal: Principal,
}

impl Caller {
    pub(super) fn new(host: Host, principal: Principal) -> Self {
        Self { host, principal }
    }

    /// A context on behalf of the service itself, with a new trace, for work that takes at most `timeout`.
    pub fn context(&self, timeout: Duration) -> Context {
        let mut parts = ContextParts::new(self.host.clone());
        parts.deadline = Instant::now() + timeout;
        parts.principal = self.principal.clone();
        parts.trace = TraceContext::root(&self.host, false);
        Context::new(parts)
    }

    /// Runs `work` with such a context, and again from its start whenever another commit came first, as the server does
    /// with handlers.
    ///
    /// # Errors
    /// What `work` fails with; `DEADLINE_EXCEEDED` when it takes longer than `timeout`.
    pub async fn run<T, Fut>(&self, timeout: Duration, work: impl Fn(Context) -> Fut) -> Result<T, Status>
    where
        Fut: Future<Output = Result<T, Status>>,
    {
        let cx = self.context(timeout);
        let until_stored = async {
            let mut lost = 0;
            loop {
                match work(cx.clone()).await {
                    Err(status) if status.is_conflict() => lost += 1,
                    outcome => return outcome,
                }
                tokio::time::sleep(CONFLICT_BACKOFF.wait(lost, &self.host, None)).await;
            }
        };
        cx.bound(until_stored).await
    }

    /// The clock and the source of randomness.
    pub fn host(&self) -> &Host {
        &self.host
    }
}
