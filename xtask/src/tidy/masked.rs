//! Rust source with its code and its comments told apart.

/// A source as code and as comments. Both have the lines and columns of the source; what belongs to the other one, and
/// the content of strings and characters, is blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Masked {
    pub code: String,
    pub comments: String,
}

/// What a piece of source is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

impl Masked {
    pub(super) fn new(source: &str) -> Self {
        let mut masked = Self { code: String::with_capacity(source.len()), comments: String::new() };
        let mut rest = source;
        while !rest.is_empty() {
            let (length, kind) = next_piece(rest, masked.code.chars().next_back());
            let (piece, after) = rest.split_at(length);
            masked.push(piece, kind);
            rest = after;
        }
        masked
    }

    fn push(&mut self, piece: &str, kind: Kind) {
        for character in piece.chars() {
            let blank = if character.is_whitespace() { character } else { ' ' };
            self.code.push(if kind == Kind::Code { character } else { blank });
            self.comments.push(if kind == Kind::Comment { character } else { blank });
        }
        // A literal is still something: `f("")` has an argument.
        if kind == Kind::Literal {
            self.code.pop();
            self.code.push('"');
        }
    }
}

/// How long the piece at the start of `rest` is in bytes, and what it is.
fn next_piece(rest: &str, before: Option<char>) -> (usize, Kind) {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Kind::Comment);
    }
    // `r` and `b` begin a literal only where a word begins.
    let begins_word = !before.is_some_and(|before| before.is_alphanumeric() || before == '_');
    if let Some(length) = string(rest, begins_word).or_else(|| character(rest)) {
        return (length, Kind::Literal);
    }
    (first, Kind::Code)
}

/// Comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of a string literal: `"…"`, `b"…"`, `c"…"`, `r#"…"#` and the like.
fn string(rest: &str, begins_word: bool) -> Option<usize> {
    let prefix = if begins_word { rest.find(|character| !matches!(character, 'b' | 'c' | 'r'))? } else { 0 };
    let after_prefix = &rest[prefix..];
    if rest[..prefix].contains('r') {
        let hashes = after_prefix.find(|character| character != '#')?;
        let content = after_prefix[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = content.find(&end).map_or(content.len(), |at| at + end.len());
        return Some(prefix + hashes + 1 + length);
    }
    let content = after_prefix.strip_prefix('"')?;
    Some(prefix + 1 + quoted(content, '"').unwrap_or(content.len()))
}

/// The length of a character literal; nothing for lifetimes.
fn character(rest: &str) -> Option<usize> {
    let content = rest.strip_prefix('\'')?;
    let mut characters = content.chars();
    match (characters.next()?, characters.next()) {
        ('\\', _) => quoted(content, '\'').map(|length| 1 + length),
        (character, Some('\'')) => Some(1 + character.len_utf8() + 1),
        _ => None,
    }
}

/// Where the literal with this content ends, its closing quote included.
fn quoted(content: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in content.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(at + character.len_utf8()),
            _ => {}
        }
    }
    None
}
