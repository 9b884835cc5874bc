use std::time::SystemTime;

use bytes::Bytes;
use realmwire_fabric::bus::Headers;
use realmwire_sdk::context::TraceContext;
use realmwire_sdk::events::EventMetadata;

use super::*;

fn event(spec: &EventSpec, key: &str, sequence: u64) -> ReadEvent {
    let metadata = EventMetadata {
        id: format!("e{sequence}"),
        event_type: spec.subject.trim_start_matches("evt.").to_owned(),
        time: SystemTime::UNIX_EPOCH,
        key: key.to_owned(),
        trace: TraceContext::default(),
        cause: None,
    };
    let (subject, stored_at) = (spec.subject.to_owned(), metadata.time);
    ReadEvent { metadata, subject, sequence, payload: Bytes::new(), stored_at, headers: Headers::new() }
}

fn asked(events: &[&str]) -> Subscribe {
    let events = events.iter().map(|event| (*event).to_owned()).collect();
    Subscribe { id: "s".to_owned(), events, ..Subscribe::default() }
}

const fn spec(audience: Audience) -> EventSpec {
    EventSpec { service: "shop", name: "sold", subject: "evt.shop.sold.v1", message: "test.Sold", audience }
}

#[test]
fn the_audience_of_an_event_decides_who_sees_it() {
    let moderator = Principal { role: Role::Moderator, id: "m".to_owned(), session_id: None };
    for (audience, caller, expected) in [
        (Audience::Services, Principal::player("p"), false),
        (Audience::Services, Principal::admin("a"), false),
        (Audience::Services, Principal::service("shop"), true),
        (Audience::Everyone, Principal::player("p"), true),
        (Audience::Everyone, Principal::anonymous(), false),
        (Audience::Owner, Principal::player("p"), true),
        (Audience::Owner, Principal::player("q"), false),
        (Audience::Owner, moderator, true),
        (Audience::Owner, Principal::admin("a"), true),
    ] {
        assert_eq!(may_see(&caller, &spec(audience), "p"), expected, "{audience:?} {caller:?}");
    }
}

#[test]
fn what_cannot_be_subscribed_to_is_refused() {
    let player = Principal::player("p");
    let refuse = |subscribe| Subscription::check(subscribe, &player).unwrap_err().to_string();
    assert!(refuse(asked(&[])).contains("name 1 to 64 events"));
    assert!(refuse(asked(&["nothing"])).contains("there is no event nothing"));
    assert!(refuse(asked(&["state-manager.nothing"])).contains("there is no event"));
    assert!(refuse(asked(&["state-manager.*", "auth.*"])).contains("of one service only"));
    let token = Subscribe { resume_token: "auth:7".to_owned(), ..asked(&["state-manager.*"]) };
    assert!(refuse(token).contains("is no token of this subscription's service"));
}

#[test]
fn events_pass_by_name_and_key_and_carry_their_place() {
    let admin = Principal::service("tester");
    let service = realmwire_contract::service("state-manager").unwrap();
    let [first, second, ..] = service.events else { panic!("state-manager has two events") };
    let name = format!("state-manager.{}", first.name);
    let mut subscribe = asked(&[&name]);
    subscribe.keys = vec!["door".to_owned()];
    subscribe.resume_token = "state-manager:41".to_owned();
    let subscription = Subscription::check(subscribe, &admin).unwrap();
    assert_eq!(subscription.after, Some(41));
    let passed = subscription.pass(&event(first, "door", 42)).unwrap();
    assert_eq!(passed.resume_token, "state-manager:42");
    assert_eq!(passed.event_id, "e42");
    assert_eq!(passed.message.unwrap().type_url, format!("type.googleapis.com/{}", first.message));
    assert_eq!(subscription.pass(&event(first, "window", 43)), None);
    assert_eq!(subscription.pass(&event(second, "door", 44)), None);
}
