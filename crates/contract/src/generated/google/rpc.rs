// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Typed details of a status, wire-compatible with the published google.rpc error details.
//!
//! The result of a failed call, wire-compatible with the published google.rpc.Status.

/// Why the error occurred, for programs.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ErrorInfo {
    /// A constant in UPPER_SNAKE_CASE, unique within the domain.
    #[prost(string, tag = "1")]
    pub reason: ::prost::alloc::string::String,
    /// Who defines the reason: the service's name.
    #[prost(string, tag = "2")]
    pub domain: ::prost::alloc::string::String,
    /// Facts about this occurrence.
    #[prost(btree_map = "string, string", tag = "3")]
    pub metadata: ::prost::alloc::collections::BTreeMap<::prost::alloc::string::String, ::prost::alloc::string::String>,
}
impl ::prost::Name for ErrorInfo {
    const NAME: &'static str = "ErrorInfo";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.ErrorInfo".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.ErrorInfo".into()
    }
}
/// When it makes sense to try again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RetryInfo {
    /// How long to wait at least.
    #[prost(message, optional, tag = "1")]
    pub retry_delay: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for RetryInfo {
    const NAME: &'static str = "RetryInfo";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.RetryInfo".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.RetryInfo".into()
    }
}
/// Which fields of the request are wrong.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct BadRequest {
    /// All that was found, in the order of the request.
    #[prost(message, repeated, tag = "1")]
    pub field_violations: ::prost::alloc::vec::Vec<bad_request::FieldViolation>,
}
/// Nested message and enum types in `BadRequest`.
pub mod bad_request {
    /// One wrong field.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
    pub struct FieldViolation {
        /// The path of the field, such as "filter.tags\[2\]".
        #[prost(string, tag = "1")]
        pub field: ::prost::alloc::string::String,
        /// What is wrong with it and what would be right.
        #[prost(string, tag = "2")]
        pub description: ::prost::alloc::string::String,
        /// A constant in UPPER_SNAKE_CASE that names the rule.
        #[prost(string, tag = "3")]
        pub reason: ::prost::alloc::string::String,
    }
    impl ::prost::Name for FieldViolation {
        const NAME: &'static str = "FieldViolation";
        const PACKAGE: &'static str = "google.rpc";
        fn full_name() -> ::prost::alloc::string::String {
            "google.rpc.BadRequest.FieldViolation".into()
        }
        fn type_url() -> ::prost::alloc::string::String {
            "type.googleapis.com/google.rpc.BadRequest.FieldViolation".into()
        }
    }
}
impl ::prost::Name for BadRequest {
    const NAME: &'static str = "BadRequest";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.BadRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.BadRequest".into()
    }
}
/// Which conditions were not met.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PreconditionFailure {
    /// All that were found.
    #[prost(message, repeated, tag = "1")]
    pub violations: ::prost::alloc::vec::Vec<precondition_failure::Violation>,
}
/// Nested message and enum types in `PreconditionFailure`.
pub mod precondition_failure {
    /// One condition.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
    pub struct Violation {
        /// The kind of condition, in UPPER_SNAKE_CASE.
        #[prost(string, tag = "1")]
        pub r#type: ::prost::alloc::string::String,
        /// What it concerns, such as a resource's name.
        #[prost(string, tag = "2")]
        pub subject: ::prost::alloc::string::String,
        /// How to meet it.
        #[prost(string, tag = "3")]
        pub description: ::prost::alloc::string::String,
    }
    impl ::prost::Name for Violation {
        const NAME: &'static str = "Violation";
        const PACKAGE: &'static str = "google.rpc";
        fn full_name() -> ::prost::alloc::string::String {
            "google.rpc.PreconditionFailure.Violation".into()
        }
        fn type_url() -> ::prost::alloc::string::String {
            "type.googleapis.com/google.rpc.PreconditionFailure.Violation".into()
        }
    }
}
impl ::prost::Name for PreconditionFailure {
    const NAME: &'static str = "PreconditionFailure";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.PreconditionFailure".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.PreconditionFailure".into()
    }
}
/// Which quota was used up.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct QuotaFailure {
    /// All that were found.
    #[prost(message, repeated, tag = "1")]
    pub violations: ::prost::alloc::vec::Vec<quota_failure::Violation>,
}
/// Nested message and enum types in `QuotaFailure`.
pub mod quota_failure {
    /// One quota.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
    pub struct Violation {
        /// Whose quota it is.
        #[prost(string, tag = "1")]
        pub subject: ::prost::alloc::string::String,
        /// Which quota, and what would help.
        #[prost(string, tag = "2")]
        pub description: ::prost::alloc::string::String,
    }
    impl ::prost::Name for Violation {
        const NAME: &'static str = "Violation";
        const PACKAGE: &'static str = "google.rpc";
        fn full_name() -> ::prost::alloc::string::String {
            "google.rpc.QuotaFailure.Violation".into()
        }
        fn type_url() -> ::prost::alloc::string::String {
            "type.googleapis.com/google.rpc.QuotaFailure.Violation".into()
        }
    }
}
impl ::prost::Name for QuotaFailure {
    const NAME: &'static str = "QuotaFailure";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.QuotaFailure".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.QuotaFailure".into()
    }
}
/// Which resource the error is about.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ResourceInfo {
    /// The kind of resource, such as "entity".
    #[prost(string, tag = "1")]
    pub resource_type: ::prost::alloc::string::String,
    /// Its id.
    #[prost(string, tag = "2")]
    pub resource_name: ::prost::alloc::string::String,
    /// Whose it is, if that matters.
    #[prost(string, tag = "3")]
    pub owner: ::prost::alloc::string::String,
    /// What the error says about it, such as its current version.
    #[prost(string, tag = "4")]
    pub description: ::prost::alloc::string::String,
}
impl ::prost::Name for ResourceInfo {
    const NAME: &'static str = "ResourceInfo";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.ResourceInfo".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.ResourceInfo".into()
    }
}
/// A code, a text for developers, and typed details.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Status {
    /// A value of google.rpc.Code.
    #[prost(int32, tag = "1")]
    pub code: i32,
    /// What happened and what to do, in English.
    #[prost(string, tag = "2")]
    pub message: ::prost::alloc::string::String,
    /// Messages of google/rpc/error_details.proto.
    #[prost(message, repeated, tag = "3")]
    pub details: ::prost::alloc::vec::Vec<::prost_types::Any>,
}
impl ::prost::Name for Status {
    const NAME: &'static str = "Status";
    const PACKAGE: &'static str = "google.rpc";
    fn full_name() -> ::prost::alloc::string::String {
        "google.rpc.Status".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.rpc.Status".into()
    }
}
