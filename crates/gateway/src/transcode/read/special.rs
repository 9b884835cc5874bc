//! Well-known types that have a JSON form of their own.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::super::scalar::{Literal, put_literal};
use super::super::schema::{Kind, Message, MessageId, Special};
use super::super::time::{self, Seconds};
use super::super::wire::{self, WireType};
use super::any::read_any;
use super::field::{FieldSeed, read_list, read_map};
use super::{Presence, Reader, close, expecting, open};

/// Reads a well-known type, and writes it as a record with `tag` if there is one.
pub(super) struct SpecialSeed<'r, 's> {
    pub(super) reader: &'r mut Reader<'s>,
    pub(super) out: &'r mut Vec<u8>,
    pub(super) id: MessageId,
    pub(super) special: Special,
    pub(super) tag: Option<u32>,
}

impl<'s> SpecialSeed<'_, 's> {
    fn message(&self) -> &'s Message {
        self.reader.schema.message(self.id)
    }

    fn unexpected<E: Error>(&self, found: Unexpected<'_>) -> Result<Presence, E> {
        Err(E::invalid_type(found, self))
    }

    /// One of the scalar members of `google.protobuf.Value`.
    fn put_value<E: Error>(self, number: u32, literal: Literal<'_>, found: Unexpected<'_>) -> Result<Presence, E> {
        if self.special != Special::Value {
            return self.unexpected(found);
        }
        let kind = self.message().field_by_number(number).map_or(Kind::Null, |field| field.kind);
        let record = open(self.tag, self.out);
        wire::put_tag(number, WireType::of(kind), self.out);
        put_literal(self.reader.schema, kind, literal, self.out).map_err(E::custom)?;
        close(record, self.out);
        Ok(Presence::Value)
    }
}

impl<'de> DeserializeSeed<'de> for SpecialSeed<'_, '_> {
    type Value = Presence;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Presence, D::Error> {
        if self.special != Special::Wrapper {
            return deserializer.deserialize_any(self);
        }
        let Some(field) = self.message().field_by_number(1) else { return Ok(Presence::Null) };
        let Self { reader, out, tag, .. } = self;
        let start = out.len();
        let record = open(tag, out);
        let presence = FieldSeed { reader, out, field, reserved: None }.deserialize(deserializer)?;
        match presence {
            Presence::Value => close(record, out),
            Presence::Null => out.truncate(start),
        }
        Ok(presence)
    }
}

impl<'de> Visitor<'de> for SpecialSeed<'_, '_> {
    type Value = Presence;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reader.schema, Kind::Message(self.id), formatter)
    }

    fn visit_unit<E: Error>(self) -> Result<Presence, E> {
        if self.special == Special::Value {
            return self.put_value(1, Literal::Int(0), Unexpected::Unit);
        }
        Ok(Presence::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Presence, E> {
        self.put_value(4, Literal::Bool(value), Unexpected::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Presence, E> {
        self.put_value(2, Literal::Int(value), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Presence, E> {
        self.put_value(2, Literal::Uint(value), Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Presence, E> {
        self.put_value(2, Literal::Float(value), Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Presence, E> {
        if self.special == Special::Value {
            return self.put_value(3, Literal::Text(text), Unexpected::Str(text));
        }
        let record = open(self.tag, self.out);
        if put_special_text(self.special, text, self.out).is_none() {
            return self.unexpected(Unexpected::Str(text));
        }
        close(record, self.out);
        Ok(Presence::Value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Presence, A::Error> {
        let Some(holder) = self.member(6, Special::ListValue) else { return self.unexpected(Unexpected::Seq) };
        let Self { reader, out, tag, special, .. } = self;
        let record = open(tag, out);
        let inner = open((special == Special::Value).then_some(6), out);
        if let Some(field) = holder.field_by_number(1) {
            read_list(reader, out, field, seq)?;
        }
        close(inner, out);
        close(record, out);
        Ok(Presence::Value)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Presence, A::Error> {
        if self.special == Special::Any {
            return read_any(self.reader, self.out, self.tag, map);
        }
        let Some(holder) = self.member(5, Special::Struct) else { return self.unexpected(Unexpected::Map) };
        let Self { reader, out, tag, special, .. } = self;
        let record = open(tag, out);
        let inner = open((special == Special::Value).then_some(5), out);
        if let Some(field) = holder.field_by_number(1) {
            read_map(reader, out, field, map)?;
        }
        close(inner, out);
        close(record, out);
        Ok(Presence::Value)
    }
}

impl<'s> SpecialSeed<'_, 's> {
    /// The message that holds a list or an object: this one, or the member of a `google.protobuf.Value`.
    fn member(&self, number: u32, special: Special) -> Option<&'s Message> {
        if self.special == special {
            return Some(self.message());
        }
        let member = self.message().field_by_number(number).filter(|_| self.special == Special::Value)?;
        self.reader.schema.message_of(member)
    }
}

/// Appends the content of a well-known type that has a text form; `None` when the text is not in that form.
pub(in crate::transcode) fn put_special_text(special: Special, text: &str, out: &mut Vec<u8>) -> Option<()> {
    match special {
        Special::Timestamp => put_seconds(time::parse_timestamp(text)?, out),
        Special::Duration => put_seconds(time::parse_duration(text)?, out),
        Special::FieldMask => {
            for path in text.split(',').filter(|_| !text.is_empty()) {
                wire::put_tag(1, WireType::Length, out);
                wire::put_bytes(snake_case(path)?.as_bytes(), out);
            }
        }
        _ => return None,
    }
    Some(())
}

fn put_seconds(time: Seconds, out: &mut Vec<u8>) {
    wire::put_tag(1, WireType::Varint, out);
    wire::put_varint(time.seconds.cast_unsigned(), out);
    wire::put_tag(2, WireType::Varint, out);
    wire::put_varint(i64::from(time.nanos).cast_unsigned(), out);
}

/// A path of a field mask in the form of the schema. Underscores are refused: they would not come back the same.
fn snake_case(path: &str) -> Option<String> {
    let mut snake = String::with_capacity(path.len() + 4);
    for character in path.chars() {
        match character {
            'A'..='Z' => {
                snake.push('_');
                snake.push(character.to_ascii_lowercase());
            }
            'a'..='z' | '0'..='9' | '.' => snake.push(character),
            _ => return None,
        }
    }
    let well_formed = snake.split('.').all(|part| !part.is_empty());
    well_formed.then_some(snake)
}
