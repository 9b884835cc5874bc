//! Every shell block of the documents is run, and prints what the document says it prints.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::harness::{BINARY, PATIENCE, System};

/// A line of a block that starts with this tells what the output before it must contain.
const EXPECTED: &str = "#=> ";

/// The addresses that documents name.
const HTTP: &str = "http://127.0.0.1:8080";
const ADMIN: &str = "http://127.0.0.1:9901";

/// What a document's first blocks do is done by the test itself: build, start, and run all tests.
const DONE_BY_THE_TEST: [&str; 3] = ["cargo run --release -- up", "cargo xtask", "cargo nextest"];

#[tokio::test]
async fn the_readme_and_the_documents_work_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    for document in documents(&root) {
        let text = std::fs::read_to_string(&document).unwrap();
        let blocks = shell_blocks(&text);
        if !blocks.is_empty() {
            // A document that starts the sample game is run with it.
            let system =
                if text.contains("--content content") { System::up_with_content().await } else { System::up().await };
            run(&document, &blocks, &system).await;
        }
    }
}

fn documents(root: &Path) -> Vec<PathBuf> {
    let mut found = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for folder in ["docs", "docs/services"] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        found.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    found.sort();
    found
}

/// The contents of the blocks fenced by ```` ```sh ````, without what the test does itself.
fn shell_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match &mut block {
            None if line.trim() == "```sh" => block = Some(String::new()),
            Some(lines) if line.trim() == "```" => blocks.push(std::mem::take(lines)),
            Some(lines) => writeln!(lines, "{line}").unwrap(),
            None => {}
        }
        if line.trim() == "```" {
            block = None;
        }
    }
    blocks.retain(|block| !DONE_BY_THE_TEST.iter().any(|done| block.contains(done)));
    blocks
}

/// Runs the blocks of a document one after the other in one shell.
async fn run(document: &Path, blocks: &[String], system: &System) {
    let mut script = String::from("set -euo pipefail\n");
    let mut expectations = Vec::new();
    for block in blocks {
        for line in block.replace(HTTP, &system.http()).replace(ADMIN, &system.admin()).lines() {
            match line.trim().strip_prefix(EXPECTED) {
                Some(expected) => {
                    writeln!(script, "echo; echo '#=> {}'", expectations.len()).unwrap();
                    expectations.push(expected.to_owned());
                }
                None => writeln!(script, "{line}").unwrap(),
            }
        }
    }
    let output = shell(system, &script).await.unwrap_or_else(|error| panic!("{}: {error}", document.display()));
    let mut before = output.as_str();
    for (number, expected) in expectations.iter().enumerate() {
        let (printed, after) = before.split_once(&format!("#=> {number}\n")).unwrap_or((before, ""));
        assert!(printed.contains(expected), "{}: expected {expected:?}, printed:\n{printed}", document.display());
        before = after;
    }
}

async fn shell(system: &System, script: &str) -> Result<String, String> {
    // Documents say `realmwire` and find it on the path; its data is where `up` left it.
    let binaries = Path::new(BINARY).parent().unwrap();
    let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap_or_default());
    let folder = system.process().folder();
    let link = folder.join("realmwire-data");
    if !link.exists() {
        std::os::unix::fs::symlink(system.data(), link).unwrap();
    }
    let command = tokio::process::Command::new("bash")
        .args(["-c", script])
        .current_dir(folder)
        .env("PATH", path)
        .env("REALMWIRE_URL", system.http())
        .env("REALMWIRE_ADMIN_URL", system.admin())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let done = tokio::time::timeout(PATIENCE, command).await.map_err(|_| "did not end".to_owned())?.unwrap();
    let output = String::from_utf8_lossy(&done.stdout).into_owned();
    if done.status.success() {
        return Ok(output);
    }
    Err(format!("{}\n{output}\n{}\n{script}", done.status, String::from_utf8_lossy(&done.stderr)))
}
