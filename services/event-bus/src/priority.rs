//! Which of the events that wait comes next.

use realmwire_contract::event_bus::v1::Priority;

/// The classes of events, the first of which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    High,
    Normal,
    Low,
}

impl Class {
    /// All classes, in their order.
    pub(crate) const ALL: [Self; 3] = [Self::High, Self::Normal, Self::Low];

    /// The word for it in subjects.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Normal => "normal",
            Self::Low => "low",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// As it is stored.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::High => 0,
            Self::Normal => 1,
            Self::Low => 2,
        }
    }

    pub(crate) fn from_number(number: u32) -> Self {
        match number {
            0 => Self::High,
            2 => Self::Low,
            _ => Self::Normal,
        }
    }

    pub(crate) fn to_proto(self) -> Priority {
        match self {
            Self::High => Priority::High,
            Self::Normal => Priority::Normal,
            Self::Low => Priority::Low,
        }
    }

    /// What a request says; `None` for a value that this version does not know.
    pub(crate) fn from_proto(priority: i32) -> Option<Self> {
        match Priority::try_from(priority).ok()? {
            Priority::High => Some(Self::High),
            Priority::Unspecified | Priority::Normal => Some(Self::Normal),
            Priority::Low => Some(Self::Low),
        }
    }
}

/// How often classes were passed over in a row while they had something waiting, so that none of them starves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) normal: u32,
    pub(crate) low: u32,
}

/// After how many others at the most a class that waits has its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shares {
    pub(crate) normal: u32,
    pub(crate) low: u32,
}

impl Passed {
    /// The class of the next event, of those that have one waiting.
    pub(crate) fn next(&mut self, shares: Shares, waits: impl Fn(Class) -> bool) -> Option<Class> {
        let (normal, low) = (waits(Class::Normal), waits(Class::Low));
        let class = if low && self.low + 1 >= shares.low {
            Class::Low
        } else if normal && self.normal + 1 >= shares.normal {
            Class::Normal
        } else {
            Class::ALL.into_iter().find(|class| waits(*class))?
        };
        self.normal = if normal && class != Class::Normal { self.normal + 1 } else { 0 };
        self.low = if low && class != Class::Low { self.low + 1 } else { 0 };
        Some(class)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHARES: Shares = Shares { normal: 4, low: 8 };

    #[test]
    fn the_higher_class_comes_first() {
        let mut passed = Passed::default();
        assert_eq!(passed.next(SHARES, |_| true), Some(Class::High));
        assert_eq!(passed.next(SHARES, |class| class != Class::High), Some(Class::Normal));
        assert_eq!(passed.next(SHARES, |class| class == Class::Low), Some(Class::Low));
        assert_eq!(passed.next(SHARES, |_| false), None);
    }

    #[test]
    fn when_all_wait_each_has_its_share() {
        let mut passed = Passed::default();
        let picks: Vec<_> = (0..800).filter_map(|_| passed.next(SHARES, |_| true)).collect();
        let count = |class| picks.iter().filter(|pick| **pick == class).count();
        assert_eq!(count(Class::Low), 100);
        assert!((180..=220).contains(&count(Class::Normal)), "{}", count(Class::Normal));
        assert_eq!(picks.len(), 800);
    }

    proptest! {
        #[test]
        fn nothing_that_waits_is_passed_over_for_ever(rounds in prop::collection::vec(any::<bool>(), 1..200)) {
            let (mut passed, mut since) = (Passed::default(), 0);
            for high in rounds {
                let pick = passed.next(SHARES, |class| class != Class::High || high);
                since = if pick == Some(Class::Low) { 0 } else { since + 1 };
                prop_assert!(since < 8);
            }
        }

        #[test]
        fn a_class_has_one_word_and_one_number(number in 0_u32..3) {
            let class = Class::from_number(number);
            prop_assert_eq!(class.number(), number);
            prop_assert_eq!(Class::from_word(class.word()), Some(class));
            prop_assert_eq!(Class::from_proto(class.to_proto().into()), Some(class));
        }
    }
}
