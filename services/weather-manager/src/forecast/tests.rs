use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::field::HourTime;
use crate::tests::sample::{self, Spot, YEAR_HOURS};

/// Forecasts at hours from all seasons and zones: their outlooks, and what came.
struct Trial {
    zone: usize,
    outlooks: Vec<Outlook>,
    came: Vec<Condition>,
    /// How often each condition comes in the season of each hour, whatever the weather now.
    usual: Vec<[f64; COUNT]>,
}

const LEADS: [usize; 6] = [6, 12, 24, 48, 120, 240];
const TRIALS: i64 = 3000;

fn trials() -> Vec<Trial> {
    let era = sample::years();
    let spots = sample::ZONES.map(|zone| Spot::new(zone, &era, 2031));
    let usual: Vec<Vec<[f64; COUNT]>> = spots
        .iter()
        .map(|spot| spot.zone.climate.seasons.iter().map(|season| season.kernel.stationary()).collect())
        .collect();
    let issue = |number: i64| {
        let zone = usize::try_from(number.rem_euclid(3)).unwrap();
        let (spot, usual) = (&spots[zone], &usual[zone]);
        // Not a part of a year, a season or a day, so that all of them come.
        let issued = number * 331;
        let hours = 240;
        let site = spot.site();
        let course = Course::new(site, issued, issued + hours);
        Trial {
            zone,
            outlooks: outlooks(&site, &course, issued, hours),
            came: (1..=hours).map(|lead| course.condition(issued + lead)).collect(),
            usual: (1..=hours).map(|lead| usual[spot.seasons.at(issued + lead)]).collect(),
        }
    };
    (0..TRIALS).map(issue).collect()
}

/// Pairs of a probability and whether what it was given to has come.
type Statements = Vec<(f64, bool)>;

/// The slope of the line through how often things came, over how probable they were said to be.
fn slope(statements: &Statements) -> f64 {
    let count = whole(i64::try_from(statements.len()).unwrap());
    let outcome = |came: &bool| if *came { 1.0 } else { 0.0 };
    let said = statements.iter().map(|(said, _)| said).sum::<f64>() / count;
    let came = statements.iter().map(|(_, came)| outcome(came)).sum::<f64>() / count;
    let covariance: f64 = statements.iter().map(|(p, o)| (p - said) * (outcome(o) - came)).sum();
    let variance: f64 = statements.iter().map(|(p, _)| (p - said) * (p - said)).sum();
    covariance / variance
}

fn brier(statements: &Statements) -> f64 {
    let squares = statements.iter().map(|(said, came)| (said - if *came { 1.0 } else { 0.0 }).powi(2));
    squares.sum::<f64>() / whole(i64::try_from(statements.len()).unwrap())
}

fn wet(condition: Condition) -> bool {
    condition.falling() != Falling::Nothing
}

/// All statements of a lead: each condition's probability at each trial, and that of precipitation.
fn statements<'a>(trials: impl IntoIterator<Item = &'a Trial>, lead: usize) -> (Statements, Statements, f64) {
    let (mut conditions, mut rain, mut usual) = (Vec::new(), Vec::new(), Vec::new());
    for trial in trials {
        let (outlook, came) = (&trial.outlooks[lead - 1], trial.came[lead - 1]);
        conditions.extend(Condition::all().map(|condition| (outlook.chance(condition), condition == came)));
        rain.push((outlook.precipitation(), wet(came)));
        let chances = Outlook { chances: trial.usual[lead - 1] };
        usual.push((chances.precipitation(), wet(came)));
    }
    let skill = 1.0 - brier(&rain) / brier(&usual);
    (conditions, rain, skill)
}

/// The table of the documentation: how often conditions came that were given a probability, and how much better than the
/// season's averages the probability of precipitation is.
fn table(trials: &[Trial]) -> String {
    let mut text = String::from("| said | statements | came |\n|---|---|---|\n");
    let all: Statements = LEADS.iter().flat_map(|lead| statements(trials, *lead).0).collect();
    let mut low = 0.0;
    for high in [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01] {
        let bin: Vec<_> = all.iter().filter(|(said, _)| (low..high).contains(said)).collect();
        let count = whole(i64::try_from(bin.len()).unwrap());
        let said = bin.iter().map(|(said, _)| said).sum::<f64>() / count;
        let came = bin.iter().filter(|(_, came)| *came).count();
        let came = whole(i64::try_from(came).unwrap()) / count;
        writeln!(text, "| {:.1} % | {count} | {:.1} % |", said * 100.0, came * 100.0).unwrap();
        low = high;
    }
    text.push_str(
        "\n| hours ahead | confidence | most likely came | slope, conditions | slope, precipitation | Brier skill |\n",
    );
    text.push_str("|---|---|---|---|---|---|\n");
    for lead in LEADS {
        let (conditions, rain, skill) = statements(trials, lead);
        let confidence: f64 = trials.iter().map(|trial| trial.outlooks[lead - 1].chance(trial.came[lead - 1])).sum();
        let confidence = confidence / whole(TRIALS);
        let likeliest = |trial: &&Trial| trial.outlooks[lead - 1].ranked()[0].0 == trial.came[lead - 1];
        let agreed = whole(trials.iter().filter(likeliest).count().try_into().unwrap()) / whole(TRIALS);
        let (of_conditions, of_rain) = (slope(&conditions), slope(&rain));
        writeln!(text, "| {lead} | {confidence:.2} | {agreed:.2} | {of_conditions:.2} | {of_rain:.2} | {skill:.2} |")
            .unwrap();
    }
    text
}

