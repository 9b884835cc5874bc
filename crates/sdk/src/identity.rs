//! On whose behalf a call is made.

use realmwire_contract::Access;

/// The kinds of callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Nobody signed in.
    #[default]
    Anonymous,
    /// A player.
    Player,
    /// A person who looks after players.
    Moderator,
    /// A person who runs the system.
    Admin,
    /// A service of the system.
    Service,
}

impl Role {
    /// The role's name in headers, tokens and logs, such as `player`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Player => "player",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
            Self::Service => "service",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Anonymous, Self::Player, Self::Moderator, Self::Admin, Self::Service]
            .into_iter()
            .find(|role| role.as_str() == name)
    }
}

/// Who a caller is, as verified at the system's edge.
///
/// ```
/// use realmwire_sdk::identity::{Principal, Role};
///
/// let player = Principal::player("p1");
/// assert_eq!(player.role, Role::Player);
/// assert_eq!(Principal::from_header(&player.to_header()), Some(player));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Principal {
    /// The kind of caller.
    pub role: Role,
    /// The player's, administrator's or service's id; empty for nobody.
    pub id: String,
    /// The session that the caller signed in with, if any.
    pub session_id: Option<String>,
}

impl Principal {
    /// Nobody signed in.
    #[must_use]
    pub const fn anonymous() -> Self {
        Self { role: Role::Anonymous, id: String::new(), session_id: None }
    }

    /// A player without a session.
    pub fn player(id: impl Into<String>) -> Self {
        Self { role: Role::Player, id: id.into(), session_id: None }
    }

    /// An administrator without a session.
    pub fn admin(id: impl Into<String>) -> Self {
        Self { role: Role::Admin, id: id.into(), session_id: None }
    }

    /// A service of the system.
    pub fn service(name: impl Into<String>) -> Self {
        Self { role: Role::Service, id: name.into(), session_id: None }
    }

    /// Whether this caller may use a method with that access.
    #[must_use]
    pub const fn may(&self, access: Access) -> bool {
        match access {
            Access::Public => true,
            Access::Player => !matches!(self.role, Role::Anonymous),
            Access::Moderator => matches!(self.role, Role::Moderator | Role::Admin | Role::Service),
            Access::Admin => matches!(self.role, Role::Admin | Role::Service),
            Access::Service => matches!(self.role, Role::Service),
        }
    }

    /// The value of the header `Rpc-Principal`: role, id and session, separated by `/`, percent-encoded.
    #[must_use]
    pub fn to_header(&self) -> String {
        let mut header = String::from(self.role.as_str());
        if !self.id.is_empty() || self.session_id.is_some() {
            header.push('/');
            push_encoded(&mut header, &self.id);
        }
        if let Some(session) = &self.session_id {
            header.push('/');
            push_encoded(&mut header, session);
        }
        header
    }

    /// The principal in a header `Rpc-Principal`; `None` when it is malformed.
    #[must_use]
    pub fn from_header(header: &str) -> Option<Self> {
        let mut parts = header.splitn(3, '/');
        let role = Role::from_name(parts.next()?)?;
        let id = parts.next().map_or(Some(String::new()), decode)?;
        let session_id = match parts.next() {
            Some(part) => Some(decode(part)?),
            None => None,
        };
        if id.is_empty() && role != Role::Anonymous {
            return None;
        }
        Some(Self { role, id, session_id })
    }
}

fn push_encoded(header: &mut String, text: &str) {
    use std::fmt::Write;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'@') {
            header.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(header, "%{byte:02X}");
        }
    }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'%' {
            let (hex, after) = tail.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_access_admits_its_roles_and_those_above() {
        use Access::{Admin, Moderator, Player, Public, Service};
        let table = [
            (Role::Anonymous, vec![Public]),
            (Role::Player, vec![Public, Player]),
            (Role::Moderator, vec![Public, Player, Moderator]),
            (Role::Admin, vec![Public, Player, Moderator, Admin]),
            (Role::Service, vec![Public, Player, Moderator, Admin, Service]),
        ];
        for (role, admitted) in table {
            let principal = Principal { role, id: "x".into(), session_id: None };
            for access in [Public, Player, Moderator, Admin, Service] {
                assert_eq!(principal.may(access), admitted.contains(&access), "{role:?} {access:?}");
            }
        }
    }

    #[test]
    fn malformed_headers_name_nobody() {
        for header in ["", "king/x", "player", "player/", "player/%zz", "player/%ff", "player/a/%f"] {
            assert_eq!(Principal::from_header(header), None, "{header}");
        }
    }

    proptest! {
        #[test]
        fn a_principal_survives_its_header(id in ".+", session_id in prop::option::of(".*")) {
            let principal = Principal { role: Role::Moderator, id, session_id };
            prop_assert_eq!(Principal::from_header(&principal.to_header()), Some(principal));
        }
    }
}
