//! From requests to the domain's own types; every error names the field.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use realmwire_contract::event_bus::v1;
use realmwire_sdk::courier::{Courier, DELIVERY_PREFIX};

use crate::config::Config;
use crate::error::Error;
use crate::filter::Filter;
use crate::ledger::{LaneId, Limits, Millis, Spot};
use crate::pattern::Pattern;
use crate::priority::Class;
use crate::types::{KnownType, Types};

/// The source of events that are published through the event bus.
pub(crate) const OWN: &str = "event-bus";

const PATTERNS_MAX: usize = 64;
/// Patterns of subjects by which a lane is read; one that needs more is read whole.
const SUBJECTS_MAX: usize = 8;
const FILTERS_MAX: usize = 16;
const RULES_MAX: usize = 16;
const OUTSTANDING_MAX: u32 = 2_000;
const DELIVERIES_MAX: u32 = 10;
const ACK_WAIT: std::ops::RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(3_600);
const DELAY_MAX: Duration = Duration::from_secs(24 * 3_600);
const PLACES_MAX: usize = 2_000;
const THROUGH_MAX: usize = 100;
const DEAD_LETTERS_MAX: usize = 100;
const BATCH_MAX: u32 = 500;
const SUBJECT_BYTES_MAX: usize = 200;

/// What a subscription is about, ready to be applied to events.
#[derive(Clone, Debug)]
pub(crate) struct Interest {
    patterns: Vec<Pattern>,
    filters: Vec<Filter>,
    rules: Vec<(Pattern, Class)>,
    internal: bool,
}

impl Interest {
    /// Reads a subscription, stored or asked for.
    pub(crate) fn parse(subscription: &v1::Subscription) -> Result<Self, Error> {
        let pattern =
            |field: String, text: &str| Pattern::parse(text).map_err(|problem| Error::invalid(field, problem));
        let patterns = subscription.patterns.iter().enumerate();
        let filters = subscription.filters.iter().enumerate();
        let mut rules = Vec::new();
        for (index, rule) in subscription.priorities.iter().enumerate() {
            let of = |name: &str| format!("priorities[{index}].{name}");
            let class = Class::from_proto(rule.priority);
            let class = class.ok_or_else(|| Error::invalid(of("priority"), "is not known"))?;
            rules.push((pattern(of("pattern"), &rule.pattern)?, class));
        }
        Ok(Self {
            patterns: patterns
                .map(|(index, text)| pattern(format!("patterns[{index}]"), text))
                .collect::<Result<_, _>>()?,
            filters: filters
                .map(|(index, filter)| Filter::parse(&format!("filters[{index}]"), filter))
                .collect::<Result<_, _>>()?,
            rules,
            internal: subscription.internal,
        })
    }

    /// Whether events of a type are wanted, and may be received.
    pub(crate) fn wants(&self, known: &KnownType) -> bool {
        (self.internal || !known.is_internal()) && self.patterns.iter().any(|pattern| pattern.matches(&known.name))
    }

    /// The class of the events of a type that its service publishes.
    pub(crate) fn class_of(&self, known: &KnownType) -> Class {
        let rule = self.rules.iter().find(|(pattern, _)| pattern.matches(&known.name));
        rule.map_or(Class::Normal, |(_, class)| *class)
    }

    pub(crate) fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// The subjects on which the events of a lane lie, without what they all begin with: few patterns, which may stand for
    /// other events too. Of a service, its types; of what is published here, what the patterns say, for types may be added.
    pub(crate) fn subjects(&self, types: &Types, lane: &LaneId) -> Vec<String> {
        let (all, subjects): (_, Vec<String>) = if *lane.source == *OWN {
            let word = lane.class.word();
            let subjects = self.patterns.iter().flat_map(Pattern::subjects);
            (format!("{word}.>"), subjects.map(|subject| format!("{word}.{subject}")).collect())
        } else {
            let of_source = || types.iter().filter(|known| known.service() == Some(&*lane.source));
            let is_in_lane = |known: &&KnownType| self.wants(known) && self.class_of(known) == lane.class;
            let names = of_source().filter(is_in_lane).filter_map(|known| known.name.split_once('.'));
            let names: Vec<_> = names.map(|(_, name)| name.to_owned()).collect();
            let is_all = names.len() == of_source().count();
            (">".to_owned(), if is_all { Vec::new() } else { names })
        };
        let fits = (1..=SUBJECTS_MAX).contains(&subjects.len()) && !subjects.contains(&all);
        if fits { subjects } else { vec![all] }
    }

