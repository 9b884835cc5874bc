//! world-state in one process on the embedded store, on disk: searches of a large world, and writes that many watch.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::world_state::v1::{
    Area, Circle, CreateWorldRequest, EntityFilter, EntityWrite, Position, QueryEntitiesRequest, UpsertEntitiesRequest,
    WatchRequest, area::Shape, watch_event::Event,
};
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::health::Health;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::service::{Process, ProcessParts, Running};
use realmwire_sdk::telemetry::Telemetry;
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::measure::{Plan, median, median_of, round};
use crate::report::{Report, Row, progress};

/// Entities of the world.
const ENTITIES: u64 = 100_000;
/// The side of the square in which they are, in metres.
const SIDE: f64 = 10_000.0;
/// A circle of this radius holds about 100 of them.
const RADIUS: f64 = 178.4;
/// Entities of one call.
const BATCH: u64 = 250;
/// Calls that write at a time.
const WRITERS: usize = 4;
/// Watches, each of which sees a hundredth of the world.
const WATCHERS: u64 = 100;
/// How long watchers may take to be told of everything when nobody writes any more.
const PATIENCE: Duration = Duration::from_secs(30);

/// The service and a way to call it.
struct World {
    client: WorldStateClient,
    _running: Running,
    _folder: TempDir,
}

/// Measures searches, and writes under watch.
pub(crate) async fn world(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let world = World::filled().await?;
    search(&world, plan, report).await?;
    write(&world, plan, report).await
}

async fn search(world: &World, plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let (asked, found) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (count, sum) = (Arc::clone(&asked), Arc::clone(&found));
    let client = world.client.clone();
    let query = move |_| {
        let (client, count, sum) = (client.clone(), Arc::clone(&count), Arc::clone(&sum));
        async move {
            let [x, y] = point(count.fetch_add(1, Ordering::Relaxed).wrapping_mul(7919));
            let filter = Some(circle(x, y, RADIUS));
            let request =
                QueryEntitiesRequest { world_id: "w".to_owned(), filter, page_size: 500, ..Default::default() };
            let page = client.query_entities(request).await?;
            sum.fetch_add(page.entities.len() as u64, Ordering::Relaxed);
            Ok(())
        }
    };
    let mut rounds = Vec::new();
    for _ in 0..plan.rounds {
        rounds.push(round(1, plan.round, query.clone()).await?);
    }
    let figures = median(&rounds);
    report.figures("area query among 100,000 entities, 1 in flight", figures);
    let per_query = found.load(Ordering::Relaxed) / asked.load(Ordering::Relaxed).max(1);
    report.row(Row::target("… entities found by one, on average", to_float(per_query), "about 100"));
    report.row(Row::target("… p99, µs", figures.p99_us, "≤ 5,000"));
    Ok(())
}

async fn write(world: &World, plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let told = Arc::new(AtomicU64::new(0));
    let mut watches = JoinSet::new();
    for number in 0..WATCHERS {
        watches.spawn(watch(world.client.clone(), number, Arc::clone(&told)));
    }
    progress("waiting until the watches have told what is there");
    settle(&told).await?;
    let written = Arc::new(AtomicU64::new(0));
    let (mut updates, mut tellings) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let (client, count) = (world.client.clone(), Arc::clone(&written));
        let call = move |_| {
            let (client, number) = (client.clone(), count.fetch_add(1, Ordering::Relaxed));
            async move {
                client.upsert_entities(batch(number, number + 1)).await?;
                Ok(())
            }
        };
        let before = told.load(Ordering::Relaxed);
        let figures = round(WRITERS, plan.round, call).await?;
        updates.push(figures.throughput * to_float(BATCH));
        let seconds = plan.round.as_secs_f64() * 1.2;
        tellings.push(to_float(told.load(Ordering::Relaxed) - before) / seconds);
    }
    let updates = median_of(updates);
    report.row(Row::target("entity updates a second with events, 100 filtered watches", updates, "≥ 20,000"));
    report.row(Row::target("… changes told by them a second", median_of(tellings), ""));
    progress("waiting until the watches have told everything");
    settle(&told).await?;
    // A watch goes on for ever: one that has ended has failed.
    match watches.try_join_next() {
        Some(ended) => ended?.and_then(|()| anyhow::bail!("a watch has ended")),
        None => Ok(()),
    }
}

