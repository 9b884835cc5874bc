use realmwire_contract::world_state::v1::update_relation_request::Change;
use realmwire_contract::world_state::v1::{
    AdvanceRequest, AdvanceResponse, EventEnded, EventKind, EventStarted, FactionChanged, FactionEffect, GoodEffect,
    ListEventsRequest, ListFactionsRequest, Relation, RelationEffect, StartEventRequest, UpdateRelationRequest,
};
use realmwire_sdk::testing::eventually;

use super::time::Time;
use super::*;

pub(super) fn relation(change: Change) -> UpdateRelationRequest {
    UpdateRelationRequest {
        world_id: "vale".to_owned(),
        faction_id: "tide-wardens".to_owned(),
        other_faction_id: "lantern-guild".to_owned(),
        change: Some(change),
    }
}

pub(super) fn event(template_id: &str) -> StartEventRequest {
    StartEventRequest {
        world_id: "vale".to_owned(),
        event_id: template_id.to_owned(),
        template_id: template_id.to_owned(),
        ..StartEventRequest::default()
    }
}

const MINUTE_MS: i64 = 60_000;

async fn emberfall() -> (Realm, Time) {
    let realm = Realm::new().await;
    let time = Time::on(&realm.host).await;
    realm.create("vale", "emberfall").await;
    (realm, time)
}

impl Realm {
    async fn advance(&self) -> AdvanceResponse {
        self.client.advance(AdvanceRequest { world_id: "vale".to_owned() }).await.unwrap()
    }

    async fn running(&self) -> Vec<String> {
        let list = ListEventsRequest { world_id: "vale".to_owned(), ..ListEventsRequest::default() };
        self.client.list_events(list).await.unwrap().events.into_iter().map(|event| event.event_id).collect()
    }
}

#[tokio::test]
async fn relations_change_and_stay_within_their_bounds() {
    let (realm, _time) = emberfall().await;
    let change = async |change| realm.client.update_relation(relation(change)).await.map(|done| done.relation.unwrap());
    let told = change(Change::Value(0.5)).await.unwrap();
    let pair = vec!["lantern-guild".to_owned(), "tide-wardens".to_owned()];
    assert_eq!(told, Relation { faction_ids: pair, value: 0.5 });
    let highest = Relation { value: 1.0, ..told.clone() };
    assert_eq!(change(Change::Delta(0.9)).await.unwrap(), highest);
    let lowest = Relation { value: -1.0, ..told };
    assert_eq!(change(Change::Delta(-2.0)).await.unwrap(), lowest);
    refused_field(change(Change::Value(1.5)).await, "value");
    refused_field(change(Change::Delta(f64::NAN)).await, "delta");
    let list = ListFactionsRequest { world_id: "vale".to_owned(), ..ListFactionsRequest::default() };
    let listed = realm.client.list_factions(list).await.unwrap();
    assert_eq!((listed.factions.len(), listed.relations.len()), (4, 6));
    assert!(listed.relations.contains(&lowest));
    let changed = realm.events::<FactionChanged>().await;
    assert_eq!(changed.len(), 6, "both factions are told of each change");
    let unknown = UpdateRelationRequest { faction_id: "pirates".to_owned(), ..relation(Change::Value(0.0)) };
    refused(realm.client.update_relation(unknown).await, Code::NotFound);
}

#[tokio::test]
async fn events_last_as_long_as_their_kind_and_end_in_game_time() {
    let (realm, time) = emberfall().await;
    for (id, minutes) in [
        ("oil-shortage", 60),
        ("toll-quarrel", 120),
        ("night-of-lamps", 30),
        ("ember-rain", 240),
        ("second-wheel", 180),
    ] {
        let started = realm.client.start_event(event(id)).await.unwrap().event.unwrap();
        assert_eq!(started.end_milliseconds - started.start_milliseconds, minutes * MINUTE_MS, "{id}");
        assert!(!started.description.is_empty());
    }
    refused(realm.client.start_event(event("ember-rain")).await, Code::AlreadyExists);
    time.pass_to(&realm.host, 60 * MINUTE_MS).await;
    eventually("the first two have ended", async || (realm.running().await.len() == 3).then_some(())).await;
    let ended: Vec<_> =
        realm.events::<EventEnded>().await.into_iter().map(|ended| ended.event.unwrap().event_id).collect();
    assert_eq!(realm.running().await, ["ember-rain", "second-wheel", "toll-quarrel"]);
    assert_eq!((ended.len(), realm.events::<EventStarted>().await.len()), (2, 5));
}