    /// The lanes in which its events lie.
    pub(crate) fn lanes(&self, types: &Types) -> BTreeSet<LaneId> {
        let own: Arc<str> = OWN.into();
        let published = Class::ALL.map(|class| LaneId { source: Arc::clone(&own), class });
        let of_services = types.iter().filter(|known| self.wants(known)).filter_map(|known| {
            known.service().map(|service| LaneId { source: service.into(), class: self.class_of(known) })
        });
        published.into_iter().chain(of_services).collect()
    }
}

/// The subscription that a request asks for, checked.
pub(crate) fn subscription(
    request: &v1::SubscribeRequest,
    id: String,
    internal: bool,
    types: &Types,
    config: &Config,
) -> Result<v1::Subscription, Error> {
    let count = |field: &str, count: usize, least: usize, most: usize| {
        let fits = (least..=most).contains(&count);
        if fits { Ok(()) } else { Err(Error::invalid(field, format!("must have {least} to {most} entries"))) }
    };
    count("patterns", request.patterns.len(), 1, PATTERNS_MAX)?;
    count("filters", request.filters.len(), 0, FILTERS_MAX)?;
    count("priorities", request.priorities.len(), 0, RULES_MAX)?;
    let may = |known: &KnownType| internal || !known.is_internal();
    for (index, text) in request.patterns.iter().enumerate() {
        types.pattern(&format!("patterns[{index}]"), text, may)?;
    }
    for (index, rule) in request.priorities.iter().enumerate() {
        types.pattern(&format!("priorities[{index}].pattern"), &rule.pattern, may)?;
    }
    let ack_wait = match request.ack_wait {
        None => Duration::from_secs(u64::from(config.ack_wait_seconds)),
        Some(wait) => duration("ack_wait", wait, ACK_WAIT)?,
    };
    let subject = &request.deliver_subject;
    if !subject.is_empty() && (subject.len() > SUBJECT_BYTES_MAX || !Courier::may_deliver_to(subject)) {
        let rule =
            format!("must begin with {DELIVERY_PREFIX}, without wildcards, in {SUBJECT_BYTES_MAX} bytes at most");
        return Err(Error::invalid("deliver_subject", rule));
    }
    let subscription = v1::Subscription {
        subscription_id: id,
        patterns: request.patterns.clone(),
        filters: request.filters.clone(),
        priorities: request.priorities.clone(),
        max_outstanding: number(
            "max_outstanding",
            request.max_outstanding,
            config.outstanding_default,
            OUTSTANDING_MAX,
        )?,
        ack_wait: ack_wait.try_into().ok(),
        max_deliveries: number("max_deliveries", request.max_deliveries, config.deliveries_max, DELIVERIES_MAX)?,
        internal,
        create_time: None,
        deliver_subject: subject.clone(),
    };
    Interest::parse(&subscription)?;
    Ok(subscription)
}

/// What a subscription allows.
pub(crate) fn limits(subscription: &v1::Subscription) -> Limits {
    let ack_wait = subscription.ack_wait.and_then(|wait| Duration::try_from(wait).ok()).unwrap_or_default();
    Limits {
        max_outstanding: subscription.max_outstanding as usize,
        ack_wait: millis_of(ack_wait),
        max_deliveries: subscription.max_deliveries,
    }
}

fn number(field: &str, asked: u32, default: u32, most: u32) -> Result<u32, Error> {
    match asked {
        0 => Ok(default),
        asked if asked <= most => Ok(asked),
        _ => Err(Error::invalid(field, format!("must be at most {most}"))),
    }
}

