use std::error::Error;
use std::io;
use std::time::Duration;

use proptest::prelude::*;

use super::*;

#[test]
fn codes_keep_their_numbers_and_names() {
    for number in 1..=16 {
        let code = Code::from_i32(number);
        assert_eq!(code as i32, number);
        assert_eq!(Code::from_name(code.as_str()), Some(code));
    }
    assert_eq!(Code::from_i32(0), Code::Unknown);
    assert_eq!(Code::from_i32(99), Code::Unknown);
    assert_eq!(Code::from_name("OK"), None);
}

#[test]
fn advice_survives_its_header() {
    for advice in [RetryAdvice::Never, RetryAdvice::NotExecuted, RetryAdvice::IfIdempotent] {
        assert_eq!(advice.as_header().map(RetryAdvice::from_header), Some(advice));
    }
    assert_eq!(RetryAdvice::Unknown.as_header(), None);
}

#[test]
fn a_cause_stays_in_the_process() {
    let status = Status::internal(io::Error::other("password is hunter2"));
    assert!(status.source().is_some());
    let received = Status::from_proto(status.to_proto());
    assert!(received.source().is_none());
    assert_eq!(received.to_string(), "INTERNAL: internal error");
}

#[test]
fn a_conflict_is_one_only_where_it_was_made() {
    let status = Status::conflict(&Key::new("entity").with("7"));
    assert!(status.is_conflict());
    assert!(!Status::from_proto(status.to_proto()).is_conflict());
    assert_eq!(status.code(), Code::Aborted);
}

#[test]
fn a_refusal_is_final_when_it_is_about_the_request_or_what_is_stored() {
    for status in [
        Status::invalid("amount", "must be positive"),
        Status::not_found("entity", "door"),
        Status::already_exists("entity", "door"),
        Status::failed_precondition("CLOSED", "not yet"),
        Status::version_mismatch("state", "p1", 7),
        Status::unimplemented("there is no such method"),
    ] {
        assert!(status.is_final(), "{status}");
    }
    for status in [
        Status::cancelled(),
        Status::deadline_exceeded("too late"),
        Status::unavailable("away"),
        Status::internal(io::Error::other("defect")),
        Status::resource_exhausted("full", Duration::from_secs(1)),
        Status::conflict(&Key::new("entity")),
        // These are about a caller, of whom another call may show another proof.
        Status::permission_denied("not yours"),
        Status::unauthenticated("sign in first"),
    ] {
        assert!(!status.is_final(), "{status}");
    }
}

#[test]
fn a_version_mismatch_tells_the_current_version() {
    let status = Status::from_proto(Status::version_mismatch("state", "p1", 7).to_proto());
    let info: google::ErrorInfo = status.detail().unwrap();
    assert_eq!(info.reason, reason::VERSION_MISMATCH);
    assert_eq!(info.metadata["current_version"], "7");
    let resource: google::ResourceInfo = status.detail().unwrap();
    assert_eq!(resource.description, "current version 7");
}

#[test]
fn violations_are_named_in_the_message_and_in_the_detail() {
    let status = Status::invalid("amount", "must be positive");
    assert_eq!(status.message(), "amount: must be positive");
    assert_eq!(status.field_violations()[0].field, "amount");
    assert!(Status::cancelled().field_violations().is_empty());
}

proptest! {
    #[test]
    fn what_travels_arrives(code in 1..=16i32, message in ".*", field in ".*", after_ms in prop::option::of(0..86_400_000u64)) {
        let mut status = Status::new(Code::from_i32(code), message.clone());
        if let Some(ms) = after_ms {
            status = status.with_retry_after(Duration::from_millis(ms));
        }
        let violation = FieldViolation { field, description: "d".into(), reason: String::new() };
        status = status.with_detail(&google::BadRequest { field_violations: vec![violation.clone()] });
        let received = Status::from_proto(status.to_proto());
        prop_assert_eq!(received.code(), status.code());
        prop_assert_eq!(received.message(), message);
        prop_assert_eq!(received.retry_after(), after_ms.map(Duration::from_millis));
        prop_assert_eq!(received.details(), status.details());
        prop_assert_eq!(received.field_violations(), vec![violation]);
    }
}
