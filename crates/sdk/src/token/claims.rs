//! What an access token says.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::identity::{Principal, Role};

/// The claims of an access token. All are required; others are ignored, so that a later version may add some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued the token.
    #[serde(rename = "iss")]
    pub issuer: String,
    /// Whom it is for.
    #[serde(rename = "aud")]
    pub audience: String,
    /// Whose it is: a player's id, or the name of a service or an administrator.
    #[serde(rename = "sub")]
    pub subject: String,
    /// When it ends.
    #[serde(rename = "exp", with = "seconds")]
    pub expires_at: SystemTime,
    /// When it begins.
    #[serde(rename = "nbf", with = "seconds")]
    pub not_before: SystemTime,
    /// When it was issued.
    #[serde(rename = "iat", with = "seconds")]
    pub issued_at: SystemTime,
    /// The token's own id.
    #[serde(rename = "jti")]
    pub token_id: String,
    /// The session that it belongs to; ending the session ends the token.
    #[serde(rename = "sid")]
    pub session_id: String,
    /// What its holder may do; never [`Role::Anonymous`].
    #[serde(with = "role")]
    pub role: Role,
}

impl Claims {
    /// The caller that the token stands for.
    #[must_use]
    pub fn principal(&self) -> Principal {
        Principal { role: self.role, id: self.subject.clone(), session_id: Some(self.session_id.clone()) }
    }
}

/// Times in whole seconds since 1970, as RFC 7519's `NumericDate`.
mod seconds {
    use super::{Deserialize, Duration, SystemTime};
    use serde::{Deserializer, Serializer, de, ser};

    /// The end of the year 9999; what lies beyond it is a mistake, and arithmetic up to it does not overflow.
    const LATEST: u64 = 253_402_300_799;

    pub(super) fn serialize<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => serializer.serialize_u64(since.as_secs()),
            Err(_) => Err(ser::Error::custom("a time before 1970")),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
        let seconds = u64::deserialize(deserializer)?;
        if seconds > LATEST {
            return Err(de::Error::custom("a time after the year 9999"));
        }
        Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }
}

mod role {
    use super::{Deserialize, Role};
    use serde::{Deserializer, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes every field by reference")]
    pub(super) fn serialize<S: Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
        let name = String::deserialize(deserializer)?;
        Role::from_name(&name).filter(|role| *role != Role::Anonymous).ok_or_else(|| de::Error::custom("no such role"))
    }
}
