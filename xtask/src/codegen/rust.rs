//! Writing Rust: names, documentation and format.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::CodegenError;
use crate::workspace;

/// The first lines of every generated file.
pub(crate) const HEADER: &str = "// Generated from proto/ by `cargo xtask codegen`; do not edit.\n\n";

/// The attribute of every generated root module. Which lints of style fire depends on the schemas of the day, so they
/// cannot be expected one by one.
pub(crate) const ALLOW_STYLE: &str = "\
#![allow(
    clippy::all,
    clippy::pedantic,
    reason = \"generated: the style is the generator's, the documentation that of the schemas\"
)]

";

/// Words that Rust takes as names only when they are written `r#word`.
const KEYWORDS: [&str; 46] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
    "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that Rust does not take as names at all; prost writes `word_`, and so do we.
const NEVER_NAMES: [&str; 4] = ["crate", "extern", "self", "super"];

/// The name of a function or field, as prost names fields: `accept_quest` of `AcceptQuest`.
pub(crate) fn function_name(name: &str) -> String {
    let name = name.to_snake_case();
    match name.as_str() {
        word if KEYWORDS.contains(&word) => format!("r#{name}"),
        word if NEVER_NAMES.contains(&word) => format!("{name}_"),
        _ => name,
    }
}

/// The name of a constant: `ACCEPT_QUEST` of `AcceptQuest`, `ENTITY_UPDATED` of `entity.updated`.
pub(crate) fn constant_name(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// The name of a type, as prost names messages.
pub(crate) fn type_name(name: &str) -> String {
    name.to_upper_camel_case()
}

/// A comment of a schema as lines of documentation, each with `prefix` (`///` or `//!`) before it.
pub(crate) fn documentation(comment: &str, prefix: &str) -> String {
    let mut lines = String::new();
    for line in plain_text(comment).lines() {
        let line = linked(&line.replace('[', r"\[").replace(']', r"\]"));
        lines.push_str(prefix);
        if !line.is_empty() {
            lines.push(' ');
            lines.push_str(&line);
        }
        lines.push('\n');
    }
    lines
}

/// A comment in which nothing is taken for more than text: fences say `text`, indented blocks become fenced, and no HTML
/// tag begins.
pub(crate) fn plain_text(comment: &str) -> String {
    let mut lines = Vec::<String>::new();
    let (mut fenced, mut indented) = (false, false);
    for line in comment.lines() {
        let fence = line.trim_start().starts_with("```");
        let begins_block = line.starts_with("    ") && lines.last().is_none_or(|last| last.trim().is_empty());
        if indented && !line.is_empty() && !line.starts_with("    ") {
            lines.push("```".to_owned());
            indented = false;
        } else if !fenced && !indented && begins_block {
            lines.push("```text".to_owned());
            indented = true;
        }
        match (fence, fenced, line.trim()) {
            (true, false, "```") => lines.push(line.replace("```", "```text")),
            _ if indented => lines.push(line.strip_prefix("    ").unwrap_or_default().to_owned()),
            _ if fence || fenced => lines.push(line.to_owned()),
            _ => lines.push(without_tags(line)),
        }
        fenced ^= fence;
    }
    if indented {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// A line in which `<` outside of code does not begin an HTML tag.
fn without_tags(line: &str) -> String {
    let parts = line.split('`').enumerate();
    let escaped = parts.map(|(index, part)| if index % 2 == 0 { part.replace('<', r"\<") } else { part.to_owned() });
    escaped.collect::<Vec<_>>().join("`")
}

/// A line whose addresses are links.
fn linked(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let address = word.trim_end_matches(['.', ',', ';', ')']);
        let rest = &word[address.len()..];
        if address.starts_with("https://") { format!("<{address}>{rest}") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The first sentence of a comment, on one line and without its full stop.
pub(crate) fn first_sentence(comment: &str) -> String {
    let paragraph: Vec<_> = comment.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    let end = paragraph.find(". ").unwrap_or(paragraph.len());
    paragraph[..end].trim_end_matches('.').to_owned()
}

/// `source` as rustfmt would have it.
pub(crate) fn format(file: &str, source: &str) -> Result<String, CodegenError> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(workspace::root())
        .current_dir(workspace::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(CodegenError::Format)?;
    let mut input = rustfmt.stdin.take().ok_or_else(|| CodegenError::Format(io::ErrorKind::BrokenPipe.into()))?;
    // rustfmt reads everything before it writes, so the two cannot wait for each other.
    input.write_all(source.as_bytes()).map_err(CodegenError::Format)?;
    drop(input);
    let output = rustfmt.wait_with_output().map_err(CodegenError::Format)?;
    if !output.status.success() {
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(CodegenError::Refused { file: file.to_owned(), report });
    }
    String::from_utf8(output.stdout).map_err(|error| CodegenError::Format(io::Error::other(error)))
}