fn duration(
    field: &str,
    asked: prost_types::Duration,
    range: std::ops::RangeInclusive<Duration>,
) -> Result<Duration, Error> {
    let (least, most) = (range.start().as_secs(), range.end().as_secs());
    let fits = Duration::try_from(asked).ok().filter(|duration| range.contains(duration));
    fits.ok_or_else(|| Error::invalid(field, format!("must be from {least} to {most} seconds")))
}

fn millis_of(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

/// The id of a subscription.
pub(crate) fn subscription_id(id: &str) -> Result<String, Error> {
    const BYTES_MAX: usize = 64;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if id.is_empty() || id.len() > BYTES_MAX || !id.bytes().all(fits) {
        let rule = format!("must be 1 to {BYTES_MAX} lower-case letters, digits, - and _");
        return Err(Error::invalid("subscription_id", rule));
    }
    Ok(id.to_owned())
}

/// An event id that a publisher chose.
pub(crate) fn event_id(field: &str, id: &str) -> Result<(), Error> {
    const BYTES_MAX: usize = 128;
    if id.len() > BYTES_MAX || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::invalid(field, format!("must be at most {BYTES_MAX} visible ASCII characters")));
    }
    Ok(())
}

/// What an event is about.
pub(crate) fn key(field: &str, key: &str) -> Result<(), Error> {
    const CHARACTERS_MAX: usize = 256;
    if key.chars().count() > CHARACTERS_MAX || key.chars().any(char::is_control) {
        return Err(Error::invalid(field, format!("must be at most {CHARACTERS_MAX} characters, none of control")));
    }
    Ok(())
}

/// Events that are named one by one, and the delivery that is meant.
pub(crate) fn places(field: &str, places: Vec<v1::Place>) -> Result<Vec<(Spot, u32)>, Error> {
    if places.len() > PLACES_MAX {
        return Err(Error::invalid(field, format!("names more than {PLACES_MAX} events")));
    }
    spots(field, places)
}

/// Places up to which all was dealt with.
pub(crate) fn through(places: Vec<v1::Place>) -> Result<Vec<Spot>, Error> {
    if places.len() > THROUGH_MAX {
        return Err(Error::invalid("through", format!("names more than {THROUGH_MAX} places")));
    }
    Ok(spots("through", places)?.into_iter().map(|(spot, _)| spot).collect())
}

fn spots(field: &str, places: Vec<v1::Place>) -> Result<Vec<(Spot, u32)>, Error> {
    let mut sources: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut spots = Vec::with_capacity(places.len());
    for (index, place) in places.into_iter().enumerate() {
        if place.source.is_empty() || place.sequence == 0 {
            return Err(Error::invalid(
                format!("{field}[{index}]"),
                "must name the source and the sequence of a delivery",
            ));
        }
        // Most places are of few sources, whose names are held once.
        let source = sources.get(place.source.as_str()).cloned();
        let source = source.unwrap_or_else(|| {
            let source: Arc<str> = place.source.into();
            sources.insert(Arc::clone(&source));
            source
        });
        spots.push((Spot { source, sequence: place.sequence }, place.delivery));
    }
    Ok(spots)
}

/// How long a refused event waits, if the request says so.
pub(crate) fn delay(delay: Option<prost_types::Duration>) -> Result<Option<Millis>, Error> {
    delay.map(|delay| duration("delay", delay, Duration::ZERO..=DELAY_MAX).map(millis_of)).transpose()
}

/// The dead letters that a request names, each once.
pub(crate) fn dead_letters(ids: &[String]) -> Result<BTreeSet<Spot>, Error> {
    if ids.is_empty() || ids.len() > DEAD_LETTERS_MAX {
        return Err(Error::invalid("dead_letter_ids", format!("must name 1 to {DEAD_LETTERS_MAX} dead letters")));
    }
    ids.iter().map(|id| crate::state::spot_of(id).ok_or_else(|| Error::DeadLetterNotFound(id.clone()))).collect()
}

/// How many events one message holds.
pub(crate) fn batch_max(asked: u32) -> usize {
    if asked == 0 { BATCH_MAX as usize } else { asked.min(BATCH_MAX) as usize }
}
