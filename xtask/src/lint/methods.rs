//! Rules of methods.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use super::findings::Findings;
use crate::schema::{IdempotencyLevel, Method, Schema};

/// `Get` takes a `GetRequest` and returns a `GetResponse`, so that either can grow without the other.
pub(super) fn message_pairs(schema: &Schema, findings: &mut Findings) {
    for (service, method) in methods(schema) {
        let name = method.descriptor.name();
        for (message, suffix) in [(method.descriptor.input(), "Request"), (method.descriptor.output(), "Response")] {
            let expected = format!("{}.{name}{suffix}", service.package_name());
            if message.full_name() != expected {
                findings.add(&method.descriptor, format!("{name} must use the message {name}{suffix} of its package"));
            }
        }
        if method.descriptor.is_client_streaming() {
            findings.add(&method.descriptor, format!("{name} takes a stream; only answers can be streams"));
        }
    }
}

/// A list is read in pages.
pub(super) fn pages(schema: &Schema, findings: &mut Findings) {
    const PAGE_FIELDS: [(&str, &str); 2] = [("page_size", "int32"), ("page_token", "string")];
    for (_, method) in methods(schema) {
        let (name, input, output) = (method.descriptor.name(), method.descriptor.input(), method.descriptor.output());
        let is_paged = PAGE_FIELDS.iter().any(|(field, _)| input.get_field_by_name(field).is_some());
        if !is_paged && (!name.starts_with("List") || method.descriptor.is_server_streaming()) {
            continue;
        }
        for (field, kind) in PAGE_FIELDS {
            expect_single(findings, method, &input, (field, kind));
        }
        expect_single(findings, method, &output, ("next_page_token", "string"));
        if !output.fields().any(|field| field.is_list()) {
            findings.add(&method.descriptor, format!("{} must have a repeated field for the page", output.name()));
        }
    }
}

fn expect_single(findings: &mut Findings, method: &Method, message: &MessageDescriptor, (name, kind): (&str, &str)) {
    let field = message.get_field_by_name(name);
    if !field.is_some_and(|field| format!("{:?}", field.kind()) == kind && !field.is_list()) {
        findings.add(&method.descriptor, format!("{} must have the field {kind} {name}", message.name()));
    }
}

/// Who may call a method is never left to chance.
pub(super) fn access(schema: &Schema, findings: &mut Findings) {
    for (_, method) in methods(schema) {
        if matches!(method.policy.access.as_str(), "" | "ACCESS_UNSPECIFIED") {
            let problem = format!("{} must say in its option who may call it (access)", method.descriptor.name());
            findings.add(&method.descriptor, problem);
        }
    }
}

/// The field that names the player is a plain string of the request, for the server fills it in.
pub(super) fn owner_fields(schema: &Schema, findings: &mut Findings) {
    for (_, method) in methods(schema).filter(|(_, method)| !method.policy.owner_field.is_empty()) {
        let (owner, input) = (&method.policy.owner_field, method.descriptor.input());
        let field = input.get_field_by_name(owner);
        let is_plain = |field: &FieldDescriptor| {
            field.kind() == Kind::String && !field.is_list() && field.containing_oneof().is_none()
        };
        if !field.as_ref().is_some_and(is_plain) {
            findings.add(&method.descriptor, format!("{} must have the field string {owner}", input.name()));
        }
        if method.policy.access == "ACCESS_PUBLIC" {
            findings.add(&method.descriptor, "a method for everybody has no owner_field");
        }
    }
}

/// Methods without side effects are read with GET, and nothing else is.
pub(super) fn safe_methods(schema: &Schema, findings: &mut Findings) {
    for (_, method) in methods(schema) {
        let name = method.descriptor.name();
        match method.idempotency_level {
            IdempotencyLevel::NoSideEffects => {
                if method.policy.idempotency_key != "IDEMPOTENCY_KEY_UNSPECIFIED"
                    && !method.policy.idempotency_key.is_empty()
                {
                    findings
                        .add(&method.descriptor, format!("{name} has no side effects, so it takes no idempotency_key"));
                }
                let has_verb = |path: &str| path.rsplit('/').next().is_some_and(|last| last.contains(':'));
                if let Some(binding) = method.http.iter().find(|rule| match rule.verb.as_str() {
                    "GET" => false,
                    "POST" => !has_verb(&rule.path),
                    _ => true,
                }) {
                    let problem = "has no side effects: use GET, or POST to a path that ends in a :verb";
                    findings.add(&method.descriptor, format!("{name} ({} {}) {problem}", binding.verb, binding.path));
                }
            }
            IdempotencyLevel::Idempotent => {
                let problem = format!("{name} says IDEMPOTENT; a key makes a call repeatable, so leave the level out");
                findings.add(&method.descriptor, problem);
            }
            IdempotencyLevel::Unknown => {
                if method.http.iter().any(|rule| rule.verb == "GET") {
                    findings.add(&method.descriptor, format!("{name} is read with GET: it must be NO_SIDE_EFFECTS"));
                }
            }
        }
    }
}

fn methods(schema: &Schema) -> impl Iterator<Item = (&prost_reflect::ServiceDescriptor, &Method)> {
    schema.services.iter().flat_map(|service| service.methods.iter().map(|method| (&service.descriptor, method)))
}
