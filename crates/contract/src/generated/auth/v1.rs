// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Accounts, sessions, tokens, bans and rate limits.

/// A player's account.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Player {
    /// The account's id, a UUIDv7.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// What the account may do.
    #[prost(enumeration = "Role", tag = "2")]
    pub role: i32,
    /// When it was created.
    #[prost(message, optional, tag = "3")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// The ways to sign in to it.
    #[prost(message, repeated, tag = "4")]
    pub identities: ::prost::alloc::vec::Vec<Identity>,
    /// Set while the player is banned.
    #[prost(message, optional, tag = "5")]
    pub ban: ::core::option::Option<BanState>,
}
impl ::prost::Name for Player {
    const NAME: &'static str = "Player";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Player".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Player".into()
    }
}
/// One way to sign in to an account.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Identity {
    /// Which way.
    #[prost(enumeration = "IdentityKind", tag = "1")]
    pub kind: i32,
    /// The name of a password identity, the provider's name of an external one, the label of a device.
    #[prost(string, tag = "2")]
    pub name: ::prost::alloc::string::String,
    /// When it was linked.
    #[prost(message, optional, tag = "3")]
    pub link_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Identity {
    const NAME: &'static str = "Identity";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Identity".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Identity".into()
    }
}
/// A ban that is in force.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct BanState {
    /// Why.
    #[prost(string, tag = "1")]
    pub reason: ::prost::alloc::string::String,
    /// Until when; for good if it is not set.
    #[prost(message, optional, tag = "2")]
    pub end_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When it was imposed.
    #[prost(message, optional, tag = "3")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Who imposed it.
    #[prost(string, tag = "4")]
    pub banned_by: ::prost::alloc::string::String,
}
impl ::prost::Name for BanState {
    const NAME: &'static str = "BanState";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.BanState".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.BanState".into()
    }
}
/// Proof of an identity.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Credential {
    /// Exactly one of these.
    #[prost(oneof = "credential::Proof", tags = "1, 2, 3")]
    pub proof: ::core::option::Option<credential::Proof>,
}
/// Nested message and enum types in `Credential`.
pub mod credential {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Proof {
        /// A device's own secret.
        #[prost(message, tag = "1")]
        Device(super::DeviceCredential),
        /// A name and its password.
        #[prost(message, tag = "2")]
        Password(super::PasswordCredential),
        /// An identity provider's token.
        #[prost(message, tag = "3")]
        External(super::ExternalCredential),
    }
}
impl ::prost::Name for Credential {
    const NAME: &'static str = "Credential";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Credential".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Credential".into()
    }
}
/// Proof by what a device made for itself.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct DeviceCredential {
    /// At least 32 characters that nobody can guess, such as two random UUIDs; kept on the device like a password.
    #[prost(string, tag = "1")]
    pub secret: ::prost::alloc::string::String,
    /// What to call the device in lists, such as "Ada's phone"; at most 64 characters.
    #[prost(string, tag = "2")]
    pub label: ::prost::alloc::string::String,
}
impl ::prost::Name for DeviceCredential {
    const NAME: &'static str = "DeviceCredential";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.DeviceCredential".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.DeviceCredential".into()
    }
}
/// Proof by a password.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct PasswordCredential {
    /// 3 to 64 of the characters a-z 0-9 . _ - @ +; upper case counts as lower case.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// 10 to 256 characters, and not one of those that everybody uses.
    #[prost(string, tag = "2")]
    pub password: ::prost::alloc::string::String,
}
impl ::prost::Name for PasswordCredential {
    const NAME: &'static str = "PasswordCredential";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.PasswordCredential".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.PasswordCredential".into()
    }
}
/// Proof by an identity provider.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct ExternalCredential {
    /// The provider's name in this system's configuration, such as "studio".
    #[prost(string, tag = "1")]
    pub provider: ::prost::alloc::string::String,
    /// The provider's signed token (a JWT with RS256, ES256 or EdDSA).
    #[prost(string, tag = "2")]
    pub token: ::prost::alloc::string::String,
}
impl ::prost::Name for ExternalCredential {
    const NAME: &'static str = "ExternalCredential";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ExternalCredential".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ExternalCredential".into()
    }
}
/// The tokens of a session.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct Tokens {
    /// Goes into `Authorization: Bearer …` with each request.
    #[prost(string, tag = "1")]
    pub access_token: ::prost::alloc::string::String,
    /// When the access token ends.
    #[prost(message, optional, tag = "2")]
    pub access_expire_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Replaces both tokens by new ones, once.
    #[prost(string, tag = "3")]
    pub refresh_token: ::prost::alloc::string::String,
    /// When the refresh token ends unless it is used.
    #[prost(message, optional, tag = "4")]
    pub refresh_expire_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Tokens {
    const NAME: &'static str = "Tokens";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Tokens".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Tokens".into()
    }
}
/// One session.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Session {
    /// The session's id, a UUIDv7.
    #[prost(string, tag = "1")]
    pub session_id: ::prost::alloc::string::String,
    /// Whose it is: a player's id, or the subject of a service token.
    #[prost(string, tag = "2")]
    pub subject: ::prost::alloc::string::String,
    /// What it may do.
    #[prost(enumeration = "Role", tag = "3")]
    pub role: i32,
    /// When it was opened.
    #[prost(message, optional, tag = "4")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When its tokens were last replaced.
    #[prost(message, optional, tag = "5")]
    pub refresh_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When it ends unless it is refreshed before.
    #[prost(message, optional, tag = "6")]
    pub expire_time: ::core::option::Option<::prost_types::Timestamp>,
    /// How it was opened; not set for sessions that services opened.
    #[prost(enumeration = "IdentityKind", tag = "7")]
    pub identity_kind: i32,
    /// What it was called when it was opened, such as the device's label.
    #[prost(string, tag = "8")]
    pub label: ::prost::alloc::string::String,
}
impl ::prost::Name for Session {
    const NAME: &'static str = "Session";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Session".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Session".into()
    }
}
/// Asks for a new account.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CreatePlayerRequest {
    /// The first way to sign in; moderators and above may leave it out.
    #[prost(message, optional, tag = "1")]
    pub credential: ::core::option::Option<Credential>,
    /// What the account may do; a player if not said.
    #[prost(enumeration = "Role", tag = "2")]
    pub role: i32,
}
impl ::prost::Name for CreatePlayerRequest {
    const NAME: &'static str = "CreatePlayerRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.CreatePlayerRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.CreatePlayerRequest".into()
    }
}
/// The answer to CreatePlayer.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct CreatePlayerResponse {
    /// The account.
    #[prost(message, optional, tag = "1")]
    pub player: ::core::option::Option<Player>,
}
impl ::prost::Name for CreatePlayerResponse {
    const NAME: &'static str = "CreatePlayerResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.CreatePlayerResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.CreatePlayerResponse".into()
    }
}
/// Asks for an account.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetPlayerRequest {
    /// Whose; a player's own if left out.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetPlayerRequest {
    const NAME: &'static str = "GetPlayerRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.GetPlayerRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.GetPlayerRequest".into()
    }
}
/// The answer to GetPlayer.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetPlayerResponse {
    /// The account.
    #[prost(message, optional, tag = "1")]
    pub player: ::core::option::Option<Player>,
}
impl ::prost::Name for GetPlayerResponse {
    const NAME: &'static str = "GetPlayerResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.GetPlayerResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.GetPlayerResponse".into()
    }
}
/// Asks for another role.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SetRoleRequest {
    /// Whose.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The new role.
    #[prost(enumeration = "Role", tag = "2")]
    pub role: i32,
}
impl ::prost::Name for SetRoleRequest {
    const NAME: &'static str = "SetRoleRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.SetRoleRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.SetRoleRequest".into()
    }
}
/// The answer to SetRole.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetRoleResponse {
    /// The account as it is now.
    #[prost(message, optional, tag = "1")]
    pub player: ::core::option::Option<Player>,
}
impl ::prost::Name for SetRoleResponse {
    const NAME: &'static str = "SetRoleResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.SetRoleResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.SetRoleResponse".into()
    }
}
/// Proves an identity.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct LoginRequest {
    /// The proof.
    #[prost(message, optional, tag = "1")]
    pub credential: ::core::option::Option<Credential>,
    /// Creates the account when a device or external identity is new. Passwords always need CreatePlayer first.
    #[prost(bool, tag = "2")]
    pub create: bool,
    /// What to call the session in lists; at most 64 characters.
    #[prost(string, tag = "3")]
    pub label: ::prost::alloc::string::String,
}
impl ::prost::Name for LoginRequest {
    const NAME: &'static str = "LoginRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.LoginRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.LoginRequest".into()
    }
}
/// The answer to Login.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct LoginResponse {
    /// The session.
    #[prost(message, optional, tag = "1")]
    pub session: ::core::option::Option<Session>,
    /// Its tokens.
    #[prost(message, optional, tag = "2")]
    pub tokens: ::core::option::Option<Tokens>,
    /// Whether the account was created by this call.
    #[prost(bool, tag = "3")]
    pub created: bool,
}
impl ::prost::Name for LoginResponse {
    const NAME: &'static str = "LoginResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.LoginResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.LoginResponse".into()
    }
}
/// Asks for a session without proof.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CreateSessionRequest {
    /// Whose.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// What to call the session in lists; at most 64 characters.
    #[prost(string, tag = "2")]
    pub label: ::prost::alloc::string::String,
}
impl ::prost::Name for CreateSessionRequest {
    const NAME: &'static str = "CreateSessionRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.CreateSessionRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.CreateSessionRequest".into()
    }
}
/// The answer to CreateSession.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CreateSessionResponse {
    /// The session.
    #[prost(message, optional, tag = "1")]
    pub session: ::core::option::Option<Session>,
    /// Its tokens.
    #[prost(message, optional, tag = "2")]
    pub tokens: ::core::option::Option<Tokens>,
}
impl ::prost::Name for CreateSessionResponse {
    const NAME: &'static str = "CreateSessionResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.CreateSessionResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.CreateSessionResponse".into()
    }
}
/// Presents an access token.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct ValidateSessionRequest {
    /// The token.
    #[prost(string, tag = "1")]
    pub access_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ValidateSessionRequest {
    const NAME: &'static str = "ValidateSessionRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ValidateSessionRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ValidateSessionRequest".into()
    }
}
/// The answer to ValidateSession.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ValidateSessionResponse {
    /// The token's session.
    #[prost(message, optional, tag = "1")]
    pub session: ::core::option::Option<Session>,
    /// When the token ends.
    #[prost(message, optional, tag = "2")]
    pub access_expire_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for ValidateSessionResponse {
    const NAME: &'static str = "ValidateSessionResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ValidateSessionResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ValidateSessionResponse".into()
    }
}
/// Presents a refresh token.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct RefreshSessionRequest {
    /// The token.
    #[prost(string, tag = "1")]
    pub refresh_token: ::prost::alloc::string::String,
}
impl ::prost::Name for RefreshSessionRequest {
    const NAME: &'static str = "RefreshSessionRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RefreshSessionRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RefreshSessionRequest".into()
    }
}
/// The answer to RefreshSession.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RefreshSessionResponse {
    /// The session.
    #[prost(message, optional, tag = "1")]
    pub session: ::core::option::Option<Session>,
    /// Its new tokens.
    #[prost(message, optional, tag = "2")]
    pub tokens: ::core::option::Option<Tokens>,
}
impl ::prost::Name for RefreshSessionResponse {
    const NAME: &'static str = "RefreshSessionResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RefreshSessionResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RefreshSessionResponse".into()
    }
}
/// Asks for a page of sessions.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListSessionsRequest {
    /// Whose: a player's id or the subject of service tokens; a player's own if left out.
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// The most sessions in the answer: 1 to 100, 20 if not said.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on, from an earlier answer.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSessionsRequest {
    const NAME: &'static str = "ListSessionsRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ListSessionsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ListSessionsRequest".into()
    }
}
/// The answer to ListSessions.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListSessionsResponse {
    /// Sessions, oldest first.
    #[prost(message, repeated, tag = "1")]
    pub sessions: ::prost::alloc::vec::Vec<Session>,
    /// Where to go on; empty on the last page.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSessionsResponse {
    const NAME: &'static str = "ListSessionsResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ListSessionsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ListSessionsResponse".into()
    }
}
/// Names a session to be ended.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RevokeSessionRequest {
    /// Whose; a player's own if left out.
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// Which.
    #[prost(string, tag = "2")]
    pub session_id: ::prost::alloc::string::String,
}
impl ::prost::Name for RevokeSessionRequest {
    const NAME: &'static str = "RevokeSessionRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RevokeSessionRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RevokeSessionRequest".into()
    }
}
/// The answer to RevokeSession.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RevokeSessionResponse {
    /// Whether the session had not ended before.
    #[prost(bool, tag = "1")]
    pub revoked: bool,
}
impl ::prost::Name for RevokeSessionResponse {
    const NAME: &'static str = "RevokeSessionResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RevokeSessionResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RevokeSessionResponse".into()
    }
}
/// Names a subject whose sessions are to be ended.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RevokeAllRequest {
    /// Whose; a player's own if left out.
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// Leaves the session that the caller uses.
    #[prost(bool, tag = "2")]
    pub keep_current: bool,
}
impl ::prost::Name for RevokeAllRequest {
    const NAME: &'static str = "RevokeAllRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RevokeAllRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RevokeAllRequest".into()
    }
}
/// The answer to RevokeAll.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RevokeAllResponse {
    /// How many sessions were ended.
    #[prost(uint32, tag = "1")]
    pub revoked: u32,
}
impl ::prost::Name for RevokeAllResponse {
    const NAME: &'static str = "RevokeAllResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RevokeAllResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RevokeAllResponse".into()
    }
}
/// Adds a way to sign in.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct LinkIdentityRequest {
    /// To which account; a player's own if left out.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The new identity, proven.
    #[prost(message, optional, tag = "2")]
    pub credential: ::core::option::Option<Credential>,
}
impl ::prost::Name for LinkIdentityRequest {
    const NAME: &'static str = "LinkIdentityRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.LinkIdentityRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.LinkIdentityRequest".into()
    }
}
/// The answer to LinkIdentity.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct LinkIdentityResponse {
    /// The account as it is now.
    #[prost(message, optional, tag = "1")]
    pub player: ::core::option::Option<Player>,
}
impl ::prost::Name for LinkIdentityResponse {
    const NAME: &'static str = "LinkIdentityResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.LinkIdentityResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.LinkIdentityResponse".into()
    }
}
/// Replaces a password.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct ChangePasswordRequest {
    /// Whose; a player's own if left out.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The password until now. Administrators and services may leave it out for accounts with a role below theirs.
    #[prost(string, tag = "2")]
    pub current_password: ::prost::alloc::string::String,
    /// The password from now on: 10 to 256 characters.
    #[prost(string, tag = "3")]
    pub new_password: ::prost::alloc::string::String,
}
impl ::prost::Name for ChangePasswordRequest {
    const NAME: &'static str = "ChangePasswordRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ChangePasswordRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ChangePasswordRequest".into()
    }
}
/// The answer to ChangePassword.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ChangePasswordResponse {
    /// How many sessions were ended.
    #[prost(uint32, tag = "1")]
    pub revoked: u32,
}
impl ::prost::Name for ChangePasswordResponse {
    const NAME: &'static str = "ChangePasswordResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.ChangePasswordResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.ChangePasswordResponse".into()
    }
}
/// Bans a player.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct BanRequest {
    /// Whom.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// Why; 1 to 500 characters. The player is told.
    #[prost(string, tag = "2")]
    pub reason: ::prost::alloc::string::String,
    /// For how long; for good if not said.
    #[prost(message, optional, tag = "3")]
    pub duration: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for BanRequest {
    const NAME: &'static str = "BanRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.BanRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.BanRequest".into()
    }
}
/// The answer to Ban.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct BanResponse {
    /// The account as it is now.
    #[prost(message, optional, tag = "1")]
    pub player: ::core::option::Option<Player>,
    /// How many sessions were ended.
    #[prost(uint32, tag = "2")]
    pub revoked: u32,
}
impl ::prost::Name for BanResponse {
    const NAME: &'static str = "BanResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.BanResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.BanResponse".into()
    }
}
/// Lifts a ban.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct UnbanRequest {
    /// Whose.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
}
impl ::prost::Name for UnbanRequest {
    const NAME: &'static str = "UnbanRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.UnbanRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.UnbanRequest".into()
    }
}
/// The answer to Unban.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UnbanResponse {
    /// The account as it is now.
    #[prost(message, optional, tag = "1")]
    pub player: ::core::option::Option<Player>,
}
impl ::prost::Name for UnbanResponse {
    const NAME: &'static str = "UnbanResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.UnbanResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.UnbanResponse".into()
    }
}
/// How much may be done in which time.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Limit {
    /// The class: "default", "read", "write", "authenticated", "admin", "generation" or one of the system's own.
    #[prost(string, tag = "1")]
    pub rate_class: ::prost::alloc::string::String,
    /// Requests that come back in each period: 1 to 1,000,000.
    #[prost(uint32, tag = "2")]
    pub requests: u32,
    /// The period: 1 second to 1 day; a minute if not said.
    #[prost(message, optional, tag = "3")]
    pub period: ::core::option::Option<::prost_types::Duration>,
    /// The most requests at once; `requests` if 0.
    #[prost(uint32, tag = "4")]
    pub burst: u32,
}
impl ::prost::Name for Limit {
    const NAME: &'static str = "Limit";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Limit".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Limit".into()
    }
}
/// Takes from a quota.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CheckRateLimitRequest {
    /// Whose quota: a player's id, a service's name or an address; at most 128 characters.
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// Which limit.
    #[prost(string, tag = "2")]
    pub rate_class: ::prost::alloc::string::String,
    /// How many requests it counts for; 1 if 0.
    #[prost(uint32, tag = "3")]
    pub cost: u32,
}
impl ::prost::Name for CheckRateLimitRequest {
    const NAME: &'static str = "CheckRateLimitRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.CheckRateLimitRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.CheckRateLimitRequest".into()
    }
}
/// The answer to CheckRateLimit.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CheckRateLimitResponse {
    /// Whether it was taken.
    #[prost(bool, tag = "1")]
    pub allowed: bool,
    /// How many requests could be made at once now.
    #[prost(uint32, tag = "2")]
    pub remaining: u32,
    /// How long until this one would be allowed; not set when it was.
    #[prost(message, optional, tag = "3")]
    pub retry_after: ::core::option::Option<::prost_types::Duration>,
    /// How long until the quota is whole again.
    #[prost(message, optional, tag = "4")]
    pub reset_after: ::core::option::Option<::prost_types::Duration>,
    /// The limit that was applied.
    #[prost(message, optional, tag = "5")]
    pub limit: ::core::option::Option<Limit>,
}
impl ::prost::Name for CheckRateLimitResponse {
    const NAME: &'static str = "CheckRateLimitResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.CheckRateLimitResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.CheckRateLimitResponse".into()
    }
}
/// Asks for the limits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetLimitsRequest {}
impl ::prost::Name for GetLimitsRequest {
    const NAME: &'static str = "GetLimitsRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.GetLimitsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.GetLimitsRequest".into()
    }
}
/// The answer to GetLimits.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetLimitsResponse {
    /// Every limit, by class.
    #[prost(message, repeated, tag = "1")]
    pub limits: ::prost::alloc::vec::Vec<Limit>,
}
impl ::prost::Name for GetLimitsResponse {
    const NAME: &'static str = "GetLimitsResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.GetLimitsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.GetLimitsResponse".into()
    }
}
/// Changes limits.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetLimitsRequest {
    /// The limits to change or add: 1 to 64.
    #[prost(message, repeated, tag = "1")]
    pub limits: ::prost::alloc::vec::Vec<Limit>,
}
impl ::prost::Name for SetLimitsRequest {
    const NAME: &'static str = "SetLimitsRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.SetLimitsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.SetLimitsRequest".into()
    }
}
/// The answer to SetLimits.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetLimitsResponse {
    /// Every limit as it is now, by class.
    #[prost(message, repeated, tag = "1")]
    pub limits: ::prost::alloc::vec::Vec<Limit>,
}
impl ::prost::Name for SetLimitsResponse {
    const NAME: &'static str = "SetLimitsResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.SetLimitsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.SetLimitsResponse".into()
    }
}
/// Asks for a token without a refresh token.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct IssueServiceTokenRequest {
    /// Whose: a letter a-z, then up to 62 of a-z 0-9 -; such as "match-server" or "operator".
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// What it may do: moderator, admin or service.
    #[prost(enumeration = "Role", tag = "2")]
    pub role: i32,
    /// How long it is good for: up to 30 days; an hour if not said.
    #[prost(message, optional, tag = "3")]
    pub duration: ::core::option::Option<::prost_types::Duration>,
    /// What to call it in lists; at most 64 characters.
    #[prost(string, tag = "4")]
    pub label: ::prost::alloc::string::String,
}
impl ::prost::Name for IssueServiceTokenRequest {
    const NAME: &'static str = "IssueServiceTokenRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.IssueServiceTokenRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.IssueServiceTokenRequest".into()
    }
}
/// The answer to IssueServiceToken.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct IssueServiceTokenResponse {
    /// The session that the token belongs to; revoke it to end the token.
    #[prost(message, optional, tag = "1")]
    pub session: ::core::option::Option<Session>,
    /// The token.
    #[prost(string, tag = "2")]
    pub access_token: ::prost::alloc::string::String,
    /// When it ends.
    #[prost(message, optional, tag = "3")]
    pub access_expire_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for IssueServiceTokenResponse {
    const NAME: &'static str = "IssueServiceTokenResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.IssueServiceTokenResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.IssueServiceTokenResponse".into()
    }
}
/// A public key as a JSON Web Key (RFC 7517, RFC 8037).
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct JsonWebKey {
    /// The key's id: its RFC 7638 thumbprint.
    #[prost(string, tag = "1")]
    pub kid: ::prost::alloc::string::String,
    /// "OKP".
    #[prost(string, tag = "2")]
    pub kty: ::prost::alloc::string::String,
    /// "Ed25519".
    #[prost(string, tag = "3")]
    pub crv: ::prost::alloc::string::String,
    /// The key, base64url.
    #[prost(string, tag = "4")]
    pub x: ::prost::alloc::string::String,
    /// "EdDSA".
    #[prost(string, tag = "5")]
    pub alg: ::prost::alloc::string::String,
    /// "sig".
    #[prost(string, tag = "6")]
    pub r#use: ::prost::alloc::string::String,
}
impl ::prost::Name for JsonWebKey {
    const NAME: &'static str = "JsonWebKey";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.JsonWebKey".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.JsonWebKey".into()
    }
}
/// Asks for the keys.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetKeysRequest {}
impl ::prost::Name for GetKeysRequest {
    const NAME: &'static str = "GetKeysRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.GetKeysRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.GetKeysRequest".into()
    }
}
/// The answer to GetKeys: a JSON Web Key Set.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetKeysResponse {
    /// Keys that sign now, that will sign next, and whose tokens have not all ended.
    #[prost(message, repeated, tag = "1")]
    pub keys: ::prost::alloc::vec::Vec<JsonWebKey>,
}
impl ::prost::Name for GetKeysResponse {
    const NAME: &'static str = "GetKeysResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.GetKeysResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.GetKeysResponse".into()
    }
}
/// Asks for new keys.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RotateKeysRequest {
    /// Stops trusting the present keys at once: every access token ends, refresh tokens stay good.
    #[prost(bool, tag = "1")]
    pub distrust: bool,
}
impl ::prost::Name for RotateKeysRequest {
    const NAME: &'static str = "RotateKeysRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RotateKeysRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RotateKeysRequest".into()
    }
}
/// The answer to RotateKeys.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct RotateKeysResponse {
    /// The keys as they are now.
    #[prost(message, repeated, tag = "1")]
    pub keys: ::prost::alloc::vec::Vec<JsonWebKey>,
}
impl ::prost::Name for RotateKeysResponse {
    const NAME: &'static str = "RotateKeysResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RotateKeysResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RotateKeysResponse".into()
    }
}
/// Asks for what a gateway must know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WatchEdgeRequest {}
impl ::prost::Name for WatchEdgeRequest {
    const NAME: &'static str = "WatchEdgeRequest";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.WatchEdgeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.WatchEdgeRequest".into()
    }
}
/// One fact, or `current`.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WatchEdgeResponse {
    /// Exactly one of these.
    #[prost(oneof = "watch_edge_response::Change", tags = "1, 2, 3, 4")]
    pub change: ::core::option::Option<watch_edge_response::Change>,
}
/// Nested message and enum types in `WatchEdgeResponse`.
pub mod watch_edge_response {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Change {
        /// The keys that tokens are verified with; those not in it are no longer trusted.
        #[prost(message, tag = "1")]
        Keys(super::KeySet),
        /// A session has ended.
        #[prost(message, tag = "2")]
        Revocation(super::Revocation),
        /// The limits in force; classes that are not in it have their defaults.
        #[prost(message, tag = "3")]
        Limits(super::LimitSet),
        /// All that was in force at the start has been sent.
        #[prost(bool, tag = "4")]
        Current(bool),
    }
}
impl ::prost::Name for WatchEdgeResponse {
    const NAME: &'static str = "WatchEdgeResponse";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.WatchEdgeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.WatchEdgeResponse".into()
    }
}
/// The keys that tokens are verified with.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct KeySet {
    /// Each key.
    #[prost(message, repeated, tag = "1")]
    pub keys: ::prost::alloc::vec::Vec<JsonWebKey>,
}
impl ::prost::Name for KeySet {
    const NAME: &'static str = "KeySet";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.KeySet".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.KeySet".into()
    }
}
/// A session that has ended before its access tokens did.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Revocation {
    /// Which.
    #[prost(string, tag = "1")]
    pub session_id: ::prost::alloc::string::String,
    /// When its last access token has ended by itself and this need no longer be remembered.
    #[prost(message, optional, tag = "2")]
    pub expire_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Revocation {
    const NAME: &'static str = "Revocation";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.Revocation".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.Revocation".into()
    }
}
/// The rate limits in force.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct LimitSet {
    /// Each limit.
    #[prost(message, repeated, tag = "1")]
    pub limits: ::prost::alloc::vec::Vec<Limit>,
}
impl ::prost::Name for LimitSet {
    const NAME: &'static str = "LimitSet";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.LimitSet".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.LimitSet".into()
    }
}
/// A session was opened.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SessionCreated {
    /// Whose.
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// Which.
    #[prost(string, tag = "2")]
    pub session_id: ::prost::alloc::string::String,
    /// What it may do.
    #[prost(enumeration = "Role", tag = "3")]
    pub role: i32,
    /// How it was opened.
    #[prost(enumeration = "IdentityKind", tag = "4")]
    pub identity_kind: i32,
    /// What it is called in lists.
    #[prost(string, tag = "5")]
    pub label: ::prost::alloc::string::String,
}
impl ::prost::Name for SessionCreated {
    const NAME: &'static str = "SessionCreated";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.SessionCreated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.SessionCreated".into()
    }
}
/// A session ended before its time.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SessionRevoked {
    /// Whose.
    #[prost(string, tag = "1")]
    pub subject: ::prost::alloc::string::String,
    /// Which.
    #[prost(string, tag = "2")]
    pub session_id: ::prost::alloc::string::String,
    /// Why.
    #[prost(enumeration = "RevokeReason", tag = "3")]
    pub reason: i32,
    /// Who ended it; empty when a rule did.
    #[prost(string, tag = "4")]
    pub revoked_by: ::prost::alloc::string::String,
}
impl ::prost::Name for SessionRevoked {
    const NAME: &'static str = "SessionRevoked";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.SessionRevoked".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.SessionRevoked".into()
    }
}
/// Somebody failed to prove an identity.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct LoginFailed {
    /// The identity that was tried, as the hex of the first 16 bytes of a SHA-256: the same for the same identity, and not
    /// the name itself.
    #[prost(string, tag = "1")]
    pub identity: ::prost::alloc::string::String,
    /// Which way.
    #[prost(enumeration = "IdentityKind", tag = "2")]
    pub identity_kind: i32,
    /// The client's address as the gateway saw it, if known.
    #[prost(string, tag = "3")]
    pub address: ::prost::alloc::string::String,
    /// How many failures in a row there were with this one.
    #[prost(uint32, tag = "4")]
    pub failures: u32,
    /// Until when the identity is locked, if it is.
    #[prost(message, optional, tag = "5")]
    pub unlock_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for LoginFailed {
    const NAME: &'static str = "LoginFailed";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.LoginFailed".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.LoginFailed".into()
    }
}
/// A player was banned.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PlayerBanned {
    /// Whom.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// Why.
    #[prost(string, tag = "2")]
    pub reason: ::prost::alloc::string::String,
    /// Until when; for good if not set.
    #[prost(message, optional, tag = "3")]
    pub end_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Who imposed it.
    #[prost(string, tag = "4")]
    pub banned_by: ::prost::alloc::string::String,
}
impl ::prost::Name for PlayerBanned {
    const NAME: &'static str = "PlayerBanned";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.PlayerBanned".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.PlayerBanned".into()
    }
}
/// A ban was lifted before its time.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PlayerUnbanned {
    /// Whose.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// Who lifted it.
    #[prost(string, tag = "2")]
    pub unbanned_by: ::prost::alloc::string::String,
}
impl ::prost::Name for PlayerUnbanned {
    const NAME: &'static str = "PlayerUnbanned";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.PlayerUnbanned".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.PlayerUnbanned".into()
    }
}
/// An account was created.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PlayerCreated {
    /// Whose.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// What it may do.
    #[prost(enumeration = "Role", tag = "2")]
    pub role: i32,
}
impl ::prost::Name for PlayerCreated {
    const NAME: &'static str = "PlayerCreated";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.PlayerCreated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.PlayerCreated".into()
    }
}
/// An account was given another role.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RoleChanged {
    /// Whose.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The role until then.
    #[prost(enumeration = "Role", tag = "2")]
    pub previous_role: i32,
    /// The role from then on.
    #[prost(enumeration = "Role", tag = "3")]
    pub role: i32,
    /// Who changed it.
    #[prost(string, tag = "4")]
    pub changed_by: ::prost::alloc::string::String,
}
impl ::prost::Name for RoleChanged {
    const NAME: &'static str = "RoleChanged";
    const PACKAGE: &'static str = "realmwire.auth.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.auth.v1.RoleChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.auth.v1.RoleChanged".into()
    }
}
/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Role {
    /// Not said: a player.
    Unspecified = 0,
    /// Plays.
    Player = 1,
    /// Looks after players.
    Moderator = 2,
    /// Runs the system.
    Admin = 3,
    /// Is a service of the system; no account has this role.
    Service = 4,
}
impl Role {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "ROLE_UNSPECIFIED",
            Self::Player => "ROLE_PLAYER",
            Self::Moderator => "ROLE_MODERATOR",
            Self::Admin => "ROLE_ADMIN",
            Self::Service => "ROLE_SERVICE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "ROLE_UNSPECIFIED" => Some(Self::Unspecified),
            "ROLE_PLAYER" => Some(Self::Player),
            "ROLE_MODERATOR" => Some(Self::Moderator),
            "ROLE_ADMIN" => Some(Self::Admin),
            "ROLE_SERVICE" => Some(Self::Service),
            _ => None,
        }
    }
}
/// The ways to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum IdentityKind {
    /// Not said.
    Unspecified = 0,
    /// By a secret that a device made for itself.
    Device = 1,
    /// By name and password.
    Password = 2,
    /// By a token of an identity provider.
    External = 3,
}
impl IdentityKind {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "IDENTITY_KIND_UNSPECIFIED",
            Self::Device => "IDENTITY_KIND_DEVICE",
            Self::Password => "IDENTITY_KIND_PASSWORD",
            Self::External => "IDENTITY_KIND_EXTERNAL",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "IDENTITY_KIND_UNSPECIFIED" => Some(Self::Unspecified),
            "IDENTITY_KIND_DEVICE" => Some(Self::Device),
            "IDENTITY_KIND_PASSWORD" => Some(Self::Password),
            "IDENTITY_KIND_EXTERNAL" => Some(Self::External),
            _ => None,
        }
    }
}
/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum RevokeReason {
    /// Not said.
    Unspecified = 0,
    /// Its holder asked for it.
    Requested = 1,
    /// Somebody who looks after players asked for it.
    Moderated = 2,
    /// A refresh token was presented again after it had been replaced.
    RefreshReused = 3,
    /// The player was banned.
    Banned = 4,
    /// The password was changed.
    PasswordChanged = 5,
    /// The role was changed.
    RoleChanged = 6,
    /// The player has opened more sessions than are kept.
    TooMany = 7,
}
impl RevokeReason {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "REVOKE_REASON_UNSPECIFIED",
            Self::Requested => "REVOKE_REASON_REQUESTED",
            Self::Moderated => "REVOKE_REASON_MODERATED",
            Self::RefreshReused => "REVOKE_REASON_REFRESH_REUSED",
            Self::Banned => "REVOKE_REASON_BANNED",
            Self::PasswordChanged => "REVOKE_REASON_PASSWORD_CHANGED",
            Self::RoleChanged => "REVOKE_REASON_ROLE_CHANGED",
            Self::TooMany => "REVOKE_REASON_TOO_MANY",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "REVOKE_REASON_UNSPECIFIED" => Some(Self::Unspecified),
            "REVOKE_REASON_REQUESTED" => Some(Self::Requested),
            "REVOKE_REASON_MODERATED" => Some(Self::Moderated),
            "REVOKE_REASON_REFRESH_REUSED" => Some(Self::RefreshReused),
            "REVOKE_REASON_BANNED" => Some(Self::Banned),
            "REVOKE_REASON_PASSWORD_CHANGED" => Some(Self::PasswordChanged),
            "REVOKE_REASON_ROLE_CHANGED" => Some(Self::RoleChanged),
            "REVOKE_REASON_TOO_MANY" => Some(Self::TooMany),
            _ => None,
        }
    }
}

