use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use realmwire_contract::{Event, ServiceSpec};
use realmwire_fabric::clock::ManualClock;
use realmwire_fabric::journal::{ConsumerStart, Entry, EventQuery, Journal, Key, ListQuery};
use realmwire_fabric::nats::{self, NatsConfig};
use realmwire_fabric::{Fabric, embedded};
use tokio::time::Instant;

use super::Faults;
use crate::client::{Channel, ChannelConfig};
use crate::context::{Context, ContextParts};
use crate::events::Incoming;
use crate::health::Health;
use crate::host::Host;
use crate::identity::Principal;
use crate::resilience::ProcessGate;
use crate::service::{Process, ProcessParts, Running, ServiceContext, StartError};
use crate::telemetry::Telemetry;

/// A process for tests: the embedded fabric in memory or a real nats-server, a clock that stands still at the beginning of
/// 2030, randomness with a seed, and faults on demand.
///
/// What services see is [`TestHost::clock`]. Deadlines and waits of the SDK run by tokio's time, which must not be paused
/// in such a test: the store works on a thread of its own, and paused time jumps to the next deadline meanwhile. Over NATS
/// timers and times to live run by the server's clock.
pub struct TestHost {
    fabric: Fabric,
    around: Surroundings,
    faults: Faults,
    process: Process,
    channel: Channel,
}

/// What a host and its siblings share.
#[derive(Clone)]
struct Surroundings {
    clock: ManualClock,
    host: Host,
    content: Option<PathBuf>,
    /// The server, if the fabric is NATS.
    nats: Option<String>,
    instances: Arc<AtomicUsize>,
}

/// 2030-01-01T00:00:00Z in seconds since 1970.
const START_SECONDS: u64 = 1_893_456_000;
const SEED: u64 = 2030;
/// How long [`eventually`] waits: far longer than anything takes, so that it passes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(5);

impl Surroundings {
    fn new(content: Option<PathBuf>, nats: Option<String>) -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START_SECONDS));
        let host = Host::seeded(Arc::new(clock.clone()), SEED);
        Self { clock, host, content, nats, instances: Arc::new(AtomicUsize::new(1)) }
    }
}

impl TestHost {
    /// A host over an empty fabric of its own.
    pub async fn new() -> Self {
        Self::with_content(None).await
    }

    /// As [`TestHost::new`], with a directory for content.
    pub async fn with_content(content: Option<PathBuf>) -> Self {
        let surroundings = Surroundings::new(content, None);
        let fabric = embedded::memory(Arc::new(surroundings.clock.clone()));
        std::future::ready(Self::build(fabric, surroundings, 1)).await
    }

    /// A host over a nats-server, such as `nats://127.0.0.1:4222`.
    ///
    /// # Panics
    /// With the reason, when the server cannot be used.
    pub async fn over_nats(url: &str) -> Self {
        let surroundings = Surroundings::new(None, Some(url.to_owned()));
        let fabric = connect(url, 1).await;
        Self::build(fabric, surroundings, 1)
    }

    /// Another process over the same fabric, with the same clock and randomness and faults of its own.
    ///
    /// # Panics
    /// With the reason, when the server cannot be used.
    pub async fn sibling(&self) -> Self {
        let number = self.around.instances.fetch_add(1, Ordering::Relaxed) + 1;
        let fabric = match &self.around.nats {
            Some(url) => connect(url, number).await,
            None => self.fabric.clone(),
        };
        Self::build(fabric, self.around.clone(), number)
    }

    fn build(fabric: Fabric, around: Surroundings, number: usize) -> Self {
        let instance = format!("test-{number}");
        let faults = Faults::seeded(SEED + number as u64);
        let telemetry = Telemetry::new();
        let process = Process::new(ProcessParts {
            fabric: faults.before(&fabric),
            host: around.host.clone(),
            instance: instance.clone(),
            telemetry: telemetry.clone(),
            health: Health::new(),
            gate: ProcessGate::default(),
            content: around.content.clone(),
        });
        let caller = ChannelConfig { caller: format!("test/{instance}"), principal: Principal::service("test") };
        let bus = Arc::clone(&process.fabric().bus);
        let channel = Channel::new(bus, around.host.clone(), telemetry, caller);
        Self { fabric, around, faults, process, channel }
    }

