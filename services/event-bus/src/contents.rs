//! Events as they are read, and as they are delivered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::stream::{StreamExt, TryStreamExt};
use prost::Message;
use prost_reflect::DynamicMessage;
use prost_types::{Any, Struct};
use realmwire_contract::event_bus::v1::{Delivery, delivery};
use realmwire_sdk::events::{EventReader, ReadEvent, ReadFrom};
use realmwire_sdk::status::Status;
use realmwire_sdk::store::Store;

use crate::filter::{Readable, Subject};
use crate::handlers::Metrics;
use crate::ledger::Spot;
use crate::priority::Class;
use crate::requests::{Interest, OWN};
use crate::state::{DeadRecord, revived_key};
use crate::types::{KnownType, TypeKind, Types};

/// Names who published an event through the event bus.
pub(crate) const PUBLISHER: &str = "Event-Publisher";
/// The full name of the message that an event published through the event bus holds; missing when it holds data.
pub(crate) const MESSAGE: &str = "Event-Message";

const TYPE_URL: &str = "type.googleapis.com/";
/// Events that are read at once.
const PAGE: usize = 512;
/// Reads of one source under way at once.
const READS_AT_ONCE: usize = 16;
/// The farthest that two events lie apart which are read together.
const GAP_MAX: u64 = 8;

/// The type of an event, with its version, as its subject says it; and its class, where the subject says that too.
pub(crate) fn type_of<'a>(source: &str, subject: &'a str) -> (&'a str, Option<Class>) {
    let rest = subject.strip_prefix("evt.").unwrap_or(subject);
    if source != OWN {
        return (rest, None);
    }
    let published =
        rest.strip_prefix(OWN).and_then(|rest| rest.strip_prefix('.')).and_then(|rest| rest.split_once('.'));
    published.map_or((rest, None), |(class, name)| (name, Class::from_word(class)))
}

/// Whether a subscription wants an event in a lane of this class.
pub(crate) fn is_wanted(interest: &Interest, types: &Types, source: &str, class: Class, event: &ReadEvent) -> bool {
    let (name, own_class) = type_of(source, &event.subject);
    let Some(known) = types.get(name).filter(|known| interest.wants(known)) else { return false };
    if own_class.unwrap_or_else(|| interest.class_of(known)) != class {
        return false;
    }
    let filters = interest.filters();
    if filters.is_empty() {
        return true;
    }
    let content = if filters.iter().any(crate::filter::Filter::reads_content) {
        readable(known, event)
    } else {
        Readable::Nothing
    };
    let publisher = event.headers.get(PUBLISHER).unwrap_or_default();
    let subject = Subject { key: &event.metadata.key, publisher, content: &content };
    filters.iter().all(|filter| filter.passes(&subject))
}

fn readable(known: &KnownType, event: &ReadEvent) -> Readable {
    match &known.kind {
        TypeKind::Contract(_, descriptor) => DynamicMessage::decode(descriptor.clone(), event.payload.clone())
            .map_or(Readable::Nothing, Readable::Message),
        TypeKind::Game(_) => Struct::decode(event.payload.clone()).map_or(Readable::Nothing, Readable::Data),
    }
}

/// The event as it is delivered, but for what its subscription knows.
pub(crate) fn delivery_of(source: &str, class: Class, event: ReadEvent) -> Delivery {
    let (name, _) = type_of(source, &event.subject);
    let name = name.to_owned();
    let content = content_of(source, &event);
    Delivery {
        source: source.to_owned(),
        sequence: event.sequence,
        event_id: event.metadata.id,
        r#type: name,
        key: event.metadata.key,
        event_time: Some(event.metadata.time.into()),
        store_time: Some(event.stored_at.into()),
        priority: class.to_proto().into(),
        delivery: 0,
        replayed: false,
        publisher: event.headers.get(PUBLISHER).unwrap_or_default().to_owned(),
        cause: event.metadata.cause.map(|cause| cause.to_string()).unwrap_or_default(),
        content,
    }
}

