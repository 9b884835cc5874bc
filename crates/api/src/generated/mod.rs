// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! One module for each service.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "generated: the style is the generator's, the documentation that of the schemas"
)]

pub mod auth;
pub mod event_bus;
pub mod performance_mode;
pub mod settings;
pub mod state_manager;
pub mod time_manager;
pub mod weather_manager;
pub mod world_state;
