//! Connections that are encrypted, to servers that ask for certificates and credentials.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use realmwire_test_kit::{Authority, Identity, NatsOptions, NatsServer};

use crate::bus::Bus;
use crate::nats::bus::NatsBus;
use crate::nats::journal::NatsJournals;
use crate::nats::{ConnectError, Credentials, NatsConfig, TlsFiles};

const WITHIN: Duration = Duration::from_secs(30);

/// A server that wants a certificate and a password.
struct Scene {
    server: NatsServer,
    authority: Authority,
    client: Identity,
}

impl Scene {
    async fn new() -> Self {
        let authority = Authority::new("authority").unwrap();
        let tls = authority.nats_config().unwrap();
        let config = format!("{tls}\nauthorization {{ user: quest, password: secret }}");
        let server = NatsServer::start_with(NatsOptions { config, ..NatsOptions::default() }).await.unwrap();
        let client = authority.issue("client").unwrap();
        Self { server, authority, client }
    }

    /// What connects.
    fn config(&self) -> NatsConfig {
        let credentials = Credentials::Password { user: "quest".to_owned(), password: "secret".to_owned() };
        let identity = Some((self.client.certificate.clone(), self.client.key.clone()));
        let tls = Some(TlsFiles { authority: Some(self.authority.file()), identity });
        NatsConfig { credentials, tls, ..NatsConfig::new(vec![self.server.url()], "quest", "test") }
    }

    fn with(&self, change: impl FnOnce(&mut TlsFiles)) -> NatsConfig {
        let mut config = self.config();
        config.tls.as_mut().map(change);
        config
    }
}

/// Why a connection is refused, with all causes.
async fn refusal(config: NatsConfig) -> (ConnectError, String) {
    let error = NatsBus::connect(&config).await.map(drop).unwrap_err();
    let causes = std::iter::successors(Some(&error as &dyn Error), |error| (*error).source());
    let told: Vec<_> = causes.map(ToString::to_string).collect();
    (error, told.join(": "))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_right_certificates_and_credentials_connect_and_come_back_when_the_server_does() {
    let scene = Scene::new().await;
    let bus = NatsBus::connect(&scene.config()).await.unwrap();
    bus.flush(WITHIN).await.unwrap();
    NatsJournals::connect(&scene.config()).await.unwrap();

    scene.server.restart().await.unwrap();

    let is_back = || async { bus.flush(WITHIN).await.ok() };
    realmwire_test_kit::eventually("the connection is back", WITHIN, is_back).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_another_authority_is_not_believed() {
    let scene = Scene::new().await;
    let other = Authority::new("other").unwrap();
    let (error, told) = refusal(scene.with(|tls| tls.authority = Some(other.file()))).await;
    assert!(matches!(error, ConnectError::Certificates { .. }), "{told}");
    assert!(told.contains("UnknownIssuer") || told.contains("BadSignature"), "{told}");
    // Without an authority the system's count, which do not know ours.
    let (error, told) = refusal(scene.with(|tls| tls.authority = None)).await;
    assert!(matches!(error, ConnectError::Certificates { .. }), "{told}");
    // A server that wants to be spoken to in secret is, also when nobody here asked for it.
    let (error, told) = refusal(NatsConfig { tls: None, ..scene.config() }).await;
    assert!(matches!(error, ConnectError::Certificates { .. }), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_without_a_certificate_or_with_one_of_another_authority_is_refused() {
    let scene = Scene::new().await;
    let (error, told) = refusal(scene.with(|tls| tls.identity = None)).await;
    assert!(matches!(error, ConnectError::Certificates { .. }), "{told}");
    assert!(told.contains("CertificateRequired"), "{told}");
    let other = Authority::new("other").unwrap();
    let Identity { certificate, key } = other.issue("client").unwrap();
    let (error, told) = refusal(scene.with(|tls| tls.identity = Some((certificate, key)))).await;
    assert!(matches!(error, ConnectError::Certificates { .. }), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_right_certificate_with_the_wrong_password_is_refused() {
    let scene = Scene::new().await;
    let credentials = Credentials::Password { user: "quest".to_owned(), password: "wrong".to_owned() };
    let (error, told) = refusal(NatsConfig { credentials, ..scene.config() }).await;
    assert!(matches!(error, ConnectError::Refused { .. }), "{told}");
    assert!(told.contains("authorization violation"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_encryption_is_not_spoken_to_when_it_is_asked_for() {
    let scene = Scene::new().await;
    let plain = NatsServer::start().await.unwrap();
    let config = NatsConfig { connect_within: Duration::from_secs(1), ..scene.config() };
    let (error, told) = refusal(NatsConfig { servers: vec![plain.url()], ..config }).await;
    assert!(!matches!(error, ConnectError::Invalid(_)), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_cannot_be_used_are_named() {
    let scene = Scene::new().await;
    let missing = PathBuf::from("missing.pem");
    let (certificate, key) = (scene.client.certificate.clone(), scene.client.key.clone());
    for (config, named) in [
        (scene.with(|tls| tls.authority = Some(missing.clone())), "authority file missing.pem"),
        (scene.with(|tls| tls.authority = Some(key.clone())), "holds no certificate"),
        (scene.with(|tls| tls.identity = Some((missing.clone(), key.clone()))), "certificate file missing.pem"),
        (scene.with(|tls| tls.identity = Some((certificate.clone(), missing.clone()))), "key file missing.pem"),
        (scene.with(|tls| tls.identity = Some((certificate.clone(), certificate.clone()))), "key file"),
    ] {
        let (error, told) = refusal(config).await;
        assert!(matches!(error, ConnectError::Invalid(_)), "{told}");
        assert!(told.contains(named), "{named:?} is not in: {told}");
    }
}
