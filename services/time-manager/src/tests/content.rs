use std::fs;
use std::path::{Path, PathBuf};

use realmwire_contract::time_manager::v1::{
    GetCalendarRequest, GetSeasonsRequest, GetSeasonsResponse, ListCalendarsRequest, ListClocksRequest,
};

use super::*;

/// The content of the sample game.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

#[tokio::test]
async fn the_calendars_of_the_sample_game_are_valid() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    let page = world.client.list_calendars(ListCalendarsRequest::default()).await.unwrap();
    let ids: Vec<_> = page.calendars.iter().map(|calendar| calendar.calendar_id.as_str()).collect();
    assert_eq!(ids, ["emberfall", "gregorian", "standard"]);
    let get = |id: &str| world.client.get_calendar(GetCalendarRequest { calendar_id: id.to_owned() });
    let emberfall = get("emberfall").await.unwrap().calendar.unwrap();
    assert_eq!((emberfall.hours_per_day, emberfall.moons.len(), emberfall.real_sky), (20, 2, false));
    assert!(get("gregorian").await.unwrap().calendar.unwrap().real_sky);
    refused(get("julian").await, Code::NotFound);
}

#[tokio::test]
async fn seasons_are_told_ahead_as_dates_have_them() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    let get = async |calendar: &str, from: i64, until: i64| {
        let calendar_id = calendar.to_owned();
        let (from_milliseconds, until_milliseconds) = (from * DAY_MS, until * DAY_MS);
        let request = GetSeasonsRequest { calendar_id, from_milliseconds, until_milliseconds };
        world.client.get_seasons(request).await
    };
    let named = |response: GetSeasonsResponse| -> Vec<(String, i64)> {
        response.seasons.into_iter().map(|span| (span.name, span.begin_milliseconds)).collect()
    };
    let told = named(get("standard", 10, 181).await.unwrap());
    let expected = [("spring", 10), ("summer", 90), ("autumn", 180)];
    assert_eq!(told, expected.map(|(name, day)| (name.to_owned(), day * DAY_MS)));
    assert_eq!(named(get("standard", 10, 180).await.unwrap()).len(), 2, "the last instant is not part of it");
    // The real sun's equinox of March 2030 is on the 20th at 13:51 UTC.
    let first_of_2030 = 741_077;
    let told = named(get("gregorian", first_of_2030, first_of_2030 + 100).await.unwrap());
    let [(winter, _), (spring, begin)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((winter.as_str(), spring.as_str()), ("winter", "spring"));
    let equinox = (first_of_2030 + 78) * DAY_MS + 13 * HOUR_MS + 51 * HOUR_MS / 60;
    assert!((begin - equinox).abs() < HOUR_MS / 10, "{} ms beside it", begin - equinox);
    refused_field(get("standard", 0, 3001).await, "until_milliseconds");
    refused_field(get("standard", 1, 0).await, "until_milliseconds");
    refused_field(get("standard", 1_000_000_000, 0).await, "from_milliseconds");
    refused(get("julian", 0, 1).await, Code::NotFound);
}

#[tokio::test]
async fn calendars_are_listed_in_pages() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    let list = |page_token| world.client.list_calendars(ListCalendarsRequest { page_size: 2, page_token });
    let first = list(String::new()).await.unwrap();
    let second = list(first.next_page_token.clone()).await.unwrap();
    assert_eq!((first.calendars.len(), second.calendars.len()), (2, 1));
    assert_eq!(second.next_page_token, "");
    refused_field(list("nonsense".to_owned()).await, "page_token");
}

#[tokio::test]
async fn a_clock_under_the_real_sky_shows_the_real_one() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    let clock = world.create("earth", "gregorian").await;
    let time = clock.time.unwrap();
    assert_eq!(time.text, "Tuesday, 1 January 2030 AD, 00:00");
    assert_eq!(time.season, "winter");
    // New moon is on the 4th at 02:49 UTC.
    assert!((0.85..0.95).contains(&time.moons[0].cycle), "{:?}", time.moons);
}

#[tokio::test]
async fn dates_outside_of_the_months_can_be_set() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    world.create("vale", "emberfall").await;
    let festival = "Midsummer Blaze".to_owned();
    let date_time = GameDateTime { year: 412, festival, day: 2, hour: 19, ..GameDateTime::default() };
    let request = SetTimeRequest { clock_id: "vale".to_owned(), target: Some(on(date_time.clone())), over: None };
    let time = world.client.set_time(request).await.unwrap().clock.unwrap().time.unwrap();
    assert_eq!(time.date_time, Some(date_time));
    assert_eq!((time.weekday, time.weekday_name.as_str(), time.month_name.as_str()), (0, "", ""));
    assert_eq!((time.era.as_str(), time.year_of_era), ("of the Lanterns", 1));
}

#[tokio::test]
async fn a_clock_whose_calendar_is_gone_says_so_and_hinders_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("calendars/emberfall.toml");
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::copy(sample().join("calendars/emberfall.toml"), &file).unwrap();
    let world = World::on(TestHost::with_content(Some(directory.path().to_owned())).await, "").await;
    world.create("vale", "emberfall").await;
    fs::remove_file(file).unwrap();
    let World { host, running, .. } = world;
    drop(running);
    let world = World::on(host, "").await;
    let vale = world.client.get_time(GetTimeRequest { clock_id: "vale".to_owned() }).await;
    assert_eq!(refused(vale, Code::FailedPrecondition).reason().unwrap(), "CALENDAR_MISSING");
    world.host.clock().advance(HOUR);
    let clocks = world.client.list_clocks(ListClocksRequest::default()).await.unwrap().clocks;
    let shown: Vec<_> = clocks.iter().map(|clock| clock.time.as_ref().unwrap().milliseconds).collect();
    assert_eq!(shown, [HOUR_MS, HOUR_MS]);
    world.pass_hours(1).await;
}

#[tokio::test]
async fn wrong_content_stops_the_start_and_tells_file_and_line() {
    let directory = tempfile::tempdir().unwrap();
    let calendars = directory.path().join("calendars");
    fs::create_dir(&calendars).unwrap();
    let mut text = fs::read_to_string(sample().join("calendars/emberfall.toml")).unwrap();
    text = text.replace("first = \"Emberday\"", "first = \"Sunday\"");
    fs::write(calendars.join("broken.toml"), &text).unwrap();
    let host = TestHost::with_content(Some(directory.path().to_owned())).await;
    let error = host.try_start(crate::SPEC, "", crate::start).await.err().unwrap();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    let line = 1 + text.lines().position(|line| line.contains("Sunday")).unwrap();
    assert!(cause.starts_with(&format!("calendars/broken.toml:{line}:")), "{cause}");
}
