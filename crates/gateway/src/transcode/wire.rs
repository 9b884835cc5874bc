//! The protobuf wire format: tags, varints and length-delimited records.

use super::schema::Kind;

/// How a value lies on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WireType {
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}

impl WireType {
    pub(crate) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Fixed64 | Kind::Sfixed64 | Kind::Double => Self::Fixed64,
            Kind::Fixed32 | Kind::Sfixed32 | Kind::Float => Self::Fixed32,
            Kind::String | Kind::Bytes | Kind::Message(_) => Self::Length,
            _ => Self::Varint,
        }
    }
}

#[inline]
pub(crate) fn put_varint(value: u64, out: &mut Vec<u8>) {
    // Nearly all have one byte.
    match u8::try_from(value) {
        Ok(byte @ 0..0x80) => out.push(byte),
        _ => put_long_varint(value, out),
    }
}

fn put_long_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(low_byte(value) | 0x80);
        value >>= 7;
    }
    out.push(low_byte(value));
}

fn low_byte(value: u64) -> u8 {
    let [byte, ..] = value.to_le_bytes();
    byte
}

pub(crate) fn put_tag(number: u32, wire_type: WireType, out: &mut Vec<u8>) {
    put_varint(u64::from(number) << 3 | wire_type as u64, out);
}

pub(crate) fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put_varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// The place of a length that is written when the record's end is known.
#[derive(Clone, Copy)]
#[must_use]
pub(crate) struct Mark(usize);

/// Begins a length-delimited record, with room for the length of a short one.
pub(crate) fn begin(out: &mut Vec<u8>) -> Mark {
    out.push(0);
    Mark(out.len())
}

/// Ends a length-delimited record.
#[inline]
pub(crate) fn end(mark: Mark, out: &mut Vec<u8>) {
    let length = out.len() - mark.0;
    match (u8::try_from(length), out.get_mut(mark.0 - 1)) {
        (Ok(byte @ 0..0x80), Some(place)) => *place = byte,
        _ => end_long(mark, length as u64, out),
    }
}

/// Makes room for a length of several bytes.
fn end_long(mark: Mark, length: u64, out: &mut Vec<u8>) {
    let mut encoded = [0; 10];
    let mut size = 0;
    let mut rest = length;
    for byte in &mut encoded {
        size += 1;
        *byte = low_byte(rest) & 0x7f;
        rest >>= 7;
        if rest == 0 {
            break;
        }
        *byte |= 0x80;
    }
    out.splice(mark.0 - 1..mark.0, encoded.into_iter().take(size));
}

/// One value as it lies on the wire.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WireValue<'w> {
    Varint(u64),
    Fixed64(u64),
    Length(&'w [u8]),
    Fixed32(u32),
}

/// Bytes that are no protobuf message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not a well-formed protobuf message")]
pub(crate) struct Malformed;

/// Reads the fields of a message in the order of the wire.
pub(crate) struct Fields<'w>(pub(crate) &'w [u8]);

impl<'w> Fields<'w> {
    /// The next field's number and value; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<(u32, WireValue<'w>)>, Malformed> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).map_err(|_| Malformed)?;
        if number == 0 {
            return Err(Malformed);
        }
        let value = match tag & 7 {
            0 => WireValue::Varint(self.varint()?),
            1 => WireValue::Fixed64(self.fixed64()?),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                let (bytes, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
                self.0 = rest;
                WireValue::Length(bytes)
            }
            5 => WireValue::Fixed32(self.fixed32()?),
            // Groups were never part of proto3.
            _ => return Err(Malformed),
        };
        Ok(Some((number, value)))
    }

    #[inline]
    pub(crate) fn varint(&mut self) -> Result<u64, Malformed> {
        // Nearly all have one byte.
        if let Some((byte @ 0..0x80, rest)) = self.0.split_first() {
            self.0 = rest;
            return Ok(u64::from(*byte));
        }
        self.long_varint()
    }

    fn long_varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(Malformed)?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    pub(crate) fn fixed64(&mut self) -> Result<u64, Malformed> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*bytes))
    }

    pub(crate) fn fixed32(&mut self) -> Result<u32, Malformed> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*bytes))
    }
}
