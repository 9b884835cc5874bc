//! Examples of messages, made from their types: the same each time.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::schemas::{in_order, json_name};
use crate::transcode::Profile;

/// How deep messages in examples lie in each other.
const DEPTH: usize = 4;

/// An example of a message without the fields that come from elsewhere.
pub(super) fn message(
    message: &MessageDescriptor,
    without: &dyn Fn(&FieldDescriptor) -> bool,
    profile: Profile,
) -> Value {
    of_message(message, without, profile, DEPTH)
}

/// An example of a field's value.
pub(super) fn field(field: &FieldDescriptor, profile: Profile) -> Value {
    of_field(field, profile, DEPTH)
}

fn of_message(
    message: &MessageDescriptor,
    without: &dyn Fn(&FieldDescriptor) -> bool,
    profile: Profile,
    depth: usize,
) -> Value {
    if let Some(value) = well_known(message, profile) {
        return value;
    }
    let mut members = Map::new();
    let mut oneofs = Vec::new();
    for field in in_order(message) {
        let oneof = field.containing_oneof().filter(|oneof| !oneof.is_synthetic());
        let is_second = oneof.as_ref().is_some_and(|oneof| oneofs.contains(&oneof.full_name().to_owned()));
        let is_deep = depth == 0 && matches!(field.kind(), Kind::Message(_));
        if without(&field) || is_second || is_deep {
            continue;
        }
        oneofs.extend(oneof.map(|oneof| oneof.full_name().to_owned()));
        members.insert(json_name(&field, profile).to_owned(), of_field(&field, profile, depth.saturating_sub(1)));
    }
    Value::Object(members)
}

fn of_field(field: &FieldDescriptor, profile: Profile, depth: usize) -> Value {
    if field.is_map() {
        let Kind::Message(entry) = field.kind() else { return json!({}) };
        let key = match entry.map_entry_key_field().kind() {
            Kind::String => "key",
            Kind::Bool => "true",
            _ => "1",
        };
        return json!({key: of_kind(&entry.map_entry_value_field(), profile, depth)});
    }
    let value = of_kind(field, profile, depth);
    if field.is_list() { json!([value]) } else { value }
}

fn of_kind(field: &FieldDescriptor, profile: Profile, depth: usize) -> Value {
    let wide = |number: u64| match profile {
        Profile::Canonical => json!(number.to_string()),
        Profile::Legacy => json!(number),
    };
    match field.kind() {
        Kind::Bool => json!(true),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 | Kind::Uint32 | Kind::Fixed32 => json!(1),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 | Kind::Uint64 | Kind::Fixed64 => wide(1),
        Kind::Float | Kind::Double => json!(0.5),
        Kind::String => json!(text(field.name())),
        Kind::Bytes => json!("AQID"),
        Kind::Enum(of) => {
            // The first value of an enum says nothing.
            let value = of.values().nth(1).or_else(|| of.values().next());
            value.map_or(Value::Null, |value| json!(value.name()))
        }
        Kind::Message(of) => of_message(&of, &|_| false, profile, depth),
    }
}

/// A text that fits the field's name.
fn text(name: &str) -> &'static str {
    match name {
        "id" => "door-7",
        _ if name.ends_with("_token") || name == "token" => "",
        _ if name.ends_with("_id") => "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
        _ if name.ends_with("url") => "https://example.com",
        _ if name.contains("language") => "en",
        "secret" => "3f1c0d52-9a4e-4b1c-8f60-2f7f2b7d9c11",
        "password" => "correct horse battery",
        _ => "example",
    }
}

fn well_known(message: &MessageDescriptor, profile: Profile) -> Option<Value> {
    let name = message.full_name().strip_prefix("google.protobuf.")?;
    let value = match name {
        "Any" => json!({"@type": "type.googleapis.com/google.protobuf.Duration", "value": "1.500s"}),
        "Duration" => json!("60s"),
        "FieldMask" => json!(""),
        "ListValue" => json!([1, "two"]),
        "Struct" => json!({"level": 3, "name": "Ada"}),
        "Timestamp" => json!("2030-01-31T12:00:00Z"),
        "Value" => json!(3),
        "Empty" => json!({}),
        _ => of_kind(&message.get_field_by_name("value")?, profile, 0),
    };
    Some(value)
}
