//! The configuration: one TOML file, then `REALMWIRE_…` variables, then flags; the later one wins.

mod keys;
mod load;
mod page;
mod settings;
mod source;
#[cfg(test)]
mod tests;

pub(crate) use keys::keys;
pub(crate) use load::{ConfigError, Overrides, load};
pub(crate) use page::render_page;
pub(crate) use settings::{Config, Log, LogFormat, Nats};
pub(crate) use source::SettingsSource;
