use std::fmt::Debug;

use crate::status::{Code, Status};

/// The status that a call was refused with, which must have this code.
///
/// # Panics
/// When the call was not refused, or with another code.
#[track_caller]
#[expect(clippy::panic, reason = "a test whose call was not refused as it should be has failed")]
pub fn refused<T: Debug>(result: Result<T, Status>, code: Code) -> Status {
    match result {
        Err(status) if status.code() == code => status,
        other => panic!("expected {code:?}, got {other:?}"),
    }
}

/// The status that a call was refused with because of this field of its request, and of no other.
///
/// # Panics
/// When the call was not refused, or for another reason.
#[track_caller]
pub fn refused_field<T: Debug>(result: Result<T, Status>, field: &str) -> Status {
    let status = refused(result, Code::InvalidArgument);
    let fields: Vec<_> = status.field_violations().into_iter().map(|violation| violation.field).collect();
    assert_eq!(fields, [field], "{status}");
    status
}
