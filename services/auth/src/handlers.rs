//! The operations: each checks, loads, decides and commits, in the file of its subject.

mod accounts;
mod bans;
mod edge;
mod keys;
mod limits;
mod login;
mod passwords;
mod sessions;
mod tokens;

use realmwire_api::auth::Auth;
use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Role;
use realmwire_sdk::limits::Limiter;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Store, Stored};
use realmwire_sdk::stream::Sender;
use realmwire_sdk::token::Verifier;

use crate::config::Registration;
use crate::error::AuthError;
use crate::keyring::Keyring;
use crate::proof::Prover;
use crate::rules::password::PasswordPolicy;
use crate::rules::{identity, roles};
use crate::sessions::Sessions;
use crate::state::{PlayerDocument, key};

/// What the operations work with.
pub(crate) struct AuthService {
    pub(crate) store: Store,
    pub(crate) keyring: Keyring,
    /// Verifies access tokens with this instance's keys; whether the session has ended is asked of the store.
    pub(crate) verifier: Verifier,
    pub(crate) sessions: Sessions,
    pub(crate) prover: Prover,
    pub(crate) limiter: Limiter,
    pub(crate) registration: Registration,
    pub(crate) password_policy: PasswordPolicy,
}

/// The fewest characters of an idempotency key where it protects an answer with a token, or a request with a password: see
/// [`realmwire_sdk::idempotency`].
const KEY_CHARACTERS_MIN: usize = 16;

impl AuthService {
    /// An account that exists.
    async fn player(&self, player_id: &str) -> Result<Stored<PlayerDocument>, Status> {
        identity::player_id("player_id", player_id)?;
        let stored = self.store.load(&key::player(player_id)).await?;
        stored.ok_or_else(|| Status::not_found("player", player_id))
    }

    /// An account that the caller may decide over: its role is below the caller's.
    async fn player_below(&self, cx: &Context, player_id: &str) -> Result<Stored<PlayerDocument>, Status> {
        let player = self.player(player_id).await?;
        if !roles::may_decide_over(cx.principal().role, player.value.held_role()) {
            return Err(AuthError::RoleTooHigh("the account").into());
        }
        Ok(player)
    }

    /// An account that the caller may look after: its own, or one whose role is below the caller's.
    async fn player_looked_after(&self, cx: &Context, player_id: &str) -> Result<Stored<PlayerDocument>, Status> {
        let player = self.player(player_id).await?;
        check_looked_after(cx, player_id, player.value.held_role())?;
        Ok(player)
    }
}

/// Checks that the caller may look after `subject`, whose role is `role`.
fn check_looked_after(cx: &Context, subject: &str, role: Role) -> Result<(), Status> {
    if roles::may_look_after(cx.principal(), subject, role) {
        return Ok(());
    }
    Err(AuthError::RoleTooHigh("the account").into())
}

/// Checks that an idempotency key, if there is one, is hard to guess as far as its length tells.
fn check_key(cx: &Context) -> Result<(), Status> {
    match cx.idempotency_key() {
        Some(key) if key.chars().count() < KEY_CHARACTERS_MIN => Err(Status::invalid(
            "idempotency_key",
            "must have at least 16 characters here, such as a UUID: it protects what is remembered of the call",
        )),
        _ => Ok(()),
    }
}

impl Auth for AuthService {
    async fn create_player(
        &self,
        cx: &Context,
        request: wire::CreatePlayerRequest,
    ) -> Result<wire::CreatePlayerResponse, Status> {
        accounts::create_player(self, cx, request).await
    }

    async fn get_player(
        &self,
        cx: &Context,
        request: wire::GetPlayerRequest,
    ) -> Result<wire::GetPlayerResponse, Status> {
        accounts::get_player(self, cx, request).await
    }

    async fn set_role(&self, cx: &Context, request: wire::SetRoleRequest) -> Result<wire::SetRoleResponse, Status> {
        accounts::set_role(self, cx, request).await
    }

