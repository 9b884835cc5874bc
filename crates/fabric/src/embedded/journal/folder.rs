//! The folder that holds a store, and the file in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::StorageBackend;

use super::failure::Failure;
use super::store::Medium;

/// The format that this version writes. A folder with a higher one is refused.
const FORMAT: u32 = 1;

/// What the file with the format begins with.
const MARK: &str = "realmwire-data";

const FORMAT_FILE: &str = "FORMAT";
const LOCK_FILE: &str = "LOCK";
const TABLES_FILE: &str = "journal.redb";
const LOG_FILE: &str = "journal.log";

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error("{} is in use by another process; stop it, or choose another data folder", .directory.display())]
    Locked {
        /// The data folder.
        directory: PathBuf,
    },
    /// It holds something else.
    #[error("{} holds files that are not Realmwire's; choose an empty or a new data folder", .directory.display())]
    Foreign {
        /// The data folder.
        directory: PathBuf,
    },
    /// A later version has written it.
    #[error("{} was written in format {found}, this version reads up to {supported}; use a newer version", .directory.display())]
    Newer {
        /// The data folder.
        directory: PathBuf,
        /// Its format.
        found: u32,
        /// The highest format that this version reads.
        supported: u32,
    },
    /// It cannot be read or written.
    #[error("{} cannot be used; check that it exists, that this user may write there, and the disk", .path.display())]
    Unusable {
        /// The folder or the file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// There is no room on its disk.
    #[error("there is no space left for {}; make room and start again", .directory.display())]
    Full {
        /// The data folder.
        directory: PathBuf,
    },
    /// What it holds is damaged.
    #[error("{} is damaged ({detail}); put back a backup of the folder", .directory.display())]
    Corrupt {
        /// The data folder.
        directory: PathBuf,
        /// What was found where.
        detail: String,
    },
}

impl OpenError {
    pub(super) fn of(failure: Failure, directory: &Path) -> Self {
        let directory = directory.to_owned();
        match failure {
            Failure::Full => Self::Full { directory },
            Failure::Corrupt(detail) => Self::Corrupt { directory, detail: detail.to_string() },
            Failure::Compacted(_) => Self::Corrupt { directory, detail: "changes are missing".to_owned() },
            Failure::Unavailable(source) => {
                Self::Unusable { path: directory, source: io::Error::new(source.kind(), source) }
            }
        }
    }
}

/// A locked data folder.
pub(super) struct Folder {
    directory: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

/// Locks a data folder, which is created when it is not there, and checks that it is one.
pub(super) fn lock_folder(directory: &Path) -> Result<Folder, OpenError> {
    let unusable = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| match Failure::from(source) {
            Failure::Unavailable(source) => OpenError::Unusable { path, source: io::Error::new(source.kind(), source) },
            failure => OpenError::of(failure, &path),
        }
    };
    fs::create_dir_all(directory).map_err(unusable(directory))?;
    let lock_path = directory.join(LOCK_FILE);
    check_ours(directory).map_err(unusable(directory))??;
    let lock =
        OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(unusable(&lock_path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(OpenError::Locked { directory: directory.to_owned() }),
        Err(TryLockError::Error(source)) => return Err(unusable(&lock_path)(source)),
    }
    let format_path = directory.join(FORMAT_FILE);
    if !format_path.exists() {
        write_mark(directory).map_err(unusable(&format_path))?;
    }
    Ok(Folder { directory: directory.to_owned(), _lock: lock })
}

/// Whether the folder is empty, but for a lock, or has the mark of a format that can be read.
fn check_ours(directory: &Path) -> io::Result<Result<(), OpenError>> {
    let mut text = String::new();
    match File::open(directory.join(FORMAT_FILE)) {
        Ok(file) => {
            const LONGEST: u64 = 64;
            // A text of another program may be no text.
            let _ = file.take(LONGEST).read_to_string(&mut text);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            for entry in fs::read_dir(directory)? {
                if entry?.file_name() != LOCK_FILE {
                    return Ok(Err(OpenError::Foreign { directory: directory.to_owned() }));
                }
            }
            return Ok(Ok(()));
        }
        Err(error) => return Err(error),
    }
    let found = text.strip_prefix(MARK).and_then(|rest| rest.trim().parse::<u32>().ok());
    Ok(match found {
        None => Err(OpenError::Foreign { directory: directory.to_owned() }),
        Some(found) if found > FORMAT => {
            Err(OpenError::Newer { directory: directory.to_owned(), found, supported: FORMAT })
        }
        Some(_) => Ok(()),
    })
}

/// Writes the mark so that it is there whole or not at all.
fn write_mark(directory: &Path) -> io::Result<()> {
    let new = directory.join("FORMAT.new");
    fs::write(&new, format!("{MARK} {FORMAT}\n"))?;
    File::open(&new)?.sync_all()?;
    fs::rename(&new, directory.join(FORMAT_FILE))?;
    File::open(directory)?.sync_all()
}

impl Folder {
    fn open(&self, name: &str) -> io::Result<Arc<dyn StorageBackend>> {
        let path = self.directory.join(name);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        // The name of a new file has to be as safe as what is written to it.
        File::open(&self.directory)?.sync_all()?;
        Ok(Arc::new(DiskFile(file)))
    }
}

impl Medium for Folder {
    fn open_tables(&self) -> io::Result<Arc<dyn StorageBackend>> {
        self.open(TABLES_FILE)
    }

    fn open_log(&self) -> io::Result<Option<Arc<dyn StorageBackend>>> {
        self.open(LOG_FILE).map(Some)
    }

    fn free_bytes(&self) -> Option<u64> {
        let room = rustix::fs::statvfs(&self.directory).ok()?;
        Some(room.f_bavail.saturating_mul(room.f_frsize))
    }
}

/// A file in the folder.
#[derive(Debug)]
struct DiskFile(File);

impl StorageBackend for DiskFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(out, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write_all_at(data, offset)
    }
}
