//! Streams over HTTP, as server-sent events.

use http::StatusCode;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use realmwire_test_kit::eventually;
use serde_json::Value;

use crate::harness::{PATIENCE, System};

/// The messages of a stream.
pub(crate) struct Stream {
    body: Incoming,
    text: String,
}

impl Stream {
    /// Opens a stream, once the process takes it.
    pub(crate) async fn open(system: &System, method: &str, token: &str, request: &Value) -> Self {
        let opened = || async {
            let answer = system.open(method, token, request).await.ok()?;
            match answer.status() {
                StatusCode::OK => Some(Self { body: answer.into_body(), text: String::new() }),
                // Whoever serves it was just killed.
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => None,
                other => panic!("{method} {request}: {other}"),
            }
        };
        eventually("the stream is opened", PATIENCE, opened).await.unwrap()
    }

    /// The next message; `None` when the stream has ended or broken off.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let is_message = !event.lines().any(|line| line.starts_with("event: "));
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                match data {
                    Some(data) if is_message => return Some(serde_json::from_str(data).unwrap()),
                    Some(_) => return None,
                    None => {}
                }
            }
            let frame = self.body.frame().await?.ok()?;
            if let Ok(data) = frame.into_data() {
                self.text.push_str(std::str::from_utf8(&data).unwrap());
            }
        }
    }
}
