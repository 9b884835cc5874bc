//! Message types in the form that transcoding needs: compiled once from descriptors, looked up by index afterwards.

use std::collections::HashMap;

use super::read::{Reader, Reserved, Violation};
use super::wire::{self, WireType};
use super::write::{Profile, WriteError, Writer};
use prost_reflect::{DescriptorPool, EnumDescriptor, FieldDescriptor, MessageDescriptor};

/// Every message and enum type of a descriptor pool.
#[derive(Debug)]
pub struct Schema {
    messages: Vec<Message>,
    enums: Vec<Enum>,
    by_name: HashMap<String, MessageId>,
    /// Stands in for an id of another schema, which safe code cannot rule out.
    nothing: (Message, Enum),
}

/// The index of a message type in its [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MessageId(usize);

/// The index of an enum type in its [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EnumId(usize);

/// A message type.
#[derive(Debug, Default)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) special: Option<Special>,
    /// In the order of declaration.
    pub(crate) fields: Vec<Field>,
    /// Both names of each field.
    names: HashMap<Box<str>, usize>,
    /// Field numbers in ascending order with the field's index.
    numbers: Vec<(u32, usize)>,
}

/// Well-known types whose JSON is not an object of their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Special {
    Any,
    Duration,
    FieldMask,
    Free(Form),
    Timestamp,
    Wrapper,
}

/// The types of `google/protobuf/struct.proto`, which hold JSON that no schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    List,
    Struct,
    Value,
}

/// A field of a message type.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) json_name: String,
    pub(crate) kind: Kind,
    pub(crate) shape: Shape,
    /// The index of the oneof that the field belongs to, unless that only marks an optional field.
    pub(crate) oneof: Option<usize>,
    /// Whether a field that is not set differs from one set to its default.
    pub(crate) presence: bool,
}

/// How often a field occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Single,
    List {
        packed: bool,
    },
    /// The kind is the entry's message type, whose fields 1 and 2 are key and value.
    Map,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Int32,
    Sint32,
    Sfixed32,
    Uint32,
    Fixed32,
    Int64,
    Sint64,
    Sfixed64,
    Uint64,
    Fixed64,
    Float,
    Double,
    String,
    Bytes,
    /// `google.protobuf.NullValue`, whose only value is `null` in JSON.
    Null,
    Enum(EnumId),
    Message(MessageId),
}

/// An enum type.
#[derive(Debug, Default)]
pub(crate) struct Enum {
    pub(crate) name: String,
    by_name: HashMap<Box<str>, i32>,
    by_number: HashMap<i32, Box<str>>,
}

impl Schema {
    /// Compiles every type of `pool`.
    pub fn compile(pool: &DescriptorPool) -> Self {
        let messages: Vec<_> = pool.all_messages().collect();
        let enums: Vec<_> = pool.all_enums().collect();
        let ids = Ids {
            messages: names(messages.iter().map(MessageDescriptor::full_name)),
            enums: names(enums.iter().map(EnumDescriptor::full_name)),
        };
        Self {
            messages: messages.iter().map(|message| Message::compile(message, &ids)).collect(),
            enums: enums.iter().map(Enum::compile).collect(),
            by_name: ids.messages.into_iter().map(|(name, index)| (name, MessageId(index))).collect(),
            nothing: Default::default(),
        }
    }

    /// Reads JSON as a message of the type with this name.
    pub fn json_to_wire(&self, name: &str, json: &[u8], depth_limit: usize) -> Result<Vec<u8>, Violation> {
        let unknown = || Violation { field: String::new(), description: format!("there is no message type {name}") };
        let id = self.message_id(name).ok_or_else(unknown)?;
        let mut wire = Vec::with_capacity(json.len());
        Reader::new(self, depth_limit).message(id, &Reserved::default(), json, &mut wire)?;
        Ok(wire)
    }

