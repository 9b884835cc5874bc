use super::*;

#[tokio::test]
async fn two_instances_agree() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    let created = first.create("vale", "emberfall").await;
    assert_eq!(second.get("vale").await.unwrap(), created);
    second.set("vale", &[("bridge", text("open"))]).await;
    assert_eq!(first.flags("vale").await, second.flags("vale").await);
    first.delete("vale").await.unwrap();
    refused(second.get("vale").await, Code::NotFound);
}

/// Of writers that set flags through two instances at once, none overwrites what it has not seen.
#[tokio::test]
async fn no_flag_of_concurrent_writers_is_lost() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    first.create("vale", "").await;
    let names: Vec<String> = (0..20).map(|number| format!("flag-{number}")).collect();
    let writes = names.iter().enumerate().map(|(index, name)| {
        let client = if index % 2 == 0 { &first.client } else { &second.client };
        let request = set("vale", &[(name.as_str(), number(1.0))]);
        async move { client.set_flags(request).await.unwrap() }
    });
    futures::future::join_all(writes).await;
    let GetFlagsResponse { flags, revision } = first.flags("vale").await;
    assert_eq!((flags.unwrap().fields.len(), revision), (20, 20));
}

/// What a world has from its content is there with it or not at all, also when its instance is killed meanwhile.
#[tokio::test]
async fn a_world_is_created_whole_or_not_at_all() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    // The commit is stored, and its instance is gone before it learns so.
    first.host.faults().lose_commit_answers(1);
    let create_world = first.client.create_world(create("vale", "emberfall")).into_future();
    let killed = async {
        realmwire_sdk::testing::eventually("the world is there", async || second.get("vale").await.ok()).await;
        first.host.faults().disconnect();
    };
    let (outcome, ()) = futures::future::join(create_world, killed).await;
    drop(outcome);
    drop(first.running);
    assert_eq!(second.stored("entity").await, 19);
    assert_eq!(second.events::<WorldCreated>().await.len(), 1);
    // The commit is not stored: there is nothing, and another instance begins anew.
    let third = second.sibling().await;
    third.host.faults().disconnect();
    third
        .client
        .create_world(create("dale", "emberfall"))
        .timeout(std::time::Duration::from_millis(300))
        .await
        .unwrap_err();
    refused(second.get("dale").await, Code::NotFound);
    assert_eq!(second.stored("entity").await, 19);
    second.create("dale", "emberfall").await;
    assert_eq!(second.stored("entity").await, 38);
}
