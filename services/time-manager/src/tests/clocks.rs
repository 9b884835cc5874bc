use realmwire_contract::time_manager::v1::{DayPart, ListClocksRequest, PauseRequest, ResumeRequest, SetScaleRequest};

use super::*;

#[tokio::test]
async fn a_default_clock_is_there_from_the_start() {
    let world = World::new().await;
    let clock = world.clock("").await;
    assert_eq!((clock.clock_id.as_str(), clock.calendar_id.as_str()), ("default", "standard"));
    assert_eq!((clock.scale, clock.paused), (Some(scale(3600, 60)), false));
    let time = clock.time.unwrap();
    assert_eq!(time.text, "Firstday, 1 First Bloom 1, 00:00");
    assert_eq!((time.month_name.as_str(), time.season.as_str()), ("First Bloom", "spring"));
    assert_eq!(time.day_part(), DayPart::Night);
    assert_eq!(clock.real_time.unwrap().seconds, 1_893_456_000);
}

#[tokio::test]
async fn a_game_hour_passes_in_a_real_minute() {
    let world = World::new().await;
    world.host.clock().advance(HOUR * 7 + HOUR / 2);
    let time = world.clock("default").await.time.unwrap();
    assert_eq!(time.text, "Firstday, 1 First Bloom 1, 07:30");
    assert_eq!(time.day_part(), DayPart::Day);
}

#[tokio::test]
async fn a_clock_is_created_as_it_is_asked_for() {
    let world = World::new().await;
    let start = GameDateTime { year: 7, month: 3, day: 12, hour: 6, ..GameDateTime::default() };
    let request = CreateClockRequest {
        clock_id: "vale".to_owned(),
        scale: Some(scale(7, 3)),
        start: Some(on(start.clone())),
        paused: true,
        ..CreateClockRequest::default()
    };
    let once = || world.client.create_clock(request.clone()).idempotency_key("c-1");
    let created = once().await.unwrap();
    assert_eq!(once().await.unwrap(), created, "a repeat gets the same answer");
    let clock = created.clock.unwrap();
    assert_eq!((clock.scale, clock.paused), (Some(scale(7, 3)), true));
    assert_eq!(clock.time.unwrap().date_time, Some(start));
    world.host.clock().advance(HOUR);
    assert_eq!(world.clock("vale").await.time.unwrap().date_time.unwrap().hour, 6, "it stands");
    refused(world.client.create_clock(request).await, Code::AlreadyExists);
    let unnamed = world.client.create_clock(CreateClockRequest::default()).await.unwrap().clock.unwrap();
    assert_eq!(world.clock(&unnamed.clock_id).await.create_time, unnamed.create_time);
}

#[tokio::test]
async fn a_wrong_clock_is_refused_by_the_fields_name() {
    let world = World::new().await;
    let create = async |request| world.client.create_clock(request).await;
    let valid = CreateClockRequest { clock_id: "vale".to_owned(), ..CreateClockRequest::default() };
    refused_field(create(CreateClockRequest { clock_id: "x".repeat(129), ..valid.clone() }).await, "clock_id");
    refused_field(create(CreateClockRequest { scale: Some(scale(0, 1)), ..valid.clone() }).await, "scale.game_seconds");
    refused_field(
        create(CreateClockRequest { scale: Some(scale(1, -1)), ..valid.clone() }).await,
        "scale.real_seconds",
    );
    refused_field(create(CreateClockRequest { scale: Some(scale(1_000_001, 1)), ..valid.clone() }).await, "scale");
    let start = |date_time| CreateClockRequest { start: Some(on(date_time)), ..valid.clone() };
    let date = GameDateTime { year: 1, month: 1, day: 1, ..GameDateTime::default() };
    refused_field(create(start(GameDateTime { month: 13, ..date.clone() })).await, "start.date_time.month");
    refused_field(create(start(GameDateTime { day: 31, ..date.clone() })).await, "start.date_time.day");
    refused_field(create(start(GameDateTime { hour: 24, ..date.clone() })).await, "start.date_time.hour");
    refused_field(create(start(GameDateTime { minute: -1, ..date.clone() })).await, "start.date_time.minute");
    refused_field(create(start(GameDateTime { second: 60, ..date.clone() })).await, "start.date_time.second");
    refused_field(
        create(start(GameDateTime { millisecond: 1000, ..date.clone() })).await,
        "start.date_time.millisecond",
    );
    refused_field(create(start(GameDateTime { year: i64::MAX, ..date.clone() })).await, "start.date_time.year");
    let festival = "Yule".to_owned();
    refused_field(create(start(GameDateTime { festival, month: 0, ..date })).await, "start.date_time.festival");
    let far = CreateClockRequest { start: Some(at(i64::MAX)), ..valid.clone() };
    refused_field(create(far).await, "start.milliseconds");
    refused_field(create(CreateClockRequest { start: Some(GameInstant::default()), ..valid.clone() }).await, "start");
    let calendar_id = "julian".to_owned();
    refused(create(CreateClockRequest { calendar_id, ..valid.clone() }).await, Code::NotFound);
    refused(world.client.get_time(GetTimeRequest { clock_id: "vale".to_owned() }).await, Code::NotFound);
}

