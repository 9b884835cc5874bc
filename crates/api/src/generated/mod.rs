// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! One module for each service.

pub mod auth;
pub mod state_manager;
pub mod time_manager;