impl ::core::fmt::Debug for DeviceCredential {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter.debug_struct("DeviceCredential").field("secret", &"[secret]").field("label", &self.label).finish()
    }
}

impl ::core::fmt::Debug for PasswordCredential {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter.debug_struct("PasswordCredential").field("name", &self.name).field("password", &"[secret]").finish()
    }
}

impl ::core::fmt::Debug for ExternalCredential {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter
            .debug_struct("ExternalCredential")
            .field("provider", &self.provider)
            .field("token", &"[secret]")
            .finish()
    }
}

impl ::core::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter
            .debug_struct("Tokens")
            .field("access_token", &"[secret]")
            .field("access_expire_time", &self.access_expire_time)
            .field("refresh_token", &"[secret]")
            .field("refresh_expire_time", &self.refresh_expire_time)
            .finish()
    }
}

impl ::core::fmt::Debug for ValidateSessionRequest {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter.debug_struct("ValidateSessionRequest").field("access_token", &"[secret]").finish()
    }
}

impl ::core::fmt::Debug for RefreshSessionRequest {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter.debug_struct("RefreshSessionRequest").field("refresh_token", &"[secret]").finish()
    }
}

impl ::core::fmt::Debug for ChangePasswordRequest {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter
            .debug_struct("ChangePasswordRequest")
            .field("player_id", &self.player_id)
            .field("current_password", &"[secret]")
            .field("new_password", &"[secret]")
            .finish()
    }
}

