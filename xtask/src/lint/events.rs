//! Rules of events.

use std::collections::BTreeSet;

use heck::ToKebabCase;
use prost_reflect::Kind;

use super::findings::Findings;
use crate::schema::{Event, EventPolicy, Schema};

/// An event has a name of the form `entity.updated`, and a key that exists.
pub(super) fn events(schema: &Schema, findings: &mut Findings) {
    for message in schema.messages().filter(|message| EventPolicy::of(message).is_some()) {
        let packages: BTreeSet<_> = schema.services.iter().map(|service| service.descriptor.package_name()).collect();
        if !packages.contains(message.package_name()) || message.parent_message().is_some() {
            findings.add(&message, format!("{} must be at the top of the package of a service", message.name()));
        }
    }
    for service in &schema.services {
        let mut names = BTreeSet::new();
        for event in &service.events {
            check_name(findings, event);
            check_key(findings, event);
            if !names.insert(&event.policy.name) {
                findings.add(&event.descriptor, format!("two events are named {}", event.policy.name));
            }
        }
    }
}

fn check_name(findings: &mut Findings, event: &Event) {
    let name = &event.policy.name;
    let words: Vec<_> = name.split('.').collect();
    if words.len() < 2 || words.iter().any(|word| word.is_empty() || *word != word.to_kebab_case()) {
        findings.add(&event.descriptor, format!("the event's name {name:?} must be of the form \"thing.happened\""));
    }
}

fn check_key(findings: &mut Findings, event: &Event) {
    let (key, message) = (&event.policy.key_field, event.descriptor.name());
    let field = event.descriptor.get_field_by_name(key);
    let is_text = field
        .is_some_and(|field| field.kind() == Kind::String && !field.is_list() && field.containing_oneof().is_none());
    if key.is_empty() {
        findings.add(&event.descriptor, format!("{message} must name its key_field"));
    } else if !is_text {
        findings.add(&event.descriptor, format!("{message} must have the field string {key}, its key"));
    }
}
