use realmwire_contract::state_manager::v1::operation::Operation as Kinds;
use realmwire_contract::state_manager::v1::{
    BatchGetRequest, EntityUpdated, Operation, TransactRequest, TransactResponse,
};

use super::*;

fn operation(operation: Kinds) -> Operation {
    Operation { operation: Some(operation) }
}

fn transact(operations: impl IntoIterator<Item = Kinds>) -> TransactRequest {
    TransactRequest { operations: operations.into_iter().map(operation).collect() }
}

fn versions(response: &TransactResponse) -> Vec<(&str, u64)> {
    response.written.iter().map(|written| (written.id.as_str(), written.version)).collect()
}

#[tokio::test]
async fn all_operations_take_place_together() {
    let world = World::new().await;
    world.put("gate", r#"{"open":false}"#).await;
    world.put("ghost", "{}").await;
    let request = transact([
        Kinds::Put(PutRequest { expected_version: Some(absent()), ..put("door", "{}") }),
        Kinds::Patch(PatchRequest { expected_version: Some(version(1)), ..patch("gate", r#"{"open":true}"#) }),
        Kinds::Delete(delete("ghost")),
        Kinds::Delete(DeleteRequest { allow_missing: true, ..delete("nobody") }),
    ]);
    let response = world.client.transact(request).await.unwrap();
    assert_eq!(versions(&response), [("door", 1), ("gate", 2), ("ghost", 2), ("nobody", 0)]);
    assert_eq!(world.get("gate").await.unwrap().data, Some(object(r#"{"open":true}"#)));
    refused(world.get("ghost").await, Code::NotFound);
}

#[tokio::test]
async fn nothing_takes_place_when_one_operation_cannot() {
    let world = World::new().await;
    world.put("gate", "{}").await;
    let first = || Kinds::Put(put("door", "{}"));
    let cannot = [
        (Kinds::Put(PutRequest { expected_version: Some(version(7)), ..put("gate", "{}") }), Code::Aborted),
        (Kinds::Patch(patch("nobody", "{}")), Code::NotFound),
        (Kinds::Put(put("", "{}")), Code::InvalidArgument),
    ];
    for (second, code) in cannot {
        refused(world.client.transact(transact([first(), second])).await, code);
        refused(world.get("door").await, Code::NotFound);
    }
    assert_eq!(world.get("gate").await.unwrap().version, 1);
    assert_eq!(world.events::<EntityUpdated>().await.len(), 1);
}

#[tokio::test]
async fn an_empty_patch_makes_a_transaction_depend_on_a_document() {
    let world = World::new().await;
    world.put("shop", r#"{"open":true}"#).await;
    let buy = |expected| {
        transact([
            Kinds::Patch(PatchRequest { expected_version: Some(version(expected)), ..patch("shop", "{}") }),
            Kinds::Put(put("sword", "{}")),
        ])
    };
    refused(world.client.transact(buy(2)).await, Code::Aborted);
    assert_eq!(versions(&world.client.transact(buy(1)).await.unwrap()), [("shop", 2), ("sword", 1)]);
}

#[tokio::test]
async fn errors_name_the_operation() {
    let world = World::with_config("transact_operations_max = 3\n").await;
    let ok = |id: &str| Kinds::Put(put(id, "{}"));
    let refused_at = async |request: TransactRequest, field: &str| {
        refused_field(world.client.transact(request).await, field);
    };
    refused_at(transact([]), "operations").await;
    refused_at(transact(["a", "b", "c", "d"].map(ok)), "operations").await;
    refused_at(transact([ok("a"), ok("b"), ok("a")]), "operations[2]").await;
    refused_at(TransactRequest { operations: vec![Operation::default()] }, "operations[0].operation").await;
    refused_at(transact([ok("a"), Kinds::Put(put("", "{}"))]), "operations[1].put.id").await;
    refused_at(transact([Kinds::Put(PutRequest { kind: 7, ..put("a", "{}") })]), "operations[0].put.kind").await;
    let wrong = DeleteRequest { expected_version: Some(version(0)), ..delete("a") };
    refused_at(transact([Kinds::Delete(wrong)]), "operations[0].delete.expected_version.version").await;
}

#[tokio::test]
async fn a_repeat_with_the_same_key_does_nothing_more() {
    let world = World::new().await;
    let request = transact([Kinds::Put(put("a", "{}")), Kinds::Put(put("b", "{}"))]);
    let once = || world.client.transact(request.clone()).idempotency_key("t-1");
    let first = once().await.unwrap();
    world.put("a", "{}").await;
    assert_eq!(once().await.unwrap(), first);
    assert_eq!(world.get("a").await.unwrap().version, 2);
}

/// Writers on one instance count up ten documents together, readers on the other read all ten of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_over_ten_documents_is_never_seen_half_done() {
    const ROUNDS: u32 = 60;
    let ids: Vec<String> = (0..10).map(|number| format!("account-{number}")).collect();
    let first = World::new().await;
    let second = first.sibling().await;
    let write = async |writer: u32| {
        for round in 0..ROUNDS {
            let json = format!(r#"{{"stamp":{}}}"#, writer * 1000 + round);
            let puts = ids.iter().map(|id| Kinds::Put(put(id, &json)));
            first.client.transact(transact(puts)).timeout(Duration::from_secs(60)).await.unwrap();
        }
    };
    let read = async || {
        let mut seen = 0;
        for _ in 0..ROUNDS * 3 {
            let documents = ids.iter().map(|id| name(id)).collect();
            let found = second.client.batch_get(BatchGetRequest { documents }).await.unwrap();
            let stamps: Vec<_> = found.states.iter().map(|state| whole(state, "stamp")).collect();
            assert!(stamps.is_empty() || stamps.len() == ids.len(), "some documents are not there yet");
            assert!(stamps.windows(2).all(|pair| pair[0] == pair[1]), "two transactions are mixed");
            seen += stamps.len();
        }
        seen
    };
    let ((), (), _, _) = futures::join!(write(1), write(2), read(), read());
    assert_eq!(first.get("account-9").await.unwrap().version, u64::from(ROUNDS * 2));
}
