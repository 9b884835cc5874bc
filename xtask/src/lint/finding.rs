//! What a rule finds, and where.

use std::fmt;

use prost_reflect::{
    EnumDescriptor, EnumValueDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor, MethodDescriptor,
    OneofDescriptor, ServiceDescriptor,
};

use crate::schema;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub rule: &'static str,
    /// The file, below proto/.
    pub file: String,
    /// From 1.
    pub line: i32,
    pub problem: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "proto/{}:{}: {}: {}", self.file, self.line, self.rule, self.problem)
    }
}

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
        let (file, line) = (place.file(), schema::line(&place.file(), place.path()));
        self.found.push(Finding { rule: self.rule, file: file.name().to_owned(), line, problem: problem.into() });
    }

    /// Something that is not there any more.
    pub(crate) fn add_missing(&mut self, file: &str, problem: impl Into<String>) {
        self.found.push(Finding { rule: self.rule, file: file.to_owned(), line: 1, problem: problem.into() });
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
