//! The rules for subjects and patterns, as NATS has them: one place for both backends.

use crate::bus::{BusError, Headers};

/// Refuses a subject that a message cannot be sent to.
///
/// # Errors
/// [`BusError::InvalidSubject`] with the rule that it breaks.
///
/// ```
/// use realmwire_fabric::subject::check_subject;
///
/// assert!(check_subject("svc.state-manager.v1.Get").is_ok());
/// assert!(check_subject("svc..Get").is_err());
/// assert!(check_subject("svc.*.Get").is_err());
/// ```
pub fn check_subject(subject: &str) -> Result<(), BusError> {
    match tokens_of(subject)? {
        Tokens::Literal => Ok(()),
        Tokens::Wildcards => Err(invalid(subject, "a message is sent to one subject, without wildcards")),
    }
}

/// Refuses a pattern that cannot be subscribed to.
///
/// # Errors
/// [`BusError::InvalidSubject`] with the rule that it breaks.
pub fn check_pattern(pattern: &str) -> Result<(), BusError> {
    tokens_of(pattern)?;
    if pattern.split('.').rev().skip(1).any(|token| token == ">") {
        return Err(invalid(pattern, "> stands only at the end"));
    }
    Ok(())
}

/// Refuses the name of a queue group that cannot travel.
///
/// # Errors
/// [`BusError::InvalidSubject`] with the rule that it breaks.
pub fn check_group(group: &str) -> Result<(), BusError> {
    if group.is_empty() || group.bytes().any(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control()) {
        return Err(invalid(group, "a queue group is named by one word"));
    }
    Ok(())
}

/// Refuses headers that cannot travel.
///
/// # Errors
/// [`BusError::InvalidHeader`] with the name of the first such header and the rule that it breaks.
///
/// ```
/// use realmwire_fabric::bus::Headers;
/// use realmwire_fabric::subject::check_headers;
///
/// let mut headers = Headers::new();
/// headers.set("traceparent", "00-0af7");
/// assert!(check_headers(&headers).is_ok());
/// headers.set("note", "two\r\nlines");
/// assert!(check_headers(&headers).is_err());
/// ```
pub fn check_headers(headers: &Headers) -> Result<(), BusError> {
    for (name, value) in headers.iter() {
        let refuse = |reason| BusError::InvalidHeader { name: name.to_owned(), reason };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
            return Err(refuse("a name is of visible ASCII characters without a colon"));
        }
        if value.contains(['\r', '\n']) {
            return Err(refuse("a value is one line"));
        }
    }
    Ok(())
}

/// Whether `pattern` holds a wildcard.
#[must_use]
pub fn has_wildcard(pattern: &str) -> bool {
    pattern.split('.').any(is_wildcard)
}

/// Whether `subject` is one of those that `pattern` stands for; both are well-formed.
///
/// ```
/// use realmwire_fabric::subject::matches;
///
/// assert!(matches("evt.*.created.v1", "evt.quest.created.v1"));
/// assert!(matches("evt.>", "evt.quest.created.v1"));
/// assert!(!matches("evt.>", "evt"));
/// ```
#[must_use]
pub fn matches(pattern: &str, subject: &str) -> bool {
    let mut tokens = subject.split('.');
    for expected in pattern.split('.') {
        match (expected, tokens.next()) {
            (">", Some(_)) => return true,
            ("*", Some(_)) => {}
            (expected, Some(token)) if expected == token => {}
            _ => return false,
        }
    }
    tokens.next().is_none()
}

fn is_wildcard(token: &str) -> bool {
    token == "*" || token == ">"
}

/// What the tokens of a subject are.
#[derive(PartialEq, Eq)]
enum Tokens {
    Literal,
    Wildcards,
}

/// Looks at each byte once: this is done for every message, some times for each call.
fn tokens_of(subject: &str) -> Result<Tokens, BusError> {
    let mut tokens = Tokens::Literal;
    let (mut length, mut last) = (0_usize, b'.');
    let mut end_token = |length: usize, last: u8| {
        if length == 1 && matches!(last, b'*' | b'>') {
            tokens = Tokens::Wildcards;
        }
        length > 0
    };
    let mut is_well_formed = true;
    for byte in subject.bytes() {
        match byte {
            b'.' => {
                is_well_formed &= end_token(length, last);
                length = 0;
            }
            0..=b' ' | 0x7f => return Err(invalid(subject, "spaces and control characters cannot travel")),
            _ => length += 1,
        }
        last = byte;
    }
    if end_token(length, last) && is_well_formed {
        return Ok(tokens);
    }
    Err(invalid(subject, "tokens between dots hold at least one character"))
}

fn invalid(subject: &str, reason: &'static str) -> BusError {
    BusError::InvalidSubject { subject: subject.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of up to five of these characters.
    fn texts() -> impl Iterator<Item = String> {
        const CHARACTERS: [char; 7] = ['a', '.', '*', '>', ' ', '\x7f', '\u{e9}'];
        (0..=5).flat_map(|length| {
            (0..CHARACTERS.len().pow(length)).map(move |number| {
                let digits = (0..length).map(|digit| number / CHARACTERS.len().pow(digit) % CHARACTERS.len());
                digits.map(|digit| CHARACTERS[digit]).collect()
            })
        })
    }

    #[test]
    fn a_subject_is_of_visible_tokens_between_dots_and_no_wildcards() {
        for text in texts() {
            let tokens: Vec<_> = text.split('.').collect();
            let travels = !text.contains([' ', '\x7f']) && !tokens.contains(&"");
            let is_literal = !tokens.iter().any(|token| is_wildcard(token));
            assert_eq!(check_subject(&text).is_ok(), travels && is_literal, "{text:?}");
            let ends_well = tokens.iter().rev().skip(1).all(|token| *token != ">");
            assert_eq!(check_pattern(&text).is_ok(), travels && ends_well, "{text:?}");
        }
    }
}
