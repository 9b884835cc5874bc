//! How records are laid out, and the checksums that guard them.
//!
//! Every stored value begins with a checksum over its key and its body, so that neither a flipped bit nor a value
//! under a wrong key is ever served. Numbers in keys are big-endian, so that keys sort as numbers do.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use bytestring::ByteString;

use super::failure::Failure;
use crate::bus::Headers;
use crate::journal::{Event, EventRecord};

/// A time as it is stored: nanoseconds since 1970. Times out of its range (1970 to 2554) become its nearest end.
pub(super) type Nanos = u64;

pub(super) fn nanos(time: SystemTime) -> Nanos {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(Nanos::MAX)
}

pub(super) fn time(nanos: Nanos) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos)
}

/// The time `ttl` after `now`.
pub(super) fn after(now: Nanos, ttl: Duration) -> Nanos {
    now.saturating_add(u64::try_from(ttl.as_nanos()).unwrap_or(Nanos::MAX))
}

/// Stands for "does not expire" where an expiry is stored.
const NEVER: Nanos = 0;

/// A stored value of a key.
#[derive(Debug)]
pub(super) struct StateRecord<'a> {
    pub revision: u64,
    pub written_at: Nanos,
    pub expires_at: Option<Nanos>,
    pub value: &'a [u8],
}

impl<'a> StateRecord<'a> {
    pub(super) fn seal(&self, key: &[u8]) -> Vec<u8> {
        let mut record = Encoder::new(3 * size_of::<u64>() + self.value.len());
        record.u64(self.revision);
        record.u64(self.written_at);
        record.u64(self.expires_at.unwrap_or(NEVER));
        record.rest(self.value);
        record.seal(key)
    }

    pub(super) fn open(key: &[u8], stored: &'a [u8]) -> Result<Self, Failure> {
        let mut record = Decoder::open(key, stored)?;
        Ok(Self {
            revision: record.u64()?,
            written_at: record.u64()?,
            expires_at: Some(record.u64()?).filter(|at| *at != NEVER),
            value: record.rest(),
        })
    }

    pub(super) fn is_current(&self, now: Nanos) -> bool {
        self.expires_at.is_none_or(|at| at > now)
    }
}

/// A stored event, beside its sequence number, which is in its key.
#[derive(Clone, Debug)]
pub(super) struct StoredEvent {
    pub stored_at: Nanos,
    pub expires_at: Option<Nanos>,
    pub subject: ByteString,
    pub headers: Headers,
    pub payload: Bytes,
}

impl StoredEvent {
    pub(super) fn new(event: Event, now: Nanos) -> Self {
        Self {
            stored_at: now,
            expires_at: event.ttl.map(|ttl| after(now, ttl)),
            subject: event.subject,
            headers: event.headers,
            payload: event.payload,
        }
    }

    pub(super) fn seal(&self, key: &[u8]) -> Vec<u8> {
        let mut record = Encoder::new(64 + self.subject.len() + self.headers.encoded_size() + self.payload.len());
        record.u64(self.stored_at);
        record.u64(self.expires_at.unwrap_or(NEVER));
        encode_message(&mut record, &self.subject, &self.headers, &self.payload);
        record.seal(key)
    }

    pub(super) fn open(key: &[u8], stored: &[u8]) -> Result<Self, Failure> {
        let mut record = Decoder::open(key, stored)?;
        let (stored_at, expires_at) = (record.u64()?, record.u64()?);
        let (subject, headers, payload) = decode_message(&mut record)?;
        Ok(Self { stored_at, expires_at: Some(expires_at).filter(|at| *at != NEVER), subject, headers, payload })
    }

    pub(super) fn is_current(&self, now: Nanos) -> bool {
        self.expires_at.is_none_or(|at| at > now)
    }

    pub(super) fn into_record(self, sequence: u64) -> EventRecord {
        EventRecord {
            sequence,
            subject: self.subject,
            headers: self.headers,
            payload: self.payload,
            stored_at: time(self.stored_at),
        }
    }
}