    /// Writes a message of the type with this name as JSON.
    pub fn wire_to_json(&self, name: &str, wire: &[u8], profile: Profile) -> Result<String, WriteError> {
        let malformed = || WriteError::Malformed(name.to_owned());
        let id = self.message_id(name).ok_or_else(malformed)?;
        let json = Writer::new(self, profile).message(id, wire)?;
        String::from_utf8(json).map_err(|_| malformed())
    }

    /// The JSON of a `google.protobuf.Any`, with `@type`; `None` when its type is not known or its bytes are malformed.
    pub fn any_to_json(&self, type_url: &str, value: &[u8], profile: Profile) -> Option<String> {
        let any = self.message_id("google.protobuf.Any")?;
        let mut wire = Vec::with_capacity(type_url.len() + value.len() + 8);
        wire::put_tag(1, WireType::Length, &mut wire);
        wire::put_bytes(type_url.as_bytes(), &mut wire);
        wire::put_tag(2, WireType::Length, &mut wire);
        wire::put_bytes(value, &mut wire);
        let json = Writer::new(self, profile).message(any, &wire).ok()?;
        String::from_utf8(json).ok()
    }

    pub(crate) fn message_id(&self, full_name: &str) -> Option<MessageId> {
        self.by_name.get(full_name).copied()
    }

    pub(crate) fn message(&self, id: MessageId) -> &Message {
        self.messages.get(id.0).unwrap_or(&self.nothing.0)
    }

    pub(crate) fn enumeration(&self, id: EnumId) -> &Enum {
        self.enums.get(id.0).unwrap_or(&self.nothing.1)
    }

    /// The message type that a field holds, unless it holds something else.
    pub(crate) fn message_of(&self, field: &Field) -> Option<&Message> {
        match field.kind {
            Kind::Message(id) => Some(self.message(id)),
            _ => None,
        }
    }

    /// The well-known type that a field holds, if it does.
    pub(crate) fn special_of(&self, kind: Kind) -> Option<Special> {
        match kind {
            Kind::Message(id) => self.message(id).special,
            _ => None,
        }
    }
}

/// Indices by full name.
struct Ids {
    messages: HashMap<String, usize>,
    enums: HashMap<String, usize>,
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> HashMap<String, usize> {
    all.enumerate().map(|(index, name)| (name.to_owned(), index)).collect()
}

impl Message {
    fn compile(descriptor: &MessageDescriptor, ids: &Ids) -> Self {
        let mut ordered: Vec<FieldDescriptor> = descriptor.fields().collect();
        // Descriptors are read back ordered by number; JSON is easier to read in the order of the schema.
        ordered.sort_by_key(|field| field.path().last().copied());
        let fields: Vec<_> = ordered.iter().map(|field| Field::compile(field, ids)).collect();
        let mut names = HashMap::new();
        for (index, field) in fields.iter().enumerate() {
            names.insert(field.name.as_str().into(), index);
            names.insert(field.json_name.as_str().into(), index);
        }
        let mut numbers: Vec<_> = fields.iter().enumerate().map(|(index, field)| (field.number, index)).collect();
        numbers.sort_unstable();
        let name = descriptor.full_name().to_owned();
        Self { special: Special::of(&name), name, fields, names, numbers }
    }

