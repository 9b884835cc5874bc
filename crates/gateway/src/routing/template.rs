//! Path templates: `/v1/{name=shelves/*/books/**}:publish`.
//!
//! ```text
//! Template  = "/" Segments [ ":" LITERAL ]
//! Segments  = Segment { "/" Segment }
//! Segment   = "*" | "**" | LITERAL | "{" FieldPath [ "=" Segments ] "}"
//! FieldPath = IDENT { "." IDENT }
//! ```
//!
//! Beyond the grammar that google/api/http.proto documents, `**` may stand anywhere, once in a template.

use std::fmt;

use super::percent;

/// A parsed path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    source: String,
    segments: Vec<Segment>,
    verb: Option<String>,
    variables: Vec<Variable>,
}

/// What one piece of a template matches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Exactly this text, compared after percent-decoding.
    Literal(String),
    /// One segment that is not empty: `*`.
    Single,
    /// Any number of segments, also none: `**`.
    Multi,
}

/// A part of the path that becomes a field of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The path of the field, such as `book.name`.
    pub field: String,
    /// The index of its first segment in [`Template::segments`].
    pub start: usize,
    /// The index after its last segment.
    pub end: usize,
    /// Whether it can hold more than one segment of a path: `%2F` then stays encoded.
    pub spans_segments: bool,
}

impl Template {
    /// Parses a template.
    ///
    /// ```
    /// use realmwire_gateway::routing::{Segment, Template};
    ///
    /// let template = Template::parse("/v1/{name=shelves/*}:open")?;
    /// assert_eq!(template.verb(), Some("open"));
    /// assert_eq!(template.segments()[1], Segment::Literal("shelves".into()));
    /// assert_eq!(template.variables()[0].field, "name");
    /// # Ok::<(), realmwire_gateway::routing::TemplateError>(())
    /// ```
    ///
    /// # Errors
    /// [`TemplateError`] with the position of the first character that breaks the grammar.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        let mut parser = Parser { source, position: 0, segments: Vec::new(), variables: Vec::new() };
        parser.expect('/')?;
        parser.segments(Nesting::Outside)?;
        let verb = parser.verb()?;
        if parser.peek().is_some() {
            return Err(parser.error(Rule::Trailing));
        }
        if parser.segments.iter().filter(|segment| **segment == Segment::Multi).count() > 1 {
            return Err(parser.error(Rule::SecondMulti));
        }
        Ok(Self { source: source.to_owned(), segments: parser.segments, verb, variables: parser.variables })
    }

    /// The segments, with variables resolved to what they match.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The text after the last `:`.
    pub fn verb(&self) -> Option<&str> {
        self.verb.as_deref()
    }

    /// The variables in the order of the template.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The raw part of `path` that `variable` stands for. `path` begins with `/`, matches the template and has no verb.
    pub(super) fn capture<'p>(&self, variable: &Variable, path: &'p str) -> &'p str {
        let path = path.strip_prefix('/').unwrap_or(path);
        let total = self.segments.len();
        let multi = self.segments.iter().position(|segment| *segment == Segment::Multi).unwrap_or(total);
        // Segments after `**` are counted from the end of the path, because `**` has any length.
        let begin = if variable.start <= multi {
            segment_begin(path, variable.start)
        } else {
            segment_begin_from_end(path, total - variable.start)
        };
        let end = if variable.end == total {
            path.len()
        } else if variable.end <= multi {
            segment_end(path, variable.end)
        } else {
            segment_begin_from_end(path, total - variable.end).saturating_sub(1)
        };
        path.get(begin..end).unwrap_or_default()
    }
}

/// Where the segment after the first `count` begins, or the end of the path when there is none.
fn segment_begin(path: &str, count: usize) -> usize {
    match count.checked_sub(1) {
        None => 0,
        Some(slash) => path.match_indices('/').nth(slash).map_or(path.len(), |(at, _)| at + 1),
    }
}

/// Where the first `count` segments end.
fn segment_end(path: &str, count: usize) -> usize {
    path.match_indices('/').nth(count.saturating_sub(1)).map_or(path.len(), |(at, _)| at)
}

/// Where the last `count` segments begin.
fn segment_begin_from_end(path: &str, count: usize) -> usize {
    path.rmatch_indices('/').nth(count.saturating_sub(1)).map_or(0, |(at, _)| at + 1)
}

impl fmt::Display for Template {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.source)
    }
}

