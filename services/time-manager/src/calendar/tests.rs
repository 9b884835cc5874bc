use jiff::civil;
use proptest::prelude::*;
use realmwire_sdk::content::ContentFile;

use super::*;

const STANDARD: &str = include_str!("../../calendars/standard.toml");
const GREGORIAN: &str = include_str!("../../../../content/calendars/gregorian.toml");
const EMBERFALL: &str = include_str!("../../../../content/calendars/emberfall.toml");

fn file(text: &str) -> ContentFile {
    ContentFile { path: "calendars/test.toml".to_owned(), text: text.to_owned() }
}

fn calendar(text: &str) -> Calendar {
    read(&file(text)).unwrap()
}

fn all() -> [Calendar; 3] {
    [STANDARD, GREGORIAN, EMBERFALL].map(calendar)
}

fn month(calendar: &Calendar, name: &str) -> usize {
    calendar.months.iter().position(|month| month.name == name).unwrap()
}

fn at(calendar: &Calendar, year: i64, name: &str, day: u32, hour: u32) -> Moment {
    let date = Date { year, month: month(calendar, name), day };
    calendar.moment(&DateTime { date, time: TimeOfDay { hour, ..TimeOfDay::default() } }).unwrap()
}

proptest! {
    #[test]
    fn every_day_has_one_date_and_every_date_one_day(day in -1_000_000_i64..1_000_000) {
        for calendar in all() {
            let date = calendar.date(day);
            prop_assert_eq!(calendar.day_number_of(&date), Ok(day));
            let tomorrow = calendar.date(day + 1);
            let next_day = tomorrow == Date { day: date.day + 1, ..date };
            prop_assert!(next_day || tomorrow.day == 1, "{:?} follows {:?}", tomorrow, date);
            let in_order = (date.year, date.month, date.day) < (tomorrow.year, tomorrow.month, tomorrow.day);
            prop_assert!(in_order, "{:?} follows {:?}", tomorrow, date);
        }
    }

    #[test]
    fn every_instant_converts_there_and_back(moment in Moment::MIN.0..=Moment::MAX.0) {
        for calendar in all() {
            let date_time = calendar.date_time(Moment(moment));
            prop_assert_eq!(calendar.moment(&date_time), Ok(Moment(moment)));
        }
    }

    #[test]
    fn the_gregorian_calendar_is_the_civil_one(day in -1_000_000_i64..1_000_000) {
        let calendar = calendar(GREGORIAN);
        let expected = civil::date(1, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let date = calendar.date(day);
        prop_assert_eq!(date.year, i64::from(expected.year()));
        prop_assert_eq!(calendar.months[date.month].number, u32::try_from(expected.month()).unwrap());
        prop_assert_eq!(date.day, u32::try_from(expected.day()).unwrap());
        prop_assert_eq!(calendar.day_of_year(&date), i64::from(expected.day_of_year()));
        let weekday = i64::try_from(calendar.weekday(&date).unwrap()).unwrap();
        prop_assert_eq!(weekday, i64::from(expected.weekday().to_monday_zero_offset()));
    }
}

#[test]
fn days_outside_of_the_week_do_not_move_it() {
    let calendar = calendar(EMBERFALL);
    let last_of_thaw = Date { year: 5, month: month(&calendar, "Thaw"), day: 36 };
    let feast = Date { year: 5, month: month(&calendar, "Feast of Seeds"), day: 1 };
    let first_of_greenrise = Date { year: 5, month: month(&calendar, "Greenrise"), day: 1 };
    let before = calendar.weekday(&last_of_thaw).unwrap();
    assert_eq!(calendar.weekday(&feast), None);
    assert_eq!(calendar.weekday(&first_of_greenrise), Some((before + 1) % 6));
}

#[test]
fn leap_days_come_by_the_last_rule_that_speaks_of_a_year() {
    let calendar = calendar(EMBERFALL);
    let night = month(&calendar, "Night of Two Moons");
    let days: Vec<_> = [1, 3, 6, 30, 33, 0, -3].map(|year| calendar.month_length(year, night)).into();
    assert_eq!(days, [0, 1, 1, 0, 1, 0, 1]);
    let none = calendar.day_number_of(&Date { year: 1, month: night, day: 1 });
    assert_eq!(none, Err(DateError::Day { days: 0 }));
}

#[test]
fn eras_count_up_and_down() {
    let calendar = calendar(EMBERFALL);
    assert_eq!(calendar.era(1), Some(("of the Fall", 1)));
    assert_eq!(calendar.era(411), Some(("of the Fall", 411)));
    assert_eq!(calendar.era(412), Some(("of the Lanterns", 1)));
    assert_eq!(calendar.era(0), Some(("before the Fall", 1)));
    assert_eq!(calendar.era(-9), Some(("before the Fall", 10)));
}

#[test]
fn dates_are_written_as_the_calendar_says() {
    let emberfall = calendar(EMBERFALL);
    assert_eq!(emberfall.text(at(&emberfall, 412, "Ashen", 7, 5)), "Emberday, 7 Ashen, 1 of the Lanterns, 05:00",);
    assert_eq!(
        emberfall.text(at(&emberfall, 412, "Midsummer Blaze", 2, 19)),
        "Midsummer Blaze, 1 of the Lanterns, 19:00",
    );
    let gregorian = calendar(GREGORIAN);
    assert_eq!(gregorian.text(at(&gregorian, 2030, "January", 1, 0)), "Tuesday, 1 January 2030 AD, 00:00");
    assert_eq!(gregorian.text(at(&gregorian, 0, "December", 31, 23)), "Sunday, 31 December 1 BC, 23:00");
}

#[test]
fn the_parts_of_a_day_begin_at_5_7_18_and_20() {
    let calendar = calendar(STANDARD);
    let parts: Vec<_> = [0, 4, 5, 6, 7, 17, 18, 19, 20, 23].map(|hour| calendar.day_part(hour)).into();
    assert_eq!(
        parts,
        [
            DayPart::Night,
            DayPart::Night,
            DayPart::Dawn,
            DayPart::Dawn,
            DayPart::Day,
            DayPart::Day,
            DayPart::Dusk,
            DayPart::Dusk,
            DayPart::Night,
            DayPart::Night,
        ]
    );
}

#[test]
fn seasons_begin_with_their_day_and_last_into_the_next_year() {
    let calendar = calendar(EMBERFALL);
    let season = |year, month, day| {
        let index = calendar.season(at(&calendar, year, month, day, 0)).unwrap();
        calendar.seasons[index].name.as_str()
    };
    assert_eq!(season(7, "Kindling", 18), "frost");
    assert_eq!(season(7, "Kindling", 19), "thaw");
    assert_eq!(season(7, "Midsummer Blaze", 1), "bright");
    assert_eq!(season(7, "Reaping", 19), "fall");
    assert_eq!(season(6, "Rekindling", 1), "frost");
}

#[test]
fn the_real_sky_follows_the_calendars_date() {
    let calendar = calendar(GREGORIAN);
    let season = |month, day, hour| {
        let index = calendar.season(at(&calendar, 2030, month, day, hour)).unwrap();
        calendar.seasons[index].name.as_str()
    };
    // The equinox of 2030 is on 20 March at 13:52 UTC, the solstice on 21 December at 20:09 UTC.
    assert_eq!(season("March", 20, 13), "winter");
    assert_eq!(season("March", 20, 14), "spring");
    assert_eq!(season("December", 21, 20), "autumn");
    assert_eq!(season("December", 21, 21), "winter");
    assert_eq!(season("January", 1, 0), "winter");
    // Full moon on 19 January 2030 at 15:54 UTC, new moon on 2 February at 16:07 UTC.
    let moon = |month, day, hour| calendar.moon_view(&calendar.moons[0], at(&calendar, 2030, month, day, hour));
    let full = moon("January", 19, 16);
    assert_eq!(full.phase, Phase::Full);
    assert!(full.illumination > 0.999, "{full:?}");
    let new = moon("February", 2, 16);
    assert_eq!(new.phase, Phase::New);
    assert!(new.illumination < 0.001, "{new:?}");
    assert_eq!(moon("January", 26, 18).phase, Phase::LastQuarter);
    // The first second of 2030.
    assert_eq!(calendar.moment_in_real_sky(1_893_456_000_000), at(&calendar, 2030, "January", 1, 0));
}

#[test]
fn several_moons_keep_their_own_periods() {
    let calendar = calendar(EMBERFALL);
    let day_ms = calendar.day_ms();
    let [veya, ossun] = [0, 1].map(|index| &calendar.moons[index]);
    let new_veya = Moment(day_ms * 7 / 2);
    assert_eq!(calendar.moon_view(veya, new_veya).phase, Phase::New);
    let later = new_veya.plus_ms(day_ms * 109 / 4);
    assert!(calendar.moon_view(veya, later).cycle < 1e-9);
    let half = Moment(12 * day_ms).plus_ms(day_ms * 208 / 10);
    assert_eq!(calendar.moon_view(ossun, half).phase, Phase::Full);
}

#[track_caller]
fn refused(text: &str, line: usize, problem: &str) {
    let error = read(&file(text)).unwrap_err().to_string();
    assert!(error.starts_with(&format!("calendars/test.toml:{line}:")), "{error}");
    assert!(error.contains(problem), "{error}");
}

#[test]
fn errors_tell_file_and_line() {
    let valid = "id = \"x\"\nname = \"X\"\nformat = \"{day}\"\n[[months]]\nname = \"A\"\ndays = 30\n";
    assert!(read(&file(valid)).is_ok());
    let with = |more: &str| format!("{valid}{more}");
    refused("id = \"x\"\nname = 7\n", 2, "string");
    refused(&with("colour = \"red\"\n"), 7, "unknown field");
    refused(&valid.replace("\"x\"", "\"X y\""), 1, "an id is made of");
    refused(&valid.replace("{day}", "{days}"), 3, "{days}");
    refused(&valid.replace("days = 30", "days = 0"), 5, "has 0 days");
    refused(&with("[[months]]\nname = \"a\"\ndays = 3\n"), 8, "used twice");
    refused(&with("[[leap]]\nevery = 0\n"), 8, "every must be");
    refused(&with("[[leap]]\nevery = 9999\n[[leap]]\nevery = 10000\n"), 10, "repeat only after");
    refused(&with("[week]\ndays = [\"A\", \"B\"]\nfirst = \"C\"\n"), 9, "none of the days");
    refused(&with("[[seasons]]\nname = \"s\"\nmonth = \"B\"\nday = 1\n"), 9, "none of the calendar's months");
    refused(&with("[[seasons]]\nname = \"s\"\nmonth = \"A\"\nday = 31\n"), 9, "no day 31");
    refused(&with("[[seasons]]\nname = \"s\"\nsun = \"june_solstice\"\n"), 8, "needs [sky]");
    refused(
        &with("[sky]\nepoch_julian_day = 0.5\n[[seasons]]\nname = \"s\"\nsun = \"june_solstice\"\n"),
        10,
        "four seasons",
    );
    refused(&with("[[moons]]\nname = \"m\"\nperiod_days = -1.0\n"), 8, "period_days");
    refused(
        &with("[[eras]]\nname = \"a\"\nfirst_year = 5\n[[eras]]\nname = \"b\"\nfirst_year = 5\n"),
        11,
        "begins before",
    );
    refused(&with("[daylight]\ndawn = 9\nday = 7\ndusk = 18\nnight = 20\n"), 7, "must follow each other");
}
