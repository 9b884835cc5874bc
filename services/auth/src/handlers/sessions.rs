//! Sessions that are open: validating, refreshing, listing, ending.

use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::RevokeReason;
use realmwire_sdk::context::Context;
use realmwire_sdk::idempotency::Idempotency as _;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, PageRequest, Stored};
use realmwire_sdk::token::TokenError;

use super::{AuthService, check_key, check_looked_after};
use crate::error::AuthError;
use crate::rules::identity;
use crate::rules::refresh::{RefreshToken, Verdict, judge};
use crate::sessions::{Ending, end};
use crate::state::{PlayerDocument, RefreshDocument, SessionDocument, key, time};

/// Sessions in a page of a list.
const PAGE_DEFAULT: usize = 20;
pub(super) const PAGE_MAX: usize = 100;

pub(super) async fn validate_session(
    auth: &AuthService,
    cx: &Context,
    request: wire::ValidateSessionRequest,
) -> Result<wire::ValidateSessionResponse, Status> {
    let claims = auth.verifier.verify(&request.access_token).map_err(invalid_token)?;
    let place = key::session(&claims.subject, &claims.session_id);
    let session = auth.store.load::<SessionDocument>(&place).await?;
    let session = session.filter(|session| is_open(&session.value, cx));
    let session = session.ok_or_else(|| invalid_token(TokenError::Revoked))?;
    Ok(wire::ValidateSessionResponse {
        session: Some(session.value.to_wire()),
        access_expire_time: Some(claims.expires_at.into()),
    })
}

pub(super) async fn refresh_session(
    auth: &AuthService,
    cx: &Context,
    request: wire::RefreshSessionRequest,
) -> Result<wire::RefreshSessionResponse, Status> {
    check_key(cx)?;
    let presented = RefreshToken::parse(&request.refresh_token).ok_or(AuthError::NoSession)?;
    let place = key::session(&presented.player_id.to_string(), &presented.session_id.to_string());
    let stored = auth.store.load::<SessionDocument>(&place).await?;
    let stored = stored.filter(|session| is_open(&session.value, cx)).ok_or(AuthError::NoSession)?;
    let hashes = stored.value.refresh.as_ref().and_then(RefreshDocument::hashes).ok_or(AuthError::NoSession)?;
    match judge(&presented, &hashes) {
        Verdict::Foreign => Err(AuthError::NoSession.into()),
        Verdict::Replaced => Err(auth.replaced(cx, &stored).await?),
        Verdict::Current => {
            let (changes, issued) = auth.sessions.renew(cx, &stored, &presented)?;
            let response = wire::RefreshSessionResponse { session: Some(issued.session), tokens: Some(issued.tokens) };
            auth.store.commit(cx, changes, response).await
        }
    }
}

pub(super) async fn list_sessions(
    auth: &AuthService,
    cx: &Context,
    request: wire::ListSessionsRequest,
) -> Result<wire::ListSessionsResponse, Status> {
    identity::subject("subject", &request.subject)?;
    let page = PageRequest::parse(request.page_size, &request.page_token, PAGE_DEFAULT, PAGE_MAX)?;
    let page = auth.store.list::<SessionDocument>(&key::sessions(&request.subject), &page).await?;
    for session in &page.items {
        check_looked_after(cx, &request.subject, session.value.held_role())?;
    }
    let open = page.items.iter().filter(|session| is_open(&session.value, cx));
    Ok(wire::ListSessionsResponse {
        sessions: open.map(|session| session.value.to_wire()).collect(),
        next_page_token: page.next_page_token,
    })
}

pub(super) async fn revoke_session(
    auth: &AuthService,
    cx: &Context,
    request: wire::RevokeSessionRequest,
) -> Result<wire::RevokeSessionResponse, Status> {
    identity::subject("subject", &request.subject)?;
    identity::session_id("session_id", &request.session_id)?;
    let place = key::session(&request.subject, &request.session_id);
    let mut changes = Changes::new();
    let mut revoked = false;
    if let Some(session) = auth.store.load::<SessionDocument>(&place).await? {
        check_looked_after(cx, &request.subject, session.value.held_role())?;
        changes = end(cx, changes, &session, ending(cx, &request.subject));
        revoked = true;
    }
    auth.store.commit(cx, changes, wire::RevokeSessionResponse { revoked }).await
}

