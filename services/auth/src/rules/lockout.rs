//! When too many failures lock a name, and for how long.
//!
//! An attempt is counted before the password is looked at, and forgotten when it was right: guesses that run at the same
//! time cannot each be the first.

use std::time::{Duration, SystemTime};

/// When failures lock, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LockoutPolicy {
    /// Failures that lock.
    pub(crate) failures: u32,
    /// Failures longer ago no longer count.
    pub(crate) window: Duration,
    /// How long the first lock lasts.
    pub(crate) lock: Duration,
    /// The longest lock.
    pub(crate) longest_lock: Duration,
}

/// After how long without a lock the next one is a first one again.
const CALM: Duration = Duration::from_hours(24);

/// The attempts on a name that have not been found right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attempts {
    /// How many there were since the first one of the window or the last lock.
    pub(crate) count: u32,
    /// When the first of them was.
    pub(crate) first_at: Option<SystemTime>,
    /// Until when there is a lock, or was the last one.
    pub(crate) locked_until: Option<SystemTime>,
    /// How many locks in a row there were.
    pub(crate) locks: u32,
}

impl Attempts {
    /// How long nobody may try, if there is a lock.
    pub(crate) fn locked_for(&self, now: SystemTime) -> Option<Duration> {
        let left = self.locked_until?.duration_since(now).ok()?;
        (!left.is_zero()).then_some(left)
    }

    /// These attempts and one more at `now`. The one that reaches the policy's number sets the lock: should it be found
    /// right, all of this is forgotten.
    pub(crate) fn and_one(self, now: SystemTime, policy: &LockoutPolicy) -> Self {
        let mut next = self;
        let ended = self.locked_until.map(|until| now.duration_since(until).unwrap_or_default());
        if ended.is_some_and(|since| since >= CALM) {
            next.locks = 0;
        }
        let outside = |first: SystemTime| now.duration_since(first).is_ok_and(|age| age >= policy.window);
        if self.first_at.is_none_or(outside) {
            next.count = 0;
            next.first_at = Some(now);
        }
        next.count += 1;
        if next.count >= policy.failures {
            let lasts = policy.lock.saturating_mul(1_u32.checked_shl(next.locks).unwrap_or(u32::MAX));
            next.locked_until = Some(now + lasts.min(policy.longest_lock));
            next.locks = next.locks.saturating_add(1);
            next.count = 0;
            next.first_at = None;
        }
        next
    }

    /// How long this must be remembered from the last attempt on.
    pub(crate) fn memory(policy: &LockoutPolicy) -> Duration {
        policy.window.max(policy.longest_lock + CALM)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use proptest::prelude::*;

    use super::{Attempts, CALM, LockoutPolicy};

    const POLICY: LockoutPolicy = LockoutPolicy {
        failures: 10,
        window: Duration::from_mins(15),
        lock: Duration::from_mins(1),
        longest_lock: Duration::from_hours(1),
    };

    fn start() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_hours(525_960)
    }

    fn fail(attempts: Attempts, times: u32, at: SystemTime) -> Attempts {
        (0..times).fold(attempts, |attempts, _| attempts.and_one(at, &POLICY))
    }

    #[test]
    fn the_tenth_failure_locks_and_the_lock_ends() {
        let nine = fail(Attempts::default(), 9, start());
        assert_eq!(nine.locked_for(start()), None);
        let ten = fail(nine, 1, start());
        assert_eq!(ten.locked_for(start()), Some(Duration::from_mins(1)));
        assert_eq!(ten.locked_for(start() + Duration::from_secs(59)), Some(Duration::from_secs(1)));
        assert_eq!(ten.locked_for(start() + Duration::from_mins(1)), None);
    }

    #[test]
    fn each_lock_is_twice_as_long_up_to_a_bound_until_a_calm_day() {
        let (mut attempts, mut now) = (Attempts::default(), start());
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
            attempts = fail(attempts, 10, now);
            let lock = attempts.locked_for(now).expect("locked");
            assert_eq!(lock, Duration::from_mins(minutes));
            now += lock;
        }
        attempts = fail(attempts, 10, now + CALM);
        assert_eq!(attempts.locked_for(now + CALM), Some(Duration::from_mins(1)));
    }

    #[test]
    fn failures_of_long_ago_do_not_count() {
        let nine = fail(Attempts::default(), 9, start());
        let later = start() + Duration::from_mins(15);
        assert_eq!(fail(nine, 9, later).locked_for(later), None);
        assert!(fail(nine, 10, later).locked_for(later).is_some());
    }

    proptest! {
        /// However attempts are spaced, no window holds more of them than the policy allows.
        #[test]
        fn no_window_has_more_attempts_than_allowed(gaps in prop::collection::vec(0_u64..400, 1..300)) {
            let (mut attempts, mut now) = (Attempts::default(), start());
            let mut taken = Vec::new();
            for gap in gaps {
                now += Duration::from_secs(gap);
                if attempts.locked_for(now).is_none() {
                    attempts = attempts.and_one(now, &POLICY);
                    taken.push(now);
                }
            }
            // Between two locks there are at most `failures` in a window from its first on; a sliding window can
            // touch two of those.
            for (at, from) in taken.iter().enumerate() {
                let within = taken[at..].iter().take_while(|time| **time < *from + POLICY.lock).count();
                prop_assert!(within <= 2 * POLICY.failures as usize);
            }
        }
    }
}
