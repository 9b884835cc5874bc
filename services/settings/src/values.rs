//! What is set, what holds, and what a write makes of it.

use std::collections::{BTreeMap, BTreeSet};

use prost_types::value::Kind;
use prost_types::{Struct, Value};

use crate::error::Problem;
use crate::schema::{Definition, Schema, Scope};

/// Values by their keys.
pub(crate) type Values = BTreeMap<String, Value>;

/// What is written: a value, or nothing for the default.
pub(crate) type Edits = BTreeMap<String, Option<Value>>;

/// Everything that is set and concerns a player on a device.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layers<'a> {
    pub(crate) global: Option<&'a Struct>,
    pub(crate) player: Option<&'a Struct>,
    pub(crate) device: Option<&'a Struct>,
}

impl<'a> Layers<'a> {
    /// What is set for a setting. A value that no longer fits its definition is as good as none.
    pub(crate) fn set(&self, definition: &Definition) -> Option<&'a Value> {
        let layer = match definition.scope {
            Scope::Global => self.global,
            Scope::Player => self.player,
            Scope::Device => self.device,
        };
        layer?.fields.get(&definition.key).filter(|value| definition.check(value).is_ok())
    }

    /// What holds for a setting.
    pub(crate) fn value(&self, definition: &Definition) -> Value {
        self.set(definition).unwrap_or(&definition.default).clone()
    }

    /// What holds for these settings, and the keys of those that are set.
    pub(crate) fn resolve<'d>(&self, definitions: impl Iterator<Item = &'d Definition>) -> (Struct, Vec<String>) {
        let (mut fields, mut set_keys) = (Values::new(), Vec::new());
        for definition in definitions {
            fields.insert(definition.key.clone(), self.value(definition));
            if self.set(definition).is_some() {
                set_keys.push(definition.key.clone());
            }
        }
        set_keys.sort_unstable();
        (Struct { fields }, set_keys)
    }
}

/// What a write is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A player, and one of its devices if the write names one.
    Player { has_device: bool },
    /// A device, and nothing else.
    Device,
    /// Everybody.
    Global,
}

/// How unknown keys and null are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strictness {
    pub(crate) ignores_unknown: bool,
    pub(crate) takes_null: bool,
}

/// The checked values of a write, by whose they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Checked {
    /// Those of the device.
    pub(crate) device: Edits,
    /// All others.
    pub(crate) own: Edits,
    /// Unknown keys that were left out.
    pub(crate) ignored: BTreeSet<String>,
    /// Everything that is wrong.
    pub(crate) problems: Vec<Problem>,
}

/// Checks the values that lie at `path` of a request, each of them.
pub(crate) fn check(schema: &Schema, values: &Struct, path: &str, target: Target, strictness: Strictness) -> Checked {
    let mut checked = Checked::default();
    for (key, value) in &values.fields {
        if strictness.ignores_unknown && schema.get(key).is_none() {
            checked.ignored.insert(key.clone());
            continue;
        }
        let field = format!("{path}.{key}");
        let is_null = matches!(value.kind, None | Some(Kind::NullValue(_)));
        let allowed = find(schema, key, &field, target).and_then(|definition| {
            if is_null && strictness.takes_null {
                return Ok(definition);
            }
            let fits = definition.check(value);
            fits.map_err(|refusal| Problem::new(field.as_str(), refusal.reason, refusal.description))?;
            Ok(definition)
        });
        match allowed {
            Ok(definition) => {
                let edits = if definition.scope == Scope::Device { &mut checked.device } else { &mut checked.own };
                edits.insert(key.clone(), (!is_null).then(|| value.clone()));
            }
            Err(problem) => checked.problems.push(problem),
        }
    }
    checked
}

/// The definition of a key that a request names at `field`, if the key can be written with this target.
pub(crate) fn find<'s>(schema: &'s Schema, key: &str, field: &str, target: Target) -> Result<&'s Definition, Problem> {
    let definition = known(schema, key, field)?;
    let refusal = match (definition.scope, target) {
        (Scope::Global, Target::Global)
        | (Scope::Player, Target::Player { .. })
        | (Scope::Device, Target::Device | Target::Player { has_device: true }) => return Ok(definition),
        (Scope::Device, Target::Player { has_device: false }) => "belongs to a device: name the device_id",
        (Scope::Global, _) => "is global: administrators set it by UpdateGlobal",
        (Scope::Player, _) => "belongs to a player",
        (Scope::Device, _) => "belongs to a device of a player",
    };
    Err(Problem::new(field, "WRONG_SCOPE", refusal))
}

/// The definition of a key that a request names at `field`.
pub(crate) fn known<'s>(schema: &'s Schema, key: &str, field: &str) -> Result<&'s Definition, Problem> {
    schema.get(key).ok_or_else(|| {
        let hint = schema.nearest(key).map_or_else(String::new, |nearest| format!("; did you mean {nearest:?}?"));
        Problem::new(field, "UNKNOWN_KEY", format!("is no setting{hint}"))
    })
}

/// What is stored after a write: edits are made to what is there, or take its place.
pub(crate) fn apply(current: Option<&Struct>, edits: &Edits, replaces: bool) -> Struct {
    let mut fields = match current {
        Some(current) if !replaces => current.fields.clone(),
        _ => Values::new(),
    };
    for (key, value) in edits {
        match value {
            Some(value) => drop(fields.insert(key.clone(), value.clone())),
            None => drop(fields.remove(key)),
        }
    }
    Struct { fields }
}

/// The keys whose stored values differ.
pub(crate) fn changed(before: Option<&Struct>, after: Option<&Struct>) -> BTreeSet<String> {
    let empty = Values::new();
    let (before, after) =
        (before.map_or(&empty, |values| &values.fields), after.map_or(&empty, |values| &values.fields));
    let keys = before.keys().chain(after.keys());
    keys.filter(|key| before.get(*key) != after.get(*key)).cloned().collect()
}

/// The text that a value is, if it is one.
pub(crate) fn text_of(value: &Value) -> Option<&str> {
    match &value.kind {
        Some(Kind::StringValue(text)) => Some(text),
        _ => None,
    }
}
