//! Keys and their values.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use realmwire_fabric::journal::{
    CommitError, CommitId, Entry, EventQuery, Expect, Journal, JournalError, Key, ListQuery, Write,
};

use crate::system::{
    System, all_events, commit_of, conflict, delete, emit, event, eventually, key, put, things, value, write,
};

pub(crate) async fn a_key_that_was_never_written_has_no_value(system: System) {
    let journal = system.journal().await;

    assert_eq!(journal.get(&key("none")).await.expect("read"), None);
}

pub(crate) async fn a_value_is_read_back_as_it_was_written(system: System) {
    let journal = system.journal().await;
    let bytes = Bytes::from((0..=u8::MAX).collect::<Vec<u8>>());
    let odd = Key::new("players").with("ä/ö.ü *>").with("");
    let before = system.now();

    let written = Write { key: odd.clone(), expect: Expect::Absent, value: Some(bytes.clone()), ttl: None };
    let receipt = put(&journal, vec![written]).await;

    let entry = journal.get(&odd).await.expect("read").expect("there");
    let Entry { key, value, revision, written_at } = entry;
    assert_eq!((key, value, [revision].as_slice()), (odd, bytes, receipt.revisions.as_slice()));
    // The clocks of a server and of this test are one, but for the resolution in which it is stored.
    assert!(written_at + Duration::from_secs(1) >= before && written_at <= system.now() + Duration::from_secs(1));
}

pub(crate) async fn a_commit_is_seen_by_a_read_after_it(system: System) {
    let journal = system.journal().await;
    for number in 0..100 {
        put(&journal, vec![write(key("a"), Expect::Any, &number.to_string())]).await;
        assert_eq!(value(&journal, &key("a")).await, Some(number.to_string()));
    }
}

pub(crate) async fn a_write_that_expects_absence_succeeds_once(system: System) {
    let journal = system.journal().await;
    let create = || commit_of(vec![write(key("a"), Expect::Absent, "first")], vec![], vec![]);

    journal.commit(create()).await.expect("stored");

    assert_eq!(conflict(journal.commit(create()).await), key("a"));
}

pub(crate) async fn a_write_that_expects_a_revision_succeeds_on_it_only(system: System) {
    let journal = system.journal().await;
    let first = put(&journal, vec![write(key("a"), Expect::Absent, "1")]).await.revisions[0];
    let second = put(&journal, vec![write(key("a"), Expect::Revision(first), "2")]).await.revisions[0];

    let stale = commit_of(vec![write(key("a"), Expect::Revision(first), "3")], vec![], vec![]);
    assert_eq!(conflict(journal.commit(stale).await), key("a"));
    let absent = commit_of(vec![write(key("b"), Expect::Revision(second), "3")], vec![], vec![]);
    assert_eq!(conflict(journal.commit(absent).await), key("b"));
    assert_eq!(value(&journal, &key("a")).await.as_deref(), Some("2"));
}

pub(crate) async fn a_write_that_expects_nothing_always_succeeds(system: System) {
    let journal = system.journal().await;
    put(&journal, vec![write(key("a"), Expect::Any, "1")]).await;
    put(&journal, vec![write(key("a"), Expect::Any, "2")]).await;
    put(&journal, vec![delete(key("a"), Expect::Any)]).await;
    put(&journal, vec![write(key("a"), Expect::Any, "3")]).await;

    assert_eq!(value(&journal, &key("a")).await.as_deref(), Some("3"));
}

pub(crate) async fn a_conflict_names_its_key_and_stores_nothing(system: System) {
    let journal = system.journal().await;
    put(&journal, vec![write(key("taken"), Expect::Any, "first")]).await;

    let writes = vec![
        write(key("free"), Expect::Absent, "second"),
        write(key("taken"), Expect::Absent, "second"),
        write(key("other"), Expect::Any, "second"),
    ];
    let outcome = journal.commit(commit_of(writes, vec![event(&journal, "thing", "second")], vec![])).await;

    assert_eq!(conflict(outcome), key("taken"));
    assert_eq!(value(&journal, &key("free")).await, None);
    assert_eq!(value(&journal, &key("other")).await, None);
    assert_eq!(value(&journal, &key("taken")).await.as_deref(), Some("first"));
    let query =
        EventQuery { filter: all_events(&journal), start: realmwire_fabric::journal::ConsumerStart::First, limit: 10 };
    assert_eq!(journal.read(query).await.expect("read"), []);
}

