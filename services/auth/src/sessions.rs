//! Opening, renewing and ending sessions: what is changed, and the tokens that are given out.

use std::time::SystemTime;

use prost_types::Timestamp;
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::{IdentityKind, RevokeReason};
use realmwire_sdk::context::Context;
use realmwire_sdk::secret::Secret;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Store, Stored};
use realmwire_sdk::token::Claims;
use uuid::Uuid;

use crate::config::Config;
use crate::error::AuthError;
use crate::keyring::Keyring;
use crate::rules::refresh::RefreshToken;
use crate::rules::roles;
use crate::rules::session::{Ends, SessionPolicy, forget_at};
use crate::secrets;
use crate::state::{PlayerDocument, RefreshDocument, RevocationDocument, SessionDocument, key, time};

/// Opens, renews and ends sessions.
pub(crate) struct Sessions {
    store: Store,
    keyring: Keyring,
    policy: SessionPolicy,
    issuer: String,
    audience: String,
}

/// How a session is opened.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) kind: IdentityKind,
    pub(crate) label: String,
}

/// A session and its tokens, as they are given out once.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) session: wire::Session,
    pub(crate) tokens: wire::Tokens,
}

/// Why and by whom sessions are ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending<'a> {
    pub(crate) reason: RevokeReason,
    /// Empty when a rule ends them.
    pub(crate) by: &'a str,
}

impl Sessions {
    pub(crate) fn new(store: Store, keyring: Keyring, config: &Config) -> Self {
        Self {
            store,
            keyring,
            policy: config.session_policy(),
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
        }
    }

    pub(crate) fn policy(&self) -> &SessionPolicy {
        &self.policy
    }

    /// Opens a session for `player`, whose document the caller stores in the same commit.
    pub(crate) async fn open(
        &self,
        cx: &Context,
        player: &mut PlayerDocument,
        opening: Opening,
    ) -> Result<(Changes, Issued), Status> {
        let changes = self.make_room(cx, player).await?;
        let now = cx.now();
        let session_id = Uuid::try_parse(&cx.new_id()).map_err(Status::internal)?;
        let player_id = Uuid::try_parse(&player.player_id).map_err(Status::internal)?;
        let token = RefreshToken { player_id, session_id, family: secrets::random()?, secret: secrets::random()? };
        let mut session = SessionDocument {
            session_id: session_id.to_string(),
            subject: player.player_id.clone(),
            role: player.role,
            created_at: Some(now.into()),
            identity_kind: opening.kind.into(),
            label: opening.label,
            ..SessionDocument::default()
        };
        let issued = self.issue(cx, &mut session, now, &token)?;
        player.session_ids.push(session.session_id.clone());
        let place = key::session(&session.subject, &session.session_id);
        let ttl = time(session.expires_at.as_ref()).duration_since(now).ok();
        let changes = changes.put(place, Expect::Absent, &session, ttl).event(&created(&session));
        Ok((changes, issued))
    }

    /// Replaces the tokens of a session whose present refresh token was presented.
    pub(crate) fn renew(
        &self,
        cx: &Context,
        stored: &Stored<SessionDocument>,
        presented: &RefreshToken,
    ) -> Result<(Changes, Issued), Status> {
        let mut session = stored.value.clone();
        let token = RefreshToken { secret: secrets::random()?, ..presented.clone() };
        let opened = time(session.created_at.as_ref());
        let issued = self.issue(cx, &mut session, opened, &token)?;
        let ttl = time(session.expires_at.as_ref()).duration_since(cx.now()).ok();
        let changes = Changes::new().put(stored.key.clone(), Expect::Revision(stored.revision), &session, ttl);
        Ok((changes, issued))
    }

    /// An access token for a session without a refresh token.
    pub(crate) fn access_token(&self, cx: &Context, session: &SessionDocument) -> Result<Secret, Status> {
        let now = cx.now();
        let claims = Claims {
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            subject: session.subject.clone(),
            expires_at: time(session.access_expires_at.as_ref()),
            not_before: now,
            issued_at: now,
            token_id: cx.new_id(),
            session_id: session.session_id.clone(),
            role: session.held_role(),
        };
        self.keyring.sign(&claims).map(Secret::from)
    }

