//! From the domain to what the contract shows.

use realmwire_contract::time_manager::v1;

use crate::calendar::{Calendar, DateTime, DayPart, Month, Moon, Orbit, Phase, Season, SeasonStart};
use crate::clock::{ClockState, RealTime};
use crate::moment::Moment;

/// An instant with all that its calendar says about it.
pub(crate) fn game_time(calendar: &Calendar, moment: Moment) -> v1::GameTime {
    let date_time = calendar.date_time(moment);
    let month = calendar.months.get(date_time.date.month);
    let weekday = calendar.weekday(&date_time.date);
    let era = calendar.era(date_time.date.year);
    let season = calendar.season(moment).and_then(|season| calendar.seasons.get(season));
    v1::GameTime {
        milliseconds: moment.0,
        month_name: month.filter(|month| !month.festival).map_or_else(String::new, |month| month.name.clone()),
        weekday_name: weekday.and_then(|weekday| calendar.weekdays.get(weekday)).cloned().unwrap_or_default(),
        weekday: weekday.map_or(0, |weekday| small(weekday.saturating_add(1))),
        day_of_year: small(calendar.day_of_year(&date_time.date)),
        era: era.map_or_else(String::new, |(name, _)| name.to_owned()),
        year_of_era: era.map_or(date_time.date.year, |(_, year)| year),
        season: season.map_or_else(String::new, |season| season.name.clone()),
        day_part: day_part(calendar.day_part(date_time.time.hour)).into(),
        moons: calendar.moons.iter().map(|moon| moon_view(calendar, moon, moment)).collect(),
        text: calendar.text(moment),
        date_time: Some(self::date_time(&date_time, month)),
    }
}

fn date_time(date_time: &DateTime, month: Option<&Month>) -> v1::GameDateTime {
    v1::GameDateTime {
        year: date_time.date.year,
        month: month.map_or(0, |month| small(month.number)),
        day: small(date_time.date.day),
        festival: month.filter(|month| month.festival).map_or_else(String::new, |month| month.name.clone()),
        hour: small(date_time.time.hour),
        minute: small(date_time.time.minute),
        second: small(date_time.time.second),
        millisecond: small(date_time.time.millisecond),
    }
}

/// A number that is small by the rules of calendars.
fn small(value: impl TryInto<i32>) -> i32 {
    value.try_into().unwrap_or(i32::MAX)
}

fn day_part(part: DayPart) -> v1::DayPart {
    match part {
        DayPart::Dawn => v1::DayPart::Dawn,
        DayPart::Day => v1::DayPart::Day,
        DayPart::Dusk => v1::DayPart::Dusk,
        DayPart::Night => v1::DayPart::Night,
    }
}

fn moon_view(calendar: &Calendar, moon: &Moon, moment: Moment) -> v1::Moon {
    let view = calendar.moon_view(moon, moment);
    v1::Moon {
        name: moon.name.clone(),
        phase: moon_phase(view.phase).into(),
        cycle: view.cycle,
        illumination: view.illumination,
    }
}

/// A phase of a moon.
pub(crate) fn moon_phase(phase: Phase) -> v1::MoonPhase {
    match phase {
        Phase::New => v1::MoonPhase::New,
        Phase::WaxingCrescent => v1::MoonPhase::WaxingCrescent,
        Phase::FirstQuarter => v1::MoonPhase::FirstQuarter,
        Phase::WaxingGibbous => v1::MoonPhase::WaxingGibbous,
        Phase::Full => v1::MoonPhase::Full,
        Phase::WaningGibbous => v1::MoonPhase::WaningGibbous,
        Phase::LastQuarter => v1::MoonPhase::LastQuarter,
        Phase::WaningCrescent => v1::MoonPhase::WaningCrescent,
    }
}

/// A clock as it stands at a real time. Of a clock whose calendar is gone, times are milliseconds only.
pub(crate) struct ClockView<'a> {
    pub(crate) clock_id: &'a str,
    pub(crate) calendar_id: &'a str,
    pub(crate) calendar: Option<&'a Calendar>,
    pub(crate) state: &'a ClockState,
    pub(crate) create_time: Option<prost_types::Timestamp>,
    pub(crate) now: RealTime,
}

impl ClockView<'_> {
    pub(crate) fn to_proto(&self) -> v1::Clock {
        let Self { state, now, .. } = *self;
        let transition = state.timeline.transition(now);
        v1::Clock {
            clock_id: self.clock_id.to_owned(),
            calendar_id: self.calendar_id.to_owned(),
            scale: Some(v1::TimeScale { game_seconds: wide(state.scale.game), real_seconds: wide(state.scale.real) }),
            paused: state.paused,
            time: Some(self.time(state.timeline.moment_at(now))),
            real_time: timestamp(now),
            transition: transition
                .map(|(end, target)| v1::Transition { target: Some(self.time(target)), end_time: timestamp(end) }),
            create_time: self.create_time,
        }
    }

    fn time(&self, moment: Moment) -> v1::GameTime {
        match self.calendar {
            Some(calendar) => game_time(calendar, moment),
            None => v1::GameTime { milliseconds: moment.0, ..v1::GameTime::default() },
        }
    }
}

fn wide(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A real time; nothing for one beyond the last that can be told.
pub(crate) fn timestamp(time: RealTime) -> Option<prost_types::Timestamp> {
    time.to_system_time().filter(|_| time <= RealTime::LAST).map(Into::into)
}

/// A calendar.
pub(crate) fn calendar(calendar: &Calendar) -> v1::Calendar {
    v1::Calendar {
        calendar_id: calendar.id.clone(),
        name: calendar.name.clone(),
        hours_per_day: small(calendar.hours_per_day),
        minutes_per_hour: small(calendar.minutes_per_hour),
        seconds_per_minute: small(calendar.seconds_per_minute),
        weekdays: calendar.weekdays.clone(),
        months: calendar.months.iter().map(month).collect(),
        seasons: calendar.seasons.iter().map(|season| self::season(calendar, season)).collect(),
        moons: calendar.moons.iter().map(|moon| self::moon(calendar, moon)).collect(),
        real_sky: calendar.has_real_sky(),
    }
}

fn month(month: &Month) -> v1::CalendarMonth {
    v1::CalendarMonth {
        name: month.name.clone(),
        days: small(month.days),
        leap_days: small(month.leap_days),
        festival: month.festival,
    }
}

fn season(calendar: &Calendar, season: &Season) -> v1::CalendarSeason {
    let (month, day) = match season.begins {
        SeasonStart::Date { month, day } => (calendar.months.get(month).map_or(0, |month| month.number), day),
        SeasonStart::Sun(_) => (0, 0),
    };
    v1::CalendarSeason { name: season.name.clone(), month: small(month), day: small(day) }
}

/// The seasons between two instants.
pub(crate) fn seasons(calendar: &Calendar, from: Moment, until: Moment) -> Vec<v1::SeasonSpan> {
    let spans = calendar.seasons_between(from, until).into_iter();
    spans
        .filter_map(|(begin, season)| {
            let name = calendar.seasons.get(season)?.name.clone();
            Some(v1::SeasonSpan { name, begin_milliseconds: begin.0 })
        })
        .collect()
}

fn moon(calendar: &Calendar, moon: &Moon) -> v1::CalendarMoon {
    let period_days = match moon.orbit {
        Orbit::Even { period_ms, .. } => calendar.days_in(period_ms),
        Orbit::Real => crate::sky::SYNODIC_MONTH_DAYS,
    };
    v1::CalendarMoon { name: moon.name.clone(), period_days }
}
