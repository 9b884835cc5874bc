//! How long sessions and their tokens last.

use std::time::{Duration, SystemTime};

use realmwire_sdk::token::MAX_SKEW;

/// How long sessions and their tokens last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionPolicy {
    /// An access token.
    pub(crate) access: Duration,
    /// A session that is not refreshed.
    pub(crate) idle: Duration,
    /// A session at the most.
    pub(crate) longest: Duration,
    /// Sessions of one player at a time.
    pub(crate) per_player: usize,
    /// A token of a service at the most.
    pub(crate) service_token: Duration,
}

/// When the tokens that are issued at one moment end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    /// The access token.
    pub(crate) access: SystemTime,
    /// The refresh token, and the session with it.
    pub(crate) session: SystemTime,
}

impl SessionPolicy {
    /// The ends of tokens issued `now` for a session that was opened at `opened`. `None` when it is over.
    pub(crate) fn ends(&self, opened: SystemTime, now: SystemTime) -> Option<Ends> {
        let last = opened + self.longest;
        let session = (now + self.idle).min(last);
        (session > now).then(|| Ends { access: (now + self.access).min(session), session })
    }
}

/// When a revocation can be forgotten: its session's last access token is past for every verifier, whatever its clock
/// says within the tolerated difference.
pub(crate) fn forget_at(last_access_ends: SystemTime) -> SystemTime {
    last_access_ends + 2 * MAX_SKEW
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Ends, SessionPolicy};

    const POLICY: SessionPolicy = SessionPolicy {
        access: Duration::from_mins(15),
        idle: Duration::from_hours(24 * 30),
        longest: Duration::from_hours(24 * 365),
        per_player: 20,
        service_token: Duration::from_hours(24 * 30),
    };

    #[test]
    fn a_session_goes_on_while_it_is_refreshed_up_to_its_longest() {
        let opened = SystemTime::UNIX_EPOCH;
        let day = Duration::from_hours(24);
        let ends = |days: u32| POLICY.ends(opened, opened + day * days);
        assert_eq!(ends(0), Some(Ends { access: opened + POLICY.access, session: opened + POLICY.idle }));
        assert_eq!(ends(350).map(|ends| ends.session), Some(opened + POLICY.longest));
        assert_eq!(ends(365), None);
    }

    #[test]
    fn no_access_token_outlives_its_session() {
        let last = SystemTime::UNIX_EPOCH + POLICY.longest;
        let ends = POLICY.ends(SystemTime::UNIX_EPOCH, last - Duration::from_mins(1)).expect("not over");
        assert_eq!(ends, Ends { access: last, session: last });
    }
}