pub(crate) async fn a_deleted_key_has_no_value_and_can_be_created_again(system: System) {
    let journal = system.journal().await;
    let revision = put(&journal, vec![write(key("a"), Expect::Absent, "1")]).await.revisions[0];

    put(&journal, vec![delete(key("a"), Expect::Revision(revision))]).await;

    assert_eq!(value(&journal, &key("a")).await, None);
    let old = commit_of(vec![write(key("a"), Expect::Revision(revision), "2")], vec![], vec![]);
    assert_eq!(conflict(journal.commit(old).await), key("a"));
    put(&journal, vec![write(key("a"), Expect::Absent, "3")]).await;
    assert_eq!(value(&journal, &key("a")).await.as_deref(), Some("3"));
}

pub(crate) async fn a_repeated_commit_is_answered_with_the_first_receipt(system: System) {
    let journal = system.journal().await;
    let writes = vec![write(key("a"), Expect::Absent, "1"), write(key("b"), Expect::Absent, "1")];
    let commit = commit_of(writes, vec![event(&journal, "thing", "1")], vec![]);
    let first = journal.commit(commit.clone()).await.expect("stored");
    put(&journal, vec![write(key("a"), Expect::Any, "2")]).await;

    let repeats = join_all((0..10).map(|_| journal.commit(commit.clone()))).await;

    for repeat in repeats {
        assert_eq!(repeat.expect("answered"), first);
    }
    assert_eq!(value(&journal, &key("a")).await.as_deref(), Some("2"));
    assert_eq!(crate::events::bodies(&journal).await, ["1"]);
}

pub(crate) async fn a_commit_that_lost_can_be_repeated_and_loses_again(system: System) {
    let journal = system.journal().await;
    put(&journal, vec![write(key("a"), Expect::Any, "1")]).await;
    let commit = commit_of(vec![write(key("a"), Expect::Absent, "2")], vec![], vec![]);

    assert_eq!(conflict(journal.commit(commit.clone()).await), key("a"));
    assert_eq!(conflict(journal.commit(commit.clone()).await), key("a"));
    put(&journal, vec![delete(key("a"), Expect::Any)]).await;

    // It was never stored, so its id says nothing.
    journal.commit(commit).await.expect("stored now");
    assert_eq!(value(&journal, &key("a")).await.as_deref(), Some("2"));
}

pub(crate) async fn revisions_grow_and_the_receipt_names_each(system: System) {
    let journal = system.journal().await;
    let writes = ["c", "a", "b"].map(|name| write(key(name), Expect::Any, name));

    let first =
        journal.commit(commit_of(writes.to_vec(), vec![event(&journal, "thing", "")], vec![])).await.expect("stored");
    let second = put(&journal, vec![write(key("a"), Expect::Any, "again")]).await;

    assert!(first.revisions.is_sorted() && first.revisions.len() == 3, "{first:?}");
    assert!(first.last_sequence > first.revisions[2] && second.revisions[0] > first.last_sequence);
    for (name, revision) in ["c", "b"].into_iter().zip([first.revisions[0], first.revisions[2]]) {
        let entry = journal.get(&key(name)).await.expect("read").expect("there");
        assert_eq!(entry.revision, revision);
    }
}

pub(crate) async fn of_many_that_create_one_key_one_wins(system: System) {
    let journal = system.journal().await;
    let create = |number: usize| commit_of(vec![write(key("a"), Expect::Absent, &number.to_string())], vec![], vec![]);

    let outcomes = join_all((0..100).map(|number| journal.commit(create(number)))).await;

    let winners: Vec<usize> = (0..100).filter(|number| outcomes[*number].is_ok()).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(value(&journal, &key("a")).await, Some(winners[0].to_string()));
}

