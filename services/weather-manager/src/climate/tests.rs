use realmwire_sdk::content::ContentFile;

use super::*;
use crate::tests::sample;

const VALE: &str = include_str!("../../../../content/climates/temperate-vale.toml");

fn problem(from: &str, to: &str) -> String {
    assert!(VALE.contains(from), "{from} is part of the climate");
    let text = VALE.replacen(from, to, 1);
    let begin = VALE.find(from).unwrap();
    let line = 1 + VALE[..begin].matches('\n').count();
    let file = ContentFile { path: "climates/test.toml".to_owned(), text };
    let told = read(&file).unwrap_err().to_string();
    assert!(told.starts_with(&format!("climates/test.toml:{line}:")), "line {line} is wrong: {told}");
    told
}

#[test]
fn the_climates_of_the_sample_game_are_valid_and_have_all_conditions_between_them() {
    let climates = sample::CLIMATES.map(sample::climate);
    for climate in &climates {
        assert_eq!(climate.seasons.len(), 4, "{}", climate.id);
        for name in ["spring", "summer", "autumn", "winter", "thaw", "bright", "fall", "frost"] {
            let season = climate.season_named(name);
            assert!(climate.seasons[season].calendar_names.iter().any(|known| known == name));
        }
        assert_eq!(climate.season_named("monsoon"), 0);
    }
    for condition in Condition::all() {
        let has = |climate: &&std::sync::Arc<Climate>| climate.row(0, condition).is_some();
        assert!(climates.iter().any(|climate| has(&climate)), "{condition:?}");
    }
}

#[test]
fn what_a_climate_must_not_say_is_told_with_its_line() {
    let check = |from: &str, to: &str, expected: &str| {
        let told = problem(from, to);
        assert!(told.contains(expected), "{told}");
    };
    check("\"temperate-vale\"", "\"Temperate Vale\"", "an id is made of");
    check("dwell_hours = 2", "dwell_hours = 9", "from 1 to 6");
    check("celsius_per_hour_max = 3.0", "celsius_per_hour_max = 1.5", "too little to get from -14 to 31");
    check("entry = \"cloudy\"", "entry = \"murky\"", "no condition");
    check("entry = \"cloudy\"", "entry = \"blizzard\"", "a condition that the season has");
    check("clear = { hours = 9,", "clear = { hours = 1,", "hours (on average");
    check("partly_cloudy = 6, fog = 1", "partly_cloudy = 6, blizzard = 1", "the season has no blizzard");
    check("partly_cloudy = 6, fog = 1", "partly_cloudy = 6, mist = 1", "\"mist\" is no condition");
    check("partly_cloudy = 6, fog = 1", "partly_cloudy = 6, clear = 1", "next must be others");
    check("partly_cloudy = 6, fog = 1", "partly_cloudy = 6, fog = -1", "the weight of fog");
    check("celsius = [-1, 19]", "celsius = [19, -1]", "the lowest and the highest");
    check("celsius = [-1, 19]", "celsius = [5, 19]", "all need a common temperature");
    check("celsius = [-4, 2]", "celsius = [-4, 10]", "within -inf and 2");
    check("humidity = [94, 100]", "humidity = [94, 101]", "within 0 and 100");
    check("visibility = [20000, 60000] }", "visibility = [20000, 60000], precipitation = [1, 2] }", "nothing falls");
    check(", precipitation = [0.1, 1]", "", "needs precipitation");
    check("wind = [0, 5]", "wnd = [0, 5]", "unknown field");
}

/// In spring, snow follows overcast skies and sleet.
#[test]
fn a_condition_that_nothing_leads_to_is_refused() {
    let text = VALE.replacen(", snow = 0.2 }", " }", 1).replacen("rain = 2, snow = 1 }", "rain = 2 }", 1);
    let file = ContentFile { path: "climates/test.toml".to_owned(), text };
    let told = read(&file).unwrap_err().to_string();
    assert!(told.contains("nothing leads to snow"), "{told}");
}