fn content_of(source: &str, event: &ReadEvent) -> Option<delivery::Content> {
    let message = if source == OWN {
        event.headers.get(MESSAGE).map(str::to_owned)
    } else {
        let spec = realmwire_contract::service(source)?.events.iter().find(|spec| spec.subject == event.subject);
        Some(spec?.message.to_owned())
    };
    Some(match message {
        Some(message) => {
            delivery::Content::Message(Any { type_url: format!("{TYPE_URL}{message}"), value: event.payload.to_vec() })
        }
        None => delivery::Content::Data(Struct::decode(event.payload.clone()).ok()?),
    })
}

/// The full name of the message in an `Any`.
pub(crate) fn message_of(any: &Any) -> &str {
    any.type_url.rsplit('/').next().unwrap_or_default()
}

/// Where the contents of events can be read once more.
#[derive(Clone)]
pub(crate) struct Contents {
    pub(crate) store: Store,
    pub(crate) events: EventReader,
    pub(crate) metrics: Metrics,
}

impl Contents {
    /// The events at these places, as far as they are still kept. Those that were dead letters have their own place.
    pub(crate) async fn read(
        &self,
        subscription_id: &str,
        wanted: &BTreeMap<Spot, Wanted>,
    ) -> Result<BTreeMap<Spot, Delivery>, Status> {
        let mut found = BTreeMap::new();
        let revived: Vec<&Spot> = wanted.iter().filter(|(_, wanted)| wanted.revived).map(|(spot, _)| spot).collect();
        let keys: Vec<_> = revived.iter().map(|spot| revived_key(subscription_id, spot)).collect();
        if !keys.is_empty() {
            let letters = self.store.load_many::<DeadRecord>(&keys).await?;
            for (spot, letter) in revived.into_iter().zip(letters) {
                found.extend(
                    letter.and_then(|letter| letter.value.into_shown().event).map(|event| (spot.clone(), event)),
                );
            }
        }
        let sources: BTreeSet<&Arc<str>> = wanted.keys().map(|spot| &spot.source).collect();
        for source in sources {
            let of_source = wanted.iter().filter(|(spot, wanted)| spot.source == *source && !wanted.revived);
            let sequences = of_source.map(|(spot, wanted)| (spot.sequence, wanted.class)).collect();
            self.read_source(source, sequences, &mut found).await?;
        }
        Ok(found)
    }

    async fn read_source(
        &self,
        source: &Arc<str>,
        wanted: BTreeMap<u64, Class>,
        found: &mut BTreeMap<Spot, Delivery>,
    ) -> Result<(), Status> {
        let reads = stretches(wanted.keys().copied()).into_iter().map(|stretch| self.read_stretch(source, stretch));
        let read: Vec<_> = futures::stream::iter(reads).buffered(READS_AT_ONCE).try_collect().await?;
        for event in read.into_iter().flatten() {
            if let Some(class) = wanted.get(&event.sequence) {
                let spot = Spot { source: Arc::clone(source), sequence: event.sequence };
                found.insert(spot, delivery_of(source, *class, event));
            }
        }
        Ok(())
    }

    /// The events from one place to another, and perhaps some after it.
    async fn read_stretch(&self, source: &str, (first, last): (u64, u64)) -> Result<Vec<ReadEvent>, Status> {
        let (mut events, mut after) = (Vec::new(), first - 1);
        while after < last {
            let most = usize::try_from(last - after).unwrap_or(PAGE).min(PAGE);
            let read = self.events.read(source, ReadFrom::After(after), most).await?;
            self.metrics.read.add(read.len() as u64);
            let Some(reached) = read.last().map(|event| event.sequence) else { break };
            after = reached;
            events.extend(read);
        }
        Ok(events)
    }
}

/// Places that lie close together, from the first to the last of each group: what is between them is read with them.
fn stretches(places: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut stretches: Vec<(u64, u64)> = Vec::new();
    for place in places {
        match stretches.last_mut() {
            Some((_, last)) if place - *last <= GAP_MAX => *last = place,
            _ => stretches.push((place, place)),
        }
    }
    stretches
}

/// An event whose content is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) class: Class,
    pub(crate) revived: bool,
}
