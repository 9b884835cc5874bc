//! Which passwords may be chosen.
//!
//! Length counts, and that the password is not one of the first that are tried. Rules on which characters to mix make
//! passwords worse and are not among them (NIST SP 800-63B).

use std::collections::HashSet;
use std::sync::LazyLock;

/// What is asked of a new password.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PasswordPolicy {
    pub(crate) characters_min: usize,
}

/// The most characters: enough for any phrase, and no lever to keep the hash function busy.
const CHARACTERS_MAX: usize = 256;

/// Why a password may not be chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PasswordProblem {
    #[error("must have at least {0} characters")]
    TooShort(usize),
    #[error("must have at most {CHARACTERS_MAX} characters")]
    TooLong,
    #[error("must not hold control characters")]
    Control,
    #[error("is one of the passwords that are tried first")]
    Common,
    #[error("must not be made of the name")]
    Name,
    #[error("must not repeat a few characters or follow a row of the keyboard")]
    Pattern,
}

/// Passwords that everybody uses, in lower case, one a line.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common-passwords.txt").lines().collect());

/// Rows that fingers follow; forwards and backwards.
const ROWS: [&str; 6] =
    ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p"];

/// Checks a new password for the account that is called `name`.
pub(crate) fn check(password: &str, name: &str, policy: PasswordPolicy) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < policy.characters_min {
        return Err(PasswordProblem::TooShort(policy.characters_min));
    }
    if length > CHARACTERS_MAX {
        return Err(PasswordProblem::TooLong);
    }
    if password.chars().any(char::is_control) {
        return Err(PasswordProblem::Control);
    }
    let lower = password.to_lowercase();
    if COMMON.contains(lower.as_str()) || COMMON.contains(without_ending(&lower)) {
        return Err(PasswordProblem::Common);
    }
    if !name.is_empty() && lower.contains(name) && without_ending(&lower.replace(name, "")).chars().count() < 4 {
        return Err(PasswordProblem::Name);
    }
    if is_pattern(&lower) {
        return Err(PasswordProblem::Pattern);
    }
    Ok(())
}

/// The text without the digits and marks that people put at the end of a word to make it pass.
fn without_ending(text: &str) -> &str {
    text.trim_end_matches(|character: char| character.is_ascii_digit() || character.is_ascii_punctuation())
}

/// Whether the text has at most three different characters, or is nothing but runs along a row.
fn is_pattern(lower: &str) -> bool {
    let characters: Vec<char> = lower.chars().collect();
    if characters.iter().collect::<HashSet<_>>().len() <= 3 {
        return true;
    }
    let steps = characters.windows(2).filter(|pair| is_step(pair)).count();
    // Two rows one after the other have a single step that leads off a row.
    steps + 2 >= characters.len()
}

fn is_step(pair: &[char]) -> bool {
    let &[from, to] = pair else { return false };
    let follows = |row: &str, a: char, b: char| row.chars().zip(row.chars().skip(1)).any(|step| step == (a, b));
    ROWS.iter().any(|row| follows(row, from, to) || follows(row, to, from))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PasswordPolicy, PasswordProblem, check};

    const POLICY: PasswordPolicy = PasswordPolicy { characters_min: 10 };

    #[test]
    fn weak_passwords_are_refused_with_their_reason() {
        let cases = [
            ("short", PasswordProblem::TooShort(10)),
            ("äöüäöüäöü", PasswordProblem::TooShort(10)),
            ("correct\nhorse", PasswordProblem::Control),
            ("password123", PasswordProblem::Common),
            ("PassWord2024!", PasswordProblem::Common),
            ("iloveyou1234", PasswordProblem::Common),
            ("ada.lovelace", PasswordProblem::Name),
            ("Ada.Lovelace99!", PasswordProblem::Name),
            ("aaaaaaaaaaaa", PasswordProblem::Pattern),
            ("abababababab", PasswordProblem::Pattern),
            ("abcdefghijkl", PasswordProblem::Pattern),
            ("0987654321", PasswordProblem::Pattern),
            ("qwertyuiopasdf", PasswordProblem::Pattern),
            ("1q2w3e4r5t6y", PasswordProblem::Pattern),
        ];
        for (password, problem) in cases {
            assert_eq!(check(password, "ada.lovelace", POLICY), Err(problem), "{password}");
        }
        assert_eq!(check(&"ab3x ".repeat(52), "ada", POLICY), Err(PasswordProblem::TooLong));
    }

    #[test]
    fn phrases_and_random_passwords_are_good() {
        for password in [
            "correct horse battery staple",
            "Tr0ub4dor&3x",
            "q9K!v_27xLm",
            "дракон летит домой",
            "猫が窓辺で眠る朝の光",
        ] {
            assert_eq!(check(password, "ada", POLICY), Ok(()), "{password}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(password in "\\PC{0,300}", name in "[a-z0-9.]{0,20}") {
            let verdict = check(&password, &name, POLICY);
            let length = password.chars().count();
            prop_assert_eq!(matches!(verdict, Err(PasswordProblem::TooShort(_))), length < 10);
        }
    }
}
