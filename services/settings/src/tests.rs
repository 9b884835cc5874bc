//! The service alone, on the embedded fabric and, where two instances meet, over NATS too, with a clock that stands still
//! until a test moves it.

mod access;
mod content;
mod flags;
mod global;
mod instances;
mod players;
mod policy;
mod watching;

use prost_types::value::Kind;
use prost_types::{ListValue, Struct, Value};
use realmwire_api::settings::SettingsClient;
use realmwire_contract::Event;
use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::settings::v1::{GetRequest, PlayerSettings, UpdateMode, UpdateRequest, UpdateResponse};
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::testing::{TestHost, refused, refused_field};

/// The service on a host, and a client that calls it as a service.
struct World {
    host: TestHost,
    client: SettingsClient,
    running: Running,
}

impl World {
    async fn new() -> Self {
        Self::on(TestHost::new().await, "").await
    }

    async fn on(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        Self { client: SettingsClient::new(host.channel()), host, running }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling().await, "").await
    }

    async fn update(&self, values: &[(&str, Value)]) -> Result<UpdateResponse, Status> {
        self.client.update(update(values)).await
    }

    async fn settings(&self, device_id: &str) -> PlayerSettings {
        let request =
            GetRequest { player_id: "p1".to_owned(), device_id: device_id.to_owned(), ..GetRequest::default() };
        self.client.get(request).await.unwrap().settings.unwrap()
    }

    async fn events<E: Event>(&self) -> Vec<E> {
        self.host.events::<E>().await.into_iter().map(|incoming| incoming.event).collect()
    }
}

/// An update of the player p1 on the device "pc".
fn update(values: &[(&str, Value)]) -> UpdateRequest {
    UpdateRequest {
        player_id: "p1".to_owned(),
        device_id: "pc".to_owned(),
        values: Some(object(values)),
        ..UpdateRequest::default()
    }
}

fn object(values: &[(&str, Value)]) -> Struct {
    Struct { fields: values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect() }
}

fn number(number: f64) -> Value {
    Value { kind: Some(Kind::NumberValue(number)) }
}

fn truth(truth: bool) -> Value {
    Value { kind: Some(Kind::BoolValue(truth)) }
}

fn text(text: &str) -> Value {
    Value { kind: Some(Kind::StringValue(text.to_owned())) }
}

fn list(texts: &[&str]) -> Value {
    Value { kind: Some(Kind::ListValue(ListValue { values: texts.iter().map(|item| text(item)).collect() })) }
}

fn null() -> Value {
    Value { kind: Some(Kind::NullValue(0)) }
}

fn replace() -> i32 {
    UpdateMode::Replace.into()
}

fn version(version: u64) -> ExpectedVersion {
    ExpectedVersion { expectation: Some(Expectation::Version(version)) }
}

fn value<'a>(settings: &'a PlayerSettings, key: &str) -> &'a Value {
    &settings.values.as_ref().unwrap().fields[key]
}

/// The fields that a request was refused for, each with its reason.
#[track_caller]
fn refused_fields<T: std::fmt::Debug>(result: Result<T, Status>) -> Vec<(String, String)> {
    let status = refused(result, Code::InvalidArgument);
    status.field_violations().into_iter().map(|violation| (violation.field, violation.reason)).collect()
}
