//! What a write expects to find.

use realmwire_contract::common::v1::ExpectedVersion;
use realmwire_contract::common::v1::expected_version::Expectation;

use crate::error::Error;

/// The revision that a request expects; 0 is that nothing is stored. `None` is whatever there is.
pub(crate) fn revision(expected: Option<ExpectedVersion>) -> Result<Option<u64>, Error> {
    match expected.and_then(|expected| expected.expectation) {
        None => Ok(None),
        Some(Expectation::Absent(true)) => Ok(Some(0)),
        Some(Expectation::Absent(false)) => Err(Error::invalid("expected_revision.absent", "can only be true")),
        Some(Expectation::Version(0)) => Err(Error::invalid("expected_revision.version", "must be at least 1")),
        Some(Expectation::Version(version)) => Ok(Some(version)),
    }
}
