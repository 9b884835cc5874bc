//! Every configuration key with its type, default and meaning, read off the schema of the settings.

use realmwire_node::schema_of;
use serde_json::Value;

use super::settings::Config;

/// The prefix of environment variables that set a key.
pub(crate) const VARIABLE_PREFIX: &str = "REALMWIRE_";

/// One key of the configuration.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// Its place, such as `nats.servers`.
    pub(crate) path: String,
    /// What a value looks like, such as `integer` or `list of string`.
    pub(crate) kind: String,
    /// The default as JSON; `null` when there is none.
    pub(crate) default: Value,
    /// What it means, with its unit.
    pub(crate) description: String,
}

impl Key {
    /// The environment variable that sets it.
    pub(crate) fn variable(&self) -> String {
        format!("{VARIABLE_PREFIX}{}", self.path.replace(['.', '-'], "_").to_uppercase())
    }

    /// Whether a value in an environment variable is text and needs no quotes.
    pub(crate) fn is_text(&self) -> bool {
        self.kind == "string"
    }
}

/// All keys: the process's own, then each service's under `services.<name>`.
pub(crate) fn keys() -> Vec<Key> {
    let own = schema_of::<Config>();
    let mut found = Vec::new();
    collect("", own.as_value(), &Value::Null, &mut found);
    found.retain(|key| key.path != "services");
    let common = schema_of::<realmwire_sdk::service::Settings>();
    for entry in realmwire_node::catalogue() {
        let table = format!("services.{}", entry.spec.name);
        collect(&table, (entry.config_schema)().as_value(), &Value::Null, &mut found);
        collect(&format!("{table}.runtime"), common.as_value(), &Value::Null, &mut found);
    }
    found
}

fn collect(path: &str, schema: &Value, default: &Value, found: &mut Vec<Key>) {
    let default = schema.get("default").unwrap_or(default);
    if let Some(Value::Object(properties)) = schema.get("properties") {
        for (name, property) in properties {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            collect(&inner, property, default.get(name).unwrap_or(&Value::Null), found);
        }
        return;
    }
    if path.is_empty() {
        return;
    }
    found.push(Key {
        path: path.to_owned(),
        kind: kind_of(schema),
        default: default.clone(),
        description: schema.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " "),
    });
}

fn kind_of(schema: &Value) -> String {
    if let Some(Value::Array(choices)) = schema.get("enum") {
        return choices.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ");
    }
    if let Some(Value::Array(variants)) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        let mut kinds: Vec<String> = variants.iter().map(kind_of).filter(|kind| kind != "null").collect();
        kinds.dedup();
        return kinds.join(" or ");
    }
    if let Some(constant) = schema.get("const").and_then(Value::as_str) {
        return constant.to_owned();
    }
    match schema.get("type") {
        Some(Value::String(name)) if name == "array" => {
            format!("list of {}", schema.get("items").map_or_else(|| "values".to_owned(), kind_of))
        }
        Some(Value::String(name)) if name == "object" => "table".to_owned(),
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect::<Vec<_>>().join(" or ")
        }
        _ => "value".to_owned(),
    }
}
