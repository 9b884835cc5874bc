//! What neither the compiler nor clippy holds: the graph of crates, the size of things, and calls that have a better
//! place.

mod files;
mod manifests;
mod masked;
mod sources;

use std::io;
use std::path::Path;

use crate::finding::Finding;
use crate::workspace;

/// A file as the rules see it.
pub(crate) struct File {
    /// From the repository's root, with slashes.
    pub path: String,
    /// Nothing for files that are not text.
    pub text: Option<String>,
    pub size: usize,
}

/// Places that may break a rule, with the reason. One that is not needed any more is a finding itself.
const EXCEPTIONS: &[Exception] = &[];

struct Exception {
    file: &'static str,
    rule: &'static str,
    reason: &'static str,
}

/// Everything in the repository that breaks a rule, in order.
pub(crate) fn check(root: &Path) -> io::Result<Vec<Finding>> {
    let files = read(root)?;
    Ok(without_exceptions(find(&files), EXCEPTIONS))
}

fn find(files: &[File]) -> Vec<Finding> {
    let mut findings = files::check(files);
    findings.extend(manifests::check(files));
    findings.extend(files.iter().flat_map(sources::check));
    findings.sort();
    findings
}

fn read(root: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    for path in workspace::source_files(root)? {
        let bytes = std::fs::read(root.join(&path))?;
        let size = bytes.len();
        files.push(File { path: path.to_string_lossy().into_owned(), text: String::from_utf8(bytes).ok(), size });
    }
    Ok(files)
}

fn without_exceptions(mut findings: Vec<Finding>, exceptions: &[Exception]) -> Vec<Finding> {
    for exception in exceptions {
        let before = findings.len();
        findings.retain(|finding| finding.file != exception.file || finding.rule != exception.rule);
        if findings.len() == before {
            let problem = format!("needs no exception from {} any more ({})", exception.rule, exception.reason);
            findings.push(Finding { file: exception.file.to_owned(), line: 1, rule: "exception", problem });
        }
    }
    findings
}

#[cfg(test)]
mod tests;
