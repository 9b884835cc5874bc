//! Calls that are answered with a stream: server-sent events or lines of JSON.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::FrameReceiver;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_stream::wrappers::ReceiverStream;

use super::admission::{self, BodyRoom, CompressorPermit};
use super::body::{Body, CutOff};
use super::coding::{self, Compressor};
use super::{Exchange, head, negotiation, unary};
use crate::gateway::{Shared, State};
use crate::operations::{Operation, Route};
use crate::problem::{Precondition, Problem};
use crate::routing::Match;
use crate::transcode::{Inputs, ResponseTranscoder};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// How a stream is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// `text/event-stream`.
    Events,
    /// `application/x-ndjson`.
    Lines,
}

impl Format {
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        if headers.contains_key(header::ACCEPT) && negotiation::accepts(headers, &["text/event-stream"]) {
            return Ok(Self::Events);
        }
        let lines = ["application/x-ndjson", "application/*", "*/*"];
        if negotiation::accepts(headers, &lines) {
            return Ok(Self::Lines);
        }
        Err(Problem::not_acceptable("text/event-stream or application/x-ndjson"))
    }

    fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Events => "text/event-stream",
            Self::Lines => "application/x-ndjson",
        })
    }

    /// What is sent when there is nothing to say, so that both sides notice when the other is gone.
    fn heartbeat(self) -> Bytes {
        Bytes::from_static(match self {
            Self::Events => b":\n\n",
            Self::Lines => b"\n",
        })
    }

    /// What comes first.
    fn preamble(self, retry_ms: u64) -> Bytes {
        match self {
            Self::Events => format!("retry: {retry_ms}\n\n").into(),
            Self::Lines => Bytes::new(),
        }
    }

    /// One message. Its JSON has no line break, and neither has an id that a service made.
    fn message(self, id: Option<&str>, json: &[u8]) -> Bytes {
        let mut out = Vec::with_capacity(json.len() + 64);
        if self == Self::Events {
            if let Some(id) = id.filter(|id| !id.contains(['\n', '\r', '\0'])) {
                out.extend_from_slice(b"id: ");
                out.extend_from_slice(id.as_bytes());
                out.push(b'\n');
            }
            out.extend_from_slice(b"data: ");
        }
        out.extend_from_slice(json);
        out.extend_from_slice(if self == Self::Events { b"\n\n" } else { b"\n" });
        out.into()
    }

    /// The last thing of a stream that failed.
    fn error(self, problem: &[u8]) -> Bytes {
        let (before, after): (&[u8], &[u8]) = match self {
            Self::Events => (b"event: error\ndata: ", b"\n\n"),
            Self::Lines => (b"{\"error\":", b"}\n"),
        };
        [before, problem, after].concat().into()
    }

    /// The last thing of a stream that is complete: an event source would connect again otherwise.
    fn end(self) -> Bytes {
        Bytes::from_static(match self {
            Self::Events => b"event: end\ndata: {}\n\n",
            Self::Lines => b"",
        })
    }
}

impl Exchange {
    pub(super) async fn answer_stream(
        &mut self,
        found: &Match<'_, '_, Route>,
        operation: &Operation,
        caller: Principal,
        parts: &Parts,
    ) -> Result<Response<Body>, Problem> {
        let format = Format::of(&parts.headers)?;
        let options = self.call_options(operation, caller, &parts.headers)?;
        let mut room = BodyRoom::new(&self.shared, &self.state.config.limits);
        let body = self.receive(&parts.headers, &mut room).await?;
        let inputs = Inputs {
            path: unary::captures(found)?,
            query: parts.uri.query().unwrap_or_default(),
            body: &body,
            precondition: None,
        };
        let mut request = operation.request.transcode(&inputs).map_err(Problem::violations)?;
        self.shared.metrics.ignored_parameters.add(request.ignored_parameters as u64);
        if let Some(id) = parts.headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()) {
            operation.request.resume(id, &mut request.bytes);
        }
        let opened = self.shared.channel.open(operation.spec, options, request.bytes.into()).await;
        let frames = opened.map_err(|status| Problem::from_status(&status, Precondition::None))?;
        let mut response = Response::new(Body::empty());
        let compressed = self.begin_compressed(&parts.headers, response.headers_mut());
        let (sender, receiver) = mpsc::channel(self.state.config.streams.buffer_messages);
        let pump = Pump {
            shared: Arc::clone(&self.shared),
            state: Arc::clone(&self.state),
            request_id: self.record.request_id.clone(),
            token: head::bearer_token(&parts.headers)?.map(str::to_owned),
            format,
            response: operation.response.clone(),
            compressed,
            sender,
        };
        self.shared.spawn(pump.run(frames));
        *response.body_mut() = Body::stream(ReceiverStream::new(receiver).boxed());
        response.headers_mut().insert(header::CONTENT_TYPE, format.content_type());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Proxies that collect answers before they pass them on would hold events back.
        response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
        Ok(response)
    }
}

