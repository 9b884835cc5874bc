//! The rate limits of this instance: a copy of what the journal holds, kept fresh by a watch.

use std::time::Duration;

use futures::StreamExt;
use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::host::Host;
use realmwire_sdk::limits::{InvalidLimit, Limit, LimitTable, Limits};
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changed, Store, WatchStart};

use crate::state::{LimitsDocument, key};

/// How soon a watch that ended begins anew.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// The period of a limit that does not say one.
const DEFAULT_PERIOD: Duration = Duration::from_mins(1);

/// The limits of a stored document over the defaults.
pub(crate) fn table(document: &LimitsDocument) -> Limits {
    let mut limits = Limits::default();
    for limit in &document.limits {
        // What was stored was valid then; a class that no longer is keeps its default.
        if let Err(error) = from_wire(limit).and_then(|parsed| limits.set(&limit.rate_class, parsed)) {
            tracing::warn!(rate_class = limit.rate_class, error = %error, "a stored rate limit is not used");
        }
    }
    limits
}

/// A limit of a request or document, with its defaults filled in.
pub(crate) fn from_wire(limit: &wire::Limit) -> Result<Limit, InvalidLimit> {
    let period = match limit.period {
        Some(period) => Duration::try_from(period).map_err(|_| InvalidLimit::Period)?,
        None => DEFAULT_PERIOD,
    };
    let burst = if limit.burst == 0 { limit.requests } else { limit.burst };
    Ok(Limit { requests: limit.requests, period, burst })
}

/// A limit as it is sent and stored.
pub(crate) fn to_wire(rate_class: &str, limit: &Limit) -> wire::Limit {
    wire::Limit {
        rate_class: rate_class.to_owned(),
        requests: limit.requests,
        period: prost_types::Duration::try_from(limit.period).ok(),
        burst: limit.burst,
    }
}

/// Keeps `limits` as the journal has them, until `shutdown`.
pub(crate) async fn keep_fresh(store: Store, host: Host, limits: LimitTable, shutdown: Shutdown) {
    while !shutdown.is_requested() {
        if let Err(status) = follow(&store, &limits, &shutdown).await {
            tracing::warn!(error = %status, "the watch of the rate limits begins anew");
        }
        shutdown.or(host.clock().sleep_until(host.now() + RETRY_AFTER)).await;
    }
}

/// Loads `limits` once, so that they hold from the first call on.
pub(crate) async fn load(store: &Store) -> Result<Limits, Status> {
    let stored = store.load::<LimitsDocument>(&key::limit_table()).await?;
    Ok(stored.map(|stored| table(&stored.value)).unwrap_or_default())
}

async fn follow(store: &Store, limits: &LimitTable, shutdown: &Shutdown) -> Result<(), Status> {
    let watch = store.watch::<LimitsDocument>(&key::limits(), WatchStart::Current).await?;
    let mut watch = std::pin::pin!(watch);
    while let Some(Some(change)) = shutdown.or(watch.next()).await {
        match change? {
            Changed::Put(stored) => limits.replace(table(&stored.value)),
            Changed::Delete { .. } => limits.replace(Limits::default()),
            Changed::Current => {}
        }
    }
    Ok(())
}
