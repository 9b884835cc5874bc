//! One module a command.

pub(crate) mod call;
pub(crate) mod config;
pub(crate) mod events;
pub(crate) mod gateway;
pub(crate) mod services;
pub(crate) mod up;
