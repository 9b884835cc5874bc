//! Finding the route of a request: path templates of `google.api.http` in a trie of segments.

mod percent;
mod template;
mod trie;

#[cfg(test)]
mod tests;

pub use self::percent::{DecodeError, decode_query, decode_segment, decode_segments};
pub use self::template::{Segment, Template, TemplateError, Variable};
pub use self::trie::{Ambiguous, Match, Router};
