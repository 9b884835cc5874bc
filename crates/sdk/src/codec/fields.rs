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
    let mut reader = Reader::new(&payload);
    while let Some(field) = reader.field()? {
        match (field.number, field.content) {
            (META_FIELD, Content::Delimited(content)) => meta = Some(content),
            (STREAM_FIELD, Content::Delimited(content)) => stream = Some(content),
            (META_FIELD | STREAM_FIELD, _) => return Err(Malformed),
            _ => body_end = reader.position,
        }
    }
    let (meta, stream) = (meta.map(|meta| payload.slice_ref(meta)), stream.map(|stream| payload.slice_ref(stream)));
    payload.truncate(body_end);
    Ok(Parts { body: payload, meta, stream })
}

/// Reads the fields of a message one by one.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

/// A field as it was sent.
pub(crate) struct Field<'a> {
    pub(crate) number: u32,
    pub(crate) content: Content<'a>,
}

/// What a field holds, by its wire type.
pub(crate) enum Content<'a> {
    Varint(u64),
    Delimited(&'a [u8]),
    /// Four or eight bytes; no metadata is of this kind.
    Fixed,
}

impl<'a> Content<'a> {
    /// The number, cut to 32 bits as protobuf says.
    pub(crate) fn number(&self) -> Result<u32, Malformed> {
        #[expect(clippy::cast_possible_truncation, reason = "the low bits are wanted")]
        self.long_number().map(|number| number as u32)
    }

    pub(crate) fn long_number(&self) -> Result<u64, Malformed> {
        match *self {
            Self::Varint(number) => Ok(number),
            _ => Err(Malformed),
        }
    }

    pub(crate) fn bytes(&self) -> Result<&'a [u8], Malformed> {
        match *self {
            Self::Delimited(bytes) => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    pub(crate) fn text(&self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Malformed)
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// The next field, if there is one.
    pub(crate) fn field(&mut self) -> Result<Option<Field<'a>>, Malformed> {
        if self.position == self.bytes.len() {
            return Ok(None);
        }
        let key = u32::try_from(self.varint()?).map_err(|_| Malformed)?;
        let (number, wire_type) = (key >> 3, key & 7);
        let content = match wire_type {
            VARINT => Content::Varint(self.varint()?),
            FIXED64 => self.take(8).map(|_| Content::Fixed)?,
            FIXED32 => self.take(4).map(|_| Content::Fixed)?,
            DELIMITED => {
                let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                Content::Delimited(self.take(length)?)
            }
            // Groups are not part of proto3.
            _ => return Err(Malformed),
        };
        if number == 0 {
            return Err(Malformed);
        }
        Ok(Some(Field { number, content }))
    }

    fn varint(&mut self) -> Result<u64, Malformed> {
        // Nearly all have one byte.
        if let Some(byte @ 0..0x80) = self.bytes.get(self.position) {
            self.position += 1;
            return Ok(u64::from(*byte));
        }
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

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let end = self.position.checked_add(length).ok_or(Malformed)?;
        let taken = self.bytes.get(self.position..end).ok_or(Malformed)?;
        self.position = end;
        Ok(taken)
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
        // Nearly all tags, lengths and numbers have one byte.
        match u8::try_from(value) {
            Ok(byte @ 0..0x80) => self.put_u8(byte),
            _ => encode_varint(value, self),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.put_slice(bytes);
    }
}