impl ::core::fmt::Debug for IssueServiceTokenResponse {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter
            .debug_struct("IssueServiceTokenResponse")
            .field("session", &self.session)
            .field("access_token", &"[secret]")
            .field("access_expire_time", &self.access_expire_time)
            .finish()
    }
}
/// The service `auth`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "auth",
    version: "v1",
    full_name: "realmwire.auth.v1.Auth",
    description: "Says who is calling, and how much of it they may do",
    methods: &[
        &CREATE_PLAYER,
        &GET_PLAYER,
        &SET_ROLE,
        &LOGIN,
        &CREATE_SESSION,
        &VALIDATE_SESSION,
        &REFRESH_SESSION,
        &LIST_SESSIONS,
        &REVOKE_SESSION,
        &REVOKE_ALL,
        &LINK_IDENTITY,
        &CHANGE_PASSWORD,
        &BAN,
        &UNBAN,
        &CHECK_RATE_LIMIT,
        &GET_LIMITS,
        &SET_LIMITS,
        &ISSUE_SERVICE_TOKEN,
        &GET_KEYS,
        &ROTATE_KEYS,
        &WATCH_EDGE,
    ],
    events: &[
        &SESSION_CREATED,
        &SESSION_REVOKED,
        &LOGIN_FAILED,
        &PLAYER_BANNED,
        &PLAYER_UNBANNED,
        &PLAYER_CREATED,
        &ROLE_CHANGED,
    ],
    calls: &[],
    consumes: &[],
};

