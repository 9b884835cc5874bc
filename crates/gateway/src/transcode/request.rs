//! A request's bytes from the parts of an HTTP request, as one `google.api.HttpRule` binds them.

mod query;

use std::borrow::Cow;
use std::sync::Arc;

use super::read::{DEFAULT_DEPTH, Reader, Reserved, Violation, put_special_text};
use super::scalar::put_text;
use super::schema::{Field, Kind, Message, MessageId, Schema, Shape, Special};
use super::wire::{self, WireType};

/// What a route says about its request.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// The full name of the request's type.
    pub input: &'a str,
    /// The fields that the path's variables fill, in the order of the template.
    pub variables: &'a [&'a str],
    /// `HttpRule.body`: `*`, the name of a field, or empty.
    pub body: &'a str,
    /// Whether the fields that a body names are noted in the request's `update_mask`, as `PATCH` does.
    pub derive_mask: bool,
}

/// Why a route cannot be bound to its request's type.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// A type that the schema does not have.
    #[error("there is no message type {0}")]
    UnknownType(String),
    /// A field that the request does not have.
    #[error("{message} has no field {field}")]
    UnknownField {
        /// The request's type.
        message: String,
        /// The path of the field.
        field: String,
    },
    /// A variable of the path for a field that has no text form.
    #[error("{message}.{field} cannot be filled from the path: it is no single scalar")]
    NotScalar {
        /// The request's type.
        message: String,
        /// The path of the field.
        field: String,
    },
    /// A field that two parts of the HTTP request would fill.
    #[error("{message}.{field} is filled from the path and from the body")]
    Collision {
        /// The request's type.
        message: String,
        /// The path of the field.
        field: String,
    },
}

/// The parts of an HTTP request that fill the request message.
#[derive(Debug, Default)]
pub struct Inputs<'a> {
    /// The decoded values of the path's variables, in the order of the template.
    pub path: Vec<Cow<'a, str>>,
    /// The query, still encoded; empty if there is none.
    pub query: &'a str,
    /// The body; empty if there is none.
    pub body: &'a [u8],
    /// What the client expects to be stored, from `If-Match` or `If-None-Match`.
    pub precondition: Option<Expected>,
}

/// What a write expects to find, as `realmwire.common.v1.ExpectedVersion` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing is stored yet.
    Absent,
    /// Exactly this version.
    Version(u64),
}

/// A request as bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Transcoded {
    /// The encoded message.
    pub bytes: Vec<u8>,
    /// Query parameters that no field is named like; they were ignored.
    pub ignored_parameters: usize,
}

/// Makes requests of one route.
#[derive(Debug)]
pub struct RequestTranscoder {
    schema: Arc<Schema>,
    input: MessageId,
    variables: Vec<Vec<u32>>,
    body: Body,
    reserved: Reserved,
    /// The number of the field that receives the paths of the body's fields.
    mask: Option<u32>,
    /// The number of the field that says which version a write expects.
    expected_version: Option<u32>,
    depth_limit: usize,
}

const EXPECTED_VERSION: &str = "realmwire.common.v1.ExpectedVersion";

#[derive(Debug)]
enum Body {
    None,
    Whole,
    Field(u32),
}

