//! The types of events: those of the contract, and those that the game's content declares.

mod custom;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use prost_reflect::{DescriptorPool, MessageDescriptor};
use realmwire_contract::event_bus::v1::{EventType, FieldShape};
use realmwire_contract::{Audience, EventSpec, SERVICES, descriptors};
use realmwire_sdk::content::{ContentError, ContentFile, ContentSource};

use crate::error::Error;
use crate::pattern::{Pattern, is_type_name, unversioned, version_number};

pub(crate) use custom::CustomType;

/// The first word of the names of types that the content declares. No service has this name.
pub(crate) const GAME: &str = "game";

/// All types by their names, versions included.
#[derive(Clone, Debug)]
pub(crate) struct Types(BTreeMap<String, KnownType>);

/// A type of events.
#[derive(Clone, Debug)]
pub(crate) struct KnownType {
    /// Its whole name.
    pub(crate) name: String,
    pub(crate) description: String,
    /// The field that says what an event is about; may be empty.
    pub(crate) key_field: String,
    pub(crate) kind: TypeKind,
}

/// Where a type comes from.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Contract(&'static EventSpec, MessageDescriptor),
    Game(CustomType),
}

impl KnownType {
    /// Whether it is for services only.
    pub(crate) fn is_internal(&self) -> bool {
        matches!(&self.kind, TypeKind::Contract(spec, _) if spec.audience == Audience::Services)
    }

    /// The service that publishes it; `None` for a type of the game.
    pub(crate) fn service(&self) -> Option<&'static str> {
        match &self.kind {
            TypeKind::Contract(spec, _) => Some(spec.service),
            TypeKind::Game(_) => None,
        }
    }

    pub(crate) fn to_proto(&self) -> EventType {
        let (message, fields) = match &self.kind {
            TypeKind::Contract(spec, _) => (spec.message.to_owned(), Vec::new()),
            TypeKind::Game(custom) => (
                String::new(),
                custom
                    .fields
                    .iter()
                    .map(|(name, field)| FieldShape {
                        name: name.clone(),
                        kind: field.kind.word().to_owned(),
                        required: field.required,
                    })
                    .collect(),
            ),
        };
        EventType {
            r#type: self.name.clone(),
            description: self.description.clone(),
            message,
            key_field: self.key_field.clone(),
            internal: self.is_internal(),
            fields,
        }
    }
}

impl Types {
    /// Where the game's types come from.
    pub(crate) fn source(content: Option<&Path>) -> ContentSource {
        ContentSource::new(content, "events", "toml", &[])
    }

    /// The types of the contract, and those that these files declare; all problems of all files are told.
    pub(crate) fn build(files: &[ContentFile]) -> Result<Self, ContentError> {
        let mut types = contract_types();
        let declared = ContentError::all(files.iter().map(|file| Ok((file, custom::read(file)?))))?;
        for (file, declared) in declared {
            for (span, known) in declared {
                if types.contains_key(&known.name) {
                    return Err(file.error(span, format!("{} is declared twice", known.name)));
                }
                types.insert(known.name.clone(), known);
            }
        }
        Ok(Self(types))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &KnownType> {
        self.0.values()
    }

    /// The types after a name, in order.
    pub(crate) fn after<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a KnownType> {
        self.0.values().filter(move |known| known.name.as_str() > name)
    }

    /// The type with exactly this name.
    pub(crate) fn get(&self, name: &str) -> Option<&KnownType> {
        self.0.get(name)
    }

    /// The type that a request names in `field`; without a version, the latest.
    pub(crate) fn find(&self, field: &str, name: &str) -> Result<&KnownType, Error> {
        if !is_type_name(name) {
            let form = "is no type of events: a type is named service.thing.happened, in lower-case words";
            return Err(Error::invalid(field, form));
        }
        let latest = || {
            let versions = self.0.values().filter(|known| unversioned(&known.name) == Some(name));
            versions.max_by_key(|known| known.name.rsplit('.').next().and_then(version_number))
        };
        let unknown =
            || Error::invalid(field, format!("there is no type {name}; the nearest is {}", self.nearest(name)));
        self.0.get(name).or_else(latest).ok_or_else(unknown)
    }

    /// Reads a pattern of a request, which must stand for one of the types for which `may` holds.
    pub(crate) fn pattern(&self, field: &str, text: &str, may: impl Fn(&KnownType) -> bool) -> Result<Pattern, Error> {
        let pattern = Pattern::parse(text).map_err(|problem| Error::invalid(field, problem))?;
        if self.iter().any(|known| may(known) && pattern.matches(&known.name)) {
            return Ok(pattern);
        }
        let nearest = self.nearest(text);
        Err(Error::invalid(field, format!("{text} stands for no type that you may receive; the nearest is {nearest}")))
    }

    /// The type whose name is most like a text.
    fn nearest(&self, text: &str) -> &str {
        let text = unversioned(text).unwrap_or(text);
        let likeness = |known: &KnownType| strsim::jaro_winkler(unversioned(&known.name).unwrap_or(&known.name), text);
        let nearest = self.0.values().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        nearest.map_or("", |known| known.name.as_str())
    }
}

fn contract_types() -> BTreeMap<String, KnownType> {
    let mut types = BTreeMap::new();
    for spec in SERVICES.iter().flat_map(|service| service.events) {
        let Some(message) = descriptors().get_message_by_name(spec.message) else { continue };
        let known = KnownType {
            name: spec.subject.strip_prefix("evt.").unwrap_or(spec.subject).to_owned(),
            description: comment(&message),
            key_field: key_field(descriptors(), &message).unwrap_or_default(),
            kind: TypeKind::Contract(spec, message),
        };
        types.insert(known.name.clone(), known);
    }
    types
}

/// What the schema says about a message, on one line.
fn comment(message: &MessageDescriptor) -> String {
    let file = message.parent_file();
    let info = file.file_descriptor_proto().source_code_info.as_ref();
    let location = info.and_then(|info| info.location.iter().find(|location| location.path == message.path()));
    let text = location.and_then(|location| location.leading_comments.as_deref()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key field that the option of a message names.
fn key_field(pool: &DescriptorPool, message: &MessageDescriptor) -> Option<String> {
    let extension = pool.get_extension_by_name("realmwire.options.v1.event")?;
    let options = message.options();
    let policy = options.get_extension(&extension);
    let key_field = policy.as_message()?.get_field_by_name("key_field")?;
    key_field.as_str().map(str::to_owned)
}
