//! The game's content as files: loaded, checked with file and line, and loaded again when they change.
//!
//! A service brings default content with it (`include_str!`), so that it works without a content directory. Where the
//! directory has a folder of the service's area, the files in it take the place of the defaults. Data is TOML; text in
//! other formats is read as it is.
//!
//! ```
//! use realmwire_sdk::content::{Content, ContentError, ContentFile, ContentSource};
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Moon { name: String, period_days: u32 }
//!
//! fn moons(files: &[ContentFile]) -> Result<Vec<Moon>, ContentError> {
//!     files.iter().map(|file| file.parse::<Moon>()).collect()
//! }
//!
//! const DEFAULT: &[(&str, &str)] = &[("luna.toml", "name = 'Luna'\nperiod_days = 28")];
//! let content = Content::load(ContentSource::new(None, "moons", "toml", DEFAULT), moons)?;
//! assert_eq!(content.current()[0].name, "Luna");
//! # Ok::<(), ContentError>(())
//! ```

mod error;
mod source;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::tasks::Shutdown;
use source::Fingerprint;

pub use error::{ContentError, Problem};
pub use source::{ContentFile, ContentSource};
// A value that knows where in its file it stands, for what only the service can check.
pub use toml::Spanned;

/// How often it is looked for changes of the files.
pub const RELOAD_INTERVAL: Duration = Duration::from_secs(2);

type Build<T> = dyn Fn(&[ContentFile]) -> Result<T, ContentError> + Send + Sync;

/// Content in its latest valid form. Cheap to clone; clones see the same.
pub struct Content<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    source: ContentSource,
    build: Box<Build<T>>,
    /// How the files were when they were read last, valid or not.
    read: Mutex<Fingerprint>,
    current: watch::Sender<Arc<T>>,
}

impl<T: Send + Sync + 'static> Content<T> {
    /// Loads the files of `source` and makes of them what `build` says, which also checks them.
    ///
    /// # Errors
    /// Every problem that was found, with file and line.
    pub fn load(
        source: ContentSource,
        build: impl Fn(&[ContentFile]) -> Result<T, ContentError> + Send + Sync + 'static,
    ) -> Result<Self, ContentError> {
        // Before the files are read, so that a change meanwhile is seen as one.
        let read = Mutex::new(source.fingerprint());
        let first = build(&source.read()?)?;
        let current = watch::Sender::new(Arc::new(first));
        Ok(Self { shared: Arc::new(Shared { source, build: Box::new(build), read, current }) })
    }

    /// The latest valid content.
    pub fn current(&self) -> Arc<T> {
        Arc::clone(&self.shared.current.borrow())
    }

    /// The latest valid content, and a way to wait for the next.
    pub fn subscribe(&self) -> watch::Receiver<Arc<T>> {
        self.shared.current.subscribe()
    }

    /// Loads the files again. Content that does not validate changes nothing.
    ///
    /// # Errors
    /// Every problem that was found, with file and line.
    pub fn reload(&self) -> Result<(), ContentError> {
        *self.shared.read.lock() = self.shared.source.fingerprint();
        let next = (self.shared.build)(&self.shared.source.read()?)?;
        self.shared.current.send_replace(Arc::new(next));
        Ok(())
    }

    /// Loads the files again whenever they have changed, until `shutdown`; a background task of the service.
    ///
    /// Files are loaded once they have stood unchanged for one `interval`, so that a copy under way is not read.
    pub async fn follow(self, interval: Duration, shutdown: Shutdown) {
        let mut seen = self.shared.read.lock().clone();
        while shutdown.or(tokio::time::sleep(interval)).await.is_some() {
            let now = self.shared.source.fingerprint();
            let settled = now == seen;
            seen = now;
            if !settled || seen == *self.shared.read.lock() {
                continue;
            }
            let area = self.shared.source.area();
            match self.reload_elsewhere().await {
                Ok(()) => tracing::info!(area, "changed content was loaded"),
                Err(error) => tracing::error!(area, error = %error, "changed content is not valid, the old is kept"),
            }
        }
    }

    /// Reading and checking may take long: not on a task that answers calls.
    async fn reload_elsewhere(&self) -> Result<(), ContentError> {
        let content = self.clone();
        let reloaded = tokio::task::spawn_blocking(move || content.reload()).await;
        reloaded.unwrap_or_else(|panic| Err(ContentError::whole(self.shared.source.area(), panic.to_string())))
    }
}

impl<T> Clone for Content<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Content<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Content").field("source", &self.shared.source).finish_non_exhaustive()
    }
}
