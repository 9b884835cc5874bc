//! Message types as JSON Schema, as `OpenAPI` 3.1 has it.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};
use serde_json::{Map, Value, json};

use super::comments::Comments;
use crate::transcode::Profile;

/// Makes schemas, and collects those that others refer to.
pub(super) struct Schemas<'a> {
    comments: &'a Comments,
    /// By the name under which others refer to them; `None` while they are being made.
    made: BTreeMap<String, Option<Value>>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(comments: &'a Comments) -> Self {
        Self { comments, made: BTreeMap::new() }
    }

    pub(super) fn into_components(self) -> Map<String, Value> {
        self.made.into_iter().filter_map(|(name, schema)| Some((name, schema?))).collect()
    }

    /// A reference to a message type, or the schema of a well-known one.
    pub(super) fn message(&mut self, message: &MessageDescriptor, profile: Profile) -> Value {
        if let Some(schema) = self.well_known(message, profile) {
            return schema;
        }
        let name = component_name(message.full_name(), profile);
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        if !self.made.contains_key(&name) {
            self.made.insert(name.clone(), None);
            let schema = self.object(message, &BTreeSet::new(), profile);
            self.made.insert(name, Some(schema));
        }
        reference
    }

    /// A message type without some of its fields, which come from elsewhere.
    pub(super) fn object(&mut self, message: &MessageDescriptor, without: &BTreeSet<&str>, profile: Profile) -> Value {
        let mut properties = Map::new();
        let mut order = Vec::new();
        for field in in_order(message).iter().filter(|field| !without.contains(field.name())) {
            let name = json_name(field, profile).to_owned();
            properties.insert(name.clone(), self.described_field(field, profile));
            order.push(name);
        }
        let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
        // Members of JSON objects have no order of their own.
        put(&mut schema, "x-order", json!(order));
        let description = self.comments.at(&message.parent_file(), message.path());
        put_text(&mut schema, "description", description);
        let oneofs = message.oneofs().filter(|oneof| !oneof.is_synthetic());
        let excluded: Vec<Value> = oneofs.flat_map(|oneof| excluded_pairs(&oneof, profile)).collect();
        if !excluded.is_empty() {
            put(&mut schema, "not", json!({"anyOf": excluded}));
        }
        schema
    }

    /// A field with its comment.
    pub(super) fn described_field(&mut self, field: &FieldDescriptor, profile: Profile) -> Value {
        let mut schema = self.field(field, profile);
        let description = self.comments.at(&field.parent_message().parent_file(), field.path());
        put_text(&mut schema, "description", description);
        let options = field.field_descriptor_proto().options.as_ref();
        if options.is_some_and(|options| options.deprecated.unwrap_or_default()) {
            put(&mut schema, "deprecated", Value::Bool(true));
        }
        schema
    }

    /// A field, with its shape.
    pub(super) fn field(&mut self, field: &FieldDescriptor, profile: Profile) -> Value {
        if field.is_map() {
            let Kind::Message(entry) = field.kind() else { return json!({"type": "object"}) };
            let value = self.kind(&entry.map_entry_value_field().kind(), profile);
            return json!({"type": "object", "additionalProperties": value});
        }
        let mut item = self.kind(&field.kind(), profile);
        // Every list of the contract takes its page's size by this name, and none takes a negative one.
        if field.name() == "page_size" {
            put(&mut item, "minimum", json!(0));
        }
        if field.is_list() { json!({"type": "array", "items": item}) } else { item }
    }

    fn kind(&mut self, kind: &Kind, profile: Profile) -> Value {
        let wide = |format: &str, pattern: &str| match profile {
            Profile::Canonical => json!({"type": "string", "format": format, "pattern": pattern}),
            Profile::Legacy => json!({"type": "integer", "format": format}),
        };
        match kind {
            Kind::Bool => json!({"type": "boolean"}),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
                json!({"type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX})
            }
            Kind::Uint32 | Kind::Fixed32 => {
                json!({"type": "integer", "format": "uint32", "minimum": 0, "maximum": u32::MAX})
            }
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => wide("int64", "^-?[0-9]{1,19}$"),
            Kind::Uint64 | Kind::Fixed64 => wide("uint64", "^[0-9]{1,20}$"),
            Kind::Float => json!({"type": "number", "format": "float"}),
            Kind::Double => json!({"type": "number", "format": "double"}),
            Kind::String => json!({"type": "string"}),
            Kind::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
            Kind::Enum(of) => self.enumeration(of),
            Kind::Message(of) => self.message(of, profile),
        }
    }

    fn enumeration(&mut self, of: &EnumDescriptor) -> Value {
        if of.full_name() == "google.protobuf.NullValue" {
            return json!({"type": "null"});
        }
        let name = of.full_name().to_owned();
        if !self.made.contains_key(&name) {
            let names: Vec<_> = of.values().map(|value| value.name().to_owned()).collect();
            let mut description = self.comments.at(&of.parent_file(), of.path()).to_owned();
            for value in of.values() {
                let comment = self.comments.at(&of.parent_file(), value.path());
                description.extend(["\n\n- `", value.name(), "`: ", comment]);
            }
            let schema = json!({"type": "string", "enum": names, "description": description});
            self.made.insert(name.clone(), Some(schema));
        }
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// The types whose JSON is not an object of their fields.
    fn well_known(&mut self, message: &MessageDescriptor, profile: Profile) -> Option<Value> {
        let name = message.full_name().strip_prefix("google.protobuf.")?;
        let schema = match name {
            "Any" => json!({
                "type": "object",
                "properties": {"@type": {"type": "string"}},
                "required": ["@type"],
                "additionalProperties": true,
            }),
            "Duration" => json!({
                "type": "string",
                "title": "duration",
                "pattern": "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$",
                "examples": ["1.5s"],
            }),
            "FieldMask" => json!({
                "type": "string",
                "title": "names of fields",
                "pattern": "^([a-z][a-zA-Z0-9.]*(,[a-z][a-zA-Z0-9.]*)*)?$",
            }),
            "ListValue" => json!({"type": "array", "items": {}}),
            "Struct" => json!({"type": "object", "additionalProperties": true}),
            "Timestamp" => json!({"type": "string", "format": "date-time"}),
            "Value" => json!({}),
            "Empty" => json!({"type": "object", "additionalProperties": false}),
            _ if name.ends_with("Value") => {
                let inner = self.kind(&message.get_field_by_name("value")?.kind(), profile);
                json!({"anyOf": [inner, {"type": "null"}]})
            }
            _ => return None,
        };
        Some(schema)
    }
}

/// Fields in the order of the schema.
pub(super) fn in_order(message: &MessageDescriptor) -> Vec<FieldDescriptor> {
    let mut fields: Vec<_> = message.fields().collect();
    fields.sort_by_key(|field| field.path().last().copied());
    fields
}

pub(super) fn json_name(field: &FieldDescriptor, profile: Profile) -> &str {
    match profile {
        Profile::Canonical => field.json_name(),
        Profile::Legacy => field.name(),
    }
}

fn component_name(full_name: &str, profile: Profile) -> String {
    match profile {
        Profile::Canonical => full_name.to_owned(),
        Profile::Legacy => format!("{full_name}.legacy"),
    }
}

/// Every two fields of a oneof: they cannot both be given.
fn excluded_pairs(oneof: &OneofDescriptor, profile: Profile) -> Vec<Value> {
    let names: Vec<_> = oneof.fields().map(|field| json_name(&field, profile).to_owned()).collect();
    let mut pairs = Vec::new();
    for (index, first) in names.iter().enumerate() {
        pairs.extend(names.iter().skip(index + 1).map(|second| json!({"required": [first, second]})));
    }
    pairs
}

pub(super) fn put(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = schema {
        map.insert(key.to_owned(), value);
    }
}

pub(super) fn put_text(schema: &mut Value, key: &str, text: &str) {
    if !text.is_empty() {
        put(schema, key, Value::String(text.to_owned()));
    }
}