/// Reliable at every lead, better than the season's averages for days, and no better after ten: and the documentation
/// shows these very figures.
#[test]
fn forecasts_are_calibrated_and_their_skill_fades() {
    let trials = trials();
    let table = table(&trials);
    let reliable = |statements: &Statements| (0.9..=1.1).contains(&slope(statements));
    let all: Statements = LEADS.iter().flat_map(|lead| statements(&trials, *lead).0).collect();
    let of_rain: Statements = LEADS.iter().flat_map(|lead| statements(&trials, *lead).1).collect();
    assert!(reliable(&all) && reliable(&of_rain), "{table}");
    for zone in 0..3 {
        let of_zone: Vec<&Trial> = trials.iter().filter(|trial| trial.zone == zone).collect();
        let told: Statements = LEADS.iter().flat_map(|lead| statements(of_zone.iter().copied(), *lead).0).collect();
        assert!(reliable(&told), "{}: {}", sample::ZONES[zone], slope(&told));
    }
    let skills = LEADS.map(|lead| {
        let (conditions, rain, skill) = statements(&trials, lead);
        if lead <= 48 {
            assert!(reliable(&conditions) && reliable(&rain), "{lead}\n{table}");
        }
        skill
    });
    let [first, _, day, two_days, five_days, ten_days] = skills;
    assert!(first > 0.99, "{table}");
    assert!(day > 0.2 && day > two_days && two_days > five_days, "{table}");
    assert!(five_days > 0.0 && ten_days.abs() < 0.05, "{table}");
    let document = std::fs::read_to_string(sample::folder().join("../docs/services/weather-manager.md")).unwrap();
    let is_shown = table.split("\n\n").all(|part| document.contains(part));
    assert!(is_shown, "docs/services/weather-manager.md must have these tables:\n{table}");
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn probabilities_add_up_and_the_next_hours_are_certain(
        seed in any::<u64>(), zone in 0..3_usize, issued in -20_000..100_000_i64,
    ) {
        let era = sample::years();
        let spot = Spot::new(sample::ZONES[zone], &era, seed);
        let course = Course::new(spot.site(), issued, issued + 240);
        let told = outlooks(&spot.site(), &course, issued, 240);
        for (lead, outlook) in (1..).zip(&told) {
            let sum: f64 = Condition::all().map(|condition| outlook.chance(condition)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-9, "{sum} at {lead}");
            let came = course.condition(issued + lead);
            prop_assert!(outlook.chance(came) > 0.0, "{came:?} came, which was said to be impossible");
            if lead <= CERTAIN_HOURS {
                prop_assert_eq!(*outlook, Outlook::certain(came));
            }
        }
    }

    /// A later forecast of the same hour knows all that an earlier one knew.
    #[test]
    fn what_is_known_of_an_hour_only_grows(seed in any::<u64>(), hour in any::<i32>()) {
        let known: Vec<bool> = (1..=240).rev().map(|lead| is_known(seed, i64::from(hour), lead)).collect();
        prop_assert!(known.is_sorted(), "{known:?}");
        prop_assert_eq!(known.last(), Some(&true));
    }
}

/// What a forecast says of an hour's weather is what there is when the hour comes.
#[test]
fn a_forecast_comes_true() {
    let era = sample::years();
    for zone in sample::ZONES {
        let spot = Spot::new(zone, &era, 17);
        for issued in (0..YEAR_HOURS).step_by(701) {
            let ahead = Course::new(spot.site(), issued, issued + 240);
            for lead in [1, 5, 24, 100, 240] {
                let time = HourTime::begin_of(issued + lead);
                let come = Course::new(spot.site(), time.hour, time.hour).at(time);
                assert_eq!(ahead.at(time), come, "{zone}, {lead} hours after {issued}");
            }
        }
    }
}
