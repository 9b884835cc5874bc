//! A server that knows accounts and users by what its operator has signed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use realmwire_test_kit::{NatsOptions, NatsServer, Operator};

use crate::bus::Bus;
use crate::nats::bus::NatsBus;
use crate::nats::journal::NatsJournals;
use crate::nats::{ConnectError, Credentials, NatsConfig};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credentials_file_connects_and_one_of_a_strange_account_does_not() {
    let (operator, stranger) = (Operator::new().unwrap(), Operator::new().unwrap());
    let options = NatsOptions { config: operator.nats_config().to_owned(), ..NatsOptions::default() };
    let server = NatsServer::start_with(options).await.unwrap();
    let with = |file: &Path| {
        let credentials = Credentials::File(file.to_owned());
        NatsConfig { credentials, ..NatsConfig::new(vec![server.url()], "quest", "test") }
    };

    let missing = NatsBus::connect(&with(&PathBuf::from("missing.creds"))).await.map(drop).unwrap_err();
    assert!(matches!(&missing, ConnectError::Invalid(told) if told.contains("missing.creds")), "{missing}");

    let config = with(&operator.issue("user").unwrap());
    NatsBus::connect(&config).await.unwrap().flush(Duration::from_secs(30)).await.unwrap();
    NatsJournals::connect(&config).await.unwrap();

    let refused = NatsBus::connect(&with(&stranger.issue("user").unwrap())).await.map(drop).unwrap_err();
    assert!(matches!(refused, ConnectError::Refused { .. }), "{refused}");
}
