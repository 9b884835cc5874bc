//! Proofs of identity: what a caller presents, and whose it proves to be.

use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::IdentityKind;
use realmwire_contract::auth::v1::credential::Proof as WireProof;
use realmwire_sdk::context::Context;
use realmwire_sdk::limits::{Limiter, network};
use realmwire_sdk::secret::Secret;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Key, Store, Stored};

use crate::config::LockoutConfig;
use crate::error::AuthError;
use crate::hashing::{Hasher, Verification};
use crate::providers::Providers;
use crate::rules::identity;
use crate::rules::lockout::{Attempts, LockoutPolicy};
use crate::secrets::{self, short_hex};
use crate::state::{AttemptsDocument, IdentityDocument, key};

/// The rate class of password attempts from one address. It is none of those that requests have.
pub(crate) const ATTEMPTS_CLASS: &str = "password-attempts";

/// A credential whose form is right, before anything is looked up.
#[derive(Debug)]
pub(crate) enum Claim {
    Device { secret: Secret, label: String },
    Password { name: String, password: Secret },
    External { provider: String, token: Secret },
}

/// An identity by its place in the store.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) kind: IdentityKind,
    /// What is shown of it.
    pub(crate) name: String,
    pub(crate) key: Key,
}

/// Checks proofs.
pub(crate) struct Prover {
    store: Store,
    hasher: Hasher,
    providers: std::sync::Arc<Providers>,
    limiter: Limiter,
    lockout: LockoutPolicy,
}

/// A password that was right.
#[derive(Debug)]
pub(crate) struct ProvenPassword {
    pub(crate) identity: Stored<IdentityDocument>,
    /// What the commit of the caller must hold: the attempts are forgotten, and a hash with today's parameters replaces
    /// an older one.
    pub(crate) changes: Changes,
}

impl Claim {
    /// Reads a credential; `field` is where it stands in the request.
    pub(crate) fn parse(field: &str, credential: Option<wire::Credential>) -> Result<Self, Status> {
        let proof = credential.and_then(|credential| credential.proof);
        match proof.ok_or_else(|| Status::invalid(field, "must be one of device, password and external"))? {
            WireProof::Device(device) => {
                identity::device_secret(&format!("{field}.device.secret"), &device.secret)?;
                let label = identity::label(&format!("{field}.device.label"), &device.label)?;
                Ok(Self::Device { secret: Secret::from(device.secret), label })
            }
            WireProof::Password(password) => {
                let name = identity::password_name(&format!("{field}.password.name"), &password.name)?;
                Ok(Self::Password { name, password: Secret::from(password.password) })
            }
            WireProof::External(external) => {
                Ok(Self::External { provider: external.provider, token: Secret::from(external.token) })
            }
        }
    }

    pub(crate) const fn kind(&self) -> IdentityKind {
        match self {
            Self::Device { .. } => IdentityKind::Device,
            Self::Password { .. } => IdentityKind::Password,
            Self::External { .. } => IdentityKind::External,
        }
    }
}

impl Prover {
    pub(crate) fn new(
        store: Store,
        hasher: Hasher,
        providers: std::sync::Arc<Providers>,
        limiter: Limiter,
        config: &LockoutConfig,
    ) -> Self {
        Self { store, hasher, providers, limiter, lockout: config.policy() }
    }

    /// The identity that a claim is about. A device's secret and a provider's token prove it by that; a password does not.
    pub(crate) fn identity(&self, cx: &Context, claim: &Claim) -> Result<Identity, Status> {
        Ok(match claim {
            Claim::Device { secret, label } => {
                Identity { kind: claim.kind(), name: label.clone(), key: key::device(secret.expose()) }
            }
            Claim::Password { name, .. } => {
                Identity { kind: claim.kind(), name: name.clone(), key: key::password(name) }
            }
            Claim::External { provider, token } => {
                let subject = self.providers.subject(provider, token.expose(), cx.now())?;
                Identity { kind: claim.kind(), name: provider.clone(), key: key::external(provider, &subject) }
            }
        })
    }

