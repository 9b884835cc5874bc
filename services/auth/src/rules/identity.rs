//! What identities are called, and the form of everything that callers name.

use realmwire_sdk::status::Status;
use uuid::Uuid;

/// The longest label of a session or device.
const LABEL_CHARACTERS_MAX: usize = 64;
/// The longest reason of a ban.
const REASON_CHARACTERS_MAX: usize = 500;
/// The length of a device's secret: two random UUIDs at least.
const DEVICE_SECRET_CHARACTERS: std::ops::RangeInclusive<usize> = 32..=256;
/// The longest subject of a rate limit.
const RATE_SUBJECT_BYTES_MAX: usize = 128;

/// The name of a password identity, in the one form in which it is stored and compared.
pub(crate) fn password_name(field: &str, name: &str) -> Result<String, Status> {
    let name = name.trim().to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-@+".contains(&byte);
    if (3..=64).contains(&name.len()) && name.bytes().all(plain) {
        Ok(name)
    } else {
        Err(Status::invalid(field, "must be 3 to 64 of the characters a-z 0-9 . _ - @ +"))
    }
}

/// Checks the form of a device's secret.
pub(crate) fn device_secret(field: &str, secret: &str) -> Result<(), Status> {
    if DEVICE_SECRET_CHARACTERS.contains(&secret.chars().count()) {
        Ok(())
    } else {
        Err(Status::invalid(field, "must be 32 to 256 characters that nobody can guess"))
    }
}

/// A label without the spaces around it.
pub(crate) fn label(field: &str, label: &str) -> Result<String, Status> {
    let label = label.trim();
    if label.chars().count() > LABEL_CHARACTERS_MAX || label.chars().any(char::is_control) {
        return Err(Status::invalid(field, "must have at most 64 characters and no control characters"));
    }
    Ok(label.to_owned())
}

/// The reason of a ban.
pub(crate) fn reason(field: &str, reason: &str) -> Result<String, Status> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX || reason.chars().any(char::is_control) {
        return Err(Status::invalid(field, "must have 1 to 500 characters and no control characters"));
    }
    Ok(reason.to_owned())
}

/// A player's id.
pub(crate) fn player_id(field: &str, id: &str) -> Result<Uuid, Status> {
    uuid(id).ok_or_else(|| Status::invalid(field, "must be a player's id, such as those that CreatePlayer gives"))
}

/// A session's id.
pub(crate) fn session_id(field: &str, id: &str) -> Result<Uuid, Status> {
    uuid(id).ok_or_else(|| Status::invalid(field, "must be a session's id"))
}

/// The subject of a token without an account. No player's id has this form: those begin with a digit or have no
/// letter beyond f, and this one is checked not to be any.
pub(crate) fn service_subject(field: &str, subject: &str) -> Result<(), Status> {
    let mut bytes = subject.bytes();
    let first = bytes.next().is_some_and(|first| first.is_ascii_lowercase());
    let rest = bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if first && rest && subject.len() <= 63 && Uuid::try_parse(subject).is_err() {
        Ok(())
    } else {
        Err(Status::invalid(field, "must be a letter a-z, then up to 62 of a-z 0-9 -"))
    }
}

/// Whose sessions a request is about: a player's id or the subject of service tokens.
pub(crate) fn subject(field: &str, subject: &str) -> Result<(), Status> {
    if uuid(subject).is_some() || service_subject(field, subject).is_ok() {
        Ok(())
    } else {
        Err(Status::invalid(field, "must be a player's id or the subject of a service token"))
    }
}

/// The subject of a rate limit.
pub(crate) fn rate_subject(field: &str, subject: &str) -> Result<(), Status> {
    if subject.is_empty() || subject.len() > RATE_SUBJECT_BYTES_MAX || subject.chars().any(char::is_control) {
        return Err(Status::invalid(field, "must have 1 to 128 bytes and no control characters"));
    }
    Ok(())
}

/// A UUID in the one form in which ids are given out.
fn uuid(text: &str) -> Option<Uuid> {
    let uuid = Uuid::try_parse(text).ok()?;
    (uuid.to_string() == text).then_some(uuid)
}

#[cfg(test)]
mod tests {
    use super::{label, password_name, player_id, service_subject, subject};

    #[test]
    fn one_name_has_one_form() {
        assert_eq!(
            password_name("name", " Ada.Lovelace@Example.org ").ok().as_deref(),
            Some("ada.lovelace@example.org")
        );
        for name in ["", "ab", "a b c", "ada\u{200b}", "аda", &"a".repeat(65), "ada/lovelace"] {
            assert!(password_name("name", name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn ids_have_one_form_and_subjects_of_services_are_no_ids() {
        let id = "01913b6e-7a50-7cc3-98c4-dc0c0c07398f";
        assert!(player_id("player_id", id).is_ok());
        for other in ["", "p1", "01913B6E-7A50-7CC3-98C4-DC0C0C07398F", "01913b6e7a507cc398c4dc0c0c07398f", "../x"] {
            assert!(player_id("player_id", other).is_err(), "{other:?}");
        }
        assert!(service_subject("subject", "match-server").is_ok());
        for other in ["", "Match", "1st", "a_b", "abcdefab-cdef-abcd-efab-cdefabcdefab", &"a".repeat(64)] {
            assert!(service_subject("subject", other).is_err(), "{other:?}");
        }
        assert!(subject("subject", id).is_ok() && subject("subject", "operator").is_ok());
        assert!(subject("subject", "not one").is_err());
    }

    #[test]
    fn labels_are_short_and_plain() {
        assert_eq!(label("label", "  Ada's phone ").ok().as_deref(), Some("Ada's phone"));
        assert!(label("label", &"ä".repeat(65)).is_err());
        assert!(label("label", "a\u{7}b").is_err());
    }
}
