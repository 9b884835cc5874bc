//! The operations on global settings.

use std::sync::Arc;

use prost::Message;
use prost_types::Struct;
use realmwire_contract::common::v1::ExpectedVersion;
use realmwire_contract::settings::v1::{
    GetGlobalResponse, GlobalChanged, GlobalSettings, ResetGlobalRequest, ResetGlobalResponse, UpdateGlobalRequest,
    UpdateGlobalResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Stored};

use super::players::{refuse, replaces};
use super::{Handlers, present};
use crate::error::{Error, check_expected};
use crate::schema::Schema;
use crate::state::{GlobalRecord, global_key};
use crate::values::{self, Edits, Strictness, Target, apply, changed};

/// What all events about global settings have as their key.
const GLOBAL: &str = "global";
/// The most keys that a request may name.
const KEYS_MAX: usize = 500;

/// A checked write.
struct GlobalWrite {
    edits: Edits,
    replaces: bool,
    expected: Option<ExpectedVersion>,
}

/// The settings after a write, the keys that changed, and what is committed.
struct Written {
    settings: GlobalSettings,
    changed_keys: Vec<String>,
    changes: Changes,
}

impl Handlers {
    pub(super) async fn read_global(&self) -> Result<GetGlobalResponse, Status> {
        let stored = self.store.load::<GlobalRecord>(&global_key()).await?;
        let settings = present::global_settings(&self.schema.current(), stored.as_ref().map(|stored| &stored.value));
        Ok(GetGlobalResponse { settings: Some(settings) })
    }

    pub(super) async fn write_global(
        &self,
        cx: &Context,
        request: UpdateGlobalRequest,
    ) -> Result<UpdateGlobalResponse, Status> {
        let replaces = replaces(request.mode)?;
        let values = request.values.ok_or_else(|| Error::invalid("values", "must not be missing"))?;
        let schema = self.schema.current();
        let strictness = Strictness { ignores_unknown: false, takes_null: true };
        let checked = refuse(values::check(&schema, &values, "values", Target::Global, strictness))?;
        let write = GlobalWrite { edits: checked.own, replaces, expected: request.expected_version };
        let Written { settings, changed_keys, changes } = self.stage_global(cx, &schema, &write).await?;
        self.store.commit(cx, changes, UpdateGlobalResponse { settings: Some(settings), changed_keys }).await
    }

    pub(super) async fn clear_global(
        &self,
        cx: &Context,
        request: ResetGlobalRequest,
    ) -> Result<ResetGlobalResponse, Status> {
        let schema = self.schema.current();
        let edits = check_keys(&schema, &request.keys)?;
        let write = GlobalWrite { replaces: edits.is_empty(), edits, expected: request.expected_version };
        let Written { settings, changed_keys, changes } = self.stage_global(cx, &schema, &write).await?;
        self.store.commit(cx, changes, ResetGlobalResponse { settings: Some(settings), changed_keys }).await
    }

    async fn stage_global(&self, cx: &Context, schema: &Arc<Schema>, write: &GlobalWrite) -> Result<Written, Status> {
        let stored = self.store.load::<GlobalRecord>(&global_key()).await?;
        let before = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
        check_expected(write.expected.as_ref(), before.version, "settings", GLOBAL)?;
        let values = apply(before.values.as_ref(), &write.edits, write.replaces);
        let changed_keys: Vec<_> = changed(before.values.as_ref(), Some(&values)).into_iter().collect();
        if changed_keys.is_empty() {
            let settings = present::global_settings(schema, stored.as_ref().map(|stored| &stored.value));
            return Ok(Written { settings, changed_keys, changes: Changes::new() });
        }
        let record = self.next_global(cx, &before, values)?;
        let settings = present::global_settings(schema, Some(&record));
        let changes = put(stored.as_ref(), &record).event(&GlobalChanged {
            scope: GLOBAL.to_owned(),
            version: record.version,
            previous_version: before.version,
            changed_keys: changed_keys.clone(),
            update_time: record.update_time,
        });
        Ok(Written { settings, changed_keys, changes })
    }

    fn next_global(&self, cx: &Context, before: &GlobalRecord, values: Struct) -> Result<GlobalRecord, Error> {
        let record =
            GlobalRecord { version: before.version + 1, values: Some(values), update_time: Some(cx.timestamp()) };
        let (size, limit) = (record.encoded_len(), self.config.settings_bytes_max);
        if size > limit && size > before.encoded_len() { Err(Error::TooLarge(limit)) } else { Ok(record) }
    }
}

fn put(stored: Option<&Stored<GlobalRecord>>, record: &GlobalRecord) -> Changes {
    match stored {
        Some(stored) => Changes::new().update(stored, record),
        None => Changes::new().create(global_key(), record),
    }
}

fn check_keys(schema: &Schema, keys: &[String]) -> Result<Edits, Error> {
    if keys.len() > KEYS_MAX {
        return Err(Error::invalid("keys", format!("has more than {KEYS_MAX} entries")));
    }
    let find = |(index, key): (usize, &String)| values::find(schema, key, &format!("keys[{index}]"), Target::Global);
    let problems: Vec<_> = keys.iter().enumerate().filter_map(|named| find(named).err()).collect();
    if problems.is_empty() {
        Ok(keys.iter().map(|key| (key.clone(), None)).collect())
    } else {
        Err(Error::Invalid(problems))
    }
}
