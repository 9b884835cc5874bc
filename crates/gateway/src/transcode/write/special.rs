//! Well-known types that have a JSON form of their own.

use super::super::schema::{Message, Special};
use super::super::time::{self, Seconds};
use super::super::wire::WireValue;
use super::scalar::put_plain;
use super::{Separator, Span, WriteError, Writer, put_string, text};

impl<'s, 'w> Writer<'s, 'w> {
    pub(super) fn put_special(&mut self, message: &'s Message, special: Special, span: Span) -> Result<(), WriteError> {
        match special {
            Special::Any => self.put_any(message, span),
            Special::Duration => self.put_time(message, span, time::format_duration),
            Special::Timestamp => self.put_time(message, span, time::format_timestamp),
            Special::FieldMask => self.put_field_mask(message, span),
            Special::Free(form) => self.put_free(form, span),
            Special::Wrapper => self.put_wrapped(message, span),
        }
    }

    fn put_wrapped(&mut self, message: &'s Message, span: Span) -> Result<(), WriteError> {
        let fields = self.scan(message, span)?;
        message.fields.first().map_or(Ok(()), |field| self.put_field(field, fields))
    }

    /// The last occurrence of the field with this number.
    fn last(&self, message: &Message, fields: Span, number: u32) -> Option<WireValue<'w>> {
        let index = message.index_by_number(number)?;
        let found = self.found.get(fields.start..fields.end)?;
        found.iter().rev().find(|found| found.index == index).map(|found| found.value)
    }

    fn put_time(
        &mut self,
        message: &'s Message,
        span: Span,
        format: fn(Seconds) -> Option<String>,
    ) -> Result<(), WriteError> {
        let fields = self.scan(message, span)?;
        let number = |number| match self.last(message, fields, number) {
            Some(WireValue::Varint(value)) => Some(value.cast_signed()),
            Some(_) => None,
            None => Some(0),
        };
        let read = || Some(Seconds { seconds: number(1)?, nanos: i32::try_from(number(2)?).ok()? });
        let text = read().and_then(format).ok_or_else(|| WriteError::Unrepresentable(message.name.clone()))?;
        put_plain(&text, &mut self.out);
        Ok(())
    }

    fn put_field_mask(&mut self, message: &'s Message, span: Span) -> Result<(), WriteError> {
        let fields = self.scan(message, span)?;
        let mut joined = String::new();
        for at in fields.start..fields.end {
            let path = match self.value(at) {
                Some(WireValue::Length(bytes)) => text(bytes).and_then(camel_case),
                _ => None,
            };
            if at > fields.start {
                joined.push(',');
            }
            joined.push_str(&path.ok_or_else(|| WriteError::Unrepresentable(message.name.clone()))?);
        }
        put_string(&joined, &mut self.out);
        Ok(())
    }

    fn put_any(&mut self, message: &'s Message, span: Span) -> Result<(), WriteError> {
        let fields = self.scan(message, span)?;
        let malformed = || WriteError::Malformed(message.name.clone());
        let url = match self.last(message, fields, 1) {
            Some(WireValue::Length(url)) => text(url).ok_or_else(malformed)?,
            Some(_) => return Err(malformed()),
            None => "",
        };
        if url.is_empty() {
            self.out.extend_from_slice(b"{}");
            return Ok(());
        }
        let id = url.rsplit_once('/').and_then(|(_, name)| self.schema.message_id(name));
        let id = id.ok_or_else(|| WriteError::Unrepresentable(format!("{} {url}", message.name)))?;
        let value = self.last(message, fields, 2).unwrap_or(WireValue::Length(&[]));
        let at = self.found.len();
        self.found.push(super::Found { index: 0, value });
        let value = Span { start: at, end: at + 1 };
        self.out.extend_from_slice(b"{\"@type\":");
        put_string(url, &mut self.out);
        if self.special_of(id).is_some() {
            self.out.extend_from_slice(b",\"value\":");
            self.put_message(id, value)?;
        } else {
            self.put_content(id, value)?;
        }
        self.out.push(b'}');
        self.found.truncate(at);
        Ok(())
    }

    /// The members of an object after `@type`.
    fn put_content(&mut self, id: super::MessageId, span: Span) -> Result<(), WriteError> {
        let content = self.schema.message(id);
        self.depth += 1;
        if self.depth > super::DEPTH_LIMIT {
            return Err(WriteError::Depth);
        }
        let fields = self.scan(content, span)?;
        self.put_fields(content, fields, Separator::Comma)?;
        self.depth -= 1;
        Ok(())
    }
}

/// A path of a field mask in the form of JSON; `None` when it would not come back the same.
fn camel_case(path: &str) -> Option<String> {
    let mut camel = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        match character {
            '_' => match characters.next() {
                Some(after @ 'a'..='z') => camel.push(after.to_ascii_uppercase()),
                _ => return None,
            },
            'A'..='Z' => return None,
            other => camel.push(other),
        }
    }
    Some(camel)
}
