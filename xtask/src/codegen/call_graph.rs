//! The page that shows which services use which. It is committed, so that a new dependency between two services is a
//! visible change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use super::Files;
use crate::schema::{EVERY_EVENT, Schema, Service};

const FILE: &str = "docs/call-graph.md";

const INTRODUCTION: &str = "\
<!-- Generated from proto/ by `cargo xtask codegen`; do not edit. -->

# Which services use which

Services meet only through the contract: each says in its schema which methods of others it calls and which events of
others it consumes. Clients, permissions on the bus and the order of starting follow from that, and nothing else is
possible. A solid arrow is a call, from the caller to the service that answers; a dotted one is an event, from its
publisher to the service that consumes it.

";

/// The page, whatever services there are.
pub(super) fn generate(schema: &Schema) -> Files {
    let mut page = String::from(INTRODUCTION);
    page += &diagram(schema);
    page += &table(schema);
    Files::from([(PathBuf::from(FILE), page.into_bytes())])
}

fn diagram(schema: &Schema) -> String {
    let mut diagram = String::from("```mermaid\nflowchart LR\n");
    for service in &schema.services {
        let _ = writeln!(diagram, "  {}", service.policy.name);
    }
    for service in &schema.services {
        for other in called(schema, service) {
            let _ = writeln!(diagram, "  {} --> {other}", service.policy.name);
        }
        for other in heard(schema, service) {
            let _ = writeln!(diagram, "  {other} -.-> {}", service.policy.name);
        }
    }
    diagram.push_str("```\n\n");
    diagram
}

/// The services whose methods a service calls.
fn called<'a>(_: &'a Schema, service: &'a Service) -> BTreeSet<&'a str> {
    others(&service.policy.calls)
}

/// The services whose events a service consumes.
fn heard<'a>(schema: &'a Schema, service: &'a Service) -> BTreeSet<&'a str> {
    if service.policy.consumes.iter().any(|event| event == EVERY_EVENT) {
        let all = schema.services.iter().map(|other| other.policy.name.as_str());
        return all.filter(|name| *name != service.policy.name).collect();
    }
    others(&service.policy.consumes)
}

/// The services that are named in `service.Method` or `service.event`.
fn others(references: &[String]) -> BTreeSet<&str> {
    references.iter().filter_map(|reference| reference.split_once('.')).map(|(service, _)| service).collect()
}

fn table(schema: &Schema) -> String {
    let called_by = users(schema, called);
    let consumed_by = users(schema, heard);
    let mut table =
        String::from("| service | calls | consumes | is called by | is heard by |\n|---|---|---|---|---|\n");
    for service in &schema.services {
        let name = service.policy.name.as_str();
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {} | {} |",
            cell(service.policy.calls.iter().map(|method| format!("`{method}`"))),
            cell(service.policy.consumes.iter().map(|event| match event.as_str() {
                EVERY_EVENT => "every event".to_owned(),
                event => format!("`{event}`"),
            })),
            cell(called_by.get(name).into_iter().flatten().map(ToString::to_string)),
            cell(consumed_by.get(name).into_iter().flatten().map(ToString::to_string)),
        );
    }
    table
}

/// For each service, the services that refer to it.
fn users<'a>(
    schema: &'a Schema,
    list: fn(&'a Schema, &'a Service) -> BTreeSet<&'a str>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut users = BTreeMap::<_, BTreeSet<_>>::new();
    for service in &schema.services {
        for other in list(schema, service) {
            users.entry(other).or_default().insert(service.policy.name.as_str());
        }
    }
    users
}

fn cell(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    if items.is_empty() { "–".to_owned() } else { items.join(", ") }
}