    async fn login(&self, cx: &Context, request: wire::LoginRequest) -> Result<wire::LoginResponse, Status> {
        login::login(self, cx, request).await
    }

    async fn create_session(
        &self,
        cx: &Context,
        request: wire::CreateSessionRequest,
    ) -> Result<wire::CreateSessionResponse, Status> {
        login::create_session(self, cx, request).await
    }

    async fn validate_session(
        &self,
        cx: &Context,
        request: wire::ValidateSessionRequest,
    ) -> Result<wire::ValidateSessionResponse, Status> {
        sessions::validate_session(self, cx, request).await
    }

    async fn refresh_session(
        &self,
        cx: &Context,
        request: wire::RefreshSessionRequest,
    ) -> Result<wire::RefreshSessionResponse, Status> {
        sessions::refresh_session(self, cx, request).await
    }

    async fn list_sessions(
        &self,
        cx: &Context,
        request: wire::ListSessionsRequest,
    ) -> Result<wire::ListSessionsResponse, Status> {
        sessions::list_sessions(self, cx, request).await
    }

    async fn revoke_session(
        &self,
        cx: &Context,
        request: wire::RevokeSessionRequest,
    ) -> Result<wire::RevokeSessionResponse, Status> {
        sessions::revoke_session(self, cx, request).await
    }

    async fn revoke_all(
        &self,
        cx: &Context,
        request: wire::RevokeAllRequest,
    ) -> Result<wire::RevokeAllResponse, Status> {
        sessions::revoke_all(self, cx, request).await
    }

    async fn link_identity(
        &self,
        cx: &Context,
        request: wire::LinkIdentityRequest,
    ) -> Result<wire::LinkIdentityResponse, Status> {
        accounts::link_identity(self, cx, request).await
    }

    async fn change_password(
        &self,
        cx: &Context,
        request: wire::ChangePasswordRequest,
    ) -> Result<wire::ChangePasswordResponse, Status> {
        passwords::change_password(self, cx, request).await
    }

    async fn ban(&self, cx: &Context, request: wire::BanRequest) -> Result<wire::BanResponse, Status> {
        bans::ban(self, cx, request).await
    }

    async fn unban(&self, cx: &Context, request: wire::UnbanRequest) -> Result<wire::UnbanResponse, Status> {
        bans::unban(self, cx, request).await
    }

    async fn check_rate_limit(
        &self,
        cx: &Context,
        request: wire::CheckRateLimitRequest,
    ) -> Result<wire::CheckRateLimitResponse, Status> {
        limits::check_rate_limit(self, cx, request).await
    }

    async fn get_limits(
        &self,
        cx: &Context,
        request: wire::GetLimitsRequest,
    ) -> Result<wire::GetLimitsResponse, Status> {
        limits::get_limits(self, cx, request).await
    }

    async fn set_limits(
        &self,
        cx: &Context,
        request: wire::SetLimitsRequest,
    ) -> Result<wire::SetLimitsResponse, Status> {
        limits::set_limits(self, cx, request).await
    }

    async fn issue_service_token(
        &self,
        cx: &Context,
        request: wire::IssueServiceTokenRequest,
    ) -> Result<wire::IssueServiceTokenResponse, Status> {
        tokens::issue_service_token(self, cx, request).await
    }

    async fn get_keys(&self, cx: &Context, request: wire::GetKeysRequest) -> Result<wire::GetKeysResponse, Status> {
        keys::get_keys(self, cx, request).await
    }

    async fn rotate_keys(
        &self,
        cx: &Context,
        request: wire::RotateKeysRequest,
    ) -> Result<wire::RotateKeysResponse, Status> {
        keys::rotate_keys(self, cx, request).await
    }

    async fn watch_edge(
        &self,
        cx: &Context,
        request: wire::WatchEdgeRequest,
        out: Sender<wire::WatchEdgeResponse>,
    ) -> Result<(), Status> {
        edge::watch_edge(self, cx, request, out).await
    }
}
