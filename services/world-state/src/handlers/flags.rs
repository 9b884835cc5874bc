//! The operations on flags.

use prost_types::Struct;
use realmwire_contract::world_state::v1::{
    FlagChanged, GetFlagsRequest, GetFlagsResponse, SetFlagsRequest, SetFlagsResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::requests::expected_version;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::Changes;

use super::Worlds;
use crate::error::Error;
use crate::rules::{flags, names};
use crate::state::{FlagsRecord, flags_key};

impl Worlds {
    pub(super) async fn change_flags(
        &self,
        cx: &Context,
        request: SetFlagsRequest,
    ) -> Result<SetFlagsResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let wanted = request.flags.unwrap_or_default();
        flags::check(&wanted, &self.config)?;
        let expected = expected_version("expected_revision", request.expected_revision.as_ref())?;
        let world = self.world(&world_id).await?;
        let key = flags_key(&world.value.incarnation);
        let stored = self.store.load::<FlagsRecord>(&key).await?;
        let current = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
        if expected.is_some_and(|expected| expected != current.revision) {
            return Err(Error::RevisionMismatch { kind: "flags of", id: world_id, current: current.revision }.into());
        }
        let (next, differing) = flags::set(&current, wanted, &self.config)?;
        let response = SetFlagsResponse {
            revision: next.revision,
            changed: differing.iter().map(|change| change.name.clone()).collect(),
        };
        let mut changes = Changes::new();
        if !differing.is_empty() {
            changes = match &stored {
                Some(stored) => changes.update(stored, &next),
                None => changes.create(key, &next),
            };
        }
        for change in differing {
            changes = changes.event(&FlagChanged {
                world_id: world_id.clone(),
                name: change.name,
                value: Some(change.value),
                previous_value: Some(change.previous),
                revision: next.revision,
                update_time: Some(cx.timestamp()),
            });
        }
        self.store.commit(cx, changes, response).await
    }

    pub(super) async fn read_flags(&self, request: GetFlagsRequest) -> Result<GetFlagsResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        if request.names.len() > flags::FLAGS_AT_ONCE_MAX {
            let limit = flags::FLAGS_AT_ONCE_MAX;
            return Err(Error::invalid("names", format!("must be at most {limit}")).into());
        }
        let world = self.world(&world_id).await?;
        let stored = self.store.load::<FlagsRecord>(&flags_key(&world.value.incarnation)).await?;
        let FlagsRecord { flags, revision } = stored.map(|stored| stored.value).unwrap_or_default();
        let mut flags = flags.unwrap_or_default();
        if !request.names.is_empty() {
            let asked = request.names.into_iter().filter_map(|name| flags.fields.remove_entry(&name)).collect();
            flags = Struct { fields: asked };
        }
        Ok(GetFlagsResponse { flags: Some(flags), revision })
    }
}
