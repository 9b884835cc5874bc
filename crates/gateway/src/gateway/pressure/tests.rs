use super::*;

const LIMIT: Duration = Duration::from_millis(1);
const LATE: Duration = Duration::from_millis(5);

/// Whether requests of usual importance are let in that come one after the other, each after `pause`, and have waited.
fn let_in(pressure: &Pressure, now: &mut Instant, requests: u32, pause: Duration, waited: Duration) -> Vec<bool> {
    let mut one = |_| {
        *now += pause;
        pressure.admits(waited, LIMIT, Criticality::Default, *now)
    };
    (0..requests).map(&mut one).collect()
}

/// Something that has been too late for long enough.
fn pressed(now: &mut Instant) -> Pressure {
    let pressure = Pressure::default();
    let _burst = let_in(&pressure, now, BURST + 1, LIMIT, LATE);
    pressure
}

#[test]
fn a_burst_is_worked_off_and_what_waits_too_long_after_it_is_refused() {
    let (pressure, mut now) = (Pressure::default(), Instant::now());
    assert_eq!(let_in(&pressure, &mut now, BURST, LIMIT, LATE), [true; BURST as usize]);
    assert_eq!(let_in(&pressure, &mut now, 3, LIMIT, LATE), [false; 3]);
}

#[test]
fn what_did_not_wait_is_let_in_whatever_happens_to_the_others() {
    let mut now = Instant::now();
    let pressure = pressed(&mut now);
    assert_eq!(let_in(&pressure, &mut now, 3, LIMIT / 8, LIMIT), [true; 3]);
    assert_eq!(let_in(&pressure, &mut now, 1, LIMIT / 8, LIMIT * 2), [false]);
}

#[test]
fn it_is_over_when_nothing_was_late_for_a_while() {
    let mut now = Instant::now();
    let pressure = pressed(&mut now);
    assert_eq!(let_in(&pressure, &mut now, 1, CALM / 2, LATE), [false]);
    assert_eq!(let_in(&pressure, &mut now, 1, CALM, LATE), [true]);
}

#[test]
fn late_requests_far_apart_are_never_refused() {
    let (pressure, mut now) = (Pressure::default(), Instant::now());
    assert_eq!(let_in(&pressure, &mut now, BURST * 2, LIMIT * PAUSE, LATE), [true; BURST as usize * 2]);
}

#[test]
fn what_matters_less_is_refused_earlier() {
    let mut now = Instant::now();
    let pressure = pressed(&mut now);
    let admits = |waited, criticality| pressure.admits(waited, LIMIT, criticality, now);
    let is_let_in =
        |waited| [Criticality::Sheddable, Criticality::Default, Criticality::Critical].map(|what| admits(waited, what));
    assert_eq!(is_let_in(LIMIT / 2), [true, true, true]);
    assert_eq!(is_let_in(LIMIT), [false, true, true]);
    assert_eq!(is_let_in(LIMIT * 4), [false, false, true]);
    assert_eq!(is_let_in(LIMIT * 5), [false, false, false]);
}

#[test]
fn no_limit_lets_all_in() {
    let mut now = Instant::now();
    let pressure = pressed(&mut now);
    assert!(pressure.admits(LATE, Duration::ZERO, Criticality::Default, now));
}
