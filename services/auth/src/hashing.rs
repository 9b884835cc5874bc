//! Passwords into hashes: Argon2id, a bounded number at a time.
//!
//! A hash takes 19 MiB and tens of milliseconds, so it runs on the threads for blocking work, and a burst of logins must
//! not become as many hashes at once: the memory would be the attacker's lever.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use realmwire_sdk::secret::Secret;
use realmwire_sdk::service::blocking;
use realmwire_sdk::status::Status;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::PasswordConfig;
use crate::secrets;

/// How soon a caller that found every place taken may come again.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What the dummy hash is of. Nobody has this password, and what it hashes to does not matter.
const DUMMY_PASSWORD: &[u8] = b"no account has this password";

/// Hashes and verifies passwords. Clones share the bound.
#[derive(Clone)]
pub(crate) struct Hasher(Arc<Inner>);

struct Inner {
    argon2: Argon2<'static>,
    /// Hashes at a time.
    turns: Arc<Semaphore>,
    /// Calls that hash or wait for it.
    places: Arc<Semaphore>,
    /// What is verified against where there is no account, so that it takes as long.
    dummy: String,
}

/// What came out of verifying a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verification {
    /// It is another password, or there is no account.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, hashed with other parameters than today's.
    RightButOutdated,
}

/// Argon2 could not be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HashError {
    #[error("use Argon2id with these parameters")]
    Parameters(#[source] argon2::Error),
    #[error("hash a password")]
    Hash(#[source] argon2::password_hash::Error),
    #[error("read a stored password hash")]
    Stored(#[source] argon2::password_hash::phc::Error),
}

impl Hasher {
    /// A hasher with the configured parameters.
    pub(crate) fn new(config: &PasswordConfig) -> Result<Self, HashError> {
        let params = Params::new(config.memory_kib, config.iterations, 1, Some(32)).map_err(HashError::Parameters)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = argon2.hash_password_with_salt(DUMMY_PASSWORD, &[0; 16]).map_err(HashError::Hash)?.to_string();
        Ok(Self(Arc::new(Inner {
            argon2,
            turns: Arc::new(Semaphore::new(config.hashes_max)),
            places: Arc::new(Semaphore::new(config.hashes_max + config.waiting_max)),
            dummy,
        })))
    }

    /// The hash of a new password, in PHC form.
    pub(crate) async fn hash(&self, password: Secret) -> Result<String, Status> {
        let salt: [u8; 16] = secrets::random()?;
        self.run(move |inner| {
            let hash = inner.argon2.hash_password_with_salt(password.expose().as_bytes(), &salt);
            Ok(hash.map_err(HashError::Hash)?.to_string())
        })
        .await
    }

    /// Compares a password with a stored hash; without one it takes as long and is wrong.
    pub(crate) async fn verify(&self, password: Secret, stored: Option<String>) -> Result<Verification, Status> {
        self.run(move |inner| inner.verify(&password, stored.as_deref())).await
    }

    /// Waits for a turn and works on a thread for blocking work. The turn is held until the work is done, also when the
    /// caller gave up.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, Status> {
        let (place, turn) = self.turn().await?;
        let inner = Arc::clone(&self.0);
        let done = blocking(move || {
            let result = work(&inner);
            drop((turn, place));
            result
        });
        done.await?.map_err(Status::internal)
    }

    async fn turn(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Status> {
        let full = || Status::resource_exhausted("too many passwords are being checked", RETRY_AFTER);
        let place = Arc::clone(&self.0.places).try_acquire_owned().map_err(|_| full())?;
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.map_err(|_| full())?;
        Ok((place, turn))
    }
}

impl Inner {
    fn verify(&self, password: &Secret, stored: Option<&str>) -> Result<Verification, HashError> {
        let hash = PasswordHash::new(stored.unwrap_or(&self.dummy)).map_err(HashError::Stored)?;
        let right = match self.argon2.verify_password(password.expose().as_bytes(), &hash) {
            Ok(()) => stored.is_some(),
            Err(argon2::password_hash::Error::PasswordInvalid) => false,
            Err(error) => return Err(HashError::Hash(error)),
        };
        Ok(match (right, self.is_current(&hash)) {
            (false, _) => Verification::Wrong,
            (true, true) => Verification::Right,
            (true, false) => Verification::RightButOutdated,
        })
    }

    fn is_current(&self, hash: &PasswordHash) -> bool {
        let today = self.argon2.params();
        hash.algorithm == Algorithm::Argon2id.ident()
            && Params::try_from(hash).is_ok_and(|params| {
                (params.m_cost(), params.t_cost(), params.p_cost()) == (today.m_cost(), today.t_cost(), today.p_cost())
            })
    }
}

#[cfg(test)]
mod tests {
    use argon2::{Algorithm, AssociatedData, ParamsBuilder, Version};
    use realmwire_sdk::secret::Secret;
    use realmwire_sdk::status::Code;

    use super::{Hasher, Verification};
    use crate::config::PasswordConfig;

    fn hasher(config: &PasswordConfig) -> Hasher {
        Hasher::new(config).expect("the parameters are good")
    }

    /// RFC 9106, section 5.3.
    #[test]
    fn argon2id_agrees_with_rfc_9106() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .output_len(32)
            .build()
            .unwrap();
        let argon2 = argon2::Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        let expected = [
            0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b, 0x53, 0xc9, 0xd0, 0x1e,
            0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01, 0xe6, 0x59,
        ];
        assert_eq!(tag, expected);
    }

    #[tokio::test]
    async fn a_password_is_right_or_wrong_and_no_account_is_wrong() {
        let hasher = hasher(&PasswordConfig::default());
        let hash = hasher.hash(Secret::from("correct horse")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify =
            |password: &str, stored: Option<&str>| hasher.verify(Secret::from(password), stored.map(str::to_owned));
        assert_eq!(verify("correct horse", Some(&hash)).await.unwrap(), Verification::Right);
        assert_eq!(verify("correct house", Some(&hash)).await.unwrap(), Verification::Wrong);
        assert_eq!(verify("no account has this password", None).await.unwrap(), Verification::Wrong);
    }

    #[tokio::test]
    async fn equal_passwords_have_different_hashes() {
        let hasher = hasher(&PasswordConfig::default());
        let password = Secret::from("correct horse");
        assert_ne!(hasher.hash(password.clone()).await.unwrap(), hasher.hash(password).await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_outdated() {
        let old = hasher(&PasswordConfig { iterations: 3, ..PasswordConfig::default() });
        let hash = old.hash(Secret::from("correct horse")).await.unwrap();
        let new = hasher(&PasswordConfig::default());
        let verified = new.verify(Secret::from("correct horse"), Some(hash)).await.unwrap();
        assert_eq!(verified, Verification::RightButOutdated);
    }

    #[tokio::test]
    async fn past_the_bound_calls_are_refused_at_once() {
        let hasher = hasher(&PasswordConfig { hashes_max: 1, waiting_max: 0, ..PasswordConfig::default() });
        let first = hasher.turn().await.unwrap();
        let status = hasher.hash(Secret::from("correct horse")).await.unwrap_err();
        assert_eq!(status.code(), Code::ResourceExhausted);
        assert!(status.retry_after().is_some());
        drop(first);
        assert!(hasher.hash(Secret::from("correct horse")).await.is_ok());
    }
}
