//! From requests to the rules' own types; every error names the field.

use std::time::Duration;

use realmwire_contract::common::v1::ExpectedVersion;
use realmwire_contract::state_manager::v1::operation::Operation as Operations;
use realmwire_contract::state_manager::v1::{DeleteRequest, Operation, PatchRequest, PutRequest};
use realmwire_sdk::requests::{check_id, expected_version};

use super::limits::check_data;
use super::versions::{Edit, Expected, Write};
use crate::config::Config;
use crate::error::Error;
use crate::state::{DocumentId, DocumentKind};

/// The document that a request names by `kind` and `id`.
pub(crate) fn document_id(kind: DocumentKind, id: String) -> Result<DocumentId, Error> {
    check_id("id", &id)?;
    Ok(DocumentId { kind, id })
}

/// The kind that a request names.
pub(crate) fn document_kind(kind: i32) -> Result<DocumentKind, Error> {
    DocumentKind::from_proto(kind).ok_or_else(|| Error::invalid("kind", "must be KIND_PLAYER or KIND_ENTITY"))
}

/// The write that a Put asks for.
pub(crate) fn parse_put(request: PutRequest, config: &Config) -> Result<Write, Error> {
    let document = document_id(document_kind(request.kind)?, request.id)?;
    let data = request.data.ok_or_else(|| Error::invalid("data", "must not be missing"))?;
    check_data("data", &data, config)?;
    let edit = Edit::Put { data, ttl: parse_ttl(request.ttl, config)? };
    Ok(Write { document, expected: parse_expected(request.expected_version)?, edit })
}

/// The write that a Patch asks for.
pub(crate) fn parse_patch(request: PatchRequest, config: &Config) -> Result<Write, Error> {
    let document = document_id(document_kind(request.kind)?, request.id)?;
    let patch = request.patch.unwrap_or_default();
    check_data("patch", &patch, config)?;
    let ttl = parse_ttl(request.ttl, config)?;
    let edit = Edit::Patch { patch, ttl, allow_missing: request.allow_missing };
    Ok(Write { document, expected: parse_expected(request.expected_version)?, edit })
}

/// The write that a Delete asks for.
pub(crate) fn parse_delete(request: DeleteRequest) -> Result<Write, Error> {
    let document = document_id(document_kind(request.kind)?, request.id)?;
    let edit = Edit::Delete { allow_missing: request.allow_missing, erase_history: request.erase_history };
    Ok(Write { document, expected: parse_expected(request.expected_version)?, edit })
}

/// The write that one operation of a transaction asks for.
pub(crate) fn parse_operation(operation: Operation, config: &Config) -> Result<Write, Error> {
    match operation.operation {
        Some(Operations::Put(request)) => parse_put(request, config).map_err(|error| error.within("put")),
        Some(Operations::Patch(request)) => parse_patch(request, config).map_err(|error| error.within("patch")),
        Some(Operations::Delete(request)) => parse_delete(request).map_err(|error| error.within("delete")),
        None => Err(Error::invalid("operation", "must be one of put, patch and delete")),
    }
}

fn parse_expected(expected: Option<ExpectedVersion>) -> Result<Expected, Error> {
    Ok(match expected_version("expected_version", expected.as_ref())? {
        None => Expected::Any,
        Some(0) => Expected::Absent,
        Some(version) => Expected::Version(version),
    })
}

fn parse_ttl(ttl: Option<prost_types::Duration>, config: &Config) -> Result<Option<Duration>, Error> {
    let Some(ttl) = ttl else { return Ok(None) };
    let parsed = Duration::try_from(ttl).ok().filter(|ttl| !ttl.is_zero() && *ttl <= config.ttl_max());
    let parsed = parsed
        .ok_or_else(|| Error::invalid("ttl", format!("must be positive and at most {} days", config.ttl_days_max)))?;
    Ok(Some(parsed))
}
