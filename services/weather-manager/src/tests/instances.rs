use super::telling::{WINTER_MS, expected_alerts, expected_changes, told_alerts, told_changes};
use super::*;

#[tokio::test]
async fn two_instances_agree() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    first.jump(WINTER_MS + 1234).await;
    assert_eq!(first.get("", None).await, second.get("", None).await);
    assert_eq!(first.forecast("vale", 240).await, second.forecast("vale", 240).await);
    assert_eq!(first.history("coast", 48).await, second.history("coast", 48).await);
}

/// Everything is told once by whichever instances are there, although one of them is gone between two hours without having
/// been stopped.
#[tokio::test]
async fn everything_is_told_once_by_two_instances_of_which_one_is_killed() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    first.jump(WINTER_MS).await;
    first.pass_hours(12).await;
    second.kill();
    first.pass_hours(12).await;
    check(&first, 25).await;
}

/// Instances come and are killed at any point, their commits fail or the answers are lost: no alert is lost and none is
/// told twice, and the changes of each zone follow upon one another.
#[tokio::test]
async fn kills_and_failed_commits_lose_no_alert_and_tell_none_twice() {
    let (host, _called) = called().await;
    let instance = async || Realm::on(host.sibling().await, "", Vec::new()).await;
    let first = instance().await;
    first.create(WORLD, 412).await;
    first.jump(WINTER_MS).await;
    // From what is told first, everything follows.
    for zone in sample::ZONES {
        let is_told = async || (!first.changes(zone).await.is_empty()).then_some(());
        eventually("the first hour is told", is_told).await;
    }
    first.kill();
    for round in 0..10 {
        let next = instance().await;
        match round % 4 {
            0 => next.host.faults().fail_commits(2),
            1 => next.host.faults().lose_commit_answers(2),
            2 => next.host.faults().fail_commits(1),
            _ => {}
        }
        next.pass_hours(3).await;
        next.kill();
    }
    let last = instance().await;
    last.pass_hours(2).await;
    check(&last, 33).await;
}

/// Every alert of these hours is told once, and the changes of each zone follow upon one another up to the present.
async fn check(realm: &Realm, hours: i32) {
    let mut told = 0;
    for zone in sample::ZONES {
        let hours = realm.history(zone, hours).await;
        let expected = expected_alerts(&hours);
        let enough = async || (realm.alerts(zone).await.len() >= expected.len()).then_some(());
        eventually("the alerts are told", enough).await;
        assert_eq!(told_alerts(&realm.alerts(zone).await), expected, "{zone}");
        told += expected.len();
        let now = hours.last().unwrap().condition();
        let changes = eventually("the present is told", async || {
            let changes = told_changes(&realm.changes(zone).await);
            changes.last().is_some_and(|(_, _, condition)| *condition == now).then_some(changes)
        })
        .await;
        assert!(changes.is_sorted_by(|one, next| one.0 < next.0 && one.2 == next.1), "{zone}: {changes:?}");
        let of_an_hour = |(at, _, condition): &(i64, Condition, Condition)| {
            hours.iter().any(|weather| weather.milliseconds == *at && weather.condition() == *condition)
        };
        assert!(changes.iter().all(of_an_hour), "{zone}: {changes:?}");
        let possible = expected_changes(&hours, None).len();
        assert!(changes.len() <= possible, "{zone}: {} changes, there were {possible}", changes.len());
    }
    assert!(told > 2, "there was too little to tell");
}
