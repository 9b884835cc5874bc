use std::sync::Arc;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use realmwire_fabric::clock::ManualClock;

use super::*;
use crate::status::Code;

fn context(principal: Principal) -> Context {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_hours(525_960));
    let mut parts = ContextParts::new(Host::seeded(Arc::new(clock), 1));
    parts.principal = principal;
    Context::new(parts)
}

#[test]
fn owners_are_checked_by_role() {
    let cases = [
        (Principal::player("p1"), "", Ok("p1")),
        (Principal::player("p1"), "p1", Ok("p1")),
        (Principal::player("p1"), "p2", Err(Code::PermissionDenied)),
        (Principal::admin("a"), "p2", Ok("p2")),
        (Principal::admin("a"), "", Err(Code::InvalidArgument)),
        (Principal::service("quest-system"), "", Err(Code::InvalidArgument)),
        (Principal::anonymous(), "p1", Err(Code::Unauthenticated)),
    ];
    for (principal, named, expected) in cases {
        let mut owner = named.to_owned();
        let result = context(principal.clone()).authorize_owner("player_id", &mut owner);
        let result = result.map(|()| owner.as_str()).map_err(|status| status.code());
        assert_eq!(result, expected, "{principal:?} {named:?}");
    }
}

#[test]
fn ids_carry_the_clock_and_repeat_with_the_seed() {
    let id = context(Principal::anonymous()).new_id();
    assert_eq!(id, context(Principal::anonymous()).new_id());
    let uuid = Uuid::parse_str(&id).unwrap();
    assert_eq!(uuid.get_version_num(), 7);
    assert_eq!(uuid.get_timestamp().unwrap().to_unix().0, 1_893_456_000);
}

#[tokio::test]
async fn cancellation_reaches_those_who_wait_and_those_who_come_later() {
    let cx = context(Principal::anonymous());
    let waiting = {
        let cx = cx.clone();
        async move { cx.cancelled().await }
    };
    let ((), ()) = tokio::join!(waiting, async { cx.cancel() });
    cx.cancelled().await;
    assert!(cx.is_cancelled());
    let result = cx.bound(std::future::pending::<Result<(), Status>>()).await;
    assert_eq!(result.unwrap_err().code(), Code::Cancelled);
}

#[tokio::test(start_paused = true)]
async fn work_is_waited_for_almost_until_the_deadline() {
    for (time, waits) in [(5_000, 4_900), (500, 450)] {
        let mut parts = ContextParts::new(Host::system());
        parts.deadline = Instant::now() + Duration::from_millis(time);
        let begun = Instant::now();
        assert_eq!(Context::new(parts).in_time(std::future::pending::<()>()).await, None);
        assert_eq!(begun.elapsed().as_millis(), waits);
    }
    assert_eq!(context(Principal::anonymous()).in_time(std::future::ready(7)).await, Some(7));
}

#[tokio::test(start_paused = true)]
async fn bound_work_ends_at_the_deadline() {
    let cx = context(Principal::anonymous());
    let result = cx.bound(std::future::pending::<Result<(), Status>>()).await;
    assert_eq!(result.unwrap_err().code(), Code::DeadlineExceeded);
    assert_eq!(cx.time_left(), Duration::ZERO);
}

#[test]
fn malformed_traceparents_are_no_trace() {
    let headers = [
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ];
    for header in headers {
        assert_eq!(TraceContext::from_traceparent(header), None, "{header}");
    }
    let later = "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-later";
    assert!(TraceContext::from_traceparent(later).is_some());
}

proptest! {
    #[test]
    fn a_trace_survives_its_header(trace_id in prop::array::uniform16(1_u8..), span in prop::array::uniform8(1_u8..), flags: u8) {
        let trace = TraceContext { trace_id, parent_span_id: span, flags, state: String::new() };
        let header = trace.to_traceparent().unwrap();
        prop_assert_eq!(TraceContext::from_traceparent(&header), Some(trace));
    }
}
