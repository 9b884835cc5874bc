use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_contract::time_manager::v1::{
    CancelScheduleRequest, CatchUp, GameDuration, Interval, ListSchedulesRequest, PauseRequest, ResumeRequest,
    ScheduleEntry, ScheduleRequest, SetScaleRequest, Trigger, trigger,
};

use super::*;

pub(super) fn once(milliseconds: i64) -> Trigger {
    Trigger { trigger: Some(trigger::Trigger::Once(at(milliseconds))) }
}

pub(super) fn cron(rule: &str) -> Trigger {
    Trigger { trigger: Some(trigger::Trigger::Cron(rule.to_owned())) }
}

fn every(every: GameDuration, first: Option<i64>) -> Trigger {
    let interval = Interval { every: Some(every), first: first.map(at) };
    Trigger { trigger: Some(trigger::Trigger::Interval(interval)) }
}

pub(super) fn request(schedule_id: &str, trigger: Trigger, catch_up: CatchUp) -> ScheduleRequest {
    let (schedule_id, catch_up) = (schedule_id.to_owned(), catch_up.into());
    ScheduleRequest { schedule_id, trigger: Some(trigger), catch_up, ..ScheduleRequest::default() }
}

impl World {
    pub(super) async fn schedule(&self, schedule_id: &str, trigger: Trigger, catch_up: CatchUp) -> ScheduleEntry {
        self.client.schedule(request(schedule_id, trigger, catch_up)).await.unwrap().schedule.unwrap()
    }

    async fn list(&self) -> Vec<ScheduleEntry> {
        self.client.list_schedules(ListSchedulesRequest::default()).await.unwrap().schedules
    }
}

fn fired(id: &str, hour: i64, number: u64) -> (String, i64, u64) {
    (id.to_owned(), hour, number)
}

#[tokio::test]
async fn a_schedule_fires_once_and_is_gone() {
    let world = World::new().await;
    let payload =
        Struct { fields: [("place".to_owned(), Value { kind: Some(Kind::StringValue("inn".to_owned())) })].into() };
    let request =
        ScheduleRequest { payload: Some(payload.clone()), ..request("bell", once(2 * HOUR_MS), CatchUp::Last) };
    let planned = world.client.schedule(request).await.unwrap().schedule.unwrap();
    assert_eq!(planned.next_fire.unwrap().milliseconds, 2 * HOUR_MS);
    assert_eq!(planned.next_fire_real_time.unwrap().seconds, 1_893_456_120);
    world.pass_hours(1).await;
    assert!(world.events::<ScheduleFired>().await.is_empty());
    world.pass_hours(1).await;
    let events = world.until_events::<ScheduleFired>(1).await;
    let [event] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.schedule_id.as_str(), event.fire_number, event.last, event.late), ("bell", 1, true, false));
    assert_eq!(event.payload, Some(payload));
    assert_eq!(event.fire_time.unwrap().seconds, 1_893_456_120);
    world.pass_hours(2).await;
    assert_eq!(world.events::<ScheduleFired>().await.len(), 1);
    assert!(world.list().await.is_empty());
}

#[tokio::test]
async fn a_schedule_fires_at_an_interval_as_often_as_it_may() {
    let world = World::new().await;
    let two_hours = GameDuration { hours: 1, minutes: 60, ..GameDuration::default() };
    let limited = ScheduleRequest { fire_limit: 3, ..request("patrol", every(two_hours, Some(HOUR_MS)), CatchUp::All) };
    world.client.schedule(limited).await.unwrap();
    world.pass_hours(9).await;
    let expected = [fired("patrol", 1, 1), fired("patrol", 3, 2), fired("patrol", 5, 3)];
    assert_eq!(world.until_fired(3).await, expected);
    assert!(world.list().await.is_empty());
}

