//! The one thread that writes. It takes what has come in, writes it as one transaction, and answers when the disk has
//! it: so all services share the cost of a sync, and conflicts are decided in order.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use redb::{Database, ReadableDatabase, ReadableTable};
use tokio::time::Instant;

use super::batch::{Batch, Effects};
use super::consumer::Group;
use super::failure::{Failure, contain};
use super::queue::Work;
use super::receipts::{CommitRecord, Receipts};
use super::record::{Decoder, Encoder, Nanos, StoredEvent, after, time};
use super::service::{Head, Recent, Service};
use super::store::{Backend, Medium, Shared};
use super::tables::{Name, ServiceId, Snapshot, Tables, position_of};
use super::upkeep;
use crate::journal::CommitError;

/// Pieces of work in one batch at the most.
const MOST_IN_BATCH: usize = 1024;

/// How long the position of a consumer may stay unwritten: events acknowledged since are delivered again after a crash.
const POSITION_INTERVAL: Duration = Duration::from_millis(100);

/// How long to wait before a store that failed is tried again, if nobody asks for it.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// Gives the fate of the batch to whoever waits for one piece of its work.
type Respond = Box<dyn FnOnce(Result<(), Failure>) + Send>;

/// The writer's own state. What readers see is in [`Shared`].
pub(super) struct Writer {
    shared: Arc<Shared>,
    medium: Box<dyn Medium>,
    /// `None` after it failed, until it could be opened again.
    database: Option<Database>,
    heads: HashMap<ServiceId, Head>,
    services: HashMap<ServiceId, Arc<Service>>,
    receipts: Receipts,
    next_due: Option<Nanos>,
    next_forget: Nanos,
    positions_written: Instant,
}

impl Writer {
    pub(super) fn open(shared: Arc<Shared>, medium: Box<dyn Medium>) -> Result<Self, Failure> {
        let mut writer = Self {
            next_forget: shared.now(),
            shared,
            medium,
            database: None,
            heads: HashMap::new(),
            services: HashMap::new(),
            receipts: Receipts::default(),
            next_due: None,
            positions_written: Instant::now(),
        };
        contain(|| writer.load())?;
        Ok(writer)
    }

