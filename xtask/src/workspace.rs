//! Where things are in the repository.

use std::ffi::{OsStr, OsString};
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

/// Hidden directories that are part of the repository.
const HIDDEN_BUT_OURS: [&str; 4] = [".cargo", ".ci", ".config", ".github"];

/// Directories that programs fill; see .gitignore.
const NOT_OURS: [&str; 3] = ["target", "realmwire-data", "node_modules"];

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    // The crate lives directly below the root; a path without a parent cannot be a crate's.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// All files below `directory`, sorted, relative to it. No files when there is no such directory.
pub(crate) fn files_below(directory: &Path) -> io::Result<Vec<PathBuf>> {
    walk(directory, |_| true)
}

/// The files of the repository at `root`, without what is built, installed or stored there.
pub(crate) fn source_files(root: &Path) -> io::Result<Vec<PathBuf>> {
    walk(root, |entry| {
        let name = entry.file_name();
        let is_hidden = name.to_string_lossy().starts_with('.');
        let is_log = Path::new(&name).extension() == Some(OsStr::new("log"));
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_ours = HIDDEN_BUT_OURS.iter().any(|ours| name == *ours);
        !is_log && (!is_directory || is_ours || !(is_hidden || NOT_OURS.iter().any(|other| name == *other)))
    })
}

fn walk(directory: &Path, enter: impl Fn(&DirEntry) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut pending = vec![directory.to_path_buf()];
    while let Some(current) = pending.pop() {
        let entries = match std::fs::read_dir(&current) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if !enter(&entry) {
                continue;
            }
            if kind.is_dir() {
                pending.push(entry.path());
            } else if let (true, Ok(relative)) = (kind.is_file(), entry.path().strip_prefix(directory)) {
                files.push(relative.to_path_buf());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The cargo that runs this program, or the one on the path.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}
