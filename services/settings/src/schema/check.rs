//! From files to a schema: every rule that a definition must keep, and the line where it does not.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range as Place;

use prost_types::value::Kind;
use prost_types::{ListValue, Value};
use realmwire_sdk::content::{ContentError, ContentFile, Spanned};
use ring::digest;

use super::definition::{self, Definitions, Plain, Setting, ValueType};
use super::{Definition, Range, Schema, Scope, Values};
use crate::policy;

/// The most definitions.
const DEFINITIONS_MAX: usize = 500;
/// The longest key, in characters.
const KEY_CHARACTERS_MAX: usize = 128;
/// The longest description, in characters.
const DESCRIPTION_CHARACTERS_MAX: usize = 500;
/// The longest text that a setting can hold, in characters.
const TEXT_CHARACTERS_MAX: u32 = 1000;
/// The longest text of a setting that says no limit itself.
const TEXT_CHARACTERS_DEFAULT: u32 = 200;
/// The most options of a choice.
const OPTIONS_MAX: usize = 100;
/// The longest option, in characters.
const OPTION_CHARACTERS_MAX: usize = 100;

/// Reads and checks the definitions of the files, to which those of `policy_file` are added where they have none.
pub(super) fn build(files: &[ContentFile], policy_file: (&str, &str)) -> Result<Schema, ContentError> {
    let mut definitions = BTreeMap::new();
    let checked = ContentError::all(files.iter().map(|file| Ok((file, read(file)?))))?;
    let mut problems = Vec::new();
    for (file, settings) in checked {
        for (definition, place) in settings {
            match definitions.entry(definition.key.clone()) {
                Entry::Vacant(vacant) => drop(vacant.insert(definition)),
                Entry::Occupied(other) => {
                    let problem = format!("the key {:?} is defined already", other.key());
                    problems.push(Err(file.error(place, problem)));
                }
            }
        }
    }
    ContentError::all::<()>(problems)?;
    let policy = ContentFile { path: policy_file.0.to_owned(), text: policy_file.1.to_owned() };
    for (definition, _) in read(&policy)? {
        definitions.entry(definition.key.clone()).or_insert(definition);
    }
    if definitions.len() > DEFINITIONS_MAX {
        let count = definitions.len();
        return Err(ContentError::whole("settings", format!("{count} definitions, the limit is {DEFINITIONS_MAX}")));
    }
    let version = fingerprint(&definitions);
    Ok(Schema { definitions, version })
}

/// The definitions of a file, each with the place of its key.
fn read(file: &ContentFile) -> Result<Vec<(Definition, Place<usize>)>, ContentError> {
    let definitions = file.parse::<Definitions>()?;
    ContentError::all(definitions.settings.into_iter().map(|setting| {
        let place = setting.key.span();
        let checked = check(&setting).map_err(|problem| file.error(problem.place, problem.description))?;
        Ok((checked, place))
    }))
}

/// What is wrong, and where.
struct Problem {
    place: Place<usize>,
    description: String,
}

fn problem<T>(at: &Spanned<T>, description: impl Into<String>) -> Problem {
    Problem { place: at.span(), description: description.into() }
}

fn check(setting: &Setting) -> Result<Definition, Problem> {
    let key = setting.key.get_ref();
    if !is_key(key) {
        return Err(problem(
            &setting.key,
            "a key is made of words of a to z, digits and underscores, joined by dots, and has at most 128 characters",
        ));
    }
    let description = setting.description.get_ref();
    if description.is_empty() || description.chars().count() > DESCRIPTION_CHARACTERS_MAX {
        let problem_text = format!("a description has 1 to {DESCRIPTION_CHARACTERS_MAX} characters");
        return Err(problem(&setting.description, problem_text));
    }
    let definition = Definition {
        key: key.clone(),
        values: check_values(setting)?,
        scope: scope(*setting.scope.get_ref()),
        default: value(setting.default.get_ref().clone()),
        description: description.clone(),
    };
    if let Err(refusal) = definition.check(&definition.default) {
        return Err(problem(&setting.default, format!("the default {}", refusal.description)));
    }
    check_policy(setting, &definition)?;
    Ok(definition)
}

fn is_key(key: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    key.len() <= KEY_CHARACTERS_MAX && key.split('.').all(is_word)
}

