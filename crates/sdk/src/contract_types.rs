//! The contract's types that the SDK needs, until the generated ones take their place.

/// As in google/rpc.
pub mod google {
    use std::collections::HashMap;

    /// As in google/rpc/status.proto.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Status {
        /// A value of google.rpc.Code.
        #[prost(int32, tag = "1")]
        pub code: i32,
        /// What happened and what to do, in English.
        #[prost(string, tag = "2")]
        pub message: String,
        /// Messages of `google/rpc/error_details.proto`.
        #[prost(message, repeated, tag = "3")]
        pub details: Vec<prost_types::Any>,
    }

    /// As in `google/rpc/error_details.proto`.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct ErrorInfo {
        /// A constant in `UPPER_SNAKE_CASE`, unique within the domain.
        #[prost(string, tag = "1")]
        pub reason: String,
        /// Who defines the reason.
        #[prost(string, tag = "2")]
        pub domain: String,
        /// Facts about this occurrence.
        #[prost(map = "string, string", tag = "3")]
        pub metadata: HashMap<String, String>,
    }

    /// As in `google/rpc/error_details.proto`.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct RetryInfo {
        /// How long to wait at least.
        #[prost(message, optional, tag = "1")]
        pub retry_delay: Option<prost_types::Duration>,
    }

    /// As in `google/rpc/error_details.proto`.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct BadRequest {
        /// All that was found.
        #[prost(message, repeated, tag = "1")]
        pub field_violations: Vec<bad_request::FieldViolation>,
    }

    /// Nested in `BadRequest`.
    pub mod bad_request {
        /// One wrong field.
        #[derive(Clone, PartialEq, prost::Message)]
        pub struct FieldViolation {
            /// The path of the field.
            #[prost(string, tag = "1")]
            pub field: String,
            /// What is wrong with it.
            #[prost(string, tag = "2")]
            pub description: String,
            /// Names the rule.
            #[prost(string, tag = "3")]
            pub reason: String,
        }
    }

    /// As in `google/rpc/error_details.proto`.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct ResourceInfo {
        /// The kind of resource.
        #[prost(string, tag = "1")]
        pub resource_type: String,
        /// Its id.
        #[prost(string, tag = "2")]
        pub resource_name: String,
        /// Whose it is.
        #[prost(string, tag = "3")]
        pub owner: String,
        /// What the error says about it.
        #[prost(string, tag = "4")]
        pub description: String,
    }

    macro_rules! names {
        ($($message:ident),*) => {$(
            impl prost::Name for $message {
                const NAME: &'static str = stringify!($message);
                const PACKAGE: &'static str = "google.rpc";
                fn type_url() -> String {
                    format!("type.googleapis.com/google.rpc.{}", Self::NAME)
                }
            }
        )*};
    }
    names!(Status, ErrorInfo, RetryInfo, BadRequest, ResourceInfo);
}

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in.
    Player,
    /// Moderators, administrators and services.
    Moderator,
    /// Administrators and services.
    Admin,
    /// Services only.
    Service,
}

/// What is given up first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criticality {
    /// Kept the longest.
    Critical,
    /// Ordinary work.
    Default,
    /// Given up first.
    Sheddable,
}
