//! Reads the configuration from its three sources and refuses what it does not know.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::keys::{Key, VARIABLE_PREFIX, keys};
use super::settings::Config;

/// Values given on the command line, by key path.
pub(crate) type Overrides = Vec<(String, Value)>;

/// Variables with the prefix that name no key, because they steer the command line and not the system.
const OTHER_VARIABLES: [&str; 4] = ["REALMWIRE_CONFIG", "REALMWIRE_TOKEN", "REALMWIRE_URL", "REALMWIRE_ADMIN_URL"];

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}")]
    Read {
        /// The file.
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("the configuration file {path} is not valid TOML:\n{message}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What the parser says, with line and column.
        message: String,
    },
    /// There is no such key.
    #[error("{place}: unknown key {key:?}{hint}; `realmwire config keys` lists them all")]
    UnknownKey {
        /// Where it was found.
        place: String,
        /// The key as given.
        key: String,
        /// The nearest key, as a question.
        hint: String,
    },
    /// The value does not fit the key.
    #[error("{place}: {key}: {message}")]
    InvalidValue {
        /// Where it was found.
        place: String,
        /// The key.
        key: String,
        /// What is wrong.
        message: String,
    },
}

/// Reads `file`, then `variables`, then `overrides`.
///
/// # Errors
/// A file that cannot be read or parsed, an unknown key in any source, a value of the wrong type.
pub(crate) fn load(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
    overrides: Overrides,
) -> Result<Config, ConfigError> {
    let keys = keys();
    let text = file.map(read).transpose()?;
    let mut merged = match (file, &text) {
        (Some(path), Some(text)) => parse_file(path, text, &keys)?,
        _ => Table::new(),
    };
    for (key, value) in from_variables(variables, &keys)? {
        insert(&mut merged, &key, value);
    }
    for (key, value) in overrides {
        known(&key, "command line", &keys)?;
        insert(&mut merged, &key, value);
    }
    serde_path_to_error::deserialize(merged).map_err(|error| {
        let key = error.path().to_string();
        ConfigError::InvalidValue {
            place: place_of(file, text.as_deref(), &key),
            message: error.inner().message().to_owned(),
            key,
        }
    })
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })
}

fn parse_file(path: &Path, text: &str, keys: &[Key]) -> Result<Table, ConfigError> {
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| ConfigError::Syntax { path: path.to_owned(), message: error.to_string() })?;
    let mut leaves = Vec::new();
    list_leaves("", &table, keys, &mut leaves);
    for leaf in leaves {
        known(&leaf, &place_of(Some(path), Some(text), &leaf), keys)?;
    }
    Ok(table)
}

/// The paths of the values in `table`; a table whose own path is a key is a value.
fn list_leaves(path: &str, table: &Table, keys: &[Key], leaves: &mut Vec<String>) {
    for (name, value) in table {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::Table(table) if !keys.iter().any(|key| key.path == inner) && is_section(&inner, keys) => {
                list_leaves(&inner, table, keys, leaves);
            }
            _ => leaves.push(inner),
        }
    }
}

fn is_section(path: &str, keys: &[Key]) -> bool {
    let prefix = format!("{path}.");
    keys.iter().any(|key| key.path.starts_with(&prefix))
}

fn known(path: &str, place: &str, keys: &[Key]) -> Result<(), ConfigError> {
    if keys.iter().any(|key| key.path == path) {
        return Ok(());
    }
    Err(ConfigError::UnknownKey {
        place: place.to_owned(),
        key: path.to_owned(),
        hint: nearest(path, keys.iter().map(|key| key.path.clone())),
    })
}

fn nearest(given: &str, names: impl Iterator<Item = String>) -> String {
    const ALIKE: f64 = 0.75;
    names
        .map(|name| (strsim::jaro_winkler(given, &name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| format!(", did you mean {name:?}?"))
        .unwrap_or_default()
}

fn from_variables(
    variables: impl IntoIterator<Item = (String, String)>,
    keys: &[Key],
) -> Result<Overrides, ConfigError> {
    let mut found = Vec::new();
    for (name, text) in variables {
        if !name.starts_with(VARIABLE_PREFIX) || OTHER_VARIABLES.contains(&name.as_str()) {
            continue;
        }
        let Some(key) = keys.iter().find(|key| key.variable() == name) else {
            return Err(ConfigError::UnknownKey {
                place: "environment".to_owned(),
                hint: nearest(&name, keys.iter().map(Key::variable)),
                key: name,
            });
        };
        found.push((key.path.clone(), parse_value(key, &text, "environment")?));
    }
    Ok(found)
}

/// A value from a text without the quotes that TOML wants around strings; a list is separated by commas.
fn parse_value(key: &Key, text: &str, place: &str) -> Result<Value, ConfigError> {
    if key.is_text() {
        return Ok(Value::String(text.to_owned()));
    }
    if key.kind == "list of string" && !text.starts_with('[') {
        return Ok(Value::Array(text.split(',').map(|item| Value::String(item.trim().to_owned())).collect()));
    }
    let parsed = format!("value = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    match parsed {
        Some(value) => Ok(value),
        // Choices and addresses are text with a format of their own; the type check names what is wrong.
        None if !text.contains('\n') => Ok(Value::String(text.to_owned())),
        None => Err(ConfigError::InvalidValue {
            place: place.to_owned(),
            key: key.path.clone(),
            message: format!("expected {}", key.kind),
        }),
    }
}

fn insert(table: &mut Table, path: &str, value: Value) {
    let Some((section, rest)) = path.split_once('.') else {
        table.insert(path.to_owned(), value);
        return;
    };
    let inner = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(inner) = inner {
        insert(inner, rest, value);
    }
}

/// `file:line` of the key where the file holds it, else where else it can have come from.
fn place_of(file: Option<&Path>, text: Option<&str>, key: &str) -> String {
    let (Some(file), Some(text)) = (file, text) else {
        return "configuration".to_owned();
    };
    match line_of(text, key) {
        Some(line) => format!("{}:{line}", file.display()),
        None => format!("configuration with {}", file.display()),
    }
}

fn line_of(text: &str, path: &str) -> Option<usize> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
        match value.get_ref() {
            toml::de::DeValue::Table(inner) if names.peek().is_some() => table = inner,
            _ => return Some(text.get(..key.span().start)?.matches('\n').count() + 1),
        }
    }
    None
}