/// A text that is no path template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid path template {template:?} at character {position}: {rule}")]
pub struct TemplateError {
    /// The template as it was written.
    pub template: String,
    /// The position of the offending character, from 1.
    pub position: usize,
    rule: Rule,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Rule {
    #[error("expected {0:?}")]
    Expected(char),
    #[error("a segment is empty")]
    EmptySegment,
    #[error("the verb is empty")]
    EmptyVerb,
    #[error("{0:?} cannot stand in a literal")]
    Character(char),
    #[error("a % is not followed by two hexadecimal digits of UTF-8")]
    Escape,
    #[error("a variable cannot stand in a variable")]
    Nested,
    #[error("a field name is a letter or _, then letters, digits and _")]
    FieldName,
    #[error("{0} is bound twice")]
    BoundTwice(String),
    #[error("** stands twice, so what each of them matches is not determined")]
    SecondMulti,
    #[error("nothing can follow here")]
    Trailing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    Outside,
    InVariable,
}

struct Parser<'a> {
    source: &'a str,
    position: usize,
    segments: Vec<Segment>,
    variables: Vec<Variable>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.source.get(self.position..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.position += expected.len_utf8();
        }
        found
    }

    fn expect(&mut self, expected: char) -> Result<(), TemplateError> {
        if self.take(expected) { Ok(()) } else { Err(self.error(Rule::Expected(expected))) }
    }

    fn error(&self, rule: Rule) -> TemplateError {
        let before = self.source.get(..self.position).unwrap_or_default();
        TemplateError { template: self.source.to_owned(), position: before.chars().count() + 1, rule }
    }

    fn segments(&mut self, nesting: Nesting) -> Result<(), TemplateError> {
        loop {
            self.segment(nesting)?;
            if !self.take('/') {
                return Ok(());
            }
        }
    }

    fn segment(&mut self, nesting: Nesting) -> Result<(), TemplateError> {
        match self.peek() {
            Some('{') if nesting == Nesting::InVariable => Err(self.error(Rule::Nested)),
            Some('{') => self.variable(),
            Some('*') => {
                self.take('*');
                let segment = if self.take('*') { Segment::Multi } else { Segment::Single };
                self.segments.push(segment);
                Ok(())
            }
            _ => {
                let literal = self.literal()?;
                if literal.is_empty() {
                    return Err(self.error(Rule::EmptySegment));
                }
                self.segments.push(Segment::Literal(literal));
                Ok(())
            }
        }
    }

    fn variable(&mut self) -> Result<(), TemplateError> {
        self.expect('{')?;
        let name_position = self.position;
        let field = self.field_path()?;
        if self.variables.iter().any(|variable| variable.field == field) {
            self.position = name_position;
            return Err(self.error(Rule::BoundTwice(field)));
        }
        let start = self.segments.len();
        if self.take('=') {
            self.segments(Nesting::InVariable)?;
        } else {
            self.segments.push(Segment::Single);
        }
        self.expect('}')?;
        let end = self.segments.len();
        let pattern = self.segments.get(start..).unwrap_or_default();
        let spans_segments = pattern.len() > 1 || pattern.contains(&Segment::Multi);
        self.variables.push(Variable { field, start, end, spans_segments });
        Ok(())
    }

    fn field_path(&mut self) -> Result<String, TemplateError> {
        let start = self.position;
        loop {
            let rest = self.rest();
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            if length == 0 || rest.starts_with(|c: char| c.is_ascii_digit()) {
                return Err(self.error(Rule::FieldName));
            }
            self.position += length;
            if !self.take('.') {
                return Ok(self.source.get(start..self.position).unwrap_or_default().to_owned());
            }
        }
    }

    /// Characters of RFC 3986's `pchar`, without `:` (a verb) and `*` (a wildcard), percent-decoded.
    fn literal(&mut self) -> Result<String, TemplateError> {
        let start = self.position;
        while let Some(character) = self.peek() {
            match character {
                '/' | ':' | '}' => break,
                '%' => self.position += 1,
                c if c.is_ascii_alphanumeric() || "-._~!$&'()+,;=@".contains(c) => self.position += 1,
                other => return Err(self.error(Rule::Character(other))),
            }
        }
        let raw = self.source.get(start..self.position).unwrap_or_default();
        match percent::decode_segment(raw) {
            Ok(literal) => Ok(literal.into_owned()),
            Err(_) => Err(self.error(Rule::Escape)),
        }
    }

    fn verb(&mut self) -> Result<Option<String>, TemplateError> {
        if !self.take(':') {
            return Ok(None);
        }
        let verb = self.literal()?;
        if verb.is_empty() { Err(self.error(Rule::EmptyVerb)) } else { Ok(Some(verb)) }
    }
}
