use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use realmwire_contract::Criticality;
use realmwire_fabric::clock::SystemClock;
use tokio::time::Instant;

use super::limit::Gradient;
use super::*;
use crate::host::Host;
use crate::status::Code;

const SECOND: Duration = Duration::from_secs(1);
const MS: Duration = Duration::from_millis(1);

fn attempt(breaker: &Breaker, outcome: Outcome, now: Instant) {
    breaker.admit(now).unwrap().finish(outcome, now);
}

fn opened(now: Instant) -> Breaker {
    let breaker = Breaker::default();
    for _ in 0..20 {
        attempt(&breaker, Outcome::Failed, now);
    }
    assert!(breaker.admit(now).is_err());
    breaker
}

#[test]
fn a_breaker_stays_closed_below_its_floor_and_its_rate() {
    let now = Instant::now();
    let few = Breaker::default();
    (0..19).for_each(|_| attempt(&few, Outcome::Failed, now));
    assert!(few.admit(now).is_ok());
    let rare = Breaker::default();
    for call in 0..1_000 {
        attempt(&rare, if call % 3 == 0 { Outcome::Failed } else { Outcome::Alive }, now);
    }
    assert!(rare.admit(now).is_ok());
}

#[test]
fn a_breaker_forgets_failures_after_its_window() {
    let start = Instant::now();
    let breaker = Breaker::default();
    for call in 0..100 {
        attempt(&breaker, Outcome::Failed, start + call * SECOND);
    }
    assert!(breaker.admit(start + 100 * SECOND).is_ok(), "ten failures in ten seconds are below the floor");
}

#[test]
fn long_health_does_not_hide_an_outage() {
    let now = Instant::now();
    let breaker = Breaker::default();
    (0..1_000_000).for_each(|_| attempt(&breaker, Outcome::Alive, now));
    (0..20).for_each(|_| attempt(&breaker, Outcome::Failed, now + SECOND));
    assert!(breaker.admit(now + SECOND).is_err());
}

#[test]
fn an_open_breaker_lets_few_probes_through_and_closes_when_they_succeed() {
    let start = Instant::now();
    let breaker = opened(start);
    assert_eq!(breaker.admit(start).unwrap_err(), SECOND);
    let later = start + SECOND;
    let probes: Vec<_> = (0..3).map(|_| breaker.admit(later).unwrap()).collect();
    assert!(breaker.admit(later).is_err(), "no more than three probes at a time");
    for probe in probes {
        probe.finish(Outcome::Alive, later);
    }
    let all: Vec<_> = (0..100).map(|_| breaker.admit(later).unwrap()).collect();
    assert_eq!(all.len(), 100);
}

#[test]
fn a_failed_probe_opens_it_for_longer() {
    let mut now = Instant::now();
    let breaker = opened(now);
    for open_for in [1, 2, 4, 8, 16, 30, 30] {
        assert_eq!(breaker.admit(now).unwrap_err(), open_for * SECOND);
        now += open_for * SECOND;
        attempt(&breaker, Outcome::Failed, now);
    }
}

#[test]
fn a_probe_without_an_outcome_makes_room_for_another() {
    let start = Instant::now();
    let breaker = opened(start);
    let later = start + SECOND;
    for _ in 0..10 {
        drop(breaker.admit(later).unwrap());
    }
    // A probe of an earlier half-open phase says nothing about this one.
    let late = breaker.admit(later).unwrap();
    attempt(&breaker, Outcome::Failed, later);
    let much_later = later + 2 * SECOND;
    let current = breaker.admit(much_later).unwrap();
    late.finish(Outcome::Alive, much_later);
    current.finish(Outcome::Alive, much_later);
    attempt(&breaker, Outcome::Alive, much_later);
    attempt(&breaker, Outcome::Alive, much_later);
    assert_eq!((0..50).filter_map(|_| breaker.admit(much_later).ok()).count(), 50);
}

#[test]
fn only_silence_and_absence_count_as_failures() {
    for number in 1..=16 {
        let code = Code::from_i32(number);
        let counts = matches!(code, Code::Unavailable | Code::DeadlineExceeded);
        assert_eq!(Outcome::of(Err(code)) == Outcome::Failed, counts, "{code:?}");
    }
    assert_eq!(Outcome::of(Ok(())), Outcome::Alive);
}

#[test]
fn retries_are_a_fifth_of_the_traffic_and_ten_a_second() {
    let start = Instant::now();
    let withdrawn = |budget: &RetryBudget, now| (0..100_000).take_while(|_| budget.withdraw(now)).count();
    let budget = RetryBudget::new(start);
    assert_eq!(withdrawn(&budget, start), 10, "what a new process has");
    assert_eq!(withdrawn(&budget, start + SECOND), 10);
    (0..500).for_each(|_| budget.deposit());
    assert_eq!(withdrawn(&budget, start + SECOND), 100);
    (0..1_000_000).for_each(|_| budget.deposit());
    assert_eq!(withdrawn(&budget, start + SECOND), 300, "a burst is bounded");
    assert_eq!(withdrawn(&budget, start + 1_000 * SECOND), 300);
}

#[test]
fn waits_double_up_to_their_limit_and_honour_the_server() {
    let host = Host::seeded(Arc::new(SystemClock), 1);
    let backoff = Backoff { first: 20 * MS, most: 500 * MS };
    let ceilings: Vec<_> = (1..=7).map(|failures| backoff.ceiling(failures).as_millis()).collect();
    assert_eq!(ceilings, [20, 40, 80, 160, 320, 500, 500]);
    assert_eq!(backoff.ceiling(u32::MAX), 500 * MS);
    let waits: Vec<_> = (0..1_000).map(|_| backoff.wait(3, &host, None)).collect();
    assert!(waits.iter().all(|wait| *wait < 80 * MS));
    assert!(waits.iter().any(|wait| *wait < 20 * MS) && waits.iter().any(|wait| *wait > 60 * MS), "full jitter");
    assert!(backoff.wait(1, &host, Some(SECOND)) >= SECOND);
}

