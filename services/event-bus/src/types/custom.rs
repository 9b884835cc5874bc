//! Types that the game's content declares, in files `events/*.toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_sdk::content::{ContentError, ContentFile, Spanned};
use serde::Deserialize;

use super::{GAME, KnownType, TypeKind};
use crate::pattern::is_type_name;

/// The fields of a type that the content declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct CustomType {
    pub(crate) fields: BTreeMap<String, Field>,
}

/// A field of a type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) kind: FieldKind,
    #[serde(default)]
    pub(crate) required: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FieldKind {
    String,
    Number,
    Integer,
    Boolean,
    List,
    Object,
}

/// A file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    event: Vec<Spanned<Declaration>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declaration {
    /// Without "game." and the version: such as `raid.won`.
    name: Spanned<String>,
    #[serde(default = "first_version")]
    version: Spanned<u32>,
    description: String,
    /// The field that says what the event is about.
    key: Option<Spanned<String>>,
    #[serde(default)]
    fields: BTreeMap<Spanned<String>, Field>,
}

fn first_version() -> Spanned<u32> {
    Spanned::new(0..0, 1)
}

/// The most fields of a type.
const FIELDS_MAX: usize = 64;

/// Reads and checks a file: its types, and where each is declared.
pub(super) fn read(file: &ContentFile) -> Result<Vec<(Range<usize>, KnownType)>, ContentError> {
    let declared: File = file.parse()?;
    ContentError::all(declared.event.into_iter().map(|declaration| {
        let span = declaration.span();
        Ok((span.clone(), check(file, span, declaration.into_inner())?))
    }))
}

fn check(file: &ContentFile, span: Range<usize>, declaration: Declaration) -> Result<KnownType, ContentError> {
    let name = declaration.name.get_ref();
    if !is_type_name(name) {
        let problem = format!("{name:?} is no name of the form thing.happened, in lower-case words");
        return Err(file.error(declaration.name.span(), problem));
    }
    if *declaration.version.get_ref() == 0 {
        return Err(file.error(declaration.version.span(), "versions begin with 1"));
    }
    if declaration.fields.len() > FIELDS_MAX {
        return Err(file.error(span, format!("has more than {FIELDS_MAX} fields")));
    }
    let mut fields = BTreeMap::new();
    for (field, shape) in declaration.fields {
        if !is_field_name(field.get_ref()) {
            return Err(file.error(field.span(), "a field is named in lower-case letters, digits and _"));
        }
        fields.insert(field.into_inner(), shape);
    }
    if let Some(key) = &declaration.key {
        let is_text = |field: &Field| field.kind == FieldKind::String && field.required;
        if !fields.get(key.get_ref()).is_some_and(is_text) {
            return Err(file.error(key.span(), "the key must be a required field of kind string"));
        }
    }
    Ok(KnownType {
        name: format!("{GAME}.{name}.v{}", declaration.version.get_ref()),
        description: declaration.description,
        key_field: declaration.key.map(Spanned::into_inner).unwrap_or_default(),
        kind: TypeKind::Game(CustomType { fields }),
    })
}

fn is_field_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.len() <= 64 && name.bytes().all(fits)
}

impl CustomType {
    /// Checks that `data` is of this shape.
    ///
    /// # Errors
    /// The field that is not, and what it must be.
    pub(crate) fn check(&self, data: &Struct) -> Result<(), (String, String)> {
        for (name, value) in &data.fields {
            let Some(field) = self.fields.get(name) else {
                return Err((name.clone(), "is no field of this type".to_owned()));
            };
            if !field.kind.holds(value) {
                return Err((name.clone(), format!("must be of kind {}", field.kind.word())));
            }
        }
        let missing = self.fields.iter().find(|(name, field)| field.required && !data.fields.contains_key(*name));
        match missing {
            Some((name, _)) => Err((name.clone(), "must not be missing".to_owned())),
            None => Ok(()),
        }
    }
}

impl FieldKind {
    /// Its name in files and answers.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::List => "list",
            Self::Object => "object",
        }
    }

    fn holds(self, value: &Value) -> bool {
        match (&value.kind, self) {
            (Some(Kind::StringValue(_)), Self::String)
            | (Some(Kind::BoolValue(_)), Self::Boolean)
            | (Some(Kind::ListValue(_)), Self::List)
            | (Some(Kind::StructValue(_)), Self::Object) => true,
            (Some(Kind::NumberValue(number)), Self::Number) => number.is_finite(),
            (Some(Kind::NumberValue(number)), Self::Integer) => number.is_finite() && number.fract() == 0.0,
            _ => false,
        }
    }
}
