use std::fmt;

use crate::host::Host;

/// A place in a distributed trace, as W3C Trace Context has it.
///
/// ```
/// use realmwire_sdk::context::TraceContext;
///
/// let header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
/// let trace = TraceContext::from_traceparent(header).unwrap();
/// assert!(trace.is_sampled());
/// assert_eq!(trace.to_traceparent().as_deref(), Some(header));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceContext {
    /// Names the trace; all zeros is no trace.
    pub trace_id: [u8; 16],
    /// The span that caused what happens here.
    pub parent_span_id: [u8; 8],
    /// W3C trace flags; bit 0 is "sampled".
    pub flags: u8,
    /// W3C tracestate, as received.
    pub state: String,
}

const SAMPLED: u8 = 1;

impl TraceContext {
    /// A new trace.
    #[must_use]
    pub fn root(host: &Host, sampled: bool) -> Self {
        let trace_id = (u128::from(host.random_u64()) << 64 | u128::from(host.random_u64())).to_be_bytes();
        Self { trace_id, parent_span_id: new_span_id(host), flags: u8::from(sampled), state: String::new() }
    }

    /// The same trace, with a new span as the parent of what follows.
    #[must_use]
    pub fn child(&self, host: &Host) -> Self {
        if !self.is_valid() {
            return self.clone();
        }
        Self { parent_span_id: new_span_id(host), ..self.clone() }
    }

    /// Whether this names a trace.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.trace_id != [0; 16] && self.parent_span_id != [0; 8]
    }

    /// Whether spans of the trace are recorded.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.is_valid() && self.flags & SAMPLED != 0
    }

    /// The value of the header `traceparent`; `None` when there is no trace.
    #[must_use]
    pub fn to_traceparent(&self) -> Option<String> {
        if !self.is_valid() {
            return None;
        }
        let mut header = String::with_capacity(55);
        header.push_str("00-");
        push_hex(&mut header, &self.trace_id);
        header.push('-');
        push_hex(&mut header, &self.parent_span_id);
        header.push('-');
        push_hex(&mut header, &[self.flags]);
        Some(header)
    }

    /// The trace id as logs and tools write it: 32 hexadecimal digits.
    pub fn trace_id_hex(&self) -> impl fmt::Display {
        Hex(&self.trace_id)
    }

    /// The span id as logs and tools write it: 16 hexadecimal digits.
    pub fn span_id_hex(&self) -> impl fmt::Display {
        Hex(&self.parent_span_id)
    }

    /// The place that a header `traceparent` names; `None` when it is malformed.
    #[must_use]
    pub fn from_traceparent(header: &str) -> Option<Self> {
        let mut parts = header.trim().split('-');
        let version = parse_hex::<1>(parts.next()?)?;
        let trace_id = parse_hex::<16>(parts.next()?)?;
        let parent_span_id = parse_hex::<8>(parts.next()?)?;
        let [flags] = parse_hex::<1>(parts.next()?)?;
        // Later versions may add parts; version 0 has exactly four, and 255 is forbidden.
        if version == [255] || (version == [0] && parts.next().is_some()) {
            return None;
        }
        let trace = Self { trace_id, parent_span_id, flags, state: String::new() };
        trace.is_valid().then_some(trace)
    }
}

fn new_span_id(host: &Host) -> [u8; 8] {
    host.random_u64().to_be_bytes()
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    text.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

fn parse_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}
