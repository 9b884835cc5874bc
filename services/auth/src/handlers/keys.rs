//! The keys that tokens are verified with.

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::token::jwk::Jwk;

use super::AuthService;

pub(super) async fn get_keys(
    auth: &AuthService,
    _cx: &Context,
    _request: wire::GetKeysRequest,
) -> Result<wire::GetKeysResponse, Status> {
    let keys = auth.keyring.published().await?;
    Ok(wire::GetKeysResponse { keys: keys.into_iter().map(to_wire).collect() })
}

pub(super) async fn rotate_keys(
    auth: &AuthService,
    cx: &Context,
    request: wire::RotateKeysRequest,
) -> Result<wire::RotateKeysResponse, Status> {
    let (changes, keys) = auth.keyring.rotated(cx, request.distrust).await?;
    let response = wire::RotateKeysResponse { keys: keys.into_iter().map(to_wire).collect() };
    auth.store.commit(cx, changes, response).await
}

/// A key as it is sent.
pub(super) fn to_wire(jwk: Jwk) -> wire::JsonWebKey {
    wire::JsonWebKey {
        kid: jwk.kid.unwrap_or_default(),
        kty: jwk.kty,
        crv: jwk.crv.unwrap_or_default(),
        x: jwk.x.unwrap_or_default(),
        alg: jwk.alg.unwrap_or_default(),
        r#use: jwk.usage.unwrap_or_default(),
    }
}