    /// Ends the sessions of `player` but `keep`, and returns how many. The caller stores the player's document in the same
    /// commit.
    pub(crate) async fn end_all(
        &self,
        cx: &Context,
        player: &mut PlayerDocument,
        keep: Option<&str>,
        ending: Ending<'_>,
    ) -> Result<(Changes, u32), Status> {
        let mut changes = Changes::new();
        let mut ended = 0;
        for session in self.of(player).await? {
            if Some(session.value.session_id.as_str()) != keep {
                changes = end(cx, changes, &session, ending);
                ended += 1;
            }
        }
        player.session_ids.retain(|id| Some(id.as_str()) == keep);
        Ok((changes, ended))
    }

    /// Forgets sessions of `player` that have ended, and ends the one used least recently if there are too many.
    async fn make_room(&self, cx: &Context, player: &mut PlayerDocument) -> Result<Changes, Status> {
        let mut open = self.of(player).await?;
        open.sort_by_key(|session| time(session.value.refreshed_at.as_ref()));
        let too_many = (open.len() + 1).saturating_sub(self.policy.per_player);
        let ending = Ending { reason: RevokeReason::TooMany, by: "" };
        let mut changes = Changes::new();
        for session in open.drain(..too_many) {
            changes = end(cx, changes, &session, ending);
        }
        player.session_ids.retain(|id| open.iter().any(|session| session.value.session_id == *id));
        Ok(changes)
    }

    /// The sessions of a player that have not ended.
    async fn of(&self, player: &PlayerDocument) -> Result<Vec<Stored<SessionDocument>>, Status> {
        let session = |id: &String| key::session(&player.player_id, id);
        let keys: Vec<_> = player.session_ids.iter().map(session).collect();
        Ok(self.store.load_many(&keys).await?.into_iter().flatten().collect())
    }

    /// Sets the ends of a session that was opened at `opened`, and makes its tokens.
    fn issue(
        &self,
        cx: &Context,
        session: &mut SessionDocument,
        opened: SystemTime,
        token: &RefreshToken,
    ) -> Result<Issued, Status> {
        let now = cx.now();
        let Ends { access, session: last } = self.policy.ends(opened, now).ok_or(AuthError::NoSession)?;
        session.refreshed_at = Some(now.into());
        session.expires_at = Some(last.into());
        session.access_expires_at = Some(access.into());
        session.refresh = Some(RefreshDocument::new(&token.hashes()));
        let tokens = wire::Tokens {
            access_token: self.access_token(cx, session)?.expose().to_owned(),
            access_expire_time: Some(access.into()),
            refresh_token: token.encode().expose().to_owned(),
            refresh_expire_time: Some(last.into()),
        };
        Ok(Issued { session: session.to_wire(), tokens })
    }
}

/// `changes` and those that end a session: it is gone, and its access tokens are revoked until they end by themselves.
pub(crate) fn end(cx: &Context, changes: Changes, session: &Stored<SessionDocument>, ending: Ending<'_>) -> Changes {
    let document = &session.value;
    let forget_at = forget_at(time(document.access_expires_at.as_ref()));
    let changes = changes.remove(session).event(&wire::SessionRevoked {
        subject: document.subject.clone(),
        session_id: document.session_id.clone(),
        reason: ending.reason.into(),
        revoked_by: ending.by.to_owned(),
    });
    match forget_at.duration_since(cx.now()) {
        Ok(ttl) if !ttl.is_zero() => {
            let revocation = RevocationDocument { forget_at: Some(Timestamp::from(forget_at)) };
            changes.put(key::revocation(&document.session_id), Expect::Any, &revocation, Some(ttl))
        }
        _ => changes,
    }
}

/// The event that a session was opened.
pub(crate) fn created(session: &SessionDocument) -> wire::SessionCreated {
    wire::SessionCreated {
        subject: session.subject.clone(),
        session_id: session.session_id.clone(),
        role: roles::to_wire(session.held_role()).into(),
        identity_kind: session.identity_kind,
        label: session.label.clone(),
    }
}
