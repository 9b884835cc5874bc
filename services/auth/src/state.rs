//! What is stored, and where.
//!
//! | key | document |
//! |---|---|
//! | `player.<player id>` | [`PlayerDocument`] |
//! | `identity.<kind>.<name>` | [`IdentityDocument`] |
//! | `session.<subject>.<session id>` | [`SessionDocument`], gone when the session ends |
//! | `revocation.<session id>` | [`RevocationDocument`], gone when no token of the session is good any more |
//! | `attempts.<name>` | [`AttemptsDocument`], gone when it no longer matters |
//! | `keys.ring` | [`KeyRingDocument`] |
//! | `limits.table` | [`LimitsDocument`] |
//!
//! No secret is stored in the clear: passwords as Argon2id hashes, devices' secrets and refresh tokens as SHA-256 of at
//! least 128 random bits, private keys encrypted where an encryption secret is configured.

use std::fmt;
use std::time::SystemTime;

use prost_types::Timestamp;
use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::identity::Role;
use realmwire_sdk::store::{Document, Key};

use crate::rules::lockout::Attempts;
use crate::rules::refresh::RefreshHashes;
use crate::rules::roles;

/// An account.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PlayerDocument {
    #[prost(string, tag = "1")]
    pub(crate) player_id: String,
    #[prost(enumeration = "wire::Role", tag = "2")]
    pub(crate) role: i32,
    #[prost(message, optional, tag = "3")]
    pub(crate) created_at: Option<Timestamp>,
    #[prost(message, repeated, tag = "4")]
    pub(crate) identities: Vec<IdentityLink>,
    #[prost(message, optional, tag = "5")]
    pub(crate) ban: Option<wire::BanState>,
    /// The sessions that were opened and not seen to end, oldest first. Each that is opened is written here in the same
    /// commit, so that whoever ends them all misses none.
    #[prost(string, repeated, tag = "6")]
    pub(crate) session_ids: Vec<String>,
}

/// One way to sign in to an account, as the account knows it.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct IdentityLink {
    #[prost(enumeration = "wire::IdentityKind", tag = "1")]
    pub(crate) kind: i32,
    /// What is shown: see [`wire::Identity`].
    #[prost(string, tag = "2")]
    pub(crate) name: String,
    #[prost(message, optional, tag = "3")]
    pub(crate) linked_at: Option<Timestamp>,
    /// The encoded key of its [`IdentityDocument`].
    #[prost(string, tag = "4")]
    pub(crate) key: String,
}

/// One way to sign in, as it is found by whoever signs in.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(crate) struct IdentityDocument {
    #[prost(string, tag = "1")]
    pub(crate) player_id: String,
    /// The Argon2id hash in PHC form; only of a password.
    #[prost(string, tag = "2")]
    pub(crate) password_hash: String,
}

/// A session that has not ended.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SessionDocument {
    #[prost(string, tag = "1")]
    pub(crate) session_id: String,
    #[prost(string, tag = "2")]
    pub(crate) subject: String,
    #[prost(enumeration = "wire::Role", tag = "3")]
    pub(crate) role: i32,
    #[prost(message, optional, tag = "4")]
    pub(crate) created_at: Option<Timestamp>,
    #[prost(message, optional, tag = "5")]
    pub(crate) refreshed_at: Option<Timestamp>,
    #[prost(message, optional, tag = "6")]
    pub(crate) expires_at: Option<Timestamp>,
    /// When the last access token that was issued for it ends.
    #[prost(message, optional, tag = "7")]
    pub(crate) access_expires_at: Option<Timestamp>,
    #[prost(enumeration = "wire::IdentityKind", tag = "8")]
    pub(crate) identity_kind: i32,
    #[prost(string, tag = "9")]
    pub(crate) label: String,
    /// Not set for sessions without a refresh token.
    #[prost(message, optional, tag = "10")]
    pub(crate) refresh: Option<RefreshDocument>,
}

/// The hashes of a session's refresh token.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(crate) struct RefreshDocument {
    #[prost(bytes = "vec", tag = "1")]
    pub(crate) family: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    pub(crate) secret: Vec<u8>,
}

/// A session that ended while an access token of it may still be about.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RevocationDocument {
    #[prost(message, optional, tag = "1")]
    pub(crate) forget_at: Option<Timestamp>,
}

/// The attempts on the password of a name: see [`Attempts`].
#[derive(Clone, Copy, PartialEq, prost::Message)]
pub(crate) struct AttemptsDocument {
    #[prost(uint32, tag = "1")]
    pub(crate) count: u32,
    #[prost(message, optional, tag = "2")]
    pub(crate) first_at: Option<Timestamp>,
    #[prost(message, optional, tag = "3")]
    pub(crate) locked_until: Option<Timestamp>,
    #[prost(uint32, tag = "4")]
    pub(crate) locks: u32,
}

/// The signing keys, in the order in which they begin to sign.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct KeyRingDocument {
    #[prost(message, repeated, tag = "1")]
    pub(crate) keys: Vec<KeyDocument>,
}

/// One signing key.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(crate) struct KeyDocument {
    #[prost(string, tag = "1")]
    pub(crate) id: String,
    /// The private key: 32 bytes, or encrypted.
    #[prost(bytes = "vec", tag = "2")]
    pub(crate) seed: Vec<u8>,
    #[prost(bool, tag = "3")]
    pub(crate) encrypted: bool,
    #[prost(message, optional, tag = "4")]
    pub(crate) signs_from: Option<Timestamp>,
    /// The public key, which is never encrypted.
    #[prost(bytes = "vec", tag = "5")]
    pub(crate) public: Vec<u8>,
}

