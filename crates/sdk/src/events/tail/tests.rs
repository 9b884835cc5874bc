use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use prost::Message;

use super::{Tail, TailOptions};
use crate::context::Context;
use crate::fixture::{ItemSold, SHOP, sold};
use crate::identity::Principal;
use crate::store::{Changes, Store};
use crate::tasks::Tasks;
use crate::testing::{TestHost, eventually};

/// A shop whose sales are followed.
struct Followed {
    host: TestHost,
    store: Store,
    tail: Tail<String>,
    /// How often an event was decoded.
    decoded: Arc<AtomicUsize>,
}

async fn store(host: &TestHost) -> Store {
    host.process().context(&SHOP, toml::Table::new()).expect("valid").store().await.expect("a store")
}

impl Followed {
    async fn keeping(kept_events: usize) -> Self {
        let host = TestHost::new().await;
        let store = store(&host).await;
        let decoded = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&decoded);
        let options = TailOptions { interval: Duration::from_millis(5), kept_events, kept_bytes: 1 << 20 };
        let tail = Tail::new(&store, options, move |event| {
            count.fetch_add(1, Ordering::Relaxed);
            ItemSold::decode(event.payload.clone()).ok().map(|sold| sold.item).filter(|item| item != "nothing")
        });
        Self { host, store, tail, decoded }
    }

    async fn sell(&self, store: &Store, item: &str) {
        let cx: Context = self.host.context(Principal::service("test"));
        store.commit(&cx, Changes::new().event(&sold(item, 1)), ()).await.expect("stored");
    }
}

#[tokio::test]
async fn who_catches_up_has_everything_that_was_committed_before() {
    let shop = Followed::keeping(100).await;
    shop.sell(&shop.store, "before").await;
    let follower = shop.tail.follow().await.unwrap();
    let begin = follower.catch_up().await.unwrap();
    let other = store(&shop.host.sibling().await).await;
    for item in ["a", "nothing", "b"] {
        shop.sell(&other, item).await;
    }
    let end = follower.catch_up().await.unwrap();
    let stretch = follower.kept_after(begin).unwrap();
    let items: Vec<_> = stretch.events.iter().map(|event| event.event.as_str()).collect();
    assert_eq!((items, stretch.through), (vec!["a", "b"], end));
    let rest = follower.kept_after(end).unwrap();
    assert_eq!((rest.events.len(), rest.through), (0, end));
}

#[tokio::test]
async fn an_event_is_decoded_once_for_all_who_follow() {
    let shop = Followed::keeping(100).await;
    let followers = [shop.tail.follow().await.unwrap(), shop.tail.follow().await.unwrap()];
    let begin = followers[0].catch_up().await.unwrap();
    for number in 0..20 {
        shop.sell(&shop.store, &number.to_string()).await;
    }
    for follower in &followers {
        follower.catch_up().await.unwrap();
        assert_eq!(follower.after(begin).await.unwrap().events.len(), 20);
    }
    assert_eq!(shop.decoded.load(Ordering::Relaxed), 20);
}

#[tokio::test]
async fn who_is_far_behind_reads_for_itself_and_misses_nothing() {
    let shop = Followed::keeping(2).await;
    let follower = shop.tail.follow().await.unwrap();
    let begin = follower.catch_up().await.unwrap();
    for number in 0..9 {
        shop.sell(&shop.store, &number.to_string()).await;
    }
    let end = follower.catch_up().await.unwrap();
    assert!(follower.kept_after(begin).is_none());
    let (mut place, mut items) = (begin, Vec::new());
    while place < end {
        let stretch = follower.after(place).await.unwrap();
        items.extend(stretch.events.iter().map(|event| event.event.clone()));
        place = stretch.through;
    }
    assert_eq!(items, ["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
}

/// The task that keeps a tail up tells whoever waits, of what other processes commit as well.
#[tokio::test]
async fn who_waits_is_told() {
    let shop = Followed::keeping(100).await;
    let tasks = Tasks::default();
    tasks.spawn("tail", shop.tail.clone().run(tasks.shutdown().clone()), |_| {});
    let follower = shop.tail.follow().await.unwrap();
    let begin = follower.catch_up().await.unwrap();
    let other = store(&shop.host.sibling().await).await;
    let (stretch, ()) = tokio::join!(follower.after(begin), shop.sell(&other, "a"));
    assert_eq!(stretch.unwrap().events[0].event, "a");
    // What was sold while nobody followed is not told to whoever begins after it.
    drop(follower);
    shop.sell(&other, "b").await;
    let follower = shop.tail.follow().await.unwrap();
    let begin = follower.catch_up().await.unwrap();
    shop.sell(&other, "c").await;
    shop.tail.nudge();
    assert_eq!(follower.after(begin).await.unwrap().events[0].event, "c");
    eventually("the tail goes on", async || (shop.tail.beyond(begin).await > begin).then_some(())).await;
}
