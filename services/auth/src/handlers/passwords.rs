//! Changing passwords.

use realmwire_contract::Access;
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::RevokeReason;
use realmwire_sdk::context::Context;
use realmwire_sdk::secret::Secret;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Stored};

use super::accounts::password_of;
use super::{AuthService, check_key};
use crate::error::{AuthError, weak_password};
use crate::rules::{password, roles};
use crate::sessions::Ending;
use crate::state::{IdentityDocument, PlayerDocument, key};

pub(super) async fn change_password(
    auth: &AuthService,
    cx: &Context,
    request: wire::ChangePasswordRequest,
) -> Result<wire::ChangePasswordResponse, Status> {
    check_key(cx)?;
    let stored = auth.player(&request.player_id).await?;
    let name = password_of(&stored.value).map(|link| link.name.clone());
    check_may_change(cx, &stored)?;
    let name = name.ok_or(AuthError::NoPassword)?;
    let new = Secret::from(request.new_password);
    password::check(new.expose(), &name, auth.password_policy)
        .map_err(|problem| weak_password("new_password", &problem))?;
    let is_own = cx.principal().id == request.player_id;
    let identity = if is_own {
        auth.prover.password(cx, &name, Secret::from(request.current_password)).await?.identity
    } else {
        let identity = auth.store.load::<IdentityDocument>(&key::password(&name)).await?;
        identity.ok_or(AuthError::NoPassword)?
    };
    let password_hash = auth.prover.hash(new).await?;
    let mut player = stored.value.clone();
    let keep = cx.principal().session_id.as_deref().filter(|_| is_own);
    let ending = Ending { reason: RevokeReason::PasswordChanged, by: &cx.principal().id };
    let (changes, revoked) = auth.sessions.end_all(cx, &mut player, keep, ending).await?;
    let changes = changes
        .and(Changes::new().delete(key::attempts(&name), Expect::Any))
        .update(&identity, &IdentityDocument { password_hash, ..identity.value.clone() })
        .update(&stored, &player);
    auth.store.commit(cx, changes, wire::ChangePasswordResponse { revoked }).await
}

/// Everybody may change their own password; administrators and services those of accounts below them.
fn check_may_change(cx: &Context, player: &Stored<PlayerDocument>) -> Result<(), Status> {
    let principal = cx.principal();
    let may_decide = principal.may(Access::Admin) && roles::may_decide_over(principal.role, player.value.held_role());
    if principal.id == player.value.player_id || may_decide {
        return Ok(());
    }
    Err(AuthError::RoleTooHigh("the account").into())
}
