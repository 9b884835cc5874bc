use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::folder::Folder;
use crate::wait::eventually;
use crate::{Error, fetch};

const READY_WITHIN: Duration = Duration::from_secs(30);
const LOG_END_LINES: usize = 40;

/// Waits until its standard input ends, which it does when the test process ends, however it ends; then kills the
/// process `$1` and removes its data, the folder `$2`. A Ctrl-C is for the tests and not for their guard.
const WATCHDOG: &str = r#"trap "" INT TERM HUP; read -r _; kill -KILL "$1"; rm -rf "$2""#;

/// How a process shows that it is ready.
#[derive(Clone, Debug)]
pub enum Ready {
    /// By having been started.
    Started,
    /// By a line of output that contains this text.
    Line(String),
    /// By answering `GET` on this `http://` URL with status 200.
    Url(String),
}

/// What is needed to start a [`Process`], and to start it again.
#[derive(Debug)]
pub struct ProcessBuilder {
    name: String,
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    ready: Ready,
    within: Duration,
    folder: Folder,
}

impl ProcessBuilder {
    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds several arguments.
    #[must_use]
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets a variable, beside those of the test process.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// How the process shows that it is ready; without it, by having been started.
    #[must_use]
    pub fn ready(mut self, ready: Ready) -> Self {
        self.ready = ready;
        self
    }

    /// How long it may take to become ready; 30 s if not said.
    #[must_use]
    pub fn within(mut self, within: Duration) -> Self {
        self.within = within;
        self
    }

    /// A folder for the process's files. It is also its working directory, and goes when the process is dropped.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into [`ProcessBuilder::folder`] and gives its path.
    pub fn write(&self, name: &str, content: &str) -> Result<PathBuf, Error> {
        self.folder.write(name, content)
    }

    /// Starts the process and waits until it is ready.
    pub async fn start(self) -> Result<Process, Error> {
        let process = Process { spec: self, running: Mutex::default() };
        process.restart().await?;
        Ok(process)
    }
}

/// A process that is killed when it is dropped or the test process ends.
///
/// Its output goes to `output.log` in its folder.
#[derive(Debug)]
pub struct Process {
    // Dropped first: the process must be gone before its folder is removed.
    running: Mutex<Option<Running>>,
    spec: ProcessBuilder,
}

impl Process {
    /// Describes a process; `name` is for messages and for the name of its folder.
    pub fn builder(name: &str, program: impl Into<PathBuf>) -> Result<ProcessBuilder, Error> {
        Ok(ProcessBuilder {
            name: name.to_owned(),
            program: program.into(),
            arguments: Vec::new(),
            environment: Vec::new(),
            ready: Ready::Started,
            within: READY_WITHIN,
            folder: Folder::create(name)?,
        })
    }

    /// The process's folder.
    pub fn folder(&self) -> &Path {
        self.spec.folder()
    }

    /// The file that its output goes to.
    pub fn log_path(&self) -> PathBuf {
        self.folder().join("output.log")
    }

