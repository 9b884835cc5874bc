//! What is generated from the schemas, and writing it or comparing it with what is committed.

mod api;
mod call_graph;
mod contract;
mod descriptors;
mod redact;
mod rust;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::schema::{Schema, SchemaError};
use crate::workspace;
use descriptors::SourceInfo;

/// Directories in which every file is generated; what else is found there is left over from a schema that is gone.
const DIRECTORIES: [&str; 2] = [contract::DIRECTORY, api::DIRECTORY];

/// Generated files by their path from the repository's root.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A generated file that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    Missing(PathBuf),
    Changed(PathBuf),
    Stale(PathBuf),
}

/// Why code could not be generated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CodegenError {
    #[error(transparent)]
    Schema(#[from] SchemaError),
    #[error("generate messages")]
    Messages(#[source] io::Error),
    #[error("encode the descriptor set")]
    Descriptors(#[from] prost::DecodeError),
    #[error("format generated code with rustfmt")]
    Format(#[source] io::Error),
    #[error("rustfmt refused the generated {file}: {report}")]
    Refused { file: String, report: String },
    #[error("{service}: {problem}")]
    Service { service: String, problem: String },
    #[error("{action} {}", path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
}

/// Everything that is generated from `schema`.
pub(crate) fn generate(schema: &Schema) -> Result<Files, CodegenError> {
    let mut files = contract::generate(schema)?;
    files.extend(api::generate(schema)?);
    files.extend(call_graph::generate(schema));
    Ok(files)
}

/// What is kept of a release, so that later schemas can be compared with it.
pub(crate) fn release(schema: &Schema) -> Result<Vec<u8>, CodegenError> {
    Ok(descriptors::encode(schema, SourceInfo::Nothing)?)
}

/// How the files below `root` differ from the generated ones, in the order of their paths.
pub(crate) fn differences(root: &Path, files: &Files) -> Result<Vec<Difference>, CodegenError> {
    let mut differences = BTreeMap::new();
    for (path, content) in files {
        match std::fs::read(root.join(path)) {
            Ok(found) if found == *content => {}
            Ok(_) => drop(differences.insert(path.clone(), Difference::Changed(path.clone()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                differences.insert(path.clone(), Difference::Missing(path.clone()));
            }
            Err(source) => return Err(CodegenError::File { action: "read", path: path.clone(), source }),
        }
    }
    for directory in DIRECTORIES.map(Path::new) {
        let found = workspace::files_below(&root.join(directory)).map_err(|source| CodegenError::File {
            action: "list",
            path: directory.to_path_buf(),
            source,
        })?;
        let stale = found.into_iter().map(|file| directory.join(file)).filter(|path| !files.contains_key(path));
        differences.extend(stale.map(|path| (path.clone(), Difference::Stale(path))));
    }
    Ok(differences.into_values().collect())
}

/// Makes the files below `root` those that were generated, touching only what differs. Returns what differed.
pub(crate) fn write(root: &Path, files: &Files) -> Result<Vec<Difference>, CodegenError> {
    let differences = differences(root, files)?;
    for difference in &differences {
        match difference {
            Difference::Missing(path) | Difference::Changed(path) => write_file(root, path, &files[path]),
            Difference::Stale(path) => remove_file(&root.join(path)),
        }
        .map_err(|(action, source)| CodegenError::File {
            action,
            path: difference.path().to_path_buf(),
            source,
        })?;
    }
    Ok(differences)
}

fn write_file(root: &Path, path: &Path, content: &[u8]) -> Result<(), (&'static str, io::Error)> {
    let path = root.join(path);
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(|source| ("create the directory of", source))?;
    }
    std::fs::write(path, content).map_err(|source| ("write", source))
}

fn remove_file(path: &Path) -> Result<(), (&'static str, io::Error)> {
    std::fs::remove_file(path).map_err(|source| ("remove", source))?;
    // A directory that still has files stays, which is no failure.
    path.parent().map(std::fs::remove_dir);
    Ok(())
}

impl Difference {
    /// The file concerned.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Stale(path) => path,
        }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(path) => write!(formatter, "{} is missing", path.display()),
            Self::Changed(path) => write!(formatter, "{} is out of date", path.display()),
            Self::Stale(path) => write!(formatter, "{} belongs to no schema", path.display()),
        }
    }
}

#[cfg(test)]
mod tests;
