// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `auth`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::auth::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient, StreamCall};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::{FrameSender, Sender};

/// Says who is calling, and how much of it they may do.
///
/// A caller signs in and gets a session: a short-lived access token, which every gateway verifies alone, and a refresh
/// token, which works once and is replaced by the next one. Presenting a refresh token that was replaced ends its whole
/// session, because two parties hold it. Ending a session reaches every gateway within a second.
pub trait Auth: Send + Sync + 'static {
    /// Creates a player's account, with a password or another identity if one is given.
    ///
    /// Whoever is not signed in may create only a player's account with an identity, and only while registration is open.
    /// Moderators and above may create accounts without an identity; roles above "player" are given by administrators.
    fn create_player(
        &self,
        cx: &Context,
        request: v1::CreatePlayerRequest,
    ) -> impl Future<Output = Result<v1::CreatePlayerResponse, Status>> + Send;

    /// Returns a player's account.
    fn get_player(
        &self,
        cx: &Context,
        request: v1::GetPlayerRequest,
    ) -> impl Future<Output = Result<v1::GetPlayerResponse, Status>> + Send;

    /// Gives an account another role. Its sessions end, so that no token with the old role stays in use.
    ///
    /// Nobody can give a role that is not below their own, or change an account whose role is not below their own.
    fn set_role(
        &self,
        cx: &Context,
        request: v1::SetRoleRequest,
    ) -> impl Future<Output = Result<v1::SetRoleResponse, Status>> + Send;

    /// Opens a session for whoever proves an identity: a device's secret, a name and password, or a token of an identity
    /// provider.
    ///
    /// An unknown name and a wrong password are the same error and take the same time. After 10 wrong passwords the name
    /// is locked for a while, known or not; the error then says for how long.
    fn login(
        &self,
        cx: &Context,
        request: v1::LoginRequest,
    ) -> impl Future<Output = Result<v1::LoginResponse, Status>> + Send;

    /// Opens a session for a player without proof; for services that identified the player by other means.
    fn create_session(
        &self,
        cx: &Context,
        request: v1::CreateSessionRequest,
    ) -> impl Future<Output = Result<v1::CreateSessionResponse, Status>> + Send;

    /// Tells whose an access token is, after looking the session up: what it says is true now, not within a second.
    ///
    /// A token that is not good is INVALID_ARGUMENT for the field, and not UNAUTHENTICATED: that is about the caller.
    fn validate_session(
        &self,
        cx: &Context,
        request: v1::ValidateSessionRequest,
    ) -> impl Future<Output = Result<v1::ValidateSessionResponse, Status>> + Send;

    /// Replaces a session's tokens by new ones. The refresh token that was presented does not work again.
    ///
    /// Send an idempotency key: with it a call whose answer was lost can be repeated. Without one the repeat presents a
    /// token that was replaced, and ends the session.
    fn refresh_session(
        &self,
        cx: &Context,
        request: v1::RefreshSessionRequest,
    ) -> impl Future<Output = Result<v1::RefreshSessionResponse, Status>> + Send;

    /// Lists the sessions of a player or another subject that have not ended.
    fn list_sessions(
        &self,
        cx: &Context,
        request: v1::ListSessionsRequest,
    ) -> impl Future<Output = Result<v1::ListSessionsResponse, Status>> + Send;

    /// Ends one session. Ending it again is no error.
    fn revoke_session(
        &self,
        cx: &Context,
        request: v1::RevokeSessionRequest,
    ) -> impl Future<Output = Result<v1::RevokeSessionResponse, Status>> + Send;

    /// Ends every session of a player or another subject.
    fn revoke_all(
        &self,
        cx: &Context,
        request: v1::RevokeAllRequest,
    ) -> impl Future<Output = Result<v1::RevokeAllResponse, Status>> + Send;

    /// Adds a way to sign in to an account. A guest becomes a full account by linking a password.
    fn link_identity(
        &self,
        cx: &Context,
        request: v1::LinkIdentityRequest,
    ) -> impl Future<Output = Result<v1::LinkIdentityResponse, Status>> + Send;

    /// Replaces the password of an account and ends its other sessions. A player proves the current password.
    fn change_password(
        &self,
        cx: &Context,
        request: v1::ChangePasswordRequest,
    ) -> impl Future<Output = Result<v1::ChangePasswordResponse, Status>> + Send;

    /// Keeps a player out for a time or for good, and ends the player's sessions.
    fn ban(
        &self,
        cx: &Context,
        request: v1::BanRequest,
    ) -> impl Future<Output = Result<v1::BanResponse, Status>> + Send;

    /// Lifts a ban. Lifting none is no error.
    fn unban(
        &self,
        cx: &Context,
        request: v1::UnbanRequest,
    ) -> impl Future<Output = Result<v1::UnbanResponse, Status>> + Send;

    /// Takes from the quota of a caller, shared by all instances and gateways, and tells how much is left.
    ///
    /// A quota that has too little left is an answer and no error: `allowed` is false and `retry_after` says when it would
    /// be enough.
    fn check_rate_limit(
        &self,
        cx: &Context,
        request: v1::CheckRateLimitRequest,
    ) -> impl Future<Output = Result<v1::CheckRateLimitResponse, Status>> + Send;

    /// Returns the rate limits in force.
    fn get_limits(
        &self,
        cx: &Context,
        request: v1::GetLimitsRequest,
    ) -> impl Future<Output = Result<v1::GetLimitsResponse, Status>> + Send;

    /// Changes some rate limits; those not named stay as they are. Every gateway goes by the new ones within a second.
    fn set_limits(
        &self,
        cx: &Context,
        request: v1::SetLimitsRequest,
    ) -> impl Future<Output = Result<v1::SetLimitsResponse, Status>> + Send;

    /// Issues an access token without a refresh token for a service, an administrator or a moderator.
    ///
    /// Only services may call it: it is how the binary makes the first administrator's token.
    fn issue_service_token(
        &self,
        cx: &Context,
        request: v1::IssueServiceTokenRequest,
    ) -> impl Future<Output = Result<v1::IssueServiceTokenResponse, Status>> + Send;

    /// Returns the public keys that access tokens are verified with, as a JSON Web Key Set (RFC 7517).
    fn get_keys(
        &self,
        cx: &Context,
        request: v1::GetKeysRequest,
    ) -> impl Future<Output = Result<v1::GetKeysResponse, Status>> + Send;

    /// Starts signing with a new key at once and stops trusting the others after what they signed has ended, or at once.
    ///
    /// Keys are replaced by themselves when they get old; this is for a key that may be known to others.
    fn rotate_keys(
        &self,
        cx: &Context,
        request: v1::RotateKeysRequest,
    ) -> impl Future<Output = Result<v1::RotateKeysResponse, Status>> + Send;

    /// Streams what a gateway must know to decide alone: keys, sessions that ended, and rate limits; first all that is in
    /// force, then `current`, then each change.
    fn watch_edge(
        &self,
        cx: &Context,
        request: v1::WatchEdgeRequest,
        out: Sender<v1::WatchEdgeResponse>,
    ) -> impl Future<Output = Result<(), Status>> + Send;
}