#[tokio::test]
async fn a_paused_clock_stands_and_goes_on_when_it_is_resumed() {
    let world = World::new().await;
    world.host.clock().advance(HOUR);
    let pause = || world.client.pause(PauseRequest::default());
    assert!(pause().await.unwrap().clock.unwrap().paused);
    world.host.clock().advance(HOUR * 100);
    assert_eq!(world.shown().await, HOUR_MS);
    assert!(pause().await.unwrap().clock.unwrap().paused, "pausing it again changes nothing");
    let resume = || world.client.resume(ResumeRequest::default());
    assert!(!resume().await.unwrap().clock.unwrap().paused);
    world.host.clock().advance(HOUR);
    assert_eq!(world.shown().await, 2 * HOUR_MS);
    assert!(!resume().await.unwrap().clock.unwrap().paused);
    assert_eq!(world.shown().await, 2 * HOUR_MS);
    let nobody = || "nobody".to_owned();
    refused(world.client.pause(PauseRequest { clock_id: nobody() }).await, Code::NotFound);
    refused(world.client.resume(ResumeRequest { clock_id: nobody() }).await, Code::NotFound);
}

#[tokio::test]
async fn a_scale_counts_from_where_the_clock_is() {
    let world = World::new().await;
    let set = |request| world.client.set_scale(request);
    let request = SetScaleRequest { scale: Some(scale(1, 3)), ..SetScaleRequest::default() };
    world.host.clock().advance(HOUR);
    assert_eq!(set(request.clone()).await.unwrap().clock.unwrap().time.unwrap().milliseconds, HOUR_MS);
    world.host.clock().advance(Duration::from_secs(9));
    assert_eq!(world.shown().await, HOUR_MS + 3000);
    refused_field(set(SetScaleRequest::default()).await, "scale");
    refused_field(set(SetScaleRequest { scale: Some(scale(0, 1)), ..request.clone() }).await, "scale.game_seconds");
    refused(set(SetScaleRequest { clock_id: "nobody".to_owned(), ..request }).await, Code::NotFound);
}

#[tokio::test]
async fn a_clock_is_set_at_once() {
    let world = World::new().await;
    let target = Some(on(GameDateTime { year: 3, month: 7, ..GameDateTime::default() }));
    let request = SetTimeRequest { target, ..SetTimeRequest::default() };
    let set = world.client.set_time(request.clone()).await.unwrap().clock.unwrap();
    assert_eq!(set.time.unwrap().text, "Fifthday, 1 First Leaf 3, 00:00");
    refused_field(world.client.set_time(SetTimeRequest::default()).await, "target");
    refused(world.client.set_time(SetTimeRequest { clock_id: "nobody".to_owned(), ..request }).await, Code::NotFound);
}

#[tokio::test]
async fn a_clock_is_set_gradually() {
    let world = World::new().await;
    let request = SetTimeRequest {
        target: Some(at(8 * HOUR_MS)),
        over: Some(real(Duration::from_secs(10))),
        ..SetTimeRequest::default()
    };
    let clock = world.client.set_time(request.clone()).await.unwrap().clock.unwrap();
    let transition = clock.transition.unwrap();
    assert_eq!(transition.target.unwrap().milliseconds, 8 * HOUR_MS);
    assert_eq!(transition.end_time.unwrap().seconds, 1_893_456_010);
    world.host.clock().advance(Duration::from_secs(5));
    assert_eq!(world.shown().await, 4 * HOUR_MS);
    world.host.clock().advance(Duration::from_secs(5) + HOUR);
    assert_eq!(world.shown().await, 9 * HOUR_MS, "then it runs at its own scale");
    assert_eq!(world.clock("").await.transition, None);
    refused_field(world.client.set_time(request.clone()).await, "target");
    let over = Some(real(Duration::from_secs(25 * 3600)));
    refused_field(world.client.set_time(SetTimeRequest { over, ..request.clone() }).await, "over");
    let over = Some(prost_types::Duration { seconds: -1, nanos: 0 });
    refused_field(world.client.set_time(SetTimeRequest { over, ..request }).await, "over");
}

#[tokio::test]
async fn a_repeated_change_takes_effect_once() {
    let world = World::new().await;
    let jump = || {
        let request = SetTimeRequest { target: Some(at(5 * HOUR_MS)), ..SetTimeRequest::default() };
        world.client.set_time(request).idempotency_key("jump-1")
    };
    let first = jump().await.unwrap();
    world.host.clock().advance(HOUR);
    assert_eq!(jump().await.unwrap(), first);
    assert_eq!(world.shown().await, 6 * HOUR_MS);
    let pause = || world.client.pause(PauseRequest::default()).idempotency_key("pause-1");
    pause().await.unwrap();
    world.client.resume(ResumeRequest::default()).idempotency_key("resume-1").await.unwrap();
    pause().await.unwrap();
    assert!(!world.clock("").await.paused);
    let request = SetScaleRequest { scale: Some(scale(1, 1)), ..SetScaleRequest::default() };
    let slow = || world.client.set_scale(request.clone()).idempotency_key("scale-1");
    slow().await.unwrap();
    let fast = SetScaleRequest { scale: Some(scale(60, 1)), ..SetScaleRequest::default() };
    world.client.set_scale(fast).await.unwrap();
    slow().await.unwrap();
    assert_eq!(world.clock("").await.scale, Some(scale(60, 1)));
}

#[tokio::test]
async fn clocks_are_listed_by_name() {
    let world = World::new().await;
    for clock_id in ["vale", "abyss"] {
        world.create(clock_id, "standard").await;
    }
    let list = async |page_token| {
        let request = ListClocksRequest { page_size: 2, page_token };
        let page = world.client.list_clocks(request).await.unwrap();
        let ids: Vec<_> = page.clocks.into_iter().map(|clock| clock.clock_id).collect();
        (ids, page.next_page_token)
    };
    let (first, token) = list(String::new()).await;
    let (second, end) = list(token).await;
    assert_eq!((first, second, end.as_str()), (vec!["abyss".into(), "default".into()], vec!["vale".into()], ""));
    let wrong = ListClocksRequest { page_size: 2, page_token: "nonsense".to_owned() };
    refused_field(world.client.list_clocks(wrong).await, "page_token");
}
