// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Shapes that several services share.

/// What a write expects to find. Leaving it out means: whatever is there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ExpectedVersion {
    /// Exactly one of these.
    #[prost(oneof = "expected_version::Expectation", tags = "1, 2")]
    pub expectation: ::core::option::Option<expected_version::Expectation>,
}
/// Nested message and enum types in `ExpectedVersion`.
pub mod expected_version {
    /// Exactly one of these.
    #[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Expectation {
        /// Nothing is stored yet.
        #[prost(bool, tag = "1")]
        Absent(bool),
        /// Exactly this version.
        #[prost(uint64, tag = "2")]
        Version(u64),
    }
}
impl ::prost::Name for ExpectedVersion {
    const NAME: &'static str = "ExpectedVersion";
    const PACKAGE: &'static str = "realmwire.common.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.common.v1.ExpectedVersion".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.common.v1.ExpectedVersion".into()
    }
}
/// How an answer was made.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Provenance {
    /// What made it.
    #[prost(enumeration = "Engine", tag = "1")]
    pub engine: i32,
    /// The model, where one was used.
    #[prost(string, tag = "2")]
    pub model: ::prost::alloc::string::String,
    /// The model's provider, where one was used.
    #[prost(string, tag = "3")]
    pub provider: ::prost::alloc::string::String,
    /// The seed that gives the same answer again.
    #[prost(uint64, tag = "4")]
    pub seed: u64,
    /// Whether something better was wanted and could not be had.
    #[prost(bool, tag = "5")]
    pub degraded: bool,
    /// Why it is degraded.
    #[prost(string, tag = "6")]
    pub reason: ::prost::alloc::string::String,
}
impl ::prost::Name for Provenance {
    const NAME: &'static str = "Provenance";
    const PACKAGE: &'static str = "realmwire.common.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.common.v1.Provenance".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.common.v1.Provenance".into()
    }
}
/// The kinds of makers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Engine {
    /// Not said.
    Unspecified = 0,
    /// Rules over the current state.
    Rule = 1,
    /// Grammars and templates of the content.
    Template = 2,
    /// A planner's search.
    Planner = 3,
    /// Text found in the knowledge base.
    Retrieval = 4,
    /// A language model.
    Model = 5,
}
impl Engine {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "ENGINE_UNSPECIFIED",
            Self::Rule => "ENGINE_RULE",
            Self::Template => "ENGINE_TEMPLATE",
            Self::Planner => "ENGINE_PLANNER",
            Self::Retrieval => "ENGINE_RETRIEVAL",
            Self::Model => "ENGINE_MODEL",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "ENGINE_UNSPECIFIED" => Some(Self::Unspecified),
            "ENGINE_RULE" => Some(Self::Rule),
            "ENGINE_TEMPLATE" => Some(Self::Template),
            "ENGINE_PLANNER" => Some(Self::Planner),
            "ENGINE_RETRIEVAL" => Some(Self::Retrieval),
            "ENGINE_MODEL" => Some(Self::Model),
            _ => None,
        }
    }
}
