//! Objects, lists, maps and scalars.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::scalar::{Literal, put_literal, put_text};
use super::super::schema::{Field, Kind, Message, MessageId, Shape, Special};
use super::super::wire::{self, WireType};
use super::free::FreeSeed;
use super::special::SpecialSeed;
use super::{Lookup, Presence, Reader, Reserved, Seen, Step, close, expecting, open};

/// Reads the value of a field, of whichever shape, with its tags.
pub(crate) struct FieldSeed<'r, 's> {
    pub(super) reader: &'r mut Reader<'s>,
    pub(super) out: &'r mut Vec<u8>,
    pub(super) field: &'s Field,
    pub(super) reserved: Option<&'r Reserved>,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, '_> {
    type Value = Presence;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Presence, D::Error> {
        let Self { reader, out, field, reserved } = self;
        match field.shape {
            Shape::Single => {
                let tag = Some(field.number);
                ValueSeed { reader, out, kind: field.kind, tag, reserved }.deserialize(deserializer)
            }
            Shape::List { .. } | Shape::Map => deserializer.deserialize_any(ManyVisitor { reader, out, field }),
        }
    }
}

/// Reads a list or a map.
struct ManyVisitor<'r, 's> {
    reader: &'r mut Reader<'s>,
    out: &'r mut Vec<u8>,
    field: &'s Field,
}

impl<'de> Visitor<'de> for ManyVisitor<'_, '_> {
    type Value = Presence;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.field.shape == Shape::Map { "an object" } else { "a list" })
    }

    fn visit_unit<E>(self) -> Result<Presence, E> {
        Ok(Presence::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Presence, A::Error> {
        if self.field.shape == Shape::Map {
            return Err(Error::invalid_type(serde::de::Unexpected::Seq, &self));
        }
        read_list(self.reader, self.out, self.field, seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Presence, A::Error> {
        if self.field.shape != Shape::Map {
            return Err(Error::invalid_type(serde::de::Unexpected::Map, &self));
        }
        read_map(self.reader, self.out, self.field, map)
    }
}

fn read_list<'de, 's, A: SeqAccess<'de>>(
    reader: &mut Reader<'s>,
    out: &mut Vec<u8>,
    field: &'s Field,
    mut seq: A,
) -> Result<Presence, A::Error> {
    reader.enter()?;
    let packed = field.shape == Shape::List { packed: true };
    let start = out.len();
    let record = open(packed.then_some(field.number), out);
    let tag = (!packed).then_some(field.number);
    let mut index = 0;
    loop {
        reader.descend(Step::Index(index));
        let seed = ValueSeed { reader, out, kind: field.kind, tag, reserved: None };
        let Some(presence) = seq.next_element_seed(seed)? else { break };
        if presence == Presence::Null {
            return Err(Error::custom("null cannot stand in a list"));
        }
        reader.ascend();
        index += 1;
    }
    reader.ascend();
    if packed && index == 0 {
        out.truncate(start);
    } else {
        close(record, out);
    }
    reader.leave();
    Ok(Presence::Value)
}

fn read_map<'de, 's, A: MapAccess<'de>>(
    reader: &mut Reader<'s>,
    out: &mut Vec<u8>,
    field: &'s Field,
    mut map: A,
) -> Result<Presence, A::Error> {
    reader.enter()?;
    let entry = reader.schema.message_of(field);
    let parts = entry.and_then(|entry| entry.field_by_number(1).zip(entry.field_by_number(2)));
    let (key_field, value_field) = parts.ok_or_else(|| Error::custom("the schema of the map is broken"))?;
    let mut seen = HashSet::new();
    while let Some(key) = map.next_key::<String>()? {
        let record = open(Some(field.number), out);
        wire::put_tag(1, WireType::of(key_field.kind), out);
        let written = put_text(reader.schema, key_field.kind, &key, out);
        reader.descend(Step::Key(key.clone()));
        written.map_err(|error| A::Error::custom(format_args!("the key is wrong: {error}")))?;
        if !seen.insert(key) {
            return Err(Error::custom("given twice"));
        }
        let presence = map.next_value_seed(FieldSeed { reader, out, field: value_field, reserved: None })?;
        if presence == Presence::Null {
            return Err(Error::custom("null cannot stand in a map"));
        }
        close(record, out);
        reader.ascend();
    }
    reader.leave();
    Ok(Presence::Value)
}

/// Reads one value, and writes it with `tag` if there is one.
pub(super) struct ValueSeed<'r, 's> {
    pub(super) reader: &'r mut Reader<'s>,
    pub(super) out: &'r mut Vec<u8>,
    pub(super) kind: Kind,
    pub(super) tag: Option<u32>,
    pub(super) reserved: Option<&'r Reserved>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Presence;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Presence, D::Error> {
        let Self { reader, out, kind, tag, reserved } = self;
        let Kind::Message(id) = kind else {
            return deserializer.deserialize_any(ScalarVisitor { reader, out, kind, tag });
        };
        match reader.schema.message(id).special {
            Some(Special::Free(form)) => FreeSeed { reader, out, form, tag }.deserialize(deserializer),
            Some(special) => SpecialSeed { reader, out, id, special, tag }.deserialize(deserializer),
            None => MessageSeed { reader, out, id, tag, reserved }.deserialize(deserializer),
        }
    }
}

