use realmwire_contract::state_manager::v1::watch_response::Event;
use realmwire_contract::state_manager::v1::{WatchRequest, WatchResponse};
use realmwire_sdk::stream::Receiver;

use super::*;

/// What a watch has sent: "door 1", "door -2" for a deletion, "ready".
fn short(response: &WatchResponse) -> String {
    match response.event.as_ref().unwrap() {
        Event::State(state) if state.deleted => format!("{} -{}", state.id, state.version),
        Event::State(state) => format!("{} {}", state.id, state.version),
        Event::Ready(_) => "ready".to_owned(),
    }
}

async fn next(watch: &mut Receiver<WatchResponse>) -> WatchResponse {
    watch.next().await.unwrap().unwrap()
}

async fn next_three(watch: &mut Receiver<WatchResponse>) -> [String; 3] {
    [short(&next(watch).await), short(&next(watch).await), short(&next(watch).await)]
}

fn all() -> WatchRequest {
    WatchRequest { kind: entity(), ..WatchRequest::default() }
}

#[tokio::test]
async fn a_watch_sends_what_is_there_and_then_every_change() {
    let world = World::new().await;
    for id in ["a", "b", "gone"] {
        world.put(id, "{}").await;
    }
    world.client.delete(delete("gone")).await.unwrap();
    let mut watch = world.client.watch(all()).await.unwrap();
    assert_eq!(next_three(&mut watch).await, ["a 1", "b 1", "ready"]);
    world.put("a", "{}").await;
    world.client.delete(delete("b")).await.unwrap();
    world.put("c", "{}").await;
    assert_eq!(next_three(&mut watch).await, ["a 2", "b -2", "c 1"]);
}

#[tokio::test]
async fn a_watch_of_one_document_sends_that_one_only() {
    let world = World::new().await;
    world.put("door", "{}").await;
    world.put("door.handle", "{}").await;
    let mut watch = world.client.watch(WatchRequest { id: "door".to_owned(), ..all() }).await.unwrap();
    assert_eq!(short(&next(&mut watch).await), "door 1");
    assert_eq!(short(&next(&mut watch).await), "ready");
    world.put("door.handle", "{}").await;
    world.put("doo", "{}").await;
    world.put("door", "{}").await;
    assert_eq!(short(&next(&mut watch).await), "door 2");
}

#[tokio::test]
async fn a_watch_goes_on_where_another_one_ended() {
    let world = World::new().await;
    world.put("a", "{}").await;
    let mut watch = world.client.watch(all()).await.unwrap();
    assert_eq!(next(&mut watch).await.resume_token, "", "what is there cannot be resumed half way");
    let ready = next(&mut watch).await.resume_token;
    world.put("b", "{}").await;
    let seen = next(&mut watch).await.resume_token;
    drop(watch);
    world.put("c", "{}").await;
    let resume =
        |resume_token: &String| world.client.watch(WatchRequest { resume_token: resume_token.clone(), ..all() });
    let mut from_ready = resume(&ready).await.unwrap();
    assert_eq!(short(&next(&mut from_ready).await), "b 1");
    assert_eq!(short(&next(&mut from_ready).await), "c 1");
    assert_eq!(short(&next(&mut resume(&seen).await.unwrap()).await), "c 1");
}

#[tokio::test]
async fn a_watch_that_is_wrong_is_refused() {
    let world = World::new().await;
    let refusal = async |request| match world.client.watch(request).await {
        Ok(mut watch) => watch.next().await.unwrap().map(drop),
        Err(status) => Err(status),
    };
    refused_field(refusal(WatchRequest { kind: 0, ..all() }).await, "kind");
    refused_field(refusal(WatchRequest { id: "x".repeat(200), ..all() }).await, "id");
    refused_field(refusal(WatchRequest { resume_token: "nonsense".to_owned(), ..all() }).await, "resume_token");
}