    /// The hash of a new password.
    pub(crate) async fn hash(&self, password: Secret) -> Result<String, Status> {
        self.hasher.hash(password).await
    }

    /// Checks the password of `name`.
    ///
    /// The attempt is counted first, by a commit that only one of several at the same time can make. An unknown name
    /// takes the same steps and the same time, and is locked like any other.
    pub(crate) async fn password(&self, cx: &Context, name: &str, password: Secret) -> Result<ProvenPassword, Status> {
        self.count_by_address(cx).await?;
        let attempts = self.count(cx, name).await?;
        let identity = self.store.load::<IdentityDocument>(&key::password(name)).await?;
        let hash = identity.as_ref().map(|stored| stored.value.password_hash.clone());
        let verification = self.hasher.verify(password.clone(), hash).await?;
        let Some(identity) = identity.filter(|_| verification != Verification::Wrong) else {
            return Err(self.wrong(cx, name, &attempts).await?);
        };
        let mut changes = Changes::new().delete(key::attempts(name), Expect::Any);
        if verification == Verification::RightButOutdated {
            let password_hash = self.hasher.hash(password).await?;
            changes = changes.update(&identity, &IdentityDocument { password_hash, ..identity.value.clone() });
        }
        Ok(ProvenPassword { identity, changes })
    }

    /// The event of a failure, committed though the call fails.
    pub(crate) async fn failed(
        &self,
        cx: &Context,
        kind: IdentityKind,
        place: &Key,
        attempts: Option<&Attempts>,
    ) -> Result<(), Status> {
        let locked = attempts.is_some_and(|attempts| attempts.locked_for(cx.now()).is_some());
        let count = |attempts: &Attempts| if locked { self.lockout.failures } else { attempts.count };
        let unlock_time = attempts.and_then(|attempts| attempts.locked_until).filter(|_| locked);
        let failed = wire::LoginFailed {
            identity: short_hex(&secrets::hash_parts(&[place.as_str()])),
            identity_kind: kind.into(),
            address: cx.client_address().unwrap_or_default().to_owned(),
            failures: attempts.map_or(0, count),
            unlock_time: unlock_time.map(Into::into),
        };
        self.store.note(cx, Changes::new().event(&failed)).await
    }

    async fn wrong(&self, cx: &Context, name: &str, attempts: &Attempts) -> Result<Status, Status> {
        self.failed(cx, IdentityKind::Password, &key::password(name), Some(attempts)).await?;
        Ok(match attempts.locked_for(cx.now()) {
            Some(lock) => AuthError::WrongPasswordLocks(lock).into(),
            None => AuthError::WrongPassword.into(),
        })
    }

    async fn count_by_address(&self, cx: &Context) -> Result<(), Status> {
        let Some(address) = cx.client_address() else { return Ok(()) };
        match self.limiter.take_from(&network(address), ATTEMPTS_CLASS, 1).await {
            Some(decision) if !decision.allowed => Err(AuthError::TooManyAttempts(decision.retry_after).into()),
            _ => Ok(()),
        }
    }

    /// Counts an attempt on a name before it is made.
    async fn count(&self, cx: &Context, name: &str) -> Result<Attempts, Status> {
        let place = key::attempts(name);
        let stored = self.store.load::<AttemptsDocument>(&place).await?;
        let before = stored.as_ref().map(|stored| stored.value.attempts()).unwrap_or_default();
        if let Some(left) = before.locked_for(cx.now()) {
            return Err(AuthError::Locked(left).into());
        }
        let attempts = before.and_one(cx.now(), &self.lockout);
        let expect = stored.map_or(Expect::Absent, |stored| Expect::Revision(stored.revision));
        let memory = Some(Attempts::memory(&self.lockout));
        let counted = Changes::new().put(place, expect, &AttemptsDocument::new(&attempts), memory);
        self.store.note(cx, counted).await?;
        Ok(attempts)
    }
}
