use std::collections::BTreeMap;
use std::time::Duration;

use realmwire_contract::world_state::v1::watch_event::Event;
use realmwire_contract::world_state::v1::{RestoreRequest, SnapshotRequest, WatchRequest, WatchResponse};
use realmwire_sdk::stream::Receiver;

use super::*;

/// A watch and what it was told.
struct Watched {
    stream: Receiver<WatchResponse>,
    told: std::collections::VecDeque<Event>,
    token: String,
}

impl Watched {
    async fn open(realm: &Realm, filter: EntityFilter, resume_token: &str) -> Result<Self, Status> {
        let resume_token = resume_token.to_owned();
        let request = WatchRequest { world_id: "vale".to_owned(), filter: Some(filter), resume_token };
        let stream = realm.client.watch(request).await?;
        Ok(Self { stream, told: std::collections::VecDeque::new(), token: String::new() })
    }

    async fn next(&mut self) -> Result<Event, Status> {
        loop {
            if let Some(event) = self.told.pop_front() {
                return Ok(event);
            }
            let response = tokio::time::timeout(Duration::from_secs(30), self.stream.next()).await;
            let response = response.expect("something is told in time").expect("the watch goes on")?;
            self.told.extend(response.events.into_iter().filter_map(|event| event.event));
            if !response.resume_token.is_empty() {
                self.token = response.resume_token;
            }
        }
    }

    /// What is told next, in short.
    async fn line(&mut self) -> String {
        match self.next().await.unwrap() {
            Event::Entity(entity) => format!("{} {}", entity.entity_id, entity.revision),
            Event::Gone(gone) if gone.removed => format!("{} {} removed", gone.entity_id, gone.revision),
            Event::Gone(gone) => format!("{} {} left", gone.entity_id, gone.revision),
            Event::Ready(_) => "ready".to_owned(),
            Event::Reset(_) => "reset".to_owned(),
        }
    }

    async fn lines(&mut self, count: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for _ in 0..count {
            lines.push(self.line().await);
        }
        lines
    }
}

async fn vale() -> Realm {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    realm
}

#[tokio::test]
async fn a_watch_tells_what_comes_changes_leaves_and_is_removed() {
    let realm = vale().await;
    realm.upsert(vec![cart("in", 1.0, 0.0), cart("out", 99.0, 0.0)]).await.unwrap();
    let mut watched = Watched::open(&realm, circle(0.0, 0.0, 10.0), "").await.unwrap();
    assert_eq!(watched.lines(2).await, ["in 1", "ready"]);
    realm.upsert(vec![moved("in", 2.0, 0.0), moved("out", 98.0, 0.0)]).await.unwrap();
    realm.upsert(vec![moved("out", 3.0, 0.0)]).await.unwrap();
    realm.upsert(vec![moved("in", 50.0, 0.0)]).await.unwrap();
    realm.remove(&["in", "out"]).await.unwrap();
    realm.upsert(vec![cart("new", 0.0, 0.0)]).await.unwrap();
    assert_eq!(watched.lines(5).await, ["in 2", "out 3", "in 3 left", "out 4 removed", "new 5"]);
}

/// Whatever instance a change is made by and a watch is opened at, the watch tells each change once and in order.
#[tokio::test]
async fn each_change_is_told_once_and_in_order() {
    const ENTITIES: u64 = 5;
    const ROUNDS: u64 = 40;
    let first = vale().await;
    let second = first.sibling().await;
    let names: Vec<_> = (0..ENTITIES).map(|number| format!("c{number}")).collect();
    first.upsert(names.iter().map(|name| cart(name, 0.0, 0.0)).collect()).await.unwrap();
    let writing = async {
        for round in 1..=ROUNDS {
            let realm = if round % 2 == 0 { &first } else { &second };
            let x = f64::from(u32::try_from(round).unwrap());
            realm.upsert(names.iter().map(|name| moved(name, x, 0.0)).collect()).await.unwrap();
        }
    };
    let watching = async |realm: &Realm| {
        let mut watched = Watched::open(realm, of_type("cart"), "").await.unwrap();
        let mut last: BTreeMap<String, u64> = BTreeMap::new();
        while last.len() < names.len() || last.values().any(|revision| *revision <= ROUNDS) {
            if let Event::Entity(entity) = watched.next().await.unwrap() {
                let before = last.insert(entity.entity_id.clone(), entity.revision);
                assert!(before.is_none_or(|before| before + 1 == entity.revision), "{before:?} {entity:?}");
            }
        }
    };
    futures::join!(writing, watching(&first), watching(&second), watching(&second));
}

