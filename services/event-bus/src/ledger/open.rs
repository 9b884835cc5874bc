use super::Millis;
use crate::priority::Class;

/// An event that was delivered and is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) class: Class,
    /// How often it was delivered.
    pub(crate) deliveries: u32,
    /// In hand: until when an answer has time. Otherwise: when it is delivered again.
    pub(crate) due: Millis,
    pub(crate) state: OpenState,
    /// Whether it was a dead letter, with which its content is kept.
    pub(crate) revived: bool,
    /// How its deliveries failed, oldest first.
    pub(crate) failures: Vec<Failure>,
}

/// What becomes of an open event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenState {
    /// The receiver has it.
    InHand,
    /// It is to be delivered again.
    Waiting,
    /// As [`OpenState::Waiting`], because the receiver refused it.
    Refused,
}

/// A delivery that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) delivery: u32,
    pub(crate) at: Millis,
    pub(crate) reason: Reason,
}

/// Why a delivery has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its receiver is gone, or another one took over.
    CutOff,
    /// Nobody answered it in time.
    NotAnswered,
    /// As its receiver said.
    Said(String),
}

/// The longest reason that is kept, in bytes.
const REASON_BYTES_MAX: usize = 200;

impl Open {
    pub(super) fn new(class: Class) -> Self {
        let (state, failures) = (OpenState::InHand, Vec::new());
        Self { class, deliveries: 0, due: 0, state, revived: false, failures }
    }
}

impl Reason {
    /// As it is told.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::CutOff => "the receiver went away before it answered",
            Self::NotAnswered => "not answered in time",
            Self::Said(text) => text,
        }
    }

    /// Bytes that it takes beyond its number.
    pub(super) fn kept_bytes(&self) -> usize {
        if let Self::Said(text) = self { text.len() } else { 0 }
    }

    /// What is kept of it: of a long text its beginning, and no text where there is no room for any.
    pub(super) fn kept(&self, has_room: bool) -> Self {
        match self {
            Self::Said(text) => Self::Said(if has_room { beginning(text).to_owned() } else { String::new() }),
            known => known.clone(),
        }
    }

    /// As it is stored: a number, and a text where the number does not say all.
    pub(super) fn to_parts(&self) -> (u32, &str) {
        match self {
            Self::Said(text) => (0, text),
            Self::NotAnswered => (1, ""),
            Self::CutOff => (2, ""),
        }
    }

    pub(super) fn from_parts(number: u32, text: &str) -> Self {
        match number {
            1 => Self::NotAnswered,
            2 => Self::CutOff,
            _ => Self::Said(text.to_owned()),
        }
    }
}

fn beginning(text: &str) -> &str {
    let end =
        text.char_indices().map(|(at, character)| at + character.len_utf8()).take_while(|end| *end <= REASON_BYTES_MAX);
    text.get(..end.last().unwrap_or(0)).unwrap_or_default()
}
