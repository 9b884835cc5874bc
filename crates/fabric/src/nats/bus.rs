//! The bus over NATS.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::Instant;

use super::config::NatsConfig;
use super::connection::Connection;
use super::error::ConnectError;
use super::subscription::Reading;
use crate::bus::{Bus, BusError, Inbox, Message, Sink, Subscription};
use crate::subject::{check_group, check_pattern};

/// How long a message waits until it is handed to the transport.
const PUBLISH_WITHIN: Duration = Duration::from_secs(5);

/// Messages over one connection to NATS.
///
/// A subscription is confirmed by the server that this process is connected to; other servers of a cluster learn of it
/// a moment later. A request whose server dies is not sent again: whether it was executed is not known.
pub struct NatsBus(Arc<Connection>);

impl NatsBus {
    /// Connects, with patience, and checks that the server will do.
    pub async fn connect(config: &NatsConfig) -> Result<Self, ConnectError> {
        Ok(Self(super::connect::open(config, "rpc").await?))
    }

    /// Replies that are waited for.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.0.waiting()
    }
}

impl Bus for NatsBus {
    fn publish(&self, message: Message) -> BoxFuture<'_, Result<(), BusError>> {
        Box::pin(async { self.0.publish(message, Instant::now() + PUBLISH_WITHIN).await })
    }

    fn request(&self, message: Message, deadline: Instant) -> BoxFuture<'_, Result<Message, BusError>> {
        Box::pin(self.0.request(message, deadline))
    }

    fn subscribe(
        &self,
        pattern: &str,
        group: Option<&str>,
        sink: Arc<dyn Sink>,
    ) -> BoxFuture<'_, Result<Subscription, BusError>> {
        let (pattern, group) = (pattern.to_owned(), group.map(str::to_owned));
        Box::pin(async move {
            check_pattern(&pattern)?;
            group.as_deref().map_or(Ok(()), check_group)?;
            let reading = Reading::start(&self.0, &pattern, group.as_deref(), sink).await?;
            Ok(Subscription::new(Arc::new(reading)))
        })
    }

    fn open_inbox(&self, sink: Arc<dyn Sink>) -> Result<Inbox, BusError> {
        Ok(self.0.open_inbox(sink))
    }

    fn max_payload(&self) -> usize {
        self.0.client().max_payload()
    }

    fn is_connected(&self) -> bool {
        self.0.is_connected()
    }

    fn flush(&self, within: Duration) -> BoxFuture<'_, Result<(), BusError>> {
        Box::pin(self.0.round_trip(Instant::now() + within))
    }
}
