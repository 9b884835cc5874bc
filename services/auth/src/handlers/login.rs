//! Signing in.

use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::IdentityKind;
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Role;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Stored};

use super::accounts::new_player;
use super::{AuthService, check_key};
use crate::error::AuthError;
use crate::proof::Claim;
use crate::rules::identity;
use crate::sessions::Opening;
use crate::state::{IdentityDocument, PlayerDocument, key};

/// Whose the proven identity is, and what is committed with the session.
struct SignedIn {
    player: PlayerDocument,
    /// The account as it is stored; `None` for one that this call creates.
    stored: Option<Stored<PlayerDocument>>,
    changes: Changes,
}

pub(super) async fn login(
    auth: &AuthService,
    cx: &Context,
    request: wire::LoginRequest,
) -> Result<wire::LoginResponse, Status> {
    check_key(cx)?;
    let claim = Claim::parse("credential", request.credential)?;
    let kind = claim.kind();
    let label = match (&claim, request.label.as_str()) {
        (Claim::Device { label, .. }, "") => label.clone(),
        (_, label) => identity::label("label", label)?,
    };
    let signed_in = match claim {
        Claim::Password { name, password } => {
            let proven = auth.prover.password(cx, &name, password).await?;
            auth.signed_in(&proven.identity, proven.changes).await?
        }
        claim => auth.signed_in_by_possession(cx, claim, request.create).await?,
    };
    let created = signed_in.stored.is_none();
    let (changes, issued) = auth.open_session(cx, signed_in, Opening { kind, label }).await?;
    let response = wire::LoginResponse { session: Some(issued.session), tokens: Some(issued.tokens), created };
    auth.store.commit(cx, changes, response).await
}

pub(super) async fn create_session(
    auth: &AuthService,
    cx: &Context,
    request: wire::CreateSessionRequest,
) -> Result<wire::CreateSessionResponse, Status> {
    check_key(cx)?;
    let label = identity::label("label", &request.label)?;
    let stored = auth.player_below(cx, &request.player_id).await?;
    let signed_in = SignedIn { player: stored.value.clone(), stored: Some(stored), changes: Changes::new() };
    let opening = Opening { kind: IdentityKind::Unspecified, label };
    let (changes, issued) = auth.open_session(cx, signed_in, opening).await?;
    let response = wire::CreateSessionResponse { session: Some(issued.session), tokens: Some(issued.tokens) };
    auth.store.commit(cx, changes, response).await
}

impl AuthService {
    /// The account of an identity that was proven.
    async fn signed_in(&self, identity: &Stored<IdentityDocument>, changes: Changes) -> Result<SignedIn, Status> {
        let player_id = &identity.value.player_id;
        let stored = self.store.load::<PlayerDocument>(&key::player(player_id)).await?;
        // Accounts are never deleted; were one, its identities would prove nothing.
        let stored = stored.ok_or(AuthError::UnknownIdentity)?;
        Ok(SignedIn { player: stored.value.clone(), stored: Some(stored), changes })
    }

    /// The account of a device or of a provider's subject, created if it is new and the caller wants it.
    async fn signed_in_by_possession(&self, cx: &Context, claim: Claim, create: bool) -> Result<SignedIn, Status> {
        let identity = self.prover.identity(cx, &claim)?;
        if let Some(known) = self.store.load::<IdentityDocument>(&identity.key).await? {
            return self.signed_in(&known, Changes::new()).await;
        }
        if !create {
            self.prover.failed(cx, identity.kind, &identity.key, None).await?;
            return Err(AuthError::UnknownIdentity.into());
        }
        self.check_may_create(cx, Role::Player)?;
        let mut player = new_player(cx, Role::Player);
        let created = wire::PlayerCreated { player_id: player.player_id.clone(), role: player.role };
        let changes = self.link(cx, &mut player, claim, identity).await?.event(&created);
        Ok(SignedIn { player, stored: None, changes })
    }

    /// Opens a session for an account that is not banned; the changes hold the account too.
    async fn open_session(
        &self,
        cx: &Context,
        signed_in: SignedIn,
        opening: Opening,
    ) -> Result<(Changes, crate::sessions::Issued), Status> {
        let SignedIn { mut player, stored, changes } = signed_in;
        if let Some(ban) = player.ban_at(cx.now()) {
            return Err(AuthError::Banned { reason: ban.reason.clone(), until: ban.end_time }.into());
        }
        let (opened, issued) = self.sessions.open(cx, &mut player, opening).await?;
        let changes = changes.and(opened);
        // The account is written with each session: a ban at the same moment and this login cannot both succeed.
        let changes = match &stored {
            Some(stored) => changes.update(stored, &player),
            None => changes.create(key::player(&player.player_id), &player),
        };
        Ok((changes, issued))
    }
}
