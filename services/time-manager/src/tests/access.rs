use realmwire_contract::Access;
use realmwire_contract::time_manager::v1::{CatchUp, SERVICE};
use realmwire_sdk::identity::{Principal, Role};

use super::*;

/// Each operation and who may use it, as the schema says: what a clock shows is for everybody who is signed in, changing
/// it is for administrators and services.
#[tokio::test]
async fn operations_are_for_whom_they_should_be() {
    let open = ["ListClocks", "GetTime", "Convert", "ListCalendars", "GetCalendar", "GetSeasons"];
    for method in SERVICE.methods {
        let expected = if open.contains(&method.name) { Access::Player } else { Access::Admin };
        assert_eq!(method.access, expected, "{}", method.name);
    }
}

#[tokio::test]
async fn a_player_reads_and_changes_nothing() {
    let world = World::new().await;
    let by = |role| Principal { role, id: "p1".to_owned(), session_id: None };
    let get = || world.client.get_time(GetTimeRequest::default());
    assert!(get().principal(by(Role::Player)).await.is_ok());
    refused(get().principal(Principal::anonymous()).await, Code::Unauthenticated);
    let jump = || world.client.set_time(SetTimeRequest { target: Some(at(0)), ..SetTimeRequest::default() });
    refused(jump().principal(by(Role::Player)).await, Code::PermissionDenied);
    refused(jump().principal(by(Role::Moderator)).await, Code::PermissionDenied);
    assert!(jump().principal(by(Role::Admin)).await.is_ok());
    let scheduled = scheduling::request("bell", scheduling::cron("0 5 * * *"), CatchUp::Last);
    refused(world.client.schedule(scheduled).principal(by(Role::Player)).await, Code::PermissionDenied);
}
