//! A server that knows accounts and users by what its operator has signed.

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use realmwire_test_kit::{NatsOptions, NatsServer};
use serde_json::{Value, json};

use crate::bus::Bus;
use crate::nats::bus::NatsBus;
use crate::nats::journal::NatsJournals;
use crate::nats::{ConnectError, Credentials, NatsConfig};

/// What `issuer` says about `subject`, signed.
fn signed(issuer: &KeyPair, subject: &KeyPair, claims: &Value) -> String {
    let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = encode(json!({"typ": "JWT", "alg": "ed25519-nkey"}));
    let (issuer_name, subject_name) = (issuer.public_key(), subject.public_key());
    let body =
        json!({"jti": "test", "iat": 1, "name": "test", "iss": issuer_name, "sub": subject_name, "nats": claims});
    let content = format!("{header}.{}", encode(body));
    let signature = issuer.sign(content.as_bytes()).unwrap();
    format!("{content}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// An operator's server with one account for services.
async fn server(account: &KeyPair) -> NatsServer {
    let (operator, system) = (KeyPair::new_operator(), KeyPair::new_account());
    let unlimited = json!({
        "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1, "leaf": -1,
    });
    let mut stores = unlimited.clone();
    for resource in ["mem_storage", "disk_storage", "streams", "consumer"] {
        stores[resource] = json!(-1);
    }
    let of_account = |account: &KeyPair, limits: &Value| {
        signed(&operator, account, &json!({"type": "account", "version": 2, "limits": limits}))
    };
    let config = format!(
        "operator: {operator}\nsystem_account: {system_name}\nresolver: MEMORY\nresolver_preload: {{\n{system_name}: \
         {system}\n{account_name}: {account}\n}}",
        operator = signed(&operator, &operator, &json!({"type": "operator", "version": 2})),
        system_name = system.public_key(),
        system = of_account(&system, &unlimited),
        account_name = account.public_key(),
        account = of_account(account, &stores),
    );
    NatsServer::start_with(NatsOptions { config, ..NatsOptions::default() }).await.unwrap()
}

/// The credentials file of a user whom `account` has signed, as the tools of NATS write it.
fn write_credentials(file: &Path, account: &KeyPair) {
    let user = KeyPair::new_user();
    let claims = json!({"type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1});
    let (jwt, seed) = (signed(account, &user, &claims), user.seed().unwrap());
    let text = format!(
        "-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n\
         -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
    );
    std::fs::write(file, text).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credentials_file_connects_and_one_of_a_strange_account_does_not() {
    let account = KeyPair::new_account();
    let server = server(&account).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("user.creds");
    let config = NatsConfig {
        credentials: Credentials::File(file.clone()),
        ..NatsConfig::new(vec![server.url()], "quest", "test")
    };

    let missing = NatsBus::connect(&config).await.map(drop).unwrap_err();
    assert!(matches!(&missing, ConnectError::Invalid(told) if told.contains("user.creds")), "{missing}");

    write_credentials(&file, &account);
    NatsBus::connect(&config).await.unwrap().flush(Duration::from_secs(30)).await.unwrap();
    NatsJournals::connect(&config).await.unwrap();

    write_credentials(&file, &KeyPair::new_account());
    let refused = NatsBus::connect(&config).await.map(drop).unwrap_err();
    assert!(matches!(refused, ConnectError::Refused { .. }), "{refused}");
}
