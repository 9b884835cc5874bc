//! Well-known types that have a JSON form of their own.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::super::schema::{Kind, MessageId, Special};
use super::super::time::{self, Seconds};
use super::super::wire::{self, WireType};
use super::any::read_any;
use super::field::FieldSeed;
use super::{Presence, Reader, close, expecting, open};

/// Reads a well-known type, and writes it as a record with `tag` if there is one.
pub(super) struct SpecialSeed<'r, 's> {
    pub(super) reader: &'r mut Reader<'s>,
    pub(super) out: &'r mut Vec<u8>,
    pub(super) id: MessageId,
    pub(super) special: Special,
    pub(super) tag: Option<u32>,
}

impl<'de> DeserializeSeed<'de> for SpecialSeed<'_, '_> {
    type Value = Presence;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Presence, D::Error> {
        if self.special != Special::Wrapper {
            return deserializer.deserialize_any(self);
        }
        let Self { reader, out, id, tag, .. } = self;
        let Some(field) = reader.schema.message(id).field_by_number(1) else { return Ok(Presence::Null) };
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
        Ok(Presence::Null)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Presence, E> {
        let record = open(self.tag, self.out);
        if put_special_text(self.special, text, self.out).is_none() {
            return Err(E::invalid_type(Unexpected::Str(text), &self));
        }
        close(record, self.out);
        Ok(Presence::Value)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Presence, A::Error> {
        if self.special != Special::Any {
            return Err(Error::invalid_type(Unexpected::Map, &self));
        }
        read_any(self.reader, self.out, self.tag, map)
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