/// The method `Auth/CreatePlayer`.
pub static CREATE_PLAYER: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "CreatePlayer",
    full_name: "realmwire.auth.v1.Auth/CreatePlayer",
    subject: "svc.auth.v1.CreatePlayer",
    input: "realmwire.auth.v1.CreatePlayerRequest",
    output: "realmwire.auth.v1.CreatePlayerResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Public,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 256,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/GetPlayer`.
pub static GET_PLAYER: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "GetPlayer",
    full_name: "realmwire.auth.v1.Auth/GetPlayer",
    subject: "svc.auth.v1.GetPlayer",
    input: "realmwire.auth.v1.GetPlayerRequest",
    output: "realmwire.auth.v1.GetPlayerResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Auth/SetRole`.
pub static SET_ROLE: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "SetRole",
    full_name: "realmwire.auth.v1.Auth/SetRole",
    subject: "svc.auth.v1.SetRole",
    input: "realmwire.auth.v1.SetRoleRequest",
    output: "realmwire.auth.v1.SetRoleResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/Login`.
pub static LOGIN: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "Login",
    full_name: "realmwire.auth.v1.Auth/Login",
    subject: "svc.auth.v1.Login",
    input: "realmwire.auth.v1.LoginRequest",
    output: "realmwire.auth.v1.LoginResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Public,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 256,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/CreateSession`.
