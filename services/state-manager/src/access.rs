//! Who may do what with which document.

use realmwire_contract::Access;
use realmwire_sdk::identity::{Principal, Role};

use crate::error::Error;
use crate::state::DocumentKind;

/// What a caller wants to do with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Read,
    Write,
}

/// Checks that the caller may do this with the document that `id` names, and fills in a player's own id.
///
/// A player's document: the player itself; moderators may read it. An entity: everybody reads, services and
/// administrators write.
pub(crate) fn authorize(caller: &Principal, action: Action, kind: DocumentKind, id: &mut String) -> Result<(), Error> {
    if kind == DocumentKind::Player && caller.role == Role::Player {
        if id.is_empty() {
            id.clone_from(&caller.id);
        }
        if *id != caller.id {
            return Err(Error::NotPermitted("a player's document is for that player only"));
        }
        return Ok(());
    }
    authorize_all(caller, action, kind)
}

/// Checks that the caller may do this with every document of a kind.
pub(crate) fn authorize_all(caller: &Principal, action: Action, kind: DocumentKind) -> Result<(), Error> {
    let (needed, refusal) = match (action, kind) {
        (Action::Read, DocumentKind::Entity) => (Access::Player, "entities are for callers who are signed in"),
        (Action::Read, DocumentKind::Player) => (Access::Moderator, "the documents of players are for moderators"),
        (Action::Write, DocumentKind::Entity) => (Access::Admin, "entities are written by services and administrators"),
        (Action::Write, DocumentKind::Player) => {
            (Access::Admin, "a player's document is written by the player, services and administrators")
        }
    };
    if caller.may(needed) { Ok(()) } else { Err(Error::NotPermitted(refusal)) }
}
