use realmwire_contract::event_bus::v1::{DiscardDeadLettersRequest, GetDeadLetterRequest, UnsubscribeRequest};

use super::*;

impl World {
    /// Receives one event and refuses it until it is delivered no more.
    async fn fail_until_dead(&self, receiver: &mut Deliveries) -> Vec<Delivery> {
        let mut deliveries = Vec::new();
        for attempt in 1..=5 {
            let delivered = receiver.next(1).await;
            self.nack("s", &delivered, Duration::ZERO, &format!("reason {attempt}")).await;
            deliveries.extend(delivered);
        }
        deliveries
    }
}

#[tokio::test]
async fn five_failures_make_a_dead_letter_with_its_history_and_a_replay_delivers_it_to_the_one_subscription() {
    let world = World::new().await;
    let sibling = world.sibling().await;
    world.subscribe("s", &["game.*"]).await;
    world.subscribe("other", &["game.*"]).await;
    world.post(bounty("b1")).await;
    let mut receiver = world.receive("s").await;
    let deliveries = world.fail_until_dead(&mut receiver).await;
    assert_eq!(deliveries.iter().map(|delivery| delivery.delivery).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);

    let letters = sibling.dead_letters().await;
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    let reasons: Vec<_> = letter.failures.iter().map(|failure| failure.reason.as_str()).collect();
    assert_eq!(reasons, ["reason 1", "reason 2", "reason 3", "reason 4", "reason 5"]);
    assert_eq!(letter.event.as_ref(), deliveries.last());
    let request =
        GetDeadLetterRequest { subscription_id: "s".to_owned(), dead_letter_id: letter.dead_letter_id.clone() };
    assert_eq!(world.client.get_dead_letter(request).await.unwrap().dead_letter.as_ref(), Some(letter));

    let mut other = world.receive("other").await;
    let seen = other.next(1).await;
    world.ack("other", &seen).await;
    sibling.replay(&[&letter.dead_letter_id]).await.unwrap();
    let again = receiver.next(1).await;
    assert_eq!((again[0].key.as_str(), again[0].delivery), ("b1", 6));
    assert_eq!(again[0].content, letter.event.as_ref().unwrap().content);
    world.ack("s", &again).await;
    assert!(world.dead_letters().await.is_empty());
    world.post(bounty("b2")).await;
    assert_eq!(keys(&receiver.next(1).await), ["b2"]);
    assert_eq!(keys(&other.next(1).await), ["b2"], "it was not delivered to others");
    assert!(world.host.stored("event-bus", &crate::state::revived("s")).await.is_empty());
}

#[tokio::test]
async fn deliveries_that_nobody_answers_fail_as_well() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    world.post_all(vec![bounty("bad"), bounty("good")]).await;
    let mut receiver = world.receive("s").await;
    let first = receiver.next(2).await;
    world.ack("s", &first[1..]).await;
    for delivery in 2..=5 {
        world.host.clock().advance(Duration::from_secs(30));
        let again = receiver.next(1).await;
        assert_eq!((again[0].key.as_str(), again[0].delivery), ("bad", delivery));
    }
    world.host.clock().advance(Duration::from_secs(30));
    let letters = eventually("it is a dead letter", async || {
        Some(world.dead_letters().await).filter(|letters| !letters.is_empty())
    })
    .await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].failures.iter().all(|failure| failure.reason == "not answered in time"));
    assert_eq!(letters[0].failures.len(), 5);
}

/// One in ten is poison: those and no others become dead letters, each once, and each is delivered again once.
#[tokio::test]
async fn poison_becomes_dead_letters_and_nothing_else() {
    let world = World::new().await;
    let request = SubscribeRequest { max_deliveries: 2, max_outstanding: 16, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    let name =
        |number: usize| if number.is_multiple_of(10) { format!("poison-{number}") } else { format!("good-{number}") };
    world.post_all((0..100).map(|number| bounty(&name(number))).collect()).await;
    let mut receiver = world.receive("s").await;
    let mut good = 0;
    while good < 90 || world.dead_letters().await.len() < 10 {
        let delivered = receiver.next(1).await;
        if delivered[0].key.starts_with("poison") {
            world.nack("s", &delivered, Duration::ZERO, "poison").await;
        } else {
            world.ack("s", &delivered).await;
            good += 1;
        }
    }
    let letters = world.dead_letters().await;
    assert!(letters.iter().all(|letter| letter.event.as_ref().unwrap().key.starts_with("poison")));
    let ids: Vec<_> = letters.iter().map(|letter| letter.dead_letter_id.as_str()).collect();
    world.replay(&ids).await.unwrap();
    let again = receiver.next(10).await;
    world.ack("s", &again).await;
    assert!(again.iter().all(|delivery| delivery.delivery == 3));
    assert!(world.dead_letters().await.is_empty());
}

#[tokio::test]
async fn a_dead_letter_that_fails_again_is_one_again() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    world.post(bounty("b1")).await;
    let mut receiver = world.receive("s").await;
    world.fail_until_dead(&mut receiver).await;
    let id = world.dead_letters().await[0].dead_letter_id.clone();
    world.replay(&[&id]).await.unwrap();
    refused(world.replay(&[&id]).await, Code::NotFound);
    world.fail_until_dead(&mut receiver).await;
    let letters = world.dead_letters().await;
    assert_eq!((letters.len(), letters[0].dead_letter_id.as_str()), (1, id.as_str()));
    assert_eq!(letters[0].event.as_ref().unwrap().delivery, 10);
}

#[tokio::test]
async fn a_discarded_dead_letter_is_gone_and_so_are_those_of_an_ended_subscription() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let mut receiver = world.receive("s").await;
    for key in ["b1", "b2"] {
        world.post(bounty(key)).await;
        world.fail_until_dead(&mut receiver).await;
    }
    let letters = world.dead_letters().await;
    let dead_letter_ids = vec![letters[0].dead_letter_id.clone()];
    let request = DiscardDeadLettersRequest { subscription_id: "s".to_owned(), dead_letter_ids };
    world.client.discard_dead_letters(request.clone()).await.unwrap();
    world.client.discard_dead_letters(request).await.unwrap();
    assert_eq!(world.dead_letters().await, letters[1..]);
    refused(world.replay(&[&letters[0].dead_letter_id]).await, Code::NotFound);
    refused_field(world.replay(&[]).await, "dead_letter_ids");
    world.client.unsubscribe(UnsubscribeRequest { subscription_id: "s".to_owned() }).await.unwrap();
    world.subscribe("s", &["game.*"]).await;
    assert!(world.dead_letters().await.is_empty());
}

#[tokio::test]
async fn dead_letters_are_listed_in_pages() {
    let world = World::new().await;
    let request = SubscribeRequest { max_deliveries: 1, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    world.post_all((0..5).map(|number| bounty(&number.to_string())).collect()).await;
    let delivered = world.receive("s").await.next(5).await;
    world.nack("s", &delivered, Duration::ZERO, "no").await;
    let mut seen = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListDeadLettersRequest { subscription_id: "s".to_owned(), page_size: 2, page_token };
        let page = world.client.list_dead_letters(request).await.unwrap();
        assert!(page.dead_letters.len() <= 2);
        seen.extend(page.dead_letters.into_iter().map(|letter| letter.event.unwrap().key));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4"]);
}