    /// All output so far, of every start.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.log_path()).unwrap_or_default()).into_owned()
    }

    /// The first line of output that contains `text`, when it comes within `within`.
    pub async fn wait_for_line(&self, text: &str, within: Duration) -> Result<String, Error> {
        let condition = format!("{} says {text:?}", self.spec.name);
        let line = || self.log().lines().find(|line| line.contains(text)).map(str::to_owned);
        eventually(&condition, within, || std::future::ready(line())).await
    }

    /// Starts the process with the same arguments and folder, kills the one that runs, and waits until it is ready.
    pub async fn restart(&self) -> Result<(), Error> {
        self.kill()?;
        let log_start = self.log().len();
        *self.lock() = Some(self.spawn()?);
        let outcome = eventually("", self.spec.within, || async move {
            if !self.is_running() {
                return Some(Err(self.failed("it ended")));
            }
            self.is_ready(log_start).await.then_some(Ok(()))
        });
        outcome.await.unwrap_or_else(|_| Err(self.failed("it was not ready in time")))
    }

    /// Kills the process at once (SIGKILL). No error if it runs no more.
    pub fn kill(&self) -> Result<(), Error> {
        self.lock().take().map_or(Ok(()), Running::kill)
    }

    /// Asks the process to end (SIGTERM) and waits for it to do so.
    pub async fn terminate(&self, within: Duration) -> Result<ExitStatus, Error> {
        self.signal(Signal::TERM)?;
        self.wait(within).await
    }

    /// Waits for the process to end by itself.
    pub async fn wait(&self, within: Duration) -> Result<ExitStatus, Error> {
        let exited = || self.lock().as_mut().and_then(|running| running.child.try_wait().ok().flatten());
        let status = eventually(&format!("{} ends", self.spec.name), within, || std::future::ready(exited())).await?;
        self.kill()?;
        Ok(status)
    }

    /// Makes the process stand still (SIGSTOP), so that it looks alive and does not answer.
    pub fn stop(&self) -> Result<(), Error> {
        self.signal(Signal::STOP)
    }

    /// Lets the process go on after [`Process::stop`].
    pub fn cont(&self) -> Result<(), Error> {
        self.signal(Signal::CONT)
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) -> Result<(), Error> {
        let attempted = || format!("send {signal:?} to {}", self.spec.name);
        let pid = self.lock().as_ref().and_then(Running::pid);
        let pid = pid.ok_or_else(|| Error::system(attempted())(std::io::ErrorKind::NotFound.into()))?;
        kill_process(pid, signal).map_err(|errno| Error::system(attempted())(errno.into()))
    }

    /// Whether the process has been started and has not ended.
    pub fn is_running(&self) -> bool {
        self.lock().as_mut().is_some_and(|running| matches!(running.child.try_wait(), Ok(None)))
    }

    /// The process's number while it runs.
    pub fn id(&self) -> Option<u32> {
        self.lock().as_ref().map(|running| running.child.id())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(&self) -> Result<Running, Error> {
        let spec = &self.spec;
        let log = File::options().create(true).append(true).open(self.log_path());
        let log = log.map_err(Error::system(format!("open {}", self.log_path().display())))?;
        let log_too = log.try_clone().map_err(Error::system("share the log"))?;
        let child = Command::new(&spec.program)
            .args(&spec.arguments)
            .envs(spec.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(spec.folder())
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(log_too)
            .spawn()
            .map_err(Error::system(format!("run {}", spec.program.display())))?;
        Running::guard(child, &spec.folder().join("data"))
    }

    async fn is_ready(&self, log_start: usize) -> bool {
        match &self.spec.ready {
            Ready::Started => true,
            Ready::Line(text) => {
                self.log().get(log_start..).is_some_and(|new| new.lines().any(|line| line.contains(text)))
            }
            Ready::Url(url) => fetch(url).await.is_some(),
        }
    }

    fn failed(&self, reason: &str) -> Error {
        let log = self.log();
        let lines: Vec<_> = log.lines().collect();
        let end = lines.get(lines.len().saturating_sub(LOG_END_LINES)..).unwrap_or_default();
        Error::Start {
            name: self.spec.name.clone(),
            reason: reason.to_owned(),
            log: self.log_path(),
            log_end: end.join("\n"),
        }
    }
}

/// A process and the watchdog that outlives this one.
#[derive(Debug)]
struct Running {
    child: Child,
    watchdog: Child,
}

impl Running {
    fn guard(mut child: Child, data: &Path) -> Result<Self, Error> {
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog", &child.id().to_string()])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match watchdog {
            Ok(watchdog) => Ok(Self { child, watchdog }),
            Err(error) => {
                let _ = child.kill().and_then(|()| child.wait());
                Err(Error::system("run the watchdog")(error))
            }
        }
    }

    fn pid(&self) -> Option<Pid> {
        Pid::from_raw(self.child.id().try_into().ok()?)
    }

    fn kill(mut self) -> Result<(), Error> {
        self.end().map_err(Error::system("kill a process"))
    }

    fn end(&mut self) -> std::io::Result<()> {
        self.child.kill()?;
        // The watchdog goes before the process is reaped, so that it never kills another with the same number.
        self.watchdog.kill()?;
        self.watchdog.wait()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_watchdog_kills_what_a_dead_process_leaves() {
        let data = tempfile::tempdir().unwrap();
        let child = Command::new("sleep").arg("600").spawn().unwrap();
        let mut running = Running::guard(child, data.path()).unwrap();

        // This end of the pipe closes when the test process dies.
        drop(running.watchdog.stdin.take());

        let mut is_dead = || running.child.try_wait().unwrap().map(drop);
        eventually("the child is dead", READY_WITHIN, || std::future::ready(is_dead())).await.unwrap();
        running.watchdog.wait().unwrap();
        assert!(!data.path().exists());
    }
}
