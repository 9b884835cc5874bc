//! The schemas, compiled, with the options that Realmwire puts on them read into plain structs.

mod options;
#[cfg(test)]
pub(crate) mod testing;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use prost_reflect::{
    DescriptorPool, EnumDescriptor, FileDescriptor, MessageDescriptor, MethodDescriptor, ServiceDescriptor,
};
use protox::Compiler;
use protox::file::{ChainFileResolver, FileResolver, GoogleFileResolver, IncludeFileResolver};

pub(crate) use options::{EVERY_EVENT, EventPolicy, HttpBinding, IdempotencyLevel, MethodPolicy, ServicePolicy};

use crate::workspace;

/// Everything under proto/.
pub(crate) struct Schema {
    /// Every file's descriptor, the imported ones of Google's included.
    pub pool: DescriptorPool,
    /// The packages that are ours to generate code for, by name.
    pub packages: BTreeMap<String, Package>,
    /// The services, by name on the bus.
    pub services: Vec<Service>,
}

/// One package of schemas: `realmwire.state_manager.v1`.
#[derive(Default)]
pub(crate) struct Package {
    /// Its files, in the order in which they are needed.
    pub files: Vec<FileDescriptor>,
}

/// One service with its policy.
pub(crate) struct Service {
    pub descriptor: ServiceDescriptor,
    pub policy: ServicePolicy,
    pub methods: Vec<Method>,
    /// The events of its package.
    pub events: Vec<Event>,
}

/// One method with its policies.
pub(crate) struct Method {
    pub descriptor: MethodDescriptor,
    pub policy: MethodPolicy,
    pub idempotency_level: IdempotencyLevel,
    /// Its HTTP bindings: the first one, then the additional ones.
    pub http: Vec<HttpBinding>,
}

/// One message that is an event.
pub(crate) struct Event {
    pub descriptor: MessageDescriptor,
    pub policy: EventPolicy,
}

/// Why the schemas could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SchemaError {
    #[error("find the schemas in {directory}")]
    Find { directory: PathBuf, source: std::io::Error },
    // The compiler's report has the place and the reason; its one-line message has neither.
    #[error("compile the schemas: {0:?}")]
    Compile(#[from] protox::Error),
    #[error("reflect on the compiled schemas")]
    Reflect(#[from] prost_reflect::DescriptorError),
}

impl Schema {
    /// Compiles everything below `directory`.
    pub(crate) fn load(directory: &Path) -> Result<Self, SchemaError> {
        let files = workspace::files_below(directory)
            .map_err(|source| SchemaError::Find { directory: directory.to_path_buf(), source })?;
        let schemas = files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "proto"));
        let mut resolver = ChainFileResolver::new();
        resolver.add(IncludeFileResolver::new(directory.to_path_buf()));
        resolver.add(GoogleFileResolver::new());
        Self::compile(resolver, schemas)
    }

    /// Compiles these files, and what they import, as found by `resolver`.
    pub(crate) fn compile<R>(resolver: R, files: impl IntoIterator<Item = PathBuf>) -> Result<Self, SchemaError>
    where
        R: FileResolver + 'static,
    {
        let mut compiler = Compiler::with_file_resolver(resolver);
        compiler.include_source_info(true).include_imports(true);
        for file in files {
            compiler.open_file(file)?;
        }
        // Only the encoded form keeps the options that are extensions.
        Self::decode(&compiler.encode_file_descriptor_set())
    }

    /// Reads an encoded `FileDescriptorSet`.
    pub(crate) fn decode(descriptor_set: &[u8]) -> Result<Self, SchemaError> {
        let pool = DescriptorPool::decode(descriptor_set)?;
        let mut packages = BTreeMap::<String, Package>::new();
        for file in pool.files().filter(|file| file.package_name() != "google.protobuf") {
            packages.entry(file.package_name().to_owned()).or_default().files.push(file);
        }
        let mut services: Vec<_> = pool.services().map(|descriptor| Service::read(&descriptor)).collect();
        services.sort_by(|a, b| a.policy.name.cmp(&b.policy.name));
        Ok(Self { pool, packages, services })
    }

    /// The files that are our own, not Google's.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileDescriptor> + '_ {
        self.pool.files().filter(|file| is_own(file.package_name()))
    }

    /// The messages of our own files, nested ones included, without the entries of maps.
    pub(crate) fn messages(&self) -> impl Iterator<Item = MessageDescriptor> + '_ {
        self.pool.all_messages().filter(|message| is_own(message.package_name()) && !message.is_map_entry())
    }

    /// The enums of our own files, nested ones included.
    pub(crate) fn enums(&self) -> impl Iterator<Item = EnumDescriptor> + '_ {
        self.pool.all_enums().filter(|descriptor| is_own(descriptor.package_name()))
    }

    /// The service with this name on the bus.
    pub(crate) fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.policy.name == name)
    }
}

impl Service {
    fn read(descriptor: &ServiceDescriptor) -> Self {
        let pool = descriptor.parent_pool();
        let messages = pool.all_messages().filter(|message| message.package_name() == descriptor.package_name());
        Self {
            policy: ServicePolicy::of(descriptor),
            methods: descriptor.methods().map(|method| Method::read(&method)).collect(),
            events: messages.filter_map(|message| Event::read(&message)).collect(),
            descriptor: descriptor.clone(),
        }
    }

    /// The version in its package's name: `v1`.
    pub(crate) fn version(&self) -> &str {
        self.descriptor.package_name().rsplit('.').next().unwrap_or_default()
    }

    /// The domain in its package's name: `state_manager`.
    pub(crate) fn domain(&self) -> &str {
        self.descriptor.package_name().rsplit('.').nth(1).unwrap_or_default()
    }
}

impl Method {
    fn read(descriptor: &MethodDescriptor) -> Self {
        Self {
            policy: MethodPolicy::of(descriptor),
            idempotency_level: IdempotencyLevel::of(descriptor),
            http: HttpBinding::of(descriptor),
            descriptor: descriptor.clone(),
        }
    }
}

impl Event {
    fn read(descriptor: &MessageDescriptor) -> Option<Self> {
        Some(Self { policy: EventPolicy::of(descriptor)?, descriptor: descriptor.clone() })
    }
}

fn is_own(package: &str) -> bool {
    package.split('.').next() == Some("realmwire")
}

/// The comment above the thing at `path` of `file`, without the space that follows each `//`; empty if there is none.
pub(crate) fn comment(file: &FileDescriptor, path: &[i32]) -> String {
    let locations = file.file_descriptor_proto().source_code_info.iter().flat_map(|info| &info.location);
    let text =
        locations.filter(|location| location.path == path).find_map(|location| location.leading_comments.as_deref());
    let lines = text.unwrap_or_default().lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The line, from 1, on which the thing at `path` of `file` begins.
pub(crate) fn line(file: &FileDescriptor, path: &[i32]) -> usize {
    let mut locations = file.file_descriptor_proto().source_code_info.iter().flat_map(|info| &info.location);
    let location = locations.find(|location| location.path == path);
    let line = location.and_then(|location| location.span.first());
    line.and_then(|line| usize::try_from(line + 1).ok()).unwrap_or(1)
}

/// The path of a file's `syntax` line, whose comment says what the file is about.
pub(crate) const SYNTAX_PATH: &[i32] = &[12];
