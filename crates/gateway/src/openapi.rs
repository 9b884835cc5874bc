//! The contract as an `OpenAPI` 3.1 document, derived from the descriptors and their comments.

mod comments;
mod examples;
mod operation;
mod paths;
mod schemas;

#[cfg(test)]
mod tests;

use http::{Method, StatusCode};
use prost_reflect::DescriptorPool;
use realmwire_contract::{Audience, EventSpec, MethodSpec, ServiceSpec};
use serde_json::{Map, Value, json};

use self::comments::{Comments, first_sentence};
use self::operation::Bound;
use self::schemas::{Schemas, put};
use crate::config::GatewayConfig;
use crate::operations::{Route, Rule, rules_of};
use crate::routing::Template;
use crate::transcode::Profile;

/// HTTP methods that `OpenAPI` can describe.
const METHODS: [Method; 6] = [Method::GET, Method::PUT, Method::POST, Method::DELETE, Method::PATCH, Method::HEAD];

/// Describes every operation of `services`.
pub(crate) fn document(
    pool: &DescriptorPool,
    services: &[&'static ServiceSpec],
    config: &GatewayConfig,
    operations: &crate::operations::Operations,
) -> Value {
    let comments = Comments::of(pool);
    let mut schemas = Schemas::new(&comments);
    let mut paths = Map::new();
    let mut tags = Vec::new();
    for service in services {
        let Some(descriptor) = pool.get_service_by_name(service.full_name) else { continue };
        let comment = comments.at(&descriptor.parent_file(), descriptor.path());
        tags.push(json!({
            "name": service.name,
            "description": comment,
            "x-summary": first_sentence(comment),
            "x-events": events(pool, service, &comments, &mut schemas),
        }));
        for method in descriptor.methods() {
            let Some(spec) = service.method(method.name()) else { continue };
            for (index, rule) in rules_of(&method).iter().enumerate() {
                add(
                    &mut paths,
                    &Described { spec, method: &method, rule, index, config, operations },
                    &comments,
                    &mut schemas,
                );
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Realmwire",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The game backend's operations over HTTP and JSON.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": with_problem(schemas.into_components()),
            "responses": responses(),
            "parameters": parameters(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    })
}

/// The events that clients may receive by a feed, which `OpenAPI` has no words for.
fn events(pool: &DescriptorPool, service: &ServiceSpec, comments: &Comments, schemas: &mut Schemas<'_>) -> Vec<Value> {
    let described = |event: &&EventSpec| {
        let audience = match event.audience {
            Audience::Services => return None,
            Audience::Everyone => "everyone",
            Audience::Owner => "owner",
        };
        let message = pool.get_message_by_name(event.message)?;
        Some(json!({
            "name": format!("{}.{}", event.service, event.name),
            "audience": audience,
            "description": comments.at(&message.parent_file(), message.path()),
            "message": schemas.message(&message, Profile::Canonical),
        }))
    };
    service.events.iter().filter_map(described).collect()
}

/// One rule of a method.
struct Described<'a> {
    spec: &'static MethodSpec,
    method: &'a prost_reflect::MethodDescriptor,
    rule: &'a Rule,
    index: usize,
    config: &'a GatewayConfig,
    operations: &'a crate::operations::Operations,
}

fn add(paths: &mut Map<String, Value>, described: &Described<'_>, comments: &Comments, schemas: &mut Schemas<'_>) {
    let Described { spec, method, rule, index, config, operations } = *described;
    let (Ok(http_method), Ok(template)) = (rule.check(), Template::parse(&rule.path)) else { return };
    if !METHODS.contains(&http_method) {
        return;
    }
    let mut path = paths::document_path(&template);
    path.adopt_names(paths.keys());
    let service = method.parent_service().name().to_owned();
    let suffix = if index == 0 { String::new() } else { format!("_{}", index + 1) };
    let route = operations.route(&http_method, &template);
    let takes_precondition =
        matches!(route, Some(Route::Operation(operation)) if operation.request.takes_precondition());
    let bound = Bound {
        spec,
        method,
        rule,
        path: &path,
        profile: config.profile(spec),
        operation_id: format!("{service}_{}{suffix}", method.name()),
        takes_precondition: takes_precondition && http_method != Method::GET,
        http_method: http_method.clone(),
    };
    let document = bound.document(comments, schemas);
    let entry = paths.entry(path.path.clone()).or_insert_with(|| json!({}));
    put(entry, &http_method.as_str().to_ascii_lowercase(), document);
}

fn with_problem(mut schemas: Map<String, Value>) -> Map<String, Value> {
    let problem = json!({
        "type": "object",
        "description": "Why a request failed (RFC 9457).",
        "required": ["type", "title", "status", "code", "detail", "request_id"],
        "x-order": ["type", "title", "status", "code", "detail", "request_id", "details"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string", "description": "The name of the HTTP status."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "code": {"type": "string", "description": "The canonical code, such as NOT_FOUND."},
            "detail": {"type": "string", "description": "What happened, for people."},
            "request_id": {"type": "string", "description": "Leads to the request in the logs."},
            "details": {
                "type": "array",
                "description": "Typed details of google.rpc.",
                "items": {"type": "object", "required": ["@type"], "properties": {"@type": {"type": "string"}}},
            },
        },
    });
    schemas.insert("Problem".to_owned(), problem);
    schemas
}

fn responses() -> Value {
    let content = |status: Option<u16>| {
        let schema = json!({"$ref": "#/components/schemas/Problem"});
        let mut media = json!({"schema": schema});
        if let Some(status) = status {
            put(&mut media, "example", example(status));
        }
        json!({"application/problem+json": media})
    };
    let mut responses = json!({
        "Problem": {"description": "The request failed.", "content": content(None)},
    });
    for status in [400, 401, 403, 404, 406, 408, 409, 412, 413, 415, 422, 429, 500, 501, 502, 503, 504] {
        let mut response = json!({"description": title(status), "content": content(Some(status))});
        if matches!(status, 429 | 503) {
            let header = json!({
                "description": "Seconds after which another try makes sense.",
                "schema": {"type": "integer"},
            });
            put(&mut response, "headers", json!({"Retry-After": header}));
        }
        put(&mut responses, &format!("Problem{status}"), response);
    }
    responses
}

fn title(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error")
}

fn example(status: u16) -> Value {
    let (code, detail) = match status {
        400 => ("INVALID_ARGUMENT", "kind: \"NO_KIND\" is not a value of realmwire.state_manager.v1.Kind"),
        401 => ("UNAUTHENTICATED", "this operation needs a token"),
        403 => ("PERMISSION_DENIED", "this operation is not for callers of this role"),
        404 => ("NOT_FOUND", "document door-7 does not exist"),
        406 => ("INVALID_ARGUMENT", "the answer can be had as application/json"),
        408 => ("DEADLINE_EXCEEDED", "the body did not arrive within 10 s"),
        409 => ("ABORTED", "a call with the idempotency key \"a-1\" is being worked on"),
        412 => ("ABORTED", "document door-7 has another version; current version 7"),
        413 => ("RESOURCE_EXHAUSTED", "the body has more than 1048576 bytes"),
        415 => ("INVALID_ARGUMENT", "the body must be application/json in UTF-8"),
        422 => ("INVALID_ARGUMENT", "the idempotency key \"a-1\" was sent with another request"),
        429 => ("RESOURCE_EXHAUSTED", "more than 50 requests of the class write"),
        501 => ("UNIMPLEMENTED", "this is not there yet"),
        502 => ("INTERNAL", "the service's answer cannot be read"),
        503 => ("UNAVAILABLE", "the gateway has too much to do"),
        504 => ("DEADLINE_EXCEEDED", "the call took too long"),
        _ => ("INTERNAL", "internal error"),
    };
    json!({
        "type": "about:blank",
        "title": title(status),
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
    })
}

/// Headers that many operations take.
fn parameters() -> Value {
    let header = |name: &str, description: &str, required: bool| {
        json!({
            "name": name,
            "in": "header",
            "required": required,
            "description": description,
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!#-~]+$"},
        })
    };
    let key = "Makes the call repeatable: with the same key it takes effect once, and a repeat gets the first answer.";
    let tag = |name: &str, description: &str, pattern: &str| {
        json!({
            "name": name,
            "in": "header",
            "description": description,
            "schema": {"type": "string", "pattern": pattern},
        })
    };
    json!({
        "IdempotencyKey": header("Idempotency-Key", key, false),
        "RequiredIdempotencyKey": header("Idempotency-Key", key, true),
        "IfNoneMatch": tag("If-None-Match", "The ETag of an answer that the client has.", "^(W/)?\"[!#-~]+\"$"),
        "IfMatch": tag("If-Match", "The ETag of the version that the write expects.", "^\"[0-9]{1,19}\"$"),
        "LastEventId": header("Last-Event-ID", "Goes on after this event.", false),
    })
}