#[tokio::test]
async fn a_schedule_fires_by_a_rule() {
    let world = World::new().await;
    world.schedule("dawn", cron("0 5 * * *"), CatchUp::Last).await;
    world.schedule("rest", cron("0 6 * * Restday"), CatchUp::Last).await;
    world.jump(6 * DAY_MS + 4 * HOUR_MS).await;
    world.until_fired(1).await;
    world.pass_hours(3).await;
    // The jump passed over the dawns of six days: the last one fires and counts the others.
    let events = world.until_events::<ScheduleFired>(3).await;
    assert_eq!((events[0].missed, events[0].late), (5, true));
    let expected = [fired("dawn", 5 * 24 + 5, 1), fired("dawn", 6 * 24 + 5, 2), fired("rest", 6 * 24 + 6, 1)];
    assert_eq!(world.until_fired(3).await, expected);
    let entries = world.list().await;
    assert_eq!((entries[0].fire_count, entries[0].missed_count), (2, 5));
    assert_eq!(entries[0].next_fire.as_ref().unwrap().milliseconds, 7 * DAY_MS + 5 * HOUR_MS);
}

#[tokio::test]
async fn missed_times_follow_the_policy() {
    let world = World::new().await;
    for (id, catch_up) in [("all", CatchUp::All), ("last", CatchUp::Last), ("none", CatchUp::None)] {
        world.schedule(id, cron("0 12 * * *"), catch_up).await;
    }
    let World { host, running, .. } = world;
    drop(running);
    host.clock().advance(HOUR * (3 * 24 + 20));
    let world = World::on(host, "").await;
    let expected =
        [fired("all", 12, 1), fired("all", 36, 2), fired("all", 60, 3), fired("all", 84, 4), fired("last", 84, 1)];
    assert_eq!(world.until_fired(5).await, expected);
    world.pass_hours(16).await;
    let next = [fired("all", 108, 5), fired("last", 108, 2), fired("none", 108, 1)];
    assert_eq!(world.until_fired(8).await[5..], next);
    let missed: Vec<_> = world.list().await.iter().map(|entry| entry.missed_count).collect();
    assert_eq!(missed, [0, 3, 4]);
}

#[tokio::test]
async fn pausing_and_the_scale_move_the_schedules() {
    let world = World::new().await;
    world.schedule("bell", once(2 * HOUR_MS), CatchUp::Last).await;
    world.host.clock().advance(HOUR);
    world.until_events::<realmwire_contract::time_manager::v1::HourChanged>(1).await;
    world.client.pause(PauseRequest::default()).await.unwrap();
    assert_eq!(world.list().await[0].next_fire_real_time, None);
    world.host.clock().advance(HOUR * 10);
    world.client.resume(ResumeRequest::default()).await.unwrap();
    assert!(world.events::<ScheduleFired>().await.is_empty());
    let slow = SetScaleRequest { scale: Some(scale(60, 60)), ..SetScaleRequest::default() };
    world.client.set_scale(slow).await.unwrap();
    world.host.clock().advance(Duration::from_secs(3599));
    assert_eq!(world.shown().await, 2 * HOUR_MS - 1000);
    assert!(world.events::<ScheduleFired>().await.is_empty());
    world.host.clock().advance(Duration::from_secs(1));
    assert_eq!(world.until_fired(1).await, [fired("bell", 2, 1)]);
    assert!(!world.events::<ScheduleFired>().await[0].late);
}

#[tokio::test]
async fn a_clock_that_is_set_back_fires_again_what_comes_again() {
    let world = World::new().await;
    world.schedule("daily", cron("0 1 * * *"), CatchUp::Last).await;
    world.schedule("single", once(HOUR_MS), CatchUp::Last).await;
    world.pass_hours(1).await;
    assert_eq!(world.until_fired(2).await, [fired("daily", 1, 1), fired("single", 1, 1)]);
    world.jump(0).await;
    eventually("the schedules are moved back", async || {
        let next = world.list().await[0].next_fire.clone().unwrap().milliseconds;
        (next == HOUR_MS).then_some(())
    })
    .await;
    world.pass_hours(1).await;
    assert_eq!(world.until_fired(3).await[2], fired("daily", 1, 2));
    assert_eq!(world.events::<ScheduleFired>().await.len(), 3);
}

