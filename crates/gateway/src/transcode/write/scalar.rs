//! Scalars and map keys.

use std::io::Write;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::super::schema::{Kind, Schema};
use super::super::wire::WireValue;
use super::{Profile, put_string, put_string_bytes};

/// A scalar with its sign and width resolved.
enum Scalar<'w> {
    Bool(bool),
    /// 32 bits or fewer: a number in every profile.
    Small(i64),
    Int(i64),
    Uint(u64),
    Float(f32),
    Double(f64),
    /// Not yet known to be UTF-8.
    Text(&'w [u8]),
    Bytes(&'w [u8]),
}

fn resolve(kind: Kind, value: WireValue<'_>) -> Option<Scalar<'_>> {
    let scalar = match (kind, value) {
        (Kind::Bool, WireValue::Varint(value)) => Scalar::Bool(value != 0),
        (Kind::Int32 | Kind::Enum(_), WireValue::Varint(value)) => Scalar::Small(low32(value).cast_signed().into()),
        (Kind::Uint32, WireValue::Varint(value)) => Scalar::Small(low32(value).into()),
        (Kind::Sint32, WireValue::Varint(value)) => Scalar::Small(unzigzag(low32(value).into())),
        (Kind::Fixed32, WireValue::Fixed32(value)) => Scalar::Small(value.into()),
        (Kind::Sfixed32, WireValue::Fixed32(value)) => Scalar::Small(value.cast_signed().into()),
        (Kind::Int64, WireValue::Varint(value)) | (Kind::Sfixed64, WireValue::Fixed64(value)) => {
            Scalar::Int(value.cast_signed())
        }
        (Kind::Sint64, WireValue::Varint(value)) => Scalar::Int(unzigzag(value)),
        (Kind::Uint64, WireValue::Varint(value)) | (Kind::Fixed64, WireValue::Fixed64(value)) => Scalar::Uint(value),
        (Kind::Float, WireValue::Fixed32(value)) => Scalar::Float(f32::from_bits(value)),
        (Kind::Double, WireValue::Fixed64(value)) => Scalar::Double(f64::from_bits(value)),
        (Kind::String, WireValue::Length(bytes)) => Scalar::Text(bytes),
        (Kind::Bytes, WireValue::Length(bytes)) => Scalar::Bytes(bytes),
        _ => return None,
    };
    Some(scalar)
}

/// Appends a scalar as JSON; `None` when it lies on the wire in a form that its kind does not have.
pub(super) fn put_scalar(
    schema: &Schema,
    profile: Profile,
    kind: Kind,
    value: WireValue<'_>,
    out: &mut Vec<u8>,
) -> Option<()> {
    if kind == Kind::Null {
        out.extend_from_slice(b"null");
        return Some(());
    }
    match resolve(kind, value)? {
        Scalar::Bool(value) => out.extend_from_slice(if value { b"true" } else { b"false" }),
        Scalar::Small(number) => match kind {
            Kind::Enum(id) => {
                match i32::try_from(number).ok().and_then(|number| schema.enumeration(id).name_of(number)) {
                    Some(name) => put_string(name, out),
                    None => put_integer(number, out),
                }
            }
            _ => put_integer(number, out),
        },
        Scalar::Int(value) if profile == Profile::Legacy => put_integer(value, out),
        Scalar::Uint(value) if profile == Profile::Legacy => put_integer(value, out),
        Scalar::Int(value) => put_quoted(value, out),
        Scalar::Uint(value) => put_quoted(value, out),
        Scalar::Float(value) => put_float(value.into(), &value, out),
        Scalar::Double(value) => put_float(value, &value, out),
        Scalar::Text(text) => put_string_bytes(text, out)?,
        Scalar::Bytes(bytes) => {
            out.push(b'"');
            out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
            out.push(b'"');
        }
    }
    Some(())
}

/// Appends the key of a map's entry as a JSON string; a key that is not on the wire is its kind's default.
pub(super) fn put_key(kind: Kind, value: Option<WireValue<'_>>, out: &mut Vec<u8>) -> Option<()> {
    let Some(value) = value else {
        out.extend_from_slice(match kind {
            Kind::String => b"\"\"",
            Kind::Bool => b"\"false\"",
            _ => b"\"0\"",
        });
        return Some(());
    };
    match resolve(kind, value)? {
        Scalar::Bool(value) => out.extend_from_slice(if value { b"\"true\"" } else { b"\"false\"" }),
        Scalar::Small(number) | Scalar::Int(number) => put_quoted(number, out),
        Scalar::Uint(number) => put_quoted(number, out),
        Scalar::Text(text) => put_string_bytes(text, out)?,
        Scalar::Float(_) | Scalar::Double(_) | Scalar::Bytes(_) => return None,
    }
    Some(())
}

/// Appends a number of floating point, whole ones without a point. `shortest` has the precision of the field.
pub(super) fn put_float(value: f64, shortest: &impl serde::Serialize, out: &mut Vec<u8>) {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.is_nan() {
        out.extend_from_slice(b"\"NaN\"");
    } else if value.is_infinite() {
        out.extend_from_slice(if value > 0.0 { b"\"Infinity\"" } else { b"\"-Infinity\"" });
    } else if value.fract() == 0.0 && value.abs() < EXACT && !(value == 0.0 && value.is_sign_negative()) {
        #[expect(clippy::cast_possible_truncation, reason = "the value is whole and below 2^53")]
        put_integer(value as i64, out);
    } else {
        // Writing to a vector does not fail.
        let _ = serde_json::to_writer(out, shortest);
    }
}

fn put_integer(value: impl serde::Serialize, out: &mut Vec<u8>) {
    // Writing to a vector does not fail.
    let _ = serde_json::to_writer(out, &value);
}

fn put_quoted(value: impl serde::Serialize, out: &mut Vec<u8>) {
    out.push(b'"');
    put_integer(value, out);
    out.push(b'"');
}

/// The low half: a 32-bit field drops the bits that it has no room for.
fn low32(value: u64) -> u32 {
    let [a, b, c, d, ..] = value.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

const fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// Appends the parts of a text that has nothing to escape as one JSON string.
pub(super) fn put_plain(text: &str, out: &mut Vec<u8>) {
    // Writing to a vector does not fail.
    let _ = write!(out, "\"{text}\"");
}
