//! What has been released stays readable: messages on the wire and in journals, JSON bodies, subjects and routes.

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};

use super::findings::Findings;
use crate::finding::Finding;
use crate::schema::{Event, IdempotencyLevel, Method, Schema, Service};

/// The descriptor set of the last release, from the repository's root.
pub(crate) const RELEASED_FILE: &str = "proto/released.binpb";

/// What in `current` breaks somebody who uses `released`.
pub(crate) fn breaking_changes(released: &Schema, current: &Schema) -> Vec<Finding> {
    let mut findings = Findings::new("released");
    for message in released.messages() {
        match current.pool.get_message_by_name(message.full_name()) {
            Some(now) => compare_messages(&message, &now, &mut findings),
            None => removed(&mut findings, &message.parent_file(), "message", message.full_name()),
        }
    }
    for descriptor in released.enums() {
        match current.pool.get_enum_by_name(descriptor.full_name()) {
            Some(now) => compare_enums(&descriptor, &now, &mut findings),
            None => removed(&mut findings, &descriptor.parent_file(), "enum", descriptor.full_name()),
        }
    }
    for service in &released.services {
        let full_name = service.descriptor.full_name();
        match current.services.iter().find(|now| now.descriptor.full_name() == full_name) {
            Some(now) => compare_services(service, now, &mut findings),
            None => removed(&mut findings, &service.descriptor.parent_file(), "service", full_name),
        }
    }
    findings.into_vec()
}

fn removed(findings: &mut Findings, file: &prost_reflect::FileDescriptor, kind: &str, name: &str) {
    findings.add_missing(file.name(), format!("the {kind} {name} was removed"));
}

fn compare_messages(released: &MessageDescriptor, current: &MessageDescriptor, findings: &mut Findings) {
    for field in released.fields() {
        let (name, number) = (field.name(), field.number());
        match (current.get_field(number), current.get_field_by_name(name)) {
            (Some(now), _) if now.name() == name => compare_fields(&field, &now, findings),
            (_, Some(now)) => {
                findings.add(&now, format!("{name} was renumbered from {number} to {}", now.number()));
            }
            (Some(now), None) => {
                findings.add(&now, format!("field {number} was renamed from {name}, which JSON readers know it by"));
            }
            (None, None) if is_reserved(current, &field) => {}
            (None, None) => {
                findings
                    .add(current, format!("{name} was removed: write `reserved {number};` and `reserved \"{name}\";`"));
            }
        }
    }
}

fn is_reserved(message: &MessageDescriptor, field: &FieldDescriptor) -> bool {
    let number = message.reserved_ranges().any(|range| range.contains(&field.number()));
    number && message.reserved_names().any(|name| name == field.name())
}

fn compare_fields(released: &FieldDescriptor, current: &FieldDescriptor, findings: &mut Findings) {
    let (before, now) = (type_of(released), type_of(current));
    if before != now {
        findings.add(current, format!("{} was {before} and is {now}", current.name()));
    }
    let oneof = |field: &FieldDescriptor| {
        field.containing_oneof().filter(|oneof| !oneof.is_synthetic()).map(|oneof| oneof.name().to_owned())
    };
    if oneof(released) != oneof(current) {
        findings.add(current, format!("{} was moved into or out of a oneof", current.name()));
    }
}

/// A field's type as written in a schema: `repeated string`.
fn type_of(field: &FieldDescriptor) -> String {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => {
            let (key, value) = (entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind());
            format!("map<{key:?}, {value:?}>")
        }
        kind if field.is_list() => format!("repeated {kind:?}"),
        kind => format!("{kind:?}"),
    }
}

fn compare_enums(released: &EnumDescriptor, current: &EnumDescriptor, findings: &mut Findings) {
    for value in released.values() {
        let (name, number) = (value.name(), value.number());
        match (current.get_value(number), current.get_value_by_name(name)) {
            (_, Some(now)) if now.number() == number => {}
            (_, Some(now)) => findings.add(&now, format!("{name} was renumbered from {number} to {}", now.number())),
            (Some(now), None) => findings.add(&now, format!("value {number} was renamed from {name}")),
            (None, None) => {
                let number_reserved = current.reserved_ranges().any(|range| range.contains(&number));
                if !number_reserved || !current.reserved_names().any(|reserved| reserved == name) {
                    let problem = format!("{name} was removed: write `reserved {number};` and `reserved \"{name}\";`");
                    findings.add(current, problem);
                }
            }
        }
    }
}

fn compare_services(released: &Service, current: &Service, findings: &mut Findings) {
    if released.policy.name != current.policy.name {
        let problem = format!("the service's name was {} and is {}", released.policy.name, current.policy.name);
        findings.add(&current.descriptor, problem);
    }
    for method in &released.methods {
        let name = method.descriptor.name();
        match current.methods.iter().find(|now| now.descriptor.name() == name) {
            Some(now) => compare_methods(method, now, findings),
            None => findings.add(&current.descriptor, format!("the method {name} was removed")),
        }
    }
    for event in &released.events {
        let message = event.descriptor.name();
        match current.events.iter().find(|now| now.descriptor.name() == message) {
            Some(now) => compare_events(event, now, findings),
            None => findings.add(&current.descriptor, format!("the event {} was removed", event.policy.name)),
        }
    }
}

fn compare_methods(released: &Method, current: &Method, findings: &mut Findings) {
    let mut changed = |problem: String| findings.add(&current.descriptor, problem);
    let name = current.descriptor.name();
    let shape = |method: &Method| {
        let streams = if method.descriptor.is_server_streaming() { "stream " } else { "" };
        let (input, output) = (method.descriptor.input(), method.descriptor.output());
        format!("({}) returns ({streams}{})", input.full_name(), output.full_name())
    };
    if shape(released) != shape(current) {
        changed(format!("{name} was {} and is {}", shape(released), shape(current)));
    }
    for binding in released.http.iter().filter(|binding| !current.http.contains(binding)) {
        changed(format!("{name} is no longer bound to {} {} as before", binding.verb, binding.path));
    }
    let is_safe = |method: &Method| method.idempotency_level == IdempotencyLevel::NoSideEffects;
    if is_safe(released) && !is_safe(current) {
        changed(format!("{name} had no side effects, so callers repeat it at will"));
    }
    let needs_key = |method: &Method| method.policy.idempotency_key == "IDEMPOTENCY_KEY_REQUIRED";
    if !needs_key(released) && needs_key(current) {
        changed(format!("{name} now refuses calls without an idempotency key"));
    }
    if audience_rank(&current.policy.access) > audience_rank(&released.policy.access) {
        changed(format!("{name} is open to fewer callers than before"));
    }
}

/// Grows as fewer may call.
fn audience_rank(access: &str) -> usize {
    const FEWER_AND_FEWER: [&str; 5] =
        ["ACCESS_PUBLIC", "ACCESS_PLAYER", "ACCESS_MODERATOR", "ACCESS_ADMIN", "ACCESS_SERVICE"];
    FEWER_AND_FEWER.iter().position(|name| *name == access).unwrap_or_default()
}

fn compare_events(released: &Event, current: &Event, findings: &mut Findings) {
    let pairs = [
        ("name", &released.policy.name, &current.policy.name),
        ("key_field", &released.policy.key_field, &current.policy.key_field),
        ("audience", &released.policy.audience, &current.policy.audience),
    ];
    for (option, before, now) in pairs.into_iter().filter(|(_, before, now)| before != now) {
        findings.add(&current.descriptor, format!("the event's {option} was {before} and is {now}"));
    }
}
