//! Calls to `JetStream`, bounded in time and told apart by what their failure means.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::bus::{BusError, Message};
use crate::journal::JournalError;
use crate::nats::connection::Connection;

/// How long one attempt may take. The leader of a stream answers in milliseconds; an attempt that gets no answer by
/// then went to one that is gone.
const ATTEMPT_WITHIN: Duration = Duration::from_secs(2);
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LAST_PAUSE: Duration = Duration::from_millis(500);

/// Numbers of the server's errors.
pub(super) mod code {
    pub(in crate::nats) const UNAVAILABLE: u32 = 10008;
    pub(in crate::nats) const CONSUMER_NOT_FOUND: u32 = 10014;
    pub(in crate::nats) const INSUFFICIENT_RESOURCES: u32 = 10023;
    pub(in crate::nats) const MEMORY_EXCEEDED: u32 = 10028;
    pub(in crate::nats) const MESSAGE_NOT_FOUND: u32 = 10037;
    pub(in crate::nats) const SEQUENCE_NOT_FOUND: u32 = 10043;
    pub(in crate::nats) const STORAGE_EXCEEDED: u32 = 10047;
    pub(in crate::nats) const STREAM_EXISTS: u32 = 10058;
    pub(in crate::nats) const STREAM_NOT_FOUND: u32 = 10059;
    pub(in crate::nats) const WRONG_LAST_MESSAGE_ID: u32 = 10070;
    pub(in crate::nats) const WRONG_LAST_SEQUENCE: u32 = 10071;
    pub(in crate::nats) const STORE_FAILED: u32 = 10077;
    pub(in crate::nats) const DUPLICATE_IN_PROCESS: u32 = 10158;
    pub(in crate::nats) const WRONG_LAST_SEQUENCE_IN_PROCESS: u32 = 10164;
    pub(in crate::nats) const BATCH_INCOMPLETE: u32 = 10176;
    pub(in crate::nats) const BATCH_DUPLICATE: u32 = 10201;
    pub(in crate::nats) const BATCHES_IN_FLIGHT: u32 = 10210;
}

/// An error that `JetStream` answered with.
#[derive(Clone, Debug, Deserialize, thiserror::Error)]
#[error("{description} ({err_code})")]
pub(super) struct ApiError {
    #[serde(default)]
    pub(super) err_code: u32,
    #[serde(default)]
    pub(super) description: String,
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The server said no.
    #[error(transparent)]
    Refused(ApiError),
    /// No answer came. Whether the call was executed is not known.
    #[error("no answer from JetStream")]
    Silent(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The call was not sent, and never will be as it is.
    #[error(transparent)]
    Unsendable(BusError),
}

impl Failure {
    /// Whether another attempt may do better: nobody was there who could answer.
    fn is_passing(&self) -> bool {
        match self {
            Self::Silent(_) => true,
            Self::Refused(error) => error.err_code == code::UNAVAILABLE,
            Self::Unsendable(_) => false,
        }
    }
}

/// Calls for the journal of one service.
#[derive(Clone)]
pub(super) struct Api {
    pub(super) connection: Arc<Connection>,
    /// Whose journal, for errors.
    service: Arc<str>,
    within: Duration,
}

/// What every answer may be.
#[derive(Deserialize)]
struct Envelope {
    error: Option<ApiError>,
}

impl Api {
    pub(super) fn new(connection: Arc<Connection>, service: &str, within: Duration) -> Self {
        Self { connection, service: service.into(), within }
    }

    /// When a call that begins now has to end.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.within
    }

    /// Calls `$JS.API.<name>`, again while nobody answers. Only for calls that may be executed more than once.
    pub(super) async fn call<T: DeserializeOwned>(&self, name: &str, request: &impl Serialize) -> Result<T, Failure> {
        let payload = serde_json::to_vec(request).map_err(|error| Failure::Silent(error.into()))?;
        let message = Message::new(format!("$JS.API.{name}"), payload);
        let answer = self.repeat(|deadline| self.once(message.clone(), deadline)).await?;
        parse(&answer.payload)
    }

