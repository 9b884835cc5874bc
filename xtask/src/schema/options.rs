//! The options of services, methods and events, as plain structs.

use prost_reflect::{DynamicMessage, MessageDescriptor, MethodDescriptor, ServiceDescriptor, Value};

const SERVICE_OPTION: &str = "realmwire.options.v1.service";
const METHOD_OPTION: &str = "realmwire.options.v1.method";
const EVENT_OPTION: &str = "realmwire.options.v1.event";
const HTTP_OPTION: &str = "google.api.http";

/// `realmwire.options.v1.ServicePolicy`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServicePolicy {
    pub name: String,
    pub calls: Vec<String>,
    /// Events, or [`EVERY_EVENT`] alone.
    pub consumes: Vec<String>,
}

/// What a service consumes that hears every event of all services.
pub(crate) const EVERY_EVENT: &str = "*";

/// `realmwire.options.v1.MethodPolicy`; enums by the name of their value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MethodPolicy {
    pub access: String,
    pub owner_field: String,
    pub idempotency_key: String,
    pub timeout_ms: u32,
    pub max_in_flight: u32,
    pub criticality: String,
    pub brief: bool,
    pub rate_class: String,
}

/// `realmwire.options.v1.EventPolicy`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct EventPolicy {
    pub name: String,
    pub key_field: String,
    pub audience: String,
}

/// `google.protobuf.MethodOptions.IdempotencyLevel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdempotencyLevel {
    Unknown,
    NoSideEffects,
    Idempotent,
}

/// One binding of `google.api.http`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HttpBinding {
    /// In upper case: `GET`.
    pub verb: String,
    pub path: String,
    pub body: String,
    pub response_body: String,
}

impl ServicePolicy {
    pub(crate) fn of(service: &ServiceDescriptor) -> Self {
        let Some(policy) = extension(&service.options(), SERVICE_OPTION) else { return Self::default() };
        Self { name: text(&policy, "name"), calls: texts(&policy, "calls"), consumes: texts(&policy, "consumes") }
    }
}

impl MethodPolicy {
    pub(crate) fn of(method: &MethodDescriptor) -> Self {
        let Some(policy) = extension(&method.options(), METHOD_OPTION) else { return Self::default() };
        Self {
            access: enum_name(&policy, "access"),
            owner_field: text(&policy, "owner_field"),
            idempotency_key: enum_name(&policy, "idempotency_key"),
            timeout_ms: number(&policy, "timeout_ms"),
            max_in_flight: number(&policy, "max_in_flight"),
            criticality: enum_name(&policy, "criticality"),
            brief: field(&policy, "brief").and_then(|value| value.as_bool()).unwrap_or_default(),
            rate_class: text(&policy, "rate_class"),
        }
    }
}

impl EventPolicy {
    /// Nothing for messages that are not events.
    pub(crate) fn of(message: &MessageDescriptor) -> Option<Self> {
        let policy = extension(&message.options(), EVENT_OPTION)?;
        Some(Self {
            name: text(&policy, "name"),
            key_field: text(&policy, "key_field"),
            audience: enum_name(&policy, "audience"),
        })
    }
}

impl IdempotencyLevel {
    pub(crate) fn of(method: &MethodDescriptor) -> Self {
        match enum_name(&method.options(), "idempotency_level").as_str() {
            "NO_SIDE_EFFECTS" => Self::NoSideEffects,
            "IDEMPOTENT" => Self::Idempotent,
            _ => Self::Unknown,
        }
    }
}

impl HttpBinding {
    /// The first binding, then the additional ones; none for methods that are not bound.
    pub(crate) fn of(method: &MethodDescriptor) -> Vec<Self> {
        let Some(rule) = extension(&method.options(), HTTP_OPTION) else { return Vec::new() };
        let additional = field(&rule, "additional_bindings");
        let additional = additional.as_ref().and_then(Value::as_list).unwrap_or_default();
        let rules = std::iter::once(&rule).chain(additional.iter().filter_map(Value::as_message));
        rules.filter_map(Self::read).collect()
    }

    fn read(rule: &DynamicMessage) -> Option<Self> {
        const VERBS: [&str; 5] = ["get", "put", "post", "delete", "patch"];
        let fixed = VERBS.iter().find(|verb| rule.has_field_by_name(verb));
        let (verb, path) = if let Some(verb) = fixed {
            (verb.to_uppercase(), text(rule, verb))
        } else {
            let custom = field(rule, "custom")?;
            let custom = custom.as_message()?;
            (text(custom, "kind"), text(custom, "path"))
        };
        Some(Self { verb, path, body: text(rule, "body"), response_body: text(rule, "response_body") })
    }
}

/// The value of an option that is set.
fn extension(options: &DynamicMessage, name: &str) -> Option<DynamicMessage> {
    let mut set = options.extensions();
    set.find(|(extension, _)| extension.full_name() == name).and_then(|(_, value)| value.as_message().cloned())
}

fn field(message: &DynamicMessage, name: &str) -> Option<Value> {
    message.get_field_by_name(name).map(std::borrow::Cow::into_owned)
}

fn text(message: &DynamicMessage, name: &str) -> String {
    field(message, name).as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn texts(message: &DynamicMessage, name: &str) -> Vec<String> {
    let value = field(message, name);
    let values = value.as_ref().and_then(Value::as_list).unwrap_or_default();
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn number(message: &DynamicMessage, name: &str) -> u32 {
    field(message, name).and_then(|value| value.as_u32()).unwrap_or_default()
}

/// The name of an enum field's value; empty for one that the enum does not have.
fn enum_name(message: &DynamicMessage, name: &str) -> String {
    use prost_reflect::{Kind, ReflectMessage};

    let descriptor = message.descriptor().get_field_by_name(name).map(|field| field.kind());
    let number = field(message, name).and_then(|value| value.as_enum_number());
    let (Some(Kind::Enum(descriptor)), Some(number)) = (descriptor, number) else { return String::new() };
    descriptor.get_value(number).map(|value| value.name().to_owned()).unwrap_or_default()
}
