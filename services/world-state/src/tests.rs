//! The service alone, on the embedded fabric, with a clock that stands still.

mod access;
mod content;
mod flags;
mod instances;
mod worlds;

use std::path::{Path, PathBuf};

use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::Event;
use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::world_state::v1::{
    CreateWorldRequest, DeleteWorldRequest, GetFlagsRequest, GetFlagsResponse, GetWorldRequest, SetFlagsRequest, World,
    WorldCreated,
};
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::Key;
use realmwire_sdk::testing::TestHost;

/// The service on a host, and a client that calls it as a service.
struct Realm {
    host: TestHost,
    client: WorldStateClient,
    running: Running,
}

impl Realm {
    async fn new() -> Self {
        Self::on(TestHost::with_content(Some(sample())).await, "").await
    }

    async fn with_config(config: &str) -> Self {
        Self::on(TestHost::with_content(Some(sample())).await, config).await
    }

    async fn on(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        Self { client: WorldStateClient::new(host.channel()), host, running }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling(), "").await
    }

    async fn create(&self, world_id: &str, content: &str) -> World {
        self.client.create_world(create(world_id, content)).await.unwrap().world.unwrap()
    }

    async fn get(&self, world_id: &str) -> Result<World, Status> {
        Ok(self.client.get_world(GetWorldRequest { world_id: world_id.to_owned() }).await?.world.unwrap())
    }

    async fn delete(&self, world_id: &str) -> Result<World, Status> {
        let request = DeleteWorldRequest { world_id: world_id.to_owned(), expected_revision: 0 };
        Ok(self.client.delete_world(request).await?.world.unwrap())
    }

    async fn set(&self, world_id: &str, flags: &[(&str, Value)]) -> Vec<String> {
        self.client.set_flags(set(world_id, flags)).await.unwrap().changed
    }

    async fn flags(&self, world_id: &str) -> GetFlagsResponse {
        self.client.get_flags(GetFlagsRequest { world_id: world_id.to_owned(), names: Vec::new() }).await.unwrap()
    }

    async fn events<E: Event>(&self) -> Vec<E> {
        self.host.events::<E>().await.into_iter().map(|incoming| incoming.event).collect()
    }

    /// How many documents of this kind there are, whichever world they belong to.
    async fn stored(&self, kind: &str) -> usize {
        self.host.stored("world-state", &Key::new(kind)).await.len()
    }
}

/// The content of the sample game.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn create(world_id: &str, content: &str) -> CreateWorldRequest {
    let (world_id, content) = (world_id.to_owned(), content.to_owned());
    CreateWorldRequest { world_id, content, seed: Some(7), ..CreateWorldRequest::default() }
}

fn set(world_id: &str, flags: &[(&str, Value)]) -> SetFlagsRequest {
    let fields = flags.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    SetFlagsRequest { world_id: world_id.to_owned(), flags: Some(Struct { fields }), expected_revision: None }
}

fn text(text: &str) -> Value {
    Value { kind: Some(Kind::StringValue(text.to_owned())) }
}

fn number(number: f64) -> Value {
    Value { kind: Some(Kind::NumberValue(number)) }
}

fn null() -> Value {
    Value { kind: Some(Kind::NullValue(0)) }
}

fn absent() -> ExpectedVersion {
    ExpectedVersion { expectation: Some(Expectation::Absent(true)) }
}

fn version(version: u64) -> ExpectedVersion {
    ExpectedVersion { expectation: Some(Expectation::Version(version)) }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Status>, code: Code) -> Status {
    let status = result.unwrap_err();
    assert_eq!(status.code(), code, "{status}");
    status
}

#[track_caller]
fn refused_field<T: std::fmt::Debug>(result: Result<T, Status>, field: &str) {
    let status = refused(result, Code::InvalidArgument);
    let fields: Vec<_> = status.field_violations().into_iter().map(|violation| violation.field).collect();
    assert_eq!(fields, [field], "{status}");
}
