//! From JSON straight to protobuf's wire format.
//!
//! The JSON text is read once, without a tree in between: each value is written where it will lie on the wire.
//! What is wrong is reported with the path of the value.

mod any;
mod field;
mod free;
mod special;

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::de::{DeserializeSeed, Error as _};

use self::field::{FieldSeed, MessageSeed};
use self::free::Keys;
pub(super) use self::special::put_special_text;
use super::schema::{Field, Kind, MessageId, Schema, Special};
use super::wire::{self, Mark, WireType};

/// How deep objects and lists can lie in each other.
pub(crate) const DEFAULT_DEPTH: usize = 64;

/// A value that does not fit the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The path of the value in the request, such as `filter.tags[2]`; empty for the whole request.
    pub field: String,
    /// What is wrong with it and what would be right.
    pub description: String,
}

/// Fields that come from elsewhere, so that a body which names one is refused.
#[derive(Debug, Default)]
pub(crate) struct Reserved {
    fields: Vec<(u32, Option<usize>, Option<Reserved>)>,
}

impl Reserved {
    /// Reserves the field at the end of `path`, which leads from message to message.
    pub(crate) fn add(&mut self, path: &[&Field]) {
        let Some((first, rest)) = path.split_first() else { return };
        let place = self.fields.iter().position(|(number, ..)| *number == first.number).unwrap_or_else(|| {
            self.fields.push((first.number, first.oneof, Some(Self::default())));
            self.fields.len() - 1
        });
        if let Some((_, _, under)) = self.fields.get_mut(place) {
            match under {
                _ if rest.is_empty() => *under = None,
                Some(under) => under.add(rest),
                None => {}
            }
        }
    }

    fn get(&self, field: &Field) -> Lookup<'_> {
        for (number, oneof, under) in &self.fields {
            match under {
                Some(under) if *number == field.number => return Lookup::Under(under),
                None if *number == field.number || (oneof.is_some() && *oneof == field.oneof) => return Lookup::Taken,
                _ => {}
            }
        }
        Lookup::Free
    }
}

enum Lookup<'a> {
    Free,
    Under(&'a Reserved),
    Taken,
}

/// What all seeds of one text share.
pub(crate) struct Reader<'s> {
    schema: &'s Schema,
    depth: usize,
    depth_limit: usize,
    path: Vec<Step<'s>>,
    /// What an error came through that did not note its path before, from the inside.
    blamed: Vec<Step<'s>>,
    keys: Keys,
    mask: Option<Mask>,
}

enum Step<'s> {
    Name(Cow<'s, str>),
    Index(usize),
    Key(String),
}

/// Collects the paths of the fields that a text names.
#[derive(Default)]
struct Mask {
    prefix: Vec<String>,
    paths: Vec<String>,
    /// Inside a list, a map or a well-known type, whose parts have no path in a mask.
    frozen: usize,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(schema: &'s Schema, depth_limit: usize) -> Self {
        let (path, blamed) = (Vec::new(), Vec::new());
        Self { schema, depth: 0, depth_limit, path, blamed, keys: Keys::default(), mask: None }
    }

    /// Collects the paths of the fields that the text names.
    pub(crate) fn with_mask(mut self) -> Self {
        self.mask = Some(Mask::default());
        self
    }