pub static CREATE_SESSION: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "CreateSession",
    full_name: "realmwire.auth.v1.Auth/CreateSession",
    subject: "svc.auth.v1.CreateSession",
    input: "realmwire.auth.v1.CreateSessionRequest",
    output: "realmwire.auth.v1.CreateSessionResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Service,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/ValidateSession`.
pub static VALIDATE_SESSION: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "ValidateSession",
    full_name: "realmwire.auth.v1.Auth/ValidateSession",
    subject: "svc.auth.v1.ValidateSession",
    input: "realmwire.auth.v1.ValidateSessionRequest",
    output: "realmwire.auth.v1.ValidateSessionResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Service,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "read",
};

/// The method `Auth/RefreshSession`.
pub static REFRESH_SESSION: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "RefreshSession",
    full_name: "realmwire.auth.v1.Auth/RefreshSession",
    subject: "svc.auth.v1.RefreshSession",
    input: "realmwire.auth.v1.RefreshSessionRequest",
    output: "realmwire.auth.v1.RefreshSessionResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Public,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/ListSessions`.
pub static LIST_SESSIONS: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "ListSessions",
    full_name: "realmwire.auth.v1.Auth/ListSessions",
    subject: "svc.auth.v1.ListSessions",
    input: "realmwire.auth.v1.ListSessionsRequest",
    output: "realmwire.auth.v1.ListSessionsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: Some("subject"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Auth/RevokeSession`.
