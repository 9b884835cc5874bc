use std::pin::Pin;

use futures::{Stream, StreamExt};

use super::super::{Changed, Changes, Key, Store, WatchStart};
use crate::context::Context;
use crate::fixture::{Count, SHOP, add};
use crate::identity::Principal;
use crate::status::{Code, Status};
use crate::testing::TestHost;

type Counts = Pin<Box<dyn Stream<Item = Result<Changed<Count>, Status>> + Send>>;

struct Watched {
    host: TestHost,
    store: Store,
    cx: Context,
}

async fn watched() -> Watched {
    let host = TestHost::new().await;
    let store = host.process().context(&SHOP, toml::Table::new()).expect("valid").store().await.expect("a store");
    let cx = host.context(Principal::service("test"));
    Watched { host, store, cx }
}

impl Watched {
    async fn watch(&self, start: WatchStart) -> Counts {
        Box::pin(self.store.watch::<Count>(&Key::new("count"), start).await.expect("a watch"))
    }

    /// Writes beside whatever faults the host has.
    async fn write(&self, name: &str) -> i64 {
        let host = self.host.sibling().await;
        let store = host.process().context(&SHOP, toml::Table::new()).expect("valid").store().await.expect("a store");
        add(&store, &self.cx, Key::new("count").with(name), 1).await.expect("stored")
    }
}

async fn next(counts: &mut Counts) -> (String, i64) {
    match counts.next().await.expect("not over").expect("no error") {
        Changed::Put(stored) => (stored.key.last(), stored.value.number),
        Changed::Delete { key, .. } => (key.last(), 0),
        Changed::Current => ("current".to_owned(), 0),
    }
}

fn put(name: &str, number: i64) -> (String, i64) {
    (name.to_owned(), number)
}

#[tokio::test]
async fn a_watch_tells_what_is_there_and_then_what_changes() {
    let watched = watched().await;
    watched.write("a").await;
    let mut counts = watched.watch(WatchStart::Current).await;
    assert_eq!(next(&mut counts).await, put("a", 1));
    assert_eq!(next(&mut counts).await, put("current", 0));
    watched.write("b").await;
    watched.write("a").await;
    assert_eq!(next(&mut counts).await, put("b", 1));
    assert_eq!(next(&mut counts).await, put("a", 2));

    let stored = watched.store.load::<Count>(&Key::new("count").with("a")).await.expect("loaded").expect("stored");
    watched.store.commit(&watched.cx, Changes::new().remove(&stored), ()).await.expect("stored");
    assert_eq!(next(&mut counts).await, put("a", 0));
}

#[tokio::test]
async fn a_watch_goes_on_where_it_was_cut_off() {
    let watched = watched().await;
    let mut counts = watched.watch(WatchStart::New).await;
    watched.write("a").await;
    assert_eq!(next(&mut counts).await, put("a", 1));

    watched.host.faults().disconnect();
    watched.write("a").await;
    watched.write("b").await;
    let back = async {
        tokio::task::yield_now().await;
        watched.host.faults().reconnect();
    };
    let (first, ()) = tokio::join!(next(&mut counts), back);
    assert_eq!(first, put("a", 2));
    assert_eq!(next(&mut counts).await, put("b", 1));
}

#[tokio::test]
async fn a_watch_that_has_seen_nothing_and_is_cut_off_ends_with_an_error() {
    let watched = watched().await;
    let mut counts = watched.watch(WatchStart::New).await;
    watched.host.faults().disconnect();
    let status = counts.next().await.expect("an item").expect_err("cut off");
    assert_eq!(status.code(), Code::Unavailable);
    assert!(counts.next().await.is_none());
}

#[tokio::test]
async fn a_document_that_cannot_be_read_does_not_end_the_watch() {
    let watched = watched().await;
    let mut counts = watched.watch(WatchStart::New).await;
    watched.write("a").await;
    next(&mut counts).await;
    let later = Later { number: 1 };
    watched
        .store
        .commit(&watched.cx, Changes::new().create(Key::new("count").with("later"), &later), ())
        .await
        .expect("stored");
    watched.write("b").await;
    let status = counts.next().await.expect("an item").expect_err("too new");
    assert_eq!(status.code(), Code::DataLoss);
    assert_eq!(next(&mut counts).await, put("b", 1));
}

/// A format that the program of the watch does not know.
#[derive(Clone, PartialEq, prost::Message)]
struct Later {
    #[prost(int64, tag = "1")]
    number: i64,
}

impl super::super::Document for Later {
    const VERSION: u8 = 2;
}
