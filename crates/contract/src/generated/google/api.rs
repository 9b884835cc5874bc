// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! HTTP bindings of rpc methods, wire-compatible with the published google.api.http annotation.
//! The meaning of every field is defined at <https://google.aip.dev/127>.
//!
//! The option that binds an rpc method to HTTP.

/// The bindings of a whole API.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Http {
    /// One rule for each bound method.
    #[prost(message, repeated, tag = "1")]
    pub rules: ::prost::alloc::vec::Vec<HttpRule>,
    /// Whether a multi-segment path variable keeps %2F undecoded.
    #[prost(bool, tag = "2")]
    pub fully_decode_reserved_expansion: bool,
}
impl ::prost::Name for Http {
    const NAME: &'static str = "Http";
    const PACKAGE: &'static str = "google.api";
    fn full_name() -> ::prost::alloc::string::String {
        "google.api.Http".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.api.Http".into()
    }
}
/// How one method is called by HTTP.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct HttpRule {
    /// The method's full name; set only where rules are not written beside the method.
    #[prost(string, tag = "1")]
    pub selector: ::prost::alloc::string::String,
    /// The request field that the body fills: a name, "*" for the whole request, or empty for none.
    #[prost(string, tag = "7")]
    pub body: ::prost::alloc::string::String,
    /// The response field that is the body; empty for the whole response.
    #[prost(string, tag = "12")]
    pub response_body: ::prost::alloc::string::String,
    /// More ways to call the same method; they cannot be nested.
    #[prost(message, repeated, tag = "11")]
    pub additional_bindings: ::prost::alloc::vec::Vec<HttpRule>,
    /// The HTTP method and its path template.
    #[prost(oneof = "http_rule::Pattern", tags = "2, 3, 4, 5, 6, 8")]
    pub pattern: ::core::option::Option<http_rule::Pattern>,
}
/// Nested message and enum types in `HttpRule`.
pub mod http_rule {
    /// The HTTP method and its path template.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Pattern {
        /// Reads.
        #[prost(string, tag = "2")]
        Get(::prost::alloc::string::String),
        /// Replaces.
        #[prost(string, tag = "3")]
        Put(::prost::alloc::string::String),
        /// Creates, or anything else.
        #[prost(string, tag = "4")]
        Post(::prost::alloc::string::String),
        /// Deletes.
        #[prost(string, tag = "5")]
        Delete(::prost::alloc::string::String),
        /// Changes some fields.
        #[prost(string, tag = "6")]
        Patch(::prost::alloc::string::String),
        /// Any other HTTP method.
        #[prost(message, tag = "8")]
        Custom(super::CustomHttpPattern),
    }
}
impl ::prost::Name for HttpRule {
    const NAME: &'static str = "HttpRule";
    const PACKAGE: &'static str = "google.api";
    fn full_name() -> ::prost::alloc::string::String {
        "google.api.HttpRule".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.api.HttpRule".into()
    }
}
/// An HTTP method that has no field of its own.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CustomHttpPattern {
    /// The HTTP method.
    #[prost(string, tag = "1")]
    pub kind: ::prost::alloc::string::String,
    /// The path template.
    #[prost(string, tag = "2")]
    pub path: ::prost::alloc::string::String,
}
impl ::prost::Name for CustomHttpPattern {
    const NAME: &'static str = "CustomHttpPattern";
    const PACKAGE: &'static str = "google.api";
    fn full_name() -> ::prost::alloc::string::String {
        "google.api.CustomHttpPattern".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/google.api.CustomHttpPattern".into()
    }
}
