//! Rules of services and of what they say about each other.

use heck::{ToKebabCase, ToUpperCamelCase};

use super::findings::Findings;
use crate::schema::{EVERY_EVENT, Schema, Service};

/// A package has one service, named after its domain.
pub(super) fn services(schema: &Schema, findings: &mut Findings) {
    let mut previous = None;
    for service in &schema.services {
        let (package, domain) = (service.descriptor.package_name(), service.domain());
        let (expected, name) = (domain.to_upper_camel_case(), domain.to_kebab_case());
        if service.descriptor.name() != expected {
            findings.add(&service.descriptor, format!("the service of {package} must be named {expected}"));
        }
        if service.policy.name != name {
            let problem = format!("option (realmwire.options.v1.service) must say name: \"{name}\"");
            findings.add(&service.descriptor, problem);
        }
        if previous == Some(package) {
            findings.add(&service.descriptor, format!("{package} has more than one service"));
        }
        previous = Some(package);
    }
}

/// What a service calls and consumes is in the contract, and is another service's.
pub(super) fn references(schema: &Schema, findings: &mut Findings) {
    for service in &schema.services {
        for call in &service.policy.calls {
            let known =
                |other: &Service, name: &str| other.methods.iter().any(|method| method.descriptor.name() == name);
            if let Some(problem) = problem_of_reference(schema, service, call, known) {
                findings.add(&service.descriptor, format!("calls {call}: {problem}"));
            }
        }
        for event in service.policy.consumes.iter().filter(|event| *event != EVERY_EVENT) {
            let known = |other: &Service, name: &str| other.events.iter().any(|event| event.policy.name == name);
            if let Some(problem) = problem_of_reference(schema, service, event, known) {
                findings.add(&service.descriptor, format!("consumes {event}: {problem}"));
            }
        }
        if service.policy.consumes.len() > 1 && service.policy.consumes.iter().any(|event| event == EVERY_EVENT) {
            findings.add(&service.descriptor, "consumes \"*\", which stands alone: it is every event");
        }
        for (list, name) in [(&service.policy.calls, "calls"), (&service.policy.consumes, "consumes")] {
            if !list.is_sorted_by(|a, b| a < b) {
                findings.add(&service.descriptor, format!("{name} must be sorted, and name everything once"));
            }
        }
    }
}

fn problem_of_reference(
    schema: &Schema,
    service: &Service,
    reference: &str,
    known: impl Fn(&Service, &str) -> bool,
) -> Option<String> {
    let (other, name) = reference.split_once('.').unwrap_or((reference, ""));
    match schema.service(other) {
        _ if other == service.policy.name => Some("a service does not name itself".to_owned()),
        None => Some(format!("there is no service {other}")),
        Some(other) if !known(other, name) => Some(format!("{} has no {name:?}", other.policy.name)),
        Some(_) => None,
    }
}
