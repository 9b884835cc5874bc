//! Watching keys: each change once, in order, also across the loss of servers.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures::StreamExt;
use serde_json::{Value, json};

use super::api::{Failure, Pauses, code};
use super::pull::{Lost, Puller};
use super::stored::Stored;
use super::stream::nanoseconds;
use super::{Inner, stream};
use crate::clock::{Clock, SystemClock};
use crate::journal::{Change, ChangeStream, JournalError, Key, WatchStart};

/// Changes that are taken ahead.
const AHEAD: usize = 256;

/// After how long without its watch the server forgets a watch's consumer.
const FORGOTTEN_AFTER: Duration = Duration::from_mins(1);

/// After how long a watch takes deletions for gone: earlier than the server, so that the two never disagree.
const DELETIONS_SEEN_FOR: Duration = Duration::from_mins(55);

pub(super) async fn start(journal: Arc<Inner>, prefix: Key, start: WatchStart) -> Result<ChangeStream, JournalError> {
    journal.check_open()?;
    let mut watch = Watch {
        prefix,
        after: 0,
        ready: VecDeque::new(),
        ahead: HashMap::new(),
        ends: BTreeMap::new(),
        tail: None,
        journal,
    };
    match start {
        WatchStart::Current => watch.take_current().await?,
        WatchStart::New => watch.after = watch.journal.last_sequence().await?,
        WatchStart::After(sequence) => {
            watch.journal.check_kept(sequence).await?;
            watch.after = sequence;
        }
    }
    let changes = futures::stream::unfold(Some(watch), |watch| async {
        let mut watch = watch?;
        match watch.next().await? {
            Ok(change) => Some((Ok(change), Some(watch))),
            Err(error) => Some((Err(error), None)),
        }
    });
    Ok(changes.boxed())
}

struct Watch {
    journal: Arc<Inner>,
    prefix: Key,
    /// The sequence number up to which all changes were seen.
    after: u64,
    ready: VecDeque<Change>,
    /// Of keys that changed while the current values were read, what was seen of them.
    ahead: HashMap<Key, u64>,
    /// Values whose end is not left to the server, by the time of it.
    ends: BTreeMap<(SystemTime, u64), Key>,
    tail: Option<Tail>,
}

/// A consumer of this watch on the server.
struct Tail {
    puller: Puller,
    /// The last of its deliveries; they are numbered without a gap.
    delivered: u64,
}

impl Watch {
    /// Reads the current values from the leader of the stream. A consumer may be led by one that lags.
    async fn take_current(&mut self) -> Result<(), JournalError> {
        let (last_sequence, keys) = self.journal.keys(&self.prefix).await?;
        self.after = last_sequence;
        let current = self.journal.current_of(keys.into_iter().collect()).await?;
        let mut values: Vec<_> = current.into_iter().filter_map(|(stored, _)| stored).collect();
        // As they were written: a watch that ends meanwhile can go on after the last that it has seen.
        values.sort_by_key(|stored| stored.sequence);
        for stored in values {
            if stored.sequence > last_sequence
                && let Some(key) = self.journal.names.key(&stored.subject)
            {
                self.ahead.insert(key, stored.sequence);
            }
            self.note_end(&stored);
            self.ready.extend(stored.into_entry(&self.journal.names).map(Change::Put));
        }
        self.ready.push_back(Change::Current);
        Ok(())
    }

    async fn next(&mut self) -> Option<Result<Change, JournalError>> {
        let journal = Arc::clone(&self.journal);
        tokio::select! {
            () = journal.closed() => None,
            change = self.next_change() => Some(change),
        }
    }

    /// Waits for a change, also while the server is away. May be dropped while it waits.
    async fn next_change(&mut self) -> Result<Change, JournalError> {
        let mut pauses = Pauses::default();
        loop {
            if let Some(change) = self.ready.pop_front() {
                return Ok(change);
            }
            let next_end = self.ends.first_key_value().map(|((time, _), _)| *time);
            let Some(tail) = &mut self.tail else {
                match open_tail(&self.journal, &self.prefix, self.after).await {
                    Ok(tail) => self.tail = Some(tail),
                    Err(JournalError::Unavailable { source, .. }) => {
                        tracing::debug!(error = %source, "a watch waits for its server");
                        pauses.pause().await;
                        // After so long a time deletions may be forgotten.
                        self.journal.check_kept_if_reachable(self.after).await?;
                    }
                    Err(error) => return Err(error),
                }
                continue;
            };
            tokio::select! {
                pulled = tail.next() => if let Ok(stored) = pulled {
                    self.take(stored);
                } else {
                    self.tail = None;
                    pauses.pause().await;
                },
                () = sleep_until(next_end), if next_end.is_some() => self.end_due().await,
            }
        }
    }

