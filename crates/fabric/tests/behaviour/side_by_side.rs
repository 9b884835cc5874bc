//! Several behaviours in one test, on servers that they share.

use std::future::ready;

use futures::StreamExt;
use futures::future::BoxFuture;

/// How many behaviours run at once: a machine with two processors carries their servers, too.
const SIDE_BY_SIDE: usize = 8;

/// Runs behaviours side by side, since most of their time they wait for time to pass, and names those that failed.
pub(crate) async fn run(behaviours: Vec<(&'static str, BoxFuture<'static, ()>)>) {
    let runs = behaviours.into_iter().map(|(name, behaviour)| async move {
        // A task of its own, so that one that fails does not end the others.
        tokio::spawn(behaviour).await.is_err().then_some(name)
    });
    let failed: Vec<_> = futures::stream::iter(runs).buffer_unordered(SIDE_BY_SIDE).filter_map(ready).collect().await;
    assert!(failed.is_empty(), "these behaviours failed: {failed:?}");
}
