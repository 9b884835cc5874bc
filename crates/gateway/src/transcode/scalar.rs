//! Scalar values: from JSON and from text to the wire.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::schema::{Kind, Schema};
use super::wire;

/// A scalar as JSON has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Literal<'a> {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(&'a str),
}

/// Why a value does not fit its field; completes "expected …".
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScalarError {
    #[error("expected {0}")]
    Expected(&'static str),
    #[error("{value:?} is not a value of {name}")]
    Enum { name: String, value: String },
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

/// Appends the encoding of `literal` as a value of `kind`, without a tag.
pub(crate) fn put_literal(
    schema: &Schema,
    kind: Kind,
    literal: Literal<'_>,
    out: &mut Vec<u8>,
) -> Result<(), ScalarError> {
    match kind {
        Kind::Bool => match literal {
            Literal::Bool(value) => out.push(u8::from(value)),
            _ => return Err(ScalarError::Expected("true or false")),
        },
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 | Kind::Uint32 | Kind::Fixed32 => {
            put_integer32(kind, literal, out)?;
        }
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
            let value = signed(literal).ok_or(ScalarError::Expected("an integer of 64 bits"))?;
            match kind {
                Kind::Int64 => wire::put_varint(value.cast_unsigned(), out),
                Kind::Sint64 => wire::put_varint(zigzag(value), out),
                _ => out.extend_from_slice(&value.to_le_bytes()),
            }
        }
        Kind::Uint64 | Kind::Fixed64 => {
            let value = unsigned(literal).ok_or(ScalarError::Expected("an integer of 64 bits that is not negative"))?;
            match kind {
                Kind::Uint64 => wire::put_varint(value, out),
                _ => out.extend_from_slice(&value.to_le_bytes()),
            }
        }
        Kind::Float => {
            let value = float(literal).and_then(narrow).ok_or(ScalarError::Expected("a number of 32 bits"))?;
            out.extend_from_slice(&value.to_le_bytes());
        }
        Kind::Double => {
            let value = float(literal).ok_or(ScalarError::Expected("a number"))?;
            out.extend_from_slice(&value.to_le_bytes());
        }
        Kind::String => match literal {
            Literal::Text(text) => wire::put_bytes(text.as_bytes(), out),
            _ => return Err(ScalarError::Expected("a string")),
        },
        Kind::Bytes => match literal {
            Literal::Text(text) => put_base64(text, out)?,
            _ => return Err(ScalarError::Expected("a string of base64")),
        },
        Kind::Enum(id) => {
            let of = schema.enumeration(id);
            let number = match literal {
                Literal::Text(name) => of
                    .number(name)
                    .ok_or_else(|| ScalarError::Enum { name: of.name.clone(), value: name.to_owned() })?,
                other => signed(other)
                    .and_then(|number| i32::try_from(number).ok())
                    .ok_or(ScalarError::Expected("the name or number of an enum value"))?,
            };
            wire::put_varint(i64::from(number).cast_unsigned(), out);
        }
        Kind::Null => match literal {
            Literal::Text("NULL_VALUE") | Literal::Int(0) | Literal::Uint(0) => out.push(0),
            _ => return Err(ScalarError::Expected("null")),
        },
        Kind::Message(_) => return Err(ScalarError::Expected("an object")),
    }
    Ok(())
}

/// Appends the encoding of a text from a path, a query or the key of a map, without a tag.
pub(crate) fn put_text(schema: &Schema, kind: Kind, text: &str, out: &mut Vec<u8>) -> Result<(), ScalarError> {
    let literal = match (kind, text) {
        (Kind::Bool, "true") => Literal::Bool(true),
        (Kind::Bool, "false") => Literal::Bool(false),
        (Kind::Enum(id), _) if schema.enumeration(id).number(text).is_none() => match text.parse() {
            Ok(number) => Literal::Int(number),
            Err(_) => Literal::Text(text),
        },
        _ => Literal::Text(text),
    };
    put_literal(schema, kind, literal, out)
}

fn put_integer32(kind: Kind, literal: Literal<'_>, out: &mut Vec<u8>) -> Result<(), ScalarError> {
    if matches!(kind, Kind::Uint32 | Kind::Fixed32) {
        let value = unsigned(literal)
            .and_then(|value| u32::try_from(value).ok())
            .ok_or(ScalarError::Expected("an integer of 32 bits that is not negative"))?;
        match kind {
            Kind::Uint32 => wire::put_varint(value.into(), out),
            _ => out.extend_from_slice(&value.to_le_bytes()),
        }
        return Ok(());
    }
    let value = signed(literal)
        .and_then(|value| i32::try_from(value).ok())
        .ok_or(ScalarError::Expected("an integer of 32 bits"))?;
    match kind {
        // Negative numbers are extended to 64 bits, as the format demands.
        Kind::Int32 => wire::put_varint(i64::from(value).cast_unsigned(), out),
        Kind::Sint32 => wire::put_varint(zigzag(value.into()), out),
        _ => out.extend_from_slice(&value.to_le_bytes()),
    }
    Ok(())
}

const fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

fn signed(literal: Literal<'_>) -> Option<i64> {
    match literal {
        Literal::Int(value) => Some(value),
        Literal::Uint(value) => i64::try_from(value).ok(),
        Literal::Float(value) => integral(value).and_then(|value| i64::try_from(value).ok()),
        Literal::Text(text) => match number(text)?.parse() {
            Ok(value) => Some(value),
            Err(_) => integral(text.parse().ok()?).and_then(|value| i64::try_from(value).ok()),
        },
        Literal::Bool(_) => None,
    }
}

fn unsigned(literal: Literal<'_>) -> Option<u64> {
    match literal {
        Literal::Int(value) => u64::try_from(value).ok(),
        Literal::Uint(value) => Some(value),
        Literal::Float(value) => integral(value).and_then(|value| u64::try_from(value).ok()),
        Literal::Text(text) => match number(text)?.parse() {
            Ok(value) => Some(value),
            Err(_) => integral(text.parse().ok()?).and_then(|value| u64::try_from(value).ok()),
        },
        Literal::Bool(_) => None,
    }
}

/// A number that was written with a point or an exponent and is a whole one nevertheless.
fn integral(value: f64) -> Option<i128> {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    if value.fract() != 0.0 || !(-LIMIT..LIMIT).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked, and 128 bits hold it")]
    let whole = value as i128;
    Some(whole)
}

fn float(literal: Literal<'_>) -> Option<f64> {
    match literal {
        #[expect(clippy::cast_precision_loss, reason = "a JSON number for a field of floating point is rounded")]
        Literal::Int(value) => Some(value as f64),
        #[expect(clippy::cast_precision_loss, reason = "a JSON number for a field of floating point is rounded")]
        Literal::Uint(value) => Some(value as f64),
        Literal::Float(value) => Some(value),
        Literal::Text("NaN") => Some(f64::NAN),
        Literal::Text("Infinity") => Some(f64::INFINITY),
        Literal::Text("-Infinity") => Some(f64::NEG_INFINITY),
        Literal::Text(text) => number(text)?.parse().ok().filter(|value: &f64| value.is_finite()),
        Literal::Bool(_) => None,
    }
}

fn narrow(value: f64) -> Option<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the field's precision; overflow is refused below")]
    let narrow = value as f32;
    (narrow.is_finite() || !value.is_finite()).then_some(narrow)
}

/// `text` if it is a number in the grammar of JSON.
fn number(text: &str) -> Option<&str> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let whole = digits(unsigned);
    let mut rest = unsigned.get(whole..)?;
    if whole == 0 || (whole > 1 && unsigned.starts_with('0')) {
        return None;
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        rest = fraction.get(length..).filter(|_| length > 0)?;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        rest = exponent.get(length..).filter(|_| length > 0)?;
    }
    rest.is_empty().then_some(text)
}

fn put_base64(text: &str, out: &mut Vec<u8>) -> Result<(), ScalarError> {
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    let bytes = engine.decode(text).map_err(|_| ScalarError::Expected("a string of base64"))?;
    wire::put_bytes(&bytes, out);
    Ok(())
}
