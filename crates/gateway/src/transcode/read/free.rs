//! `google.protobuf.Struct`, `Value` and `ListValue`: JSON that no schema describes.
//!
//! It is most of what large bodies hold, and its types are always the same. So it is written with tags that are known,
//! keys and texts go straight to where they lie on the wire, and where an error is becomes a path only when there is one.

mod keys;

use std::fmt;

use prost::encoding::encoded_len_varint;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

pub(super) use self::keys::Keys;
use self::keys::ObjectKeys;
use super::super::schema::Form;
use super::super::wire::{self, Mark, WireType};
use super::{Presence, Reader, Step, close, open};

const fn tag(number: u8, wire_type: WireType) -> u8 {
    number << 3 | wire_type as u8
}

/// `Value.null_value`, `number_value`, `string_value` and `bool_value`.
const NULL: u8 = tag(1, WireType::Varint);
const NUMBER: u8 = tag(2, WireType::Fixed64);
const TEXT: u8 = tag(3, WireType::Length);
const BOOL: u8 = tag(4, WireType::Varint);

/// The numbers of `Value.struct_value` and `list_value`.
const STRUCT_NUMBER: u32 = 5;
const LIST_NUMBER: u32 = 6;

/// `Struct.fields`, the key of its entries, and the number of their value.
const MEMBER: u8 = tag(1, WireType::Length);
const KEY: u8 = tag(1, WireType::Length);
const VALUE_NUMBER: u32 = 2;

/// The number of `ListValue.values`.
const ELEMENT_NUMBER: u32 = 1;

/// Reads one of these types, and writes it as a record with `tag` if there is one.
pub(super) struct FreeSeed<'r, 's> {
    pub(super) reader: &'r mut Reader<'s>,
    pub(super) out: &'r mut Vec<u8>,
    pub(super) form: Form,
    pub(super) tag: Option<u32>,
}

impl FreeSeed<'_, '_> {
    /// Writes a scalar, which only a `Value` can be.
    fn put<E: Error>(self, content: &[u8], found: Unexpected<'_>) -> Result<Presence, E> {
        if self.form != Form::Value {
            return Err(E::invalid_type(found, &self));
        }
        if let Some(number) = self.tag {
            wire::put_tag(number, WireType::Length, self.out);
            wire::put_varint(content.len() as u64, self.out);
        }
        self.out.extend_from_slice(content);
        Ok(Presence::Value)
    }

    fn put_number<E: Error>(self, number: f64, found: Unexpected<'_>) -> Result<Presence, E> {
        let mut content = [NUMBER; 9];
        let [_, value @ ..] = &mut content;
        *value = number.to_le_bytes();
        self.put(&content, found)
    }

    /// Begins a list or an object: the type itself, or the member of a `Value` with this number.
    fn begin(&mut self, number: u32) -> (Option<Mark>, Option<Mark>) {
        let record = open(self.tag, self.out);
        (record, open((self.form == Form::Value).then_some(number), self.out))
    }
}

impl<'de> DeserializeSeed<'de> for FreeSeed<'_, '_> {
    type Value = Presence;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Presence, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FreeSeed<'_, '_> {
    type Value = Presence;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.form {
            Form::List => "a list",
            Form::Struct => "an object",
            Form::Value => "any value",
        })
    }

    fn visit_unit<E: Error>(self) -> Result<Presence, E> {
        match self.form {
            Form::Value => self.put(&[NULL, 0], Unexpected::Unit),
            Form::List | Form::Struct => Ok(Presence::Null),
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Presence, E> {
        self.put(&[BOOL, value.into()], Unexpected::Bool(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "a JSON number for a field of floating point is rounded")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Presence, E> {
        self.put_number(value as f64, Unexpected::Signed(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "a JSON number for a field of floating point is rounded")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Presence, E> {
        self.put_number(value as f64, Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Presence, E> {
        self.put_number(value, Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Presence, E> {
        if self.form != Form::Value {
            return Err(E::invalid_type(Unexpected::Str(text), &self));
        }
        if let Some(number) = self.tag {
            let length = 1 + encoded_len_varint(text.len() as u64) + text.len();
            wire::put_tag(number, WireType::Length, self.out);
            wire::put_varint(length as u64, self.out);
        }
        self.out.push(TEXT);
        wire::put_bytes(text.as_bytes(), self.out);
        Ok(Presence::Value)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Presence, A::Error> {
        if self.form == Form::Struct {
            return Err(Error::invalid_type(Unexpected::Seq, &self));
        }
        self.reader.enter()?;
        let (record, list) = self.begin(LIST_NUMBER);
        let Self { reader, out, .. } = self;
        let mut index = 0;
        loop {
            let element = FreeSeed { reader, out, form: Form::Value, tag: Some(ELEMENT_NUMBER) };
            match seq.next_element_seed(element) {
                Ok(Some(_)) => index += 1,
                Ok(None) => break,
                Err(error) => {
                    reader.blame(Step::Index(index));
                    return Err(error);
                }
            }
        }
        close(list, out);
        close(record, out);
        reader.leave();
        Ok(Presence::Value)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Presence, A::Error> {
        if self.form == Form::List {
            return Err(Error::invalid_type(Unexpected::Map, &self));
        }
        self.reader.enter()?;
        let (record, object) = self.begin(STRUCT_NUMBER);
        let Self { reader, out, .. } = self;
        let mut keys = reader.keys.object();
        loop {
            let at = out.len();
            let Some(member) = map.next_key_seed(KeySeed { reader, out, keys: &mut keys })? else { break };
            let value = FreeSeed { reader, out, form: Form::Value, tag: Some(VALUE_NUMBER) };
            if let Err(error) = map.next_value_seed(value) {
                let key = keys::key_at(out, at).unwrap_or_default();
                reader.blame(Step::Key(String::from_utf8_lossy(key).into_owned()));
                return Err(error);
            }
            wire::end(member, out);
        }
        reader.keys.leave(&keys);
        close(object, out);
        close(record, out);
        reader.leave();
        Ok(Presence::Value)
    }
}

/// Reads the key of a member, and begins its entry with it.
struct KeySeed<'r, 's> {
    reader: &'r mut Reader<'s>,
    out: &'r mut Vec<u8>,
    keys: &'r mut ObjectKeys,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = Mark;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Mark, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_, '_> {
    type Value = Mark;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Mark, E> {
        let Self { reader, out, keys } = self;
        if !reader.keys.insert(keys, key.as_bytes(), out) {
            reader.blame(Step::Key(key.to_owned()));
            return Err(E::custom("given twice"));
        }
        out.push(MEMBER);
        let member = wire::begin(out);
        out.push(KEY);
        wire::put_bytes(key.as_bytes(), out);
        Ok(member)
    }
}
