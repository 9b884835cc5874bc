use realmwire_contract::Access;
use realmwire_contract::weather_manager::v1::{ListZonesRequest, ReleaseOverrideRequest, SERVICE, SetWeatherRequest};
use realmwire_sdk::identity::{Principal, Role};

use super::*;

/// Each operation and who may use it, as the schema says: looking at the weather is for everybody who is signed in,
/// setting it is for administrators and services.
#[test]
fn operations_are_for_whom_they_should_be() {
    let changing = ["SetWeather", "ReleaseOverride"];
    for method in SERVICE.methods {
        let expected = if changing.contains(&method.name) { Access::Admin } else { Access::Player };
        assert_eq!(method.access, expected, "{}", method.name);
    }
}

#[tokio::test]
async fn a_player_looks_at_the_weather_and_sets_none() {
    let realm = Realm::new().await;
    let by = |role| Principal { role, id: "p1".to_owned(), session_id: None };
    let (player, nobody) = (|| by(Role::Player), Principal::anonymous);
    let client = &realm.client;

    assert!(client.get_weather(get("vale", None)).principal(player()).await.is_ok());
    refused(client.get_weather(get("vale", None)).principal(nobody()).await, Code::Unauthenticated);
    assert!(client.forecast(forecast("vale", 1)).principal(player()).await.is_ok());
    refused(client.forecast(forecast("vale", 1)).principal(nobody()).await, Code::Unauthenticated);
    assert!(client.history(history("vale", 1)).principal(player()).await.is_ok());
    refused(client.history(history("vale", 1)).principal(nobody()).await, Code::Unauthenticated);
    assert!(client.list_zones(ListZonesRequest::default()).principal(player()).await.is_ok());
    refused(client.list_zones(ListZonesRequest::default()).principal(nobody()).await, Code::Unauthenticated);

    let request = SetWeatherRequest {
        world_id: WORLD.to_owned(),
        zone_id: "vale".to_owned(),
        override_id: "storm".to_owned(),
        condition: Condition::Thunderstorm.into(),
        ..SetWeatherRequest::default()
    };
    let set = |role| client.set_weather(request.clone()).principal(by(role));
    refused(set(Role::Player).await, Code::PermissionDenied);
    refused(set(Role::Moderator).await, Code::PermissionDenied);
    assert!(set(Role::Admin).await.is_ok());
    let release = |role| {
        let (world_id, zone_id, override_id) = (WORLD.to_owned(), "vale".to_owned(), "storm".to_owned());
        let request = ReleaseOverrideRequest { world_id, zone_id, override_id, fade_out: None };
        client.release_override(request).principal(by(role))
    };
    refused(release(Role::Player).await, Code::PermissionDenied);
    refused(release(Role::Moderator).await, Code::PermissionDenied);
    assert!(release(Role::Admin).await.is_ok());
}
