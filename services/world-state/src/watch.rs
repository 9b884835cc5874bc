//! Telling a caller of changes as they happen: each once, and in the order in which they were committed.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use prost::Message;
use realmwire_contract::world_state::v1::watch_event::Event;
use realmwire_contract::world_state::v1::{
    EntitiesRemoved, EntitiesUpdated, EntityChange, EntityGone, WatchEvent, WatchReady, WatchRequest, WatchReset,
    WatchResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::{Followed, Follower};
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::stream::Sender;

use crate::changes::Change;
use crate::error::Error;
use crate::handlers::Worlds;
use crate::rules::filter::{Facts, Filter};
use crate::rules::names;
use crate::state::{EntityRecord, entities};

/// Current entities that are read at once.
const PAGE: usize = 200;
/// Encoded bytes of events in one message, unless one event alone has more.
const MESSAGE_BYTES: usize = 256 * 1024;

/// Where a watch stands.
struct Watching<'a> {
    worlds: &'a Worlds,
    filter: Filter,
    world_id: String,
    incarnation: String,
    /// All changes up to here were told.
    place: u64,
    /// Entities that were sent in a later state than that of `place`, with the revision that was told.
    ahead: HashMap<String, u64>,
    out: Outbox<'a>,
}

/// What ends a stretch of a watch.
enum End {
    /// There is another incarnation of the world, or none.
    Over,
}

/// Sends what matches, and then what changes.
pub(crate) async fn run(
    worlds: &Worlds,
    cx: &Context,
    request: WatchRequest,
    out: &Sender<WatchResponse>,
) -> Result<(), Status> {
    let world_id = names::id("world_id", request.world_id)?;
    let filter = Filter::parse(request.filter)?;
    let token = Token::parse(&request.resume_token)?;
    let follower = worlds.changes.follow().await?;
    let incarnation = worlds.world(&world_id).await?.value.incarnation;
    out.open()?;
    let out = Outbox { out, events: Vec::new(), bytes: 0 };
    let mut watching = Watching { worlds, filter, world_id, incarnation, place: 0, ahead: HashMap::new(), out };
    match token {
        Some(token) => watching.resume(cx, &follower, &token).await?,
        None => watching.send_current(cx, &follower).await?,
    }
    loop {
        let stretch = follower.after(watching.place).await?;
        let end = watching.tell(&stretch.events).await?;
        if end.is_some() {
            watching.begin_again(cx, &follower).await?;
            continue;
        }
        watching.place = stretch.through;
        watching.flush(cx).await?;
    }
}

