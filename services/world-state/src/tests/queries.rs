use std::time::Duration;

use realmwire_contract::world_state::v1::NearPoint;

use super::*;

async fn emberfall() -> Realm {
    let realm = Realm::new().await;
    realm.create("vale", "emberfall").await;
    realm
}

fn near(x: f64, y: f64, page_size: i32, page_token: String) -> QueryEntitiesRequest {
    let near = Some(NearPoint { x, y, max_distance: None });
    QueryEntitiesRequest { world_id: "vale".to_owned(), filter: None, near, page_size, page_token }
}

#[tokio::test]
async fn a_query_sees_every_write_that_was_acknowledged_before() {
    let first = emberfall().await;
    let second = first.sibling().await;
    for step in 0..20_u32 {
        let (writer, reader) = if step % 2 == 0 { (&first, &second) } else { (&second, &first) };
        let x = 100.0 * f64::from(step);
        writer.upsert(vec![cart("c1", x, 0.0)]).await.unwrap();
        assert_eq!(reader.ids(EntityFilter { types: vec!["cart".to_owned()], ..circle(x, 0.0, 1.0) }).await, ["c1"]);
        assert_eq!(
            reader.ids(EntityFilter { types: vec!["cart".to_owned()], ..circle(x + 50.0, 0.0, 1.0) }).await,
            [""; 0]
        );
    }
    first.remove(&["c1"]).await.unwrap();
    assert_eq!(second.ids(of_type("cart")).await, [""; 0]);
}

#[tokio::test]
async fn things_are_found_by_what_they_are() {
    let realm = emberfall().await;
    let ids = async |filter: EntityFilter| realm.ids(filter).await;
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(of_type("place")).await.len(), 6);
    assert_eq!(
        ids(EntityFilter { all_tags: words(&["leader", "trader"]), ..EntityFilter::default() }).await,
        ["ines-varro"]
    );
    let any = EntityFilter { any_tags: words(&["toll", "tidal"]), ..EntityFilter::default() };
    assert_eq!(ids(any).await, ["bram-ashgate", "cinder-pass", "drowned-chapel"]);
    assert_eq!(ids(EntityFilter { text: "TAM wick".to_owned(), ..EntityFilter::default() }).await, ["old-tam"]);
    let inside = EntityFilter { place_ids: words(&["saltreach"]), ..EntityFilter::default() };
    assert_eq!(ids(inside).await, ["captain-rusk", "nell-copper"]);
    let box_ = v1::Box { min_x: -7000.0, min_y: -3000.0, max_x: -5000.0, max_y: 900.0 };
    let area = Some(v1::Area { shape: Some(v1::area::Shape::Box(box_)) });
    let filter = EntityFilter { area, types: words(&["place"]), ..EntityFilter::default() };
    assert_eq!(ids(filter).await, ["drowned-chapel", "saltreach"], "edges are included");
    assert_eq!(ids(EntityFilter { all_tags: words(&["unheard-of"]), ..EntityFilter::default() }).await, [""; 0]);
    assert_eq!(ids(EntityFilter::default()).await.len(), 19);
}

