//! Rules of HTTP bindings.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{Kind, MessageDescriptor};

use super::findings::Findings;
use crate::schema::{HttpBinding, Method, Schema};

/// What clients may call they can call by HTTP, and each part of a binding is a field.
pub(super) fn bindings(schema: &Schema, findings: &mut Findings) {
    for method in methods(schema) {
        if method.http.is_empty() && method.policy.access != "ACCESS_SERVICE" {
            let problem = format!("{} needs an HTTP binding (google.api.http)", method.descriptor.name());
            findings.add(&method.descriptor, problem);
        }
        for binding in &method.http {
            for problem in problems_of_binding(method, binding) {
                findings.add(&method.descriptor, format!("{} {}: {problem}", binding.verb, binding.path));
            }
        }
    }
}

fn problems_of_binding(method: &Method, binding: &HttpBinding) -> Vec<String> {
    let mut problems = Vec::new();
    let input = method.descriptor.input();
    let template = match Template::parse(&binding.path) {
        Ok(template) => template,
        Err(problem) => return vec![problem],
    };
    // Other protocols say where their documents are: RFC 8615.
    if !["/v", "/.well-known/"].iter().any(|prefix| binding.path.starts_with(prefix)) {
        problems.push("the path must begin with the version, such as /v1/".to_owned());
    }
    let mut bound = BTreeSet::new();
    for variable in &template.variables {
        if !is_leaf(&input, variable) {
            problems.push(format!("{variable} is no single text, number or enum of {}", input.name()));
        }
        if !bound.insert(variable) {
            problems.push(format!("{variable} is bound twice"));
        }
    }
    problems.extend(problem_of_body(&input, binding, &template));
    let response_body = &binding.response_body;
    if !response_body.is_empty() && method.descriptor.output().get_field_by_name(response_body).is_none() {
        problems.push(format!("{response_body} is no field of {}", method.descriptor.output().name()));
    }
    problems
}

fn problem_of_body(input: &MessageDescriptor, binding: &HttpBinding, template: &Template) -> Option<String> {
    let has_body = !matches!(binding.verb.as_str(), "GET" | "DELETE" | "HEAD");
    match binding.body.as_str() {
        "" if has_body && input.fields().any(|field| !template.variables.iter().any(|name| name == field.name())) => {
            Some(format!("{} has a body: say which field it is, or \"*\"", binding.verb))
        }
        "" | "*" if has_body || binding.body.is_empty() => None,
        _ if !has_body => Some(format!("{} has no body", binding.verb)),
        body if input.get_field_by_name(body).is_none() => Some(format!("{body} is no field of {}", input.name())),
        body if template.variables.iter().any(|name| name == body) => Some(format!("{body} is in the path as well")),
        _ => None,
    }
}

/// Whether `path`, such as `state.id`, leads to something that a path segment can hold.
fn is_leaf(message: &MessageDescriptor, path: &str) -> bool {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(field) = message.get_field_by_name(name).filter(|field| !field.is_list()) else { return false };
    match (field.kind(), rest) {
        (Kind::Message(inner), Some(rest)) => is_leaf(&inner, rest),
        (Kind::Message(_), None) | (_, Some(_)) => false,
        (_, None) => true,
    }
}

/// No request fits two bindings equally well.
pub(super) fn routes(schema: &Schema, findings: &mut Findings) {
    let mut taken = BTreeMap::<(String, String), &Method>::new();
    for method in methods(schema) {
        for binding in &method.http {
            let Ok(template) = Template::parse(&binding.path) else { continue };
            if let Some(other) = taken.insert((binding.verb.clone(), template.shape), method) {
                let other = other.descriptor.full_name();
                let problem = format!("{} {} is a route of {other} as well", binding.verb, binding.path);
                findings.add(&method.descriptor, problem);
            }
        }
    }
}

fn methods(schema: &Schema) -> impl Iterator<Item = &Method> {
    schema.services.iter().flat_map(|service| &service.methods)
}

/// A path template, as far as the rules care.
#[derive(Debug, Default, PartialEq, Eq)]
struct Template {
    /// The template with `*` in place of every variable.
    shape: String,
    variables: Vec<String>,
}

impl Template {
    /// Reads `/v1/states/{kind}/{id=a/*}:verb`.
    fn parse(path: &str) -> Result<Self, String> {
        let mut template = Self::default();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (variable, after) = after.split_once('}').ok_or("a variable has no end")?;
            let (name, pattern) = variable.split_once('=').unwrap_or((variable, "*"));
            if name.is_empty() || pattern.is_empty() || pattern.contains('{') {
                return Err(format!("{{{variable}}} is no variable"));
            }
            template.variables.push(name.to_owned());
            template.shape += before;
            template.shape += pattern;
            rest = after;
        }
        template.shape += rest;
        let segments = template.shape.strip_prefix('/').ok_or("the path must begin with a slash")?;
        if segments.split('/').any(str::is_empty) || segments.ends_with(':') || segments.contains('}') {
            return Err("the path has an empty or unfinished segment".to_owned());
        }
        Ok(template)
    }
}