/// An event whose schedule is lost ends with the next step.
#[tokio::test]
async fn an_event_ends_with_a_step_when_no_schedule_fires() {
    let (realm, time) = emberfall().await;
    realm.client.start_event(event("night-of-lamps")).await.unwrap();
    assert_eq!(time.forget_plans(), 1);
    assert_eq!(realm.advance().await.ended_event_ids, [""; 0]);
    time.pass_to(&realm.host, 30 * MINUTE_MS).await;
    assert_eq!(realm.advance().await.ended_event_ids, ["night-of-lamps"]);
    assert_eq!((realm.running().await.len(), realm.events::<EventEnded>().await.len()), (0, 1));
}

#[tokio::test]
async fn what_befalls_the_world_shows_in_prices_and_power() {
    let (realm, _time) = emberfall().await;
    let request = StartEventRequest { intensity: Some(1.0), ..event("storm-tide") };
    realm.client.start_event(request).await.unwrap();
    let mut last = realm.advance().await;
    for _ in 0..5 {
        last = realm.advance().await;
    }
    let good = |id: &str| last.goods.iter().find(|good| good.good_id == id).unwrap();
    assert!(2 * good("salt-fish").price > 3 * good("salt-fish").base_price, "{:?}", good("salt-fish"));
    let wardens = last.factions.iter().find(|faction| faction.faction_id == "tide-wardens").unwrap();
    assert!(wardens.power < 51.0 - 6.0 * 0.9, "{wardens:?}");
    assert_eq!(last.step, 6);
}

#[tokio::test]
async fn the_same_seed_takes_the_same_steps() {
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        let (realm, _time) = emberfall().await;
        realm.client.start_event(event("ember-rain")).await.unwrap();
        for _ in 0..3 {
            realm.advance().await;
        }
        outcomes.push(realm.advance().await);
    }
    assert_eq!(outcomes[0], outcomes[1]);
}

/// Two instances that take steps at once take exactly one for each call.
#[tokio::test]
async fn each_call_takes_one_step() {
    let (first, _time) = emberfall().await;
    let second = first.sibling().await;
    let calls = (0..20).map(|number| if number % 2 == 0 { first.advance() } else { second.advance() });
    let mut steps: Vec<_> = futures::future::join_all(calls).await.iter().map(|done| done.step).collect();
    steps.sort_unstable();
    assert_eq!(steps, (1..=20).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_wrong_with_an_event_is_named() {
    let (realm, _time) = emberfall().await;
    let start = |request| realm.client.start_event(request);
    let own =
        || StartEventRequest { world_id: "vale".to_owned(), kind: EventKind::Social.into(), ..Default::default() };
    refused_field(start(StartEventRequest { kind: 0, ..own() }).await, "kind");
    refused_field(start(StartEventRequest { intensity: Some(1.5), ..own() }).await, "intensity");
    let duration = prost_types::Duration { seconds: 0, nanos: 0 };
    refused_field(start(StartEventRequest { duration: Some(duration), ..own() }).await, "duration");
    let goods = vec![GoodEffect { good_id: "gold".to_owned(), supply: 1.0, demand: 1.0 }];
    refused_field(start(StartEventRequest { goods, ..own() }).await, "goods[0].good_id");
    let factions = vec![FactionEffect { faction_id: "glasswrights".to_owned(), power: f64::NAN }];
    refused_field(start(StartEventRequest { factions, ..own() }).await, "factions[0].power");
    let relations = vec![RelationEffect { faction_ids: vec!["glasswrights".to_owned()], change: 0.1 }];
    refused_field(start(StartEventRequest { relations, ..own() }).await, "relations[0].faction_ids");
    refused(start(event("eclipse")).await, Code::NotFound);
    let world = CreateWorldRequest { clock_id: "lost".to_owned(), ..create("adrift", "") };
    realm.client.create_world(world).await.unwrap();
    let adrift = StartEventRequest { world_id: "adrift".to_owned(), ..own() };
    assert_eq!(refused(start(adrift).await, Code::FailedPrecondition).reason().unwrap(), "CLOCK_NOT_FOUND");
}
