// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! One module for each schema package, and the services.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "generated: the style is the generator's, the documentation that of the schemas"
)]

/// Schemas of `google`.
pub mod google {
    pub mod api;
    pub mod rpc;
}

/// Schemas of `realmwire.auth`.
pub mod auth {
    pub mod v1;
}

/// Schemas of `realmwire.common`.
pub mod common {
    pub mod v1;
}

/// Schemas of `realmwire.event_bus`.
pub mod event_bus {
    pub mod v1;
}

/// Schemas of `realmwire.feed`.
pub mod feed {
    pub mod v1;
}

/// Schemas of `realmwire.options`.
pub mod options {
    pub mod v1;
}

/// Schemas of `realmwire.performance_mode`.
pub mod performance_mode {
    pub mod v1;
}

/// Schemas of `realmwire.rpc`.
pub mod rpc {
    pub mod v1;
}

/// Schemas of `realmwire.settings`.
pub mod settings {
    pub mod v1;
}

/// Schemas of `realmwire.state_manager`.
pub mod state_manager {
    pub mod v1;
}

/// Schemas of `realmwire.time_manager`.
pub mod time_manager {
    pub mod v1;
}

/// Schemas of `realmwire.weather_manager`.
pub mod weather_manager {
    pub mod v1;
}

/// Schemas of `realmwire.world_state`.
pub mod world_state {
    pub mod v1;
}

/// Every service, sorted by name.
pub static SERVICES: &[&crate::ServiceSpec] = &[
    &auth::v1::SERVICE,
    &event_bus::v1::SERVICE,
    &performance_mode::v1::SERVICE,
    &settings::v1::SERVICE,
    &state_manager::v1::SERVICE,
    &time_manager::v1::SERVICE,
    &weather_manager::v1::SERVICE,
    &world_state::v1::SERVICE,
];
