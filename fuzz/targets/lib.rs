//! What the targets share: a message type with a field of every kind, and its transcoders.

use std::sync::{Arc, LazyLock};

use prost_reflect::{DescriptorPool, MessageDescriptor};
use protox::Compiler;
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver, IncludeFileResolver};
use realmwire_gateway::transcode::{Binding, Inputs, Profile, RequestTranscoder, ResponseTranscoder, Schema};

const TYPE: &str = "test.All";
const FILE: &str = "all.proto";

/// The type in both directions.
pub struct Type {
    pub descriptor: MessageDescriptor,
    request: RequestTranscoder,
    response: ResponseTranscoder,
}

pub static ALL: LazyLock<Type> = LazyLock::new(|| {
    let mut resolver = ChainFileResolver::new();
    resolver.add(Source);
    resolver.add(IncludeFileResolver::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../proto").into()));
    resolver.add(GoogleFileResolver::new());
    let mut compiler = Compiler::with_file_resolver(resolver);
    compiler.include_imports(true);
    compiler.open_file(FILE).expect("the schema compiles");
    let pool: DescriptorPool = compiler.descriptor_pool();
    let schema = Arc::new(Schema::compile(&pool));
    let binding = Binding { input: TYPE, variables: &[], body: "*", derive_mask: false };
    Type {
        descriptor: pool.get_message_by_name(TYPE).expect("the type is there"),
        request: RequestTranscoder::compile(&schema, binding).expect("the type can be a request"),
        response: ResponseTranscoder::compile(&schema, TYPE, "", Profile::Canonical)
            .expect("the type can be a response"),
    }
});

/// The schema of the gateway's own tests.
struct Source;

const SCHEMA: &str = include_str!("../../crates/gateway/src/transcode/tests/all.proto");

impl FileResolver for Source {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        if name != FILE {
            return Err(protox::Error::file_not_found(name));
        }
        let known = ["any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers"];
        let imports = known.map(|file| format!("import \"google/protobuf/{file}.proto\";"));
        let own =
            ["google/api/annotations.proto", "realmwire/common/v1/common.proto", "realmwire/options/v1/options.proto"];
        let own = own.map(|file| format!("import \"{file}\";"));
        let header = "syntax = \"proto3\"; package test;";
        File::from_source(FILE, &[header, &imports.concat(), &own.concat(), SCHEMA].join("\n"))
    }
}

impl Type {
    /// The wire form of a JSON text that the type takes.
    pub fn read(&self, json: &[u8]) -> Option<Vec<u8>> {
        let inputs = Inputs { body: json, ..Inputs::default() };
        self.request.transcode(&inputs).ok().map(|transcoded| transcoded.bytes)
    }

    /// The JSON text of a wire form that has one.
    pub fn write(&self, wire: &[u8]) -> Option<Vec<u8>> {
        self.response.transcode(wire).ok()
    }
}
