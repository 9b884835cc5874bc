//! Streams that are compressed: each event arrives before the next one happens.

use std::io::{Read, Write};

use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use ruzstd::decoding::StreamingDecoder;

use super::fixture::{Fixture, soon};
use super::streaming::watch;

const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

/// Reads what has arrived so far, as browsers do.
enum Decoder {
    Gzip(Box<flate2::write::GzDecoder<Vec<u8>>>),
    Brotli(Box<brotli::DecompressorWriter<Vec<u8>>>),
    Zstd(Vec<u8>),
}

impl Decoder {
    fn new(coding: &str) -> Self {
        match coding {
            "gzip" => Self::Gzip(Box::new(flate2::write::GzDecoder::new(Vec::new()))),
            "br" => Self::Brotli(Box::new(brotli::DecompressorWriter::new(Vec::new(), 4_096))),
            _ => Self::Zstd(Vec::new()),
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        match self {
            Self::Gzip(decoder) => {
                decoder.write_all(bytes).unwrap();
                decoder.flush().unwrap();
            }
            Self::Brotli(decoder) => {
                decoder.write_all(bytes).unwrap();
                decoder.flush().unwrap();
            }
            Self::Zstd(text) => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    StreamingDecoder::new(&mut rest).unwrap().read_to_end(text).unwrap();
                }
            }
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(match self {
            Self::Gzip(decoder) => decoder.get_ref(),
            Self::Brotli(decoder) => decoder.get_ref(),
            Self::Zstd(text) => text,
        })
        .unwrap()
    }

    /// Whether the body is complete, as far as its coding tells.
    fn ends_well(self) -> bool {
        match self {
            Self::Gzip(decoder) => decoder.finish().is_ok(),
            Self::Brotli(mut decoder) => decoder.close().is_ok(),
            Self::Zstd(_) => true,
        }
    }
}

/// A stream that is being read.
struct Reading {
    body: Incoming,
    decoder: Decoder,
}

impl Reading {
    async fn begin(fixture: &Fixture, id: &str, accept: &str, coding: &str) -> Self {
        let request = watch(fixture, id, accept).header("accept-encoding", coding).body(Full::default()).unwrap();
        let response = soon(fixture.client.request(request)).await.unwrap();
        assert_eq!(response.headers()["content-encoding"], coding);
        assert_eq!(response.headers()["vary"], "accept-encoding");
        Self { body: response.into_body(), decoder: Decoder::new(coding) }
    }

    /// Reads until the text has `count` times this in it.
    async fn until(&mut self, text: &str, count: usize) {
        while self.decoder.text().matches(text).count() < count {
            let frame = soon(self.body.frame()).await.expect("the stream has ended").unwrap();
            self.decoder.feed(&frame.into_data().unwrap());
        }
    }

    async fn read_to_end(mut self) -> String {
        while let Some(frame) = soon(self.body.frame()).await {
            self.decoder.feed(&frame.unwrap().into_data().unwrap());
        }
        let text = self.decoder.text().to_owned();
        assert!(self.decoder.ends_well(), "{text}");
        text
    }
}

#[tokio::test]
async fn each_event_can_be_read_before_the_next_one_happens() {
    for coding in CODINGS {
        for (accept, end) in [("text/event-stream", "event: end\ndata: {}\n\n"), ("application/x-ndjson", "\n")] {
            let fixture = Fixture::start("").await;
            let mut reading = Reading::begin(&fixture, "paced", accept, coding).await;
            for version in 1..=3 {
                reading.until(&format!("\"version\":\"{version}\""), 1).await;
                assert_eq!(reading.decoder.text().matches("resumeToken").count(), version, "{coding}");
                fixture.script.go_on.notify_one();
            }
            let text = reading.read_to_end().await;
            assert!(text.ends_with(end), "{coding}: {text}");
        }
    }
}

#[tokio::test]
async fn errors_and_heartbeats_arrive_compressed_as_well() {
    for coding in CODINGS {
        let fixture = Fixture::start("[streams]\nheartbeat_ms = 20").await;
        let failed = Reading::begin(&fixture, "fails", "text/event-stream", coding).await.read_to_end().await;
        assert!(failed.contains("event: error") && failed.contains("\"UNAVAILABLE\""), "{failed}");
        let mut quiet = Reading::begin(&fixture, "quiet", "text/event-stream", coding).await;
        quiet.until("\n:\n\n", 3).await;
        drop(quiet);
        soon(fixture.script.cancelled.notified()).await;
    }
}

#[tokio::test]
async fn streams_are_sent_as_they_are_to_those_who_want_it_and_when_there_is_no_room_to_compress() {
    let fixture = Fixture::start("[compression]\nstreams = 1").await;
    let open = async |coding: &'static str| {
        let request = watch(&fixture, "quiet", "text/event-stream").header("accept-encoding", coding);
        soon(fixture.client.request(request.body(Full::default()).unwrap())).await.unwrap()
    };
    let plain = open("identity").await;
    assert!(!plain.headers().contains_key("content-encoding"));
    let first = open("gzip").await;
    assert_eq!(first.headers()["content-encoding"], "gzip");
    let second = open("gzip").await;
    assert!(!second.headers().contains_key("content-encoding"));
    drop(first);
    let freed = async {
        while !open("gzip").await.headers().contains_key("content-encoding") {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    soon(freed).await;
    let fixture = Fixture::start("[compression]\nenabled = false").await;
    let request = watch(&fixture, "three", "text/event-stream").header("accept-encoding", "gzip");
    let answer = fixture.send(request, "").await;
    assert!(!answer.headers.contains_key("content-encoding"));
}
