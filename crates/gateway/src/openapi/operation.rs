//! One operation of the document.

use std::collections::BTreeSet;

use http::Method;
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor};
use realmwire_contract::{Access, Idempotency, MethodKind, MethodSpec};
use serde_json::{Value, json};

use super::comments::{Comments, first_sentence};
use super::examples;
use super::paths::DocumentPath;
use super::schemas::{Schemas, json_name, put, put_text};
use crate::operations::Rule;
use crate::transcode::Profile;

/// One binding of a method, with what is known about it.
pub(super) struct Bound<'a> {
    pub(super) spec: &'static MethodSpec,
    pub(super) method: &'a MethodDescriptor,
    pub(super) rule: &'a Rule,
    pub(super) http_method: Method,
    pub(super) path: &'a DocumentPath,
    pub(super) profile: Profile,
    pub(super) operation_id: String,
    pub(super) takes_precondition: bool,
}

/// How deep messages are taken apart into query parameters.
const QUERY_DEPTH: usize = 3;

impl Bound<'_> {
    pub(super) fn document(&self, comments: &Comments, schemas: &mut Schemas<'_>) -> Value {
        let comment = comments.at(&self.method.parent_service().parent_file(), self.method.path());
        let mut parameters = self.path_parameters(comments, schemas);
        parameters.extend(self.query_parameters(comments, schemas));
        parameters.extend(self.header_parameters());
        let mut operation = json!({
            "operationId": self.operation_id,
            "tags": [self.spec.service],
            "summary": first_sentence(comment),
            "description": comment,
            "parameters": parameters,
            "responses": self.responses(comments, schemas),
            "security": if self.spec.access == Access::Public { json!([]) } else { json!([{"bearer": []}]) },
            "x-access": access_name(self.spec.access),
            "x-rate-class": self.spec.rate_class,
            "x-idempotency": idempotency_name(self.spec.idempotency),
            "x-timeout-ms": self.spec.timeout.as_millis(),
            "x-method": format!("{}.{}", self.spec.service, self.spec.name),
            "x-request": self.spec.input,
        });
        if let Some(field) = self.spec.owner_field {
            put(&mut operation, "x-owner-field", json!(field));
        }
        if !self.rule.body.is_empty() {
            put(&mut operation, "x-body-field", json!(self.rule.body));
        }
        if let Some(body) = self.request_body(comments, schemas) {
            put(&mut operation, "requestBody", body);
        }
        let options = self.method.method_descriptor_proto().options.as_ref();
        if options.is_some_and(|options| options.deprecated.unwrap_or_default()) {
            put(&mut operation, "deprecated", Value::Bool(true));
        }
        operation
    }

    /// The fields of the request that the path fills.
    fn bound_fields(&self) -> BTreeSet<&str> {
        self.path.parameters.iter().filter_map(|parameter| parameter.field.as_deref()).collect()
    }

    fn path_parameters(&self, comments: &Comments, schemas: &mut Schemas<'_>) -> Vec<Value> {
        let parameter = |parameter: &super::paths::PathParameter| {
            let field = parameter.field.as_deref().and_then(|path| field_at(&self.method.input(), path));
            let mut schema =
                field.as_ref().map_or(json!({"type": "string"}), |field| schemas.field(field, self.profile));
            if schema == json!({"type": "string"}) {
                put(&mut schema, "minLength", json!(1));
            }
            let mut documented = json!({"name": parameter.name, "in": "path", "required": true, "schema": schema});
            if let Some(field) = &field {
                let comment = comments.at(&field.parent_message().parent_file(), field.path());
                let slashes = if parameter.spans_segments { " It may hold slashes." } else { "" };
                put_text(&mut documented, "description", &format!("{comment}{slashes}"));
                if parameter.spans_segments {
                    put(&mut documented, "x-multi-segment", json!(true));
                }
                put(&mut documented, "example", examples::field(field, self.profile));
            }
            documented
        };
        self.path.parameters.iter().map(parameter).collect()
    }

    fn query_parameters(&self, comments: &Comments, schemas: &mut Schemas<'_>) -> Vec<Value> {
        let mut parameters = Vec::new();
        if self.rule.body != "*" {
            let mut query = Query { bound: self.bound_fields(), body: &self.rule.body, found: Vec::new() };
            query.collect(&self.method.input(), &mut Vec::new());
            for (name, field) in query.found {
                let mut documented = json!({
                    "name": name,
                    "in": "query",
                    "schema": schemas.field(&field, self.profile),
                });
                let comment = comments.at(&field.parent_message().parent_file(), field.path());
                put_text(&mut documented, "description", comment);
                parameters.push(documented);
            }
        }
        parameters
    }

    fn header_parameters(&self) -> Vec<Value> {
        let header = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
        let mut parameters = Vec::new();
        match self.spec.idempotency {
            Idempotency::Safe => {}
            Idempotency::Keyed => parameters.push(header("IdempotencyKey")),
            Idempotency::KeyRequired => parameters.push(header("RequiredIdempotencyKey")),
        }
        if self.spec.kind == MethodKind::ServerStream {
            parameters.push(header("LastEventId"));
        } else if self.http_method == Method::GET {
            parameters.push(header("IfNoneMatch"));
        }
        if self.takes_precondition {
            parameters.push(header("IfMatch"));
        }
        parameters
    }

    fn request_body(&self, comments: &Comments, schemas: &mut Schemas<'_>) -> Option<Value> {
        let input = self.method.input();
        let bound = self.bound_fields();
        let (schema, example) = match self.rule.body.as_str() {
            "" => return None,
            "*" => {
                let is_bound = |field: &FieldDescriptor| bound.contains(field.name());
                let example = examples::message(&input, &is_bound, self.profile);
                let schema = if bound.is_empty() {
                    schemas.message(&input, self.profile)
                } else {
                    schemas.object(&input, &bound, self.profile)
                };
                (schema, example)
            }
            name => {
                let field = input.get_field_by_name(name)?;
                let mut schema = schemas.field(&field, self.profile);
                put_text(&mut schema, "description", comments.at(&input.parent_file(), field.path()));
                (schema, examples::field(&field, self.profile))
            }
        };
        Some(json!({"required": true, "content": {"application/json": {"schema": schema, "example": example}}}))
    }

    fn responses(&self, comments: &Comments, schemas: &mut Schemas<'_>) -> Value {
        let output = self.method.output();
        let field = output.get_field_by_name(&self.rule.response_body);
        let (schema, example) = match &field {
            Some(field) => (schemas.field(field, self.profile), examples::field(field, self.profile)),
            None => (schemas.message(&output, self.profile), examples::message(&output, &|_| false, self.profile)),
        };
        let description = match comments.at(&output.parent_file(), output.path()) {
            "" => "The answer.",
            comment => comment,
        };
        let content = match self.spec.kind {
            MethodKind::Unary => json!({"application/json": {"schema": schema, "example": example}}),
            MethodKind::ServerStream => json!({
                "text/event-stream": {"schema": {"type": "string"}, "x-message": schema},
                "application/x-ndjson": {"schema": {"type": "string"}, "x-message": schema},
            }),
        };
        let mut responses = json!({"200": {"description": description, "content": content}});
        for status in self.error_statuses() {
            let name = format!("Problem{status}");
            put(&mut responses, &status.to_string(), json!({"$ref": format!("#/components/responses/{name}")}));
        }
        if self.http_method == Method::GET && self.spec.kind == MethodKind::Unary {
            put(&mut responses, "304", json!({"description": "The client has this answer already."}));
        }
        put(&mut responses, "default", json!({"$ref": "#/components/responses/Problem"}));
        responses
    }

    fn error_statuses(&self) -> Vec<u16> {
        let mut statuses = vec![400, 404, 406, 429, 500, 501, 502, 503, 504];
        if self.spec.access != Access::Public {
            statuses.extend([401, 403]);
        }
        if self.spec.idempotency != Idempotency::Safe {
            statuses.extend([409, 422]);
        }
        if self.takes_precondition {
            statuses.push(412);
        }
        if !self.rule.body.is_empty() {
            statuses.extend([408, 413, 415]);
        }
        statuses
    }
}

