//! The tables and their log on a medium: what makes a batch safe.

use redb::{Database, Durability, ReadableDatabase, WriteTransaction};

use super::failure::Failure;
use super::log::{Changes, Log};
use super::record::{Decoder, Encoder};
use super::store::{Backend, Medium};
use super::tables::{GENERATION, Name, Snapshot, Tables};

/// An open store.
///
/// A batch is in the log when it is acknowledged, and in the tables in memory. From time to time the tables are synced
/// and the log begins again. A medium without a log has its tables synced with each batch.
pub(super) struct StoreFile {
    database: Database,
    log: Option<Log>,
    generation: u64,
    /// Whether the last commit was refused without harm to what is here.
    refused: bool,
}

impl StoreFile {
    /// Opens what `medium` holds, checks all of it, and brings the tables up to date.
    pub(super) fn open(medium: &dyn Medium, cache_bytes: usize) -> Result<Self, Failure> {
        let mut builder = Database::builder();
        builder.set_cache_size(cache_bytes).set_check_integrity_on_open(true);
        let database = builder.create_with_backend(Backend(medium.open_tables()?))?;
        let generation = match Snapshot::find(&database.begin_read()?)? {
            Some(snapshot) => generation_of(&snapshot)?,
            None => create_tables(&database)?,
        };
        let mut file = Self { database, log: None, generation, refused: false };
        if let Some(log) = medium.open_log()? {
            let mut log = Log::new(log, generation);
            file.replay(&mut log)?;
            file.log = Some(log);
        }
        Ok(file)
    }

    fn replay(&self, log: &mut Log) -> Result<(), Failure> {
        let transaction = self.begin()?;
        {
            let mut tables = Tables::open(&transaction)?;
            log.replay(|changes| Changes::replay(changes, &mut tables))?;
        }
        if log.length() == 0 {
            return Ok(transaction.abort()?);
        }
        keep_in_memory(transaction)
    }

    pub(super) fn snapshot(&self) -> Result<Snapshot, Failure> {
        Snapshot::new(&self.database.begin_read()?)
    }

    pub(super) fn begin(&self) -> Result<WriteTransaction, Failure> {
        Ok(self.database.begin_write()?)
    }

    /// Makes a transaction safe, which made `changes` to the tables.
    pub(super) fn commit(&mut self, transaction: WriteTransaction, changes: &Changes) -> Result<(), Failure> {
        self.refused = false;
        if changes.is_empty() {
            return Ok(transaction.abort()?);
        }
        let Some(log) = &mut self.log else { return Ok(transaction.commit()?) };
        if let Err(failure) = log.append(changes.as_bytes()) {
            // Without room for a record the log and the tables are as they were. After any other failure nobody knows
            // what the disk has.
            self.refused = matches!(failure, Failure::Full) && transaction.abort().is_ok();
            return Err(failure);
        }
        keep_in_memory(transaction)
    }

    /// Whether the last commit was refused without harm: it can be tried again.
    pub(super) fn was_refused(&self) -> bool {
        self.refused
    }

    /// Bytes of what only the log keeps safe.
    pub(super) fn log_length(&self) -> u64 {
        self.log.as_ref().map_or(0, Log::length)
    }

    /// Syncs the tables, after which the log begins again.
    pub(super) fn sync_tables(&mut self) -> Result<(), Failure> {
        let next = self.generation.wrapping_add(1);
        let transaction = self.begin()?;
        put_generation(&transaction, next)?;
        transaction.commit()?;
        self.generation = next;
        if let Some(log) = &mut self.log {
            log.restart(next);
        }
        Ok(())
    }

    /// Syncs the tables and releases the file.
    pub(super) fn close(mut self) -> Result<(), Failure> {
        if self.log_length() > 0 {
            self.sync_tables()?;
        }
        Ok(self.database.close()?)
    }
}

/// Lets readers see a transaction that is safe in the log.
fn keep_in_memory(mut transaction: WriteTransaction) -> Result<(), Failure> {
    transaction.set_durability(Durability::None).map_err(std::io::Error::other)?;
    Ok(transaction.commit()?)
}

fn create_tables(database: &Database) -> Result<u64, Failure> {
    // By chance, so that no content of a record looks like the record of a generation to come.
    let generation = uuid::Uuid::now_v7().as_u64_pair().1;
    let transaction = database.begin_write()?;
    put_generation(&transaction, generation)?;
    transaction.commit()?;
    Ok(generation)
}

fn put_generation(transaction: &WriteTransaction, generation: u64) -> Result<(), Failure> {
    let mut record = Encoder::new(size_of::<u64>());
    record.u64(generation);
    Tables::open(transaction)?.put(Name::Meta, GENERATION, &record.seal(GENERATION))
}

fn generation_of(snapshot: &Snapshot) -> Result<u64, Failure> {
    match snapshot.meta.get(GENERATION)? {
        Some(stored) => Decoder::open(GENERATION, stored.value())?.u64(),
        None => Err(Failure::corrupt("the store has no generation")),
    }
}
