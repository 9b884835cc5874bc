//! Which key signs, which keys are trusted, and when that changes.
//!
//! A key is published first, signs next, and stays trusted until what it signed last has ended. Verifiers that learn the
//! keys late therefore never see a token of a key that they do not know yet.

use std::time::{Duration, SystemTime};

use realmwire_sdk::token::MAX_SKEW;

/// When keys are replaced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RotationPolicy {
    /// How long a key signs.
    pub(crate) signs_for: Duration,
    /// How long before it signs it is published.
    pub(crate) published_before: Duration,
    /// How long the longest token lasts.
    pub(crate) longest_token: Duration,
}

/// How soon a key signs that is asked for at once: long enough for every gateway to hear of it.
pub(crate) const LEAD: Duration = Duration::from_secs(5);

/// When a key begins to sign. Which key it is does not matter to the rules.
pub(crate) trait Timed {
    /// When it begins to sign.
    fn signs_from(&self) -> SystemTime;
}

/// The place in `keys`, which are in the order in which they begin to sign, of the one that signs `now`.
///
/// A key that is only just to begin is better than none: that is the first key, on a clock that was set back.
pub(crate) fn signing<K: Timed>(keys: &[K], now: SystemTime) -> Option<usize> {
    let begun = keys.iter().rposition(|key| key.signs_from() <= now);
    begun.or_else(|| (!keys.is_empty()).then_some(0))
}

/// The keys that are still trusted `now`: all but those whose successors have signed for longer than any token lasts.
pub(crate) fn trusted<K: Timed>(mut keys: Vec<K>, now: SystemTime, policy: &RotationPolicy) -> Vec<K> {
    let trusted_for = policy.longest_token + 2 * MAX_SKEW;
    let over = |next: &K| now.duration_since(next.signs_from()).is_ok_and(|since| since >= trusted_for);
    let first = keys.iter().skip(1).take_while(|next| over(next)).count();
    keys.drain(..first);
    keys
}

/// When a further key begins to sign, if it is time `now` to publish it.
pub(crate) fn next_signs_from<K: Timed>(keys: &[K], now: SystemTime, policy: &RotationPolicy) -> Option<SystemTime> {
    let Some(last) = keys.last() else { return Some(now) };
    let ends = last.signs_from() + policy.signs_for;
    if ends > now + policy.published_before {
        return None;
    }
    // A system that was off for long publishes late, and leaves verifiers the time that they need all the same.
    Some(ends.max(now + policy.published_before))
}

/// When to look at the keys again: at the next moment at which something is due.
pub(crate) fn next_change<K: Timed>(keys: &[K], now: SystemTime, policy: &RotationPolicy) -> SystemTime {
    let publish = keys.last().map(|last| last.signs_from() + policy.signs_for - policy.published_before);
    let forget = keys.get(1).map(|next| next.signs_from() + policy.longest_token + 2 * MAX_SKEW);
    let due = [publish, forget].into_iter().flatten().min().unwrap_or(now);
    // Never at once again: the clock may have been set.
    due.max(now + Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use proptest::prelude::*;

    use super::{RotationPolicy, Timed, next_change, next_signs_from, signing, trusted};

    impl Timed for SystemTime {
        fn signs_from(&self) -> SystemTime {
            *self
        }
    }

    const DAY: Duration = Duration::from_hours(24);
    const POLICY: RotationPolicy = RotationPolicy {
        signs_for: Duration::from_hours(24 * 30),
        published_before: DAY,
        longest_token: Duration::from_hours(24 * 30),
    };

    fn day(days: u32) -> SystemTime {
        SystemTime::UNIX_EPOCH + DAY * (20_000 + days)
    }

    #[test]
    fn the_first_key_signs_at_once() {
        assert_eq!(next_signs_from::<SystemTime>(&[], day(0), &POLICY), Some(day(0)));
        assert_eq!(signing(&[day(0)], day(0)), Some(0));
        assert_eq!(signing(&[day(1)], day(0)), Some(0), "a clock that was set back does not stop logins");
        assert_eq!(signing::<SystemTime>(&[], day(0)), None);
    }

    #[test]
    fn a_key_is_published_a_day_before_it_signs() {
        assert_eq!(next_signs_from(&[day(0)], day(28), &POLICY), None);
        assert_eq!(next_change(&[day(0)], day(0), &POLICY), day(29));
        assert_eq!(next_signs_from(&[day(0)], day(29), &POLICY), Some(day(30)));
        assert_eq!(signing(&[day(0), day(30)], day(29)), Some(0));
        assert_eq!(signing(&[day(0), day(30)], day(30)), Some(1));
        assert_eq!(next_signs_from(&[day(0)], day(90), &POLICY), Some(day(91)), "after a long time off");
    }

    #[test]
    fn a_key_is_trusted_until_what_it_signed_has_ended() {
        let keys = vec![day(0), day(30)];
        assert_eq!(trusted(keys.clone(), day(60), &POLICY).len(), 2);
        assert_eq!(trusted(keys, day(61), &POLICY), [day(30)]);
    }

    proptest! {
        /// Whenever the rotation looks, late or early: a token is signed by a published key, and the key is trusted for as
        /// long as the token lasts.
        #[test]
        fn each_token_outlives_no_key(hours in prop::collection::vec(1_u32..2_000, 1..60)) {
            let mut keys: Vec<SystemTime> = Vec::new();
            let mut published = Vec::new();
            let mut tokens: Vec<(SystemTime, SystemTime)> = Vec::new();
            let mut now = day(0);
            for step in hours {
                keys = trusted(keys, now, &POLICY);
                if let Some(from) = next_signs_from(&keys, now, &POLICY) {
                    keys.push(from);
                    published.push((from, now));
                }
                prop_assert!(keys.is_sorted());
                for (key, ends) in &tokens {
                    prop_assert!(*ends < now || keys.contains(key));
                }
                let key = keys[signing(&keys, now).unwrap()];
                let (_, since) = published.iter().find(|(from, _)| *from == key).unwrap();
                prop_assert!(key == published[0].0 || now.duration_since(*since).unwrap() >= POLICY.published_before);
                tokens.push((key, now + POLICY.longest_token));
                prop_assert!(next_change(&keys, now, &POLICY) > now);
                now += Duration::from_hours(u64::from(step));
            }
        }
    }
}
