//! Messages to subjects outside of the contract, for services that deliver to whoever asked for it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use realmwire_fabric::bus::{Bus, Message};
use realmwire_fabric::subject::check_subject;
use tokio::time::Instant;

use crate::codec::error_text;
use crate::status::Status;

/// What the subjects begin with to which a courier delivers: it reaches no method and no event.
pub const DELIVERY_PREFIX: &str = "deliver.";

/// Delivers messages and waits for what the receiver says.
#[derive(Clone)]
pub struct Courier(Arc<dyn Bus>);

impl Courier {
    /// A courier on this bus.
    pub fn new(bus: Arc<dyn Bus>) -> Self {
        Self(bus)
    }

    /// Whether messages can be delivered to `subject`.
    ///
    /// ```
    /// use realmwire_sdk::courier::Courier;
    ///
    /// assert!(Courier::may_deliver_to("deliver.raids"));
    /// assert!(!Courier::may_deliver_to("svc.state-manager.v1.Put"));
    /// assert!(!Courier::may_deliver_to("deliver.*"));
    /// ```
    #[must_use]
    pub fn may_deliver_to(subject: &str) -> bool {
        subject.starts_with(DELIVERY_PREFIX) && check_subject(subject).is_ok()
    }

    /// Delivers a message, and gives the answer of the first who has one.
    ///
    /// # Errors
    /// `UNAVAILABLE` when nobody listens, `DEADLINE_EXCEEDED` when there is no answer within the time, `UNKNOWN` when the
    /// answer is an error.
    pub async fn deliver(&self, subject: &str, payload: Bytes, within: Duration) -> Result<Bytes, Status> {
        if !Self::may_deliver_to(subject) {
            return Err(Status::invalid("subject", format!("must begin with {DELIVERY_PREFIX} and have no wildcards")));
        }
        let answer = self.0.request(Message::new(subject, payload), Instant::now() + within).await?;
        match error_text(&answer) {
            Some(text) => Err(Status::new(crate::status::Code::Unknown, text)),
            None => Ok(answer.payload),
        }
    }
}

impl fmt::Debug for Courier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Courier").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use realmwire_fabric::bus::Headers;

    use super::*;
    use crate::status::Code;
    use crate::testing::TestHost;

    /// Answers what comes to a subject: an echo, or an error when it is asked to fail.
    async fn echo(host: &TestHost) -> realmwire_fabric::bus::Subscription {
        let bus = Arc::clone(&host.fabric().bus);
        let answering = Arc::clone(&bus);
        let sink = move |message: Message| {
            let Some(reply) = message.reply.clone() else { return };
            let mut answer = Message::new(reply, message.payload.clone());
            if message.payload == "fail" {
                answer.headers = Headers::new();
                answer.headers.set("Nats-Service-Error-Code", "500");
                answer.headers.set("Nats-Service-Error", "no room");
            }
            let bus = Arc::clone(&answering);
            tokio::spawn(async move { bus.publish(answer).await });
        };
        bus.subscribe("deliver.echo", None, Arc::new(sink)).await.expect("subscribed")
    }

    #[tokio::test]
    async fn a_message_is_delivered_and_its_answer_comes_back() {
        let host = TestHost::new().await;
        let _listening = echo(&host).await;
        let courier = Courier::new(Arc::clone(&host.process().fabric().bus));
        let deliver = async |subject: &str, text: &'static str| {
            courier.deliver(subject, Bytes::from_static(text.as_bytes()), Duration::from_secs(30)).await
        };
        assert_eq!(deliver("deliver.echo", "hello").await.expect("an answer"), "hello");
        let failed = deliver("deliver.echo", "fail").await.expect_err("an error");
        assert_eq!((failed.code(), failed.message()), (Code::Unknown, "no room"));
        let nobody = deliver("deliver.nobody", "hello").await.expect_err("nobody listens");
        assert_eq!(nobody.code(), Code::Unavailable);
        let forbidden = deliver("svc.shop.v1.Buy", "hello").await.expect_err("a method");
        assert_eq!(forbidden.code(), Code::InvalidArgument);
    }
}