fn check_values(setting: &Setting) -> Result<Values, Problem> {
    let value_type = *setting.value_type.get_ref();
    let is_number = matches!(value_type, ValueType::Integer | ValueType::Number);
    if let Some(limit) = setting.minimum.iter().chain(&setting.maximum).find(|_| !is_number) {
        return Err(problem(limit, "only numbers have a minimum and a maximum"));
    }
    if let Some(limit) = setting.characters_max.as_ref().filter(|_| value_type != ValueType::Text) {
        return Err(problem(limit, "only texts have characters_max"));
    }
    let is_choice = matches!(value_type, ValueType::Choice | ValueType::Choices);
    if let Some(options) = setting.options.as_ref().filter(|_| !is_choice) {
        return Err(problem(options, "only choices have options"));
    }
    Ok(match value_type {
        ValueType::Boolean => Values::Boolean,
        ValueType::Integer => Values::Integer(check_range(setting)?),
        ValueType::Number => Values::Number(check_range(setting)?),
        ValueType::Text => Values::Text { characters_max: check_characters(setting)? },
        ValueType::Choice => Values::Choice(check_options(setting)?),
        ValueType::Choices => Values::Choices(check_options(setting)?),
    })
}

fn check_range(setting: &Setting) -> Result<Range, Problem> {
    for limit in setting.minimum.iter().chain(&setting.maximum) {
        let number = *limit.get_ref();
        if !number.is_finite() || (*setting.value_type.get_ref() == ValueType::Integer && number.fract() != 0.0) {
            return Err(problem(limit, "must be a number of the setting's own type"));
        }
    }
    let range = Range {
        minimum: setting.minimum.as_ref().map(|limit| *limit.get_ref()),
        maximum: setting.maximum.as_ref().map(|limit| *limit.get_ref()),
    };
    if let (Some(minimum), Some(maximum), Some(limit)) = (range.minimum, range.maximum, &setting.maximum)
        && minimum > maximum
    {
        return Err(problem(limit, format!("the maximum {maximum} is less than the minimum {minimum}")));
    }
    Ok(range)
}

fn check_characters(setting: &Setting) -> Result<u32, Problem> {
    let Some(limit) = &setting.characters_max else { return Ok(TEXT_CHARACTERS_DEFAULT) };
    if !(1..=TEXT_CHARACTERS_MAX).contains(limit.get_ref()) {
        return Err(problem(limit, format!("characters_max must be from 1 to {TEXT_CHARACTERS_MAX}")));
    }
    Ok(*limit.get_ref())
}

fn check_options(setting: &Setting) -> Result<Vec<String>, Problem> {
    let Some(options) = &setting.options else { return Err(problem(&setting.value_type, "a choice needs options")) };
    let listed = options.get_ref();
    if listed.is_empty() || listed.len() > OPTIONS_MAX {
        return Err(problem(options, format!("there must be 1 to {OPTIONS_MAX} options")));
    }
    for (index, option) in listed.iter().enumerate() {
        let length = option.chars().count();
        if length == 0 || length > OPTION_CHARACTERS_MAX || option.chars().any(char::is_control) {
            let problem_text =
                format!("an option has 1 to {OPTION_CHARACTERS_MAX} characters, and no control characters");
            return Err(problem(options, problem_text));
        }
        if listed.iter().take(index).any(|other| other == option) {
            return Err(problem(options, format!("the option {option:?} is there twice")));
        }
    }
    Ok(listed.clone())
}

/// A setting that the content policy is made of must have its meaning.
fn check_policy(setting: &Setting, definition: &Definition) -> Result<(), Problem> {
    let Some(needed) = policy::scope_of(&definition.key) else { return Ok(()) };
    if definition.scope != needed {
        return Err(problem(&setting.scope, "a policy is a player's, and a limit of it is global"));
    }
    let Values::Choice(options) = &definition.values else {
        return Err(problem(&setting.value_type, "a part of the content policy is a choice"));
    };
    match options.iter().find(|option| policy::level_of(option).is_none()) {
        Some(option) => {
            let place = setting.options.as_ref().map_or_else(|| setting.key.span(), Spanned::span);
            let levels = policy::LEVELS.map(|(name, _)| name).join(", ");
            Err(Problem { place, description: format!("{option:?} is no level of content, which are {levels}") })
        }
        None => Ok(()),
    }
}

fn scope(scope: definition::Scope) -> Scope {
    match scope {
        definition::Scope::Global => Scope::Global,
        definition::Scope::Player => Scope::Player,
        definition::Scope::Device => Scope::Device,
    }
}

fn value(plain: Plain) -> Value {
    let kind = match plain {
        Plain::Boolean(value) => Kind::BoolValue(value),
        Plain::Number(number) => Kind::NumberValue(number),
        Plain::Text(text) => Kind::StringValue(text),
        Plain::Texts(texts) => {
            let values = texts.into_iter().map(|text| Value { kind: Some(Kind::StringValue(text)) }).collect();
            Kind::ListValue(ListValue { values })
        }
    };
    Value { kind: Some(kind) }
}

/// A text that is another one when any definition is.
fn fingerprint(definitions: &BTreeMap<String, Definition>) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{definitions:?}").as_bytes());
    let number = hash.as_ref().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:016x}")
}
