use bytes::{BufMut, Bytes, BytesMut};
use prost::encoding::{encode_varint, encoded_len_varint};

use super::{META_FIELD, STREAM_FIELD};

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const DELIMITED: u32 = 2;
const FIXED32: u32 = 5;

/// Bytes that are no protobuf message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not an encoded message")]
pub(crate) struct Malformed;

/// A payload taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The message itself. Metadata in the midst of it stays there, where decoders skip it as an unknown field.
    pub(crate) body: Bytes,
    /// The content of the field [`META_FIELD`].
    pub(crate) meta: Option<Bytes>,
    /// The content of the field [`STREAM_FIELD`].
    pub(crate) stream: Option<Bytes>,
}

/// Takes the metadata off a message, in one pass over its fields and without copying.
pub(crate) fn split(mut payload: Bytes) -> Result<Parts, Malformed> {
    let (mut meta, mut stream) = (None, None);
    let mut body_end = 0;
    let mut reader = Reader { bytes: &payload, position: 0 };
    while reader.position < payload.len() {
        let field = reader.field()?;
        match field.number {
            META_FIELD => meta = Some(field.content),
            STREAM_FIELD => stream = Some(field.content),
            _ => body_end = reader.position,
        }
    }
    let slice = |range: Option<(usize, usize)>| range.map(|(start, end)| payload.slice(start..end));
    let (meta, stream) = (slice(meta), slice(stream));
    payload.truncate(body_end);
    Ok(Parts { body: payload, meta, stream })
}

struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

struct Field {
    number: u32,
    /// Where the content begins and ends.
    content: (usize, usize),
}

impl Reader<'_> {
    fn field(&mut self) -> Result<Field, Malformed> {
        let key = u32::try_from(self.varint()?).map_err(|_| Malformed)?;
        let (number, wire_type) = (key >> 3, key & 7);
        let start = self.position;
        let start = match wire_type {
            VARINT => {
                self.varint()?;
                start
            }
            FIXED64 => self.skip(8)?,
            FIXED32 => self.skip(4)?,
            DELIMITED => {
                let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                self.skip(length)?
            }
            // Groups are not part of proto3.
            _ => return Err(Malformed),
        };
        if number == 0 || (wire_type != DELIMITED && matches!(number, META_FIELD | STREAM_FIELD)) {
            return Err(Malformed);
        }
        Ok(Field { number, content: (start, self.position) })
    }

    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.position).ok_or(Malformed)?;
            self.position += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    /// Moves on, and says where it was before.
    fn skip(&mut self, length: usize) -> Result<usize, Malformed> {
        let start = self.position;
        let end = start.checked_add(length).filter(|end| *end <= self.bytes.len()).ok_or(Malformed)?;
        self.position = end;
        Ok(start)
    }
}

/// Where the fields of a message go: to a buffer, or only to a count of bytes.
///
/// What is written is described once and runs twice, so that lengths and bytes cannot disagree.
pub(crate) trait Output {
    fn varint(&mut self, value: u64);
    fn bytes(&mut self, bytes: &[u8]);

    /// A number, unless it is the default.
    fn number_field(&mut self, number: u32, value: u64) {
        if value != 0 {
            self.varint(u64::from(number << 3 | VARINT));
            self.varint(value);
        }
    }

    /// A text or bytes, unless empty.
    fn bytes_field(&mut self, number: u32, value: &[u8]) {
        if !value.is_empty() {
            self.varint(u64::from(number << 3 | DELIMITED));
            self.varint(value.len() as u64);
            self.bytes(value);
        }
    }

    /// A message.
    fn message_field(&mut self, number: u32, message: &impl Fields) {
        self.varint(u64::from(number << 3 | DELIMITED));
        self.varint(message.length() as u64);
        message.write(self);
    }
}

/// A message that is written field by field.
pub(crate) trait Fields {
    fn write<O: Output + ?Sized>(&self, output: &mut O);

    fn length(&self) -> usize {
        let mut length = Length(0);
        self.write(&mut length);
        length.0
    }
}

/// Counts bytes.
pub(crate) struct Length(pub(crate) usize);

impl Output for Length {
    fn varint(&mut self, value: u64) {
        self.0 += encoded_len_varint(value);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

impl Output for BytesMut {
    fn varint(&mut self, value: u64) {
        encode_varint(value, self);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.put_slice(bytes);
    }
}
