//! How packages, files and everything in them are named.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::findings::{Findings, Place};
use crate::schema::Schema;

/// A file of `realmwire.<domain>.v<number>` lies in the directory of the same name.
pub(super) fn packages(schema: &Schema, findings: &mut Findings) {
    for file in schema.files() {
        let package = file.package_name();
        let well_formed = match package.split('.').collect::<Vec<_>>()[..] {
            ["realmwire", domain, version] => domain == domain.to_snake_case() && is_version(version),
            _ => false,
        };
        if !well_formed {
            findings.add(&file, format!("package {package} must be realmwire.<domain>.v<number>"));
        }
        let (directory, name) = file.name().rsplit_once('/').unwrap_or(("", file.name()));
        let expected = package.replace('.', "/");
        if directory != expected {
            findings.add(&file, format!("a file of package {package} must be in {expected}/"));
        }
        let stem = name.trim_end_matches(".proto");
        if stem != stem.to_snake_case() {
            findings.add(&file, format!("the file's name must be {}.proto", stem.to_snake_case()));
        }
        if file.file_descriptor_proto().syntax() != "proto3" {
            findings.add(&file, "the syntax must be proto3");
        }
    }
}

fn is_version(version: &str) -> bool {
    let number = version.strip_prefix('v').unwrap_or_default();
    !number.starts_with('0') && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Types and methods are named `LikeThis`, fields `like_this`, values of enums `LIKE_THIS`.
pub(super) fn names(schema: &Schema, findings: &mut Findings) {
    for message in schema.messages() {
        expect(findings, &message, message.name(), &message.name().to_upper_camel_case());
        for field in message.fields() {
            expect(findings, &field, field.name(), &field.name().to_snake_case());
        }
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            expect(findings, &oneof, oneof.name(), &oneof.name().to_snake_case());
        }
    }
    for descriptor in schema.enums() {
        expect(findings, &descriptor, descriptor.name(), &descriptor.name().to_upper_camel_case());
        for value in descriptor.values() {
            expect(findings, &value, value.name(), &value.name().to_shouty_snake_case());
        }
    }
    for service in &schema.services {
        for method in service.descriptor.methods() {
            expect(findings, &method, method.name(), &method.name().to_upper_camel_case());
        }
    }
}

fn expect(findings: &mut Findings, place: &impl Place, name: &str, expected: &str) {
    if name != expected {
        findings.add(place, format!("{name} must be written {expected}"));
    }
}