pub(super) async fn revoke_all(
    auth: &AuthService,
    cx: &Context,
    request: wire::RevokeAllRequest,
) -> Result<wire::RevokeAllResponse, Status> {
    identity::subject("subject", &request.subject)?;
    let is_own = cx.principal().id == request.subject;
    let keep = cx.principal().session_id.as_deref().filter(|_| is_own && request.keep_current);
    let (changes, revoked) = match auth.store.load::<PlayerDocument>(&key::player(&request.subject)).await? {
        Some(stored) => {
            check_looked_after(cx, &request.subject, stored.value.held_role())?;
            let mut player = stored.value.clone();
            let ending = ending(cx, &request.subject);
            let (changes, revoked) = auth.sessions.end_all(cx, &mut player, keep, ending).await?;
            (changes.update(&stored, &player), revoked)
        }
        None => auth.end_service_tokens(cx, &request.subject, keep).await?,
    };
    auth.store.commit(cx, changes, wire::RevokeAllResponse { revoked }).await
}

/// What is wrong with a token that was presented as an argument.
fn invalid_token(error: TokenError) -> Status {
    match error {
        TokenError::NotReady => error.into(),
        _ => Status::invalid("access_token", error.to_string()),
    }
}

/// Whether a session is open; the store forgets those that are over in its own time.
fn is_open(session: &SessionDocument, cx: &Context) -> bool {
    time(session.expires_at.as_ref()) > cx.now()
}

fn ending<'a>(cx: &'a Context, subject: &str) -> Ending<'a> {
    let by = cx.principal().id.as_str();
    let reason = if by == subject { RevokeReason::Requested } else { RevokeReason::Moderated };
    Ending { reason, by }
}

impl AuthService {
    /// What becomes of a refresh token that was replaced.
    ///
    /// If this very call replaced it, on another instance and after this one had looked for its answer, that is no reuse: the
    /// server looks again. Otherwise two parties hold the session.
    async fn replaced(&self, cx: &Context, session: &Stored<SessionDocument>) -> Result<Status, Status> {
        if let Some(claim) = cx.key_claim()
            && self.store.recall(claim).await?.is_some()
        {
            return Ok(Status::conflict(&session.key));
        }
        self.end_family(cx, session).await
    }

    /// Ends a session one of whose replaced refresh tokens came back.
    async fn end_family(&self, cx: &Context, session: &Stored<SessionDocument>) -> Result<Status, Status> {
        let ending = Ending { reason: RevokeReason::RefreshReused, by: "" };
        self.store.note(cx, end(cx, Changes::new(), session, ending)).await?;
        tracing::warn!(
            subject = session.value.subject,
            session_id = session.value.session_id,
            "a refresh token was used twice; its session was ended"
        );
        Ok(AuthError::RefreshReused.into())
    }

    /// Ends the sessions of a subject without an account. There are at most as many as are issued.
    async fn end_service_tokens(
        &self,
        cx: &Context,
        subject: &str,
        keep: Option<&str>,
    ) -> Result<(Changes, u32), Status> {
        let mut changes = Changes::new();
        let mut revoked = 0;
        for session in self.service_sessions(subject).await? {
            check_looked_after(cx, subject, session.value.held_role())?;
            if Some(session.value.session_id.as_str()) != keep {
                changes = end(cx, changes, &session, ending(cx, subject));
                revoked += 1;
            }
        }
        Ok((changes, revoked))
    }

    /// The sessions of a subject without an account.
    pub(super) async fn service_sessions(&self, subject: &str) -> Result<Vec<Stored<SessionDocument>>, Status> {
        let page = PageRequest::parse(0, "", PAGE_MAX, PAGE_MAX)?;
        Ok(self.store.list(&key::sessions(subject), &page).await?.items)
    }
}
