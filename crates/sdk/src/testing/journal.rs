use std::sync::Arc;

use futures::StreamExt;
use futures::future::BoxFuture;
use realmwire_fabric::journal::{
    ChangeStream, Commit, CommitError, Consumer, ConsumerConfig, Delivery, Entry, EventQuery, EventRecord, Journal,
    JournalError, Journals, Key, ListPage, ListQuery, Receipt, WatchStart,
};

use super::faults::{CommitFate, CutOff, Faults};

/// Journals with faults before them.
pub(super) struct FaultyJournals {
    inner: Arc<dyn Journals>,
    faults: Faults,
}

impl FaultyJournals {
    pub(super) fn new(inner: Arc<dyn Journals>, faults: Faults) -> Self {
        Self { inner, faults }
    }
}

impl Journals for FaultyJournals {
    fn open(&self, service: &str) -> BoxFuture<'_, Result<Arc<dyn Journal>, JournalError>> {
        let service = service.to_owned();
        Box::pin(async move {
            let inner = reached(&self.faults, &service, self.inner.open(&service)).await?;
            Ok(Arc::new(FaultyJournal { inner, faults: self.faults.clone() }) as Arc<dyn Journal>)
        })
    }

    fn names(&self) -> BoxFuture<'_, Result<Vec<String>, JournalError>> {
        Box::pin(reached(&self.faults, "any service", self.inner.names()))
    }
}

struct FaultyJournal {
    inner: Arc<dyn Journal>,
    faults: Faults,
}

impl FaultyJournal {
    fn reached<'a, T: Send + 'a>(
        &'a self,
        work: impl Future<Output = Result<T, JournalError>> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, JournalError>> {
        Box::pin(reached(&self.faults, self.inner.service(), work))
    }
}

/// Does `work` unless the host is cut off, before or meanwhile.
async fn reached<T>(
    faults: &Faults,
    service: &str,
    work: impl Future<Output = Result<T, JournalError>>,
) -> Result<T, JournalError> {
    tokio::select! {
        biased;
        () = faults.disconnected() => Err(unavailable(service)),
        outcome = work => outcome,
    }
}

fn unavailable(service: &str) -> JournalError {
    JournalError::Unavailable { service: service.to_owned(), source: Box::new(CutOff) }
}

impl Journal for FaultyJournal {
    fn service(&self) -> &str {
        self.inner.service()
    }

    fn get(&self, key: &Key) -> BoxFuture<'_, Result<Option<Entry>, JournalError>> {
        self.reached(self.inner.get(key))
    }

    fn get_many(&self, keys: &[Key]) -> BoxFuture<'_, Result<Vec<Option<Entry>>, JournalError>> {
        self.reached(self.inner.get_many(keys))
    }

    fn list(&self, query: ListQuery) -> BoxFuture<'_, Result<ListPage, JournalError>> {
        self.reached(async {
            self.faults.list_begins().await;
            self.inner.list(query).await
        })
    }

    fn watch(&self, prefix: Key, start: WatchStart) -> BoxFuture<'_, Result<ChangeStream, JournalError>> {
        Box::pin(async move {
            let changes = reached(&self.faults, self.service(), self.inner.watch(prefix, start)).await?;
            let (faults, service) = (self.faults.clone(), self.service().to_owned());
            let cut_off = async move {
                faults.disconnected().await;
                Err(unavailable(&service))
            };
            let until = Box::pin(futures::stream::once(cut_off));
            // The cut comes first when both are ready, and is the last item.
            let joined =
                futures::stream::select_with_strategy(until, changes, |(): &mut ()| futures::stream::PollNext::Left);
            let mut over = false;
            Ok(joined
                .take_while(move |change| std::future::ready(!std::mem::replace(&mut over, change.is_err())))
                .boxed())
        })
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Receipt, CommitError>> {
        Box::pin(async move {
            let fate = self.faults.commit_fate();
            if fate == CommitFate::NotStored {
                return Err(unavailable(self.service()).into());
            }
            let receipt = tokio::select! {
                biased;
                () = self.faults.disconnected() => return Err(unavailable(self.service()).into()),
                outcome = self.inner.commit(commit) => outcome?,
            };
            if fate == CommitFate::AnswerLost {
                return Err(unavailable(self.service()).into());
            }
            Ok(receipt)
        })
    }

    fn consume(&self, config: ConsumerConfig) -> BoxFuture<'_, Result<Box<dyn Consumer>, JournalError>> {
        Box::pin(async move {
            let inner = reached(&self.faults, self.service(), self.inner.consume(config)).await?;
            let (faults, service) = (self.faults.clone(), self.service().to_owned());
            Ok(Box::new(FaultyConsumer { inner, faults, service }) as Box<dyn Consumer>)
        })
    }

    fn read(&self, query: EventQuery) -> BoxFuture<'_, Result<Vec<EventRecord>, JournalError>> {
        self.reached(self.inner.read(query))
    }

    fn last_sequence(&self) -> BoxFuture<'_, Result<u64, JournalError>> {
        self.reached(self.inner.last_sequence())
    }

    fn beyond(&self, sequence: u64) -> BoxFuture<'_, Result<u64, JournalError>> {
        self.reached(self.inner.beyond(sequence))
    }

    fn discard(&self, sequence: u64) -> BoxFuture<'_, Result<(), JournalError>> {
        self.reached(self.inner.discard(sequence))
    }
}

struct FaultyConsumer {
    inner: Box<dyn Consumer>,
    faults: Faults,
    service: String,
}

impl Consumer for FaultyConsumer {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Box<dyn Delivery>, JournalError>>> {
        Box::pin(async move {
            tokio::select! {
                biased;
                () = self.faults.disconnected() => Some(Err(unavailable(&self.service))),
                next = self.inner.next() => {
                    let faults = self.faults.clone();
                    let wrap = |inner| Box::new(FaultyDelivery { inner, faults }) as Box<dyn Delivery>;
                    next.map(|delivery| delivery.map(wrap))
                }
            }
        })
    }
}

/// A delivery whose answers do not arrive while the host is cut off.
struct FaultyDelivery {
    inner: Box<dyn Delivery>,
    faults: Faults,
}

impl FaultyDelivery {
    fn answer(
        self,
        send: impl FnOnce(Box<dyn Delivery>) -> BoxFuture<'static, Result<(), JournalError>>,
    ) -> BoxFuture<'static, Result<(), JournalError>> {
        if self.faults.is_connected() {
            send(self.inner)
        } else {
            Box::pin(std::future::ready(Err(unavailable("the event's service"))))
        }
    }
}

impl Delivery for FaultyDelivery {
    fn record(&self) -> &EventRecord {
        self.inner.record()
    }

    fn attempt(&self) -> u32 {
        self.inner.attempt()
    }

    fn waiting(&self) -> Option<u64> {
        self.inner.waiting()
    }

    fn ack(self: Box<Self>) -> BoxFuture<'static, Result<(), JournalError>> {
        self.answer(|inner| inner.ack())
    }

    fn nak(self: Box<Self>, delay: std::time::Duration) -> BoxFuture<'static, Result<(), JournalError>> {
        self.answer(move |inner| inner.nak(delay))
    }

    fn progress(&self) -> BoxFuture<'_, Result<(), JournalError>> {
        if self.faults.is_connected() {
            self.inner.progress()
        } else {
            Box::pin(std::future::ready(Err(unavailable("the event's service"))))
        }
    }

    fn dead_letter(self: Box<Self>, reason: &str) -> BoxFuture<'static, Result<(), JournalError>> {
        let reason = reason.to_owned();
        self.answer(move |inner| inner.dead_letter(&reason))
    }
}