pub static REVOKE_SESSION: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "RevokeSession",
    full_name: "realmwire.auth.v1.Auth/RevokeSession",
    subject: "svc.auth.v1.RevokeSession",
    input: "realmwire.auth.v1.RevokeSessionRequest",
    output: "realmwire.auth.v1.RevokeSessionResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("subject"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/RevokeAll`.
pub static REVOKE_ALL: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "RevokeAll",
    full_name: "realmwire.auth.v1.Auth/RevokeAll",
    subject: "svc.auth.v1.RevokeAll",
    input: "realmwire.auth.v1.RevokeAllRequest",
    output: "realmwire.auth.v1.RevokeAllResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("subject"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/LinkIdentity`.
pub static LINK_IDENTITY: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "LinkIdentity",
    full_name: "realmwire.auth.v1.Auth/LinkIdentity",
    subject: "svc.auth.v1.LinkIdentity",
    input: "realmwire.auth.v1.LinkIdentityRequest",
    output: "realmwire.auth.v1.LinkIdentityResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 256,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/ChangePassword`.
pub static CHANGE_PASSWORD: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "ChangePassword",
    full_name: "realmwire.auth.v1.Auth/ChangePassword",
    subject: "svc.auth.v1.ChangePassword",
    input: "realmwire.auth.v1.ChangePasswordRequest",
    output: "realmwire.auth.v1.ChangePasswordResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 256,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/Ban`.
