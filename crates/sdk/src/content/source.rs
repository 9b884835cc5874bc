use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::de::DeserializeOwned;

use super::{ContentError, Problem};

/// Where the files of one area of the content come from.
#[derive(Clone, Debug)]
pub struct ContentSource {
    /// The folder of the area, unless the defaults are used.
    folder: Option<PathBuf>,
    area: &'static str,
    extension: &'static str,
    defaults: &'static [(&'static str, &'static str)],
    /// Areas that are read, checked and replaced together with it.
    others: Vec<ContentSource>,
}

/// One file of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentFile {
    /// Its path from the content directory, such as `calendars/standard.toml`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A file, when it was changed, and its size.
pub(super) type Fingerprint = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// The largest file that is read, in bytes.
const SIZE_LIMIT: u64 = 16 * 1024 * 1024;

impl ContentSource {
    /// The files with `extension` in the folder `area` of `directory`, or `defaults` (name and text of each) where there
    /// is no such folder.
    pub fn new(
        directory: Option<&Path>,
        area: &'static str,
        extension: &'static str,
        defaults: &'static [(&'static str, &'static str)],
    ) -> Self {
        let folder = directory.map(|directory| directory.join(area));
        Self { folder, area, extension, defaults, others: Vec::new() }
    }

    /// This area and another one, whose files refer to each other: they are checked and replaced together. The files of
    /// an area are those whose paths begin with its name ([`ContentFile::is_in`]).
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.others.push(other);
        self
    }

    /// The area's name.
    pub fn area(&self) -> &'static str {
        self.area
    }

    pub(super) fn read(&self) -> Result<Vec<ContentFile>, ContentError> {
        let areas = std::iter::once(self.read_area()).chain(self.others.iter().map(Self::read));
        Ok(ContentError::all(areas)?.into_iter().flatten().collect())
    }

    fn read_area(&self) -> Result<Vec<ContentFile>, ContentError> {
        let Some(folder) = self.folder.as_deref().filter(|folder| folder.is_dir()) else {
            return Ok(self.defaults());
        };
        let files = self.list(folder).map_err(|error| ContentError::whole(self.area, error.to_string()))?;
        ContentError::all(files.iter().map(|file| self.read_file(folder, file)))
    }

    fn defaults(&self) -> Vec<ContentFile> {
        let file = |(name, text): &(&str, &str)| ContentFile {
            path: format!("{}/{name}", self.area),
            text: (*text).to_owned(),
        };
        self.defaults.iter().map(file).collect()
    }

    fn read_file(&self, folder: &Path, file: &Path) -> Result<ContentFile, ContentError> {
        let name = file.strip_prefix(folder).unwrap_or(file);
        let path = format!("{}/{}", self.area, name.display());
        let read = || {
            let size = fs::metadata(file)?.len();
            if size > SIZE_LIMIT {
                return Err(io::Error::other(format!("has {size} bytes, the limit is {SIZE_LIMIT}")));
            }
            fs::read_to_string(file)
        };
        match read() {
            Ok(text) => Ok(ContentFile { path, text }),
            Err(error) => Err(ContentError::whole(path, error.to_string())),
        }
    }

    /// The area's files in the order of their paths, those in folders within it too.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let path = entry.path();
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == self.extension) {
                    files.push(path);
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// What tells that files have changed. Folders that cannot be read look like empty ones here; reading reports them.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        let files = self.folder.as_deref().and_then(|folder| self.list(folder).ok()).unwrap_or_default();
        let describe = |file: PathBuf| {
            let metadata = fs::metadata(&file).ok();
            let changed_at = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
            (file, changed_at, metadata.map_or(0, |metadata| metadata.len()))
        };
        let others = self.others.iter().flat_map(Self::fingerprint);
        files.into_iter().map(describe).chain(others).collect()
    }
}

impl ContentFile {
    /// Whether it belongs to an area, such as `calendars`.
    pub fn is_in(&self, area: &str) -> bool {
        self.path.strip_prefix(area).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Reads the file as TOML.
    ///
    /// # Errors
    /// What is wrong and where. A type that is to know its place has fields of [`Spanned`](super::Spanned).
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ContentError> {
        toml::from_str(&self.text).map_err(|error| match error.span() {
            Some(span) => self.error(span, error.message()),
            None => ContentError::whole(self.path.as_str(), error.message()),
        })
    }

    /// A problem at a place of this file, as [`Spanned::span`](super::Spanned::span) gives it.
    #[must_use]
    pub fn error(&self, span: Range<usize>, problem: impl Into<String>) -> ContentError {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
        let problem = Problem { file: self.path.clone(), place: Some((line, column)), problem: problem.into() };
        ContentError { problems: vec![problem] }
    }
}
