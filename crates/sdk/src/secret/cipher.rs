use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom, SystemRandom};

/// Separates what is derived here from whatever else comes out of the same secret.
const DOMAIN: &[u8] = b"realmwire secret 1";

/// Encrypts and authenticates small things at rest, with a key that is derived from a secret: HKDF-SHA256 and
/// AES-256-GCM. Each encryption has its own random nonce.
///
/// ```
/// use realmwire_sdk::secret::Cipher;
///
/// let cipher = Cipher::new(b"a secret that nobody guesses", &[b"signing keys"]).unwrap();
/// let sealed = cipher.seal(b"key 7", b"the private key").unwrap();
/// assert_eq!(cipher.open(b"key 7", &sealed).unwrap(), b"the private key");
/// assert!(cipher.open(b"key 8", &sealed).is_err());
/// ```
pub struct Cipher(LessSafeKey);

/// Something could not be encrypted, or was not encrypted with the same secret for the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CipherError(&'static str);

/// 32 bytes out of HKDF.
struct Derived;

impl KeyType for Derived {
    fn len(&self) -> usize {
        32
    }
}

/// 32 bytes that come out of `secret` for `purpose`, and say nothing about the secret or what comes out for another.
pub fn derive(secret: &[u8], purpose: &[&[u8]]) -> Result<[u8; 32], CipherError> {
    let mut derived = [0; 32];
    Salt::new(HKDF_SHA256, DOMAIN)
        .extract(secret)
        .expand(purpose, Derived)
        .and_then(|derivation| derivation.fill(&mut derived))
        .map_err(|_| CipherError("derive a key"))?;
    Ok(derived)
}

impl Cipher {
    /// A cipher whose key comes out of `secret` for `purpose`.
    pub fn new(secret: &[u8], purpose: &[&[u8]]) -> Result<Self, CipherError> {
        let key = zeroize::Zeroizing::new(derive(secret, purpose)?);
        let key = UnboundKey::new(&AES_256_GCM, &*key).map_err(|_| CipherError("derive a key"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Encrypts `plain`, bound to `place`.
    pub fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        let failed = |_| CipherError("encrypt");
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(failed)?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let body = sealed.get_mut(NONCE_LEN..).unwrap_or_default();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(place), body).map_err(failed)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Decrypts what was encrypted for `place`.
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CipherError> {
        let failed = CipherError("decrypt: the secret or the place is another one, or the data was changed");
        let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(failed)?;
        let mut plain = body.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = self.0.open_in_place(nonce, Aad::from(place), &mut plain).map_err(|_| failed)?.len();
        plain.truncate(length);
        Ok(plain)
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cipher")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cipher, derive};

    fn cipher(secret: &[u8], purpose: &[u8]) -> Cipher {
        Cipher::new(secret, &[purpose]).unwrap()
    }

    #[test]
    fn another_secret_purpose_or_place_opens_nothing() {
        let sealed = cipher(b"secret", b"keys").seal(b"place", b"plain").unwrap();
        assert!(cipher(b"secret", b"keys").open(b"place", &sealed).is_ok());
        assert!(cipher(b"other", b"keys").open(b"place", &sealed).is_err());
        assert!(cipher(b"secret", b"answers").open(b"place", &sealed).is_err());
        assert!(cipher(b"secret", b"keys").open(b"other", &sealed).is_err());
        assert_ne!(derive(b"secret", &[b"a"]), derive(b"secret", &[b"b"]));
    }

    proptest! {
        #[test]
        fn what_is_sealed_is_opened_and_no_change_passes(plain in prop::collection::vec(any::<u8>(), 0..100), at in any::<prop::sample::Index>()) {
            let cipher = cipher(b"secret", b"keys");
            let sealed = cipher.seal(b"place", &plain).unwrap();
            prop_assert_eq!(cipher.open(b"place", &sealed).unwrap(), plain);
            let mut changed = sealed.clone();
            let at = at.index(changed.len());
            changed[at] ^= 1;
            prop_assert!(cipher.open(b"place", &changed).is_err());
            prop_assert!(cipher.open(b"place", &sealed[..at]).is_err());
        }
    }
}
