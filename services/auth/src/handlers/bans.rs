//! Bans.

use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::RevokeReason;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::Changes;

use super::AuthService;
use crate::error::duration;
use crate::rules::identity;
use crate::sessions::Ending;

/// The longest ban that ends.
const LONGEST_BAN: Duration = Duration::from_hours(24 * 3_650);

pub(super) async fn ban(
    auth: &AuthService,
    cx: &Context,
    request: wire::BanRequest,
) -> Result<wire::BanResponse, Status> {
    let reason = identity::reason("reason", &request.reason)?;
    let lasts = request.duration.map(|value| duration("duration", value, LONGEST_BAN)).transpose()?;
    let stored = auth.player_below(cx, &request.player_id).await?;
    let mut player = stored.value.clone();
    let banned_by = cx.principal().id.clone();
    let end_time = lasts.map(|lasts| (cx.now() + lasts).into());
    let ending = Ending { reason: RevokeReason::Banned, by: &banned_by };
    let (changes, revoked) = auth.sessions.end_all(cx, &mut player, None, ending).await?;
    player.ban = Some(wire::BanState {
        reason: reason.clone(),
        end_time,
        create_time: Some(cx.timestamp()),
        banned_by: banned_by.clone(),
    });
    let event = wire::PlayerBanned { player_id: player.player_id.clone(), reason, end_time, banned_by };
    let changes = changes.update(&stored, &player).event(&event);
    let response = wire::BanResponse { player: Some(player.to_wire(cx.now())), revoked };
    auth.store.commit(cx, changes, response).await
}

pub(super) async fn unban(
    auth: &AuthService,
    cx: &Context,
    request: wire::UnbanRequest,
) -> Result<wire::UnbanResponse, Status> {
    let stored = auth.player_below(cx, &request.player_id).await?;
    let mut player = stored.value.clone();
    let mut changes = Changes::new();
    if player.ban.take().is_some() {
        changes = changes.update(&stored, &player).event(&wire::PlayerUnbanned {
            player_id: player.player_id.clone(),
            unbanned_by: cx.principal().id.clone(),
        });
    }
    let response = wire::UnbanResponse { player: Some(player.to_wire(cx.now())) };
    auth.store.commit(cx, changes, response).await
}
