//! The service alone, on a fabric in memory and a clock that stands still.

mod access;
mod accounts;
mod edge;
mod idempotency;
mod keys;
mod limits;
mod lockout;
mod login;
mod secrecy;
mod sessions;

use std::time::Duration;

use realmwire_api::auth::AuthClient;
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::credential::Proof;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::service::Running;
use realmwire_sdk::testing::TestHost;

const PASSWORD: &str = "correct horse battery";
const DEVICE: &str = "b9f0b3f2-6d0e-4b43-8d0c-6c1a4bb3e5f1";

/// An instance of the service and a client of it.
struct Bench {
    host: TestHost,
    running: Running,
    client: AuthClient,
}

impl Bench {
    async fn new() -> Self {
        Self::with("").await
    }

    async fn with(config: &str) -> Self {
        Self::on(TestHost::new().await, config).await
    }

    async fn on(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        let client = AuthClient::new(host.channel());
        Self { host, running, client }
    }

    /// Another instance over the same fabric.
    async fn second(&self) -> Self {
        Self::on(self.host.sibling().await, "").await
    }

    /// The service stopped and started again, with another configuration.
    async fn restarted(self, config: &str) -> Self {
        let report = self.running.drain(Duration::from_secs(10)).await;
        assert!(report.is_clean(), "{report:?}");
        Self::on(self.host, config).await
    }

    /// A player who signs in with [`PASSWORD`] as `name`.
    async fn player(&self, name: &str) -> wire::Player {
        let request = wire::CreatePlayerRequest { credential: Some(password(name, PASSWORD)), role: 0 };
        self.client.create_player(request).principal(Principal::anonymous()).await.unwrap().player.unwrap()
    }

    /// An account with a role and no identity.
    async fn account(&self, role: wire::Role) -> String {
        let request = wire::CreatePlayerRequest { credential: None, role: role.into() };
        self.client.create_player(request).await.unwrap().player.unwrap().player_id
    }

    /// A device's session, for which an account is created.
    async fn device(&self, secret: &str) -> (wire::Session, wire::Tokens) {
        let request = wire::LoginRequest { credential: Some(device(secret)), create: true, label: String::new() };
        let answer = self.client.login(request).principal(Principal::anonymous()).await.unwrap();
        (answer.session.unwrap(), answer.tokens.unwrap())
    }

    async fn validate(&self, tokens: &wire::Tokens) -> Result<wire::Session, realmwire_sdk::status::Status> {
        let request = wire::ValidateSessionRequest { access_token: tokens.access_token.clone() };
        self.client.validate_session(request).await.map(|answer| answer.session.unwrap())
    }
}

fn device(secret: &str) -> wire::Credential {
    let device = wire::DeviceCredential { secret: secret.to_owned(), label: "Ada's phone".to_owned() };
    wire::Credential { proof: Some(Proof::Device(device)) }
}

fn password(name: &str, password: &str) -> wire::Credential {
    let password = wire::PasswordCredential { name: name.to_owned(), password: password.to_owned() };
    wire::Credential { proof: Some(Proof::Password(password)) }
}

fn login(credential: wire::Credential) -> wire::LoginRequest {
    wire::LoginRequest { credential: Some(credential), create: false, label: String::new() }
}

fn refresh(tokens: &wire::Tokens) -> wire::RefreshSessionRequest {
    wire::RefreshSessionRequest { refresh_token: tokens.refresh_token.clone() }
}

/// The caller that an account's token stands for.
fn caller(role: Role, id: &str) -> Principal {
    Principal { role, id: id.to_owned(), session_id: None }
}

/// The caller that a session's access token stands for.
fn of_session(session: &wire::Session) -> Principal {
    Principal { session_id: Some(session.session_id.clone()), ..Principal::player(&session.subject) }
}
