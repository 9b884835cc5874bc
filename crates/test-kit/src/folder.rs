use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::{Error, tools};

/// Folders that were kept, or whose process was killed, are removed by a later run after this time.
const KEEP_FOR: Duration = Duration::from_hours(12);

/// The folder of one server: its configuration, data and log.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn create(name: &str) -> Result<Self, Error> {
        let parent = tools::workspace_root()?.join("target").join("test-servers");
        std::fs::create_dir_all(&parent).map_err(Error::system(format!("create {}", parent.display())))?;
        remove_old(&parent);
        let path = tempfile::Builder::new()
            .prefix(&format!("{name}-"))
            .disable_cleanup(true)
            .tempdir_in(&parent)
            .map_err(Error::system(format!("create a folder in {}", parent.display())))?
            .keep();
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write(&self, name: &str, content: &str) -> Result<PathBuf, Error> {
        let path = self.path.join(name);
        std::fs::write(&path, content).map_err(Error::system(format!("write {}", path.display())))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What a failed test leaves is read by a person; it is removed by a later run.
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

fn remove_old(parent: &Path) {
    let Ok(folders) = std::fs::read_dir(parent) else { return };
    for folder in folders.flatten() {
        let modified = folder.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|time| SystemTime::now().duration_since(time).ok());
        if age.is_some_and(|age| age > KEEP_FOR) {
            let _ = std::fs::remove_dir_all(folder.path());
        }
    }
}
