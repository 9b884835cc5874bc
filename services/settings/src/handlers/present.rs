//! What the contract shows.

use realmwire_contract::settings::v1::{
    self, GetSchemaResponse, GlobalSettings, PlayerSettings, SettingDefinition, ValueType,
};

use crate::schema::{Definition, Range, Schema, Scope, Values};
use crate::state::{GlobalRecord, PlayerRecord};
use crate::values::Layers;

pub(super) fn schema(schema: &Schema) -> GetSchemaResponse {
    GetSchemaResponse { definitions: schema.iter().map(definition).collect(), schema_version: schema.version.clone() }
}

fn definition(definition: &Definition) -> SettingDefinition {
    let (value_type, range, characters_max, options) = match &definition.values {
        Values::Boolean => (ValueType::Boolean, Range::default(), 0, Vec::new()),
        Values::Integer(range) => (ValueType::Integer, *range, 0, Vec::new()),
        Values::Number(range) => (ValueType::Number, *range, 0, Vec::new()),
        Values::Text { characters_max } => (ValueType::Text, Range::default(), *characters_max, Vec::new()),
        Values::Choice(options) => (ValueType::Choice, Range::default(), 0, options.clone()),
        Values::Choices(options) => (ValueType::Choices, Range::default(), 0, options.clone()),
    };
    let scope = match definition.scope {
        Scope::Global => v1::Scope::Global,
        Scope::Player => v1::Scope::Player,
        Scope::Device => v1::Scope::Device,
    };
    SettingDefinition {
        key: definition.key.clone(),
        r#type: value_type.into(),
        scope: scope.into(),
        default_value: Some(definition.default.clone()),
        minimum: range.minimum,
        maximum: range.maximum,
        characters_max,
        options,
        description: definition.description.clone(),
    }
}

/// A player and one of its devices, with what is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlayerView<'a> {
    pub(crate) player_id: &'a str,
    pub(crate) device_id: &'a str,
    pub(crate) player: Option<&'a PlayerRecord>,
    pub(crate) global: Option<&'a GlobalRecord>,
}

impl<'a> PlayerView<'a> {
    /// What is set and concerns the player on the device.
    pub(crate) fn layers(&self) -> Layers<'a> {
        Layers {
            global: self.global.and_then(|record| record.values.as_ref()),
            player: self.player.and_then(|record| record.values.as_ref()),
            device: self.player.and_then(|record| record.device(self.device_id)),
        }
    }
}

/// The player's settings as they hold: those of `keys`, or all of them if there are none.
pub(crate) fn player_settings(schema: &Schema, view: &PlayerView<'_>, keys: &[String]) -> PlayerSettings {
    let asked = schema.iter().filter(|definition| keys.is_empty() || keys.contains(&definition.key));
    let (values, set_keys) = view.layers().resolve(asked);
    PlayerSettings {
        player_id: view.player_id.to_owned(),
        device_id: view.device_id.to_owned(),
        values: Some(values),
        set_keys,
        version: view.player.map_or(0, |record| record.version),
        update_time: view.player.and_then(|record| record.update_time),
        schema_version: schema.version.clone(),
    }
}

pub(super) fn global_settings(schema: &Schema, record: Option<&GlobalRecord>) -> GlobalSettings {
    let layers = Layers { global: record.and_then(|record| record.values.as_ref()), ..Layers::default() };
    let (values, set_keys) = layers.resolve(schema.iter().filter(|definition| definition.scope == Scope::Global));
    GlobalSettings {
        values: Some(values),
        set_keys,
        version: record.map_or(0, |record| record.version),
        update_time: record.and_then(|record| record.update_time),
    }
}
