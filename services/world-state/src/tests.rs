//! The service alone, on the embedded fabric, with a clock that stands still.

mod access;
mod content;
mod entities;
mod faults;
mod flags;
mod instances;
mod queries;
mod snapshots;
mod society;
mod time;
mod watching;
mod worlds;

use std::path::{Path, PathBuf};

use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::Event;
use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::world_state::v1::{
    self, CreateWorldRequest, DeleteEntitiesRequest, DeleteWorldRequest, Entity, EntityDeletion, EntityFilter,
    EntityRevision, EntityWrite, GetEntitiesRequest, GetFlagsRequest, GetFlagsResponse, GetWorldRequest, Position,
    QueryEntitiesRequest, QueryEntitiesResponse, SetFlagsRequest, UpsertEntitiesRequest, World, WorldCreated,
};
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::Key;
use realmwire_sdk::testing::{TestHost, refused, refused_field};

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
        Self::on(self.host.sibling().await, "").await
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

    async fn upsert(&self, entities: Vec<EntityWrite>) -> Result<Vec<EntityRevision>, Status> {
        Ok(self.client.upsert_entities(upsert(entities)).await?.written)
    }

    async fn remove(&self, ids: &[&str]) -> Result<Vec<EntityRevision>, Status> {
        let named = |id: &&str| EntityDeletion { entity_id: (*id).to_owned(), expected_revision: 0 };
        let entities = ids.iter().map(named).collect();
        let request = DeleteEntitiesRequest { world_id: "vale".to_owned(), entities };
        Ok(self.client.delete_entities(request).await?.removed)
    }

    async fn entity(&self, id: &str) -> Option<Entity> {
        let request = GetEntitiesRequest { world_id: "vale".to_owned(), entity_ids: vec![id.to_owned()] };
        self.client.get_entities(request).await.unwrap().entities.into_iter().next()
    }

    async fn query(&self, filter: EntityFilter) -> QueryEntitiesResponse {
        let world_id = "vale".to_owned();
        let request =
            QueryEntitiesRequest { world_id, filter: Some(filter), page_size: 500, ..QueryEntitiesRequest::default() };
        self.client.query_entities(request).await.unwrap()
    }

    /// The ids of what matches.
    async fn ids(&self, filter: EntityFilter) -> Vec<String> {
        self.query(filter).await.entities.into_iter().map(|entity| entity.entity_id).collect()
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

fn upsert(entities: Vec<EntityWrite>) -> UpsertEntitiesRequest {
    UpsertEntitiesRequest { world_id: "vale".to_owned(), entities }
}

/// Writes an entity of type "cart" at a point.
fn cart(id: &str, x: f64, y: f64) -> EntityWrite {
    EntityWrite {
        entity_id: id.to_owned(),
        r#type: Some("cart".to_owned()),
        position: Some(at(x, y)),
        ..EntityWrite::default()
    }
}

fn at(x: f64, y: f64) -> Position {
    Position { x, y, z: None }
}

/// Moves an entity.
fn moved(id: &str, x: f64, y: f64) -> EntityWrite {
    EntityWrite { r#type: None, ..cart(id, x, y) }
}

fn of_type(kind: &str) -> EntityFilter {
    EntityFilter { types: vec![kind.to_owned()], ..EntityFilter::default() }
}

fn circle(x: f64, y: f64, radius: f64) -> EntityFilter {
    let circle = v1::Circle { x, y, radius };
    let area = Some(v1::Area { shape: Some(v1::area::Shape::Circle(circle)) });
    EntityFilter { area, ..EntityFilter::default() }
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