    /// Reads `json` as a message of type `id`, and appends it to `out`. The paths of the fields that it names are returned
    /// if they were asked for.
    pub(crate) fn message(
        mut self,
        id: MessageId,
        reserved: &Reserved,
        json: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<Vec<String>, Violation> {
        let read = run(json, MessageSeed { reader: &mut self, out, id, tag: None, reserved: Some(reserved) });
        self.finish(read)
    }

    /// Reads `json` as the value of `field`, which is the document's root; else as [`Reader::message`].
    pub(crate) fn field(
        mut self,
        field: &'s Field,
        reserved: &Reserved,
        json: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<Vec<String>, Violation> {
        let reserved = match reserved.get(field) {
            Lookup::Under(under) => Some(under),
            _ => None,
        };
        let read = run(json, FieldSeed { reader: &mut self, out, field, reserved });
        self.finish(read)
    }

    fn finish(self, read: Result<(), serde_json::Error>) -> Result<Vec<String>, Violation> {
        match read {
            Ok(()) => Ok(self.mask.map(|mask| mask.paths).unwrap_or_default()),
            Err(error) => Err(Violation { field: self.path_text(), description: error.to_string() }),
        }
    }

    fn path_text(&self) -> String {
        let mut text = String::new();
        for step in self.path.iter().chain(self.blamed.iter().rev()) {
            // Writing to a String does not fail.
            let _ = match step {
                Step::Name(name) if text.is_empty() => text.write_str(name),
                Step::Name(name) => write!(text, ".{name}"),
                Step::Index(index) => write!(text, "[{index}]"),
                Step::Key(key) => write!(text, "[{key:?}]"),
            };
        }
        text
    }

    /// Enters an object or a list.
    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > self.depth_limit {
            return Err(E::custom(format_args!("nested deeper than {} levels", self.depth_limit)));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Goes into a part of the value; what is reported until [`Reader::ascend`] concerns that part.
    fn descend(&mut self, step: Step<'s>) {
        self.path.push(step);
    }

    fn ascend(&mut self) {
        self.path.pop();
    }

    /// Notes that the error which is being returned came from this part of the value.
    fn blame(&mut self, step: Step<'s>) {
        self.blamed.push(step);
    }

    /// Notes that the text names `field`. Its own fields follow if it is a plain message.
    fn mask_field(&mut self, field: &Field) {
        let Some(mask) = self.mask.as_mut().filter(|mask| mask.frozen == 0) else { return };
        mask.prefix.push(field.name.clone());
        mask.paths.push(mask.prefix.join("."));
    }

    /// Ends what [`Reader::mask_field`] began. A message of which fields were named is covered by their paths.
    fn mask_field_end(&mut self) {
        let Some(mask) = self.mask.as_mut().filter(|mask| mask.frozen == 0) else { return };
        let own = mask.prefix.join(".");
        let under = format!("{own}.");
        if mask.paths.last().is_some_and(|last| last.starts_with(&under)) {
            mask.paths.retain(|path| *path != own);
        }
        mask.prefix.pop();
    }

    fn mask_freeze(&mut self) {
        if let Some(mask) = &mut self.mask {
            mask.frozen += 1;
        }
    }

    fn mask_thaw(&mut self) {
        if let Some(mask) = &mut self.mask {
            mask.frozen -= 1;
        }
    }
}

/// Runs `seed` over the whole of `json`.
fn run<'de>(json: &'de [u8], seed: impl DeserializeSeed<'de>) -> Result<(), serde_json::Error> {
    // Checked at once for all texts in it.
    let text = str::from_utf8(json).map_err(|error| {
        serde_json::Error::custom(format_args!("the text is not UTF-8 after {} bytes", error.valid_up_to()))
    })?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    seed.deserialize(&mut deserializer)?;
    deserializer.end()
}

/// Whether a value was there, or `null`, which stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Null,
    Value,
}

/// A set of small numbers: which fields or oneofs of a message were seen.
#[derive(Default)]
struct Seen {
    low: u128,
    high: Vec<usize>,
}

impl Seen {
    /// Adds `index`; false if it was there.
    fn insert(&mut self, index: usize) -> bool {
        if index >= 128 {
            let new = !self.high.contains(&index);
            self.high.push(index);
            return new;
        }
        let bit = 1 << index;
        let new = self.low & bit == 0;
        self.low |= bit;
        new
    }
}

/// Text that describes what a field takes, for errors about values of another type.
fn expecting(schema: &Schema, kind: Kind, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_str(match kind {
        Kind::Bool => "true or false",
        Kind::String => "a string",
        Kind::Bytes => "a string of base64",
        Kind::Float | Kind::Double => "a number",
        Kind::Enum(_) => "the name of an enum value",
        Kind::Null => "null",
        Kind::Message(id) => match schema.message(id).special {
            Some(Special::Timestamp) => "a time of RFC 3339 such as \"2030-01-31T12:00:00Z\"",
            Some(Special::Duration) => "seconds such as \"1.5s\"",
            Some(Special::FieldMask) => "field paths separated by commas",
            _ => "an object",
        },
        _ => "an integer",
    })
}

/// Begins the record of a nested message, if it has a tag: the root and the parts of packed lists have none.
fn open(tag: Option<u32>, out: &mut Vec<u8>) -> Option<Mark> {
    tag.map(|number| {
        wire::put_tag(number, WireType::Length, out);
        wire::begin(out)
    })
}

fn close(mark: Option<Mark>, out: &mut Vec<u8>) {
    if let Some(mark) = mark {
        wire::end(mark, out);
    }
}