    fn take(&mut self, stored: Stored) {
        if stored.sequence <= self.after {
            return;
        }
        self.after = stored.sequence;
        let Some(key) = self.journal.names.key(&stored.subject) else { return };
        if self.ahead.get(&key).is_some_and(|seen| stored.sequence <= *seen) {
            self.ahead.remove(&key);
            return;
        }
        self.note_end(&stored);
        let change = if stored.is_deletion() {
            Some(Change::Delete { key, revision: stored.sequence })
        } else {
            stored.into_entry(&self.journal.names).map(Change::Put)
        };
        self.ready.extend(change);
    }

    fn note_end(&mut self, stored: &Stored) {
        if let (Some(end), Some(key)) = (stored.expires_at(), self.journal.names.key(&stored.subject)) {
            self.ends.insert((end, stored.sequence), key);
        }
    }

    /// Deletes the values whose time is over, if they are still there; the deletions come as changes.
    async fn end_due(&mut self) {
        let now = SystemClock.now();
        while let Some(due) = self.ends.first_entry() {
            let (end, sequence) = *due.key();
            if end > now {
                return;
            }
            let subject = self.journal.names.state(due.get());
            match self.journal.end(&subject, sequence).await {
                Ok(_) => drop(due.remove()),
                Err(error) => {
                    tracing::debug!(%error, "a value whose time is over could not be deleted");
                    let key = due.remove();
                    self.ends.insert((now + Duration::from_secs(1), sequence), key);
                }
            }
        }
    }
}

impl Tail {
    /// The next message, none left out.
    async fn next(&mut self) -> Result<Stored, Lost> {
        let (message, origin) = self.puller.next().await?;
        if origin.consumer_sequence != self.delivered + 1 {
            return Err(Lost);
        }
        self.delivered = origin.consumer_sequence;
        Ok(origin.stored(message))
    }
}

async fn open_tail(journal: &Inner, prefix: &Key, after: u64) -> Result<Tail, JournalError> {
    let (api, stream) = (&journal.api, &journal.names.stream);
    let name = format!("watch-{:016x}", rand::random::<u64>());
    let filter = journal.names.state_under(prefix);
    let request = json!({
        "stream_name": stream,
        "config": {
            "name": name,
            "filter_subject": filter,
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": after + 1,
            "ack_policy": "none",
            "max_deliver": 1,
            "mem_storage": true,
            "num_replicas": 1,
            "inactive_threshold": nanoseconds(FORGOTTEN_AFTER),
        },
    });
    let created: Result<Value, _> = api.call(&format!("CONSUMER.CREATE.{stream}.{name}"), &request).await;
    created.map_err(|failure| api.error(failure))?;
    let puller = Puller::open(api, stream, &name, AHEAD).await.map_err(|error| api.unavailable(error))?;
    Ok(Tail { puller, delivered: 0 })
}

impl Inner {
    /// Refuses a watch that begins where deletions are no longer kept, or where the journal has not come yet.
    async fn check_kept(&self, sequence: u64) -> Result<(), JournalError> {
        if self.is_kept(sequence).await.map_err(|failure| self.api.error(failure))? {
            return Ok(());
        }
        Err(JournalError::Compacted { service: self.names.service.clone(), sequence })
    }

    async fn check_kept_if_reachable(&self, sequence: u64) -> Result<(), JournalError> {
        match self.check_kept(sequence).await {
            Err(JournalError::Unavailable { .. }) => Ok(()),
            outcome => outcome,
        }
    }

    /// Whether every deletion after `sequence` is still there.
    ///
    /// A deletion goes when it is old. So none after `sequence` has gone if there is a message up to there, or the
    /// next one after it, that is young.
    async fn is_kept(&self, sequence: u64) -> Result<bool, Failure> {
        let info = stream::info(&self.api, &self.names, None).await?;
        let horizon = SystemClock.now() - DELETIONS_SEEN_FOR;
        if sequence >= info.state.last_seq || info.created_at().is_some_and(|created| created >= horizon) {
            return Ok(sequence <= info.state.last_seq);
        }
        let query = json!({ "start_time": super::stored::format_time(horizon), "next_by_subj": ">" });
        match self.message(&query).await {
            Ok(first_young) => Ok(first_young.is_some_and(|stored| stored.sequence <= sequence + 1)),
            Err(Failure::Refused(error)) if error.err_code == code::MESSAGE_NOT_FOUND => Ok(false),
            Err(failure) => Err(failure),
        }
    }
}

async fn sleep_until(time: Option<SystemTime>) {
    match time {
        Some(time) => SystemClock.sleep_until(time).await,
        None => std::future::pending().await,
    }
}
