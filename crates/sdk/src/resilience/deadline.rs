use std::time::{Duration, SystemTime};

/// The most that two machines' clocks, or a queue, can plausibly put between sending and receiving. Beyond it one of
/// the clocks is wrong, and only the time left as the sender told it counts.
const PLAUSIBLE: Duration = Duration::from_mins(10);

/// When a caller stops waiting, as it is sent.
pub(crate) fn absolute_unix_ms(now: SystemTime, timeout: Duration) -> u64 {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default() + timeout;
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// How long a received call may take; `None` when its caller no longer waits.
///
/// `sent` is the time that was left when the request was sent, `deadline_unix_ms` the moment when it ends, which
/// counts the time that the request lay in queues. The smaller one holds, so a request that waited out an outage in
/// some buffer is not executed.
pub(crate) fn time_left(
    now: SystemTime,
    sent: Option<Duration>,
    deadline_unix_ms: Option<u64>,
    most: Duration,
) -> Option<Duration> {
    let relative = sent.map_or(most, |sent| sent.min(most));
    let Some(deadline) = deadline_unix_ms else { return Some(relative) };
    let deadline = SystemTime::UNIX_EPOCH + Duration::from_millis(deadline);
    match deadline.duration_since(now) {
        Ok(left) if left.is_zero() => None,
        Ok(left) => Some(left.min(relative)),
        Err(late) if late.duration() <= PLAUSIBLE => None,
        Err(_) => Some(relative),
    }
}
