use realmwire_contract::time_manager::v1::{CatchUp, HourChanged};

use realmwire_sdk::identity::Principal;
use realmwire_sdk::store::Changes;

use super::scheduling::{cron, once};
use super::*;
use crate::state::timer_key;

/// Hours are told and schedules fire exactly once each, whichever instances are there, and although one of them is
/// gone between two of them without having been stopped.
#[tokio::test]
async fn everything_is_told_once_by_two_instances_of_which_one_is_killed() {
    let first = World::new().await;
    let second = first.sibling().await;
    first.schedule("hourly", cron("30 * * * *"), CatchUp::All).await;
    for _ in 0..4 {
        pass_half_hours(&second, 2).await;
    }
    // What a kill does: nothing is drained, and whatever the instance had begun is cut off.
    first.host.faults().disconnect();
    drop(first.running);
    for _ in 0..4 {
        pass_half_hours(&second, 2).await;
    }
    let fired = second.until_fired(8).await;
    let expected: Vec<_> = (0..8).map(|hour| ("hourly".to_owned(), hour, u64::try_from(hour).unwrap() + 1)).collect();
    assert_eq!(fired, expected);
    let hours: Vec<_> = second.events::<HourChanged>().await.iter().map(|event| event.hours_passed).collect();
    assert_eq!(hours, [1; 8]);
}

/// Lets half hours of the game pass, each with an event of its own.
async fn pass_half_hours(world: &World, count: usize) {
    for _ in 0..count {
        let told = world.events::<HourChanged>().await.len() + world.events::<ScheduleFired>().await.len();
        world.host.clock().advance(HOUR / 2);
        eventually("the half hour is told", async || {
            let now = world.events::<HourChanged>().await.len() + world.events::<ScheduleFired>().await.len();
            (now > told).then_some(())
        })
        .await;
    }
}

/// An instance stores that a schedule fired, and is gone before it learns so: another one does not fire it again.
#[tokio::test]
async fn a_schedule_fires_once_when_the_answer_to_its_commit_is_lost() {
    let first = World::new().await;
    first.schedule("bell", once(HOUR_MS), CatchUp::Last).await;
    first.host.faults().lose_commit_answers(1);
    first.host.clock().advance(HOUR);
    first.until_fired(1).await;
    first.host.faults().disconnect();
    drop(first.running);
    let second = World::on(first.host.sibling().await, "").await;
    second.pass_hours(3).await;
    assert_eq!(second.events::<ScheduleFired>().await.len(), 1);
}

/// Nobody is there when the time comes: the first instance that starts fires it, once.
#[tokio::test]
async fn a_schedule_fires_once_after_all_instances_were_gone() {
    let first = World::new().await;
    first.schedule("bell", once(HOUR_MS), CatchUp::Last).await;
    first.host.faults().disconnect();
    drop(first.running);
    first.host.clock().advance(HOUR * 30);
    let second = World::on(first.host.sibling().await, "").await;
    let third = World::on(first.host.sibling().await, "").await;
    let events = second.until_events::<ScheduleFired>(1).await;
    assert!(events[0].late);
    third.pass_hours(2).await;
    assert_eq!(second.events::<ScheduleFired>().await.len(), 1);
}

/// Two instances change and read one clock and agree on it.
#[tokio::test]
async fn two_instances_agree_on_a_clock() {
    let first = World::new().await;
    let second = first.sibling().await;
    first.jump(77 * HOUR_MS).await;
    assert_eq!(second.clock("").await, first.clock("").await);
    first.host.clock().advance(HOUR);
    assert_eq!(second.shown().await, 78 * HOUR_MS);
}

/// A clock whose timer is lost, as after a failure that outlasted every repeat, is looked at all the same.
#[tokio::test]
async fn a_forgotten_clock_is_found_again() {
    let world = World::new().await;
    world.pass_hours(1).await;
    let store = world.host.process().context(crate::SPEC, toml::Table::new()).unwrap().store().await.unwrap();
    let cx = world.host.context(Principal::service("time-manager"));
    store.commit(&cx, Changes::new().cancel_timer(timer_key("default")), ()).await.unwrap();
    world.host.clock().advance(HOUR + Duration::from_secs(30));
    world.until_events::<HourChanged>(2).await;
    world.pass_hours(1).await;
    let hours: Vec<_> = world.events::<HourChanged>().await.iter().map(|event| event.hours_passed).collect();
    assert_eq!(hours, [1; 3]);
}
