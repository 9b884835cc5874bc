//! The operations on a player's settings.

use std::collections::BTreeSet;
use std::sync::Arc;

use prost::Message;
use prost_types::Struct;
use realmwire_contract::common::v1::ExpectedVersion;
use realmwire_contract::settings::v1::{
    DeviceChange, DeviceValues, ExportRequest, ExportResponse, GetRequest, GetResponse, ImportRequest, ImportResponse,
    PlayerSettings, PolicyChanged, ResetRequest, ResetResponse, SettingsChanged, SettingsExport, UpdateMode,
    UpdateRequest, UpdateResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Stored};

use super::Handlers;
use super::present::{PlayerView, player_settings};
use crate::error::{Error, Problem, check_expected};
use crate::policy::policy;
use crate::schema::{Schema, Scope};
use crate::state::{GlobalRecord, PlayerRecord, global_key, player_key};
use crate::values::{self, Checked, Edits, Strictness, Target, apply, changed};

/// The form of exports that is written and read.
const EXPORT_FORMAT: u32 = 1;
/// The most keys that a request may name.
const KEYS_MAX: usize = 500;

/// What is stored of a player, and what it is read by.
pub(super) struct Loaded {
    player_id: String,
    device_id: String,
    schema: Arc<Schema>,
    pub(super) player: Option<Stored<PlayerRecord>>,
    global: Option<Stored<GlobalRecord>>,
}

/// What a write makes of a player's settings.
struct Written {
    record: PlayerRecord,
    changed_keys: Vec<String>,
    changes: Changes,
}

impl Handlers {
    pub(super) async fn get_player(&self, request: GetRequest) -> Result<GetResponse, Status> {
        let loaded = self.load_player(request.player_id, request.device_id).await?;
        check_keys(&loaded.schema, &request.keys)?;
        let settings = loaded.settings(loaded.record(), &request.keys);
        Ok(GetResponse { settings: Some(settings) })
    }

    pub(super) async fn update_player(&self, cx: &Context, request: UpdateRequest) -> Result<UpdateResponse, Status> {
        let replaces = replaces(request.mode)?;
        let loaded = self.load_player(request.player_id, request.device_id).await?;
        let values = request.values.ok_or_else(|| Error::invalid("values", "must not be missing"))?;
        let strictness = Strictness { ignores_unknown: false, takes_null: true };
        let checked = refuse(values::check(&loaded.schema, &values, "values", loaded.target(), strictness))?;
        loaded.expect(request.expected_version.as_ref())?;
        let mut next = loaded.record().cloned().unwrap_or_default();
        next.values = Some(apply(next.values.as_ref(), &checked.own, replaces));
        if !loaded.device_id.is_empty() {
            let device = apply(next.device(&loaded.device_id), &checked.device, replaces);
            next.set_device(&loaded.device_id, device);
        }
        let Written { record, changed_keys, changes } = self.write_player(cx, &loaded, next)?;
        let settings = Some(loaded.settings(Some(&record), &[]));
        self.store.commit(cx, changes, UpdateResponse { settings, changed_keys }).await
    }

    pub(super) async fn reset_player(&self, cx: &Context, request: ResetRequest) -> Result<ResetResponse, Status> {
        let loaded = self.load_player(request.player_id, request.device_id).await?;
        let (own, device) = keys_to_reset(&loaded, &request.keys)?;
        loaded.expect(request.expected_version.as_ref())?;
        let mut next = loaded.record().cloned().unwrap_or_default();
        let resets_all = request.keys.is_empty();
        if !resets_all || loaded.device_id.is_empty() {
            next.values = Some(apply(next.values.as_ref(), &own, resets_all));
        }
        if !loaded.device_id.is_empty() {
            let values = apply(next.device(&loaded.device_id), &device, resets_all);
            next.set_device(&loaded.device_id, values);
        }
        let Written { record, changed_keys, changes } = self.write_player(cx, &loaded, next)?;
        let settings = Some(loaded.settings(Some(&record), &[]));
        self.store.commit(cx, changes, ResetResponse { settings, changed_keys }).await
    }

    pub(super) async fn export_player(&self, cx: &Context, request: ExportRequest) -> Result<ExportResponse, Status> {
        let loaded = self.load_player(request.player_id, String::new()).await?;
        let record = loaded.record().cloned().unwrap_or_default();
        let devices = record.devices.into_iter().map(|device| DeviceValues {
            device_id: device.device_id,
            values: Some(device.values.map_or_else(Struct::default, |values| exported(&loaded.schema, values))),
        });
        let export = SettingsExport {
            format_version: EXPORT_FORMAT,
            schema_version: loaded.schema.version.clone(),
            export_time: Some(cx.timestamp()),
            devices: devices.collect(),
            values: Some(record.values.map_or_else(Struct::default, |values| exported(&loaded.schema, values))),
        };
        Ok(ExportResponse { export: Some(export) })
    }

