use realmwire_contract::time_manager::v1::{
    DayChanged, HourChanged, MoonChanged, MoonPhase, PauseRequest, ResumeRequest, SeasonChanged, SetScaleRequest,
};

use super::*;

/// Which hour was told, and how many had passed.
fn hours(events: &[HourChanged]) -> Vec<(i64, i64)> {
    events.iter().map(|event| (event.time.as_ref().unwrap().milliseconds / HOUR_MS, event.hours_passed)).collect()
}

#[tokio::test]
async fn each_hour_is_told_once() {
    let world = World::new().await;
    world.pass_hours(25).await;
    let events = world.events::<HourChanged>().await;
    assert_eq!(hours(&events), (1..=25).map(|hour| (hour, 1)).collect::<Vec<_>>());
    assert_eq!(events[4].time.as_ref().unwrap().text, "Firstday, 1 First Bloom 1, 05:00");
    assert!(events.iter().all(|event| event.clock_id == "default" && !event.jumped));
    let days = world.events::<DayChanged>().await;
    let [day] = days.as_slice() else { panic!("{days:?}") };
    assert_eq!((day.time.as_ref().unwrap().milliseconds, day.days_passed), (DAY_MS, 1));
}

#[tokio::test]
async fn hours_that_pass_while_nothing_runs_are_told_together() {
    let world = World::new().await;
    let World { host, running, .. } = world;
    drop(running);
    host.clock().advance(HOUR * 1000);
    let world = World::on(host, "").await;
    let events = world.until_events::<HourChanged>(1).await;
    assert_eq!(hours(&events), [(1000, 1000)]);
    assert_eq!(world.until_events::<DayChanged>(1).await[0].days_passed, 41);
    world.pass_hours(1).await;
    assert_eq!(hours(&world.events::<HourChanged>().await), [(1000, 1000), (1001, 1)]);
}

#[tokio::test]
async fn seasons_and_moons_are_told_when_they_change() {
    let world = World::new().await;
    // Half an hour before summer. The moon's period is a month, so each phase begins in the middle of a night.
    world.jump(90 * DAY_MS - HOUR_MS / 2).await;
    assert!(world.events::<SeasonChanged>().await.is_empty());
    world.pass_hours(1).await;
    let seasons = world.events::<SeasonChanged>().await;
    let [season] = seasons.as_slice() else { panic!("{seasons:?}") };
    assert_eq!((season.previous_season.as_str(), season.season.as_str()), ("spring", "summer"));
    let before = world.events::<MoonChanged>().await.len();
    // The first crescent begins a sixteenth of 30 days after the new moon: on the second day at 21 hours.
    world.jump(91 * DAY_MS + 20 * HOUR_MS + HOUR_MS / 2).await;
    world.pass_hours(1).await;
    let moons = world.events::<MoonChanged>().await;
    let [moon] = &moons[before..] else { panic!("{moons:?}") };
    assert_eq!((moon.previous_phase(), moon.phase()), (MoonPhase::New, MoonPhase::WaxingCrescent));
}

#[tokio::test]
async fn a_jump_is_told_at_once_and_so_is_one_back() {
    let world = World::new().await;
    world.jump(50 * HOUR_MS + 1).await;
    let forward = world.events::<HourChanged>().await;
    assert_eq!(hours(&forward), [(50, 50)]);
    assert!(forward[0].jumped);
    assert_eq!(forward[0].time.as_ref().unwrap().milliseconds, 50 * HOUR_MS + 1);
    world.jump(HOUR_MS).await;
    assert_eq!(hours(&world.events::<HourChanged>().await)[1], (1, -49));
    assert_eq!(world.events::<DayChanged>().await[1].days_passed, -2);
    world.jump(HOUR_MS + 5).await;
    assert_eq!(world.events::<HourChanged>().await.len(), 2, "within the hour there is nothing to tell");
    world.pass_hours(1).await;
    assert_eq!(hours(&world.events::<HourChanged>().await)[2], (2, 1));
}

#[tokio::test]
async fn hours_follow_the_scale_and_stand_still_with_the_clock() {
    let world = World::new().await;
    world.client.pause(PauseRequest::default()).await.unwrap();
    world.host.clock().advance(HOUR * 5);
    world.client.resume(ResumeRequest::default()).await.unwrap();
    let request = SetScaleRequest { scale: Some(scale(3600, 1)), ..SetScaleRequest::default() };
    world.client.set_scale(request).await.unwrap();
    assert!(world.events::<HourChanged>().await.is_empty());
    world.host.clock().advance(Duration::from_secs(1));
    assert_eq!(hours(&world.until_events::<HourChanged>(1).await), [(1, 1)]);
}

#[tokio::test]
async fn a_clock_that_races_tells_of_several_hours_together() {
    let world = World::new().await;
    let request = SetScaleRequest { scale: Some(scale(1_000_000, 1)), ..SetScaleRequest::default() };
    world.client.set_scale(request).await.unwrap();
    for count in 1..=10 {
        world.host.clock().advance(Duration::from_millis(200));
        world.until_events::<HourChanged>(count).await;
    }
    let events = world.events::<HourChanged>().await;
    assert!(events.len() <= 20, "{} events", events.len());
    let passed: i64 = events.iter().map(|event| event.hours_passed).sum();
    assert_eq!(passed, events.last().unwrap().time.as_ref().unwrap().milliseconds / HOUR_MS);
    assert!(passed > 400, "two seconds are more than 500 hours");
}
