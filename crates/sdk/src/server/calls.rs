use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::Mutex;
use realmwire_fabric::bus::{BusError, Message, Subscription};
use uuid::Uuid;

use super::core::Core;
use crate::context::Context;

/// The calls that tasks work on, by call id, so that they can be cancelled. Attempts of one call share its id.
#[derive(Debug, Default)]
pub(super) struct CallTable {
    next: AtomicU64,
    stopped: AtomicBool,
    contexts: Mutex<BTreeMap<(Uuid, u64), Context>>,
}

/// A call that can be cancelled as long as this lives.
pub(super) struct Registered<'a> {
    table: &'a CallTable,
    key: (Uuid, u64),
}

impl CallTable {
    pub(super) fn register(&self, cx: &Context) -> Registered<'_> {
        let key = (cx.call_id(), self.next.fetch_add(1, Ordering::Relaxed));
        self.contexts.lock().insert(key, cx.clone());
        Registered { table: self, key }
    }

    /// Cancels every attempt of the call.
    pub(super) fn cancel(&self, call_id: Uuid) {
        let contexts = self.contexts.lock();
        for (_, cx) in contexts.range((call_id, 0)..=(call_id, u64::MAX)) {
            cx.cancel();
        }
    }

    /// Cancels all calls because the instance stops.
    pub(super) fn stop_all(&self) {
        self.stopped.store(true, Ordering::Release);
        self.contexts.lock().values().for_each(Context::cancel);
    }

    /// Whether calls are cancelled because the instance stops, and not by their callers.
    pub(super) fn are_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }
}

impl Drop for Registered<'_> {
    fn drop(&mut self) {
        let removed = self.table.contexts.lock().remove(&self.key);
        // Dropped without the lock.
        drop(removed);
    }
}

/// The method name that stands for cancellation.
pub(crate) const CANCEL: &str = "$cancel";

/// Listens to callers who give up.
pub(super) async fn subscribe(core: &Arc<Core>) -> Result<Subscription, BusError> {
    let subject = format!("svc.{}.{}.{CANCEL}", core.spec.name, core.spec.version);
    let cancelling = Arc::clone(core);
    let sink = move |message: Message| {
        if let Ok(call_id) = Uuid::from_slice(&message.payload) {
            cancelling.calls.cancel(call_id);
        }
    };
    core.bus.subscribe(&subject, None, Arc::new(sink)).await
}
