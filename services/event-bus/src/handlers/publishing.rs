//! Publishing on behalf of others.

use std::collections::HashSet;

use bytes::Bytes;
use prost::Message;
use prost_reflect::{DynamicMessage, Value as Reflected};
use prost_types::value::Kind;
use prost_types::{Any, Struct};
use realmwire_contract::event_bus::v1::{
    NewEvent, PublishBatchResponse, PublishResponse, PublishedEvent, new_event::Content,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, RelayedEvent};

use super::{Bus, is_service};
use crate::contents::{MESSAGE, PUBLISHER, message_of};
use crate::error::Error;
use crate::priority::Class;
use crate::requests;
use crate::state::{SeenRecord, seen_key};
use crate::types::{CustomType, KnownType, TypeKind};

/// The most events of a batch: each may need two parts of a commit, which has 1,000 at the most.
const BATCH_MAX: usize = 450;

/// An event that may be published.
pub(super) struct Draft {
    event: RelayedEvent,
    /// Whether its publisher chose its id, so that there may be another with it.
    is_named: bool,
}

/// The content of an event: its bytes, its key, and the message that it is, if it is one.
struct Checked {
    payload: Bytes,
    key: String,
    message: Option<&'static str>,
}

impl Bus {
    pub(super) fn drafts(&self, cx: &Context, events: Vec<NewEvent>) -> Result<Vec<Draft>, Status> {
        if events.is_empty() || events.len() > BATCH_MAX {
            return Err(Error::invalid("events", format!("must be 1 to {BATCH_MAX} events")).into());
        }
        let events = events.into_iter().enumerate();
        events.map(|(index, event)| self.draft(cx, &format!("events[{index}]"), event)).collect()
    }

    /// Checks an event that stands in `field` of a request.
    pub(super) fn draft(&self, cx: &Context, field: &str, event: NewEvent) -> Result<Draft, Status> {
        let of = |name: &str| format!("{field}.{name}");
        let types = self.types.current();
        let known = types.find(&of("type"), &event.r#type)?;
        if known.is_internal() && !is_service(cx) {
            return Err(Error::Internal(known.name.clone()).into());
        }
        requests::event_id(&of("event_id"), &event.event_id)?;
        let class = Class::from_proto(event.priority);
        let class = class.ok_or_else(|| Error::invalid(of("priority"), "is not known"))?;
        let checked = check(known, field, event.content)?;
        if checked.payload.len() > self.config.event_bytes_max {
            let (size, limit) = (checked.payload.len(), self.config.event_bytes_max);
            return Err(Error::invalid(field, format!("has {size} bytes of content, the limit is {limit}")).into());
        }
        let key = if event.key.is_empty() { checked.key } else { event.key };
        requests::key(&of("key"), &key)?;
        let publisher = Principal { session_id: None, ..cx.principal().clone() };
        let mut headers = vec![(PUBLISHER, publisher.to_header())];
        headers.extend(checked.message.map(|message| (MESSAGE, message.to_owned())));
        let is_named = !event.event_id.is_empty();
        let event = RelayedEvent {
            topic: format!("{}.{}", class.word(), known.name),
            id: if is_named { event.event_id } else { cx.new_id() },
            event_type: known.name.clone(),
            key,
            headers,
            payload: checked.payload,
        };
        Ok(Draft { event, is_named })
    }

    pub(super) async fn publish_one(&self, cx: &Context, draft: Draft) -> Result<PublishResponse, Status> {
        let (changes, published) = self.changes(vec![draft]).await?;
        self.count(&published);
        let response = PublishResponse { event: published.into_iter().next() };
        self.store.commit(cx, changes, response).await
    }

    pub(super) async fn publish_all(&self, cx: &Context, drafts: Vec<Draft>) -> Result<PublishBatchResponse, Status> {
        let (changes, events) = self.changes(drafts).await?;
        self.count(&events);
        self.store.commit(cx, changes, PublishBatchResponse { events }).await
    }

    /// What is stored for these events, without those whose id was seen, here or before.
    async fn changes(&self, drafts: Vec<Draft>) -> Result<(Changes, Vec<PublishedEvent>), Status> {
        let named = drafts.iter().filter(|draft| draft.is_named);
        let keys: Vec<_> = named.clone().map(|draft| seen_key(&draft.event.id)).collect();
        let found = if keys.is_empty() { Vec::new() } else { self.store.load_many::<SeenRecord>(&keys).await? };
        let known = named.zip(found).filter(|(_, found)| found.is_some());
        let mut seen: HashSet<String> = known.map(|(draft, _)| draft.event.id.clone()).collect();
        let ttl = Some(self.config.dedupe());
        let mut changes = Changes::new();
        let mut published = Vec::with_capacity(drafts.len());
        for Draft { event, is_named } in drafts {
            let duplicate = is_named && !seen.insert(event.id.clone());
            let (event_id, event_type) = (event.id.clone(), event.event_type.clone());
            if is_named && !duplicate {
                let record = SeenRecord { event_type: event_type.clone() };
                changes = changes.put(seen_key(&event_id), Expect::Absent, &record, ttl);
            }
            if !duplicate {
                changes = changes.relay(event);
            }
            published.push(PublishedEvent { event_id, r#type: event_type, duplicate });
        }
        Ok((changes, published))
    }

    fn count(&self, published: &[PublishedEvent]) {
        let duplicates = published.iter().filter(|event| event.duplicate).count();
        self.metrics.duplicates.add(duplicates as u64);
        self.metrics.published.add((published.len() - duplicates) as u64);
    }
}

/// Checks that a content is what its type says.
fn check(known: &KnownType, field: &str, content: Option<Content>) -> Result<Checked, Error> {
    match (&known.kind, content) {
        (TypeKind::Contract(spec, descriptor), Some(Content::Message(message))) => {
            let field = format!("{field}.message");
            if message_of(&message) != spec.message {
                return Err(Error::invalid(
                    field,
                    format!("must be a {}, which is what {} holds", spec.message, known.name),
                ));
            }
            let Any { value, .. } = message;
            let payload = Bytes::from(value);
            let decoded = DynamicMessage::decode(descriptor.clone(), payload.clone());
            let decoded = decoded.map_err(|_| Error::invalid(field, format!("is no valid {}", spec.message)))?;
            let key = decoded.get_field_by_name(&known.key_field);
            let key = match key.as_deref() {
                Some(Reflected::String(text)) => text.clone(),
                _ => String::new(),
            };
            Ok(Checked { payload, key, message: Some(spec.message) })
        }
        (TypeKind::Game(custom), Some(Content::Data(data))) => check_data(known, custom, field, &data),
        (TypeKind::Game(custom), None) => check_data(known, custom, field, &Struct::default()),
        (TypeKind::Contract(spec, _), _) => {
            Err(Error::invalid(format!("{field}.message"), format!("must be the {} that happened", spec.message)))
        }
        (TypeKind::Game(_), Some(Content::Message(_))) => {
            let problem = format!("is not what {} holds: give its fields as data", known.name);
            Err(Error::invalid(format!("{field}.message"), problem))
        }
    }
}

fn check_data(known: &KnownType, custom: &CustomType, field: &str, data: &Struct) -> Result<Checked, Error> {
    custom.check(data).map_err(|(name, problem)| Error::invalid(format!("{field}.data.{name}"), problem))?;
    let key = match data.fields.get(&known.key_field).and_then(|value| value.kind.as_ref()) {
        Some(Kind::StringValue(text)) => text.clone(),
        _ => String::new(),
    };
    Ok(Checked { payload: data.encode_to_vec().into(), key, message: None })
}