pub static BAN: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "Ban",
    full_name: "realmwire.auth.v1.Auth/Ban",
    subject: "svc.auth.v1.Ban",
    input: "realmwire.auth.v1.BanRequest",
    output: "realmwire.auth.v1.BanResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Moderator,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/Unban`.
pub static UNBAN: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "Unban",
    full_name: "realmwire.auth.v1.Auth/Unban",
    subject: "svc.auth.v1.Unban",
    input: "realmwire.auth.v1.UnbanRequest",
    output: "realmwire.auth.v1.UnbanResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Moderator,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/CheckRateLimit`.
pub static CHECK_RATE_LIMIT: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "CheckRateLimit",
    full_name: "realmwire.auth.v1.Auth/CheckRateLimit",
    subject: "svc.auth.v1.CheckRateLimit",
    input: "realmwire.auth.v1.CheckRateLimitRequest",
    output: "realmwire.auth.v1.CheckRateLimitResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Service,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/GetLimits`.
pub static GET_LIMITS: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "GetLimits",
    full_name: "realmwire.auth.v1.Auth/GetLimits",
    subject: "svc.auth.v1.GetLimits",
    input: "realmwire.auth.v1.GetLimitsRequest",
    output: "realmwire.auth.v1.GetLimitsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Moderator,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Auth/SetLimits`.
