//! The events of a clock: hours, days, seasons and moons that have changed.

use realmwire_contract::time_manager::v1::{self, DayChanged, HourChanged, MoonChanged, SeasonChanged};
use realmwire_sdk::store::Changes;

use crate::calendar::Calendar;
use crate::moment::Moment;
use crate::present::{game_time, moon_phase};

/// From the time that was told last to the one that is told now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    pub(crate) before: Moment,
    pub(crate) told: Moment,
    /// Whether the clock was set.
    pub(crate) jumped: bool,
}

impl Passage {
    /// To the beginning of the hour in which the clock is now. Within one hour there is nothing to tell.
    pub(crate) fn to_hour(calendar: &Calendar, before: Moment, now: Moment) -> Self {
        let hour_ms = calendar.hour_ms();
        let same_hour = before.period(hour_ms) == now.period(hour_ms);
        let begin = Moment(now.period(hour_ms).saturating_mul(hour_ms));
        Self { before, told: if same_hour { before } else { begin }, jumped: false }
    }

    /// To the time to which the clock was set.
    pub(crate) fn jump(before: Moment, target: Moment) -> Self {
        Self { before, told: target, jumped: true }
    }
}

/// Adds the events of what has changed on the passage.
pub(crate) fn tell(changes: Changes, clock_id: &str, calendar: &Calendar, passage: &Passage) -> Changes {
    let Passage { before, told, jumped } = *passage;
    let hours_passed = told.period(calendar.hour_ms()) - before.period(calendar.hour_ms());
    if hours_passed == 0 {
        return changes;
    }
    let time = game_time(calendar, told);
    let previous_milliseconds = before.0;
    let changes = changes.event(&HourChanged {
        clock_id: clock_id.to_owned(),
        time: Some(time.clone()),
        previous_milliseconds,
        hours_passed,
        jumped,
    });
    let days_passed = calendar.day_number(told) - calendar.day_number(before);
    let day = DayChanged {
        clock_id: clock_id.to_owned(),
        time: Some(time.clone()),
        previous_milliseconds,
        days_passed,
        jumped,
    };
    let changes = if days_passed == 0 { changes } else { changes.event(&day) };
    with_seasons_and_moons(changes, clock_id, calendar, passage, &time)
}

fn with_seasons_and_moons(
    mut changes: Changes,
    clock_id: &str,
    calendar: &Calendar,
    passage: &Passage,
    time: &v1::GameTime,
) -> Changes {
    let name = |season: Option<usize>| {
        season.and_then(|season| calendar.seasons.get(season)).map_or_else(String::new, |season| season.name.clone())
    };
    let (previous_season, season) = (name(calendar.season(passage.before)), name(calendar.season(passage.told)));
    if season != previous_season {
        let clock_id = clock_id.to_owned();
        changes = changes.event(&SeasonChanged { clock_id, time: Some(time.clone()), season, previous_season });
    }
    for moon in &calendar.moons {
        let [previous, phase] =
            [passage.before, passage.told].map(|moment| moon_phase(calendar.moon_view(moon, moment).phase));
        if phase != previous {
            changes = changes.event(&MoonChanged {
                clock_id: clock_id.to_owned(),
                time: Some(time.clone()),
                moon: moon.name.clone(),
                phase: phase.into(),
                previous_phase: previous.into(),
            });
        }
    }
    changes
}
