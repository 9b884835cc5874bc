//! What the writer does with each piece of work, within a batch.

use std::sync::Arc;

use super::batch::Batch;
use super::consumer::Group;
use super::failure::Failure;
use super::queue::Work;
use super::record::{Encoder, StoredEvent, after};
use super::service::Service;
use super::store::Shared;
use super::tables::Name;
use crate::journal::CommitError;

/// Gives the fate of the batch to whoever waits for one piece of its work.
pub(super) type Respond = Box<dyn FnOnce(Result<(), Failure>) + Send>;

/// Does one piece of work within the batch. An error is of the whole batch.
pub(super) fn perform(batch: &mut Batch<'_, '_>, shared: &Shared, work: Work) -> Result<Respond, Failure> {
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
pub(super) fn refusal(work: Work) -> Respond {
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