    pub(super) fn run(mut self) {
        // Only for its timers: the wait for work, for what is due and for the next write of positions.
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                tracing::error!(%error, "the store cannot wait for work");
                self.shared.queue.close();
                return;
            }
        };
        loop {
            runtime.block_on(self.wait());
            let closed = self.shared.queue.is_closed();
            let works = self.shared.queue.take(MOST_IN_BATCH);
            let last = closed && works.is_empty();
            self.run_batch(works, closed);
            if last {
                break;
            }
        }
        self.shared.set_snapshot(Err(Failure::closed()));
        if let Some(database) = self.database.take()
            && let Err(failure) = contain(|| Ok(database.close()?))
        {
            tracing::warn!(?failure, "the store was not closed cleanly and will be checked when it is opened");
        }
    }

    async fn wait(&self) {
        let shared = &self.shared;
        if !shared.queue.is_empty() || shared.queue.is_closed() {
            return;
        }
        if self.database.is_none() {
            let _ = tokio::time::timeout(RETRY_INTERVAL, shared.queue.arrival()).await;
            return;
        }
        let due = self.next_due.map_or(self.next_forget, |due| due.min(self.next_forget));
        let dirty = !shared.dirty.lock().is_empty();
        tokio::select! {
            () = shared.queue.arrival() => {}
            () = shared.clock.sleep_until(time(due)) => {}
            () = tokio::time::sleep_until(self.positions_written + POSITION_INTERVAL), if dirty => {}
        }
    }

    fn run_batch(&mut self, works: Vec<Work>, closing: bool) {
        let mut responds = Vec::with_capacity(works.len());
        let outcome = match self.refuse_if_full(&works) {
            Some(failure) => {
                responds.extend(works.into_iter().map(refusal));
                Err(failure)
            }
            None => self.write(works, closing, &mut responds),
        };
        if let Err(failure) = &outcome {
            tracing::warn!(?failure, "a batch of commits was not stored");
        }
        for respond in responds {
            respond(outcome.clone());
        }
    }

    /// Commits stop while there is still room to open, read and tidy up.
    fn refuse_if_full(&self, works: &[Work]) -> Option<Failure> {
        if works.is_empty() {
            return None;
        }
        let free = self.medium.free_bytes()?;
        (free < self.shared.options.reserve_bytes).then_some(Failure::Full)
    }

    fn write(&mut self, works: Vec<Work>, closing: bool, responds: &mut Vec<Respond>) -> Result<(), Failure> {
        if self.database.is_none() {
            let loaded = contain(|| self.load());
            if let Err(failure) = loaded {
                responds.extend(works.into_iter().map(refusal));
                return Err(failure);
            }
        }
        let mut groups = Vec::new();
        if closing || self.positions_written.elapsed() >= POSITION_INTERVAL {
            self.positions_written = Instant::now();
            groups = std::mem::take(&mut *self.shared.dirty.lock());
        }
        let written = contain(|| self.write_tables(works, &groups, responds));
        let published = written.and_then(|effects| contain(|| self.publish(effects)));
        if published.is_err() {
            // Nobody knows what the file holds now: it is opened, and checked, before it is used again. That is done
            // at once, for the sake of reads.
            self.database = None;
            if let Err(failure) = contain(|| self.load()) {
                tracing::error!(?failure, "the store failed and cannot be opened again");
            }
            for group in groups {
                self.shared.mark_dirty(&group);
            }
        }
        published
    }

    fn write_tables(
        &mut self,
        works: Vec<Work>,
        groups: &[Arc<Group>],
        responds: &mut Vec<Respond>,
    ) -> Result<Effects, Failure> {
        let Some(database) = &self.database else { return Err(Failure::closed()) };
        let transaction = database.begin_write()?;
        let now = self.shared.now();
        let mut batch = Batch::new(Tables::open(&transaction)?, now, &self.heads, &self.receipts);
        let mut next_due = self.next_due;
        if next_due.is_some_and(|due| due <= now) {
            upkeep::fire_due(&mut batch)?;
            next_due = upkeep::next_due(&batch)?;
        }
        let mut next_forget = self.next_forget;
        if next_forget <= now {
            let retention = &self.shared.options.retention;
            let services: Vec<ServiceId> = self.heads.keys().copied().collect();
            let more = upkeep::forget(&mut batch, &services, retention)?;
            next_forget = if more { now } else { after(now, forget_interval(retention.events)) };
        }
        upkeep::forget_receipts(&mut batch, &self.receipts)?;
        for work in works {
            responds.push(perform(&mut batch, &self.shared, work)?);
        }
        for group in groups {
            save_position(&mut batch, group)?;
        }
        let effects = batch.finish()?;
        if effects.written {
            transaction.commit()?;
        } else {
            transaction.abort()?;
        }
        self.next_forget = next_forget;
        self.next_due = match (next_due, effects.due) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Ok(effects)
    }

    /// Lets everybody see what is safe now.
    fn publish(&mut self, effects: Effects) -> Result<(), Failure> {
        let Some(database) = &self.database else { return Err(Failure::closed()) };
        if effects.written {
            let snapshot = Snapshot::new(&database.begin_read()?)?;
            self.shared.set_snapshot(Ok(Arc::new(snapshot)));
        }
        self.receipts.forget(effects.forgotten);
        for (service, record) in effects.commits {
            self.receipts.add(service, record);
        }
        for (group, sequence) in effects.settled {
            group.settle(sequence);
        }
        for service in effects.opened {
            self.services.insert(service.id, Arc::clone(&service));
            self.shared.services.write().insert(service.name.clone(), service);
        }
        self.heads.extend(&effects.heads);
        for (service, sequence, change) in effects.changes {
            if let Some(service) = self.services.get(&service) {
                service.recent.lock().push(sequence, change);
            }
        }
        for (service, head) in effects.heads {
            if let Some(service) = self.services.get(&service) {
                service.published.send_if_modified(|last| std::mem::replace(last, head.last) != head.last);
            }
        }
        Ok(())
    }

    /// Opens the file and reads what the writer and others keep in memory.
    fn load(&mut self) -> Result<(), Failure> {
        // The old file is closed first: it cannot be opened twice.
        self.database = None;
        let backend = Backend(self.medium.open()?);
        let mut builder = Database::builder();
        builder.set_cache_size(self.shared.options.cache_bytes).set_check_integrity_on_open(true);
        let database = builder.create_with_backend(backend)?;
        let snapshot = Self::first_snapshot(&database)?;
        self.load_services(&snapshot)?;
        self.load_receipts(&snapshot)?;
        self.next_due = Some(0);
        self.shared.set_snapshot(Ok(Arc::new(snapshot)));
        for service in self.services.values() {
            let head = self.heads.get(&service.id).copied().unwrap_or_default();
            *service.recent.lock() = Recent::after(head.last);
            service.published.send_replace(head.last);
        }
        self.database = Some(database);
        Ok(())
    }

    /// The tables as they are found, or empty ones in a new file. A file that has them is not written to: there may be
    /// no room.
    fn first_snapshot(database: &Database) -> Result<Snapshot, Failure> {
        if let Some(snapshot) = Snapshot::find(&database.begin_read()?)? {
            return Ok(snapshot);
        }
        let transaction = database.begin_write()?;
        drop(Tables::open(&transaction)?);
        transaction.commit()?;
        Snapshot::new(&database.begin_read()?)
    }

    fn load_services(&mut self, snapshot: &Snapshot) -> Result<(), Failure> {
        self.heads.clear();
        let mut services = self.shared.services.write();
        for entry in snapshot.services.iter()? {
            let (key, stored) = entry?;
            let id = open_service_id(key.value(), stored.value())?;
            let name =
                std::str::from_utf8(key.value()).map_err(|_| Failure::corrupt("a service's name is not UTF-8"))?;
            let head_key = id.key(&[]);
            let head = snapshot.heads.get(&*head_key)?.map(|stored| Head::open(&head_key, stored.value()));
            let head = head.transpose()?.unwrap_or_default();
            self.heads.insert(id, head);
            let service = services.entry(name.to_owned());
            let service = service.or_insert_with(|| Arc::new(Service::new(id, name.to_owned(), &head)));
            self.services.insert(id, Arc::clone(service));
        }
        Ok(())
    }

    fn load_receipts(&mut self, snapshot: &Snapshot) -> Result<(), Failure> {
        let mut records = Vec::new();
        for entry in snapshot.commits.iter()? {
            let (key, stored) = entry?;
            let (service, _) = position_of(key.value())?;
            records.push((service, CommitRecord::open(key.value(), stored.value())?));
        }
        records.sort_by_key(|(_, record)| record.stored_at);
        self.receipts = Receipts::default();
        for (service, record) in records {
            self.receipts.add(service, record);
        }
        Ok(())
    }
}

