use std::time::Duration;

use realmwire_contract::Criticality;
use uuid::Uuid;

use crate::context::{Context, TraceContext};
use crate::identity::Principal;

/// Who calls.
#[derive(Clone, Debug)]
pub struct ChannelConfig {
    /// The calling service and instance, such as `quest-system/7f3a`; empty at the edge.
    pub caller: String,
    /// On whose behalf calls are made that name nobody and are not made within another call.
    pub principal: Principal,
}

/// How one call is made. What is not said comes from the call it is made within, from the channel or from the method.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// The call that this one is made for: its deadline, principal, address,
    /// criticality, trace and cancellation are inherited.
    pub within: Option<Context>,
    /// The longest the call may take, attempts and waits included.
    pub timeout: Option<Duration>,
    /// Makes a mutating call repeatable.
    pub idempotency_key: Option<String>,
    /// On whose behalf.
    pub principal: Option<Principal>,
    /// The network address of the client that the call comes from. Only the system's edge knows it.
    pub client_address: Option<String>,
    /// What is given up first.
    pub criticality: Option<Criticality>,
    /// The trace that the call belongs to.
    pub trace: Option<TraceContext>,
    /// Names the call across its attempts.
    pub call_id: Option<Uuid>,
    /// The one instance to be asked, instead of any.
    pub instance: Option<String>,
}
