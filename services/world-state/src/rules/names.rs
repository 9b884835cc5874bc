//! What things may be called.

use realmwire_sdk::requests::{check_id, check_name};

use crate::error::Error;

/// The longest tag or type, in bytes.
const WORD_BYTES_MAX: usize = 64;

/// An id that a request names.
pub(crate) fn id(field: &str, id: String) -> Result<String, Error> {
    check_id(field, &id)?;
    Ok(id)
}

/// An id or a display name that a request may leave out.
pub(crate) fn optional(field: &str, name: String) -> Result<String, Error> {
    check_name(field, &name)?;
    Ok(name)
}

/// Checks a lower-case word, such as a tag; the error tells the rule.
pub(crate) fn check_word(word: &str) -> Result<(), String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if (1..=WORD_BYTES_MAX).contains(&word.len()) && word.bytes().all(is_plain) {
        return Ok(());
    }
    Err(format!("is made of 1 to {WORD_BYTES_MAX} of the letters a to z, digits, hyphens and underscores"))
}
