use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::Tasks;

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(10)
}

#[tokio::test]
async fn tasks_that_end_are_waited_for() {
    let tasks = Tasks::default();
    let shutdown = tasks.shutdown().clone();
    let (done, ended) = oneshot::channel();
    let task = async move {
        shutdown.requested().await;
        let _ = done.send(());
    };
    tasks.spawn("polite", task, |_| {});
    assert_eq!(tasks.stop(soon()).await, Vec::<String>::new());
    ended.await.expect("the task has ended");
}

#[tokio::test(start_paused = true)]
async fn tasks_that_do_not_end_are_cut_off_and_named() {
    let tasks = Tasks::default();
    let owned = Arc::new(());
    let held = Arc::clone(&owned);
    let task = async move {
        std::future::pending::<()>().await;
        drop(held);
    };
    tasks.spawn("stuck", task, |_| {});
    tasks.spawn("quick", async {}, |_| {});
    assert_eq!(tasks.stop(soon()).await, ["stuck"]);
    assert_eq!(Arc::strong_count(&owned), 1, "what the task held is dropped");
}

#[tokio::test]
async fn a_panic_is_told_and_ends_only_its_task() {
    let tasks = Tasks::default();
    let (failed, told) = oneshot::channel();
    tasks.spawn("broken", async { panic!("out of {}", "luck") }, move |message| {
        let _ = failed.send(message.to_owned());
    });
    assert_eq!(told.await.expect("told"), "out of luck");
}

#[tokio::test]
async fn dropping_the_owner_ends_its_tasks() {
    let tasks = Tasks::default();
    let ended = Arc::new(Notify::new());
    let guard = NotifyOnDrop(Arc::clone(&ended));
    let task = async move {
        std::future::pending::<()>().await;
        drop(guard);
    };
    tasks.spawn("orphan", task, |_| {});
    drop(tasks);
    ended.notified().await;
}

struct NotifyOnDrop(Arc<Notify>);

impl Drop for NotifyOnDrop {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[tokio::test]
async fn blocking_work_gives_its_result_and_its_panic_is_an_error() {
    assert_eq!(super::blocking(|| 6 * 7).await.ok(), Some(42));
    let status = super::blocking(|| panic!("on purpose")).await.expect_err("panicked");
    assert_eq!(status.code(), crate::status::Code::Internal);
}
