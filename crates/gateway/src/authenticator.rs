//! Whose a bearer token is.

use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Status;
use realmwire_sdk::token::Verifier;

/// Decides whose a token is, alone and at once: it runs on every request.
pub trait Authenticator: Send + Sync + 'static {
    /// Whose `token` is.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` when the token is not good, `UNAVAILABLE` when that cannot be told yet.
    fn authenticate(&self, token: &str) -> Result<Principal, Status>;
}

impl Authenticator for Verifier {
    fn authenticate(&self, token: &str) -> Result<Principal, Status> {
        self.verify(token).map(|claims| claims.principal()).map_err(Status::from)
    }
}
