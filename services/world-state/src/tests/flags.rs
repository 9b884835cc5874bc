use prost_types::ListValue;
use realmwire_contract::world_state::v1::FlagChanged;

use super::*;

#[tokio::test]
async fn flags_that_are_not_sent_stay_as_they_are() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    assert_eq!(realm.set("vale", &[("bridge", text("open")), ("floods", number(2.0))]).await, ["bridge", "floods"]);
    assert_eq!(realm.set("vale", &[("bridge", text("shut")), ("floods", number(2.0))]).await, ["bridge"]);
    assert_eq!(realm.set("vale", &[("bridge", null())]).await, ["bridge"]);
    assert_eq!(realm.set("vale", &[("bridge", null())]).await, [""; 0]);
    let GetFlagsResponse { flags, revision } = realm.flags("vale").await;
    assert_eq!((flags, revision), (set("", &[("floods", number(2.0))]).flags, 3));
    let told: Vec<_> = realm.events::<FlagChanged>().await;
    let told: Vec<_> = told.iter().map(|event| (event.name.as_str(), event.revision)).collect();
    assert_eq!(told, [("bridge", 1), ("floods", 1), ("bridge", 2), ("bridge", 3)]);
}

#[tokio::test]
async fn a_change_tells_the_value_before() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    realm.set("vale", &[("bridge", text("open"))]).await;
    realm.set("vale", &[("bridge", null())]).await;
    let values: Vec<_> =
        realm.events::<FlagChanged>().await.into_iter().map(|event| (event.previous_value, event.value)).collect();
    assert_eq!(values, [(Some(null()), Some(text("open"))), (Some(text("open")), Some(null()))]);
}

#[tokio::test]
async fn flags_are_asked_for_by_name() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    realm.set("vale", &[("bridge", text("open")), ("floods", number(2.0))]).await;
    let names = vec!["floods".to_owned(), "fires".to_owned()];
    let asked = realm.client.get_flags(GetFlagsRequest { world_id: "vale".to_owned(), names }).await.unwrap();
    assert_eq!(asked.flags, set("", &[("floods", number(2.0))]).flags);
}

#[tokio::test]
async fn a_write_may_say_what_it_expects() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    let write = |expected| SetFlagsRequest { expected_revision: Some(expected), ..set("vale", &[("n", number(1.0))]) };
    refused(realm.client.set_flags(write(version(1))).await, Code::Aborted);
    realm.client.set_flags(write(absent())).await.unwrap();
    let status = refused(realm.client.set_flags(write(absent())).await, Code::Aborted);
    assert_eq!(status.reason().unwrap(), "VERSION_MISMATCH");
    realm.client.set_flags(write(version(1))).await.unwrap();
}

#[tokio::test]
async fn limits_hold_and_are_told() {
    let realm = Realm::with_config("flags_per_world_max = 2\nflags_bytes_max = 200\nvalue_depth_max = 1").await;
    realm.create("vale", "").await;
    refused_field(realm.client.set_flags(set("vale", &[])).await, "flags");
    refused_field(realm.client.set_flags(set("vale", &[("", text("x"))])).await, "flags.");
    refused_field(realm.client.set_flags(set("vale", &[("n", number(f64::NAN))])).await, "flags.n");
    let list = |values| Value { kind: Some(Kind::ListValue(ListValue { values })) };
    refused_field(realm.client.set_flags(set("vale", &[("n", list(vec![list(Vec::new())]))])).await, "flags.n[0]");
    let three = [("a", number(1.0)), ("b", number(1.0)), ("c", number(1.0))];
    let status = refused(realm.client.set_flags(set("vale", &three)).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_FLAGS");
    let long = text(&"x".repeat(200));
    let status = refused(realm.client.set_flags(set("vale", &[("a", long)])).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "FLAGS_TOO_LARGE");
    refused(realm.client.set_flags(set("moon", &three)).await, Code::NotFound);
    assert_eq!(realm.flags("vale").await.revision, 0);
}
