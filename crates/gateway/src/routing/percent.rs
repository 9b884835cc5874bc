//! Percent-encoding as paths and queries use it.

use std::borrow::Cow;

/// A text that is not well-formed percent-encoded UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A `%` without two hexadecimal digits after it.
    #[error("a % is not followed by two hexadecimal digits")]
    Escape,
    /// The decoded bytes are not UTF-8.
    #[error("the decoded text is not valid UTF-8")]
    Utf8,
}

/// Decodes a single path segment: every escape, and nothing else.
pub fn decode_segment(encoded: &str) -> Result<Cow<'_, str>, DecodeError> {
    decode(encoded, Reading { plus_is_space: false, keep_slash: false })
}

/// Decodes several path segments at once. `%2F` stays as it is, so that it can be told from a separator.
pub fn decode_segments(encoded: &str) -> Result<Cow<'_, str>, DecodeError> {
    decode(encoded, Reading { plus_is_space: false, keep_slash: true })
}

/// Decodes a name or value of a query, where `+` is a space.
pub fn decode_query(encoded: &str) -> Result<Cow<'_, str>, DecodeError> {
    decode(encoded, Reading { plus_is_space: true, keep_slash: false })
}

#[derive(Clone, Copy)]
struct Reading {
    plus_is_space: bool,
    keep_slash: bool,
}

fn decode(encoded: &str, reading: Reading) -> Result<Cow<'_, str>, DecodeError> {
    let special = |byte: u8| byte == b'%' || (byte == b'+' && reading.plus_is_space);
    if !encoded.bytes().any(special) {
        return Ok(Cow::Borrowed(encoded));
    }
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte != b'%' {
            decoded.push(if byte == b'+' && reading.plus_is_space { b' ' } else { byte });
            rest = tail;
            continue;
        }
        let (&[high, low], after) = tail.split_first_chunk::<2>().ok_or(DecodeError::Escape)?;
        let value =
            hex_digit(high).zip(hex_digit(low)).map(|(high, low)| high << 4 | low).ok_or(DecodeError::Escape)?;
        if value == b'/' && reading.keep_slash {
            decoded.extend_from_slice(&[b'%', high, low]);
        } else {
            decoded.push(value);
        }
        rest = after;
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| DecodeError::Utf8)
}

const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
