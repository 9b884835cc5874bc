//! Rules of files of any kind.

use super::File;
use crate::finding::Finding;

/// More than this is no source; it makes every clone slower for ever.
const MAX_BYTES: usize = 1024 * 1024;

/// Text that is read by people as it is. Two spaces end a line in Markdown.
const TEXT: [&str; 9] = [".rs", ".toml", ".proto", ".yaml", ".yml", ".json", ".html", ".css", ".js"];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let mut add = |line, rule, problem: String| {
            findings.push(Finding { file: file.path.clone(), line, rule, problem });
        };
        if file.size > MAX_BYTES {
            add(1, "file-size", format!("{} bytes; the repository takes at most {MAX_BYTES}", file.size));
        }
        let Some(text) = file.text.as_ref().filter(|_| TEXT.iter().any(|ending| file.path.ends_with(ending))) else {
            continue;
        };
        if !text.is_empty() && !text.ends_with('\n') {
            add(text.lines().count(), "line-end", "the last line must end".to_owned());
        }
        for (index, line) in text.split('\n').enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                add(index + 1, "line-end", "the line must end with its last word".to_owned());
            }
        }
    }
    findings
}
