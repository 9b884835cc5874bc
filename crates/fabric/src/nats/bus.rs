//! The bus over NATS.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use parking_lot::{Mutex, RwLock};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::config::NatsConfig;
use super::connection::Connection;
use super::error::ConnectError;
use super::subscription::Reading;
use crate::bus::{Bus, BusError, Inbox, Message, Sink, Subscription};
use crate::subject::{check_group, check_pattern};

/// How long a message waits until it is handed to the transport.
const PUBLISH_WITHIN: Duration = Duration::from_secs(5);

/// Messages over a connection to NATS.
///
/// A subscription is confirmed by the server that this process is connected to; other servers of a cluster learn of it
/// a moment later. A request whose server dies is not sent again: whether it was executed is not known. A server that
/// is about to stop is left before it does: requests that are under way end on the old connection.
pub struct NatsBus {
    place: Arc<Place>,
    mover: AbortHandle,
}

/// The connection in use, and what goes along when another takes its place.
struct Place {
    connection: RwLock<Arc<Connection>>,
    readings: Mutex<Vec<Weak<Reading>>>,
    /// Held while subscriptions begin or move, so that none begins on a connection that is being left.
    moving: tokio::sync::Mutex<()>,
}

impl NatsBus {
    /// Connects, with patience, and checks that the server will do.
    pub async fn connect(config: &NatsConfig) -> Result<Self, ConnectError> {
        let place = Arc::new(Place {
            connection: RwLock::new(super::connect::open(config, "rpc").await?),
            readings: Mutex::default(),
            moving: tokio::sync::Mutex::default(),
        });
        let mover = tokio::spawn(move_on(Arc::clone(&place), config.clone())).abort_handle();
        Ok(Self { place, mover })
    }

    fn connection(&self) -> Arc<Connection> {
        self.place.connection()
    }

    /// Replies that are waited for.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.connection().waiting()
    }

    /// The server that this process is connected to.
    #[cfg(test)]
    pub(super) fn server(&self) -> String {
        self.connection().client().server_info().server_name
    }
}

impl Drop for NatsBus {
    fn drop(&mut self) {
        self.mover.abort();
    }
}

impl Place {
    fn connection(&self) -> Arc<Connection> {
        Arc::clone(&self.connection.read())
    }

    async fn subscribe(
        &self,
        pattern: &str,
        group: Option<&str>,
        sink: Arc<dyn Sink>,
    ) -> Result<Subscription, BusError> {
        let _moving = self.moving.lock().await;
        let reading = Arc::new(Reading::start(&self.connection(), pattern, group, sink).await?);
        let mut readings = self.readings.lock();
        readings.retain(|reading| reading.strong_count() > 0);
        readings.push(Arc::downgrade(&reading));
        Ok(Subscription::new(reading))
    }

    /// Lets all that is new begin on `connection`, and moves the subscriptions to it.
    async fn move_to(&self, connection: Arc<Connection>) {
        let _moving = self.moving.lock().await;
        *self.connection.write() = Arc::clone(&connection);
        let readings: Vec<_> = self.readings.lock().iter().filter_map(Weak::upgrade).collect();
        let moves = join_all(readings.iter().map(|reading| reading.move_to(&connection))).await;
        for error in moves.into_iter().filter_map(Result::err) {
            tracing::error!(%error, "a subscription could not be moved to another NATS server");
        }
    }
}

/// Leaves each server that is about to stop, for as long as the bus lives.
async fn move_on(place: Arc<Place>, config: NatsConfig) {
    loop {
        place.connection().server_stops().await;
        match super::connect::open(&config, "rpc").await {
            Ok(connection) => place.move_to(connection).await,
            // The client goes on by itself when the server has stopped, with what was under way lost.
            Err(error) => tracing::warn!(%error, "the NATS server is about to stop, and no other can be reached"),
        }
    }
}

impl Bus for NatsBus {
    fn publish(&self, message: Message) -> BoxFuture<'_, Result<(), BusError>> {
        let connection = self.connection();
        Box::pin(async move { connection.publish(message, Instant::now() + PUBLISH_WITHIN).await })
    }

    fn request(&self, message: Message, deadline: Instant) -> BoxFuture<'_, Result<Message, BusError>> {
        let connection = self.connection();
        Box::pin(async move { connection.request(message, deadline).await })
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
            self.place.subscribe(&pattern, group.as_deref(), sink).await
        })
    }

    fn open_inbox(&self, sink: Arc<dyn Sink>) -> Result<Inbox, BusError> {
        Ok(self.connection().open_inbox(sink))
    }

    fn max_payload(&self) -> usize {
        self.connection().client().max_payload()
    }

    fn is_connected(&self) -> bool {
        self.connection().is_connected()
    }

    fn flush(&self, within: Duration) -> BoxFuture<'_, Result<(), BusError>> {
        let connection = self.connection();
        Box::pin(async move { connection.round_trip(Instant::now() + within).await })
    }
}
