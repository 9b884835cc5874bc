//! `google.protobuf.Struct`, `Value` and `ListValue`: JSON that no schema describes.
//!
//! It is most of what large answers hold, and its types are always the same. So it is written straight from its bytes,
//! without the detour over the fields of a message.

use std::borrow::Cow;

use super::super::schema::Form;
use super::super::wire::{Fields, Malformed, WireValue};
use super::scalar::put_float;
use super::{DEPTH_LIMIT, Separator, Span, WriteError, Writer, put_string_bytes};

/// What a `google.protobuf.Value` is.
enum Value<'w> {
    Null,
    Number(f64),
    Text(&'w [u8]),
    Bool(bool),
    Nested(Form, Cow<'w, [u8]>),
}

impl Form {
    const fn type_name(self) -> &'static str {
        match self {
            Self::List => "google.protobuf.ListValue",
            Self::Struct => "google.protobuf.Struct",
            Self::Value => "google.protobuf.Value",
        }
    }

    fn malformed(self) -> impl Fn(Malformed) -> WriteError {
        move |Malformed| WriteError::Malformed(self.type_name().to_owned())
    }
}

impl Writer<'_, '_> {
    /// Writes a value that lies in the pieces of `span`.
    pub(super) fn put_free(&mut self, form: Form, span: Span) -> Result<(), WriteError> {
        let mut bytes = Cow::default();
        for at in span.start..span.end {
            match self.value(at) {
                Some(WireValue::Length(piece)) => bytes = joined(bytes, piece),
                _ => return Err(form.malformed()(Malformed)),
            }
        }
        self.put_form(form, &bytes)
    }

    fn put_form(&mut self, form: Form, bytes: &[u8]) -> Result<(), WriteError> {
        match form {
            Form::List => self.put_list_value(bytes),
            Form::Struct => self.put_struct(bytes),
            Form::Value => self.put_struct_value(bytes),
        }
    }

    fn put_nested(&mut self, form: Form, bytes: &[u8]) -> Result<(), WriteError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(WriteError::Depth);
        }
        self.put_form(form, bytes)?;
        self.depth -= 1;
        Ok(())
    }

    fn put_list_value(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.out.push(b'[');
        let mut separator = Separator::None;
        let mut parts = Parts(Fields(bytes));
        while let Some(value) = parts.next().map_err(Form::List.malformed())? {
            self.put_separator(&mut separator);
            self.put_nested(Form::Value, value)?;
        }
        self.out.push(b']');
        Ok(())
    }

    /// Writes an object ordered by key, as maps are.
    fn put_struct(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.out.push(b'{');
        let mut separator = Separator::None;
        let mut parts = Parts(Fields(bytes));
        if is_ordered(bytes).map_err(Form::Struct.malformed())? {
            while let Some((key, value)) = parts.next_member().map_err(Form::Struct.malformed())? {
                self.put_member(key, &value, &mut separator)?;
            }
        } else {
            let mut members = Vec::new();
            while let Some(member) = parts.next_member().map_err(Form::Struct.malformed())? {
                members.push(member);
            }
            members.sort_by_key(|(key, _)| *key);
            let mut rest = members.iter().peekable();
            while let Some((key, value)) = rest.next() {
                // Of members with the same key the last one counts.
                if rest.peek().is_none_or(|(next, _)| next != key) {
                    self.put_member(key, value, &mut separator)?;
                }
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn put_member(&mut self, key: &[u8], value: &[u8], separator: &mut Separator) -> Result<(), WriteError> {
        self.put_separator(separator);
        put_string_bytes(key, &mut self.out).ok_or(Malformed).map_err(Form::Struct.malformed())?;
        self.out.push(b':');
        self.put_nested(Form::Value, value)
    }

    fn put_struct_value(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        let out = &mut self.out;
        match read_value(bytes).map_err(Form::Value.malformed())? {
            Value::Null => out.extend_from_slice(b"null"),
            Value::Bool(value) => out.extend_from_slice(if value { b"true" } else { b"false" }),
            Value::Number(value) if value.is_finite() => put_float(value, &value, out),
            Value::Number(_) => return Err(WriteError::Unrepresentable(Form::Value.type_name().to_owned())),
            Value::Text(text) => {
                put_string_bytes(text, out).ok_or(Malformed).map_err(Form::Value.malformed())?;
            }
            Value::Nested(form, bytes) => return self.put_nested(form, &bytes),
        }
        Ok(())
    }
}

/// A member's key and value.
type Member<'w> = (&'w [u8], Cow<'w, [u8]>);

/// The elements of a list or the members of an object.
struct Parts<'w>(Fields<'w>);

impl<'w> Parts<'w> {
    fn next(&mut self) -> Result<Option<&'w [u8]>, Malformed> {
        while let Some((number, value)) = self.0.next()? {
            match (number, value) {
                (1, WireValue::Length(part)) => return Ok(Some(part)),
                (1, _) => return Err(Malformed),
                _ => {}
            }
        }
        Ok(None)
    }

    fn next_member(&mut self) -> Result<Option<Member<'w>>, Malformed> {
        let Some(entry) = self.next()? else { return Ok(None) };
        let mut key: &[u8] = &[];
        let mut value = Cow::default();
        let mut fields = Fields(entry);
        while let Some((number, found)) = fields.next()? {
            match (number, found) {
                (1, WireValue::Length(bytes)) => key = bytes,
                (2, WireValue::Length(bytes)) => value = joined(value, bytes),
                (1 | 2, _) => return Err(Malformed),
                _ => {}
            }
        }
        Ok(Some((key, value)))
    }
}

/// Whether the members of an object lie in the order of their keys, each once. Whoever keeps them in a tree sends them so.
fn is_ordered(bytes: &[u8]) -> Result<bool, Malformed> {
    let mut parts = Parts(Fields(bytes));
    let mut before = None;
    while let Some((key, _)) = parts.next_member()? {
        if before.is_some_and(|before| before >= key) {
            return Ok(false);
        }
        before = Some(key);
    }
    Ok(true)
}

fn read_value(bytes: &[u8]) -> Result<Value<'_>, Malformed> {
    let mut value = Value::Null;
    let mut fields = Fields(bytes);
    while let Some((number, found)) = fields.next()? {
        value = match (number, found) {
            (1, WireValue::Varint(_)) => Value::Null,
            (2, WireValue::Fixed64(bits)) => Value::Number(f64::from_bits(bits)),
            (3, WireValue::Length(text)) => Value::Text(text),
            (4, WireValue::Varint(value)) => Value::Bool(value != 0),
            (5, WireValue::Length(piece)) => value.followed_by(Form::Struct, piece),
            (6, WireValue::Length(piece)) => value.followed_by(Form::List, piece),
            (1..=6, _) => return Err(Malformed),
            _ => continue,
        };
    }
    Ok(value)
}

impl<'w> Value<'w> {
    /// What a message becomes of which another piece comes: it is merged with what is there of it already.
    fn followed_by(self, form: Form, piece: &'w [u8]) -> Self {
        match self {
            Self::Nested(before, bytes) if before == form => Self::Nested(form, joined(bytes, piece)),
            _ => Self::Nested(form, Cow::Borrowed(piece)),
        }
    }
}

/// The bytes of a message that lies in several pieces, which is nearly always one.
fn joined<'w>(mut bytes: Cow<'w, [u8]>, piece: &'w [u8]) -> Cow<'w, [u8]> {
    if bytes.is_empty() {
        return Cow::Borrowed(piece);
    }
    bytes.to_mut().extend_from_slice(piece);
    bytes
}