    pub(super) async fn import_player(&self, cx: &Context, request: ImportRequest) -> Result<ImportResponse, Status> {
        let replaces = replaces(request.mode)?;
        let loaded = self.load_player(request.player_id, String::new()).await?;
        let export = request.export.ok_or_else(|| Error::invalid("export", "must not be missing"))?;
        let strictness = Strictness { ignores_unknown: request.ignore_unknown, takes_null: false };
        let import = check_import(&loaded.schema, export, strictness, self.config.devices_per_player_max)?;
        loaded.expect(request.expected_version.as_ref())?;
        let mut next = loaded.record().cloned().unwrap_or_default();
        next.values = Some(apply(next.values.as_ref(), &import.own, replaces));
        if replaces {
            next.devices.clear();
        }
        for (device_id, edits) in &import.devices {
            let device = apply(next.device(device_id), edits, replaces);
            next.set_device(device_id, device);
        }
        let Written { record, changed_keys, changes } = self.write_player(cx, &loaded, next)?;
        let settings = Some(loaded.settings(Some(&record), &[]));
        let ignored_keys = import.ignored.into_iter().collect();
        self.store.commit(cx, changes, ImportResponse { settings, changed_keys, ignored_keys }).await
    }

    /// What is stored of a player; the ids are checked.
    pub(super) async fn load_player(&self, player_id: String, device_id: String) -> Result<Loaded, Status> {
        check_id("player_id", &player_id)?;
        if !device_id.is_empty() {
            check_id("device_id", &device_id)?;
        }
        let (player_key, global_key) = (player_key(&player_id), global_key());
        let (player, global) = futures::try_join!(self.store.load(&player_key), self.store.load(&global_key))?;
        Ok(Loaded { player_id, device_id, schema: self.schema.current(), player, global })
    }

    /// What is committed when `next` takes the place of what is stored: nothing when it is the same.
    fn write_player(&self, cx: &Context, loaded: &Loaded, next: PlayerRecord) -> Result<Written, Error> {
        let before = loaded.record().cloned().unwrap_or_default();
        let own: Vec<_> = changed(before.values.as_ref(), next.values.as_ref()).into_iter().collect();
        let devices = changed_devices(&before, &next);
        if own.is_empty() && devices.is_empty() {
            return Ok(Written { record: before, changed_keys: Vec::new(), changes: Changes::new() });
        }
        let previous_version = before.version;
        let record = PlayerRecord { version: previous_version + 1, update_time: Some(cx.timestamp()), ..next };
        self.check_size(&before, &record)?;
        let on_devices = devices.iter().flat_map(|device| &device.changed_keys);
        let changed_keys: BTreeSet<String> = own.iter().chain(on_devices).cloned().collect();
        let mut changes = match &loaded.player {
            Some(stored) => Changes::new().update(stored, &record),
            None => Changes::new().create(player_key(&loaded.player_id), &record),
        };
        changes = changes.event(&SettingsChanged {
            player_id: loaded.player_id.clone(),
            version: record.version,
            previous_version,
            changed_keys: own,
            devices,
            update_time: record.update_time,
        });
        let [previous_policy, policy] =
            [&before, &record].map(|record| policy(&loaded.schema, &loaded.view(Some(record)).layers()));
        if policy != previous_policy {
            changes = changes.event(&PolicyChanged {
                player_id: loaded.player_id.clone(),
                policy: Some(policy),
                previous_policy: Some(previous_policy),
                update_time: record.update_time,
            });
        }
        Ok(Written { record, changed_keys: changed_keys.into_iter().collect(), changes })
    }

    /// What is kept may not grow beyond the limits; after they were lowered, it may still shrink.
    fn check_size(&self, before: &PlayerRecord, record: &PlayerRecord) -> Result<(), Error> {
        let devices_max = self.config.devices_per_player_max;
        if record.devices.len() > devices_max && record.devices.len() > before.devices.len() {
            return Err(Error::TooManyDevices(devices_max));
        }
        let (size, limit) = (record.encoded_len(), self.config.settings_bytes_max);
        if size > limit && size > before.encoded_len() { Err(Error::TooLarge(limit)) } else { Ok(()) }
    }
}

impl Loaded {
    fn record(&self) -> Option<&PlayerRecord> {
        self.player.as_ref().map(|stored| &stored.value)
    }

    fn target(&self) -> Target {
        Target::Player { has_device: !self.device_id.is_empty() }
    }

    fn expect(&self, expected: Option<&ExpectedVersion>) -> Result<(), Error> {
        check_expected(expected, self.record().map_or(0, |record| record.version), "settings", &self.player_id)
    }

    fn view<'a>(&'a self, player: Option<&'a PlayerRecord>) -> PlayerView<'a> {
        let global = self.global.as_ref().map(|stored| &stored.value);
        PlayerView { player_id: &self.player_id, device_id: &self.device_id, player, global }
    }

