use std::future::pending;
use std::pin::pin;
use std::sync::atomic::AtomicUsize;
use std::task::Poll;

use futures::poll;
use futures::task::noop_waker_ref;
use tokio::sync::Notify;
use tokio::time::advance;

use super::*;

const STEP: Duration = Duration::from_millis(1);

#[tokio::test(start_paused = true)]
async fn a_connection_waits_from_when_it_is_woken_first_until_it_has_its_turn() {
    let (turns, arrived) = (Turns::new(), Notify::new());
    let connection = pin!(async {
        loop {
            arrived.notified().await;
        }
    });
    let mut watched = pin!(Arc::clone(&turns).watch(connection));
    advance(STEP * 2).await;
    let _: Poll<()> = poll!(watched.as_mut());
    assert_eq!(turns.waited(), STEP * 2, "a new connection waits from its beginning");
    advance(STEP * 10).await;
    for _ in 0..3 {
        arrived.notify_one();
        advance(STEP).await;
    }
    let _: Poll<()> = poll!(watched.as_mut());
    assert_eq!(turns.waited(), STEP * 3, "nothing waits before it is woken");
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_nothing_asked_for_was_not_waited_for() {
    let turns = Turns::new();
    let silent = pin!(pending::<()>());
    let mut watched = pin!(Arc::clone(&turns).watch(silent));
    let _: Poll<()> = poll!(watched.as_mut());
    advance(STEP).await;
    let _: Poll<()> = poll!(watched.as_mut());
    assert_eq!(turns.waited(), Duration::ZERO);
}

/// Something that wakes itself `times` times, and counts how often it had its turn.
async fn wakes_itself(times: usize, steps: &AtomicUsize) {
    poll_fn(|cx| {
        if steps.fetch_add(1, Ordering::Relaxed) == times {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn a_connection_that_wakes_itself_goes_on_in_the_same_turn_for_some_steps() {
    let steps = AtomicUsize::new(0);
    let connection = pin!(wakes_itself(STEPS_IN_A_TURN, &steps));
    let mut watched = pin!(Turns::new().watch(connection));
    let mut cx = Context::from_waker(noop_waker_ref());
    assert_eq!(watched.as_mut().poll(&mut cx), Poll::Pending);
    assert_eq!(steps.load(Ordering::Relaxed), STEPS_IN_A_TURN);
    assert_eq!(watched.as_mut().poll(&mut cx), Poll::Ready(()));
}

#[tokio::test]
async fn a_connection_that_gave_way_has_its_turn_again() {
    let steps = AtomicUsize::new(0);
    Turns::new().watch(pin!(wakes_itself(STEPS_IN_A_TURN * 10, &steps))).await;
    assert_eq!(steps.load(Ordering::Relaxed), STEPS_IN_A_TURN * 10 + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_wake_of_another_thread_is_lost() {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
    let sending = tokio::spawn(async move {
        for number in 0..50_000 {
            sender.send(number).await.unwrap();
        }
    });
    let receiving = tokio::spawn(async move {
        let receive = async {
            let mut all = 0;
            while receiver.recv().await.is_some() {
                all += 1;
            }
            all
        };
        Turns::new().watch(pin!(receive)).await
    });
    assert_eq!(receiving.await.unwrap(), 50_000);
    sending.await.unwrap();
}
