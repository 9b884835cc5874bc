use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use bytes::Buf;
use parking_lot::RwLock;
use prost::encoding::{self, WireType};
use prost_reflect::{Kind, MessageDescriptor};
use realmwire_contract::MethodSpec;
use ring::digest;

/// A digest of a request, without its metadata, that is the same for each encoding of the same message.
///
/// Protobuf leaves the order of a map's entries open, and clients that send JSON cannot choose it: a repeat of the same
/// request must not look like another one. Messages without maps are taken as they are.
pub fn request_digest(method: &MethodSpec, request: &[u8]) -> [u8; 32] {
    let canonical = maps_of(method.input).and_then(|message| canonical(&message, request, DEPTH_LIMIT));
    let digest = digest::digest(&digest::SHA256, canonical.as_deref().unwrap_or(request));
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest.as_ref());
    bytes
}

/// How deep messages nest at most; prost refuses deeper ones.
const DEPTH_LIMIT: usize = 100;

/// The descriptor of the message with this name, if a map can occur in it.
fn maps_of(name: &'static str) -> Option<MessageDescriptor> {
    static KNOWN: LazyLock<RwLock<HashMap<&str, Option<MessageDescriptor>>>> = LazyLock::new(RwLock::default);
    if let Some(known) = KNOWN.read().get(name) {
        return known.clone();
    }
    let message = realmwire_contract::descriptors().get_message_by_name(name);
    let with_maps = message.filter(|message| has_map(message, &mut HashSet::new()));
    KNOWN.write().insert(name, with_maps.clone());
    with_maps
}

fn has_map(message: &MessageDescriptor, seen: &mut HashSet<String>) -> bool {
    seen.insert(message.full_name().to_owned())
        && message.fields().any(|field| match field.kind() {
            _ if field.is_map() => true,
            Kind::Message(inner) => has_map(&inner, seen),
            _ => false,
        })
}

/// The encoded message with the entries of each map in the order of their bytes; `None` when it is malformed.
fn canonical(message: &MessageDescriptor, mut encoded: &[u8], depth: usize) -> Option<Vec<u8>> {
    let depth = depth.checked_sub(1)?;
    let mut fields = Vec::with_capacity(encoded.len());
    let mut entries = BTreeMap::<u32, Vec<Vec<u8>>>::new();
    while encoded.has_remaining() {
        let (number, wire_type) = encoding::decode_key(&mut encoded).ok()?;
        let value = take_value(&mut encoded, wire_type)?;
        let field = message.get_field(number);
        match field.as_ref().map(|field| (field.is_map(), field.kind())) {
            Some((is_map, Kind::Message(inner))) if wire_type == WireType::LengthDelimited => {
                let value = canonical(&inner, value, depth)?;
                if is_map {
                    entries.entry(number).or_default().push(value);
                } else {
                    push_field(&mut fields, number, wire_type, &value);
                }
            }
            _ => push_field(&mut fields, number, wire_type, value),
        }
    }
    for (number, mut values) in entries {
        values.sort_unstable();
        for value in values {
            push_field(&mut fields, number, WireType::LengthDelimited, &value);
        }
    }
    Some(fields)
}

/// The bytes of a value, without the length of a length-delimited one.
fn take_value<'a>(encoded: &mut &'a [u8], wire_type: WireType) -> Option<&'a [u8]> {
    let length = match wire_type {
        WireType::Varint => 1 + encoded.iter().position(|byte| byte & 0x80 == 0)?,
        WireType::ThirtyTwoBit => 4,
        WireType::SixtyFourBit => 8,
        WireType::LengthDelimited => usize::try_from(encoding::decode_varint(encoded).ok()?).ok()?,
        WireType::StartGroup | WireType::EndGroup => return None,
    };
    let (value, rest) = encoded.split_at_checked(length)?;
    *encoded = rest;
    Some(value)
}

fn push_field(fields: &mut Vec<u8>, number: u32, wire_type: WireType, value: &[u8]) {
    encoding::encode_key(number, wire_type, fields);
    if wire_type == WireType::LengthDelimited {
        encoding::encode_varint(value.len() as u64, fields);
    }
    fields.extend_from_slice(value);
}
