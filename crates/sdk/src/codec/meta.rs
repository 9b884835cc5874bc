use std::time::Duration;

use bytes::{Bytes, BytesMut};
use prost::Message;
use realmwire_contract::Criticality;
use realmwire_contract::options::v1::Criticality as WireCriticality;
use realmwire_contract::rpc::v1 as wire;
use realmwire_fabric::bus::Headers;
use uuid::Uuid;

use super::fields::{Field, Fields, Length, Output, Reader};
use super::headers;
use super::{META_FIELD, Malformed, STREAM_FIELD};
use crate::context::TraceContext;
use crate::identity::{Principal, Role};

/// The metadata of a request that is sent; `realmwire.rpc.v1.CallMeta`.
pub(crate) struct OutgoingMeta<'a> {
    pub(crate) call_id: Uuid,
    pub(crate) timeout: Duration,
    pub(crate) deadline_unix_ms: u64,
    pub(crate) attempt: u32,
    pub(crate) idempotency_key: &'a str,
    pub(crate) criticality: Criticality,
    pub(crate) principal: &'a Principal,
    pub(crate) trace: &'a TraceContext,
    pub(crate) caller: &'a str,
    pub(crate) client_address: &'a str,
}

impl OutgoingMeta<'_> {
    /// How many bytes [`OutgoingMeta::append`] adds.
    pub(crate) fn appended_length(&self) -> usize {
        let mut length = Length(0);
        length.message_field(META_FIELD, self);
        length.0
    }

    /// Appends the metadata to a request.
    pub(crate) fn append(&self, request: &mut BytesMut) {
        request.message_field(META_FIELD, self);
    }
}

impl Fields for OutgoingMeta<'_> {
    fn write<O: Output + ?Sized>(&self, output: &mut O) {
        output.bytes_field(1, self.call_id.as_bytes());
        // Rounded up: a call with less than a millisecond left has no time, and 0 would mean the default.
        let timeout_ms = self.timeout.as_nanos().div_ceil(1_000_000);
        output.number_field(2, u64::try_from(timeout_ms).unwrap_or(u64::MAX).min(u32::MAX.into()));
        output.number_field(3, self.deadline_unix_ms);
        output.number_field(4, self.attempt.into());
        output.bytes_field(5, self.idempotency_key.as_bytes());
        output.number_field(6, criticality_number(self.criticality));
        output.message_field(7, self.principal);
        if self.trace.is_valid() {
            output.bytes_field(8, &self.trace.trace_id);
            output.bytes_field(9, &self.trace.parent_span_id);
            output.number_field(10, self.trace.flags.into());
            output.bytes_field(11, self.trace.state.as_bytes());
        }
        output.bytes_field(12, self.caller.as_bytes());
        output.bytes_field(13, self.client_address.as_bytes());
    }
}

impl Fields for Principal {
    fn write<O: Output + ?Sized>(&self, output: &mut O) {
        output.number_field(1, role_number(self.role));
        output.bytes_field(2, self.id.as_bytes());
        output.bytes_field(3, self.session_id.as_deref().unwrap_or_default().as_bytes());
    }
}

/// The metadata of a request that was received. What was not sent is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CallMeta {
    pub(crate) call_id: Option<Uuid>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline_unix_ms: Option<u64>,
    pub(crate) attempt: u32,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) criticality: Option<Criticality>,
    pub(crate) principal: Principal,
    pub(crate) trace: TraceContext,
    pub(crate) client_address: Option<String>,
}

impl CallMeta {
    /// Reads the appended field, a `realmwire.rpc.v1.CallMeta`. By hand, because every call has one and most of it is
    /// read without a copy.
    pub(crate) fn from_field(field: &[u8]) -> Result<Self, Malformed> {
        let mut meta = Self { attempt: 1, principal: Principal::anonymous(), ..Self::default() };
        let (mut trace_id, mut span_id): (&[u8], &[u8]) = (&[], &[]);
        let (mut trace_flags, mut trace_state) = (0, "");
        let mut reader = Reader::new(field);
        while let Some(Field { number, content }) = reader.field()? {
            match number {
                1 => meta.call_id = Uuid::from_slice(content.bytes()?).ok(),
                2 => meta.timeout = Some(content.number()?).filter(|ms| *ms > 0).map(milliseconds),
                3 => meta.deadline_unix_ms = Some(content.long_number()?).filter(|ms| *ms > 0),
                4 => meta.attempt = content.number()?.max(1),
                5 => meta.idempotency_key = Some(content.text()?).filter(|key| !key.is_empty()).map(str::to_owned),
                6 => meta.criticality = criticality_of(content.number()?),
                7 => meta.principal = principal_of(content.bytes()?)?,
                8 => trace_id = content.bytes()?,
                9 => span_id = content.bytes()?,
                10 => trace_flags = content.number()?,
                11 => trace_state = content.text()?,
                13 => {
                    let address = Some(content.text()?).filter(|address| !address.is_empty());
                    meta.client_address = address.map(str::to_owned);
                }
                _ => {}
            }
        }
        meta.trace = trace_of(trace_id, span_id, trace_flags, trace_state);
        Ok(meta)
    }

