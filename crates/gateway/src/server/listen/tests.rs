use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::*;

/// More than what systems let wait when nobody says how many.
const AT_ONCE: usize = 500;

#[tokio::test]
async fn many_clients_that_come_at_once_are_connected_before_any_is_taken() {
    let listener = listen("localhost:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let clients = (0..AT_ONCE).map(|_| TcpStream::connect(address));
    let connected = timeout(Duration::from_secs(60), futures::future::try_join_all(clients)).await;
    assert_eq!(connected.expect("some wait to be taken").unwrap().len(), AT_ONCE);
}

#[tokio::test]
async fn an_address_that_is_none_or_taken_is_an_error() {
    let taken = listen("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let first = listen(&taken.to_string()).await;
    assert!(first.is_ok(), "the listener before it was closed: {first:?}");
    assert_eq!(listen(&taken.to_string()).await.unwrap_err().kind(), io::ErrorKind::AddrInUse);
    assert_eq!(listen("127.0.0.1").await.unwrap_err().kind(), io::ErrorKind::InvalidInput);
}
