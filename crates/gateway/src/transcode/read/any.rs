//! `google.protobuf.Any`: an object whose `@type` says what its other fields mean.

use serde::de::{DeserializeSeed, Error, MapAccess};
use serde_json::value::RawValue;

use super::super::schema::{Kind, Special};
use super::super::wire::{self, WireType};
use super::field::{FieldSeed, Object, ValueSeed, descend_by_name};
use super::{Presence, Reader, close, open};

/// Reads an object with `@type`, which may stand anywhere in it: the other fields are kept as text until it is known.
pub(super) fn read_any<'de, A: MapAccess<'de>>(
    reader: &mut Reader<'_>,
    out: &mut Vec<u8>,
    tag: Option<u32>,
    mut map: A,
) -> Result<Presence, A::Error> {
    let mut fields: Vec<(String, Box<RawValue>)> = Vec::new();
    let mut type_url: Option<String> = None;
    while let Some(name) = map.next_key::<String>()? {
        if name != "@type" {
            fields.push((name, map.next_value()?));
        } else if type_url.replace(map.next_value()?).is_some() {
            return Err(Error::custom("@type is given twice"));
        }
    }
    let record = open(tag, out);
    match type_url {
        Some(url) => {
            wire::put_tag(1, WireType::Length, out);
            wire::put_bytes(url.as_bytes(), out);
            let value = open(Some(2), out);
            read_content(reader, out, &url, &fields)?;
            close(value, out);
        }
        None if fields.is_empty() => {}
        None => return Err(Error::custom("@type is missing")),
    }
    close(record, out);
    Ok(Presence::Value)
}

fn read_content<E: Error>(
    reader: &mut Reader<'_>,
    out: &mut Vec<u8>,
    url: &str,
    fields: &[(String, Box<RawValue>)],
) -> Result<(), E> {
    let schema = reader.schema;
    let id = url.rsplit_once('/').and_then(|(_, name)| schema.message_id(name));
    let id = id.ok_or_else(|| E::custom(format_args!("{url:?} names no known type")))?;
    reader.enter()?;
    let message = schema.message(id);
    if message.special.is_some() {
        let [(name, value)] = fields else { return Err(E::custom("a value and nothing else belongs beside @type")) };
        if name != "value" {
            return Err(E::custom("a value and nothing else belongs beside @type"));
        }
        let seed = ValueSeed { reader, out, kind: Kind::Message(id), tag: None, reserved: None };
        read_text(value, seed, message.special)?;
    } else {
        let mut object = Object::new(message, None);
        for (name, value) in fields {
            let index = descend_by_name(reader, message, name)?;
            let Some(field) = object.begin(reader, index)? else { continue };
            let presence = read_text(value, FieldSeed { reader, out, field, reserved: None }, None)?;
            object.end(reader, field, presence)?;
        }
    }
    reader.leave();
    Ok(())
}

fn read_text<'de, E: Error>(
    text: &'de RawValue,
    seed: impl DeserializeSeed<'de, Value = Presence>,
    special: Option<Special>,
) -> Result<Presence, E> {
    let mut deserializer = serde_json::Deserializer::from_str(text.get());
    let presence = seed.deserialize(&mut deserializer).map_err(E::custom)?;
    if presence == Presence::Null && special.is_some() {
        return Err(E::custom("null cannot stand here"));
    }
    Ok(presence)
}