/// Finds the fields that query parameters can fill.
struct Query<'a> {
    bound: BTreeSet<&'a str>,
    body: &'a str,
    found: Vec<(String, FieldDescriptor)>,
}

impl Query<'_> {
    fn collect(&mut self, message: &MessageDescriptor, path: &mut Vec<FieldDescriptor>) {
        for field in super::schemas::in_order(message) {
            path.push(field.clone());
            let name = |separate: fn(&FieldDescriptor) -> &str| path.iter().map(separate).collect::<Vec<_>>().join(".");
            let is_body = path.len() == 1 && field.name() == self.body;
            if !is_body && !self.bound.contains(name(FieldDescriptor::name).as_str()) {
                let parameter = name(|field| json_name(field, Profile::Canonical));
                self.add(field, parameter, path);
            }
            path.pop();
        }
    }

    fn add(&mut self, field: FieldDescriptor, name: String, path: &mut Vec<FieldDescriptor>) {
        match field.kind() {
            _ if field.is_map() => {}
            Kind::Message(inner) if !has_text_form(&inner) => {
                let is_known = inner.full_name().starts_with("google.protobuf.");
                if !field.is_list() && !is_known && path.len() < QUERY_DEPTH {
                    self.collect(&inner, path);
                }
            }
            _ => self.found.push((name, field)),
        }
    }
}

fn has_text_form(message: &MessageDescriptor) -> bool {
    let name = message.full_name().strip_prefix("google.protobuf.");
    let is_wrapper = |name: &str| name.ends_with("Value") && name != "Value" && name != "ListValue";
    name.is_some_and(|name| matches!(name, "Timestamp" | "Duration" | "FieldMask") || is_wrapper(name))
}

fn field_at(message: &MessageDescriptor, path: &str) -> Option<FieldDescriptor> {
    let mut parts = path.split('.');
    let mut field = message.get_field_by_name(parts.next()?)?;
    for part in parts {
        let Kind::Message(inner) = field.kind() else { return None };
        field = inner.get_field_by_name(part)?;
    }
    Some(field)
}

fn idempotency_name(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::Safe => "safe",
        Idempotency::Keyed => "keyed",
        Idempotency::KeyRequired => "key-required",
    }
}

fn access_name(access: Access) -> &'static str {
    match access {
        Access::Public => "public",
        Access::Player => "player",
        Access::Moderator => "moderator",
        Access::Admin => "admin",
        Access::Service => "service",
    }
}