    /// Reads the headers, which say the same.
    pub(crate) fn from_headers(headers: &Headers) -> Result<Self, Malformed> {
        fn parsed<T: std::str::FromStr>(headers: &Headers, name: &str) -> Result<Option<T>, Malformed> {
            headers.get(name).map(str::parse).transpose().map_err(|_| Malformed)
        }
        if headers.is_empty() {
            return Ok(Self { attempt: 1, ..Self::default() });
        }
        let principal = headers.get(headers::PRINCIPAL).map(Principal::from_header);
        let criticality = headers.get(headers::CRITICALITY).map(headers::criticality_of);
        let mut trace = headers.get(headers::TRACEPARENT).and_then(TraceContext::from_traceparent).unwrap_or_default();
        headers.get(headers::TRACESTATE).unwrap_or_default().clone_into(&mut trace.state);
        Ok(Self {
            call_id: parsed(headers, headers::CALL_ID)?,
            timeout: parsed(headers, headers::TIMEOUT_MS)?.map(Duration::from_millis),
            deadline_unix_ms: parsed(headers, headers::DEADLINE_UNIX_MS)?,
            attempt: parsed(headers, headers::ATTEMPT)?.unwrap_or(1).max(1),
            idempotency_key: headers.get(headers::IDEMPOTENCY_KEY).map(str::to_owned),
            criticality: criticality.map(|known| known.ok_or(Malformed)).transpose()?,
            principal: principal.map_or(Ok(Principal::anonymous()), |known| known.ok_or(Malformed))?,
            trace,
            client_address: headers.get(headers::CLIENT_ADDRESS).map(str::to_owned),
        })
    }
}

/// How much a client takes before it grants more, appended to a request that opens a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StreamWindow {
    pub(crate) messages: u32,
    pub(crate) bytes: u32,
    pub(crate) idle_timeout: Duration,
}

impl StreamWindow {
    pub(crate) fn append(&self, request: &mut BytesMut) {
        request.message_field(STREAM_FIELD, self);
    }

    pub(crate) fn appended_length(&self) -> usize {
        let mut length = Length(0);
        length.message_field(STREAM_FIELD, self);
        length.0
    }

    pub(crate) fn from_field(field: Bytes) -> Result<Self, Malformed> {
        let open = wire::StreamOpen::decode(field).map_err(|_| Malformed)?;
        Ok(Self {
            messages: open.credit_messages,
            bytes: open.credit_bytes,
            idle_timeout: Duration::from_millis(open.idle_timeout_ms.into()),
        })
    }
}

impl Fields for StreamWindow {
    fn write<O: Output + ?Sized>(&self, output: &mut O) {
        output.number_field(1, self.messages.into());
        output.number_field(2, self.bytes.into());
        output.number_field(3, u64::try_from(self.idle_timeout.as_millis()).unwrap_or(u64::MAX).min(u32::MAX.into()));
    }
}

fn criticality_number(criticality: Criticality) -> u64 {
    match criticality {
        Criticality::Critical => WireCriticality::Critical as u64,
        Criticality::Default => WireCriticality::Default as u64,
        Criticality::Sheddable => WireCriticality::Sheddable as u64,
    }
}

fn criticality_of(number: u32) -> Option<Criticality> {
    match WireCriticality::try_from(i32::try_from(number).ok()?) {
        Ok(WireCriticality::Critical) => Some(Criticality::Critical),
        Ok(WireCriticality::Default) => Some(Criticality::Default),
        Ok(WireCriticality::Sheddable) => Some(Criticality::Sheddable),
        Ok(WireCriticality::Unspecified) | Err(_) => None,
    }
}

fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(count.into())
}

fn role_number(role: Role) -> u64 {
    match role {
        Role::Anonymous => wire::Role::Unspecified as u64,
        Role::Player => wire::Role::Player as u64,
        Role::Moderator => wire::Role::Moderator as u64,
        Role::Admin => wire::Role::Admin as u64,
        Role::Service => wire::Role::Service as u64,
    }
}

/// Reads a `realmwire.rpc.v1.Principal`. A role that this version does not know has no rights.
fn principal_of(message: &[u8]) -> Result<Principal, Malformed> {
    let mut principal = Principal::anonymous();
    let mut reader = Reader::new(message);
    while let Some(Field { number, content }) = reader.field()? {
        match number {
            1 => principal.role = role_of(content.number()?),
            2 => content.text()?.clone_into(&mut principal.id),
            3 => principal.session_id = Some(content.text()?).filter(|id| !id.is_empty()).map(str::to_owned),
            _ => {}
        }
    }
    Ok(principal)
}

fn role_of(number: u32) -> Role {
    match i32::try_from(number).map(wire::Role::try_from) {
        Ok(Ok(wire::Role::Player)) => Role::Player,
        Ok(Ok(wire::Role::Moderator)) => Role::Moderator,
        Ok(Ok(wire::Role::Admin)) => Role::Admin,
        Ok(Ok(wire::Role::Service)) => Role::Service,
        _ => Role::Anonymous,
    }
}

fn trace_of(trace_id: &[u8], span_id: &[u8], flags: u32, state: &str) -> TraceContext {
    match (trace_id.try_into(), span_id.try_into(), u8::try_from(flags)) {
        (Ok(trace_id), Ok(parent_span_id), Ok(flags)) => {
            TraceContext { trace_id, parent_span_id, flags, state: state.to_owned() }
        }
        _ => TraceContext::default(),
    }
}