fn forget_interval(retention: Duration) -> Duration {
    const PARTS: u32 = 64;
    (retention / PARTS).clamp(Duration::from_secs(1), Duration::from_mins(1))
}

/// Does one piece of work within the batch. An error is of the whole batch.
fn perform(batch: &mut Batch<'_, '_>, shared: &Shared, work: Work) -> Result<Respond, Failure> {
    match work {
        Work::Open { name, answer } => {
            let service = open_service(batch, shared, &name)?;
            Ok(Box::new(move |fate| drop(answer.send(fate.map(|()| service)))))
        }
        Work::Commit { service, commit, answer } => {
            let outcome = batch.commit(&service, commit)?;
            Ok(Box::new(move |fate| {
                let outcome = match fate {
                    Ok(()) => outcome,
                    Err(failure) => Err(CommitError::from(failure.of(&service.name))),
                };
                drop(answer.send(outcome));
            }))
        }
        Work::Save { group, answer } => {
            save_position(batch, &group)?;
            Ok(Box::new(move |fate| drop(answer.send(fate))))
        }
        Work::DeadLetter(letter) => {
            let event = StoredEvent {
                stored_at: batch.now,
                expires_at: Some(after(batch.now, shared.options.retention.dead_letters)),
                subject: letter.subject,
                headers: letter.headers,
                payload: letter.payload,
            };
            batch.append(letter.group.service.id, &event)?;
            batch.effects.settled.push((Arc::clone(&letter.group), letter.sequence));
            save_position(batch, &letter.group)?;
            Ok(Box::new(move |fate| drop(letter.answer.send(fate))))
        }
        Work::Discard { service, sequence, answer } => {
            batch.discard(service.id, sequence)?;
            Ok(Box::new(move |fate| drop(answer.send(fate))))
        }
    }
}

/// Answers work of a batch that does not take place.
fn refusal(work: Work) -> Respond {
    Box::new(move |fate| {
        let failure = fate.err().unwrap_or_else(Failure::closed);
        match work {
            Work::Open { answer, .. } => drop(answer.send(Err(failure))),
            Work::Commit { service, answer, .. } => drop(answer.send(Err(failure.of(&service.name).into()))),
            Work::Save { answer, .. } | Work::Discard { answer, .. } => drop(answer.send(Err(failure))),
            Work::DeadLetter(letter) => drop(letter.answer.send(Err(failure))),
        }
    })
}

/// The service of that name, which is created with the batch if it is not there yet.
fn open_service(batch: &mut Batch<'_, '_>, shared: &Shared, name: &str) -> Result<Arc<Service>, Failure> {
    if let Some(service) = shared.services.read().get(name) {
        return Ok(Arc::clone(service));
    }
    if let Some(service) = batch.effects.opened.iter().find(|service| service.name == name) {
        return Ok(Arc::clone(service));
    }
    let id = batch.new_service_id();
    let mut record = Encoder::new(size_of::<u32>());
    record.u32(id.0 as usize);
    batch.put(Name::Services, name.as_bytes(), &record.seal(name.as_bytes()))?;
    let service = Arc::new(Service::new(id, name.to_owned(), batch.head(id)));
    batch.effects.opened.push(Arc::clone(&service));
    Ok(service)
}

fn open_service_id(name: &[u8], stored: &[u8]) -> Result<ServiceId, Failure> {
    Ok(ServiceId(Decoder::open(name, stored)?.u32()?))
}

/// Writes where a consumer stands, without the events that dead letters of this batch settle.
fn save_position(batch: &mut Batch<'_, '_>, group: &Arc<Group>) -> Result<(), Failure> {
    let settled: Vec<u64> = batch
        .effects
        .settled
        .iter()
        .filter(|(other, _)| Arc::ptr_eq(other, group))
        .map(|(_, sequence)| *sequence)
        .collect();
    let key = group.service.id.key(group.durable.as_bytes());
    batch.put(Name::Consumers, &key, &group.seal(&key, &settled))
}
