//! The contract of the Realmwire services: messages, method specs and the descriptor set, generated from proto/.
//!
//! Each schema package is a module: `realmwire.state_manager.v1` is [`state_manager::v1`] with its messages, one
//! [`MethodSpec`] a method (`GET`), one [`EventSpec`] an event and the [`ServiceSpec`] `SERVICE`. [`SERVICES`] lists
//! them all, and [`descriptors`] reflects on them at run time.
//!
//! `cargo xtask codegen` writes everything under `generated/`.

mod generated;
mod spec;

use std::sync::LazyLock;

use prost_reflect::DescriptorPool;

// The generated modules are this crate's surface, one for each schema package, whatever packages there are.
pub use generated::*;
pub use spec::{
    Access, Audience, Criticality, EVERY_EVENT, Event, EventSpec, Idempotency, MethodKind, MethodSpec, ServiceSpec,
};

/// The encoded `google.protobuf.FileDescriptorSet` of all schemas, comments included.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!("generated/descriptors.binpb");

/// Every message, service and option of the contract, decoded at the first use.
///
/// ```
/// let get = realmwire_contract::descriptors().get_message_by_name("realmwire.state_manager.v1.GetRequest");
/// assert!(get.is_some_and(|get| get.get_field_by_name("id").is_some()));
/// ```
pub fn descriptors() -> &'static DescriptorPool {
    static POOL: LazyLock<DescriptorPool> = LazyLock::new(decode_descriptors);
    &POOL
}

/// The service with this name, such as `state-manager`.
///
/// ```
/// assert!(realmwire_contract::service("state-manager").is_some());
/// ```
pub fn service(name: &str) -> Option<&'static ServiceSpec> {
    SERVICES.iter().copied().find(|service| service.name == name)
}

#[expect(clippy::expect_used, reason = "the bytes are part of the program, and a test decodes them")]
fn decode_descriptors() -> DescriptorPool {
    DescriptorPool::decode(DESCRIPTOR_SET).expect("the generated descriptor set is valid")
}

#[cfg(test)]
mod tests;