    fn settings(&self, player: Option<&PlayerRecord>, keys: &[String]) -> PlayerSettings {
        player_settings(&self.schema, &self.view(player), keys)
    }

    /// The content policy as it is now.
    pub(super) fn policy(&self) -> realmwire_contract::settings::v1::ContentPolicy {
        policy(&self.schema, &self.view(self.record()).layers())
    }
}

/// Whether a write takes the place of all that is there.
pub(super) fn replaces(mode: i32) -> Result<bool, Error> {
    match UpdateMode::try_from(mode) {
        Ok(UpdateMode::Unspecified | UpdateMode::Merge) => Ok(false),
        Ok(UpdateMode::Replace) => Ok(true),
        Err(_) => Err(Error::invalid("mode", "must be UPDATE_MODE_MERGE or UPDATE_MODE_REPLACE")),
    }
}

/// What was checked, if nothing was wrong.
pub(super) fn refuse(checked: Checked) -> Result<Checked, Error> {
    if checked.problems.is_empty() { Ok(checked) } else { Err(Error::Invalid(checked.problems)) }
}

fn check_keys(schema: &Schema, keys: &[String]) -> Result<(), Error> {
    if keys.len() > KEYS_MAX {
        return Err(Error::invalid("keys", format!("has more than {KEYS_MAX} entries")));
    }
    let known = |(index, key): (usize, &String)| values::known(schema, key, &format!("keys[{index}]")).err();
    let problems: Vec<_> = keys.iter().enumerate().filter_map(known).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// The keys of the player and those of the device that go back to their defaults.
fn keys_to_reset(loaded: &Loaded, keys: &[String]) -> Result<(Edits, Edits), Error> {
    if keys.len() > KEYS_MAX {
        return Err(Error::invalid("keys", format!("has more than {KEYS_MAX} entries")));
    }
    let (mut own, mut device, mut problems) = (Edits::new(), Edits::new(), Vec::new());
    for (index, key) in keys.iter().enumerate() {
        match values::find(&loaded.schema, key, &format!("keys[{index}]"), loaded.target()) {
            Ok(definition) if definition.scope == Scope::Device => drop(device.insert(key.clone(), None)),
            Ok(_) => drop(own.insert(key.clone(), None)),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok((own, device)) } else { Err(Error::Invalid(problems)) }
}

/// What still fits the definitions: an export is always one that can be imported.
fn exported(schema: &Schema, values: Struct) -> Struct {
    let fits = |key: &String, value: &prost_types::Value| schema.get(key).is_some_and(|d| d.check(value).is_ok());
    Struct { fields: values.fields.into_iter().filter(|(key, value)| fits(key, value)).collect() }
}

fn changed_devices(before: &PlayerRecord, after: &PlayerRecord) -> Vec<DeviceChange> {
    let ids: BTreeSet<_> = before.devices.iter().chain(&after.devices).map(|device| &device.device_id).collect();
    let changes = ids.into_iter().map(|device_id| DeviceChange {
        device_id: device_id.clone(),
        changed_keys: changed(before.device(device_id), after.device(device_id)).into_iter().collect(),
    });
    changes.filter(|change| !change.changed_keys.is_empty()).collect()
}

/// The checked values of an import.
struct Import {
    own: Edits,
    devices: Vec<(String, Edits)>,
    ignored: BTreeSet<String>,
}

fn check_import(
    schema: &Schema,
    export: SettingsExport,
    strictness: Strictness,
    devices_max: usize,
) -> Result<Import, Error> {
    if export.format_version != EXPORT_FORMAT {
        let problem = format!("is {}, but this release reads {EXPORT_FORMAT}", export.format_version);
        return Err(Error::invalid("export.format_version", problem));
    }
    if export.devices.len() > devices_max {
        return Err(Error::invalid("export.devices", format!("has more than {devices_max} entries")));
    }
    let player = Target::Player { has_device: false };
    let values = export.values.unwrap_or_default();
    let Checked { own, mut ignored, mut problems, .. } =
        values::check(schema, &values, "export.values", player, strictness);
    let (mut devices, mut seen) = (Vec::new(), BTreeSet::new());
    for (index, device) in export.devices.into_iter().enumerate() {
        let path = format!("export.devices[{index}]");
        check_id(&format!("{path}.device_id"), &device.device_id)?;
        if !seen.insert(device.device_id.clone()) {
            problems.push(Problem::new(format!("{path}.device_id"), "", "is there twice"));
        }
        let values = device.values.unwrap_or_default();
        let checked = values::check(schema, &values, &format!("{path}.values"), Target::Device, strictness);
        problems.extend(checked.problems);
        ignored.extend(checked.ignored);
        devices.push((device.device_id, checked.device));
    }
    if problems.is_empty() { Ok(Import { own, devices, ignored }) } else { Err(Error::Invalid(problems)) }
}
