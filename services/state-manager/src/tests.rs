//! The service alone, on the embedded fabric, with a clock that stands still.

mod access;
mod lifetimes;
mod reading;
mod transactions;
mod watching;
mod writing;

use std::time::Duration;

use prost_types::value::Kind;
use prost_types::{ListValue, Struct, Value};
use realmwire_api::state_manager::StateManagerClient;
use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::state_manager::v1::{
    self, DeleteRequest, DocumentName, GetRequest, HistoryRequest, PatchRequest, PutRequest, State,
};
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::testing::{TestHost, refused, refused_field};

/// The service on a host of its own, and a client that calls it as a service.
struct World {
    host: TestHost,
    client: StateManagerClient,
    _running: Running,
}

impl World {
    async fn new() -> Self {
        Self::with_config("").await
    }

    async fn with_config(config: &str) -> Self {
        Self::on(TestHost::new().await, config).await
    }

    async fn on(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        Self { client: StateManagerClient::new(host.channel()), host, _running: running }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling().await, "").await
    }

    async fn put(&self, id: &str, json: &str) -> State {
        self.client.put(put(id, json)).await.unwrap().state.unwrap()
    }

    async fn get(&self, id: &str) -> Result<State, Status> {
        let request = GetRequest { kind: entity(), id: id.to_owned(), version: 0 };
        Ok(self.client.get(request).await?.state.unwrap())
    }

    /// The versions of an entity, newest first; deletions as negative numbers.
    async fn history(&self, id: &str) -> Vec<i64> {
        let request = HistoryRequest { kind: entity(), id: id.to_owned(), page_size: 100, page_token: String::new() };
        let versions = self.client.history(request).await.unwrap().versions;
        versions.iter().map(|state| state.version.cast_signed() * if state.deleted { -1 } else { 1 }).collect()
    }

    /// The events of a type that were published, oldest first.
    async fn events<E: realmwire_contract::Event>(&self) -> Vec<E> {
        self.host.events::<E>().await.into_iter().map(|incoming| incoming.event).collect()
    }
}

fn entity() -> i32 {
    v1::Kind::Entity.into()
}

fn player() -> i32 {
    v1::Kind::Player.into()
}

fn name(id: &str) -> DocumentName {
    DocumentName { kind: entity(), id: id.to_owned() }
}

fn put(id: &str, json: &str) -> PutRequest {
    PutRequest { kind: entity(), id: id.to_owned(), data: Some(object(json)), ..PutRequest::default() }
}

fn patch(id: &str, json: &str) -> PatchRequest {
    PatchRequest { kind: entity(), id: id.to_owned(), patch: Some(object(json)), ..PatchRequest::default() }
}

fn delete(id: &str) -> DeleteRequest {
    DeleteRequest { kind: entity(), id: id.to_owned(), ..DeleteRequest::default() }
}

fn absent() -> ExpectedVersion {
    ExpectedVersion { expectation: Some(Expectation::Absent(true)) }
}

fn version(version: u64) -> ExpectedVersion {
    ExpectedVersion { expectation: Some(Expectation::Version(version)) }
}

fn ttl(duration: Duration) -> prost_types::Duration {
    duration.try_into().unwrap()
}

/// A value as it is written in JSON.
pub(crate) fn value(json: &serde_json::Value) -> Value {
    let kind = match json {
        serde_json::Value::Null => Kind::NullValue(0),
        serde_json::Value::Bool(value) => Kind::BoolValue(*value),
        serde_json::Value::Number(number) => Kind::NumberValue(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Kind::StringValue(text.clone()),
        serde_json::Value::Array(items) => Kind::ListValue(ListValue { values: items.iter().map(value).collect() }),
        serde_json::Value::Object(members) => {
            let fields = members.iter().map(|(name, member)| (name.clone(), value(member))).collect();
            Kind::StructValue(Struct { fields })
        }
    };
    Value { kind: Some(kind) }
}

/// An object as it is written in JSON.
pub(crate) fn object(json: &str) -> Struct {
    match value(&serde_json::from_str(json).unwrap()).kind {
        Some(Kind::StructValue(object)) => object,
        other => panic!("{other:?} is no object"),
    }
}

fn number(state: &State, member: &str) -> f64 {
    match state.data.as_ref().unwrap().fields[member].kind {
        Some(Kind::NumberValue(number)) => number,
        ref other => panic!("{other:?} is no number"),
    }
}

/// A member that is a whole number.
fn whole(state: &State, member: &str) -> u64 {
    number(state, member).to_string().parse().unwrap()
}
