//! What a subscription lets through: events that were asked for and that the caller may see.

use std::collections::HashSet;

use realmwire_contract::feed::v1::{FeedEvent, Subscribe};
use realmwire_contract::{Audience, EventSpec, ServiceSpec};
use realmwire_sdk::events::ReadEvent;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::status::Status;

/// The most events or keys that a subscription names.
const MAX_NAMES: usize = 64;

/// A subscription that was checked.
#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) service: &'static ServiceSpec,
    events: Vec<&'static EventSpec>,
    keys: HashSet<String>,
    caller: Principal,
    /// Where to begin; `None` is now.
    pub(super) after: Option<u64>,
}

impl Subscription {
    /// Checks what a client asks for.
    pub(super) fn check(asked: Subscribe, caller: &Principal) -> Result<Self, Status> {
        if asked.events.is_empty() || asked.events.len() > MAX_NAMES {
            return Err(Status::invalid("subscribe.events", format!("name 1 to {MAX_NAMES} events")));
        }
        if asked.keys.len() > MAX_NAMES {
            return Err(Status::invalid("subscribe.keys", format!("name at most {MAX_NAMES} keys")));
        }
        let mut service: Option<&'static ServiceSpec> = None;
        let mut events = Vec::new();
        for name in &asked.events {
            let (owner, found) = find(name, caller)?;
            if service.is_some_and(|service| service.name != owner.name) {
                return Err(Status::invalid("subscribe.events", "name the events of one service only"));
            }
            service = Some(owner);
            events.extend(found);
        }
        let Some(service) = service else { return Err(Status::invalid("subscribe.events", "name an event")) };
        let after = match asked.resume_token.as_str() {
            "" => None,
            token => Some(parse_token(service, token)?),
        };
        let (id, keys) = (asked.id, asked.keys.into_iter().collect());
        Ok(Self { id, service, events, keys, caller: caller.clone(), after })
    }

    /// The event as the client gets it, if it gets it.
    pub(super) fn pass(&self, event: &ReadEvent) -> Option<FeedEvent> {
        let spec = self.events.iter().find(|spec| spec.subject == event.subject)?;
        let key = &event.metadata.key;
        let is_wanted = self.keys.is_empty() || self.keys.contains(key);
        if !is_wanted || !may_see(&self.caller, spec, key) {
            return None;
        }
        Some(FeedEvent {
            id: self.id.clone(),
            r#type: event.metadata.event_type.clone(),
            event_id: event.metadata.id.clone(),
            event_time: Some(event.metadata.time.into()),
            key: key.clone(),
            message: Some(prost_types::Any {
                type_url: format!("type.googleapis.com/{}", spec.message),
                value: event.payload.to_vec(),
            }),
            resume_token: format!("{}:{}", self.service.name, event.sequence),
        })
    }
}

/// Whether a caller may receive an event about `key`.
fn may_see(caller: &Principal, spec: &EventSpec, key: &str) -> bool {
    match (spec.audience, caller.role) {
        (_, Role::Service) => true,
        (Audience::Services, _) | (_, Role::Anonymous) => false,
        (Audience::Everyone, _) | (Audience::Owner, Role::Moderator | Role::Admin) => true,
        (Audience::Owner, Role::Player) => key == caller.id,
    }
}

/// Whether a caller may subscribe to an event at all.
fn may_subscribe(caller: &Principal, spec: &EventSpec) -> bool {
    may_see(caller, spec, &caller.id)
}

/// The events that a name such as `state-manager.entity.updated` or `state-manager.*` stands for.
fn find(name: &str, caller: &Principal) -> Result<(&'static ServiceSpec, Vec<&'static EventSpec>), Status> {
    let unknown = || Status::invalid("subscribe.events", format!("there is no event {name}"));
    let (service, event) = name.split_once('.').ok_or_else(unknown)?;
    let service = realmwire_contract::service(service).ok_or_else(unknown)?;
    if event == "*" {
        let events = service.events.iter().copied().filter(|spec| may_subscribe(caller, spec)).collect();
        return Ok((service, events));
    }
    let spec = service.event(event).ok_or_else(unknown)?;
    if !may_subscribe(caller, spec) {
        return Err(Status::permission_denied(format!("{name} is not for callers of this role")));
    }
    Ok((service, vec![spec]))
}

fn parse_token(service: &ServiceSpec, token: &str) -> Result<u64, Status> {
    let place =
        token.rsplit_once(':').filter(|(name, _)| *name == service.name).and_then(|(_, place)| place.parse().ok());
    place.ok_or_else(|| Status::invalid("subscribe.resume_token", "is no token of this subscription's service"))
}

#[cfg(test)]
mod tests;
