//! Refresh tokens: what they are made of, and what one that is presented proves.
//!
//! A token names its session and carries two secrets: one of the session, the same in all of its tokens, and one of its
//! own. Only their hashes are stored. A token with the right secret of the session and another token's own secret was
//! good once and has been replaced: its holder or whoever took it from them comes back, and nobody can tell which. A token
//! without the secret of the session proves nothing, and must not end somebody's session.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use realmwire_sdk::secret::Secret;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::secrets::{self, Hash};

/// What every refresh token begins with, so that scanners for leaked secrets find them.
const PREFIX: &str = "rwr_";

const ID_BYTES: usize = 16;
const FAMILY_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;

/// A refresh token, taken apart.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) player_id: Uuid,
    pub(crate) session_id: Uuid,
    /// The secret that all tokens of the session share: 128 random bits.
    pub(crate) family: [u8; FAMILY_BYTES],
    /// The secret of this token: 256 random bits.
    pub(crate) secret: [u8; SECRET_BYTES],
}

/// What is stored of a session's refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefreshHashes {
    pub(crate) family: Hash,
    pub(crate) secret: Hash,
}

/// What a presented token proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the session's present one.
    Current,
    /// It was the session's, and has been replaced.
    Replaced,
    /// It was never the session's.
    Foreign,
}

impl RefreshToken {
    /// The token as its holder keeps it.
    pub(crate) fn encode(&self) -> Secret {
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(2 * ID_BYTES + FAMILY_BYTES + SECRET_BYTES));
        bytes.extend_from_slice(self.player_id.as_bytes());
        bytes.extend_from_slice(self.session_id.as_bytes());
        bytes.extend_from_slice(&self.family);
        bytes.extend_from_slice(&self.secret);
        Secret::from(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(&*bytes)))
    }

    /// Takes a presented text apart. `None` when it is no refresh token.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = zeroize::Zeroizing::new(URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?);
        let (player_id, rest) = bytes.split_first_chunk::<ID_BYTES>()?;
        let (session_id, rest) = rest.split_first_chunk::<ID_BYTES>()?;
        let (family, rest) = rest.split_first_chunk::<FAMILY_BYTES>()?;
        let secret = <[u8; SECRET_BYTES]>::try_from(rest).ok()?;
        Some(Self {
            player_id: Uuid::from_bytes(*player_id),
            session_id: Uuid::from_bytes(*session_id),
            family: *family,
            secret,
        })
    }

    /// What is stored of it.
    pub(crate) fn hashes(&self) -> RefreshHashes {
        RefreshHashes { family: secrets::hash(&self.family), secret: secrets::hash(&self.secret) }
    }
}

/// What a presented token proves about a session of which `stored` is stored.
pub(crate) fn judge(presented: &RefreshToken, stored: &RefreshHashes) -> Verdict {
    let presented = presented.hashes();
    let family: bool = presented.family.ct_eq(&stored.family).into();
    let secret: bool = presented.secret.ct_eq(&stored.secret).into();
    match (family, secret) {
        (true, true) => Verdict::Current,
        (true, false) => Verdict::Replaced,
        (false, _) => Verdict::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::{RefreshToken, Verdict, judge};

    fn token(family: u8, secret: u8) -> RefreshToken {
        RefreshToken {
            player_id: Uuid::from_u128(1),
            session_id: Uuid::from_u128(2),
            family: [family; 16],
            secret: [secret; 32],
        }
    }

    #[test]
    fn only_a_genuine_token_counts_as_replaced() {
        let stored = token(1, 2).hashes();
        assert_eq!(judge(&token(1, 2), &stored), Verdict::Current);
        assert_eq!(judge(&token(1, 1), &stored), Verdict::Replaced);
        assert_eq!(judge(&token(9, 2), &stored), Verdict::Foreign);
        assert_eq!(judge(&token(9, 9), &stored), Verdict::Foreign);
    }

    #[test]
    fn what_is_stored_does_not_hold_the_token() {
        let stored = format!("{:?}", token(7, 8).hashes());
        assert!(!stored.contains("7, 7, 7, 7") && !stored.contains("8, 8, 8, 8"), "{stored}");
    }

    proptest! {
        #[test]
        fn a_token_is_read_as_it_was_written(ids in any::<(u128, u128)>(), family in any::<[u8; 16]>(), secret in any::<[u8; 32]>()) {
            let token = RefreshToken { player_id: Uuid::from_u128(ids.0), session_id: Uuid::from_u128(ids.1), family, secret };
            let text = token.encode();
            prop_assert!(RefreshToken::parse(text.expose()) == Some(token));
            prop_assert!(RefreshToken::parse(&text.expose()[..text.expose().len() - 1]).is_none());
            let longer = format!("{}A", text.expose());
            prop_assert!(RefreshToken::parse(&longer).is_none());
        }

        #[test]
        fn any_text_is_parsed_without_a_panic(text in "(rwr_)?\\PC{0,120}") {
            prop_assert!(RefreshToken::parse(&text).is_none());
        }
    }
}
