use std::future::Future;
use std::sync::Arc;

use futures::future::BoxFuture;
use realmwire_contract::Event;

use super::consumer::{Consumer, ConsumerParts, EventHandler, Policy, typed};
use super::{ConsumerOptions, Running, ServiceContext, StartError};
use crate::context::Context;
use crate::events::Incoming;
use crate::server::Service;
use crate::status::Status;
use crate::store::Store;
use crate::tasks::Shutdown;

/// A service that is being put together: calls, events and background tasks.
pub struct ServiceBuilder {
    cx: ServiceContext,
    service: Arc<dyn Service>,
    consumers: Vec<(ConsumerOptions, Arc<dyn EventHandler>)>,
    background: Vec<(String, Background)>,
}

type Background = Box<dyn FnOnce(Shutdown) -> BoxFuture<'static, ()> + Send>;

impl ServiceBuilder {
    pub(super) fn new(cx: ServiceContext, service: Arc<dyn Service>) -> Self {
        Self { cx, service, consumers: Vec::new(), background: Vec::new() }
    }

    /// Handles the events of type `E` under the durable name `durable`, each until it was handled.
    ///
    /// What the handler commits takes effect once for each event, however often it is delivered. A failure is tried
    /// again after 1, 2, 4 and 8 seconds, and then the event becomes a dead letter; `INVALID_ARGUMENT`, `DATA_LOSS`,
    /// `UNIMPLEMENTED` and whatever says that it would fail again make it one at once. An instance handles events with
    /// the same key in order as long as none fails; across instances and failures there is no order, as everywhere where
    /// work is shared: handlers compare versions or times where that matters.
    #[must_use]
    pub fn consume<E, F, Fut>(self, durable: &str, handler: F) -> Self
    where
        E: Event + 'static,
        F: Fn(Context, E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Status>> + Send + 'static,
    {
        let handler = move |cx, incoming: Incoming<E>| handler(cx, incoming.event);
        self.consume_with(ConsumerOptions::new(durable), handler)
    }

    /// As [`ServiceBuilder::consume`], with options, for handlers that need the event's metadata too.
    #[must_use]
    pub fn consume_with<E, F, Fut>(mut self, options: ConsumerOptions, handler: F) -> Self
    where
        E: Event + 'static,
        F: Fn(Context, Incoming<E>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Status>> + Send + 'static,
    {
        self.consumers.push((options, Arc::new(typed(handler))));
        self
    }

    /// Runs `task` beside the service. It ends soon after it is told to, and is waited for.
    #[must_use]
    pub fn background<F, Fut>(mut self, name: &str, task: F) -> Self
    where
        F: FnOnce(Shutdown) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.background.push((name.to_owned(), Box::new(move |shutdown| Box::pin(task(shutdown)))));
        self
    }

    /// Starts everything: the consumers exist, calls are answered, and the tasks run when it returns.
    ///
    /// # Errors
    /// [`StartError::Contract`] when the service consumes what its contract does not say,
    /// [`StartError::Journal`] and [`StartError::Bus`] when something it needs cannot be reached.
    pub async fn start(self) -> Result<Running, StartError> {
        self.check_contract()?;
        let Self { cx, service, consumers, background } = self;
        let store = cx.store.get().cloned();
        let mut running = Running::new(cx.spec, cx.process.clone(), store.clone());
        running.probe_journal(cx.settings.journal_probe_interval_ms);
        for (name, task) in background {
            running.run_background(&name, task);
        }
        for (options, handler) in consumers {
            let store = store.as_ref().map(|(store, _)| store.clone());
            running.consume(&options.durable, consumer(&cx, store, &options, handler)).await?;
        }
        running.serve(service).await?;
        Ok(running)
    }

    fn check_contract(&self) -> Result<(), StartError> {
        let service = self.cx.spec.name;
        let problem = |problem| Err(StartError::Contract { service, problem });
        if self.service.spec().name != service {
            return problem(format!("it serves {}", self.service.spec().name));
        }
        for (index, (options, handler)) in self.consumers.iter().enumerate() {
            let event = handler.spec();
            let name = format!("{}.{}", event.service, event.name);
            if event.service != service && !self.cx.spec.may_consume(event.service, event.name) {
                return problem(format!("it consumes {name}, which its schema does not declare"));
            }
            if self.consumers.iter().take(index).any(|(earlier, _)| earlier.durable == options.durable) {
                return problem(format!("two of its consumers are named {}", options.durable));
            }
        }
        Ok(())
    }
}

fn consumer(
    cx: &ServiceContext,
    store: Option<Store>,
    options: &ConsumerOptions,
    handler: Arc<dyn EventHandler>,
) -> Arc<Consumer> {
    let service = cx.spec.name;
    let policy = Policy::new(service, handler.spec().subject, options, &cx.settings);
    Consumer::new(ConsumerParts {
        service,
        handler,
        policy,
        journals: Arc::clone(&cx.process.fabric().journals),
        store,
        host: cx.process.host().clone(),
        telemetry: cx.process.telemetry().clone(),
        readiness: cx.process.health().dependency(service, &format!("consumer {}", options.durable)),
    })
}
