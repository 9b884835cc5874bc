//! Accounts: creating, showing, linking identities, roles.

use prost_types::Timestamp;
use realmwire_contract::Access;
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::{IdentityKind, RevokeReason};
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Role;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::Changes;

use super::{AuthService, check_key};
use crate::config::Registration;
use crate::error::{AuthError, weak_password};
use crate::proof::{Claim, Identity};
use crate::rules::{password, roles};
use crate::sessions::Ending;
use crate::state::{IdentityDocument, IdentityLink, PlayerDocument, key};

/// Identities of one account.
const IDENTITIES_MAX: usize = 10;

pub(super) async fn create_player(
    auth: &AuthService,
    cx: &Context,
    request: wire::CreatePlayerRequest,
) -> Result<wire::CreatePlayerResponse, Status> {
    check_key(cx)?;
    let role = roles::of_account(request.role).ok_or_else(|| Status::invalid("role", "must be a role of accounts"))?;
    auth.check_may_create(cx, role)?;
    let mut player = new_player(cx, role);
    let mut changes = Changes::new();
    // Without a moderator, an account that nobody can sign in to would be lost at once.
    if request.credential.is_some() || !cx.principal().may(Access::Moderator) {
        let claim = Claim::parse("credential", request.credential)?;
        let identity = auth.unused(cx, &claim).await?;
        changes = auth.link(cx, &mut player, claim, identity).await?;
    }
    let changes = changes
        .create(key::player(&player.player_id), &player)
        .event(&wire::PlayerCreated { player_id: player.player_id.clone(), role: player.role });
    let response = wire::CreatePlayerResponse { player: Some(player.to_wire(cx.now())) };
    auth.store.commit(cx, changes, response).await
}

pub(super) async fn get_player(
    auth: &AuthService,
    cx: &Context,
    request: wire::GetPlayerRequest,
) -> Result<wire::GetPlayerResponse, Status> {
    let player = auth.player_looked_after(cx, &request.player_id).await?;
    Ok(wire::GetPlayerResponse { player: Some(player.value.to_wire(cx.now())) })
}

pub(super) async fn set_role(
    auth: &AuthService,
    cx: &Context,
    request: wire::SetRoleRequest,
) -> Result<wire::SetRoleResponse, Status> {
    let role = roles::of_account(request.role)
        .filter(|_| request.role != 0)
        .ok_or_else(|| Status::invalid("role", "must be a role of accounts"))?;
    let stored = auth.player_below(cx, &request.player_id).await?;
    if !roles::may_decide_over(cx.principal().role, role) {
        return Err(AuthError::RoleTooHigh("role").into());
    }
    let mut player = stored.value.clone();
    let mut changes = Changes::new();
    if player.held_role() != role {
        let ending = Ending { reason: RevokeReason::RoleChanged, by: &cx.principal().id };
        (changes, _) = auth.sessions.end_all(cx, &mut player, None, ending).await?;
        player.role = roles::to_wire(role).into();
        changes = changes.update(&stored, &player).event(&wire::RoleChanged {
            player_id: player.player_id.clone(),
            previous_role: stored.value.role,
            role: player.role,
            changed_by: cx.principal().id.clone(),
        });
    }
    let response = wire::SetRoleResponse { player: Some(player.to_wire(cx.now())) };
    auth.store.commit(cx, changes, response).await
}

pub(super) async fn link_identity(
    auth: &AuthService,
    cx: &Context,
    request: wire::LinkIdentityRequest,
) -> Result<wire::LinkIdentityResponse, Status> {
    check_key(cx)?;
    let claim = Claim::parse("credential", request.credential)?;
    let stored = auth.player_looked_after(cx, &request.player_id).await?;
    let mut player = stored.value.clone();
    if player.identities.len() >= IDENTITIES_MAX {
        return Err(AuthError::TooManyIdentities.into());
    }
    if claim.kind() == IdentityKind::Password && password_of(&player).is_some() {
        return Err(AuthError::HasPassword.into());
    }
    let identity = auth.unused(cx, &claim).await?;
    let changes = auth.link(cx, &mut player, claim, identity).await?.update(&stored, &player);
    let response = wire::LinkIdentityResponse { player: Some(player.to_wire(cx.now())) };
    auth.store.commit(cx, changes, response).await
}

/// The password identity of an account.
pub(super) fn password_of(player: &PlayerDocument) -> Option<&IdentityLink> {
    player.identities.iter().find(|link| link.kind == i32::from(IdentityKind::Password))
}

/// An account that is not stored yet.
pub(super) fn new_player(cx: &Context, role: Role) -> PlayerDocument {
    PlayerDocument {
        player_id: cx.new_id(),
        role: roles::to_wire(role).into(),
        created_at: Some(cx.timestamp()),
        ..PlayerDocument::default()
    }
}

impl AuthService {
    /// Whether the caller may create an account with `role`.
    pub(super) fn check_may_create(&self, cx: &Context, role: Role) -> Result<(), Status> {
        let actor = cx.principal();
        if !actor.may(Access::Moderator) && self.registration == Registration::Closed {
            return Err(AuthError::RegistrationClosed.into());
        }
        if role != Role::Player && !roles::may_decide_over(actor.role, role) {
            return Err(AuthError::RoleTooHigh("role").into());
        }
        Ok(())
    }

    /// The identity of a claim, if no account has it.
    async fn unused(&self, cx: &Context, claim: &Claim) -> Result<Identity, Status> {
        let identity = self.prover.identity(cx, claim)?;
        if self.store.load::<IdentityDocument>(&identity.key).await?.is_some() {
            return Err(Status::already_exists("identity", &identity.name));
        }
        Ok(identity)
    }

    /// Adds an identity that no account has to `player`, whose document the caller stores in the same commit.
    pub(super) async fn link(
        &self,
        cx: &Context,
        player: &mut PlayerDocument,
        claim: Claim,
        identity: Identity,
    ) -> Result<Changes, Status> {
        let mut document = IdentityDocument { player_id: player.player_id.clone(), password_hash: String::new() };
        if let Claim::Password { name, password: chosen } = claim {
            password::check(chosen.expose(), &name, self.password_policy)
                .map_err(|problem| weak_password("credential.password.password", &problem))?;
            document.password_hash = self.prover.hash(chosen).await?;
        }
        player.identities.push(IdentityLink {
            kind: identity.kind.into(),
            name: identity.name,
            linked_at: Some(Timestamp::from(cx.now())),
            key: identity.key.as_str().to_owned(),
        });
        Ok(Changes::new().create(identity.key, &document))
    }
}
