//! What a process trusts: the keys that tokens are signed with, less the sessions that have ended.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use parking_lot::RwLock;

use super::jwk::{Jwk, JwkError, PublicKey};

/// Public keys by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet(HashMap<String, PublicKey>);

/// Why a set of published keys cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// A key has no id, so that no token could name it.
    #[error("a key has no kid")]
    NoId,
    /// Two keys have the same id.
    #[error("two keys have the kid {0:?}")]
    Repeated(String),
    /// A key cannot be used.
    #[error("the key with the kid {id:?} cannot be used")]
    Key {
        /// Its id.
        id: String,
        /// Why not.
        #[source]
        source: JwkError,
    },
}

impl KeySet {
    /// Reads published keys. All of them must have an id and be usable.
    pub fn from_jwks<'a>(jwks: impl IntoIterator<Item = &'a Jwk>) -> Result<Self, KeySetError> {
        let mut keys = HashMap::new();
        for jwk in jwks {
            let id = jwk.kid.clone().filter(|id| !id.is_empty()).ok_or(KeySetError::NoId)?;
            let key = PublicKey::from_jwk(jwk).map_err(|source| KeySetError::Key { id: id.clone(), source })?;
            if keys.insert(id.clone(), key).is_some() {
                return Err(KeySetError::Repeated(id));
            }
        }
        Ok(Self(keys))
    }

    /// The key with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&PublicKey> {
        self.0.get(id)
    }

    /// How many keys it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A session that ended before its access tokens did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The session.
    pub session_id: String,
    /// When its last access token has ended by itself, so that the revocation can be forgotten.
    pub forget_at: SystemTime,
}

/// What a process trusts, shared by whoever verifies in it and whoever keeps it fresh. Clones are the same trust.
///
/// A new one trusts nothing and says so: [`Trust::is_known`] is false until [`Trust::replace`] was called once.
#[derive(Clone, Debug, Default)]
pub struct Trust(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    keys: RwLock<Option<Arc<KeySet>>>,
    revoked: RwLock<HashMap<String, SystemTime>>,
}

impl Trust {
    /// Replaces all that was known: what a feed does with what it is told at its start.
    ///
    /// Sessions that ended stay ended: none comes back, whatever the new knowledge says.
    pub fn replace(&self, keys: KeySet, revocations: impl IntoIterator<Item = Revocation>) {
        // Revocations first: at no moment is a key trusted whose sessions that ended are not known.
        for revocation in revocations {
            self.revoke(revocation);
        }
        self.set_keys(keys);
    }

    /// Replaces the keys. Tokens of keys that are no longer in the set are refused from now on.
    pub fn set_keys(&self, keys: KeySet) {
        *self.0.keys.write() = Some(Arc::new(keys));
    }

    /// Refuses the tokens of a session from now on.
    pub fn revoke(&self, revocation: Revocation) {
        let mut revoked = self.0.revoked.write();
        let forget_at = revoked.entry(revocation.session_id).or_insert(revocation.forget_at);
        *forget_at = revocation.forget_at.max(*forget_at);
    }

    /// Forgets revocations whose tokens have all ended by `now`.
    pub fn forget_before(&self, now: SystemTime) {
        self.0.revoked.write().retain(|_, forget_at| *forget_at > now);
    }

    /// Whether anything was ever known. Before that no token can be judged, good or bad.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.0.keys.read().is_some()
    }

    /// How many ended sessions are remembered.
    #[must_use]
    pub fn revocations(&self) -> usize {
        self.0.revoked.read().len()
    }

    /// The keys, if any were ever known.
    pub(super) fn keys(&self) -> Option<Arc<KeySet>> {
        self.0.keys.read().clone()
    }

    /// Whether the session has ended.
    pub(super) fn is_revoked(&self, session_id: &str) -> bool {
        self.0.revoked.read().contains_key(session_id)
    }
}