#[tokio::test]
async fn very_many_schedules_fire_in_order_over_several_commits() {
    const COUNT: i64 = 250;
    let world = World::new().await;
    for number in 0..COUNT {
        let id = format!("s-{:03}", (number * 7) % COUNT);
        world.schedule(&id, once(DAY_MS + (number * 7) % COUNT * 60_000), CatchUp::All).await;
    }
    world.jump(365 * DAY_MS).await;
    let events = world.until_events::<ScheduleFired>(usize::try_from(COUNT).unwrap()).await;
    let ids: Vec<_> = events.iter().map(|event| event.schedule_id.clone()).collect();
    assert_eq!(ids, (0..COUNT).map(|number| format!("s-{number:03}")).collect::<Vec<_>>());
    assert!(world.list().await.is_empty());
}

#[tokio::test]
async fn a_schedule_can_be_cancelled() {
    let world = World::new().await;
    world.schedule("bell", once(HOUR_MS), CatchUp::Last).await;
    let cancel = |id: &str| {
        let request = CancelScheduleRequest { schedule_id: id.to_owned(), ..CancelScheduleRequest::default() };
        world.client.cancel_schedule(request)
    };
    assert_eq!(cancel("bell").idempotency_key("x").await.unwrap().schedule.unwrap().schedule_id, "bell");
    assert!(cancel("bell").idempotency_key("x").await.is_ok(), "a repeat gets the same answer");
    refused(cancel("bell").await, Code::NotFound);
    refused_field(cancel("").await, "schedule_id");
    world.pass_hours(2).await;
    assert!(world.events::<ScheduleFired>().await.is_empty());
}

#[tokio::test]
async fn a_wrong_schedule_is_refused_by_the_fields_name() {
    let world = World::on(TestHost::new().await, "schedules_per_clock_max = 1\npayload_bytes_max = 20\n").await;
    let schedule = async |request: ScheduleRequest| world.client.schedule(request).await;
    let valid = || request("bell", cron("0 5 * * *"), CatchUp::Last);
    let with_trigger = |trigger| ScheduleRequest { trigger: Some(trigger), ..valid() };
    let hours = |hours| GameDuration { hours, ..GameDuration::default() };
    refused_field(schedule(ScheduleRequest { trigger: None, ..valid() }).await, "trigger");
    refused_field(schedule(with_trigger(Trigger::default())).await, "trigger");
    refused_field(schedule(with_trigger(cron("0 25 * * *"))).await, "trigger.cron");
    refused_field(schedule(with_trigger(cron("0 0 31 * *"))).await, "trigger.cron");
    refused_field(schedule(with_trigger(every(hours(0), None))).await, "trigger.interval.every");
    refused_field(schedule(with_trigger(every(hours(-1), None))).await, "trigger.interval.every");
    refused_field(schedule(with_trigger(every(hours(i64::MAX), None))).await, "trigger.interval.every");
    refused_field(schedule(with_trigger(every(hours(1), Some(i64::MAX)))).await, "trigger.interval.first.milliseconds");
    refused_field(schedule(with_trigger(once(i64::MIN))).await, "trigger.once.milliseconds");
    refused_field(schedule(ScheduleRequest { catch_up: 9, ..valid() }).await, "catch_up");
    refused_field(schedule(ScheduleRequest { schedule_id: "x".repeat(129), ..valid() }).await, "schedule_id");
    let long = Value { kind: Some(Kind::StringValue("x".repeat(20))) };
    let payload = Some(Struct { fields: [("text".to_owned(), long)].into() });
    refused_field(schedule(ScheduleRequest { payload, ..valid() }).await, "payload");
    refused(schedule(ScheduleRequest { clock_id: "nobody".to_owned(), ..valid() }).await, Code::NotFound);
    let keyed = || world.client.schedule(valid()).idempotency_key("s-1");
    assert_eq!(keyed().await.unwrap(), keyed().await.unwrap());
    refused(schedule(valid()).await, Code::AlreadyExists);
    let status =
        refused(schedule(ScheduleRequest { schedule_id: String::new(), ..valid() }).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_SCHEDULES");
}
