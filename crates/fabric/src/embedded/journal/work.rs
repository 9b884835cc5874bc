//! What the writer does with each piece of work, within a batch.

use std::sync::Arc;

use super::batch::Batch;
use super::consumer::Group;
use super::failure::Failure;
use super::queue::{Answer, DeadLetter, Work};
use super::record::{Encoder, StoredEvent, after};
use super::service::Service;
use super::store::Shared;
use super::tables::Name;

/// Gives the fate of the batch to whoever waits for one piece of its work.
pub(super) type Respond = Box<dyn FnOnce(Result<(), Failure>) + Send>;

/// Does one piece of work within the batch. A failure is of the whole batch.
pub(super) fn perform(batch: &mut Batch<'_, '_>, shared: &Shared, work: Work) -> (Respond, Result<(), Failure>) {
    match work {
        Work::Open { name, answer } => done(answer, open_service(batch, shared, &name)),
        Work::Commit { service, commit, answer } => done(answer, batch.commit(&service, commit)),
        Work::Save { group, answer } => done(answer, save_position(batch, &group)),
        Work::DeadLetter { letter, answer } => done(answer, bury(batch, shared, letter)),
        Work::Discard { service, sequence, answer } => done(answer, batch.discard(service.id, sequence)),
    }
}

/// How to answer work that was done, and whether the batch goes on.
fn done<T: Send + 'static>(answer: Answer<T>, outcome: Result<T, Failure>) -> (Respond, Result<(), Failure>) {
    match outcome {
        // The caller may be gone: then nobody wants the answer.
        Ok(value) => (Box::new(move |fate| drop(answer.send(fate.map(|()| value)))), Ok(())),
        Err(failure) => (refuse(answer), Err(failure)),
    }
}

/// How to answer work of a batch that does not take place.
pub(super) fn refusal(work: Work) -> Respond {
    match work {
        Work::Open { answer, .. } => refuse(answer),
        Work::Commit { answer, .. } => refuse(answer),
        Work::Save { answer, .. } | Work::DeadLetter { answer, .. } | Work::Discard { answer, .. } => refuse(answer),
    }
}

fn refuse<T: Send + 'static>(answer: Answer<T>) -> Respond {
    Box::new(move |fate| drop(answer.send(Err(fate.err().unwrap_or_else(Failure::closed)))))
}

/// Stores a dead letter, which settles its event.
fn bury(batch: &mut Batch<'_, '_>, shared: &Shared, letter: DeadLetter) -> Result<(), Failure> {
    let event = StoredEvent {
        stored_at: batch.now,
        expires_at: Some(after(batch.now, shared.options.retention.dead_letters)),
        subject: letter.subject,
        headers: letter.headers,
        payload: letter.payload,
    };
    batch.append(letter.group.service.id, &event)?;
    batch.effects.settled.push((Arc::clone(&letter.group), letter.sequence));
    save_position(batch, &letter.group)
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

/// Writes where a consumer stands, without the events that dead letters of this batch settle.
pub(super) fn save_position(batch: &mut Batch<'_, '_>, group: &Arc<Group>) -> Result<(), Failure> {
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