impl RequestTranscoder {
    /// Checks a route against the types and prepares its transcoding.
    pub fn compile(schema: &Arc<Schema>, binding: Binding<'_>) -> Result<Self, BindError> {
        let input = schema.message_id(binding.input).ok_or_else(|| BindError::UnknownType(binding.input.to_owned()))?;
        let message = schema.message(input);
        let mut reserved = Reserved::default();
        let mut variables = Vec::new();
        for variable in binding.variables {
            let path = resolve(schema, message, variable)?;
            let scalar = |field: &&Field| field.shape == Shape::Single && !matches!(field.kind, Kind::Message(_));
            if !path.last().is_some_and(scalar) {
                let (message, field) = (message.name.clone(), (*variable).to_owned());
                return Err(BindError::NotScalar { message, field });
            }
            reserved.add(&path);
            variables.push(path.iter().map(|field| field.number).collect());
        }
        let body = match binding.body {
            "" => Body::None,
            "*" => Body::Whole,
            name => {
                let field = message
                    .field_by_name(name)
                    .ok_or_else(|| BindError::UnknownField { message: message.name.clone(), field: name.to_owned() })?;
                if binding.variables.contains(&name) {
                    let (message, field) = (message.name.clone(), name.to_owned());
                    return Err(BindError::Collision { message, field });
                }
                Body::Field(field.number)
            }
        };
        let mask = message.field_by_name("update_mask").filter(|field| {
            let wanted = binding.derive_mask && matches!(body, Body::Field(_)) && field.shape == Shape::Single;
            wanted && schema.special_of(field.kind) == Some(Special::FieldMask)
        });
        let mask = mask.map(|field| field.number);
        let expects = |field: &&Field| {
            let of = schema.message_of(field).is_some_and(|message| message.name == EXPECTED_VERSION);
            of && field.shape == Shape::Single
        };
        let expected_version = message.fields.iter().find(expects).map(|field| field.number);
        let (schema, depth_limit) = (Arc::clone(schema), DEFAULT_DEPTH);
        Ok(Self { schema, input, variables, body, reserved, mask, expected_version, depth_limit })
    }

    /// Has a stream go on after `token`, if the request has a field `resume_token`. What was said there before is void.
    pub fn resume(&self, token: &str, request: &mut Vec<u8>) {
        let field = self.schema.message(self.input).field_by_name("resume_token");
        if let Some(field) = field.filter(|field| field.kind == Kind::String && field.shape == Shape::Single) {
            wire::put_tag(field.number, WireType::Length, request);
            wire::put_bytes(token.as_bytes(), request);
        }
    }

    /// Whether a request can say which version it expects.
    pub fn takes_precondition(&self) -> bool {
        self.expected_version.is_some()
    }

    /// Refuses bodies whose objects and lists lie deeper in each other than this.
    #[must_use]
    pub fn with_depth_limit(self, depth_limit: usize) -> Self {
        Self { depth_limit, ..self }
    }

    /// Encodes a request.
    ///
    /// # Errors
    /// Everything that is wrong with the path and the query, or else the first thing that is wrong with the body.
    pub fn transcode(&self, inputs: &Inputs<'_>) -> Result<Transcoded, Vec<Violation>> {
        let message = self.schema.message(self.input);
        let mut violations = Vec::new();
        let mut out = Vec::with_capacity(inputs.body.len() + inputs.query.len() + 64);
        for (variable, value) in self.variables.iter().zip(&inputs.path) {
            self.put_variable(message, variable, value, &mut out, &mut violations);
        }
        let query = self.put_query(message, inputs.query, &mut out, &mut violations);
        if !violations.is_empty() {
            return Err(violations);
        }
        // Concatenating messages merges them; no part names a field that another part names.
        let mask = self.read_body(message, inputs.body, &mut out).map_err(|violation| vec![violation])?;
        if let Some(number) = self.mask.filter(|number| !query.named.contains(number) && !mask.is_empty()) {
            put_mask(number, &mask, &mut out);
        }
        if let (Some(number), Some(expected)) = (self.expected_version, inputs.precondition) {
            put_expected(number, expected, &mut out).map_err(|violation| vec![violation])?;
        }
        Ok(Transcoded { bytes: out, ignored_parameters: query.ignored })
    }

    fn put_variable(
        &self,
        message: &Message,
        path: &[u32],
        value: &str,
        out: &mut Vec<u8>,
        violations: &mut Vec<Violation>,
    ) {
        let mut content = Vec::new();
        let mut names = Vec::new();
        let mut parent = message;
        for number in path {
            let Some(field) = parent.field_by_number(*number) else { return };
            names.push(field.json_name.as_str());
            match self.schema.message_of(field) {
                Some(child) => parent = child,
                None => {
                    if let Err(description) = self.put_leaf(field, value, &mut content) {
                        violations.push(Violation { field: names.join("."), description });
                        return;
                    }
                }
            }
        }
        put_enclosed(path, &content, out);
    }

