//! What the tests of this crate share: descriptors from texts.

use prost_reflect::DescriptorPool;
use protox::Compiler;
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver, IncludeFileResolver};

/// Files by name that exist only in a test.
struct Texts(Vec<(&'static str, String)>);

impl FileResolver for Texts {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match self.0.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => File::from_source(name, text),
            None => Err(protox::Error::file_not_found(name)),
        }
    }
}

/// Compiles a schema that may import those of the repository. It is in package `test`.
pub(crate) fn pool(text: &str) -> DescriptorPool {
    let header = "syntax = \"proto3\"; package test;";
    let imports = [
        "google/api/annotations.proto",
        "google/protobuf/any.proto",
        "google/protobuf/duration.proto",
        "google/protobuf/empty.proto",
        "google/protobuf/field_mask.proto",
        "google/protobuf/struct.proto",
        "google/protobuf/timestamp.proto",
        "google/protobuf/wrappers.proto",
        "realmwire/common/v1/common.proto",
        "realmwire/options/v1/options.proto",
    ];
    let imports = imports.map(|file| format!("import \"{file}\";")).concat();
    let mut resolver = ChainFileResolver::new();
    resolver.add(Texts(vec![("test.proto", format!("{header}\n{imports}\n{text}"))]));
    resolver.add(IncludeFileResolver::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto").into()));
    resolver.add(GoogleFileResolver::new());
    let mut compiler = Compiler::with_file_resolver(resolver);
    compiler.include_imports(true).include_source_info(true);
    compiler.open_file("test.proto").unwrap_or_else(|error| panic!("{error:?}"));
    compiler.descriptor_pool()
}
