//! Names of event types, and patterns that stand for several of them.

/// A pattern such as `world-state.entity.*` or `*.player.deleted`: words with `*` for any one of them, at the end for
/// any that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    words: Vec<String>,
    /// Whether it ends in `*` or `>`: what follows may be of any length, but must be there.
    open_ended: bool,
}

/// Longer names are refused.
const NAME_BYTES_MAX: usize = 200;

impl Pattern {
    /// Reads a pattern.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut words: Vec<String> = text.split('.').map(str::to_owned).collect();
        let open_ended = words.last().is_some_and(|last| last == "*" || last == ">");
        if open_ended {
            words.pop();
        }
        let fits = |word: &String| word == "*" || is_word(word);
        if text.len() > NAME_BYTES_MAX || !words.iter().all(fits) || (words.is_empty() && !open_ended) {
            return Err(format!(
                "{text:?} is no pattern: use words of lower-case letters, digits and -, separated by dots, with * for any \
                 word, such as world-state.entity.*"
            ));
        }
        Ok(Self { words, open_ended })
    }

    /// Whether it stands for a type, whose name has its version at the end. The pattern may leave the version out.
    pub(crate) fn matches(&self, type_name: &str) -> bool {
        self.fits(type_name) || unversioned(type_name).is_some_and(|name| self.fits(name))
    }

    /// Patterns of subjects which together stand for all types that it stands for.
    pub(crate) fn subjects(&self) -> Vec<String> {
        let begin = self.words.join(".");
        match self.words.last() {
            None => vec![">".to_owned()],
            Some(_) if self.open_ended => vec![format!("{begin}.>")],
            // It may name the version, or leave it out.
            Some(last) if version_number(last).is_some() => vec![format!("{begin}.*"), begin],
            Some(_) => vec![format!("{begin}.*")],
        }
    }

    fn fits(&self, name: &str) -> bool {
        let mut words = name.split('.');
        for expected in &self.words {
            match words.next() {
                Some(word) if expected == "*" || expected == word => {}
                _ => return false,
            }
        }
        words.next().is_some() == self.open_ended
    }
}

/// Whether a text has the form of a type's name, with or without its version.
pub(crate) fn is_type_name(text: &str) -> bool {
    text.len() <= NAME_BYTES_MAX && text.split('.').count() >= 2 && text.split('.').all(is_word)
}

/// A type's name without its version; `None` if it has none.
pub(crate) fn unversioned(type_name: &str) -> Option<&str> {
    type_name.rsplit_once('.').filter(|(_, version)| version_number(version).is_some()).map(|(name, _)| name)
}

/// The number in a version such as `v2`.
pub(crate) fn version_number(word: &str) -> Option<u32> {
    word.strip_prefix('v')?.parse().ok().filter(|number| *number > 0)
}

fn is_word(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_stand_for_types_with_and_without_version() {
        let table = [
            ("world-state.entity.*", "world-state.entity.updated.v1", true),
            ("world-state.entity.*", "world-state.flag.set.v1", false),
            ("world-state.*", "world-state.entity.updated.v1", true),
            ("world-state.>", "world-state.entity.updated.v1", true),
            ("*.player.deleted", "state-manager.player.deleted.v1", true),
            ("*.player.deleted", "state-manager.player.deleted.v2", true),
            ("*.player.deleted.v1", "state-manager.player.deleted.v2", false),
            ("*.player.deleted", "state-manager.entity.deleted.v1", false),
            ("state-manager.player.deleted", "state-manager.player.deleted.v1", true),
            ("state-manager.player", "state-manager.player.deleted.v1", false),
            ("*", "time-manager.hour.changed.v1", true),
            ("game.raid.won.v1.*", "game.raid.won.v1", false),
        ];
        for (pattern, name, expected) in table {
            assert_eq!(Pattern::parse(pattern).unwrap().matches(name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn malformed_patterns_are_refused() {
        for pattern in ["", ".", "a..b", "World.*", "a.>.b", "a b.c", "a.b*", "ä.b", &"a.".repeat(200)] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern:?}");
        }
    }

    #[test]
    fn a_name_has_two_words_at_least() {
        for (name, expected) in
            [("a.b", true), ("a.b.v1", true), ("a", false), ("a.", false), ("a.B", false), ("a.*", false)]
        {
            assert_eq!(is_type_name(name), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_matched_by_itself_and_by_its_beginnings(words in prop::collection::vec("[a-z0-9][a-z0-9-]{0,8}", 2..6)) {
            let name = words.join(".");
            prop_assert!(Pattern::parse(&name).unwrap().matches(&name));
            for length in 0..words.len() {
                let mut beginning = words[..length].to_vec();
                beginning.push("*".to_owned());
                prop_assert!(Pattern::parse(&beginning.join(".")).unwrap().matches(&name));
            }
        }

        #[test]
        fn subjects_stand_for_all_that_a_pattern_does(
            words in prop::collection::vec(prop_oneof!["[ab]", Just("v1".to_owned())], 1..5),
            pattern in prop::collection::vec(prop_oneof!["[ab]", Just("v1".to_owned()), Just("*".to_owned())], 1..5),
        ) {
            let (name, pattern) = (format!("{}.v1", words.join(".")), Pattern::parse(&pattern.join(".")).unwrap());
            let is_covered = pattern.subjects().iter().any(|subject| realmwire_fabric::subject::matches(subject, &name));
            prop_assert!(is_covered || !pattern.matches(&name), "{pattern:?} {name}");
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            let _ = Pattern::parse(&text).map(|pattern| pattern.matches(&text));
        }
    }
}