/// Serves an implementation of [`Auth`].
#[derive(Debug)]
pub struct AuthServer<T>(Arc<T>);

impl<T: Auth> AuthServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: Auth> Service for AuthServer<T> {
    fn spec(&self) -> &'static ServiceSpec {
        &v1::SERVICE
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "CreatePlayer" => Box::pin(async move {
                let request: v1::CreatePlayerRequest = decode(request)?;
                Ok(encode(&service.create_player(&cx, request).await?))
            }),
            "GetPlayer" => Box::pin(async move {
                let mut request: v1::GetPlayerRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.get_player(&cx, request).await?))
            }),
            "SetRole" => Box::pin(async move {
                let request: v1::SetRoleRequest = decode(request)?;
                Ok(encode(&service.set_role(&cx, request).await?))
            }),
            "Login" => Box::pin(async move {
                let request: v1::LoginRequest = decode(request)?;
                Ok(encode(&service.login(&cx, request).await?))
            }),
            "CreateSession" => Box::pin(async move {
                let request: v1::CreateSessionRequest = decode(request)?;
                Ok(encode(&service.create_session(&cx, request).await?))
            }),
            "ValidateSession" => Box::pin(async move {
                let request: v1::ValidateSessionRequest = decode(request)?;
                Ok(encode(&service.validate_session(&cx, request).await?))
            }),
            "RefreshSession" => Box::pin(async move {
                let request: v1::RefreshSessionRequest = decode(request)?;
                Ok(encode(&service.refresh_session(&cx, request).await?))
            }),
            "ListSessions" => Box::pin(async move {
                let mut request: v1::ListSessionsRequest = decode(request)?;
                cx.authorize_owner("subject", &mut request.subject)?;
                Ok(encode(&service.list_sessions(&cx, request).await?))
            }),
            "RevokeSession" => Box::pin(async move {
                let mut request: v1::RevokeSessionRequest = decode(request)?;
                cx.authorize_owner("subject", &mut request.subject)?;
                Ok(encode(&service.revoke_session(&cx, request).await?))
            }),
            "RevokeAll" => Box::pin(async move {
                let mut request: v1::RevokeAllRequest = decode(request)?;
                cx.authorize_owner("subject", &mut request.subject)?;
                Ok(encode(&service.revoke_all(&cx, request).await?))
            }),
            "LinkIdentity" => Box::pin(async move {
                let mut request: v1::LinkIdentityRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.link_identity(&cx, request).await?))
            }),
            "ChangePassword" => Box::pin(async move {
                let mut request: v1::ChangePasswordRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.change_password(&cx, request).await?))
            }),
            "Ban" => Box::pin(async move {
                let request: v1::BanRequest = decode(request)?;
                Ok(encode(&service.ban(&cx, request).await?))
            }),
            "Unban" => Box::pin(async move {
                let request: v1::UnbanRequest = decode(request)?;
                Ok(encode(&service.unban(&cx, request).await?))
            }),
            "CheckRateLimit" => Box::pin(async move {
                let request: v1::CheckRateLimitRequest = decode(request)?;
                Ok(encode(&service.check_rate_limit(&cx, request).await?))
            }),
            "GetLimits" => Box::pin(async move {
                let request: v1::GetLimitsRequest = decode(request)?;
                Ok(encode(&service.get_limits(&cx, request).await?))
            }),
            "SetLimits" => Box::pin(async move {
                let request: v1::SetLimitsRequest = decode(request)?;
                Ok(encode(&service.set_limits(&cx, request).await?))
            }),
            "IssueServiceToken" => Box::pin(async move {
                let request: v1::IssueServiceTokenRequest = decode(request)?;
                Ok(encode(&service.issue_service_token(&cx, request).await?))
            }),
            "GetKeys" => Box::pin(async move {
                let request: v1::GetKeysRequest = decode(request)?;
                Ok(encode(&service.get_keys(&cx, request).await?))
            }),
            "RotateKeys" => Box::pin(async move {
                let request: v1::RotateKeysRequest = decode(request)?;
                Ok(encode(&service.rotate_keys(&cx, request).await?))
            }),
            _ => unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "WatchEdge" => Box::pin(async move {
                let request: v1::WatchEdgeRequest = decode(request)?;
                service.watch_edge(&cx, request, Sender::new(frames)).await
            }),
            _ => unimplemented(method),
        }
    }
}

