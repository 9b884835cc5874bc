use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use realmwire_fabric::journal::Key;
use ring::digest;

use super::Stored;
use crate::status::Status;

/// Which page of a list is asked for, as read from a request's `page_size` and `page_token`.
///
/// ```
/// use realmwire_sdk::store::PageRequest;
///
/// assert_eq!(PageRequest::parse(0, "", 50, 1000).unwrap().size(), 50);
/// assert_eq!(PageRequest::parse(5000, "", 50, 1000).unwrap().size(), 1000);
/// assert!(PageRequest::parse(-1, "", 50, 1000).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    size: usize,
    token: String,
}

/// A page of documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The documents, in the order of their keys.
    pub items: Vec<Stored<T>>,
    /// What to ask the next page with; empty when there is none.
    pub next_page_token: String,
}

/// The first byte of a token: a later format gets another one.
const TOKEN_VERSION: u8 = 1;
/// Bytes of the digest that binds a token to its list.
const SCOPE_LEN: usize = 8;

impl PageRequest {
    /// Reads the two fields of a request. A size of 0 is `default`, and more than `max` is `max`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming `page_size` when it is negative.
    pub fn parse(page_size: i32, page_token: &str, default: usize, max: usize) -> Result<Self, Status> {
        let asked = usize::try_from(page_size).map_err(|_| Status::invalid("page_size", "must not be negative"))?;
        let size = if asked == 0 { default } else { asked };
        Ok(Self { size: size.clamp(1, max.max(1)), token: page_token.to_owned() })
    }

    /// The most items in the page.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The key after which the page begins, for a list of what is under `scope`; `None` is the first page.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming `page_token` when the token was not given out for this list.
    pub fn after(&self, scope: &Key) -> Result<Option<Key>, Status> {
        if self.token.is_empty() {
            return Ok(None);
        }
        let key = parse_token(scope, &self.token);
        key.map(Some).ok_or_else(|| Status::invalid("page_token", "is not a token of this list"))
    }

    /// The token of the page that follows `last`, for lists that a service puts together itself.
    pub fn token_after(scope: &Key, last: &Key) -> String {
        token(scope, last)
    }
}

impl<T> Page<T> {
    /// The page's documents turned into what a response holds, and the token of the next page.
    pub fn map<U>(self, each: impl FnMut(Stored<T>) -> U) -> (Vec<U>, String) {
        (self.items.into_iter().map(each).collect(), self.next_page_token)
    }
}

pub(super) fn token(scope: &Key, last: &Key) -> String {
    let mut bytes = Vec::with_capacity(1 + SCOPE_LEN + last.as_str().len());
    bytes.push(TOKEN_VERSION);
    bytes.extend(scope_digest(scope));
    bytes.extend(last.as_str().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn parse_token(scope: &Key, token: &str) -> Option<Key> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (&version, rest) = bytes.split_first()?;
    let (digest, position) = rest.split_at_checked(SCOPE_LEN)?;
    if version != TOKEN_VERSION || !scope_digest(scope).eq(digest.iter().copied()) {
        return None;
    }
    let key = Key::from_encoded(std::str::from_utf8(position).ok()?).ok()?;
    key.is_under(scope).then_some(key)
}

fn scope_digest(scope: &Key) -> impl Iterator<Item = u8> + use<> {
    let digest = digest::digest(&digest::SHA256, scope.as_str().as_bytes());
    let bytes: Vec<u8> = digest.as_ref().iter().copied().take(SCOPE_LEN).collect();
    bytes.into_iter()
}