pub static SET_LIMITS: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "SetLimits",
    full_name: "realmwire.auth.v1.Auth/SetLimits",
    subject: "svc.auth.v1.SetLimits",
    input: "realmwire.auth.v1.SetLimitsRequest",
    output: "realmwire.auth.v1.SetLimitsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/IssueServiceToken`.
pub static ISSUE_SERVICE_TOKEN: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "IssueServiceToken",
    full_name: "realmwire.auth.v1.Auth/IssueServiceToken",
    subject: "svc.auth.v1.IssueServiceToken",
    input: "realmwire.auth.v1.IssueServiceTokenRequest",
    output: "realmwire.auth.v1.IssueServiceTokenResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Service,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/GetKeys`.
pub static GET_KEYS: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "GetKeys",
    full_name: "realmwire.auth.v1.Auth/GetKeys",
    subject: "svc.auth.v1.GetKeys",
    input: "realmwire.auth.v1.GetKeysRequest",
    output: "realmwire.auth.v1.GetKeysResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Public,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Auth/RotateKeys`.
pub static ROTATE_KEYS: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "RotateKeys",
    full_name: "realmwire.auth.v1.Auth/RotateKeys",
    subject: "svc.auth.v1.RotateKeys",
    input: "realmwire.auth.v1.RotateKeysRequest",
    output: "realmwire.auth.v1.RotateKeysResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Auth/WatchEdge`.
pub static WATCH_EDGE: crate::MethodSpec = crate::MethodSpec {
    service: "auth",
    name: "WatchEdge",
    full_name: "realmwire.auth.v1.Auth/WatchEdge",
    subject: "svc.auth.v1.WatchEdge",
    input: "realmwire.auth.v1.WatchEdgeRequest",
    output: "realmwire.auth.v1.WatchEdgeResponse",
    kind: crate::MethodKind::ServerStream,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Service,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Critical,
    brief: false,
    rate_class: "read",
};

/// The event `session.created`.
pub static SESSION_CREATED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "session.created",
    subject: "evt.auth.session.created.v1",
    message: "realmwire.auth.v1.SessionCreated",
    audience: crate::Audience::Owner,
};

impl crate::Event for SessionCreated {
    const SPEC: &'static crate::EventSpec = &SESSION_CREATED;

    fn key(&self) -> &str {
        &self.subject
    }
}

/// The event `session.revoked`.
pub static SESSION_REVOKED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "session.revoked",
    subject: "evt.auth.session.revoked.v1",
    message: "realmwire.auth.v1.SessionRevoked",
    audience: crate::Audience::Owner,
};

impl crate::Event for SessionRevoked {
    const SPEC: &'static crate::EventSpec = &SESSION_REVOKED;

    fn key(&self) -> &str {
        &self.subject
    }
}

/// The event `login.failed`.
pub static LOGIN_FAILED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "login.failed",
    subject: "evt.auth.login.failed.v1",
    message: "realmwire.auth.v1.LoginFailed",
    audience: crate::Audience::Services,
};

impl crate::Event for LoginFailed {
    const SPEC: &'static crate::EventSpec = &LOGIN_FAILED;

    fn key(&self) -> &str {
        &self.identity
    }
}

/// The event `player.banned`.
pub static PLAYER_BANNED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "player.banned",
    subject: "evt.auth.player.banned.v1",
    message: "realmwire.auth.v1.PlayerBanned",
    audience: crate::Audience::Owner,
};

impl crate::Event for PlayerBanned {
    const SPEC: &'static crate::EventSpec = &PLAYER_BANNED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `player.unbanned`.
pub static PLAYER_UNBANNED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "player.unbanned",
    subject: "evt.auth.player.unbanned.v1",
    message: "realmwire.auth.v1.PlayerUnbanned",
    audience: crate::Audience::Owner,
};

impl crate::Event for PlayerUnbanned {
    const SPEC: &'static crate::EventSpec = &PLAYER_UNBANNED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `player.created`.
pub static PLAYER_CREATED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "player.created",
    subject: "evt.auth.player.created.v1",
    message: "realmwire.auth.v1.PlayerCreated",
    audience: crate::Audience::Services,
};

impl crate::Event for PlayerCreated {
    const SPEC: &'static crate::EventSpec = &PLAYER_CREATED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `role.changed`.
pub static ROLE_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "auth",
    name: "role.changed",
    subject: "evt.auth.role.changed.v1",
    message: "realmwire.auth.v1.RoleChanged",
    audience: crate::Audience::Owner,
};

impl crate::Event for RoleChanged {
    const SPEC: &'static crate::EventSpec = &ROLE_CHANGED;

    fn key(&self) -> &str {
        &self.player_id
    }
}
