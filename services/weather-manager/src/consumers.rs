//! The hours of clocks, at which the weather is told; and the ends of worlds.

use realmwire_contract::time_manager::v1::HourChanged;
use realmwire_contract::weather_manager::v1::{SevereAlert, WeatherChanged};
use realmwire_contract::world_state::v1::{World, WorldDeleted};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::Incoming;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Document, Expect, Key, PageRequest, Stored};

use crate::atlas::Zone;
use crate::condition::Condition;
use crate::effects::Severity;
use crate::handlers::Weathers;
use crate::overrides::Override;
use crate::scene::{Scene, View, incarnation, severity};
use crate::state::{OverrideRecord, OverridesRecord, ToldRecord, overrides_key, overrides_of, told_key, told_of};

/// An hour that is to be told.
struct Hour {
    /// The place of its event in time-manager's journal.
    sequence: u64,
    milliseconds: i64,
    /// Counted from the beginning of game time.
    number: i64,
    /// Whether the clock was set to it.
    jumped: bool,
}

/// Hours after which it is noted that nothing has changed: fewer than are caught up with.
const NOTED_HOURS: i64 = 12;
/// Documents of a deleted world that are removed with one commit.
const REMOVED_MAX: usize = 200;

impl Weathers {
    /// Tells what an hour has brought to each zone of each world that follows the clock.
    ///
    /// Each zone is one commit of its events and of how far it was told. What the event of this hour or a later one has
    /// told before is left out, so it may run any number of times, on any instance.
    pub(crate) async fn on_hour(&self, cx: &Context, incoming: Incoming<HourChanged>) -> Result<(), Status> {
        let Incoming { sequence, event, .. } = incoming;
        let Some(time) = &event.time else { return Ok(()) };
        let worlds = self.surroundings.worlds_of(cx, &event.clock_id).await?;
        if worlds.is_empty() {
            return Ok(());
        }
        let calendar_id = self.surroundings.now(cx, &event.clock_id).await?.calendar_id;
        let span = (time.milliseconds, time.milliseconds);
        // What is caught up with lies within the hours that are asked for in reserve.
        let era = self.surroundings.era(cx, &calendar_id, span).await?;
        let hour = Hour {
            sequence,
            milliseconds: time.milliseconds,
            number: era.hour(time.milliseconds),
            jumped: event.jumped,
        };
        let atlas = self.content.current();
        let mut failed = Ok(());
        for world in worlds {
            let scene = Scene { atlas: atlas.clone(), era: era.clone(), seed: world.seed };
            for zone in atlas.zones() {
                // One that fails does not hold up the others: the event comes again, and finds them told.
                if let Err(status) = self.tell(cx, &world, &scene, zone, &hour).await {
                    failed = Err(status);
                }
            }
        }
        failed
    }

    async fn tell(&self, cx: &Context, world: &World, scene: &Scene, zone: &Zone, hour: &Hour) -> Result<(), Status> {
        let stored = self.store.load::<ToldRecord>(&told_key(&world.world_id, &zone.id)).await?;
        let incarnation = incarnation(world);
        let before = stored.as_ref().map(|stored| &stored.value).filter(|told| told.incarnation == incarnation);
        if before.is_some_and(|told| told.sequence >= hour.sequence) {
            return Ok(());
        }
        let overrides = self.overrides_of_zone(&world.world_id, &incarnation, zone).await?;
        let first = self.first_hour(before, hour);
        let seasons = scene.seasons(zone);
        let from_ms = first.saturating_mul(scene.era.hour_ms).min(hour.milliseconds);
        let view = scene.view(zone, &seasons, &overrides, (from_ms, hour.milliseconds));
        let known = before.and_then(ToldRecord::told);
        let (changes, now) = news(&view, &Place { world, zone, scene }, known, first, hour);
        let is_noted = before.is_some_and(|told| hour.number - told.hour < NOTED_HOURS && told.hour <= hour.number);
        if changes.is_empty() && is_noted && !hour.jumped {
            return Ok(());
        }
        let record = ToldRecord::new(&incarnation, hour.sequence, hour.number, now);
        let changes = match &stored {
            Some(stored) => changes.update(stored, &record),
            None => changes.create(told_key(&world.world_id, &zone.id), &record),
        };
        self.store.commit(cx, changes, ()).await
    }

