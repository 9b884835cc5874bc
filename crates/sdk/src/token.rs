//! Access tokens: what is in them, how they are signed, and how a gateway verifies them alone on every request.
//!
//! An access token is a JSON Web Token in compact form (RFC 7519, RFC 7515), signed with Ed25519 (`alg` is `EdDSA`,
//! RFC 8037). Its header has `alg`, `typ` and `kid`; its claims are `iss`, `aud`, `sub`, `exp`, `nbf`, `iat`, `jti`,
//! `sid` and `role`. All of them are required.
//!
//! The parser is our own, over `ring`, and small. The usual crate was weighed and left: it reads the machine's clock,
//! so that no test and no replay can hold the time; it takes its cryptography from a global of the process that panics
//! where a part was not provided; it accepts a header that names extensions it does not know (`crit`), a claim that
//! occurs twice, and an algorithm list in place of one algorithm a key. Here the key decides the algorithm, the
//! token's `alg` must repeat it, and everything that is not exactly as written above is refused.
//!
//! - [`Verifier`] decides on a token, with the [`Trust`] of its process: keys, and sessions that have ended.
//! - [`SigningKey`] signs; only auth has one.
//! - [`jws`] and [`jwk`] are also what auth reads the tokens of identity providers with.

mod cache;
mod claims;
pub mod jwk;
pub mod jws;
mod signer;
mod trust;
mod verifier;

#[cfg(test)]
mod tests;

pub use claims::Claims;
pub use signer::SigningKey;
pub use trust::{KeySet, Revocation, Trust};
pub use verifier::{TokenError, Verifier, VerifierConfig};

/// The `typ` of our access tokens. It is our own, so that no other token signed with the same key passes for one.
pub const TOKEN_TYPE: &str = "realmwire-access+jwt";

/// The largest clock difference between the signer and a verifier that is tolerated.
pub const MAX_SKEW: std::time::Duration = std::time::Duration::from_mins(1);
