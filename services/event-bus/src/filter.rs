//! Conditions on events.

use prost_reflect::{DynamicMessage, ReflectMessage, Value as Reflected};
use prost_types::Struct;
use prost_types::value::Kind;
use realmwire_contract::event_bus::v1::{EventFilter, FilterOperator};

use crate::error::Error;

/// A condition that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    attribute: Attribute,
    operator: FilterOperator,
    values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Attribute {
    Key,
    Publisher,
    /// A field of the content, by the names that lead to it.
    Content(Vec<String>),
}

/// What conditions look at.
pub(crate) struct Subject<'a> {
    pub(crate) key: &'a str,
    pub(crate) publisher: &'a str,
    pub(crate) content: &'a Readable,
}

/// An event's content as far as conditions can read it.
pub(crate) enum Readable {
    Message(DynamicMessage),
    Data(Struct),
    Nothing,
}

const VALUES_MAX: usize = 16;
const TEXT_BYTES_MAX: usize = 256;
const DEPTH_MAX: usize = 8;

impl Filter {
    /// Reads the condition in `field` of a request.
    pub(crate) fn parse(field: &str, filter: &EventFilter) -> Result<Self, Error> {
        let of = |name: &str| format!("{field}.{name}");
        let attribute = match filter.attribute.as_str() {
            "key" => Attribute::Key,
            "publisher" => Attribute::Publisher,
            path => Attribute::Content(content_path(path).ok_or_else(|| {
                Error::invalid(
                    of("attribute"),
                    "must be key, publisher, or message. and a field, such as message.zone_id",
                )
            })?),
        };
        let operator = match FilterOperator::try_from(filter.operator) {
            Ok(FilterOperator::Unspecified) => FilterOperator::Equal,
            Ok(operator) => operator,
            Err(_) => return Err(Error::invalid(of("operator"), "is not known")),
        };
        let expected = if operator == FilterOperator::Present { 0..=0 } else { 1..=VALUES_MAX };
        if !expected.contains(&filter.values.len()) {
            let (least, most) = expected.into_inner();
            return Err(Error::invalid(of("values"), format!("must have {least} to {most} texts for this operator")));
        }
        if filter.values.iter().any(|value| value.len() > TEXT_BYTES_MAX) {
            return Err(Error::invalid(of("values"), format!("holds a text of more than {TEXT_BYTES_MAX} bytes")));
        }
        Ok(Self { attribute, operator, values: filter.values.clone() })
    }

    /// Whether it needs the event's content.
    pub(crate) fn reads_content(&self) -> bool {
        matches!(self.attribute, Attribute::Content(_))
    }

    /// Whether an event fulfils it.
    pub(crate) fn passes(&self, subject: &Subject<'_>) -> bool {
        let found = match &self.attribute {
            Attribute::Key => Some(subject.key.to_owned()),
            Attribute::Publisher => Some(subject.publisher.to_owned()),
            Attribute::Content(path) => subject.content.text_at(path),
        };
        let found = found.as_deref();
        match self.operator {
            FilterOperator::Present => found.is_some_and(|text| !text.is_empty()),
            FilterOperator::Prefix => found.is_some_and(|text| self.values.iter().any(|value| text.starts_with(value))),
            FilterOperator::NotEqual => found.is_none_or(|text| self.values.iter().all(|value| text != value)),
            FilterOperator::Unspecified | FilterOperator::Equal => {
                found.is_some_and(|text| self.values.iter().any(|value| text == value))
            }
        }
    }
}

fn content_path(text: &str) -> Option<Vec<String>> {
    let path: Vec<String> = text.strip_prefix("message.")?.split('.').map(str::to_owned).collect();
    let fits =
        |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (text.len() <= TEXT_BYTES_MAX && path.len() <= DEPTH_MAX && path.iter().all(fits)).then_some(path)
}

impl Readable {
    /// The text of a field. Numbers are in decimal, enums by their name.
    fn text_at(&self, path: &[String]) -> Option<String> {
        match self {
            Self::Message(message) => text_in_message(message, path),
            Self::Data(data) => text_in_data(data, path),
            Self::Nothing => None,
        }
    }
}

fn text_in_message(message: &DynamicMessage, path: &[String]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    let field = message.descriptor().get_field_by_name(name)?;
    let is_there = !field.supports_presence() || message.has_field(&field);
    let value = message.get_field(&field);
    match (&*value, field.kind()) {
        (Reflected::Message(inner), prost_reflect::Kind::Message(kind)) if is_there => {
            if kind.full_name() == "google.protobuf.Struct" {
                return text_in_data(&inner.transcode_to().ok()?, rest);
            }
            text_in_message(inner, rest)
        }
        _ if !rest.is_empty() || !is_there => None,
        (Reflected::String(text), _) => Some(text.clone()),
        (Reflected::Bool(value), _) => Some(value.to_string()),
        (Reflected::I32(number), _) => Some(number.to_string()),
        (Reflected::I64(number), _) => Some(number.to_string()),
        (Reflected::U32(number), _) => Some(number.to_string()),
        (Reflected::U64(number), _) => Some(number.to_string()),
        (Reflected::F32(number), _) => Some(number.to_string()),
        (Reflected::F64(number), _) => Some(number.to_string()),
        (Reflected::EnumNumber(number), prost_reflect::Kind::Enum(values)) => {
            Some(values.get_value(*number).map_or_else(|| number.to_string(), |value| value.name().to_owned()))
        }
        _ => None,
    }
}