/// Calls [`Auth`] wherever it runs.
#[derive(Clone)]
pub struct AuthClient(ServiceClient);

impl AuthClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Creates a player's account, with a password or another identity if one is given.
    ///
    /// Whoever is not signed in may create only a player's account with an identity, and only while registration is open.
    /// Moderators and above may create accounts without an identity; roles above "player" are given by administrators.
    pub fn create_player(
        &self,
        request: v1::CreatePlayerRequest,
    ) -> Call<'_, v1::CreatePlayerRequest, v1::CreatePlayerResponse> {
        self.0.call(&v1::CREATE_PLAYER, request)
    }

    /// Returns a player's account.
    pub fn get_player(&self, request: v1::GetPlayerRequest) -> Call<'_, v1::GetPlayerRequest, v1::GetPlayerResponse> {
        self.0.call(&v1::GET_PLAYER, request)
    }

    /// Gives an account another role. Its sessions end, so that no token with the old role stays in use.
    ///
    /// Nobody can give a role that is not below their own, or change an account whose role is not below their own.
    pub fn set_role(&self, request: v1::SetRoleRequest) -> Call<'_, v1::SetRoleRequest, v1::SetRoleResponse> {
        self.0.call(&v1::SET_ROLE, request)
    }

    /// Opens a session for whoever proves an identity: a device's secret, a name and password, or a token of an identity
    /// provider.
    ///
    /// An unknown name and a wrong password are the same error and take the same time. After 10 wrong passwords the name
    /// is locked for a while, known or not; the error then says for how long.
    pub fn login(&self, request: v1::LoginRequest) -> Call<'_, v1::LoginRequest, v1::LoginResponse> {
        self.0.call(&v1::LOGIN, request)
    }

    /// Opens a session for a player without proof; for services that identified the player by other means.
    pub fn create_session(
        &self,
        request: v1::CreateSessionRequest,
    ) -> Call<'_, v1::CreateSessionRequest, v1::CreateSessionResponse> {
        self.0.call(&v1::CREATE_SESSION, request)
    }

    /// Tells whose an access token is, after looking the session up: what it says is true now, not within a second.
    ///
    /// A token that is not good is INVALID_ARGUMENT for the field, and not UNAUTHENTICATED: that is about the caller.
    pub fn validate_session(
        &self,
        request: v1::ValidateSessionRequest,
    ) -> Call<'_, v1::ValidateSessionRequest, v1::ValidateSessionResponse> {
        self.0.call(&v1::VALIDATE_SESSION, request)
    }

    /// Replaces a session's tokens by new ones. The refresh token that was presented does not work again.
    ///
    /// Send an idempotency key: with it a call whose answer was lost can be repeated. Without one the repeat presents a
    /// token that was replaced, and ends the session.
    pub fn refresh_session(
        &self,
        request: v1::RefreshSessionRequest,
    ) -> Call<'_, v1::RefreshSessionRequest, v1::RefreshSessionResponse> {
        self.0.call(&v1::REFRESH_SESSION, request)
    }

    /// Lists the sessions of a player or another subject that have not ended.
    pub fn list_sessions(
        &self,
        request: v1::ListSessionsRequest,
    ) -> Call<'_, v1::ListSessionsRequest, v1::ListSessionsResponse> {
        self.0.call(&v1::LIST_SESSIONS, request)
    }

    /// Ends one session. Ending it again is no error.
    pub fn revoke_session(
        &self,
        request: v1::RevokeSessionRequest,
    ) -> Call<'_, v1::RevokeSessionRequest, v1::RevokeSessionResponse> {
        self.0.call(&v1::REVOKE_SESSION, request)
    }

    /// Ends every session of a player or another subject.
    pub fn revoke_all(&self, request: v1::RevokeAllRequest) -> Call<'_, v1::RevokeAllRequest, v1::RevokeAllResponse> {
        self.0.call(&v1::REVOKE_ALL, request)
    }

    /// Adds a way to sign in to an account. A guest becomes a full account by linking a password.
    pub fn link_identity(
        &self,
        request: v1::LinkIdentityRequest,
    ) -> Call<'_, v1::LinkIdentityRequest, v1::LinkIdentityResponse> {
        self.0.call(&v1::LINK_IDENTITY, request)
    }

    /// Replaces the password of an account and ends its other sessions. A player proves the current password.
    pub fn change_password(
        &self,
        request: v1::ChangePasswordRequest,
    ) -> Call<'_, v1::ChangePasswordRequest, v1::ChangePasswordResponse> {
        self.0.call(&v1::CHANGE_PASSWORD, request)
    }

    /// Keeps a player out for a time or for good, and ends the player's sessions.
    pub fn ban(&self, request: v1::BanRequest) -> Call<'_, v1::BanRequest, v1::BanResponse> {
        self.0.call(&v1::BAN, request)
    }

    /// Lifts a ban. Lifting none is no error.
    pub fn unban(&self, request: v1::UnbanRequest) -> Call<'_, v1::UnbanRequest, v1::UnbanResponse> {
        self.0.call(&v1::UNBAN, request)
    }

    /// Takes from the quota of a caller, shared by all instances and gateways, and tells how much is left.
    ///
    /// A quota that has too little left is an answer and no error: `allowed` is false and `retry_after` says when it would
    /// be enough.
    pub fn check_rate_limit(
        &self,
        request: v1::CheckRateLimitRequest,
    ) -> Call<'_, v1::CheckRateLimitRequest, v1::CheckRateLimitResponse> {
        self.0.call(&v1::CHECK_RATE_LIMIT, request)
    }

    /// Returns the rate limits in force.
    pub fn get_limits(&self, request: v1::GetLimitsRequest) -> Call<'_, v1::GetLimitsRequest, v1::GetLimitsResponse> {
        self.0.call(&v1::GET_LIMITS, request)
    }

    /// Changes some rate limits; those not named stay as they are. Every gateway goes by the new ones within a second.
    pub fn set_limits(&self, request: v1::SetLimitsRequest) -> Call<'_, v1::SetLimitsRequest, v1::SetLimitsResponse> {
        self.0.call(&v1::SET_LIMITS, request)
    }

    /// Issues an access token without a refresh token for a service, an administrator or a moderator.
    ///
    /// Only services may call it: it is how the binary makes the first administrator's token.
    pub fn issue_service_token(
        &self,
        request: v1::IssueServiceTokenRequest,
    ) -> Call<'_, v1::IssueServiceTokenRequest, v1::IssueServiceTokenResponse> {
        self.0.call(&v1::ISSUE_SERVICE_TOKEN, request)
    }

    /// Returns the public keys that access tokens are verified with, as a JSON Web Key Set (RFC 7517).
    pub fn get_keys(&self, request: v1::GetKeysRequest) -> Call<'_, v1::GetKeysRequest, v1::GetKeysResponse> {
        self.0.call(&v1::GET_KEYS, request)
    }

    /// Starts signing with a new key at once and stops trusting the others after what they signed has ended, or at once.
    ///
    /// Keys are replaced by themselves when they get old; this is for a key that may be known to others.
    pub fn rotate_keys(
        &self,
        request: v1::RotateKeysRequest,
    ) -> Call<'_, v1::RotateKeysRequest, v1::RotateKeysResponse> {
        self.0.call(&v1::ROTATE_KEYS, request)
    }

    /// Streams what a gateway must know to decide alone: keys, sessions that ended, and rate limits; first all that is in
    /// force, then `current`, then each change.
    pub fn watch_edge(
        &self,
        request: v1::WatchEdgeRequest,
    ) -> StreamCall<'_, v1::WatchEdgeRequest, v1::WatchEdgeResponse> {
        self.0.open(&v1::WATCH_EDGE, request)
    }
}
