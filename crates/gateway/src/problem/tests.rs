use std::time::Duration;

use realmwire_sdk::status::RetryAdvice;

use super::*;

fn json(problem: &Problem) -> serde_json::Value {
    let schema = Schema::compile(realmwire_contract::descriptors());
    serde_json::from_slice(&problem.body(&schema, "r1")).unwrap()
}

#[test]
fn each_code_has_its_status() {
    for (code, expected) in [
        (Code::Cancelled, 499),
        (Code::Unknown, 500),
        (Code::InvalidArgument, 400),
        (Code::DeadlineExceeded, 504),
        (Code::NotFound, 404),
        (Code::AlreadyExists, 409),
        (Code::PermissionDenied, 403),
        (Code::ResourceExhausted, 429),
        (Code::FailedPrecondition, 400),
        (Code::Aborted, 409),
        (Code::OutOfRange, 400),
        (Code::Unimplemented, 501),
        (Code::Internal, 500),
        (Code::Unavailable, 503),
        (Code::DataLoss, 500),
        (Code::Unauthenticated, 401),
    ] {
        let problem = Problem::from_status(&Status::new(code, "text"), Precondition::None);
        assert_eq!(problem.status().as_u16(), expected, "{code:?}");
        let body = json(&problem);
        assert_eq!(body["status"], expected);
        assert_eq!(body["code"], code.as_str());
        assert_eq!(body["request_id"], "r1");
        assert_eq!(body["type"], "about:blank");
        assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
}

#[test]
fn reasons_decide_where_a_code_means_several_things() {
    let status = |code, reason| Status::new(code, "text").with_reason(reason, []);
    for (status, precondition, expected) in [
        (Status::version_mismatch("entity", "door", 7), Precondition::None, 409),
        (Status::version_mismatch("entity", "door", 7), Precondition::Sent, 412),
        (Status::new(Code::FailedPrecondition, "no"), Precondition::Sent, 412),
        (status(Code::InvalidArgument, reason::IDEMPOTENCY_KEY_REUSED), Precondition::None, 422),
        (status(Code::InvalidArgument, reason::IDEMPOTENCY_KEY_REQUIRED), Precondition::None, 400),
        (status(Code::Aborted, reason::IDEMPOTENCY_KEY_IN_USE), Precondition::None, 409),
        (status(Code::ResourceExhausted, reason::OVERLOADED), Precondition::None, 503),
        (status(Code::Unavailable, reason::CIRCUIT_OPEN), Precondition::None, 503),
        (status(Code::ResourceExhausted, MESSAGE_TOO_LARGE).with_retry(RetryAdvice::Never), Precondition::None, 413),
    ] {
        assert_eq!(Problem::from_status(&status, precondition).status().as_u16(), expected, "{status:?}");
    }
}

#[test]
fn what_went_wrong_inside_does_not_leak() {
    let secret = std::io::Error::other("password of the database");
    let status = Status::internal(secret).with_reason("SECRET", [("table", "wallets".to_owned())]);
    let body = json(&Problem::from_status(&status, Precondition::None));
    assert_eq!(body["detail"], "internal error");
    assert_eq!(body.get("details"), None);
    for code in [Code::Unknown, Code::DataLoss] {
        let body = json(&Problem::from_status(&Status::new(code, "secret"), Precondition::None));
        assert_eq!(body["detail"], "internal error");
    }
}

#[test]
fn details_are_written_with_their_types_and_foreign_ones_left_out() {
    let mut status = Status::invalid("filter.tags[2]", "is empty");
    let mut proto = status.to_proto();
    proto.details.push(Any { type_url: "type.googleapis.com/foreign.Type".to_owned(), value: vec![1, 2, 3] });
    status = Status::from_proto(proto);
    let body = json(&Problem::from_status(&status, Precondition::None));
    assert_eq!(body["details"].as_array().map(Vec::len), Some(1));
    assert!(body["details"][0]["@type"].as_str().is_some_and(|url| url.ends_with("google.rpc.BadRequest")));
    assert_eq!(body["details"][0]["fieldViolations"][0]["field"], "filter.tags[2]");
}

#[test]
fn retry_after_is_whole_seconds_rounded_up_and_always_there_on_503_and_429() {
    let after =
        |problem: &Problem| problem.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    let from = |status: Status| Problem::from_status(&status, Precondition::None);
    assert_eq!(after(&from(Status::resource_exhausted("x", Duration::from_millis(2_001)))).as_deref(), Some("3"));
    assert_eq!(after(&from(Status::resource_exhausted("x", Duration::ZERO))).as_deref(), Some("1"));
    assert_eq!(after(&from(Status::unavailable("x"))).as_deref(), Some("1"));
    assert_eq!(after(&from(Status::not_found("thing", "1"))), None);
    assert_eq!(after(&Problem::overloaded("x")).as_deref(), Some("1"));
}

#[test]
fn each_condition_of_the_gateways_own_has_its_status_and_headers() {
    let header = |problem: &Problem, name| problem.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    for (problem, expected) in [
        (Problem::no_route("/x"), 404),
        (Problem::not_acceptable("application/json"), 406),
        (Problem::slow_body(Duration::from_secs(10)), 408),
        (Problem::body_too_large(5), 413),
        (Problem::uri_too_long(5), 414),
        (Problem::unsupported_media("x"), 415),
        (Problem::headers_too_large(5), 431),
        (Problem::bad_request("x"), 400),
        (Problem::bad_answer(), 502),
        (Problem::overloaded("x"), 503),
        (Problem::defect(), 500),
    ] {
        assert_eq!(problem.status().as_u16(), expected);
        assert_eq!(json(&problem)["status"], expected);
    }
    assert_eq!(header(&Problem::wrong_method("GET, HEAD"), header::ALLOW).as_deref(), Some("GET, HEAD"));
    let retired = Problem::retired(Some("/v2/things"));
    assert_eq!(header(&retired, header::LINK).as_deref(), Some("</v2/things>; rel=\"successor-version\""));
    let challenge = Problem::from_status(&Status::unauthenticated("x"), Precondition::None);
    assert!(header(&challenge, header::WWW_AUTHENTICATE).is_some_and(|value| value.starts_with("Bearer")));
}

#[test]
fn every_violation_is_named() {
    let violation = |field: &str, description: &str| Violation { field: field.into(), description: description.into() };
    let problem = Problem::violations(vec![violation("a.b", "wrong"), violation("", "too deep")]);
    assert_eq!(problem.status(), 400);
    let body = json(&problem);
    assert_eq!(body["detail"], "a.b: wrong; too deep");
    assert_eq!(body["details"][0]["fieldViolations"].as_array().map(Vec::len), Some(2));
}
