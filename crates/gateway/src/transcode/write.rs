//! From protobuf's wire format straight to JSON.
//!
//! A message is scanned once for its fields, which are then written in the order of the schema. Fields that lie on the
//! wire in several pieces, which the format allows, are merged as a decoder would.

mod free;
mod scalar;
mod special;

use std::str;

use self::scalar::{put_key, put_scalar};
use super::schema::{Field, Kind, Message, MessageId, Schema, Shape, Special};
use super::wire::{Fields, Malformed, WireType, WireValue};

/// How messages look in JSON.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// The mapping that protobuf defines: 64-bit integers are strings, names are in lower camel case, fields without a
    /// value are left out.
    #[default]
    Canonical,
    /// For clients that know an older form: 64-bit integers are numbers, names are those of the schema, and fields
    /// without a value are written.
    Legacy,
}

/// Messages inside each other that are written at most, as protobuf's own decoders have it.
const DEPTH_LIMIT: usize = 100;

/// A reply that cannot be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The bytes are no message of the type.
    #[error("the bytes are not a well-formed {0}")]
    Malformed(String),
    /// A value has no JSON form, such as a time after the year 9999.
    #[error("a value of {0} has no JSON form")]
    Unrepresentable(String),
    /// Messages lie too deep in each other.
    #[error("messages are nested deeper than 100 levels")]
    Depth,
}

/// Writes messages as JSON.
pub(crate) struct Writer<'s, 'w> {
    schema: &'s Schema,
    profile: Profile,
    out: Vec<u8>,
    /// The fields found in the messages that are being written, the innermost last.
    found: Vec<Found<'w>>,
    depth: usize,
}

/// One occurrence of a field on the wire.
#[derive(Clone, Copy)]
struct Found<'w> {
    index: usize,
    value: WireValue<'w>,
}

/// The occurrences of one field: a range of [`Writer::found`].
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

impl<'s, 'w> Writer<'s, 'w> {
    pub(crate) fn new(schema: &'s Schema, profile: Profile) -> Self {
        Self { schema, profile, out: Vec::new(), found: Vec::new(), depth: 0 }
    }

    /// Writes the message in `bytes`.
    pub(crate) fn message(mut self, id: MessageId, bytes: &'w [u8]) -> Result<Vec<u8>, WriteError> {
        self.out.reserve(bytes.len() * 2);
        let span = self.push_root(bytes);
        self.put_message(id, span)?;
        Ok(self.out)
    }

    /// Writes one field of the message in `bytes`; its default when it is not there.
    pub(crate) fn field(mut self, id: MessageId, field: &'s Field, bytes: &'w [u8]) -> Result<Vec<u8>, WriteError> {
        let message = self.schema.message(id);
        let root = self.push_root(bytes);
        let all = self.scan(message, root)?;
        let index = message.index_by_number(field.number).unwrap_or(usize::MAX);
        let start = self.find(all.start, all.end, |found| found.index >= index);
        let end = self.find(start, all.end, |found| found.index > index);
        self.put_field(field, Span { start, end })?;
        Ok(self.out)
    }

    fn push_root(&mut self, bytes: &'w [u8]) -> Span {
        self.found.push(Found { index: 0, value: WireValue::Length(bytes) });
        Span { start: 0, end: 1 }
    }

