use realmwire_contract::Access;
use realmwire_contract::performance_mode::v1::{GetMetricsRequest, ListPresetsRequest, SERVICE};
use realmwire_sdk::identity::{Principal, Role};

use super::*;

const OWN: [&str; 5] = ["ReportMetrics", "GetMetrics", "AdjustMode", "GetMode", "SetBudget"];

#[tokio::test]
async fn operations_are_for_whom_they_should_be() {
    for method in SERVICE.methods {
        assert_eq!(method.access, Access::Player, "{}", method.name);
        let owner = OWN.contains(&method.name).then_some("player_id");
        assert_eq!(method.owner_field, owner, "{}", method.name);
    }
    assert_eq!(SERVICE.methods.len(), 6);
}

async fn call_own(
    world: &World,
    player_id: &str,
    caller: &Principal,
    frame: u64,
) -> Vec<(&'static str, Result<(), Status>)> {
    let (client, id) = (&world.client, || player_id.to_owned());
    let device_id = || "pc".to_owned();
    let report = ReportMetricsRequest { player_id: id(), ..report(frame, 1, 10.0) };
    let metrics = GetMetricsRequest { player_id: id(), device_id: device_id(), window: None };
    let adjust = AdjustModeRequest { player_id: id(), ..adjust(Mode::Low, Locks::default()) };
    let get = GetModeRequest { player_id: id(), device_id: device_id() };
    let budget = Some(Budget { frame_time_ms: 10.0, ..Budget::default() });
    let budget = SetBudgetRequest { player_id: id(), budget, ..set_budget() };
    vec![
        ("ReportMetrics", client.report_metrics(report).principal(caller.clone()).await.map(drop)),
        ("GetMetrics", client.get_metrics(metrics).principal(caller.clone()).await.map(drop)),
        ("AdjustMode", client.adjust_mode(adjust).principal(caller.clone()).await.map(drop)),
        ("GetMode", client.get_mode(get).principal(caller.clone()).await.map(drop)),
        ("SetBudget", client.set_budget(budget).principal(caller.clone()).await.map(drop)),
    ]
}

#[tokio::test]
async fn a_player_reaches_its_own_devices_only() {
    let world = World::new().await;
    let callers = [
        (Role::Player, "p1", true),
        (Role::Player, "", true),
        (Role::Player, "p2", false),
        (Role::Anonymous, "p1", false),
        (Role::Moderator, "p2", true),
        (Role::Admin, "p2", true),
        (Role::Service, "p2", true),
    ];
    for (frame, (role, player_id, allowed)) in (1..).zip(callers) {
        let caller = Principal { role, id: "p1".to_owned(), session_id: None };
        let mut outcomes = call_own(&world, player_id, &caller, frame).await;
        assert_eq!(outcomes.iter().map(|(name, _)| *name).collect::<Vec<_>>(), OWN);
        let list = world.client.list_presets(ListPresetsRequest::default()).principal(caller).await.map(drop);
        if role == Role::Player && !allowed {
            list.unwrap();
        } else {
            outcomes.push(("ListPresets", list));
        }
        for (name, result) in outcomes {
            match result {
                Ok(()) => assert!(allowed, "{name} of {player_id} was allowed to {role:?}"),
                Err(status) => {
                    assert!(!allowed, "{name} of {player_id} was refused to {role:?}: {status}");
                    let refusal = if role == Role::Anonymous { Code::Unauthenticated } else { Code::PermissionDenied };
                    assert_eq!(status.code(), refusal, "{name} by {role:?}: {status}");
                }
            }
        }
    }
}
