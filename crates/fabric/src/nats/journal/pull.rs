//! Pulling messages out of a consumer, and noticing when nobody serves it any more.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Subscriber;
use futures::StreamExt;
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use super::api::Api;
use super::stored::Origin;
use super::stream::nanoseconds;
use crate::bus::{BusError, Message};
use crate::nats::connection::Connection;
use crate::nats::convert::from_client;

/// How long the server keeps a request for messages.
const REQUEST_EXPIRES: Duration = Duration::from_secs(30);
/// How often the server says that it still does.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// After how long without a word the request is given up for lost.
const SILENCE: Duration = Duration::from_millis(2500);
/// How long the request may take to be sent.
const SEND_WITHIN: Duration = Duration::from_secs(2);

const STATUS_HEARTBEAT: u16 = 100;
const STATUS_NO_MESSAGES: u16 = 404;
const STATUS_EXPIRED: u16 = 408;

/// Whoever served the consumer is gone, or the consumer is.
#[derive(Debug)]
pub(super) struct Lost;

/// Pulls messages, a few ahead.
///
/// It has a subscription of its own: when it is dropped, the server learns that nobody waits for messages any more.
pub(super) struct Puller {
    connection: Arc<Connection>,
    inbox: String,
    messages: Subscriber,
    request_subject: String,
    batch: usize,
    /// Messages that were asked for and have not come.
    outstanding: usize,
    silent_at: Instant,
}

impl Puller {
    pub(super) async fn open(api: &Api, stream: &str, consumer: &str, batch: usize) -> Result<Self, BusError> {
        let connection = Arc::clone(&api.connection);
        let inbox = connection.own_inbox("pull");
        let (messages, _, number) = connection.subscribe(&inbox, None).await?;
        // What is asked for always finds room.
        connection.forget(number);
        Ok(Self {
            connection,
            inbox,
            messages,
            request_subject: format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"),
            batch,
            outstanding: 0,
            silent_at: Instant::now(),
        })
    }

    /// The next message, and where it comes from. May be dropped while it waits.
    pub(super) async fn next(&mut self) -> Result<(Message, Origin), Lost> {
        loop {
            if self.outstanding == 0 {
                self.request().await?;
            }
            let message = timeout_at(self.silent_at, self.messages.next()).await.map_err(|_| Lost)?.ok_or(Lost)?;
            self.silent_at = Instant::now() + SILENCE;
            let subject = (&*message.subject).into();
            let message = from_client(message, subject);
            match message.status {
                None => {
                    self.outstanding = self.outstanding.saturating_sub(1);
                    if let Some(origin) = message.reply.as_deref().and_then(Origin::parse) {
                        return Ok((message, origin));
                    }
                }
                Some(STATUS_HEARTBEAT) => {}
                Some(STATUS_NO_MESSAGES | STATUS_EXPIRED) => self.outstanding = 0,
                // The consumer was deleted, or its leader changed.
                Some(_) => return Err(Lost),
            }
        }
    }

    async fn request(&mut self) -> Result<(), Lost> {
        let request = json!({
            "batch": self.batch,
            "expires": nanoseconds(REQUEST_EXPIRES),
            "idle_heartbeat": nanoseconds(HEARTBEAT),
        });
        let mut message = Message::new(self.request_subject.clone(), request.to_string());
        message.reply = Some(self.inbox.as_str().into());
        self.connection.publish(message, Instant::now() + SEND_WITHIN).await.map_err(|_| Lost)?;
        self.outstanding = self.batch;
        self.silent_at = Instant::now() + SILENCE;
        Ok(())
    }
}
