use realmwire_contract::state_manager::v1::{BatchGetRequest, ListRequest};

use super::*;

#[tokio::test]
async fn earlier_versions_can_be_read() {
    let world = World::new().await;
    for n in 1..=3 {
        world.put("door", &format!(r#"{{"n":{n}}}"#)).await;
    }
    let get = |version| world.client.get(GetRequest { kind: entity(), id: "door".to_owned(), version });
    assert_eq!(whole(&get(2).await.unwrap().state.unwrap(), "n"), 2);
    assert_eq!(get(3).await.unwrap().state.unwrap().version, 3);
    refused(get(4).await, Code::NotFound);
    assert_eq!(world.history("door").await, [3, 2, 1]);
    refused(world.get("gate").await, Code::NotFound);
}

#[tokio::test]
async fn a_history_has_the_last_hundred_versions_in_pages() {
    let world = World::new().await;
    for _ in 0..105 {
        world.put("door", "{}").await;
    }
    let request = HistoryRequest { kind: entity(), id: "door".to_owned(), page_size: 60, page_token: String::new() };
    let first = world.client.history(request.clone()).await.unwrap();
    let page_token = first.next_page_token.clone();
    let second = world.client.history(HistoryRequest { page_token, ..request.clone() }).await.unwrap();
    let versions: Vec<_> = first.versions.iter().chain(&second.versions).map(|state| state.version).collect();
    assert_eq!(versions, (6..=105).rev().collect::<Vec<_>>());
    assert_eq!(second.next_page_token, "");
    let foreign = HistoryRequest { id: "gate".to_owned(), page_token: first.next_page_token, ..request.clone() };
    world.put("gate", "{}").await;
    refused_field(world.client.history(foreign).await, "page_token");
    refused_field(world.client.history(HistoryRequest { page_size: -1, ..request.clone() }).await, "page_size");
    refused(world.client.history(HistoryRequest { id: "none".to_owned(), ..request }).await, Code::NotFound);
}

#[tokio::test]
async fn a_list_has_what_is_there_ordered_by_id() {
    let world = World::new().await;
    for id in ["d", "a", "c", "b", "e"] {
        world.put(id, "{}").await;
    }
    world.client.put(PutRequest { kind: player(), ..put("p1", "{}") }).await.unwrap();
    world.client.delete(delete("c")).await.unwrap();
    let mut ids = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListRequest { kind: entity(), page_size: 2, page_token };
        let page = world.client.list(request).await.unwrap();
        assert!(page.states.len() <= 2);
        ids.extend(page.states.into_iter().map(|state| state.id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(ids, ["a", "b", "d", "e"]);
    refused_field(world.client.list(ListRequest::default()).await, "kind");
    let request = ListRequest { kind: entity(), page_size: 2, page_token: "nonsense".to_owned() };
    refused_field(world.client.list(request).await, "page_token");
}

#[tokio::test]
async fn ids_hold_any_text() {
    let world = World::new().await;
    for id in ["a.b", "*", ">", "a b", "é", "npc:7", "a=b", "a/b"] {
        world.put(id, &serde_json::json!({ "id": id }).to_string()).await;
        assert_eq!(world.get(id).await.unwrap().id, id);
    }
    let page = world.client.list(ListRequest { kind: entity(), ..ListRequest::default() }).await.unwrap();
    assert_eq!(page.states.len(), 8);
}

#[tokio::test]
async fn a_page_ends_before_it_is_too_large() {
    let world = World::with_config("document_bytes_max = 1000\nanswer_bytes_max = 1000\n").await;
    let json = format!(r#"{{"text":"{}"}}"#, "x".repeat(400));
    for id in ["a", "b", "c", "d"] {
        world.put(id, &json).await;
    }
    let list = |page_token| world.client.list(ListRequest { kind: entity(), page_size: 0, page_token });
    let first = list(String::new()).await.unwrap();
    assert_eq!(first.states.len(), 2);
    let second = list(first.next_page_token).await.unwrap();
    let ids: Vec<_> = second.states.iter().map(|state| state.id.as_str()).collect();
    assert_eq!(ids, ["c", "d"]);
    let documents = ["a", "b", "c"].map(name).into();
    let status = refused(world.client.batch_get(BatchGetRequest { documents }).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "ANSWER_TOO_LARGE");
}

#[tokio::test]
async fn a_batch_tells_what_is_there_and_what_is_missing() {
    let world = World::new().await;
    world.put("a", "{}").await;
    world.put("c", "{}").await;
    let documents = ["c", "b", "a"].map(name).into();
    let found = world.client.batch_get(BatchGetRequest { documents }).await.unwrap();
    assert_eq!(found.states.iter().map(|state| state.id.as_str()).collect::<Vec<_>>(), ["c", "a"]);
    assert_eq!(found.missing, [name("b")]);
    refused_field(world.client.batch_get(BatchGetRequest::default()).await, "documents");
    let documents = vec![name("a"); 101];
    refused_field(world.client.batch_get(BatchGetRequest { documents }).await, "documents");
    let documents = vec![name("a"), name("b"), name("a")];
    refused_field(world.client.batch_get(BatchGetRequest { documents }).await, "documents[2]");
    let documents = vec![name("a"), name("")];
    refused_field(world.client.batch_get(BatchGetRequest { documents }).await, "documents[1].id");
}