#[test]
fn admission_gives_up_what_matters_less_first() {
    let process = ProcessGate::new(10);
    let gate = Arc::new(MethodGate::new(process.clone(), 100));
    let admitted =
        |criticality| std::iter::repeat_with(|| gate.admit(criticality)).map_while(|p| p).collect::<Vec<_>>();
    let sheddable = admitted(Criticality::Sheddable);
    let ordinary = admitted(Criticality::Default);
    let critical = admitted(Criticality::Critical);
    assert_eq!((sheddable.len(), ordinary.len(), critical.len()), (8, 1, 1));
    drop(sheddable);
    assert_eq!((process.in_flight(), gate.in_flight()), (2, 2));
    drop((ordinary, critical));
    let narrow = Arc::new(MethodGate::new(process.clone(), 2));
    let permits = [narrow.admit(Criticality::Sheddable), narrow.admit(Criticality::Sheddable)];
    assert!(permits.iter().all(Option::is_some));
    assert!(narrow.admit(Criticality::Critical).is_none(), "the method's own limit is the same for all");
    assert_eq!(process.in_flight(), 2, "a refusal takes no place");
}

#[test]
fn the_smaller_deadline_holds() {
    let sent_at = SystemTime::UNIX_EPOCH + 1_000_000 * SECOND;
    let deadline = Some(absolute_unix_ms(sent_at, 2 * SECOND));
    let left = |later, sent| time_left(sent_at + later, sent, deadline, 5 * SECOND);
    assert_eq!(left(Duration::ZERO, Some(2 * SECOND)), Some(2 * SECOND));
    assert_eq!(left(SECOND, Some(2 * SECOND)), Some(SECOND), "it lay in a queue for a second");
    assert_eq!(left(2 * SECOND, Some(2 * SECOND)), None);
    assert_eq!(left(600 * SECOND, Some(2 * SECOND)), None, "it waited out an outage");
    assert_eq!(left(3_600 * SECOND, Some(2 * SECOND)), Some(2 * SECOND), "the clocks are an hour apart");
    assert_eq!(time_left(sent_at - 3_600 * SECOND, Some(2 * SECOND), deadline, 5 * SECOND), Some(2 * SECOND));
    assert_eq!(time_left(sent_at, None, None, 5 * SECOND), Some(5 * SECOND));
    assert_eq!(time_left(sent_at, Some(60 * SECOND), None, 5 * SECOND), Some(5 * SECOND), "the method's is the most");
}

proptest! {
    #[test]
    fn nobody_waits_longer_than_anybody_said(now_ms: u32, sent_ms: u32, deadline_ms: u32, most_ms in 1..60_000_u64) {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now_ms.into());
        let sent = Duration::from_millis(sent_ms.into());
        let most = Duration::from_millis(most_ms);
        if let Some(left) = time_left(now, Some(sent), Some(deadline_ms.into()), most) {
            prop_assert!(left <= sent && left <= most);
        }
    }
}

/// A server with a number of workers, in steps of a millisecond; each call is worked on for ten. Arrivals over the
/// limit are refused. Gives the limit and the calls done in the last tenth of the run.
fn simulate(workers: usize, arrivals: impl Fn(u32) -> u32, steps: u32) -> (u32, u32, u32) {
    const WORK_MS: u32 = 10;
    let start = Instant::now();
    let mut gradient = Gradient::new(1_024);
    let (mut limit, mut done, mut slowest) = (1_024, 0, 0);
    let mut queue = VecDeque::new();
    let mut working: Vec<(u32, u32)> = Vec::new();
    for now in 0..steps {
        working.retain(|&(arrived, ends)| {
            if ends == now {
                let in_flight = u32::try_from(queue.len()).unwrap() + 1;
                if let Some(new) = gradient.sample((now - arrived) * MS, in_flight, start + now * MS) {
                    limit = new;
                }
                if now > steps - steps / 10 {
                    done += 1;
                    slowest = slowest.max(now - arrived);
                }
            }
            ends != now
        });
        for _ in 0..arrivals(now) {
            if queue.len() + working.len() < limit as usize {
                queue.push_back(now);
            }
        }
        while working.len() < workers
            && let Some(arrived) = queue.pop_front()
        {
            working.push((arrived, now + WORK_MS));
        }
    }
    (limit, done, slowest)
}

#[test]
fn the_limit_falls_under_overload_and_throughput_stays() {
    // 50 workers at 10 ms each do 5 calls a millisecond.
    let (limit, done, slowest) = simulate(50, |now| if now < 5_000 { 3 } else { 15 }, 60_000);
    assert!(limit < 400, "limit {limit}");
    assert!(done > 6_000 * 5 * 95 / 100, "{done} calls done");
    assert!(slowest < 100, "a call took {slowest} ms");
}

#[test]
fn the_limit_recovers_after_overload() {
    let (limit, ..) = simulate(50, |now| if (5_000..20_000).contains(&now) { 15 } else { 4 }, 200_000);
    assert!(limit >= 60, "limit {limit}");
}

#[test]
fn the_limit_is_left_alone_without_load() {
    let (limit, done, _) = simulate(50, |_| 2, 20_000);
    assert_eq!(limit, 1_024);
    assert!(done >= 2 * 2_000 - 40);
}
