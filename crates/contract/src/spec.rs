//! What the contract says about services, methods and events: the facts that clients, servers, the gateway and the
//! permissions are derived from.

use std::time::Duration;

/// One service.
///
/// ```
/// use realmwire_contract::state_manager::v1::SERVICE;
///
/// assert_eq!(SERVICE.name, "state-manager");
/// assert!(SERVICE.method("Get").is_some_and(|get| get.subject == "svc.state-manager.v1.Get"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ServiceSpec {
    /// Its name on the bus, such as `state-manager`.
    pub name: &'static str,
    /// The version of its schema, such as `v1`.
    pub version: &'static str,
    /// Its name in the schema, such as `realmwire.state_manager.v1.StateManager`.
    pub full_name: &'static str,
    /// What it is for, in one sentence.
    pub description: &'static str,
    /// Its methods in the order of the schema.
    pub methods: &'static [&'static MethodSpec],
    /// The events it publishes, in the order of the schema.
    pub events: &'static [&'static EventSpec],
    /// Methods of other services that it calls, such as `payment.Grant`.
    pub calls: &'static [&'static str],
    /// Events of other services that it consumes, such as `time-manager.hour.changed`, or [`EVERY_EVENT`] alone.
    pub consumes: &'static [&'static str],
}

/// What a service consumes that says no event's name: those of all services.
pub const EVERY_EVENT: &str = "*";

impl ServiceSpec {
    /// The method with this name, such as `Get`.
    pub fn method(&self, name: &str) -> Option<&'static MethodSpec> {
        self.methods.iter().copied().find(|method| method.name == name)
    }

    /// Whether it may consume the event with this name of another service.
    pub fn may_consume(&self, service: &str, event: &str) -> bool {
        let is_named = |name: &str| name.split_once('.') == Some((service, event));
        self.consumes.iter().any(|name| *name == EVERY_EVENT || is_named(name))
    }

    /// The event with this name, such as `entity.updated`.
    pub fn event(&self, name: &str) -> Option<&'static EventSpec> {
        self.events.iter().copied().find(|event| event.name == name)
    }
}

/// One method of a service.
#[derive(Clone, Copy, Debug)]
pub struct MethodSpec {
    /// The service's name, such as `state-manager`.
    pub service: &'static str,
    /// The method's name, such as `Get`.
    pub name: &'static str,
    /// Its name in the schema, such as `realmwire.state_manager.v1.StateManager/Get`.
    pub full_name: &'static str,
    /// The subject it is called on, such as `svc.state-manager.v1.Get`.
    pub subject: &'static str,
    /// The full name of the request message.
    pub input: &'static str,
    /// The full name of the response message; of a stream, of each of its messages.
    pub output: &'static str,
    /// Whether it answers once or with a stream.
    pub kind: MethodKind,
    /// Whether it can be repeated.
    pub idempotency: Idempotency,
    /// Who may call it.
    pub access: Access,
    /// The request field that names the player whose data is concerned.
    pub owner_field: Option<&'static str>,
    /// The longest a call may take, and the default of callers that name no deadline. Of a stream: how long until its
    /// first message.
    pub timeout: Duration,
    /// Calls that one instance works on at a time; more are refused at once.
    pub max_in_flight: u32,
    /// What is given up first when there is too much to do.
    pub criticality: Criticality,
    /// Whether a call is so short that it may run on the task that reads the bus.
    pub brief: bool,
    /// The rate limit class of callers by HTTP.
    pub rate_class: &'static str,
}

/// How a method answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MethodKind {
    /// With one message.
    Unary,
    /// With any number of messages.
    ServerStream,
}

/// Whether a method can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Idempotency {
    /// It changes nothing, so it can be repeated at any time. It takes no idempotency key.
    Safe,
    /// A call with an idempotency key takes effect once, however often it is sent.
    Keyed,
    /// As [`Keyed`](Self::Keyed), and a call without a key is refused.
    KeyRequired,
}

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Everybody, without a token.
    Public,
    /// Whoever is signed in; a player only for itself, where the method has an owner field.
    Player,
    /// Moderators, administrators and services.
    Moderator,
    /// Administrators and services.
    Admin,
    /// Services only.
    Service,
}

/// What is given up first when there is too much to do; the least comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criticality {
    /// Given up first: prefetches, statistics.
    Sheddable,
    /// Ordinary work.
    Default,
    /// Kept the longest: money, logins.
    Critical,
}

/// One kind of event that a service publishes.
#[derive(Clone, Copy, Debug)]
pub struct EventSpec {
    /// The service's name, such as `state-manager`.
    pub service: &'static str,
    /// The event's name within the service, such as `entity.updated`.
    pub name: &'static str,
    /// The subject it is published on, such as `evt.state-manager.entity.updated.v1`.
    pub subject: &'static str,
    /// The full name of its message.
    pub message: &'static str,
    /// Which clients may receive it.
    pub audience: Audience,
}

/// Which clients may receive an event through the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// None: services only.
    Services,
    /// Every signed-in client.
    Everyone,
    /// The player whom the event's key names, moderators and administrators.
    Owner,
}

/// A message that a service publishes as an event.
pub trait Event: prost::Message + prost::Name + Default {
    /// What the contract says about it.
    const SPEC: &'static EventSpec;

    /// What this event is about; events with the same key keep their order. Empty for events without a key.
    fn key(&self) -> &str;
}
