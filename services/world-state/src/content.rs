//! The worlds of the content: what a world is made from.

mod check;
mod definition;
mod events;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::Arc;

use realmwire_contract::world_state::v1::{Entity, Faction, Good, Relation, WorldEvent};
use realmwire_sdk::content::{ContentError, ContentFile, ContentSource};

/// What a world can be made from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Template {
    pub(crate) id: String,
    pub(crate) display_name: String,
    /// Without revisions and times.
    pub(crate) entities: Vec<Entity>,
    pub(crate) factions: Vec<Faction>,
    /// One for each two factions that the content relates.
    pub(crate) relations: Vec<Relation>,
    pub(crate) goods: Vec<Good>,
    /// What can befall it, by what the content calls it.
    pub(crate) events: Vec<WorldEvent>,
}

/// The worlds of the content by their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Templates(BTreeMap<String, Arc<Template>>);

impl Templates {
    /// Where the worlds come from. There is none without content: a world can be created empty.
    pub(crate) fn source(content: Option<&Path>) -> ContentSource {
        ContentSource::new(content, "worlds", "toml", &[])
    }

    /// Reads and checks the worlds of these files; all problems of all files are told.
    pub(crate) fn build(files: &[ContentFile]) -> Result<Self, ContentError> {
        let checked = ContentError::all(files.iter().map(|file| Ok((file, check::read(file)?))))?;
        let mut templates = BTreeMap::new();
        for (file, template) in checked {
            match templates.entry(template.id.clone()) {
                Entry::Vacant(vacant) => drop(vacant.insert(Arc::new(template))),
                Entry::Occupied(other) => {
                    let problem = format!("the id {:?} belongs to another file's world already", other.key());
                    return Err(ContentError::whole(file.path.as_str(), problem));
                }
            }
        }
        Ok(Self(templates))
    }

    /// The world with this id.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Template>> {
        self.0.get(id).map(Arc::clone)
    }
}