/// A timer that is set.
#[derive(Debug)]
pub(super) struct TimerRecord {
    /// The sequence number under which it was set; a due entry with another one is of a timer that was replaced.
    pub sequence: u64,
    pub event: Event,
}

impl TimerRecord {
    pub(super) fn seal(&self, key: &[u8]) -> Vec<u8> {
        let event = &self.event;
        let mut record = Encoder::new(64 + event.subject.len() + event.headers.encoded_size() + event.payload.len());
        record.u64(self.sequence);
        record.u64(event.ttl.map_or(NEVER, |ttl| ttl.as_secs()));
        encode_message(&mut record, &event.subject, &event.headers, &event.payload);
        record.seal(key)
    }

    pub(super) fn open(key: &[u8], stored: &[u8]) -> Result<Self, Failure> {
        let mut record = Decoder::open(key, stored)?;
        let sequence = record.u64()?;
        let ttl = Some(record.u64()?).filter(|seconds| *seconds != NEVER).map(Duration::from_secs);
        let (subject, headers, payload) = decode_message(&mut record)?;
        Ok(Self { sequence, event: Event { subject, headers, payload, ttl } })
    }
}

fn encode_message(record: &mut Encoder, subject: &str, headers: &Headers, payload: &[u8]) {
    record.text(subject);
    record.u32(headers.iter().count());
    for (name, value) in headers.iter() {
        record.text(name);
        record.text(value);
    }
    record.rest(payload);
}

fn decode_message(record: &mut Decoder<'_>) -> Result<(ByteString, Headers, Bytes), Failure> {
    let subject = record.text()?.into();
    let mut headers = Headers::new();
    for _ in 0..record.u32()? {
        let name = record.text()?;
        headers.append(name, record.text()?);
    }
    Ok((subject, headers, Bytes::copy_from_slice(record.rest())))
}

/// Writes the parts of a record one after the other.
pub(super) struct Encoder(Vec<u8>);

/// The checksum before each body.
const CHECKSUM: usize = size_of::<u32>();

impl Encoder {
    pub(super) fn new(size: usize) -> Self {
        let mut record = Vec::with_capacity(CHECKSUM + size);
        record.extend_from_slice(&[0; CHECKSUM]);
        Self(record)
    }

    pub(super) fn u8(&mut self, number: u8) {
        self.0.push(number);
    }

    pub(super) fn u32(&mut self, number: usize) {
        // Lengths are bounded by the size of a commit, which is far below the limit of the type.
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    pub(super) fn u64(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.u32(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn rest(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// The record with its checksum, to be stored under `key`.
    pub(super) fn seal(mut self, key: &[u8]) -> Vec<u8> {
        if let Some((head, body)) = self.0.split_first_chunk_mut::<CHECKSUM>() {
            *head = checksum(key, body).to_be_bytes();
        }
        self.0
    }
}

/// Reads the parts of a record in the order in which they were written.
pub(super) struct Decoder<'a>(&'a [u8]);

impl<'a> Decoder<'a> {
    /// Begins to read what is stored under `key`, after its checksum was found to be right.
    pub(super) fn open(key: &[u8], stored: &'a [u8]) -> Result<Self, Failure> {
        match stored.split_first_chunk::<CHECKSUM>() {
            Some((head, body)) if u32::from_be_bytes(*head) == checksum(key, body) => Ok(Self(body)),
            _ => Err(Failure::corrupt(format!("the checksum of {} is wrong", key.escape_ascii()))),
        }
    }

    pub(super) fn u8(&mut self) -> Result<u8, Failure> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Failure> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, Failure> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        let (array, rest) = self.0.split_first_chunk::<N>().ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(*array)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Failure> {
        let length = usize::try_from(self.u32()?).map_err(|_| cut_short())?;
        let (text, rest) = self.0.split_at_checked(length).ok_or_else(cut_short)?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| Failure::corrupt("a stored text is not UTF-8"))
    }

    pub(super) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn cut_short() -> Failure {
    Failure::corrupt("a record is cut short")
}

fn checksum(key: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(body);
    hasher.finalize()
}