pub(crate) async fn concurrent_increments_lose_none(system: System) {
    const TASKS: u32 = 8;
    const EACH: u32 = 25;
    let journal = system.journal().await;
    put(&journal, vec![write(key("counter"), Expect::Absent, "0")]).await;

    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(increment(Arc::clone(&journal), EACH))).collect();
    for task in tasks {
        task.await.expect("no panic");
    }

    assert_eq!(value(&journal, &key("counter")).await, Some((TASKS * EACH).to_string()));
}

async fn increment(journal: Arc<dyn Journal>, times: u32) {
    let mut left = times;
    while left > 0 {
        let entry = journal.get(&key("counter")).await.expect("read").expect("there");
        let count: u32 = crate::system::text(&entry.value).parse().expect("a number");
        let next = write(key("counter"), Expect::Revision(entry.revision), &(count + 1).to_string());
        match journal.commit(commit_of(vec![next], vec![], vec![])).await {
            Ok(_) => left -= 1,
            Err(CommitError::Conflict { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

pub(crate) async fn writes_of_one_commit_are_seen_together(system: System) {
    let journal = system.journal().await;
    let both = |number: u32| {
        vec![write(key("a"), Expect::Any, &number.to_string()), write(key("b"), Expect::Any, &number.to_string())]
    };
    put(&journal, both(0)).await;
    let writer = {
        let journal = Arc::clone(&journal);
        tokio::spawn(async move {
            for number in 1..100 {
                put(&journal, both(number)).await;
            }
        })
    };

    while !writer.is_finished() {
        let page = journal.list(ListQuery { prefix: things(), after: None, limit: 10 }).await.expect("listed");
        let values: Vec<_> = page.entries.into_iter().map(|entry| entry.value).collect();
        assert!(values.len() == 2 && values[0] == values[1], "{values:?}");
    }

    writer.await.expect("no panic");
}

pub(crate) async fn several_keys_are_read_in_the_order_asked_for(system: System) {
    let journal = system.journal().await;
    put(&journal, ["a", "b", "c"].map(|name| write(key(name), Expect::Any, name)).to_vec()).await;

    let entries = journal.get_many(&["c", "none", "a", "c"].map(key)).await.expect("read");

    let values: Vec<_> =
        entries.into_iter().map(|entry| entry.map(|entry| crate::system::text(&entry.value))).collect();
    assert_eq!(values, [Some("c".to_owned()), None, Some("a".to_owned()), Some("c".to_owned())]);
}

pub(crate) async fn a_listing_is_in_order_and_complete_over_its_pages(system: System) {
    const KEYS: usize = 105;
    let journal = system.journal().await;
    for chunk in (0..KEYS).rev().collect::<Vec<_>>().chunks(20) {
        put(&journal, chunk.iter().map(|number| write(key(&format!("{number:03}")), Expect::Absent, "")).collect())
            .await;
    }

    let mut after = None;
    let mut keys = Vec::new();
    loop {
        let page = journal.list(ListQuery { prefix: things(), after, limit: 10 }).await.expect("listed");
        assert!(page.entries.len() == 10 || !page.more, "a page that is not full, and more to come");
        keys.extend(page.entries.into_iter().map(|entry| entry.key));
        after = keys.last().cloned();
        if !page.more {
            break;
        }
    }

    assert_eq!(keys, (0..KEYS).map(|number| key(&format!("{number:03}"))).collect::<Vec<_>>());
}

pub(crate) async fn a_listing_keeps_to_its_prefix(system: System) {
    let journal = system.journal().await;
    let inside = [things().with("a"), things().with("a").with("b"), things().with("z")];
    let outside = [things(), Key::new("thing-2").with("a"), Key::new("thin").with("g"), Key::new("things").with("a")];
    for key in inside.iter().chain(&outside) {
        put(&journal, vec![write(key.clone(), Expect::Absent, "")]).await;
    }

    let page = journal.list(ListQuery { prefix: things(), after: None, limit: 100 }).await.expect("listed");

    let keys: Vec<_> = page.entries.into_iter().map(|entry| entry.key).collect();
    assert_eq!((keys.as_slice(), page.more), (inside.as_slice(), false));
}

pub(crate) async fn a_listing_begins_after_a_key(system: System) {
    let journal = system.journal().await;
    put(&journal, ["a", "c", "e"].map(|name| write(key(name), Expect::Any, name)).to_vec()).await;

    // The key after which it begins need not be there (any more).
    for (after, expected) in [("a", vec!["c", "e"]), ("b", vec!["c", "e"]), ("e", vec![]), ("z", vec![])] {
        let query = ListQuery { prefix: things(), after: Some(key(after)), limit: 10 };
        let page = journal.list(query).await.expect("listed");
        let names: Vec<_> = page.entries.iter().map(|entry| entry.key.last()).collect();
        assert_eq!(names, expected, "after {after}");
    }
}

pub(crate) async fn a_value_of_many_bytes_is_kept_whole(system: System) {
    const SIZE: usize = 900_000;
    let journal = system.journal().await;
    let bytes: Bytes = (0..=250).cycle().take(SIZE).collect::<Vec<u8>>().into();

    let large = Write { key: key("large"), expect: Expect::Any, value: Some(bytes.clone()), ttl: None };
    put(&journal, vec![large]).await;

    assert_eq!(journal.get(&key("large")).await.expect("read").expect("there").value, bytes);
}

pub(crate) async fn commits_that_break_a_rule_are_refused(system: System) {
    let journal = system.journal().await;
    let twice = vec![write(key("a"), Expect::Any, "1"), write(key("a"), Expect::Any, "2")];
    let mut large = write(key("a"), Expect::Any, "");
    large.value = Some(vec![0; 2_000_000].into());
    let mut fraction = write(key("a"), Expect::Any, "1");
    fraction.ttl = Some(Duration::from_millis(1500));
    let mut foreign = event(&journal, "thing", "");
    foreign.subject = "evt.another-service.thing.v1".into();
    let mut wild = event(&journal, "thing", "");
    wild.subject = format!("evt.{}.*.v1", journal.service()).into();
    let mut commanding = event(&journal, "thing", "");
    commanding.headers.set("Nats-Rollup", "all");
    let many = (0..2000).map(|number| write(key(&number.to_string()), Expect::Any, "")).collect();

    for (what, writes, events) in [
        ("two writes of one key", twice, vec![]),
        ("a value that is too large", vec![large], vec![]),
        ("a time to live of a second and a half", vec![fraction], vec![]),
        ("an event of another service", vec![], vec![foreign]),
        ("an event on a pattern", vec![], vec![wild]),
        ("an event that commands the server", vec![], vec![commanding]),
        ("too many writes", many, vec![]),
    ] {
        let outcome = journal.commit(commit_of(writes, events, vec![])).await;
        assert!(matches!(outcome, Err(CommitError::Invalid(_))), "{what}: {outcome:?}");
    }
    assert_eq!(value(&journal, &key("a")).await, None);
    let outcome = journal.list(ListQuery { prefix: things(), after: None, limit: 0 }).await;
    assert!(matches!(outcome, Err(JournalError::Invalid { .. })), "a page of nothing");
}

pub(crate) async fn journals_do_not_see_each_other(system: System) {
    let (one, other) = (system.journal().await, system.journal().await);
    put(&one, vec![write(key("a"), Expect::Absent, "one")]).await;
    put(&other, vec![write(key("a"), Expect::Absent, "other")]).await;
    emit(&one, vec![event(&one, "thing", "one")]).await;

    assert_eq!(value(&one, &key("a")).await.as_deref(), Some("one"));
    assert_eq!(value(&other, &key("a")).await.as_deref(), Some("other"));
    assert_eq!(crate::events::bodies(&other).await, Vec::<String>::new());
}

pub(crate) async fn a_journal_is_opened_twice_as_the_same(system: System) {
    let one = system.journal().await;
    let same = system.journal_of(one.service()).await;

    put(&one, vec![write(key("a"), Expect::Absent, "1")]).await;

    assert_eq!(value(&same, &key("a")).await.as_deref(), Some("1"));
}

pub(crate) async fn journals_are_named(system: System) {
    let journal = system.journal().await;

    let names = system.fabric().journals.names().await.expect("named");

    assert!(names.iter().any(|name| name == journal.service()), "{names:?}");
    let refused = system.fabric().journals.open("not a.name").await;
    assert!(matches!(refused, Err(JournalError::Invalid { .. })));
}

pub(crate) async fn a_value_whose_time_is_over_is_absent(system: System) {
    let journal = system.journal().await;
    let mut short = write(key("short"), Expect::Absent, "1");
    short.ttl = Some(Duration::from_secs(2));
    let mut long = write(key("long"), Expect::Absent, "1");
    long.ttl = Some(Duration::from_hours(1));
    let revision = put(&journal, vec![short, long]).await.revisions[0];
    assert_eq!(value(&journal, &key("short")).await.as_deref(), Some("1"));

    system.pass(Duration::from_secs(3)).await;

    eventually("the value is gone", || async { value(&journal, &key("short")).await.is_none() }).await;
    let page = journal.list(ListQuery { prefix: things(), after: None, limit: 10 }).await.expect("listed");
    assert_eq!(page.entries.into_iter().map(|entry| entry.key).collect::<Vec<_>>(), [key("long")]);
    let update = commit_of(vec![write(key("short"), Expect::Revision(revision), "2")], vec![], vec![]);
    assert_eq!(conflict(journal.commit(update).await), key("short"));
    put(&journal, vec![write(key("short"), Expect::Absent, "3")]).await;
    assert_eq!(value(&journal, &key("short")).await.as_deref(), Some("3"));
}

pub(crate) async fn a_value_written_again_has_its_new_time(system: System) {
    let journal = system.journal().await;
    let mut short = write(key("a"), Expect::Any, "short");
    short.ttl = Some(Duration::from_secs(2));
    let mut other = write(key("other"), Expect::Any, "short");
    other.ttl = Some(Duration::from_secs(2));
    put(&journal, vec![short, other]).await;
    put(&journal, vec![write(key("a"), Expect::Any, "for ever")]).await;

    system.pass(Duration::from_secs(3)).await;

    eventually("the other is gone", || async { value(&journal, &key("other")).await.is_none() }).await;
    assert_eq!(value(&journal, &key("a")).await.as_deref(), Some("for ever"));
}

pub(crate) async fn commits_are_there_after_a_restart(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    for number in 0..100 {
        let writes = vec![write(key(&number.to_string()), Expect::Absent, &number.to_string())];
        journal
            .commit(commit_of(writes, vec![event(&journal, "thing", &number.to_string())], vec![]))
            .await
            .expect("stored");
    }
    let last = put(&journal, vec![delete(key("7"), Expect::Any)]).await.last_sequence;
    drop(journal);

    system.restart().await;

    let journal = system.journal_of(&service).await;
    for number in 0..100 {
        let expected = (number != 7).then(|| number.to_string());
        assert_eq!(value(&journal, &key(&number.to_string())).await, expected);
    }
    assert_eq!(crate::events::bodies(&journal).await, (0..100).map(|number| number.to_string()).collect::<Vec<_>>());
    assert!(put(&journal, vec![write(key("7"), Expect::Absent, "")]).await.last_sequence > last);
}

pub(crate) async fn a_commit_can_be_repeated_after_a_restart(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    let commit = commit_of(vec![write(key("a"), Expect::Absent, "1")], vec![event(&journal, "thing", "1")], vec![]);
    assert_ne!(commit.id, CommitId::random());
    let first = journal.commit(commit.clone()).await.expect("stored");
    drop(journal);

    system.restart().await;

    let journal = system.journal_of(&service).await;
    assert_eq!(journal.commit(commit).await.expect("answered"), first);
    assert_eq!(crate::events::bodies(&journal).await, ["1"]);
}