    /// Starts a service with its default configuration.
    ///
    /// # Panics
    /// With the reason, when the service does not start.
    pub async fn start<F, Fut>(&self, spec: &'static ServiceSpec, start: F) -> Running
    where
        F: FnOnce(ServiceContext) -> Fut,
        Fut: Future<Output = Result<Running, StartError>>,
    {
        self.start_with(spec, "", start).await
    }

    /// Starts a service with its table of the configuration, written in TOML.
    ///
    /// # Panics
    /// With the reason, when the service does not start.
    pub async fn start_with<F, Fut>(&self, spec: &'static ServiceSpec, config: &str, start: F) -> Running
    where
        F: FnOnce(ServiceContext) -> Fut,
        Fut: Future<Output = Result<Running, StartError>>,
    {
        let started = self.try_start(spec, config, start).await;
        started.unwrap_or_else(|error| fail(&format!("{} does not start", spec.name), &error))
    }

    /// As [`TestHost::start_with`], for tests of services that must not start.
    ///
    /// # Errors
    /// Why the service does not start.
    pub async fn try_start<F, Fut>(
        &self,
        spec: &'static ServiceSpec,
        config: &str,
        start: F,
    ) -> Result<Running, StartError>
    where
        F: FnOnce(ServiceContext) -> Fut,
        Fut: Future<Output = Result<Running, StartError>>,
    {
        let table = config.parse().unwrap_or_else(|error| fail("the configuration is no TOML", &error));
        start(self.process.context(spec, table)?).await
    }

    /// What clients are made with. Calls that name no caller are a service's.
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// The clock that services see.
    pub fn clock(&self) -> &ManualClock {
        &self.around.clock
    }

    /// What goes wrong between this host and the fabric.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The process that services are started in.
    pub fn process(&self) -> &Process {
        &self.process
    }

    /// The fabric without faults: what is really stored.
    pub fn fabric(&self) -> &Fabric {
        &self.fabric
    }

    /// The events of type `E` that were published, oldest first.
    ///
    /// # Panics
    /// When the journal of the service cannot be read.
    pub async fn events<E: Event>(&self) -> Vec<Incoming<E>> {
        let filter = E::SPEC.subject.to_owned();
        let query = EventQuery { filter, start: ConsumerStart::First, limit: usize::MAX };
        let journal = self.journal(E::SPEC.service).await;
        let records = journal.read(query).await.unwrap_or_else(|error| fail("the events cannot be read", &error));
        let decode = |record| Incoming::decode(record, 1).unwrap_or_else(|error| fail("an event is malformed", &error));
        records.iter().map(decode).collect()
    }

    /// Everything that a service has stored under `prefix`, as it is stored.
    ///
    /// # Panics
    /// When the journal of the service cannot be read.
    pub async fn stored(&self, service: &str, prefix: &Key) -> Vec<Entry> {
        let query = ListQuery { prefix: prefix.clone(), after: None, limit: usize::MAX };
        let listed = self.journal(service).await.list(query).await;
        listed.unwrap_or_else(|error| fail("the documents cannot be read", &error)).entries
    }

    async fn journal(&self, service: &str) -> Arc<dyn Journal> {
        let opened = self.fabric.journals.open(service).await;
        opened.unwrap_or_else(|error| fail("the journal cannot be opened", &error))
    }

    /// A context on behalf of `principal`, as handlers get it.
    pub fn context(&self, principal: Principal) -> Context {
        let mut parts = ContextParts::new(self.around.host.clone());
        parts.principal = principal;
        Context::new(parts)
    }

    /// A player.
    pub fn as_player(&self, id: &str) -> Principal {
        Principal::player(id)
    }

    /// An administrator.
    pub fn as_admin(&self) -> Principal {
        Principal::admin("admin")
    }
}

async fn connect(url: &str, number: usize) -> Fabric {
    let config = NatsConfig::new(vec![url.to_owned()], "test", number.to_string());
    let connected = nats::connect(config).await;
    connected.unwrap_or_else(|error| fail("the nats-server cannot be used", &error))
}

/// Waits until `check` gives a value, and gives it back.
///
/// # Panics
/// When it gives none for 30 seconds; the message says what was waited for.
pub async fn eventually<T, F, Fut>(what: &str, mut check: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = check().await {
            return value;
        }
        if Instant::now() >= until {
            fail_waiting(what);
        }
        tokio::time::sleep(POLL).await;
    }
}

#[expect(clippy::panic, reason = "a test whose service cannot start has failed")]
fn fail(what: &str, error: &dyn std::error::Error) -> ! {
    let mut causes = String::new();
    let mut source = Some(error);
    while let Some(error) = source {
        causes.push_str(": ");
        causes.push_str(&error.to_string());
        source = error.source();
    }
    panic!("{what}{causes}")
}

#[expect(clippy::panic, reason = "a test whose condition never holds has failed")]
fn fail_waiting(what: &str) -> ! {
    panic!("waited in vain until {what}")
}