struct ScalarVisitor<'r, 's> {
    reader: &'r mut Reader<'s>,
    out: &'r mut Vec<u8>,
    kind: Kind,
    tag: Option<u32>,
}

impl ScalarVisitor<'_, '_> {
    fn put<E: Error>(self, literal: Literal<'_>) -> Result<Presence, E> {
        if let Some(number) = self.tag {
            wire::put_tag(number, WireType::of(self.kind), self.out);
        }
        put_literal(self.reader.schema, self.kind, literal, self.out).map_err(E::custom)?;
        Ok(Presence::Value)
    }
}

impl Visitor<'_> for ScalarVisitor<'_, '_> {
    type Value = Presence;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reader.schema, self.kind, formatter)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Presence, E> {
        self.put(Literal::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Presence, E> {
        self.put(Literal::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Presence, E> {
        self.put(Literal::Uint(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Presence, E> {
        self.put(Literal::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Presence, E> {
        self.put(Literal::Text(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Presence, E> {
        if self.kind == Kind::Null { self.put(Literal::Int(0)) } else { Ok(Presence::Null) }
    }
}

/// Reads an object as a message, and writes it as a record with `tag` if there is one.
pub(super) struct MessageSeed<'r, 's> {
    pub(super) reader: &'r mut Reader<'s>,
    pub(super) out: &'r mut Vec<u8>,
    pub(super) id: MessageId,
    pub(super) tag: Option<u32>,
    pub(super) reserved: Option<&'r Reserved>,
}

impl<'de> DeserializeSeed<'de> for MessageSeed<'_, '_> {
    type Value = Presence;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Presence, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MessageSeed<'_, '_> {
    type Value = Presence;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Presence, E> {
        Ok(Presence::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Presence, A::Error> {
        let Self { reader, out, id, tag, reserved } = self;
        reader.enter()?;
        let mut object = Object::new(reader.schema.message(id), reserved);
        let record = open(tag, out);
        while let Some(index) = map.next_key_seed(NameSeed { reader, message: object.message })? {
            let Some(field) = object.begin(reader, index)? else { continue };
            let under = object.under(field);
            let presence = map.next_value_seed(FieldSeed { reader, out, field, reserved: under })?;
            object.end(reader, field, presence)?;
        }
        close(record, out);
        reader.leave();
        Ok(Presence::Value)
    }
}

/// What is known of an object while its fields are read.
pub(super) struct Object<'r, 's> {
    message: &'s Message,
    reserved: Option<&'r Reserved>,
    fields: Seen,
    oneofs: Seen,
}

impl<'r, 's> Object<'r, 's> {
    pub(super) fn new(message: &'s Message, reserved: Option<&'r Reserved>) -> Self {
        Self { message, reserved, fields: Seen::default(), oneofs: Seen::default() }
    }

    /// Begins the field with this index. The reader has gone into it already.
    pub(super) fn begin<E: Error>(&mut self, reader: &mut Reader<'s>, index: usize) -> Result<Option<&'s Field>, E> {
        let Some(field) = self.message.fields.get(index) else { return Ok(None) };
        if !self.fields.insert(index) {
            return Err(E::custom("given twice"));
        }
        if let Some(Lookup::Taken) = self.reserved.map(|reserved| reserved.get(field)) {
            return Err(E::custom("taken from the path already"));
        }
        reader.mask_field(field);
        if !is_plain_message(reader, field) {
            reader.mask_freeze();
        }
        Ok(Some(field))
    }

    /// What is reserved of the field's own fields.
    fn under(&self, field: &Field) -> Option<&'r Reserved> {
        match self.reserved?.get(field) {
            Lookup::Under(under) => Some(under),
            _ => None,
        }
    }

    /// Ends what [`Object::begin`] began.
    pub(super) fn end<E: Error>(
        &mut self,
        reader: &mut Reader<'s>,
        field: &Field,
        presence: Presence,
    ) -> Result<(), E> {
        if let (Presence::Value, Some(oneof)) = (presence, field.oneof)
            && !self.oneofs.insert(oneof)
        {
            return Err(E::custom("another field that excludes this one is given too"));
        }
        if !is_plain_message(reader, field) {
            reader.mask_thaw();
        }
        reader.mask_field_end();
        reader.ascend();
        Ok(())
    }
}

fn is_plain_message(reader: &Reader<'_>, field: &Field) -> bool {
    let Kind::Message(id) = field.kind else { return false };
    field.shape == Shape::Single && reader.schema.message(id).special.is_none()
}

/// Reads the name of a field, and goes into it.
struct NameSeed<'r, 's> {
    reader: &'r mut Reader<'s>,
    message: &'s Message,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_, '_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_, '_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the name of a field of {}", self.message.name)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        descend_by_name(self.reader, self.message, name)
    }
}

/// Goes into the field with this name, which must exist.
pub(super) fn descend_by_name<'s, E: Error>(
    reader: &mut Reader<'s>,
    message: &'s Message,
    name: &str,
) -> Result<usize, E> {
    let index = message.index_by_name(name);
    match index.and_then(|index| message.fields.get(index)) {
        Some(field) => reader.descend(Step::Name(Cow::Borrowed(&field.json_name))),
        None => reader.descend(Step::Name(Cow::Owned(name.to_owned()))),
    }
    index.ok_or_else(|| E::custom(format_args!("{} has no such field", message.name)))
}
