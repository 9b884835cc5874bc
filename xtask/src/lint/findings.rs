//! Collecting what the rules find in schemas.

use prost_reflect::{
    EnumDescriptor, EnumValueDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor, MethodDescriptor,
    OneofDescriptor, ServiceDescriptor,
};

use crate::finding::Finding;
use crate::schema;

/// Collects what one rule finds.
pub(crate) struct Findings {
    rule: &'static str,
    found: Vec<Finding>,
}

impl Findings {
    pub(crate) fn new(rule: &'static str) -> Self {
        Self { rule, found: Vec::new() }
    }

    pub(crate) fn add(&mut self, place: &impl Place, problem: impl Into<String>) {
        let file = place.file();
        self.push(file.name(), schema::line(&file, place.path()), problem.into());
    }

    /// Something that is not there any more.
    pub(crate) fn add_missing(&mut self, file: &str, problem: impl Into<String>) {
        self.push(file, 1, problem.into());
    }

    fn push(&mut self, file: &str, line: usize, problem: String) {
        self.found.push(Finding { file: format!("proto/{file}"), line, rule: self.rule, problem });
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.found
    }
}

/// Something with a place in a schema.
pub(crate) trait Place {
    /// The file that has it.
    fn file(&self) -> FileDescriptor;
    /// Its path within the file, as in `google.protobuf.SourceCodeInfo`.
    fn path(&self) -> &[i32];
    /// The comment above it.
    fn comment(&self) -> String {
        schema::comment(&self.file(), self.path())
    }
}

impl Place for FileDescriptor {
    fn file(&self) -> FileDescriptor {
        self.clone()
    }

    fn path(&self) -> &[i32] {
        schema::SYNTAX_PATH
    }
}

macro_rules! place {
    ($($descriptor:ty),*) => {$(
        impl Place for $descriptor {
            fn file(&self) -> FileDescriptor {
                self.parent_file()
            }

            fn path(&self) -> &[i32] {
                self.path()
            }
        }
    )*};
}

place!(
    EnumDescriptor,
    EnumValueDescriptor,
    FieldDescriptor,
    MessageDescriptor,
    MethodDescriptor,
    OneofDescriptor,
    ServiceDescriptor
);
