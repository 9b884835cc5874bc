//! Tokens without an account.

use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect};

use super::sessions::PAGE_MAX;
use super::{AuthService, check_key};
use crate::error::{AuthError, duration};
use crate::rules::{identity, roles};
use crate::sessions::created;
use crate::state::{SessionDocument, key};

/// How long a token lasts when nothing is said.
const DEFAULT_DURATION: Duration = Duration::from_hours(1);

pub(super) async fn issue_service_token(
    auth: &AuthService,
    cx: &Context,
    request: wire::IssueServiceTokenRequest,
) -> Result<wire::IssueServiceTokenResponse, Status> {
    check_key(cx)?;
    identity::service_subject("subject", &request.subject)?;
    let role = roles::of_service_token(request.role)
        .ok_or_else(|| Status::invalid("role", "must be moderator, admin or service"))?;
    let label = identity::label("label", &request.label)?;
    let longest = auth.sessions.policy().service_token;
    let lasts = request.duration.map(|value| duration("duration", value, longest)).transpose()?;
    let lasts = lasts.unwrap_or(DEFAULT_DURATION.min(longest));
    // Ending all of a subject's sessions is one commit, so there is a bound to them.
    if auth.service_sessions(&request.subject).await?.len() >= PAGE_MAX {
        return Err(AuthError::TooManyServiceTokens.into());
    }
    let expires_at = Some((cx.now() + lasts).into());
    let session = SessionDocument {
        session_id: cx.new_id(),
        subject: request.subject,
        role: roles::to_wire(role).into(),
        created_at: Some(cx.timestamp()),
        refreshed_at: Some(cx.timestamp()),
        expires_at,
        access_expires_at: expires_at,
        label,
        ..SessionDocument::default()
    };
    let access_token = auth.sessions.access_token(cx, &session)?.expose().to_owned();
    let place = key::session(&session.subject, &session.session_id);
    let changes = Changes::new().put(place, Expect::Absent, &session, Some(lasts)).event(&created(&session));
    let response = wire::IssueServiceTokenResponse {
        session: Some(session.to_wire()),
        access_token,
        access_expire_time: expires_at,
    };
    auth.store.commit(cx, changes, response).await
}
