//! Changes as they happen.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use realmwire_fabric::journal::{Change, ChangeStream, Expect, Journal, Key, WatchStart, Write};

use crate::system::{System, delete, event, key, put, soon, text, things, write};

/// A change in short: `put name=value`, `delete name` or `current`.
async fn next(changes: &mut ChangeStream) -> String {
    match soon("a change", changes.next()).await.expect("the watch goes on").expect("no error") {
        Change::Put(entry) => format!("put {}={}", entry.key.last(), text(&entry.value)),
        Change::Delete { key, .. } => format!("delete {}", key.last()),
        Change::Current => "current".to_owned(),
    }
}

async fn take(changes: &mut ChangeStream, count: usize) -> Vec<String> {
    let mut taken = Vec::new();
    for _ in 0..count {
        taken.push(next(changes).await);
    }
    taken
}

async fn watch(journal: &Arc<dyn Journal>, start: WatchStart) -> ChangeStream {
    journal.watch(things(), start).await.expect("watched")
}

async fn set(journal: &Arc<dyn Journal>, name: &str, value: &str) -> u64 {
    put(journal, vec![write(key(name), Expect::Any, value)]).await.last_sequence
}

pub(crate) async fn a_watch_begins_with_current_values_and_goes_on_with_changes(system: System) {
    let journal = system.journal().await;
    set(&journal, "a", "old").await;
    set(&journal, "b", "1").await;
    set(&journal, "a", "1").await;

    let mut changes = watch(&journal, WatchStart::Current).await;

    let mut current = take(&mut changes, 2).await;
    current.sort_unstable();
    assert_eq!(current, ["put a=1", "put b=1"]);
    assert_eq!(next(&mut changes).await, "current");
    set(&journal, "a", "2").await;
    assert_eq!(next(&mut changes).await, "put a=2");
    set(&journal, "c", "1").await;
    assert_eq!(next(&mut changes).await, "put c=1");
}

pub(crate) async fn a_watch_of_nothing_says_that_it_is_current(system: System) {
    let journal = system.journal().await;

    let mut changes = watch(&journal, WatchStart::Current).await;

    assert_eq!(next(&mut changes).await, "current");
    set(&journal, "a", "1").await;
    assert_eq!(next(&mut changes).await, "put a=1");
}

pub(crate) async fn a_watch_of_new_changes_skips_what_was_before(system: System) {
    let journal = system.journal().await;
    set(&journal, "a", "before").await;

    let mut changes = watch(&journal, WatchStart::New).await;
    set(&journal, "a", "after").await;

    assert_eq!(next(&mut changes).await, "put a=after");
}

pub(crate) async fn a_watch_goes_on_after_a_sequence(system: System) {
    let journal = system.journal().await;
    set(&journal, "a", "1").await;
    set(&journal, "b", "1").await;
    let seen = set(&journal, "c", "1").await;
    set(&journal, "b", "2").await;
    put(&journal, vec![delete(key("c"), Expect::Any)]).await;
    set(&journal, "d", "1").await;

    let mut changes = watch(&journal, WatchStart::After(seen)).await;

    assert_eq!(take(&mut changes, 3).await, ["put b=2", "delete c", "put d=1"]);
    set(&journal, "a", "2").await;
    assert_eq!(next(&mut changes).await, "put a=2");
}

pub(crate) async fn a_watch_sees_each_key_once_while_others_write(system: System) {
    const KEYS: usize = 400;
    let journal = system.journal().await;
    for number in 0..KEYS / 4 {
        set(&journal, &number.to_string(), "").await;
    }
    let writer = {
        let journal = Arc::clone(&journal);
        tokio::spawn(async move {
            for number in KEYS / 4..KEYS {
                set(&journal, &number.to_string(), "").await;
            }
        })
    };

    let mut changes = watch(&journal, WatchStart::Current).await;
    let mut names = Vec::new();
    let mut last = 0;
    let mut current = false;
    while names.len() < KEYS {
        match soon("a change", changes.next()).await.expect("the watch goes on").expect("no error") {
            Change::Put(entry) => {
                assert!(!current || entry.revision > last, "changes are in order");
                last = entry.revision.max(last);
                names.push(entry.key.last().parse::<usize>().expect("a number"));
            }
            Change::Current => current = true,
            Change::Delete { key, .. } => panic!("{key} was never deleted"),
        }
    }

    writer.await.expect("no panic");
    names.sort_unstable();
    assert_eq!(names, (0..KEYS).collect::<Vec<_>>());
}

pub(crate) async fn a_watch_sees_deletes(system: System) {
    let journal = system.journal().await;
    set(&journal, "a", "1").await;
    let mut changes = watch(&journal, WatchStart::New).await;

    let revision = put(&journal, vec![delete(key("a"), Expect::Any)]).await.revisions[0];

    let change = soon("a change", changes.next()).await.expect("the watch goes on").expect("no error");
    assert_eq!(change, Change::Delete { key: key("a"), revision });
}

pub(crate) async fn a_watch_sees_the_end_of_a_time_to_live(system: System) {
    let journal = system.journal().await;
    let short = Write { ttl: Some(Duration::from_secs(2)), ..write(key("a"), Expect::Any, "1") };
    put(&journal, vec![short]).await;
    let mut changes = watch(&journal, WatchStart::Current).await;
    assert_eq!(take(&mut changes, 2).await, ["put a=1", "current"]);

    system.pass(Duration::from_secs(3)).await;

    assert_eq!(next(&mut changes).await, "delete a");
}

pub(crate) async fn a_watch_keeps_to_its_prefix(system: System) {
    let journal = system.journal().await;
    let mut changes = watch(&journal, WatchStart::Current).await;
    assert_eq!(next(&mut changes).await, "current");

    for other in [things(), Key::new("thing-2").with("a"), Key::new("things").with("a")] {
        put(&journal, vec![write(other, Expect::Any, "other")]).await;
    }
    crate::system::emit(&journal, vec![event(&journal, "thing", "event")]).await;
    set(&journal, "a", "1").await;

    assert_eq!(next(&mut changes).await, "put a=1");
}

pub(crate) async fn a_watch_goes_on_after_a_restart(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    let seen = set(&journal, "a", "1").await;
    set(&journal, "b", "1").await;
    set(&journal, "b", "2").await;
    put(&journal, vec![delete(key("a"), Expect::Any)]).await;
    drop(journal);

    system.restart().await;

    let journal = system.journal_of(&service).await;
    let mut changes = watch(&journal, WatchStart::After(seen)).await;
    assert_eq!(take(&mut changes, 2).await, ["put b=2", "delete a"]);
    set(&journal, "c", "1").await;
    assert_eq!(next(&mut changes).await, "put c=1");
}
