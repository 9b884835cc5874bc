//! The rules of the schemas. Clients, routes and documents are derived from them, so what is sloppy there is sloppy
//! everywhere.

mod events;
mod findings;
mod http;
mod messages;
mod methods;
mod names;
mod released;
mod services;

pub(crate) use released::{RELEASED_FILE, breaking_changes};

use crate::finding::Finding;
use crate::schema::Schema;
use findings::Findings;

/// One rule.
struct Rule {
    name: &'static str,
    check: fn(&Schema, &mut Findings),
}

/// Every rule, in the order in which findings are best mended.
const RULES: &[Rule] = &[
    Rule { name: "package", check: names::packages },
    Rule { name: "name", check: names::names },
    Rule { name: "comment", check: messages::comments },
    Rule { name: "enum-value", check: messages::enum_values },
    Rule { name: "reserved-number", check: messages::reserved_numbers },
    Rule { name: "time", check: messages::times },
    Rule { name: "service", check: services::services },
    Rule { name: "reference", check: services::references },
    Rule { name: "message-pair", check: methods::message_pairs },
    Rule { name: "page", check: methods::pages },
    Rule { name: "access", check: methods::access },
    Rule { name: "owner-field", check: methods::owner_fields },
    Rule { name: "safe-method", check: methods::safe_methods },
    Rule { name: "http-binding", check: http::bindings },
    Rule { name: "route", check: http::routes },
    Rule { name: "event", check: events::events },
];

/// Everything in `schema` that breaks a rule.
pub(crate) fn check(schema: &Schema) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| apply(rule, schema)).collect()
}

fn apply(rule: &Rule, schema: &Schema) -> Vec<Finding> {
    let mut findings = Findings::new(rule.name);
    (rule.check)(schema, &mut findings);
    findings.into_vec()
}

#[cfg(test)]
mod tests;