    fn malformed(message: &Message) -> impl Fn(Malformed) -> WriteError + '_ {
        |Malformed| WriteError::Malformed(message.name.clone())
    }

    fn value(&self, at: usize) -> Option<WireValue<'w>> {
        self.found.get(at).map(|found| found.value)
    }

    fn find(&self, start: usize, end: usize, is_past: impl Fn(&Found<'w>) -> bool) -> usize {
        let found = self.found.get(start..end).unwrap_or_default();
        start + found.iter().position(is_past).unwrap_or(found.len())
    }

    /// Finds the fields of a message that lies in the pieces of `span`, ordered as in the schema.
    fn scan(&mut self, message: &'s Message, span: Span) -> Result<Span, WriteError> {
        let malformed = Self::malformed(message);
        let start = self.found.len();
        let mut ordered = true;
        let mut last = 0;
        for at in span.start..span.end {
            let Some(WireValue::Length(bytes)) = self.value(at) else { return Err(malformed(Malformed)) };
            let mut fields = Fields(bytes);
            while let Some((number, value)) = fields.next().map_err(&malformed)? {
                let Some(index) = message.index_by_number(number) else { continue };
                self.forget_excluded(message, start, index);
                self.found.push(Found { index, value });
                ordered &= index >= last;
                last = index;
            }
        }
        if !ordered && let Some(found) = self.found.get_mut(start..) {
            found.sort_by_key(|found| found.index);
        }
        Ok(Span { start, end: self.found.len() })
    }

    /// Of the fields of a oneof only the last one on the wire counts.
    fn forget_excluded(&mut self, message: &Message, start: usize, index: usize) {
        let Some(oneof) = message.fields.get(index).and_then(|field| field.oneof) else { return };
        let excludes = |found: &Found<'_>| {
            found.index != index && message.fields.get(found.index).is_some_and(|field| field.oneof == Some(oneof))
        };
        while let Some(at) = self.found.get(start..).and_then(|found| found.iter().position(excludes)) {
            self.found.remove(start + at);
        }
    }

    fn put_message(&mut self, id: MessageId, span: Span) -> Result<(), WriteError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(WriteError::Depth);
        }
        let message = self.schema.message(id);
        let base = self.found.len();
        if let Some(special) = message.special {
            self.put_special(message, special, span)?;
        } else {
            let fields = self.scan(message, span)?;
            self.out.push(b'{');
            self.put_fields(message, fields, Separator::None)?;
            self.out.push(b'}');
        }
        self.found.truncate(base);
        self.depth -= 1;
        Ok(())
    }

    /// Writes the members of an object; `separator` comes before the first one.
    fn put_fields(&mut self, message: &'s Message, all: Span, mut separator: Separator) -> Result<(), WriteError> {
        let mut start = all.start;
        for (index, field) in message.fields.iter().enumerate() {
            let end = self.find(start, all.end, |found| found.index > index);
            let span = Span { start, end };
            start = end;
            let written = match self.profile {
                Profile::Canonical => self.is_set(field, span),
                Profile::Legacy => span.end > span.start || !field.presence,
            };
            if !written {
                if start == all.end && self.profile == Profile::Canonical {
                    break;
                }
                continue;
            }
            if separator == Separator::Comma {
                self.out.push(b',');
            }
            separator = Separator::Comma;
            let name = match self.profile {
                Profile::Canonical => &field.json_name,
                Profile::Legacy => &field.name,
            };
            // Names are identifiers, which have nothing to escape.
            self.out.push(b'"');
            self.out.extend_from_slice(name.as_bytes());
            self.out.extend_from_slice(b"\":");
            self.put_field(field, span)?;
        }
        Ok(())
    }

    /// Whether a field differs from one that was never set.
    fn is_set(&self, field: &Field, span: Span) -> bool {
        let Some(last) = span.end.checked_sub(1).filter(|last| *last >= span.start) else { return false };
        if field.presence || field.shape == Shape::Map {
            return true;
        }
        match (self.value(last), field.shape) {
            // An empty packed record holds nothing.
            (Some(WireValue::Length([])), Shape::List { .. }) => !field.kind.is_packable() || span.end - span.start > 1,
            (Some(value), Shape::Single) => !matches!(
                value,
                WireValue::Varint(0) | WireValue::Fixed32(0) | WireValue::Fixed64(0) | WireValue::Length([])
            ),
            _ => true,
        }
    }

    fn put_field(&mut self, field: &'s Field, span: Span) -> Result<(), WriteError> {
        match field.shape {
            Shape::Map => self.put_map(field, span),
            Shape::List { .. } => self.put_list(field, span),
            Shape::Single if span.start == span.end => {
                self.put_default(field.kind);
                Ok(())
            }
            Shape::Single => self.put_value(field, span),
        }
    }

    /// Writes a single value, of whose occurrences the last counts, or all if it is a message.
    fn put_value(&mut self, field: &'s Field, span: Span) -> Result<(), WriteError> {
        if let Kind::Message(id) = field.kind {
            return self.put_message(id, span);
        }
        let value = span.end.checked_sub(1).and_then(|last| self.value(last));
        let value = value.ok_or_else(|| WriteError::Malformed(field.name.clone()))?;
        put_scalar(self.schema, self.profile, field.kind, value, &mut self.out)
            .ok_or_else(|| WriteError::Malformed(field.name.clone()))
    }

    fn put_default(&mut self, kind: Kind) {
        let value = match WireType::of(kind) {
            WireType::Varint => WireValue::Varint(0),
            WireType::Fixed32 => WireValue::Fixed32(0),
            WireType::Fixed64 => WireValue::Fixed64(0),
            WireType::Length => WireValue::Length(&[]),
        };
        if put_scalar(self.schema, self.profile, kind, value, &mut self.out).is_none() {
            self.out.extend_from_slice(b"null");
        }
    }

    fn put_list(&mut self, field: &'s Field, span: Span) -> Result<(), WriteError> {
        self.out.push(b'[');
        let mut separator = Separator::None;
        for at in span.start..span.end {
            match self.value(at) {
                Some(WireValue::Length(packed)) if field.kind.is_packable() => {
                    self.put_packed(field, packed, &mut separator)?;
                }
                _ => {
                    self.put_separator(&mut separator);
                    self.put_value(field, Span { start: at, end: at + 1 })?;
                }
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn put_separator(&mut self, separator: &mut Separator) {
        if *separator == Separator::Comma {
            self.out.push(b',');
        }
        *separator = Separator::Comma;
    }

    fn put_packed(&mut self, field: &Field, packed: &[u8], separator: &mut Separator) -> Result<(), WriteError> {
        let malformed = |_| WriteError::Malformed(field.name.clone());
        let mut values = Fields(packed);
        while !values.0.is_empty() {
            let value = match WireType::of(field.kind) {
                WireType::Fixed32 => WireValue::Fixed32(values.fixed32().map_err(malformed)?),
                WireType::Fixed64 => WireValue::Fixed64(values.fixed64().map_err(malformed)?),
                _ => WireValue::Varint(values.varint().map_err(malformed)?),
            };
            self.put_separator(separator);
            put_scalar(self.schema, self.profile, field.kind, value, &mut self.out)
                .ok_or_else(|| malformed(Malformed))?;
        }
        Ok(())
    }

    /// Writes a map ordered by key, so that equal maps have equal texts whatever their order on the wire.
    fn put_map(&mut self, field: &'s Field, span: Span) -> Result<(), WriteError> {
        let malformed = || WriteError::Malformed(field.name.clone());
        let entry = self.schema.message_of(field).ok_or_else(malformed)?;
        let (key_field, value_field) = entry.field_by_number(1).zip(entry.field_by_number(2)).ok_or_else(malformed)?;
        let base = self.found.len();
        let mut entries: Vec<(Vec<u8>, Span)> = Vec::with_capacity(span.end - span.start);
        for at in span.start..span.end {
            let fields = self.scan(entry, Span { start: at, end: at + 1 })?;
            let values = self.find(fields.start, fields.end, |found| found.index > 0);
            let key = values.checked_sub(1).filter(|last| *last >= fields.start).and_then(|last| self.value(last));
            let mut name = Vec::new();
            put_key(key_field.kind, key, &mut name).ok_or_else(malformed)?;
            entries.push((name, Span { start: values, end: fields.end }));
        }
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        self.out.push(b'{');
        let mut separator = Separator::None;
        let mut rest = entries.into_iter().peekable();
        while let Some((name, value)) = rest.next() {
            // Of entries with the same key the last one counts.
            if rest.peek().is_some_and(|(next, _)| *next == name) {
                continue;
            }
            self.put_separator(&mut separator);
            self.out.extend_from_slice(&name);
            self.out.push(b':');
            self.put_map_value(value_field, value)?;
        }
        self.out.push(b'}');
        self.found.truncate(base);
        Ok(())
    }

    /// Writes the value of a map's entry; one that is not on the wire is an empty message or a default.
    fn put_map_value(&mut self, field: &'s Field, value: Span) -> Result<(), WriteError> {
        match field.kind {
            Kind::Message(id) => self.put_message(id, value),
            _ => self.put_field(field, value),
        }
    }
}

/// What comes before the next member of an object or list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    None,
    Comma,
}

fn text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}

