//! The one thread that writes. It takes what has come in, writes it as one transaction, and answers when the disk has
//! it: so all services share the cost of a sync, and conflicts are decided in order.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use std::vec;

use redb::ReadableTable;
use tokio::time::Instant;

use super::batch::{Batch, Effects};
use super::consumer::Group;
use super::failure::{Failure, contain};
use super::file::StoreFile;
use super::queue::Work;
use super::receipts::{CommitRecord, Receipts};
use super::record::{Decoder, Nanos, after, time};
use super::service::{Head, Recent, Service};
use super::store::{Medium, Shared};
use super::tables::{ServiceId, Snapshot, Tables, position_of};
use super::upkeep;
use super::work::{Respond, perform, refusal, save_position};

/// Pieces of work in one batch at the most.
const MOST_IN_BATCH: usize = 1024;

/// How long to wait for more work before a batch is written.
const GATHER_TIME: Duration = Duration::from_micros(50);

/// How long the position of a consumer may stay unwritten: events acknowledged since are delivered again after a crash.
const POSITION_INTERVAL: Duration = Duration::from_millis(100);

/// How long nothing is written before the tables are synced, so that the next start has little to catch up with.
const QUIET_INTERVAL: Duration = Duration::from_secs(2);

/// How long to wait before a store that failed is tried again, if nobody asks for it.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// The writer's own state. What readers see is in [`Shared`].
pub(super) struct Writer {
    shared: Arc<Shared>,
    medium: Box<dyn Medium>,
    /// `None` after it failed, until it could be opened again.
    file: Option<StoreFile>,
    /// Whether the last batch failed.
    failed: bool,
    heads: HashMap<ServiceId, Head>,
    services: HashMap<ServiceId, Arc<Service>>,
    receipts: Receipts,
    next_due: Option<Nanos>,
    next_forget: Nanos,
    /// How many pieces of work there lately were in a batch.
    gathered: usize,
    positions_written: Instant,
    /// When something was last written to the log.
    last_written: Instant,
}

impl Writer {
    pub(super) fn open(shared: Arc<Shared>, medium: Box<dyn Medium>) -> Result<Self, Failure> {
        let mut writer = Self {
            next_forget: shared.now(),
            shared,
            medium,
            file: None,
            failed: false,
            heads: HashMap::new(),
            services: HashMap::new(),
            receipts: Receipts::default(),
            next_due: None,
            gathered: 1,
            positions_written: Instant::now(),
            last_written: Instant::now(),
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
            let works = self.gather();
            let last = closed && works.is_empty();
            let shared = Arc::clone(&self.shared);
            let writing = shared.writing.lock();
            self.run_batch(works, closed);
            if last {
                break;
            }
            self.sync_tables_in_time();
            drop(writing);
        }
        self.shared.set_snapshot(Err(Failure::closed()));
        if let Some(file) = self.file.take()
            && let Err(failure) = contain(|| file.close())
        {
            tracing::warn!(
                ?failure,
                "the store was not closed cleanly; what is in its log comes back when it is opened"
            );
        }
    }

    async fn wait(&self) {
        let shared = &self.shared;
        if !shared.queue.is_empty() || shared.queue.is_closed() {
            return;
        }
        let Some(file) = self.file.as_ref().filter(|_| !self.failed) else {
            // What failed would fail again at once, and what is due stays due.
            let _ = tokio::time::timeout(RETRY_INTERVAL, shared.queue.arrival()).await;
            return;
        };
        let due = self.next_due.map_or(self.next_forget, |due| due.min(self.next_forget));
        let dirty = !shared.dirty.lock().is_empty();
        tokio::select! {
            () = shared.queue.arrival() => {}
            () = shared.clock.sleep_until(time(due)) => {}
            () = tokio::time::sleep_until(self.positions_written + POSITION_INTERVAL), if dirty => {}
            () = tokio::time::sleep_until(self.last_written + QUIET_INTERVAL), if file.log_length() > 0 => {}
        }
    }

    /// Takes the work of the next batch.
    ///
    /// Those who were answered by the last batch often have more to store. A sync costs much more than the moment in
    /// which they come back, so they are given one when fewer are here than lately.
    fn gather(&mut self) -> Vec<Work> {
        let mut works = self.shared.queue.take(MOST_IN_BATCH);
        if works.is_empty() {
            return works;
        }
        if works.len() < self.gathered {
            std::thread::sleep(GATHER_TIME);
            works.extend(self.shared.queue.take(MOST_IN_BATCH - works.len()));
        }
        // Those who stay away are given up bit by bit.
        self.gathered = works.len().max(self.gathered.saturating_sub(1 + self.gathered / 8));
        works
    }