/// Waits until there is something told, and no more comes.
async fn settle(told: &AtomicU64) -> anyhow::Result<()> {
    let until = tokio::time::Instant::now() + PATIENCE;
    let mut last = told.load(Ordering::Relaxed);
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = told.load(Ordering::Relaxed);
        if now == last && now > 0 {
            return Ok(());
        }
        anyhow::ensure!(tokio::time::Instant::now() < until, "the watches fall behind for good");
        last = now;
    }
}

/// Watches a hundredth of the world, and counts what is told.
async fn watch(client: WorldStateClient, number: u64, told: Arc<AtomicU64>) -> anyhow::Result<()> {
    let (column, row) = (to_float(number % 10), to_float(number / 10));
    let (x, y) = ((column + 0.5) * SIDE / 10.0, (row + 0.5) * SIDE / 10.0);
    // A circle with the area of a square of a tenth of the side.
    let filter = Some(circle(x, y, SIDE / 10.0 * 0.5642));
    let request = WatchRequest { world_id: "w".to_owned(), filter, resume_token: String::new() };
    let mut stream = client.watch(request).await?;
    while let Some(response) = stream.next().await {
        let events = response?.events.into_iter().filter_map(|event| event.event);
        let changes = events.filter(|event| matches!(event, Event::Entity(_) | Event::Gone(_)));
        told.fetch_add(changes.count() as u64, Ordering::Relaxed);
    }
    Ok(())
}

impl World {
    async fn filled() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(".")?;
        let fabric = open(EmbeddedConfig::new(folder.path()))?;
        let (host, telemetry) = (Host::system(), Telemetry::new());
        let config = ChannelConfig { caller: "bench/1".to_owned(), principal: Principal::service("bench") };
        let channel = Channel::new(Arc::clone(&fabric.bus), host.clone(), telemetry.clone(), config);
        let process = Process::new(ProcessParts {
            fabric,
            host,
            instance: "bench".to_owned(),
            telemetry,
            health: Health::new(),
            gate: ProcessGate::default(),
            content: None,
        });
        let running = realmwire_world_state::start(process.context(realmwire_world_state::SPEC, toml::Table::new())?);
        let (client, running) = (WorldStateClient::new(&channel), running.await?);
        let request = CreateWorldRequest { world_id: "w".to_owned(), seed: Some(1), ..Default::default() };
        client.create_world(request).await?;
        progress("filling a world with 100,000 entities");
        for number in 0..ENTITIES / BATCH {
            client.upsert_entities(batch(number, 0)).await?;
        }
        warm_up(&client).await?;
        Ok(Self { client, _running: running, _folder: folder })
    }
}

/// The first search makes the index, which may take longer than one call.
async fn warm_up(client: &WorldStateClient) -> anyhow::Result<()> {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        let request = QueryEntitiesRequest { world_id: "w".to_owned(), page_size: 1, ..Default::default() };
        match client.query_entities(request).await {
            Err(status) if tokio::time::Instant::now() < until => progress(&format!("… {status}")),
            outcome => return Ok(outcome.map(drop)?),
        }
    }
}

/// Writes the batch of entities with this number, as they are at a time.
fn batch(number: u64, time: u64) -> UpsertEntitiesRequest {
    let first = number * BATCH % ENTITIES;
    let entity = |id: u64| {
        let [x, y] = point(id);
        // Nothing stands still, and nothing goes far.
        let x = x + to_float(time % 50);
        EntityWrite {
            entity_id: format!("entity-{id:06}"),
            r#type: Some(if id.is_multiple_of(3) { "character" } else { "thing" }.to_owned()),
            display_name: Some(format!("Number {id} of a world that is full")),
            tags: vec!["benchmark".to_owned(), format!("group-{}", id % 50)],
            position: Some(Position { x, y, z: None }),
            ..EntityWrite::default()
        }
    };
    UpsertEntitiesRequest { world_id: "w".to_owned(), entities: (first..first + BATCH).map(entity).collect() }
}

/// A point of the world that follows from a number and looks like chance.
fn point(number: u64) -> [f64; 2] {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    [mixed & 0xFFFF, (mixed >> 16) & 0xFFFF].map(|part| to_float(part) / 65_536.0 * SIDE)
}

fn circle(x: f64, y: f64, radius: f64) -> EntityFilter {
    let area = Some(Area { shape: Some(Shape::Circle(Circle { x, y, radius })) });
    EntityFilter { area, ..EntityFilter::default() }
}

/// Counts of a bench are far below the 52 bits that a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark stay below 2^52")]
fn to_float(count: u64) -> f64 {
    count as f64
}
