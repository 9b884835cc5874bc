//! Rules of messages and enums.

use heck::ToShoutySnakeCase;
use prost_reflect::{FieldDescriptor, Kind};

use super::findings::{Findings, Place};
use crate::schema::Schema;

/// Field numbers of the metadata that travels with messages.
const METADATA_NUMBERS: std::ops::RangeInclusive<u32> = 2040..=2047;

/// Everything that a reader of the contract sees says what it is for.
pub(super) fn comments(schema: &Schema, findings: &mut Findings) {
    for file in schema.files() {
        expect_comment(findings, &file, "the file, above its syntax line,");
    }
    for message in schema.messages() {
        expect_comment(findings, &message, message.name());
        for field in message.fields() {
            expect_comment(findings, &field, field.name());
        }
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            expect_comment(findings, &oneof, oneof.name());
        }
    }
    for descriptor in schema.enums() {
        expect_comment(findings, &descriptor, descriptor.name());
        for value in descriptor.values() {
            expect_comment(findings, &value, value.name());
        }
    }
    for service in &schema.services {
        expect_comment(findings, &service.descriptor, service.descriptor.name());
        for method in service.descriptor.methods() {
            expect_comment(findings, &method, method.name());
        }
    }
}

fn expect_comment(findings: &mut Findings, place: &impl Place, name: &str) {
    if place.comment().trim().is_empty() {
        findings.add(place, format!("{name} needs a comment above it"));
    }
}

/// The zero value means "not said", and every value begins with the name of its enum.
pub(super) fn enum_values(schema: &Schema, findings: &mut Findings) {
    for descriptor in schema.enums() {
        let prefix = format!("{}_", descriptor.name().to_shouty_snake_case());
        for value in descriptor.values() {
            if !value.name().starts_with(&prefix) {
                findings.add(&value, format!("{} must begin with {prefix}", value.name()));
            }
            if value.number() == 0 && value.name() != format!("{prefix}UNSPECIFIED") {
                findings.add(&value, format!("the zero value must be {prefix}UNSPECIFIED"));
            }
        }
    }
}

/// The metadata of a call is appended to its message as fields of its own.
pub(super) fn reserved_numbers(schema: &Schema, findings: &mut Findings) {
    for field in schema.messages().flat_map(|message| message.fields().collect::<Vec<_>>()) {
        if METADATA_NUMBERS.contains(&field.number()) {
            let problem = format!("{} has number {}, which belongs to a call's metadata", field.name(), field.number());
            findings.add(&field, problem);
        }
    }
}

/// A point in time is a Timestamp, and is named so.
pub(super) fn times(schema: &Schema, findings: &mut Findings) {
    for field in schema.messages().flat_map(|message| message.fields().collect::<Vec<_>>()) {
        let name = field.name();
        let named_as_time = name.ends_with("_time") || (field.is_list() && name.ends_with("_times"));
        if is_timestamp(&field) && !named_as_time {
            findings.add(&field, format!("{name} is a point in time: its name must end in _time"));
        }
        let looks_like_time = ["_time", "_at", "_timestamp"].iter().any(|suffix| name.ends_with(suffix));
        if looks_like_time && !matches!(field.kind(), Kind::Message(_)) {
            findings.add(&field, format!("{name} is a point in time: its type must be google.protobuf.Timestamp"));
        }
    }
}

fn is_timestamp(field: &FieldDescriptor) -> bool {
    matches!(field.kind(), Kind::Message(message) if message.full_name() == "google.protobuf.Timestamp")
}
