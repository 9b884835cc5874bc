use std::time::Duration;

use tokio::time::Instant;

use crate::Error;

const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Asks `probe` until it gives a value, at most for `within`; `condition` names it in the error.
///
/// ```
/// # use std::time::Duration;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let answer = realmwire_test_kit::eventually("there is an answer", Duration::from_secs(5), || async { Some(42) }).await;
/// assert_eq!(answer.unwrap(), 42);
/// # });
/// ```
pub async fn eventually<T, Answer>(
    condition: &str,
    within: Duration,
    mut probe: impl FnMut() -> Answer,
) -> Result<T, Error>
where
    Answer: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + within;
    loop {
        // A probe that hangs must not outlive the deadline.
        if let Ok(Some(value)) = tokio::time::timeout_at(deadline, probe()).await {
            return Ok(value);
        }
        if Instant::now() >= deadline {
            return Err(Error::Timeout { condition: condition.to_owned() });
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}