    /// The index of the field with this name, in JSON or in the schema.
    pub(crate) fn index_by_name(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The field with this name, in JSON or in the schema.
    pub(crate) fn field_by_name(&self, name: &str) -> Option<&Field> {
        self.fields.get(self.index_by_name(name)?)
    }

    /// The index of the field with this number.
    pub(crate) fn index_by_number(&self, number: u32) -> Option<usize> {
        // Most messages number their fields from 1 without a gap.
        let guess = (number as usize).checked_sub(1).and_then(|index| self.numbers.get(index));
        if let Some((found, index)) = guess
            && *found == number
        {
            return Some(*index);
        }
        let place = self.numbers.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.numbers.get(place).map(|(_, index)| *index)
    }

    /// The field with this number.
    pub(crate) fn field_by_number(&self, number: u32) -> Option<&Field> {
        self.fields.get(self.index_by_number(number)?)
    }
}

impl Special {
    fn of(full_name: &str) -> Option<Self> {
        let special = match full_name.strip_prefix("google.protobuf.")? {
            "Any" => Self::Any,
            "Duration" => Self::Duration,
            "FieldMask" => Self::FieldMask,
            "ListValue" => Self::Free(Form::List),
            "Struct" => Self::Free(Form::Struct),
            "Timestamp" => Self::Timestamp,
            "Value" => Self::Free(Form::Value),
            "DoubleValue" | "FloatValue" | "Int64Value" | "UInt64Value" | "Int32Value" | "UInt32Value"
            | "BoolValue" | "StringValue" | "BytesValue" => Self::Wrapper,
            _ => return None,
        };
        Some(special)
    }
}

impl Field {
    fn compile(descriptor: &FieldDescriptor, ids: &Ids) -> Self {
        let shape = if descriptor.is_map() {
            Shape::Map
        } else if descriptor.is_list() {
            Shape::List { packed: descriptor.is_packed() }
        } else {
            Shape::Single
        };
        let oneof = descriptor.containing_oneof().filter(|oneof| !oneof.is_synthetic());
        Self {
            number: descriptor.number(),
            name: descriptor.name().to_owned(),
            json_name: descriptor.json_name().to_owned(),
            kind: Kind::compile(&descriptor.kind(), ids),
            shape,
            oneof: oneof.and_then(|oneof| usize::try_from(*oneof.path().last()?).ok()),
            presence: descriptor.supports_presence(),
        }
    }
}

impl Kind {
    fn compile(kind: &prost_reflect::Kind, ids: &Ids) -> Self {
        match kind {
            prost_reflect::Kind::Bool => Self::Bool,
            prost_reflect::Kind::Int32 => Self::Int32,
            prost_reflect::Kind::Sint32 => Self::Sint32,
            prost_reflect::Kind::Sfixed32 => Self::Sfixed32,
            prost_reflect::Kind::Uint32 => Self::Uint32,
            prost_reflect::Kind::Fixed32 => Self::Fixed32,
            prost_reflect::Kind::Int64 => Self::Int64,
            prost_reflect::Kind::Sint64 => Self::Sint64,
            prost_reflect::Kind::Sfixed64 => Self::Sfixed64,
            prost_reflect::Kind::Uint64 => Self::Uint64,
            prost_reflect::Kind::Fixed64 => Self::Fixed64,
            prost_reflect::Kind::Float => Self::Float,
            prost_reflect::Kind::Double => Self::Double,
            prost_reflect::Kind::String => Self::String,
            prost_reflect::Kind::Bytes => Self::Bytes,
            prost_reflect::Kind::Enum(of) if of.full_name() == "google.protobuf.NullValue" => Self::Null,
            prost_reflect::Kind::Enum(of) => {
                Self::Enum(EnumId(ids.enums.get(of.full_name()).copied().unwrap_or(usize::MAX)))
            }
            prost_reflect::Kind::Message(of) => {
                Self::Message(MessageId(ids.messages.get(of.full_name()).copied().unwrap_or(usize::MAX)))
            }
        }
    }

    /// Whether several values can share one length-delimited record.
    pub(crate) const fn is_packable(self) -> bool {
        !matches!(self, Self::String | Self::Bytes | Self::Message(_))
    }
}

impl Enum {
    fn compile(descriptor: &EnumDescriptor) -> Self {
        let mut compiled = Self { name: descriptor.full_name().to_owned(), ..Self::default() };
        for value in descriptor.values() {
            compiled.by_name.insert(value.name().into(), value.number());
            // Of aliases the one that was declared first is written.
            compiled.by_number.entry(value.number()).or_insert_with(|| value.name().into());
        }
        compiled
    }

    /// The number of a value.
    pub(crate) fn number(&self, name: &str) -> Option<i32> {
        self.by_name.get(name).copied()
    }

    /// The name of a value.
    pub(crate) fn name_of(&self, number: i32) -> Option<&str> {
        self.by_number.get(&number).map(|name| &**name)
    }
}
