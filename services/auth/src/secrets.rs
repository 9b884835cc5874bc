//! Randomness for secrets, and hashes of them.
//!
//! Ids come from the call's context, whose randomness can be replayed. Secrets come from the operating system and from
//! nowhere else: a replay must not reproduce them.

use realmwire_sdk::status::Status;
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};

/// A SHA-256. Enough for what is random and long; passwords get Argon2id.
pub(crate) type Hash = [u8; 32];

/// The operating system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("get randomness from the operating system")]
struct NoRandomness;

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Status> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Status::internal(NoRandomness))?;
    Ok(bytes)
}

/// The hash of a secret.
pub(crate) fn hash(secret: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, secret).as_ref());
    hash
}

/// The hash of several parts, none of which can pass for the end of another.
pub(crate) fn hash_parts(parts: &[&str]) -> Hash {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// The first 16 bytes of a hash in hexadecimal: a name for something whose own name must not be told.
pub(crate) fn short_hex(hash: &Hash) -> String {
    use std::fmt::Write;
    hash.iter().take(16).fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
