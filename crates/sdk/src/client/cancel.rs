use std::future::Future;
use std::sync::Arc;
use std::task::{Context as TaskContext, Waker};

use bytestring::ByteString;
use realmwire_fabric::bus::Message;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::Inner;
use super::method::Method;

/// Tells the servers to stop working on a call, unless it was answered.
pub(super) struct CancelOnDrop<'a> {
    channel: &'a Arc<Inner>,
    method: &'a Method,
    call_id: Uuid,
    armed: bool,
}

impl<'a> CancelOnDrop<'a> {
    /// Nothing was sent yet, so there is nothing to cancel.
    pub(super) fn new(channel: &'a Arc<Inner>, method: &'a Method, call_id: Uuid) -> Self {
        Self { channel, method, call_id, armed: false }
    }

    /// A server may be at work from now on.
    pub(super) fn arm(&mut self) {
        self.armed = true;
    }

    /// No server is at work any more.
    pub(super) fn disarm(&mut self) {
        self.armed = false;
    }
}

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        if self.armed {
            cancel(self.channel, self.method.peers.cancel_subject.clone(), self.call_id);
        }
    }
}

/// Tells all instances to stop working on a call. It is sent at once when the bus takes it, else in the background.
pub(super) fn cancel(channel: &Arc<Inner>, subject: ByteString, call_id: Uuid) {
    let message = Message::new(subject, call_id.as_bytes().to_vec());
    let bus = Arc::clone(&channel.bus);
    let mut sending = Box::pin(async move {
        if let Err(error) = bus.publish(message).await {
            tracing::debug!(%error, "a call could not be cancelled; its deadline ends it");
        }
    });
    let sent = sending.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())).is_ready();
    if let (false, Ok(runtime)) = (sent, Handle::try_current()) {
        channel.tasks.spawn_on(sending, &runtime);
    }
}
