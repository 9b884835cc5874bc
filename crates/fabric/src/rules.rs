//! What a request to a journal must fulfil, in one place for both backends.

use std::collections::HashSet;
use std::time::Duration;

use crate::journal::{Commit, CommitError, ConsumerConfig, Event, EventQuery, JournalError, ListQuery, Timer};
use crate::subject::{check_headers, check_pattern, check_subject};

/// Bytes of one value or of one event with its headers. A NATS message of 1 MiB carries it with room for what the
/// backend adds.
pub const MAX_PART_BYTES: usize = 1024 * 1024 - 16 * 1024;

/// Writes, events and timers of one commit, as NATS bounds an atomic batch.
pub const MAX_COMMIT_PARTS: usize = 1000;

/// Bytes of one commit.
pub const MAX_COMMIT_BYTES: usize = 8 * 1024 * 1024;

/// Bytes of a key in its encoded form.
pub const MAX_KEY_BYTES: usize = 1024;

/// Refuses a commit that no backend can store.
///
/// # Errors
/// [`CommitError::Invalid`] with the rule that it breaks.
pub fn check_commit(service: &str, commit: &Commit) -> Result<(), CommitError> {
    let parts = commit.writes.len() + commit.events.len() + commit.timers.len();
    if parts > MAX_COMMIT_PARTS {
        return Err(invalid(format!("{parts} parts, the limit is {MAX_COMMIT_PARTS}")));
    }
    let size = commit.size();
    if size > MAX_COMMIT_BYTES {
        return Err(invalid(format!("{size} bytes, the limit is {MAX_COMMIT_BYTES}")));
    }
    let mut keys = HashSet::new();
    for write in &commit.writes {
        check_key(write.key.as_str())?;
        if commit.writes.len() > 1 && !keys.insert(&write.key) {
            return Err(invalid(format!("two writes of {}", write.key)));
        }
        check_part(write.key.as_str(), write.value.as_ref().map_or(0, bytes::Bytes::len))?;
        check_ttl(write.key.as_str(), write.ttl)?;
    }
    for event in &commit.events {
        check_event(service, event)?;
    }
    let mut timers = HashSet::new();
    for timer in &commit.timers {
        let (Timer::Set { key, .. } | Timer::Cancel { key }) = timer;
        check_key(key.as_str())?;
        if !timers.insert(key) {
            return Err(invalid(format!("two changes of the timer {key}")));
        }
        if let Timer::Set { event, .. } = timer {
            check_event(service, event)?;
        }
    }
    Ok(())
}

/// Whether a header is a server's or the journal's own, which no event may carry: some would command the server.
#[must_use]
pub fn is_reserved_header(name: &str) -> bool {
    ["Nats-", "KV-", "Journal-"].iter().any(|prefix| name.starts_with(prefix))
}

fn check_event(service: &str, event: &Event) -> Result<(), CommitError> {
    check_subject(&event.subject).map_err(|error| invalid(error.to_string()))?;
    check_headers(&event.headers).map_err(|error| invalid(error.to_string()))?;
    if let Some((name, _)) = event.headers.iter().find(|(name, _)| is_reserved_header(name)) {
        return Err(invalid(format!("the header {name} of {} is reserved", event.subject)));
    }
    if !is_under(&event.subject, "evt", service) {
        return Err(invalid(format!("the event {} is not under evt.{service}", event.subject)));
    }
    check_part(&event.subject, event.headers.encoded_size() + event.payload.len())?;
    check_ttl(&event.subject, event.ttl)
}

fn check_key(key: &str) -> Result<(), CommitError> {
    if key.len() > MAX_KEY_BYTES {
        return Err(invalid(format!("a key of {} bytes, the limit is {MAX_KEY_BYTES}", key.len())));
    }
    Ok(())
}

fn check_part(name: &str, size: usize) -> Result<(), CommitError> {
    if size > MAX_PART_BYTES {
        return Err(invalid(format!("{name} has {size} bytes, the limit is {MAX_PART_BYTES}")));
    }
    Ok(())
}

fn check_ttl(name: &str, ttl: Option<Duration>) -> Result<(), CommitError> {
    match ttl {
        Some(ttl) if ttl.is_zero() || ttl.subsec_nanos() != 0 => {
            Err(invalid(format!("the time to live of {name} is not in whole seconds, at least one")))
        }
        _ => Ok(()),
    }
}

fn invalid(rule: String) -> CommitError {
    CommitError::Invalid(rule)
}

/// Refuses a name that cannot be a service's.
///
/// # Errors
/// [`JournalError::Invalid`] with the rule that it breaks.
pub fn check_service(service: &str) -> Result<(), JournalError> {
    if is_name(service) {
        return Ok(());
    }
    Err(refused(service, "a service is named by letters, digits, - and _".to_owned()))
}

/// Refuses a page without room, or one that goes on behind another listing.
///
/// # Errors
/// [`JournalError::Invalid`] with the rule that it breaks.
pub fn check_list(service: &str, query: &ListQuery) -> Result<(), JournalError> {
    if query.limit == 0 {
        return Err(refused(service, "a page holds at least one entry".to_owned()));
    }
    Ok(())
}

/// Refuses a consumer that could not work.
///
/// # Errors
/// [`JournalError::Invalid`] with the rule that it breaks.
pub fn check_consumer(service: &str, config: &ConsumerConfig) -> Result<(), JournalError> {
    if !is_name(&config.durable) {
        return Err(refused(service, "a consumer is named by letters, digits, - and _".to_owned()));
    }
    if config.max_deliver == 0 || config.max_in_flight == 0 || config.ack_wait.is_zero() {
        return Err(refused(service, "a consumer delivers once at least, one event at least, and waits".to_owned()));
    }
    check_filter(service, &config.filter, &["evt"])
}

/// Refuses a query that asks for nothing, or for what is not in the journal.
///
/// # Errors
/// [`JournalError::Invalid`] with the rule that it breaks.
pub fn check_query(service: &str, query: &EventQuery) -> Result<(), JournalError> {
    if query.limit == 0 {
        return Err(refused(service, "a page holds at least one event".to_owned()));
    }
    check_filter(service, &query.filter, &["evt", "dlq"])
}

fn check_filter(service: &str, filter: &str, kinds: &[&str]) -> Result<(), JournalError> {
    check_pattern(filter).map_err(|error| refused(service, error.to_string()))?;
    if kinds.iter().any(|kind| is_under(filter, kind, service)) {
        return Ok(());
    }
    Err(refused(
        service,
        format!("the filter {filter} is not under {}.{service}", kinds.join(&format!(".{service} or "))),
    ))
}

fn is_under(subject: &str, kind: &str, service: &str) -> bool {
    let rest = subject.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.'));
    rest.and_then(|rest| rest.strip_prefix(service)).is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn refused(service: &str, detail: String) -> JournalError {
    JournalError::Invalid { service: service.to_owned(), detail }
}