    /// Appends tag and value of a field that is given as text.
    fn put_leaf(&self, field: &Field, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
        let Kind::Message(id) = field.kind else {
            wire::put_tag(field.number, WireType::of(field.kind), out);
            return put_text(&self.schema, field.kind, text, out).map_err(|error| error.to_string());
        };
        let message = self.schema.message(id);
        let mut content = Vec::new();
        match (message.special, message.field_by_number(1)) {
            (Some(Special::Wrapper), Some(inner)) => self.put_leaf(inner, text, &mut content)?,
            (Some(special), _) => put_special_text(special, text, &mut content)
                .ok_or_else(|| format!("{text:?} is not the text of a {}", message.name))?,
            (None, _) => return Err(format!("{} cannot be given as text", message.name)),
        }
        wire::put_tag(field.number, WireType::Length, out);
        wire::put_bytes(&content, out);
        Ok(())
    }

    /// Appends what the body holds. The paths of the fields that it names are returned if they go into a mask.
    fn read_body(&self, message: &Message, body: &[u8], out: &mut Vec<u8>) -> Result<Vec<String>, Violation> {
        let reader = Reader::new(&self.schema, self.depth_limit);
        let reader = if self.mask.is_some() { reader.with_mask() } else { reader };
        let blank = body.trim_ascii();
        match self.body {
            Body::None if matches!(blank, b"" | b"{}" | b"null") => Ok(Vec::new()),
            Body::None => {
                Err(Violation { field: String::new(), description: "this operation takes no body".to_owned() })
            }
            _ if blank.is_empty() => Ok(Vec::new()),
            Body::Whole => reader.message(self.input, &self.reserved, body, out),
            Body::Field(number) => match message.field_by_number(number) {
                Some(field) => reader.field(field, &self.reserved, body, out),
                None => Ok(Vec::new()),
            },
        }
    }
}

/// Finds the fields on a path such as `filter.owner.id`.
fn resolve<'s>(schema: &'s Schema, message: &'s Message, path: &str) -> Result<Vec<&'s Field>, BindError> {
    let unknown = || BindError::UnknownField { message: message.name.clone(), field: path.to_owned() };
    let mut fields = Vec::new();
    let mut parent = Some(message);
    for name in path.split('.') {
        let field = parent.and_then(|parent| parent.field_by_name(name)).ok_or_else(unknown)?;
        parent = schema.message_of(field).filter(|_| field.shape == Shape::Single);
        fields.push(field);
    }
    Ok(fields)
}

/// Appends `content`, the record of the last field of `path`, inside the messages that lead to it.
fn put_enclosed(path: &[u32], content: &[u8], out: &mut Vec<u8>) {
    match path {
        [] | [_] => out.extend_from_slice(content),
        [first, rest @ ..] => {
            wire::put_tag(*first, WireType::Length, out);
            let mark = wire::begin(out);
            put_enclosed(rest, content, out);
            wire::end(mark, out);
        }
    }
}

fn put_mask(number: u32, paths: &[String], out: &mut Vec<u8>) {
    wire::put_tag(number, WireType::Length, out);
    let mark = wire::begin(out);
    for path in paths {
        wire::put_tag(1, WireType::Length, out);
        wire::put_bytes(path.as_bytes(), out);
    }
    wire::end(mark, out);
}

fn put_expected(number: u32, expected: Expected, out: &mut Vec<u8>) -> Result<(), Violation> {
    let mut fields = wire::Fields(out);
    while let Ok(Some((found, _))) = fields.next() {
        if found == number {
            let description = "the expected version is given in a header and in the request".to_owned();
            return Err(Violation { field: String::new(), description });
        }
    }
    wire::put_tag(number, WireType::Length, out);
    let mark = wire::begin(out);
    let (member, value) = match expected {
        Expected::Absent => (1, 1),
        Expected::Version(version) => (2, version),
    };
    wire::put_tag(member, WireType::Varint, out);
    wire::put_varint(value, out);
    wire::end(mark, out);
    Ok(())
}