impl Watching<'_> {
    async fn resume(&mut self, cx: &Context, follower: &Follower<Change>, token: &Token) -> Result<(), Status> {
        if token.incarnation != self.incarnation {
            return self.begin_again(cx, follower).await;
        }
        let oldest = cx.now().checked_sub(self.worlds.config.resume_max()).unwrap_or(SystemTime::UNIX_EPOCH);
        if SystemTime::UNIX_EPOCH + Duration::from_secs(token.seconds) < oldest {
            return Err(Status::new(Code::OutOfRange, "the resume_token is too old: begin without one"));
        }
        if token.place > follower.catch_up().await? {
            return Err(Status::invalid("resume_token", "is not a token of this watch"));
        }
        self.place = token.place;
        Ok(())
    }

    /// The world was put back to a snapshot: nothing of before holds. `NOT_FOUND` when it was deleted.
    async fn begin_again(&mut self, cx: &Context, follower: &Follower<Change>) -> Result<(), Status> {
        self.incarnation = self.worlds.world(&self.world_id).await?.value.incarnation;
        self.ahead.clear();
        self.out.push(Event::Reset(WatchReset {})).await?;
        self.send_current(cx, follower).await
    }

    /// Sends all entities that match, those that change meanwhile too, and then that these were all.
    async fn send_current(&mut self, cx: &Context, follower: &Follower<Change>) -> Result<(), Status> {
        let find = |chart: &crate::chart::Chart| chart.find(&self.filter, "", usize::MAX);
        let (found, place) = self.worlds.atlas.search(cx, &self.incarnation, find).await?;
        self.place = place;
        let prefix = entities(&self.incarnation);
        for page in found.chunks(PAGE) {
            let keys: Vec<_> = page.iter().map(|found| prefix.with(&found.entity_id)).collect();
            let stored = self.worlds.store.load_many::<EntityRecord>(&keys).await?;
            for (found, stored) in page.iter().zip(stored) {
                let entity = stored.and_then(|stored| stored.value.entity);
                let revision = entity.as_ref().map_or(u64::MAX, |entity| entity.revision);
                if revision != found.revision {
                    self.ahead.insert(found.entity_id.to_string(), revision);
                }
                if let Some(entity) = entity.filter(|entity| self.filter.matches(&Facts::from(entity))) {
                    self.out.push(Event::Entity(entity)).await?;
                }
            }
        }
        // What was read is at most as late as this: from here on, nothing is sent twice.
        let until = follower.catch_up().await?;
        while self.place < until {
            let stretch = follower.after(self.place).await?;
            if self.tell(&stretch.events).await?.is_some() {
                return Box::pin(self.begin_again(cx, follower)).await;
            }
            self.place = stretch.through;
        }
        self.ahead.clear();
        self.out.push(Event::Ready(WatchReady {})).await?;
        self.flush(cx).await
    }

    async fn tell(&mut self, changes: &[std::sync::Arc<Followed<Change>>]) -> Result<Option<End>, Status> {
        for change in changes {
            match &change.event {
                Change::Updated(updated) if updated.incarnation == self.incarnation => self.updated(updated).await?,
                Change::Removed(removed) if removed.incarnation == self.incarnation => self.removed(removed).await?,
                Change::Restored(restored) if restored.previous_incarnation == self.incarnation => {
                    return Ok(Some(End::Over));
                }
                Change::Deleted(deleted) if deleted.incarnation == self.incarnation => {
                    return Err(Error::WorldNotFound(self.world_id.clone()).into());
                }
                _ => {}
            }
            // One that is far behind has much to look at: others have their turn in between.
            tokio::task::yield_now().await;
        }
        Ok(None)
    }

    async fn updated(&mut self, updated: &EntitiesUpdated) -> Result<(), Status> {
        for change in &updated.changes {
            let Some(entity) = &change.entity else { continue };
            if self.was_sent(&entity.entity_id, entity.revision) {
                continue;
            }
            let event = match seen(&self.filter, change) {
                Seen::Matches => Event::Entity(entity.clone()),
                Seen::Left => Event::Gone(EntityGone {
                    entity_id: entity.entity_id.clone(),
                    revision: entity.revision,
                    removed: false,
                }),
                Seen::Never => continue,
            };
            self.out.push(event).await?;
        }
        Ok(())
    }

    async fn removed(&mut self, removed: &EntitiesRemoved) -> Result<(), Status> {
        for entity in &removed.entities {
            let is_known = !self.was_sent(&entity.entity_id, entity.revision);
            self.ahead.remove(&entity.entity_id);
            if is_known && self.filter.matches(&Facts::from(entity)) {
                let entity_id = entity.entity_id.clone();
                let gone = EntityGone { entity_id, revision: entity.revision, removed: true };
                self.out.push(Event::Gone(gone)).await?;
            }
        }
        Ok(())
    }

    fn was_sent(&self, entity_id: &str, revision: u64) -> bool {
        self.ahead.get(entity_id).is_some_and(|sent| revision <= *sent)
    }

    /// Sends what is ready, with the token of the place.
    async fn flush(&mut self, cx: &Context) -> Result<(), Status> {
        if self.out.events.is_empty() {
            return Ok(());
        }
        let token = Token { incarnation: self.incarnation.clone(), place: self.place, seconds: seconds(cx.now()) };
        self.out.send(token.to_string()).await
    }
}

/// What a watch sees of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The entity matches now.
    Matches,
    /// It matched before.
    Left,
    /// It neither did nor does.
    Never,
}

/// What a watch with this filter sees of a change.
pub(crate) fn seen(filter: &Filter, change: &EntityChange) -> Seen {
    let Some(entity) = &change.entity else { return Seen::Never };
    if filter.matches(&Facts::from(entity)) {
        return Seen::Matches;
    }
    // Without a state before there is nothing new for a filter.
    match &change.before {
        Some(before) if filter.matches(&Facts::from(before)) => Seen::Left,
        _ => Seen::Never,
    }
}

/// Gathers events into messages.
struct Outbox<'a> {
    out: &'a Sender<WatchResponse>,
    events: Vec<WatchEvent>,
    bytes: usize,
}

impl Outbox<'_> {
    async fn push(&mut self, event: Event) -> Result<(), Status> {
        let event = WatchEvent { event: Some(event) };
        let bytes = event.encoded_len();
        if !self.events.is_empty() && self.bytes + bytes > MESSAGE_BYTES {
            self.send(String::new()).await?;
        }
        self.bytes += bytes;
        self.events.push(event);
        Ok(())
    }

    async fn send(&mut self, resume_token: String) -> Result<(), Status> {
        self.bytes = 0;
        let events = std::mem::take(&mut self.events);
        self.out.send(WatchResponse { events, resume_token }).await
    }
}

/// Where a watch can be resumed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    incarnation: String,
    place: u64,
    /// When it was given, in seconds since 1970: what happened long ago is no longer kept.
    seconds: u64,
}

impl Token {
    fn parse(token: &str) -> Result<Option<Self>, Error> {
        if token.is_empty() {
            return Ok(None);
        }
        let mut parts = token.splitn(3, '.');
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        let parsed = match (number(), number()) {
            (Some(place), Some(seconds)) => {
                parts.next().map(|incarnation| Self { incarnation: incarnation.to_owned(), place, seconds })
            }
            _ => None,
        };
        parsed.map(Some).ok_or_else(|| Error::invalid("resume_token", "is not a token of a watch"))
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}.{}", self.place, self.seconds, self.incarnation)
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
