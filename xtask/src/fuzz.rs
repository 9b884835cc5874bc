//! Coverage-guided fuzzing: builds what `fuzz/` holds with instrumentation, and runs each target for a while.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::steps::run_command;
use crate::workspace::{self, cargo};

const TARGETS: [&str; 3] = ["json_to_wire", "wire_to_json", "path_template"];

/// What makes the compiler tell the fuzzer which code an input reaches.
const INSTRUMENTATION: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// An input that takes more memory or seconds than this is a finding.
const LIMITS: [&str; 2] = ["-rss_limit_mb=512", "-timeout=10"];

/// Runs each target for `seconds`. Inputs that reach something new are kept under `target/`, or, if `keep` says so, in the
/// corpus beside the targets.
pub(crate) fn run(seconds: u64, keep: bool) -> Result<String, Box<dyn Error>> {
    let root = workspace::root();
    let folder = root.join("target/fuzz");
    let host = host()?;
    let mut build = Command::new(cargo());
    build
        .args(["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target", &host])
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", INSTRUMENTATION)
        .current_dir(root);
    run_command(&mut build)?;
    for target in TARGETS {
        println!("      {target}, {seconds} s");
        let (corpus, found) = (root.join("fuzz/corpus").join(target), folder.join("corpus").join(target));
        fs::create_dir_all(&found)?;
        let program = folder.join(&host).join("release").join(target);
        let artifacts = format!("-artifact_prefix={}/{target}-", folder.display());
        let fuzzer = |arguments: &[&str], folders: [&Path; 2]| {
            let mut command = Command::new(&program);
            command.args(LIMITS).args(arguments).arg(&artifacts).args(folders).current_dir(root);
            run_command(&mut command)
        };
        fuzzer(&[&format!("-max_total_time={seconds}"), "-verbosity=0"], [&found, &corpus])?;
        if keep {
            fuzzer(&["-merge=1"], [&corpus, &found])?;
        }
    }
    Ok(format!("{} targets ran for {seconds} s each without a finding", TARGETS.len()))
}

/// The platform to build for. It is named so that build scripts and macros are folder without instrumentation.
fn host() -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("`rustc -vV` names no host")?.to_owned())
}
