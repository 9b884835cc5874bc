//! Names of entries.

use std::fmt::{self, Write};

use bytestring::ByteString;

/// The name of an entry: one or more tokens, from the general to the particular.
///
/// A token may hold any text; it is encoded so that backends see only `A-Z a-z 0-9 - _ =` and the separator `.`.
///
/// ```
/// use realmwire_fabric::journal::Key;
///
/// let key = Key::new("entity").with("player 7");
/// assert_eq!(key.as_str(), "entity.player=207");
/// assert!(key.is_under(&Key::new("entity")));
/// assert_eq!(key.tokens(), ["entity", "player 7"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(ByteString);

impl Key {
    /// A key of one token.
    #[must_use]
    pub fn new(token: &str) -> Self {
        let mut encoded = String::with_capacity(token.len());
        encode_token(token, &mut encoded);
        Self(encoded.into())
    }

    /// This key and one more token.
    #[must_use]
    pub fn with(&self, token: &str) -> Self {
        let mut encoded = String::with_capacity(self.0.len() + 1 + token.len());
        encoded.push_str(&self.0);
        encoded.push('.');
        encode_token(token, &mut encoded);
        Self(encoded.into())
    }

    /// A key from its encoded form, as [`Key::as_str`] gave it.
    ///
    /// # Errors
    /// The encoded form back when a token is empty or holds a character that encoding would have replaced.
    pub fn from_encoded(encoded: impl Into<ByteString>) -> Result<Self, InvalidKey> {
        let encoded = encoded.into();
        let valid = encoded
            .split('.')
            .all(|token| !token.is_empty() && token.bytes().all(|byte| is_plain(byte) || byte == b'='));
        if valid { Ok(Self(encoded)) } else { Err(InvalidKey(encoded)) }
    }

    /// The encoded form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tokens, decoded.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        self.0.split('.').map(decode_token).collect()
    }

    /// The last token, decoded.
    #[must_use]
    pub fn last(&self) -> String {
        decode_token(self.0.rsplit('.').next().unwrap_or_default())
    }

    /// Whether `prefix` is this key's beginning, token by token, and shorter than it.
    #[must_use]
    pub fn is_under(&self, prefix: &Key) -> bool {
        self.0.strip_prefix(&*prefix.0).is_some_and(|rest| rest.starts_with('.'))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text that is not the encoded form of a key.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not an encoded key")]
pub struct InvalidKey(pub ByteString);

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn encode_token(token: &str, encoded: &mut String) {
    if token.is_empty() {
        // An empty token cannot stand in a subject; a lone "=" cannot come from any other token.
        encoded.push('=');
    }
    for byte in token.bytes() {
        if is_plain(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(encoded, "={byte:02X}");
        }
    }
}

fn decode_token(token: &str) -> String {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let escaped = (byte == b'=').then(|| tail.split_at_checked(2)).flatten();
        match escaped.and_then(|(hex, after)| Some((parse_hex(hex)?, after))) {
            Some((decoded, after)) => {
                bytes.push(decoded);
                rest = after;
            }
            None if byte == b'=' => rest = tail,
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn parse_hex(hex: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()
}
