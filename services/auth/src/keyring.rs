//! The signing keys of this instance: a copy of what the journal holds, kept fresh by a watch.
//!
//! All instances share the keys. The first one to start makes the first key; whichever comes first when it is time makes
//! the next. The commit's expectation lets one of them win, and the others find its key.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures::StreamExt;
use parking_lot::RwLock;
use realmwire_sdk::context::Context;
use realmwire_sdk::secret::{Cipher, CipherError, Secret};
use realmwire_sdk::service::{Caller, Shutdown};
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changed, Changes, Store, Stored, WatchStart};
use realmwire_sdk::token::jwk::Jwk;
use realmwire_sdk::token::{Claims, KeySet, SigningKey, Trust, jwk};
use zeroize::Zeroizing;

use crate::config::KeysConfig;
use crate::error::chain;
use crate::rules::keyring::{self as rules, RotationPolicy, Timed};
use crate::secrets;
use crate::state::{KeyDocument, KeyRingDocument, key, time};

/// What the keys are encrypted for, so that the same secret may serve other purposes.
const PURPOSE: &[u8] = b"auth signing keys";
/// How long making or storing a key may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How soon a rotation that failed is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(30);
/// Keys at a time; far more than the rotation makes.
const KEYS_MAX: usize = 16;

/// The signing keys. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Keyring(Arc<Inner>);

struct Inner {
    store: Store,
    caller: Caller,
    policy: RotationPolicy,
    ciphers: Ciphers,
    ring: RwLock<Arc<Vec<RingKey>>>,
    trust: Trust,
}

/// What private keys are encrypted with.
struct Ciphers {
    current: Option<Cipher>,
    /// What some may still be encrypted with.
    previous: Option<Cipher>,
}

/// A key in use.
#[derive(Clone)]
struct RingKey {
    key: Arc<SigningKey>,
    signs_from: SystemTime,
}

