//! The calendars of the content.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use realmwire_sdk::content::{ContentError, ContentFile, ContentSource};

use crate::calendar::{Calendar, read};

/// The calendar of clocks that name no other. It is always there.
pub(crate) const STANDARD: &str = "standard";

/// What the service brings with it.
const DEFAULTS: &[(&str, &str)] = &[("standard.toml", include_str!("../calendars/standard.toml"))];

/// The calendars by their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calendars(BTreeMap<String, Arc<Calendar>>);

impl Calendars {
    /// Where the calendars come from.
    pub(crate) fn source(content: Option<&std::path::Path>) -> ContentSource {
        ContentSource::new(content, "calendars", "toml", DEFAULTS)
    }

    /// Reads and checks the calendars of these files; all problems of all files are told.
    pub(crate) fn build(files: &[ContentFile]) -> Result<Self, ContentError> {
        let checked = ContentError::all(files.iter().map(|file| Ok((file, read(file)?))))?;
        let mut calendars = BTreeMap::new();
        for (file, calendar) in checked {
            match calendars.entry(calendar.id.clone()) {
                Entry::Vacant(vacant) => drop(vacant.insert(Arc::new(calendar))),
                Entry::Occupied(other) => {
                    let problem = format!("the id {:?} belongs to another file's calendar already", other.key());
                    return Err(ContentError::whole(file.path.as_str(), problem));
                }
            }
        }
        if !calendars.contains_key(STANDARD) {
            for (name, text) in DEFAULTS {
                let file = ContentFile { path: (*name).to_owned(), text: (*text).to_owned() };
                let calendar = read(&file)?;
                calendars.insert(calendar.id.clone(), Arc::new(calendar));
            }
        }
        Ok(Self(calendars))
    }

    /// The calendar with this id.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Calendar>> {
        self.0.get(id).map(Arc::clone)
    }

    /// The calendars after an id, in order.
    pub(crate) fn after<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Arc<Calendar>> {
        self.0.iter().filter(move |(other, _)| other.as_str() > id).map(|(_, calendar)| calendar)
    }
}
