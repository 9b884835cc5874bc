use std::future::Future;
use std::sync::Arc;
use std::task::{Context as TaskContext, Waker};

use bytes::{Bytes, BytesMut};
use bytestring::ByteString;
use realmwire_fabric::bus::{Headers, Message};

use super::core::{Core, Method};
use crate::codec::{AnswerInfo, Failure, Format, append_answer_meta, to_json};
use crate::status::{Code, RetryAdvice, Status, reason};

/// Where and how a call is answered.
#[derive(Clone, Debug)]
pub(super) struct ReturnAddress {
    pub(super) reply: ByteString,
    pub(super) format: Format,
}

/// A handler's response, or the stored one of an earlier call.
pub(super) struct Response {
    pub(super) body: BytesMut,
    pub(super) replayed: bool,
}

impl Core {
    /// The message that answers a call of `method`.
    pub(super) fn answer(
        &self,
        to: ReturnAddress,
        method: Option<&Method>,
        result: Result<Response, Status>,
    ) -> Message {
        let info = AnswerInfo {
            instance: &self.instance,
            in_flight: method.map_or(0, |method| method.gate.in_flight()),
            limit: method.map_or(0, |method| method.gate.limit()),
            replayed: result.as_ref().map_or_else(Status::is_replayed, |response| response.replayed),
        };
        let encoded = match result {
            Ok(response) => encode_success(response.body, to.format, method, &info),
            Err(status) => Err(status),
        };
        let failure = |status: &Status| {
            let Failure { headers, payload } = Failure::encode(status, to.format, &info);
            (headers, payload)
        };
        let (headers, payload) = encoded.unwrap_or_else(|status| failure(&status));
        let mut message = Message { subject: to.reply, headers, payload, reply: None, status: None };
        if message.size() > self.bus.max_payload() {
            (message.headers, message.payload) = failure(&too_large(message.size(), self.bus.max_payload()));
        }
        message
    }

    /// Sends a message at once if the bus takes it, else from a task of its own. For the task that reads the bus.
    pub(super) fn send_from_reader(self: &Arc<Self>, message: Message) {
        let bus = Arc::clone(&self.bus);
        let mut sending = Box::pin(async move {
            let subject = message.subject.clone();
            report(&subject, bus.publish(message).await);
        });
        if sending.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())).is_pending() {
            self.tasks.spawn(sending);
        }
    }

    /// Sends a message from a task.
    pub(super) async fn send(&self, message: Message) {
        let subject = message.subject.clone();
        report(&subject, self.bus.publish(message).await);
    }
}

fn report(subject: &str, sent: Result<(), realmwire_fabric::bus::BusError>) {
    if let Err(error) = sent {
        tracing::warn!(subject, %error, "an answer could not be sent");
    }
}

fn encode_success(
    mut body: BytesMut,
    format: Format,
    method: Option<&Method>,
    info: &AnswerInfo<'_>,
) -> Result<(Headers, Bytes), Status> {
    if let (Format::Json, Some(method)) = (format, method) {
        let json = to_json(method.spec.output, body.freeze())?;
        return Ok((info.headers(), json.into()));
    }
    append_answer_meta(&mut body, info);
    Ok((Headers::new(), body.freeze()))
}

fn too_large(size: usize, limit: usize) -> Status {
    Status::new(Code::ResourceExhausted, format!("the answer has {size} bytes, the bus carries {limit}"))
        .with_reason(reason::MESSAGE_TOO_LARGE, [])
        .with_retry(RetryAdvice::Never)
}