/// A compressor, and the room that it takes in memory.
type Compressed = (Compressor, CompressorPermit);

impl Exchange {
    /// Begins a stream that is compressed, if the client takes it so and there is room for that.
    fn begin_compressed(&self, headers: &HeaderMap, answer: &mut HeaderMap) -> Option<Compressed> {
        let compression = &self.state.config.compression;
        if !compression.enabled {
            return None;
        }
        answer.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        let coding = coding::accepted(headers)?;
        let permit = admission::admit_compressor(&self.shared, compression.streams)?;
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        Some((Compressor::new(coding), permit))
    }
}

/// Moves the messages of one stream to its client, through a buffer with a limit.
struct Pump {
    shared: Arc<Shared>,
    state: Arc<State>,
    request_id: String,
    token: Option<String>,
    format: Format,
    response: ResponseTranscoder,
    compressed: Option<Compressed>,
    sender: mpsc::Sender<Result<Bytes, CutOff>>,
}

/// What a pump does next.
enum Next {
    Send(Bytes),
    /// Sends the bytes, and ends the stream after them.
    End(Bytes),
    /// The client is gone.
    Gone,
}

impl Pump {
    async fn run(mut self, mut frames: FrameReceiver) {
        let _open = self.shared.metrics.streams.hold();
        if !self.send(self.format.preamble(self.state.config.streams.retry_ms)).await {
            return;
        }
        loop {
            match self.next(&mut frames).await {
                Next::Send(bytes) => {
                    if !self.send(bytes).await {
                        return;
                    }
                }
                Next::End(bytes) => return self.end(bytes).await,
                Next::Gone => return,
            }
        }
    }

    async fn next(&self, frames: &mut FrameReceiver) -> Next {
        let heartbeat = Duration::from_millis(self.state.config.streams.heartbeat_ms);
        tokio::select! {
            biased;
            () = self.sender.closed() => Next::Gone,
            () = self.shared.draining.cancelled() => {
                Next::End(self.problem(&Status::unavailable("the gateway is about to stop; connect again")))
            }
            frame = frames.next() => match frame {
                Some(Ok(frame)) => self.message(&frame),
                Some(Err(status)) => Next::End(self.problem(&status)),
                None => Next::End(self.format.end()),
            },
            () = sleep(heartbeat) => self.beat(),
        }
    }

    fn message(&self, frame: &Bytes) -> Next {
        match self.response.transcode(frame) {
            Ok(json) => Next::Send(self.format.message(self.response.resume_token(frame), &json)),
            Err(error) => {
                tracing::error!(request_id = self.request_id, error = %error, "a message cannot be written as JSON");
                Next::End(self.problem(&Status::data_loss("a message cannot be read")))
            }
        }
    }

    /// Shows both sides that the other is there, and ends the stream of a token that is no longer good.
    fn beat(&self) -> Next {
        match self.token.as_deref().map(|token| self.shared.authenticator.authenticate(token)) {
            Some(Err(status)) => Next::End(self.problem(&status)),
            _ => Next::Send(self.format.heartbeat()),
        }
    }

    fn problem(&self, status: &Status) -> Bytes {
        let problem = Problem::from_status(status, Precondition::None);
        self.format.error(&problem.body(self.state.operations.schema(), &self.request_id))
    }

    /// Sends bytes in such a way that the client can read them at once. False: the stream is over.
    async fn send(&mut self, bytes: Bytes) -> bool {
        if bytes.is_empty() {
            return true;
        }
        match &mut self.compressed {
            Some((compressor, _)) => match compressor.compress(&bytes) {
                Ok(compressed) => self.hand_over(compressed.into()).await,
                Err(error) => self.not_compressed(&error),
            },
            None => self.hand_over(bytes).await,
        }
    }

    /// Sends the last bytes.
    async fn end(&mut self, bytes: Bytes) {
        match self.compressed.take().map(|(compressor, _)| compressor.finish(&bytes)) {
            Some(Ok(compressed)) => _ = self.hand_over(compressed.into()).await,
            Some(Err(error)) => _ = self.not_compressed(&error),
            None if bytes.is_empty() => {}
            None => _ = self.hand_over(bytes).await,
        }
    }

    fn not_compressed(&self, error: &std::io::Error) -> bool {
        tracing::error!(request_id = self.request_id, error = %error, "a message cannot be compressed");
        false
    }

    /// Hands bytes to the client. False: it is gone, or reads so slowly that it was cut off.
    async fn hand_over(&self, bytes: Bytes) -> bool {
        let limit = Duration::from_millis(self.state.config.timeouts.write_ms);
        match self.sender.send_timeout(Ok(bytes), limit).await {
            Ok(()) => true,
            Err(mpsc::error::SendTimeoutError::Closed(_)) => false,
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => {
                self.shared.metrics.shed("slow_reader");
                tracing::info!(request_id = self.request_id, "a stream was cut off: its client does not read");
                false
            }
        }
    }
}
