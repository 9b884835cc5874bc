//! The rules of auth: pure functions, without input or output, clock or chance.

pub(crate) mod identity;
pub(crate) mod keyring;
pub(crate) mod lockout;
pub(crate) mod password;
pub(crate) mod refresh;
pub(crate) mod roles;
pub(crate) mod session;
