//! Finding entities.

use prost::Message;
use realmwire_contract::world_state::v1::{Entity, NearPoint, QueryEntitiesRequest, QueryEntitiesResponse};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Key, PageRequest};

use super::Worlds;
use crate::chart::{Found, Near, distance_2};
use crate::error::Error;
use crate::rules::entities::check_coordinate;
use crate::rules::filter::{Facts, Filter, check_distance};
use crate::rules::names;
use crate::state::{EntityRecord, entities};

/// Entities of a page that names no size, and of the largest.
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 500;

/// Where a page begins, and in which order it is.
enum Order {
    ById { after: String },
    Nearest(Near),
}

impl Worlds {
    pub(super) async fn find_entities(
        &self,
        cx: &Context,
        request: QueryEntitiesRequest,
    ) -> Result<QueryEntitiesResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let filter = Filter::parse(request.filter)?;
        let page = PageRequest::parse(request.page_size, &request.page_token, PAGE_DEFAULT, PAGE_MAX)?;
        let scope = Key::new("query").with(&world_id).with(if request.near.is_some() { "near" } else { "id" });
        let after = page.after(&scope)?;
        let order = match request.near {
            None => Order::ById { after: after.map(|key| key.last()).unwrap_or_default() },
            Some(near) => Order::Nearest(parse_near(&near, after.as_ref())?),
        };
        let incarnation = self.world(&world_id).await?.value.incarnation;
        // One more than is shown tells whether there is another page.
        let limit = page.size() + 1;
        let search = |chart: &crate::chart::Chart| match &order {
            Order::ById { after } => chart.find(&filter, after, limit),
            Order::Nearest(near) => chart.find_nearest(&filter, near, limit),
        };
        let (mut found, _) = self.atlas.search(cx, &incarnation, search).await?;
        let mut has_more = found.len() == limit;
        found.truncate(page.size());
        let mut entities = self.read_found(&incarnation, &filter, &found).await?;
        let bytes_max = self.config.answer_bytes_max;
        let mut bytes = 0;
        let fitting = entities.iter().take_while(|entity| {
            bytes += entity.encoded_len() + 16;
            bytes <= bytes_max
        });
        let fitting = fitting.count().max(1);
        let mut last = found.last();
        if fitting < entities.len() {
            entities.truncate(fitting);
            let shown = entities.last().map(|entity| entity.entity_id.as_str());
            last = found.iter().find(|found| Some(&*found.entity_id) == shown);
            has_more = true;
        }
        let next_page_token = match last.filter(|_| has_more) {
            Some(last) => PageRequest::token_after(&scope, &key_of(&scope, last, &order)),
            None => String::new(),
        };
        let distances = match &order {
            Order::ById { .. } => Vec::new(),
            Order::Nearest(near) => {
                let distances = entities.iter().map(|entity| distance_2(entity, near.point));
                distances.map(|distance_2| distance_2.unwrap_or_default().sqrt()).collect()
            }
        };
        Ok(QueryEntitiesResponse { entities, distances, next_page_token })
    }

    /// The entities as they are stored now: those that do not match any more are left out.
    async fn read_found(&self, incarnation: &str, filter: &Filter, found: &[Found]) -> Result<Vec<Entity>, Status> {
        let prefix = entities(incarnation);
        let keys: Vec<_> = found.iter().map(|found| prefix.with(&found.entity_id)).collect();
        let stored = self.store.load_many::<EntityRecord>(&keys).await?;
        let entities = stored.into_iter().flatten().filter_map(|stored| stored.value.entity);
        Ok(entities.filter(|entity| filter.matches(&Facts::from(entity))).collect())
    }
}

fn parse_near(near: &NearPoint, after: Option<&Key>) -> Result<Near, Error> {
    check_coordinate("near.x", near.x)?;
    check_coordinate("near.y", near.y)?;
    let max_distance = near.max_distance.unwrap_or(f64::INFINITY);
    if near.max_distance.is_some() {
        check_distance("near.max_distance", max_distance)?;
    }
    let after = match after.map(Key::tokens).as_deref() {
        Some([.., distance, id]) => {
            let bits = u64::from_str_radix(distance, 16);
            let bits = bits.map_err(|_| Error::invalid("page_token", "is not a token of this list"))?;
            Some((f64::from_bits(bits), id.clone()))
        }
        _ => None,
    };
    Ok(Near { point: [near.x, near.y], limit_2: max_distance * max_distance, after })
}

fn key_of(scope: &Key, found: &Found, order: &Order) -> Key {
    match order {
        Order::ById { .. } => scope.with(&found.entity_id),
        Order::Nearest(_) => scope.with(&format!("{:x}", found.distance_2.to_bits())).with(&found.entity_id),
    }
}
