//! Events with a future time.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use realmwire_fabric::journal::{Expect, Journal, Key, Timer};

use crate::events::bodies;
use crate::system::{System, commit_of, conflict, event, eventually, key, put, write};

fn timer(journal: &Arc<dyn Journal>, name: &str, at: SystemTime, body: &str) -> Timer {
    Timer::Set { key: Key::new("timer").with(name), at, event: event(journal, "fired", body) }
}

async fn set(journal: &Arc<dyn Journal>, timers: Vec<Timer>) {
    journal.commit(commit_of(vec![], vec![], timers)).await.expect("the timers are set");
}

async fn until_fired(journal: &Arc<dyn Journal>, expected: &[&str]) {
    eventually("the timers fire", || async { bodies(journal).await.len() >= expected.len() }).await;
    assert_eq!(bodies(journal).await, expected);
}

pub(crate) async fn a_timer_fires_at_its_time_and_once(system: System) {
    let journal = system.journal().await;
    let at = system.now() + Duration::from_secs(3);
    set(&journal, vec![timer(&journal, "a", at, "1")]).await;

    system.pass(Duration::from_secs(1)).await;
    put(&journal, vec![write(key("a"), Expect::Any, "")]).await;
    assert_eq!(bodies(&journal).await, Vec::<String>::new());
    system.pass(Duration::from_secs(3)).await;

    until_fired(&journal, &["1"]).await;
    // A second timer, later, shows that the first has not fired again meanwhile.
    set(&journal, vec![timer(&journal, "b", system.now() + Duration::from_secs(1), "2")]).await;
    system.pass(Duration::from_secs(2)).await;
    until_fired(&journal, &["1", "2"]).await;
}

pub(crate) async fn a_timer_in_the_past_fires_at_once(system: System) {
    let journal = system.journal().await;

    set(&journal, vec![timer(&journal, "a", system.now() - Duration::from_hours(1), "1")]).await;

    until_fired(&journal, &["1"]).await;
}

pub(crate) async fn a_timer_that_is_set_again_fires_as_it_was_set_last(system: System) {
    let journal = system.journal().await;
    let now = system.now();
    set(&journal, vec![timer(&journal, "a", now + Duration::from_secs(2), "first")]).await;
    set(&journal, vec![timer(&journal, "b", now + Duration::from_secs(3), "other")]).await;

    set(&journal, vec![timer(&journal, "a", now + Duration::from_secs(5), "second")]).await;

    system.pass(Duration::from_secs(4)).await;
    until_fired(&journal, &["other"]).await;
    system.pass(Duration::from_secs(2)).await;
    until_fired(&journal, &["other", "second"]).await;
}

pub(crate) async fn a_cancelled_timer_does_not_fire(system: System) {
    let journal = system.journal().await;
    let at = system.now() + Duration::from_secs(2);
    set(&journal, vec![timer(&journal, "a", at, "cancelled"), timer(&journal, "b", at, "fired")]).await;

    let cancel = |name: &str| Timer::Cancel { key: Key::new("timer").with(name) };
    set(&journal, vec![cancel("a"), cancel("never set")]).await;
    system.pass(Duration::from_secs(3)).await;

    until_fired(&journal, &["fired"]).await;
}

pub(crate) async fn a_timer_of_a_refused_commit_does_not_fire(system: System) {
    let journal = system.journal().await;
    put(&journal, vec![write(key("a"), Expect::Any, "")]).await;
    let at = system.now() + Duration::from_secs(1);
    let refused =
        commit_of(vec![write(key("a"), Expect::Absent, "")], vec![], vec![timer(&journal, "a", at, "refused")]);
    conflict(journal.commit(refused).await);
    set(&journal, vec![timer(&journal, "b", at, "fired")]).await;

    system.pass(Duration::from_secs(2)).await;

    until_fired(&journal, &["fired"]).await;
}

pub(crate) async fn many_timers_fire_each_once(system: System) {
    const TIMERS: usize = 300;
    let journal = system.journal().await;
    let now = system.now();
    for chunk in (0..TIMERS).collect::<Vec<_>>().chunks(50) {
        let timers = chunk.iter().map(|number| {
            let at = now + Duration::from_secs(1 + *number as u64 % 3);
            timer(&journal, &number.to_string(), at, &format!("{number:03}"))
        });
        set(&journal, timers.collect()).await;
    }

    system.pass(Duration::from_secs(5)).await;

    eventually("all timers fire", || async { bodies(&journal).await.len() >= TIMERS }).await;
    let mut fired = bodies(&journal).await;
    fired.sort_unstable();
    assert_eq!(fired, (0..TIMERS).map(|number| format!("{number:03}")).collect::<Vec<_>>());
}

pub(crate) async fn a_timer_fires_after_a_restart(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    set(&journal, vec![timer(&journal, "a", system.now() + Duration::from_secs(5), "1")]).await;
    drop(journal);

    system.restart().await;

    let journal = system.journal_of(&service).await;
    assert_eq!(bodies(&journal).await, Vec::<String>::new());
    system.pass(Duration::from_secs(6)).await;
    until_fired(&journal, &["1"]).await;
}

pub(crate) async fn a_timer_that_became_due_during_a_restart_fires(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    set(&journal, vec![timer(&journal, "a", system.now() + Duration::from_secs(2), "1")]).await;
    drop(journal);
    system.fabric().journals.close().await.expect("closed");
    system.pass(Duration::from_secs(3)).await;

    system.restart().await;

    let journal = system.journal_of(&service).await;
    until_fired(&journal, &["1"]).await;
}
