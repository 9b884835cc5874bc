//! Where a process has its settings from, and when to look there again.

use std::path::PathBuf;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::load::{ConfigError, Overrides, load};
use super::settings::Config;

/// How often the configuration file is looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);

/// The three sources of a process's settings.
#[derive(Clone, Debug)]
pub(crate) struct SettingsSource {
    file: Option<PathBuf>,
    overrides: Overrides,
}

impl SettingsSource {
    /// `file`, then the environment, then `overrides`.
    pub(crate) fn new(file: Option<PathBuf>, overrides: Overrides) -> Self {
        Self { file, overrides }
    }

    /// The settings as they are there now.
    ///
    /// # Errors
    /// [`ConfigError`] when they cannot be used.
    pub(crate) fn load(&self) -> Result<Config, ConfigError> {
        load(self.file.as_deref(), std::env::vars(), self.overrides.clone())
    }

    /// Tells from now on when there may be others.
    ///
    /// # Errors
    /// Signals cannot be listened to.
    pub(crate) async fn changes(&self) -> std::io::Result<SettingsChanges> {
        let mut changes =
            SettingsChanges { hangup: signal(SignalKind::hangup())?, file: self.file.clone(), seen: None };
        changes.seen = changes.content().await;
        Ok(changes)
    }
}

/// Waits for SIGHUP, or for another content of the configuration file.
#[derive(Debug)]
pub(crate) struct SettingsChanges {
    hangup: Signal,
    file: Option<PathBuf>,
    seen: Option<Vec<u8>>,
}

impl SettingsChanges {
    /// Resolves when the settings should be loaded again.
    pub(crate) async fn next(&mut self) {
        loop {
            let hung_up = tokio::time::timeout(LOOK_INTERVAL, self.hangup.recv()).await.is_ok();
            let content = self.content().await;
            // A file that is gone for a moment is one that is being replaced.
            let has_changed = content.is_some() && content != self.seen;
            if has_changed {
                self.seen = content;
            }
            if hung_up || has_changed {
                return;
            }
        }
    }

    async fn content(&self) -> Option<Vec<u8>> {
        tokio::fs::read(self.file.as_ref()?).await.ok()
    }
}