fn text_in_data(data: &Struct, path: &[String]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    match data.fields.get(name)?.kind.as_ref()? {
        Kind::StructValue(inner) => text_in_data(inner, rest),
        _ if !rest.is_empty() => None,
        Kind::StringValue(text) => Some(text.clone()),
        Kind::NumberValue(number) => Some(number.to_string()),
        Kind::BoolValue(value) => Some(value.to_string()),
        Kind::NullValue(_) | Kind::ListValue(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use prost::Message;
    use prost_types::Value;
    use realmwire_contract::descriptors;
    use realmwire_contract::time_manager::v1::{GameTime, HourChanged};

    use super::*;

    fn filter(attribute: &str, operator: FilterOperator, values: &[&str]) -> Result<Filter, Error> {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Filter::parse("filters[0]", &EventFilter { attribute: attribute.to_owned(), operator: operator.into(), values })
    }

    fn passes(content: &Readable, attribute: &str, operator: FilterOperator, values: &[&str]) -> bool {
        let subject = Subject { key: "p1", publisher: "admin/a", content };
        filter(attribute, operator, values).unwrap().passes(&subject)
    }

    fn hour() -> Readable {
        let time = Some(GameTime { milliseconds: 77, ..GameTime::default() });
        let event = HourChanged { clock_id: "vale".to_owned(), hours_passed: 3, time, ..HourChanged::default() };
        let descriptor = descriptors().get_message_by_name("realmwire.time_manager.v1.HourChanged").unwrap();
        Readable::Message(DynamicMessage::decode(descriptor, &event.encode_to_vec()[..]).unwrap())
    }

    fn raid() -> Readable {
        let text = |text: &str| Value { kind: Some(Kind::StringValue(text.to_owned())) };
        let place = Struct { fields: [("zone".to_owned(), text("vale"))].into() };
        let number = Value { kind: Some(Kind::NumberValue(12.0)) };
        let place = Value { kind: Some(Kind::StructValue(place)) };
        Readable::Data(Struct { fields: [("damage".to_owned(), number), ("place".to_owned(), place)].into() })
    }

    #[test]
    fn conditions_are_about_the_key_the_publisher_and_the_content() {
        use FilterOperator::{Equal, NotEqual, Prefix, Present};
        for (attribute, operator, values, expected) in [
            ("key", Equal, &["p1", "p2"][..], true),
            ("key", NotEqual, &["p1"], false),
            ("publisher", Prefix, &["admin/"], true),
            ("message.clock_id", Equal, &["vale"], true),
            ("message.clock_id", Equal, &["coast"], false),
            ("message.hours_passed", Equal, &["3"], true),
            ("message.time.milliseconds", Equal, &["77"], true),
            ("message.time.milliseconds.deeper", Present, &[], false),
            ("message.nothing", Present, &[], false),
            ("message.nothing", NotEqual, &["x"], true),
        ] {
            assert_eq!(passes(&hour(), attribute, operator, values), expected, "{attribute} {operator:?} {values:?}");
        }
        assert!(passes(&raid(), "message.place.zone", Equal, &["vale"]));
        assert!(passes(&raid(), "message.damage", Equal, &["12"]));
        assert!(!passes(&raid(), "message.place", Present, &[]));
        assert!(!passes(&Readable::Nothing, "message.place", Present, &[]));
    }

    #[test]
    fn malformed_conditions_are_refused_with_their_field() {
        use FilterOperator::{Equal, Present};
        for (refused, field) in [
            (filter("zone", Equal, &["x"]), "filters[0].attribute"),
            (filter("message.", Equal, &["x"]), "filters[0].attribute"),
            (filter("message.a..b", Equal, &["x"]), "filters[0].attribute"),
            (filter("key", Equal, &[]), "filters[0].values"),
            (filter("key", Present, &["x"]), "filters[0].values"),
            (filter("key", Equal, &[&"x".repeat(300)]), "filters[0].values"),
        ] {
            assert!(refused.unwrap_err().to_string().starts_with(field));
        }
        let unknown = EventFilter { attribute: "key".to_owned(), operator: 99, values: vec![String::new()] };
        assert!(Filter::parse("f", &unknown).unwrap_err().to_string().starts_with("f.operator"));
    }
}