#[tokio::test]
async fn a_watch_goes_on_where_it_ended_at_any_instance() {
    let first = vale().await;
    let second = first.sibling().await;
    first.upsert(vec![cart("in", 1.0, 0.0)]).await.unwrap();
    let mut watched = Watched::open(&first, circle(0.0, 0.0, 10.0), "").await.unwrap();
    assert_eq!(watched.lines(2).await, ["in 1", "ready"]);
    let token = watched.token.clone();
    drop(watched);
    first.upsert(vec![moved("in", 2.0, 0.0)]).await.unwrap();
    first.upsert(vec![moved("in", 20.0, 0.0)]).await.unwrap();
    first.upsert(vec![moved("in", 30.0, 0.0)]).await.unwrap();
    for realm in [&first, &second] {
        let mut resumed = Watched::open(realm, circle(0.0, 0.0, 10.0), &token).await.unwrap();
        assert_eq!(resumed.lines(2).await, ["in 2", "in 3 left"]);
    }
}

#[tokio::test]
async fn a_token_that_is_none_or_too_old_is_refused() {
    let realm = vale().await;
    let mut watched = Watched::open(&realm, EntityFilter::default(), "").await.unwrap();
    assert_eq!(watched.line().await, "ready");
    let token = watched.token.clone();
    let refusal = async |token: &str| match Watched::open(&realm, EntityFilter::default(), token).await {
        Err(status) => status,
        Ok(mut watched) => watched.next().await.unwrap_err(),
    };
    assert_eq!(refusal("nonsense").await.code(), Code::InvalidArgument);
    let ahead = format!("999999{token}");
    assert_eq!(refusal(&ahead).await.code(), Code::InvalidArgument);
    realm.host.clock().advance(Duration::from_hours(25));
    assert_eq!(refusal(&token).await.code(), Code::OutOfRange);
}

#[tokio::test]
async fn a_watch_begins_anew_when_the_world_is_put_back_and_ends_with_it() {
    let realm = vale().await;
    realm.upsert(vec![cart("c1", 1.0, 0.0)]).await.unwrap();
    let snapshot_id = "before".to_owned();
    let request = SnapshotRequest { world_id: "vale".to_owned(), snapshot_id: snapshot_id.clone() };
    realm.client.snapshot(request).await.unwrap();
    let mut watched = Watched::open(&realm, of_type("cart"), "").await.unwrap();
    realm.upsert(vec![moved("c1", 2.0, 0.0), cart("c2", 0.0, 0.0)]).await.unwrap();
    assert_eq!(watched.lines(4).await[..2], ["c1 1", "ready"]);
    let token = watched.token.clone();
    realm.client.restore(RestoreRequest { world_id: "vale".to_owned(), snapshot_id }).await.unwrap();
    assert_eq!(watched.lines(3).await, ["reset", "c1 1", "ready"]);
    let mut resumed = Watched::open(&realm, of_type("cart"), &token).await.unwrap();
    assert_eq!(resumed.lines(3).await, ["reset", "c1 1", "ready"]);
    realm.upsert(vec![moved("c1", 3.0, 0.0)]).await.unwrap();
    assert_eq!((watched.line().await, resumed.line().await), ("c1 2".to_owned(), "c1 2".to_owned()));
    realm.delete("vale").await.unwrap();
    assert_eq!(watched.next().await.unwrap_err().code(), Code::NotFound);
}

/// A watcher that is far behind what is kept in memory reads for itself, and misses nothing.
#[tokio::test]
async fn a_watch_that_falls_behind_misses_nothing() {
    let realm = Realm::with_config("kept_changes_max = 1").await;
    realm.create("vale", "").await;
    realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    let mut watched = Watched::open(&realm, of_type("cart"), "").await.unwrap();
    assert_eq!(watched.lines(2).await, ["c1 1", "ready"]);
    for step in 1..30_u32 {
        realm.upsert(vec![moved("c1", f64::from(step), 0.0)]).await.unwrap();
    }
    let expected: Vec<_> = (2..=30).map(|revision| format!("c1 {revision}")).collect();
    assert_eq!(watched.lines(29).await, expected);
}
