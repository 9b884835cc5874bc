use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::time::timeout;

use super::*;

const TIMEOUT: Duration = Duration::from_secs(20);

/// A connection over a system that keeps 64 bytes, its client, and what the two do.
fn connection() -> (Guarded<DuplexStream>, DuplexStream, Arc<Activity>) {
    let (client, server) = tokio::io::duplex(64);
    let activity = Arc::new(Activity::new());
    (Guarded::new(server, Arc::clone(&activity), TIMEOUT), client, activity)
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_late_is_answered_although_the_client_goes_on_sending() {
    let (mut server, client, activity) = connection();
    let (mut reading, mut writing) = tokio::io::split(client);
    writing.write_all(b"GET /").await.unwrap();
    let mut head = [0; 5];
    server.read_exact(&mut head).await.unwrap();
    activity.give_up_waiting();
    let sending = async { while writing.write_all(b"X: y\r\n").await.is_ok() {} };
    let reading = async {
        let mut answer = Vec::new();
        reading.read_to_end(&mut answer).await.unwrap();
        answer
    };
    let ending = async move {
        let kind = server.read(&mut [0; 64]).await.map_err(|error| error.kind());
        drop(server);
        kind
    };
    let ((), answer, ended) = timeout(TIMEOUT, async { tokio::join!(sending, reading, ending) }).await.unwrap();
    assert_eq!(answer, TOO_SLOW.text);
    assert_eq!(ended, Err(io::ErrorKind::ConnectionAborted));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_still_on_its_way_is_not_mixed_with_another_one() {
    let (mut server, mut client, activity) = connection();
    let answer = [b'a'; 100];
    assert!(timeout(Duration::from_millis(1), server.write_all(&answer)).await.is_err());
    activity.give_up_waiting();
    let ended = server.read(&mut [0; 64]).await.map_err(|error| error.kind());
    assert_eq!(ended, Err(io::ErrorKind::ConnectionAborted));
    drop(server);
    let mut received = Vec::new();
    client.read_to_end(&mut received).await.unwrap();
    assert_eq!(received, answer[..64]);
}
