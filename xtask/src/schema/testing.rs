//! Schemas for tests: the real ones, and one more that need not be in a file.

use std::path::{Path, PathBuf};

use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver, IncludeFileResolver};

use super::{Schema, SchemaError};
use crate::workspace;

const NAME: &str = "realmwire/quest_system/v1/quest_system.proto";

/// The schema of quest-system in `source`, together with the real options, common shapes and state-manager.
pub(crate) fn compile(source: &str) -> Result<Schema, SchemaError> {
    let mut resolver = ChainFileResolver::new();
    resolver.add(OneFile(source.to_owned()));
    resolver.add(IncludeFileResolver::new(workspace::root().join("proto")));
    resolver.add(GoogleFileResolver::new());
    let files = ["realmwire/state_manager/v1/state_manager.proto", NAME];
    Schema::compile(resolver, files.map(PathBuf::from))
}

struct OneFile(String);

impl FileResolver for OneFile {
    fn resolve_path(&self, path: &Path) -> Option<String> {
        (path == Path::new(NAME)).then(|| NAME.to_owned())
    }

    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        if name == NAME { File::from_source(name, &self.0) } else { Err(protox::Error::file_not_found(name)) }
    }
}