/// Why the signing keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyringError {
    #[error("read or write the signing keys")]
    Store(#[from] Status),
    #[error("the signing keys are encrypted: configure the keys.encryption_secret that they were encrypted with")]
    NoSecret,
    #[error("decrypt the signing key {id:?} with keys.encryption_secret")]
    Decrypt { id: String, source: CipherError },
    #[error("use keys.encryption_secret")]
    Cipher(#[source] CipherError),
    #[error("the signing key {0:?} is not one")]
    Malformed(String),
}

impl Timed for RingKey {
    fn signs_from(&self) -> SystemTime {
        self.signs_from
    }
}

impl Timed for KeyDocument {
    fn signs_from(&self) -> SystemTime {
        time(self.signs_from.as_ref())
    }
}

impl Keyring {
    /// The keys in the journal; the first one is made if there is none.
    pub(crate) async fn open(
        store: Store,
        caller: Caller,
        policy: RotationPolicy,
        config: &KeysConfig,
    ) -> Result<Self, KeyringError> {
        let cipher = |secret: &Option<Secret>| {
            let cipher = secret.as_ref().map(|secret| Cipher::new(secret.expose().as_bytes(), &[PURPOSE]));
            cipher.transpose().map_err(KeyringError::Cipher)
        };
        let ciphers = Ciphers {
            current: cipher(&config.encryption_secret)?,
            previous: cipher(&config.previous_encryption_secret)?,
        };
        let ring = RwLock::default();
        let keyring = Self(Arc::new(Inner { store, caller, policy, ciphers, ring, trust: Trust::default() }));
        keyring.maintain().await?;
        Ok(keyring)
    }

    /// A token signed with the present key.
    pub(crate) fn sign(&self, claims: &Claims) -> Result<String, Status> {
        let ring = Arc::clone(&self.0.ring.read());
        let at = rules::signing(&ring, self.0.caller.host().now());
        let signing = at.and_then(|at| ring.get(at)).ok_or_else(|| Status::unavailable("there is no signing key"))?;
        signing.key.sign(claims).map_err(Status::internal)
    }

    /// What this instance trusts: the same keys.
    pub(crate) fn trust(&self) -> &Trust {
        &self.0.trust
    }

    /// The public keys in the journal, as they are published.
    pub(crate) async fn published(&self) -> Result<Vec<Jwk>, Status> {
        let stored = self.load().await?;
        Ok(stored.map(|stored| stored.value.keys.iter().filter_map(public_jwk).collect()).unwrap_or_default())
    }

    /// The keys with a new one that signs at once, and without the others if they are not trusted any longer: the changes
    /// that store them, and the public keys.
    pub(crate) async fn rotated(&self, cx: &Context, distrust: bool) -> Result<(Changes, Vec<Jwk>), Status> {
        let stored = self.load().await?;
        let now = cx.now();
        let mut keys = match &stored {
            Some(stored) if !distrust => stored.value.keys.clone(),
            _ => Vec::new(),
        };
        // A key that was only published has signed nothing.
        keys.retain(|key| key.signs_from() <= now);
        if keys.len() >= KEYS_MAX {
            return Err(Status::failed_precondition("TOO_MANY_KEYS", "too many keys are still trusted"));
        }
        keys.push(self.new_key(if distrust { now } else { now + rules::LEAD })?);
        let jwks = keys.iter().filter_map(public_jwk).collect();
        Ok((replace(stored.as_ref(), &KeyRingDocument { keys }), jwks))
    }

    /// Follows the journal and makes keys when it is time, until `shutdown`.
    pub(crate) async fn keep_fresh(&self, shutdown: Shutdown) {
        let follow = self.follow(&shutdown);
        let rotate = self.rotate(&shutdown);
        futures::join!(follow, rotate);
    }

    async fn follow(&self, shutdown: &Shutdown) {
        while !shutdown.is_requested() {
            if let Err(status) = self.follow_once(shutdown).await {
                tracing::warn!(error = %status, "the watch of the signing keys begins anew");
            }
            shutdown.or(self.wait(Duration::from_secs(1))).await;
        }
    }

    async fn follow_once(&self, shutdown: &Shutdown) -> Result<(), Status> {
        let watch = self.0.store.watch::<KeyRingDocument>(&key::keys(), WatchStart::Current).await?;
        let mut watch = std::pin::pin!(watch);
        while let Some(Some(change)) = shutdown.or(watch.next()).await {
            if let Changed::Put(stored) = change?
                && let Err(error) = self.adopt(&stored.value)
            {
                tracing::error!(error = chain(&error), "new signing keys cannot be used; the ones before stay in use");
            }
        }
        Ok(())
    }

    async fn rotate(&self, shutdown: &Shutdown) {
        while !shutdown.is_requested() {
            let now = self.0.caller.host().now();
            let due = rules::next_change(&self.0.ring.read(), now, &self.0.policy);
            if shutdown.or(self.0.caller.host().clock().sleep_until(due)).await.is_none() {
                return;
            }
            if let Err(error) = self.maintain().await {
                tracing::error!(error = chain(&error), "the signing keys could not be rotated; trying again");
                shutdown.or(self.wait(RETRY_AFTER)).await;
            }
        }
    }

    /// Loads the keys, does what is due, and takes them into use.
    async fn maintain(&self) -> Result<(), KeyringError> {
        loop {
            let cx = self.0.caller.context(TIMEOUT);
            let stored = self.load().await?;
            let keys = stored.as_ref().map(|stored| stored.value.keys.clone()).unwrap_or_default();
            let due = self.due(keys.clone(), cx.now())?;
            if due == keys {
                return self.adopt(&KeyRingDocument { keys });
            }
            let ring = KeyRingDocument { keys: due };
            match self.0.store.commit(&cx, replace(stored.as_ref(), &ring), ()).await {
                Ok(()) => return self.adopt(&ring),
                // Another instance came first: what it made is what is there now.
                Err(status) if status.is_conflict() => {}
                Err(status) => return Err(status.into()),
            }
        }
    }

    /// The keys as they should be `now`: without those whose tokens have ended, with the next one when it is time, and
    /// encrypted with the secret if there is one.
    fn due(&self, keys: Vec<KeyDocument>, now: SystemTime) -> Result<Vec<KeyDocument>, KeyringError> {
        let mut keys = rules::trusted(keys, now, &self.0.policy);
        for document in &mut keys {
            self.0.ciphers.renew(document)?;
        }
        if let Some(signs_from) = rules::next_signs_from(&keys, now, &self.0.policy) {
            keys.push(self.new_key(signs_from)?);
        }
        Ok(keys)
    }

    fn new_key(&self, signs_from: SystemTime) -> Result<KeyDocument, Status> {
        let seed = Zeroizing::new(secrets::random::<32>()?);
        let signing = SigningKey::from_seed(&seed).map_err(Status::internal)?;
        let mut document = KeyDocument {
            id: signing.id().to_owned(),
            seed: seed.to_vec(),
            encrypted: false,
            signs_from: Some(signs_from.into()),
            public: signing.public().to_vec(),
        };
        self.0.ciphers.renew(&mut document).map_err(Status::internal)?;
        Ok(document)
    }

    /// Takes the keys into use.
    fn adopt(&self, document: &KeyRingDocument) -> Result<(), KeyringError> {
        let ring = document.keys.iter().map(|document| self.0.ciphers.key(document)).collect::<Result<Vec<_>, _>>()?;
        let jwks: Vec<Jwk> = ring.iter().map(|ring_key| ring_key.key.jwk()).collect();
        let trusted = KeySet::from_jwks(&jwks).map_err(|_| KeyringError::Malformed("a repeated one".to_owned()))?;
        *self.0.ring.write() = Arc::new(ring);
        self.0.trust.set_keys(trusted);
        Ok(())
    }

    async fn load(&self) -> Result<Option<Stored<KeyRingDocument>>, Status> {
        self.0.store.load(&key::key_ring()).await
    }

    async fn wait(&self, time: Duration) {
        let host = self.0.caller.host();
        host.clock().sleep_until(host.now() + time).await;
    }
}

impl Ciphers {
    /// Encrypts a private key with the current secret, if it is not and there is one.
    fn renew(&self, document: &mut KeyDocument) -> Result<(), KeyringError> {
        let Some(current) = &self.current else { return Ok(()) };
        let place = document.id.as_bytes();
        if document.encrypted && current.open(place, &document.seed).is_ok() {
            return Ok(());
        }
        let seed = self.seed(document)?;
        document.seed = current.seal(place, &seed).map_err(KeyringError::Cipher)?;
        document.encrypted = true;
        Ok(())
    }

    /// The stored key, to be used.
    fn key(&self, document: &KeyDocument) -> Result<RingKey, KeyringError> {
        let malformed = || KeyringError::Malformed(document.id.clone());
        let seed = self.seed(document)?;
        let seed = <&[u8; 32]>::try_from(seed.as_slice()).map_err(|_| malformed())?;
        let key = SigningKey::from_seed(seed).map_err(|_| malformed())?;
        if key.id() != document.id {
            return Err(malformed());
        }
        Ok(RingKey { key: Arc::new(key), signs_from: document.signs_from() })
    }

    fn seed(&self, document: &KeyDocument) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        if !document.encrypted {
            return Ok(Zeroizing::new(document.seed.clone()));
        }
        let mut failure = KeyringError::NoSecret;
        for cipher in [&self.current, &self.previous].into_iter().flatten() {
            match cipher.open(document.id.as_bytes(), &document.seed) {
                Ok(seed) => return Ok(Zeroizing::new(seed)),
                Err(source) => failure = KeyringError::Decrypt { id: document.id.clone(), source },
            }
        }
        Err(failure)
    }
}

/// The published form of a stored key; its private half is not looked at.
pub(crate) fn public_jwk(document: &KeyDocument) -> Option<Jwk> {
    Some(jwk::ed25519(document.public.as_slice().try_into().ok()?))
}

fn replace(stored: Option<&Stored<KeyRingDocument>>, ring: &KeyRingDocument) -> Changes {
    match stored {
        Some(stored) => Changes::new().update(stored, ring),
        None => Changes::new().create(key::key_ring(), ring),
    }
}
