//! Tasks that somebody waits for.

#[cfg(test)]
mod tests;

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use parking_lot::Mutex;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::status::{Code, Status};

/// Tells a task when to end. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Shutdown(CancellationToken);

impl Shutdown {
    /// Tells the tasks that hold a clone of this to end.
    pub fn request(&self) {
        self.0.cancel();
    }

    /// Whether the task should end now.
    pub fn is_requested(&self) -> bool {
        self.0.is_cancelled()
    }

    /// Waits until the task should end.
    pub async fn requested(&self) {
        self.0.cancelled().await;
    }

    /// Waits for `work`, or gives `None` when the task should end first. Work that is given up is dropped.
    pub async fn or<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.0.run_until_cancelled(work).await
    }
}

/// Runs work that keeps a processor busy for long, such as hashing a password, on the threads for such work, so that calls
/// go on meanwhile.
///
/// Work that has begun is finished, also when nobody waits for it any more. How much of it there is at a time is for
/// whoever calls this to bound.
///
/// # Errors
/// `INTERNAL` when the work panics.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Status> {
    let done = tokio::task::spawn_blocking(move || std::panic::catch_unwind(AssertUnwindSafe(work)));
    match done.await {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(panic)) => {
            tracing::error!(panic = panic_message(&*panic), "work on a thread of its own panicked");
            Err(Status::new(Code::Internal, "internal error"))
        }
        // The runtime ends; nobody reads this.
        Err(_) => Err(Status::cancelled()),
    }
}

/// Owns tasks: ends them together, waits for them, and cuts off those that take too long.
#[derive(Debug, Default)]
pub struct Tasks {
    shutdown: Shutdown,
    running: Mutex<Vec<(String, JoinHandle<()>)>>,
}

impl Tasks {
    /// What tells these tasks to end.
    pub fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }

    /// Runs `task` under a name. Its panic is logged and then told to `failed`; the process goes on.
    pub fn spawn(
        &self,
        name: &str,
        task: impl Future<Output = ()> + Send + 'static,
        failed: impl FnOnce(&str) + Send + 'static,
    ) {
        let task_name = name.to_owned();
        let guarded = async move {
            if let Err(panic) = AssertUnwindSafe(task).catch_unwind().await {
                let message = panic_message(&*panic);
                tracing::error!(task = task_name, panic = message, "a task panicked");
                failed(message);
            }
        };
        let mut running = self.running.lock();
        running.retain(|(_, handle)| !handle.is_finished());
        running.push((name.to_owned(), tokio::spawn(guarded)));
    }

    /// Tells all tasks to end and waits for them until `until`; gives the names of those that were cut off then.
    pub async fn stop(&self, until: Instant) -> Vec<String> {
        self.shutdown.0.cancel();
        let running = std::mem::take(&mut *self.running.lock());
        let mut cut_off = Vec::new();
        for (name, mut handle) in running {
            if tokio::time::timeout_at(until, &mut handle).await.is_err() {
                handle.abort();
                // The task ends at its next await; what it owns is dropped before anything that it uses.
                let _ = handle.await;
                cut_off.push(name);
            }
        }
        cut_off
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.shutdown.0.cancel();
        for (_, handle) in self.running.get_mut() {
            handle.abort();
        }
    }
}

/// What a panic said.
pub(crate) fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    literal.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
