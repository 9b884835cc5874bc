//! Who may do what to whom.

use realmwire_contract::auth::v1::Role as WireRole;
use realmwire_sdk::identity::{Principal, Role};

/// How far up a role is.
const fn rank(role: Role) -> u8 {
    match role {
        Role::Anonymous => 0,
        Role::Player => 1,
        Role::Moderator => 2,
        Role::Admin => 3,
        Role::Service => 4,
    }
}

/// Whether `actor` may decide over an account with the role `target`: it is below the actor's own.
pub(crate) const fn may_decide_over(actor: Role, target: Role) -> bool {
    rank(actor) > rank(target)
}

/// Whether `actor` may see or end the sessions of `subject`, whose role is `target`: its own, or one below it.
pub(crate) fn may_look_after(actor: &Principal, subject: &str, target: Role) -> bool {
    actor.id == subject || may_decide_over(actor.role, target)
}

/// The role of an account in a request; a player's if it is not said. `None` for what an account cannot be.
pub(crate) fn of_account(role: i32) -> Option<Role> {
    match WireRole::try_from(role).ok()? {
        WireRole::Unspecified | WireRole::Player => Some(Role::Player),
        WireRole::Moderator => Some(Role::Moderator),
        WireRole::Admin => Some(Role::Admin),
        WireRole::Service => None,
    }
}

/// The role of a token without an account in a request. `None` for what such a token cannot be.
pub(crate) fn of_service_token(role: i32) -> Option<Role> {
    match WireRole::try_from(role).ok()? {
        WireRole::Unspecified | WireRole::Player => None,
        WireRole::Moderator => Some(Role::Moderator),
        WireRole::Admin => Some(Role::Admin),
        WireRole::Service => Some(Role::Service),
    }
}

/// The role as it is sent and stored.
pub(crate) const fn to_wire(role: Role) -> WireRole {
    match role {
        Role::Anonymous => WireRole::Unspecified,
        Role::Player => WireRole::Player,
        Role::Moderator => WireRole::Moderator,
        Role::Admin => WireRole::Admin,
        Role::Service => WireRole::Service,
    }
}

/// The role as it was stored.
pub(crate) fn from_stored(role: i32) -> Role {
    match WireRole::try_from(role).unwrap_or_default() {
        WireRole::Unspecified => Role::Anonymous,
        WireRole::Player => Role::Player,
        WireRole::Moderator => Role::Moderator,
        WireRole::Admin => Role::Admin,
        WireRole::Service => Role::Service,
    }
}

#[cfg(test)]
mod tests {
    use super::{Principal, Role, WireRole, from_stored, may_decide_over, may_look_after, of_account, to_wire};

    const ALL: [Role; 5] = [Role::Anonymous, Role::Player, Role::Moderator, Role::Admin, Role::Service];

    #[test]
    fn nobody_decides_over_their_own_role_or_a_higher_one() {
        for (at, actor) in ALL.into_iter().enumerate() {
            for (below, target) in ALL.into_iter().enumerate() {
                assert_eq!(may_decide_over(actor, target), below < at, "{actor:?} over {target:?}");
            }
        }
    }

    #[test]
    fn everybody_looks_after_themselves() {
        assert!(may_look_after(&Principal::player("p1"), "p1", Role::Player));
        assert!(!may_look_after(&Principal::player("p1"), "p2", Role::Player));
        assert!(may_look_after(&Principal::admin("a1"), "p2", Role::Moderator));
        assert!(!may_look_after(&Principal::admin("a1"), "a2", Role::Admin));
    }

    #[test]
    fn no_account_is_a_service_and_every_role_is_stored_as_itself() {
        assert_eq!(of_account(WireRole::Service.into()), None);
        assert_eq!(of_account(99), None);
        assert_eq!(of_account(0), Some(Role::Player));
        for role in ALL {
            assert_eq!(from_stored(to_wire(role).into()), role);
        }
    }
}