#[tokio::test]
async fn pages_hold_everything_once() {
    let realm = emberfall().await;
    let (mut ids, mut token) = (Vec::new(), String::new());
    loop {
        let request =
            QueryEntitiesRequest { world_id: "vale".to_owned(), page_size: 7, page_token: token, ..Default::default() };
        let page = realm.client.query_entities(request).await.unwrap();
        ids.extend(page.entities.into_iter().map(|entity| entity.entity_id));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(ids, realm.ids(EntityFilter::default()).await);
    assert!(ids.is_sorted());
}

#[tokio::test]
async fn what_is_nearest_comes_first() {
    let realm = emberfall().await;
    let (mut found, mut token) = (Vec::new(), String::new());
    loop {
        let page = realm.client.query_entities(near(1700.0, -500.0, 4, token)).await.unwrap();
        assert_eq!(page.entities.len(), page.distances.len());
        found.extend(
            page.distances.iter().zip(&page.entities).map(|(distance, entity)| (*distance, entity.entity_id.clone())),
        );
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(found.len(), 18, "the region is nowhere");
    assert!(found.is_sorted_by(|one, other| (one.0, &one.1) < (other.0, &other.1)), "{found:?}");
    let ids: Vec<_> = found.iter().take(3).map(|(_, id)| id.as_str()).collect();
    assert_eq!(ids, ["ashwater-mill", "hesper-dunn", "joss-miller"]);
    let limited = NearPoint { x: 1700.0, y: -500.0, max_distance: Some(150.0) };
    let request = QueryEntitiesRequest { near: Some(limited), ..near(0.0, 0.0, 0, String::new()) };
    assert_eq!(realm.client.query_entities(request).await.unwrap().entities.len(), 3);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let realm = emberfall().await;
    let query = |filter| {
        realm.client.query_entities(QueryEntitiesRequest {
            world_id: "vale".to_owned(),
            filter: Some(filter),
            ..Default::default()
        })
    };
    refused_field(query(circle(0.0, 0.0, -1.0)).await, "filter.area.circle.radius");
    refused_field(query(circle(f64::NAN, 0.0, 1.0)).await, "filter.area.circle.x");
    refused_field(
        query(EntityFilter { area: Some(v1::Area { shape: None }), ..EntityFilter::default() }).await,
        "filter.area",
    );
    refused_field(
        query(EntityFilter { any_tags: vec!["Tag".to_owned()], ..EntityFilter::default() }).await,
        "filter.any_tags[0]",
    );
    refused_field(realm.client.query_entities(near(0.0, 0.0, -1, String::new())).await, "page_size");
    refused_field(realm.client.query_entities(near(0.0, 0.0, 1, "x".to_owned())).await, "page_token");
    let by_id = QueryEntitiesRequest { near: None, ..near(0.0, 0.0, 1, String::new()) };
    let token = realm.client.query_entities(by_id).await.unwrap().next_page_token;
    refused_field(realm.client.query_entities(near(0.0, 0.0, 1, token)).await, "page_token");
}

/// A world that nobody searches makes room for another one.
#[tokio::test]
async fn worlds_take_turns_where_there_is_room_for_one() {
    let realm = Realm::with_config("indexed_worlds_max = 1").await;
    for world_id in ["vale", "dale"] {
        realm.create(world_id, "emberfall").await;
    }
    for world_id in ["vale", "dale", "vale"] {
        let request = QueryEntitiesRequest { world_id: world_id.to_owned(), page_size: 500, ..Default::default() };
        assert_eq!(realm.client.query_entities(request).await.unwrap().entities.len(), 19);
    }
}

/// An instance that fell so far behind that it no longer has the changes reads everything anew.
#[tokio::test]
async fn a_query_is_right_after_more_changes_than_are_kept() {
    let realm = Realm::with_config("kept_changes_max = 2").await;
    realm.create("vale", "").await;
    realm.upsert(vec![cart("c0", 0.0, 0.0)]).await.unwrap();
    assert_eq!(realm.ids(of_type("cart")).await, ["c0"]);
    for number in 1..9 {
        realm.upsert(vec![cart(&format!("c{number}"), 0.0, 0.0)]).await.unwrap();
    }
    assert_eq!(realm.ids(of_type("cart")).await.len(), 9);
}

/// The index of a world is made once, although nobody who asked for it could wait for it.
#[tokio::test]
async fn an_index_is_made_once_whether_or_not_those_who_asked_for_it_wait() {
    const PAGES: usize = 4;
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    let carts = |from: u32| (from..from + 500).map(|id| cart(&format!("c{id:05}"), f64::from(id), 0.0)).collect();
    // The last page is not full.
    for from in [0, 490, 980, 1470] {
        realm.upsert(carts(from)).await.unwrap();
    }
    let query = || {
        let filter = Some(circle(100.0, 0.0, 2.0));
        realm.client.query_entities(QueryEntitiesRequest { world_id: "vale".to_owned(), filter, ..Default::default() })
    };
    let faults = realm.host.faults();
    let before = faults.lists();
    faults.hold_lists();
    let impatient = || query().timeout(Duration::from_secs(2)).into_future();
    for gave_up in futures::future::join_all([impatient(), impatient(), impatient()]).await {
        let status = refused(gave_up, Code::Unavailable);
        assert!(status.retry_after().is_some(), "{status}");
    }
    assert_eq!(faults.lists() - before, 1, "the first page was asked for once, and is still waited for");
    faults.release_lists();
    for _ in 0..2 {
        assert_eq!(query().await.unwrap().entities.len(), 5);
    }
    assert_eq!(faults.lists() - before, PAGES, "each page was read once");
}