/// Appends `text` as a JSON string.
fn put_string(text: &str, out: &mut Vec<u8>) {
    if is_plain(text.as_bytes()) {
        return put_quoted_bytes(text.as_bytes(), out);
    }
    // Writing to a vector does not fail, and every text has a JSON form.
    let _ = serde_json::to_writer(out, text);
}

/// Appends bytes that should be UTF-8 as a JSON string; `None` if they are not.
fn put_string_bytes(bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
    if is_plain(bytes) {
        put_quoted_bytes(bytes, out);
    } else {
        put_string(text(bytes)?, out);
    }
    Some(())
}

fn put_quoted_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    out.extend_from_slice(bytes);
    out.push(b'"');
}

/// Whether a text is ASCII without anything to escape in JSON, as nearly all are.
fn is_plain(bytes: &[u8]) -> bool {
    // Eight bytes at a time; what is left is looked at together with what comes before it.
    match (bytes.as_chunks(), bytes.last_chunk()) {
        ((words, _), Some(last)) => words.iter().copied().all(is_plain_word) && is_plain_word(*last),
        ((_, short), None) => short.iter().all(|byte| matches!(byte, 0x20..0x80) && *byte != b'"' && *byte != b'\\'),
    }
}

fn is_plain_word(word: [u8; 8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    const SPACES: u64 = u64::from_ne_bytes([b' '; 8]);
    let word = u64::from_ne_bytes(word);
    // The highest bit of a byte is set by what is beyond ASCII, and by subtracting more than there is. A borrow from the
    // next byte can only come where that byte is not plain.
    let less_one = |word: u64| word.wrapping_sub(ONES);
    let found = word | word.wrapping_sub(SPACES) | less_one(word ^ QUOTES) | less_one(word ^ BACKSLASHES);
    found & HIGH == 0
}

impl Writer<'_, '_> {
    fn special_of(&self, id: MessageId) -> Option<Special> {
        self.schema.message(id).special
    }
}