/// The rate limits that were set. Classes that were never set have their defaults.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct LimitsDocument {
    #[prost(message, repeated, tag = "1")]
    pub(crate) limits: Vec<wire::Limit>,
}

impl Document for PlayerDocument {}
impl Document for IdentityDocument {}
impl Document for SessionDocument {}
impl Document for RevocationDocument {}
impl Document for AttemptsDocument {}
impl Document for KeyRingDocument {}
impl Document for LimitsDocument {}

/// The keys of the documents.
pub(crate) mod key {
    use super::Key;
    use crate::secrets;

    pub(crate) fn player(player_id: &str) -> Key {
        Key::new("player").with(player_id)
    }

    pub(crate) fn session(subject: &str, session_id: &str) -> Key {
        sessions(subject).with(session_id)
    }

    pub(crate) fn sessions(subject: &str) -> Key {
        Key::new("session").with(subject)
    }

    pub(crate) fn revocations() -> Key {
        Key::new("revocation")
    }

    pub(crate) fn revocation(session_id: &str) -> Key {
        revocations().with(session_id)
    }

    pub(crate) fn password(name: &str) -> Key {
        Key::new("identity").with("password").with(name)
    }

    /// A device is found by the hash of its secret, which has at least 128 random bits: it cannot be guessed back.
    pub(crate) fn device(secret: &str) -> Key {
        Key::new("identity").with("device").with(&hex(&secrets::hash_parts(&["device", secret])))
    }

    /// A provider's subjects are found by their hash, because they may be long.
    pub(crate) fn external(provider: &str, subject: &str) -> Key {
        Key::new("identity").with("external").with(provider).with(&hex(&secrets::hash_parts(&["external", subject])))
    }

    pub(crate) fn attempts(name: &str) -> Key {
        Key::new("attempts").with(name)
    }

    pub(crate) fn keys() -> Key {
        Key::new("keys")
    }

    pub(crate) fn key_ring() -> Key {
        keys().with("ring")
    }

    pub(crate) fn limits() -> Key {
        Key::new("limits")
    }

    pub(crate) fn limit_table() -> Key {
        limits().with("table")
    }

    fn hex(hash: &secrets::Hash) -> String {
        use std::fmt::Write;
        hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// A stored time. What was never set is 1970: long past.
pub(crate) fn time(stored: Option<&Timestamp>) -> SystemTime {
    stored.and_then(|time| SystemTime::try_from(*time).ok()).unwrap_or(SystemTime::UNIX_EPOCH)
}

impl PlayerDocument {
    pub(crate) fn held_role(&self) -> Role {
        roles::from_stored(self.role)
    }

    /// The ban, if one is in force.
    pub(crate) fn ban_at(&self, now: SystemTime) -> Option<&wire::BanState> {
        let ban = self.ban.as_ref()?;
        ban.end_time.is_none_or(|end| time(Some(&end)) > now).then_some(ban)
    }

    /// The account as it is shown.
    pub(crate) fn to_wire(&self, now: SystemTime) -> wire::Player {
        let identity = |link: &IdentityLink| wire::Identity {
            kind: link.kind,
            name: link.name.clone(),
            link_time: link.linked_at,
        };
        wire::Player {
            player_id: self.player_id.clone(),
            role: self.role,
            create_time: self.created_at,
            identities: self.identities.iter().map(identity).collect(),
            ban: self.ban_at(now).cloned(),
        }
    }
}

impl SessionDocument {
    pub(crate) fn held_role(&self) -> Role {
        roles::from_stored(self.role)
    }

    /// The session as it is shown.
    pub(crate) fn to_wire(&self) -> wire::Session {
        wire::Session {
            session_id: self.session_id.clone(),
            subject: self.subject.clone(),
            role: self.role,
            create_time: self.created_at,
            refresh_time: self.refreshed_at,
            expire_time: self.expires_at,
            identity_kind: self.identity_kind,
            label: self.label.clone(),
        }
    }
}

impl RefreshDocument {
    pub(crate) fn new(hashes: &RefreshHashes) -> Self {
        Self { family: hashes.family.to_vec(), secret: hashes.secret.to_vec() }
    }

    /// `None` when what is stored has not the length of hashes.
    pub(crate) fn hashes(&self) -> Option<RefreshHashes> {
        let family = self.family.as_slice().try_into().ok()?;
        let secret = self.secret.as_slice().try_into().ok()?;
        Some(RefreshHashes { family, secret })
    }
}

impl AttemptsDocument {
    pub(crate) fn new(attempts: &Attempts) -> Self {
        Self {
            count: attempts.count,
            first_at: attempts.first_at.map(Timestamp::from),
            locked_until: attempts.locked_until.map(Timestamp::from),
            locks: attempts.locks,
        }
    }

    pub(crate) fn attempts(&self) -> Attempts {
        let time = |stored: Option<Timestamp>| stored.and_then(|time| SystemTime::try_from(time).ok());
        Attempts {
            count: self.count,
            first_at: time(self.first_at),
            locked_until: time(self.locked_until),
            locks: self.locks,
        }
    }
}

impl fmt::Debug for IdentityDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("IdentityDocument").field("player_id", &self.player_id).finish_non_exhaustive()
    }
}

impl fmt::Debug for RefreshDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RefreshDocument").finish_non_exhaustive()
    }
}

impl fmt::Debug for KeyDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encrypted = self.encrypted;
        formatter
            .debug_struct("KeyDocument")
            .field("id", &self.id)
            .field("encrypted", &encrypted)
            .finish_non_exhaustive()
    }
}