    fn run_batch(&mut self, works: Vec<Work>, closing: bool) {
        let mut responds = Vec::with_capacity(works.len());
        let mut works = works.into_iter();
        let outcome = self.check_room(&works).and_then(|()| self.write(&mut works, closing, &mut responds));
        // Work that was not begun shares the fate of the rest.
        responds.extend(works.map(refusal));
        self.failed = outcome.is_err();
        if let Err(failure) = &outcome {
            tracing::warn!(?failure, "a batch of commits was not stored");
        }
        for respond in responds {
            respond(outcome.clone());
        }
    }

    /// Commits stop while there is still room to open, read and tidy up.
    fn check_room(&self, works: &vec::IntoIter<Work>) -> Result<(), Failure> {
        let reserve = self.shared.options.reserve_bytes;
        match self.medium.free_bytes() {
            Some(free) if free < reserve && !works.as_slice().is_empty() => Err(Failure::Full),
            _ => Ok(()),
        }
    }

    fn write(
        &mut self,
        works: &mut vec::IntoIter<Work>,
        closing: bool,
        responds: &mut Vec<Respond>,
    ) -> Result<(), Failure> {
        if self.file.is_none() {
            contain(|| self.load())?;
        }
        let mut groups = Vec::new();
        if closing || self.positions_written.elapsed() >= POSITION_INTERVAL {
            self.positions_written = Instant::now();
            groups = std::mem::take(&mut *self.shared.dirty.lock());
        }
        let written = contain(|| self.write_tables(works, &groups, responds));
        let published = written.and_then(|effects| contain(|| self.publish(effects)));
        if published.is_err() {
            if !self.file.as_ref().is_some_and(StoreFile::was_refused) {
                self.open_again();
            }
            for group in groups {
                self.shared.mark_dirty(&group);
            }
        }
        published
    }

    /// After a failure nobody knows what the file holds: it is opened, and checked, before it is used again. That is
    /// done at once, for the sake of reads.
    fn open_again(&mut self) {
        if let Err(failure) = contain(|| self.load()) {
            tracing::error!(?failure, "the store failed and cannot be opened again");
        }
    }

    /// Syncs the tables when the log is long, or when there is nothing else to do.
    fn sync_tables_in_time(&mut self) {
        let quiet = self.last_written.elapsed() >= QUIET_INTERVAL;
        let Some(file) = &mut self.file else { return };
        let longest = if quiet { 1 } else { self.shared.options.log_bytes };
        if file.log_length() < longest {
            return;
        }
        if let Err(failure) = contain(|| file.sync_tables()) {
            tracing::warn!(?failure, "the tables were not synced; the log keeps what they do not");
            self.failed = true;
            self.open_again();
        }
    }

    fn write_tables(
        &mut self,
        works: &mut vec::IntoIter<Work>,
        groups: &[Arc<Group>],
        responds: &mut Vec<Respond>,
    ) -> Result<Effects, Failure> {
        let Some(file) = &mut self.file else { return Err(Failure::closed()) };
        let transaction = file.begin()?;
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
            let (respond, performed) = perform(&mut batch, &self.shared, work);
            responds.push(respond);
            performed?;
        }
        for group in groups {
            save_position(&mut batch, group)?;
        }
        let effects = batch.finish()?;
        file.commit(transaction, &effects.written)?;
        self.next_forget = next_forget;
        self.next_due = match (next_due, effects.due) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Ok(effects)
    }

    /// Lets everybody see what is safe now.
    fn publish(&mut self, effects: Effects) -> Result<(), Failure> {
        let Some(file) = &self.file else { return Err(Failure::closed()) };
        if !effects.written.is_empty() {
            self.last_written = Instant::now();
            self.shared.set_snapshot(Ok(Arc::new(file.snapshot()?)));
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
        self.file = None;
        let file = StoreFile::open(&*self.medium, self.shared.options.cache_bytes)?;
        let snapshot = file.snapshot()?;
        self.load_services(&snapshot)?;
        self.load_receipts(&snapshot)?;
        self.next_due = Some(0);
        self.shared.set_snapshot(Ok(Arc::new(snapshot)));
        for service in self.services.values() {
            let head = self.heads.get(&service.id).copied().unwrap_or_default();
            *service.recent.lock() = Recent::after(head.last);
            service.published.send_replace(head.last);
        }
        self.file = Some(file);
        Ok(())
    }

    fn load_services(&mut self, snapshot: &Snapshot) -> Result<(), Failure> {
        self.heads.clear();
        let mut services = self.shared.services.write();
        for entry in snapshot.services.iter()? {
            let (key, stored) = entry?;
            let id = ServiceId(Decoder::open(key.value(), stored.value())?.u32()?);
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