    /// One attempt with a message, an error in the answer's body being a failure.
    pub(super) async fn once(&self, message: Message, deadline: Instant) -> Result<Message, Failure> {
        let answer = self.ask(message, deadline).await?;
        match refusal(&answer.payload) {
            Some(error) => Err(Failure::Refused(error)),
            None => Ok(answer),
        }
    }

    /// One attempt with a message whose answer's body is not the server's own, so that it says nothing of errors.
    pub(super) async fn ask(&self, message: Message, deadline: Instant) -> Result<Message, Failure> {
        let deadline = deadline.min(Instant::now() + ATTEMPT_WITHIN);
        self.connection.request(message, deadline).await.map_err(|error| match error {
            BusError::NoResponders { .. } | BusError::DeadlineExceeded { .. } | BusError::Unavailable(_) => {
                Failure::Silent(error.into())
            }
            other => Failure::Unsendable(other),
        })
    }

    /// Attempts until one succeeds, is refused, or the time for it is over.
    pub(super) async fn repeat<T, F: Future<Output = Result<T, Failure>>>(
        &self,
        mut attempt: impl FnMut(Instant) -> F,
    ) -> Result<T, Failure> {
        let deadline = self.deadline();
        let mut pauses = Pauses::default();
        loop {
            match attempt(deadline).await {
                Err(failure) if failure.is_passing() && pauses.pause_before(deadline).await => {}
                outcome => return outcome,
            }
        }
    }

    pub(super) fn unavailable(&self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> JournalError {
        JournalError::Unavailable { service: self.service.to_string(), source: source.into() }
    }

    pub(super) fn invalid(&self, detail: impl Into<String>) -> JournalError {
        JournalError::Invalid { service: self.service.to_string(), detail: detail.into() }
    }

    pub(super) fn error(&self, failure: Failure) -> JournalError {
        let service = self.service.to_string();
        match failure {
            Failure::Refused(error) if is_full(&error) => JournalError::Full { service },
            Failure::Unsendable(error) => JournalError::Invalid { service, detail: error.to_string() },
            other => self.unavailable(other),
        }
    }
}

fn is_full(error: &ApiError) -> bool {
    matches!(
        error.err_code,
        code::INSUFFICIENT_RESOURCES | code::MEMORY_EXCEEDED | code::STORAGE_EXCEEDED | code::STORE_FAILED
    )
}

/// The error in an answer. A body without one, such as that of an acknowledgement, may be empty.
fn refusal(body: &Bytes) -> Option<ApiError> {
    // Only an answer with an error holds the word; most are not parsed twice.
    let mentions_error = body.windows(7).take(256).any(|window| window == b"\"error\"");
    mentions_error.then(|| serde_json::from_slice::<Envelope>(body).ok()?.error).flatten()
}

pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| Failure::Silent(error.into()))
}

/// Growing pauses between attempts, with jitter.
#[derive(Default)]
pub(super) struct Pauses(u32);

impl Pauses {
    /// Waits, unless the time until `deadline` is too short for it; then `false`.
    pub(super) async fn pause_before(&mut self, deadline: Instant) -> bool {
        let pause = self.following();
        if Instant::now() + pause >= deadline {
            return false;
        }
        tokio::time::sleep(pause).await;
        true
    }

    /// Waits.
    pub(super) async fn pause(&mut self) {
        tokio::time::sleep(self.following()).await;
    }

    fn following(&mut self) -> Duration {
        let ceiling = FIRST_PAUSE.saturating_mul(1 << self.0.min(8)).min(LAST_PAUSE);
        self.0 = self.0.saturating_add(1);
        ceiling.mul_f64(rand::random_range(0.5..=1.0))
    }
}