    /// The first hour that has not been told, as far back as one catches up.
    fn first_hour(&self, before: Option<&ToldRecord>, hour: &Hour) -> i64 {
        let oldest = hour.number - i64::from(self.config.alert_catch_up_hours_max) + 1;
        match before {
            Some(told) if !hour.jumped && told.hour < hour.number => (told.hour + 1).max(oldest),
            _ => hour.number,
        }
    }

    async fn overrides_of_zone(&self, world_id: &str, incarnation: &str, zone: &Zone) -> Result<Vec<Override>, Status> {
        let stored = self.store.load::<OverridesRecord>(&overrides_key(world_id, &zone.id)).await?;
        let record = stored.map(|stored| stored.value).filter(|record| record.incarnation == incarnation);
        let entries = record.map(|record| record.entries).unwrap_or_default();
        Ok(entries.iter().filter_map(OverrideRecord::to_override).collect())
    }

    /// Removes what is stored of a world that was deleted.
    pub(crate) async fn on_world_deleted(&self, cx: &Context, event: WorldDeleted) -> Result<(), Status> {
        let successor = self.surroundings.find_world(cx, &event.world_id).await?.as_ref().map(incarnation);
        let kept = |incarnation: &str| successor.as_deref() == Some(incarnation);
        let told = |record: &ToldRecord| kept(&record.incarnation);
        let set = |record: &OverridesRecord| kept(&record.incarnation);
        self.remove(cx, &told_of(&event.world_id), told).await?;
        self.remove(cx, &overrides_of(&event.world_id), set).await
    }

    /// Removes the documents under a prefix that are not kept.
    async fn remove<T: Document>(&self, cx: &Context, prefix: &Key, kept: impl Fn(&T) -> bool) -> Result<(), Status> {
        let mut token = String::new();
        loop {
            let request = PageRequest::parse(0, &token, REMOVED_MAX, REMOVED_MAX)?;
            let page = self.store.list::<T>(prefix, &request).await?;
            let gone = page.items.iter().filter(|stored: &&Stored<T>| !kept(&stored.value));
            let changes = gone.fold(Changes::new(), |changes, stored| {
                changes.delete(stored.key.clone(), Expect::Revision(stored.revision))
            });
            self.store.commit(cx, changes, ()).await?;
            if page.next_page_token.is_empty() {
                return Ok(());
            }
            token = page.next_page_token;
        }
    }
}

/// Where something has happened.
struct Place<'a> {
    world: &'a World,
    zone: &'a Zone,
    scene: &'a Scene,
}

/// What the hours from the first to the one that is told have brought, and how it is now.
fn news(
    view: &View<'_>,
    place: &Place<'_>,
    known: Option<(Condition, Severity)>,
    first: i64,
    hour: &Hour,
) -> (Changes, (Condition, Severity)) {
    let world_id = || place.world.world_id.clone();
    let mut changes = Changes::new();
    let mut danger = known.map_or(Severity::None, |(_, danger)| danger);
    for number in first..=hour.number {
        let is_last = number == hour.number;
        let at = if is_last { hour.milliseconds } else { number.saturating_mul(place.scene.era.hour_ms) };
        let (condition, now) = view.condition(at);
        if now == danger {
            continue;
        }
        changes = changes.event(&SevereAlert {
            world_id: world_id(),
            zone_id: place.zone.id.clone(),
            milliseconds: at,
            severity: severity(now).into(),
            previous_severity: severity(danger).into(),
            condition: condition.to_proto().into(),
            late: !is_last,
        });
        danger = now;
    }
    let (condition, danger) = view.condition(hour.milliseconds);
    let previous = known.map(|(condition, _)| condition);
    if previous != Some(condition) {
        changes = changes.event(&WeatherChanged {
            world_id: world_id(),
            zone_id: place.zone.id.clone(),
            weather: Some(view.weather(hour.milliseconds)),
            previous_condition: previous.map_or(0, |condition| condition.to_proto().into()),
        });
    }
    (changes, (condition, danger))
}
