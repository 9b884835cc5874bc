use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::limits::class;
use realmwire_sdk::status::Code;
use realmwire_sdk::testing::eventually;

use super::Bench;

fn take(subject: &str, rate_class: &str) -> wire::CheckRateLimitRequest {
    wire::CheckRateLimitRequest { subject: subject.to_owned(), rate_class: rate_class.to_owned(), cost: 1 }
}

/// Two instances on one fabric: over ten minutes of steady pressure as many requests are allowed as the limit says.
#[tokio::test]
async fn a_limit_holds_to_within_one_percent_over_two_instances() {
    let first = Bench::new().await;
    let second = first.second().await;
    let seconds = 600;
    let mut allowed = 0_u32;
    for second_of_test in 0..seconds {
        for bench in [&first, &second] {
            for _ in 0..2 {
                let answer = bench.client.check_rate_limit(take("p1", class::WRITE)).await.unwrap();
                allowed += u32::from(answer.allowed);
            }
        }
        if second_of_test + 1 < seconds {
            first.host.clock().advance(Duration::from_secs(1));
        }
    }
    // 50 at once, and 50 in each minute after that.
    let expected = 50 + 50 * (seconds - 1) / 60;
    assert!(allowed.abs_diff(expected) * 100 <= expected, "{allowed} of {expected}");
}

#[tokio::test]
async fn requests_at_the_same_time_take_no_more_than_there_is() {
    let first = Bench::new().await;
    let second = first.second().await;
    let calls = (0..200).map(|at| {
        let client = if at % 2 == 0 { &first.client } else { &second.client };
        async { client.check_rate_limit(take("p1", class::READ)).await.unwrap().allowed }
    });
    let allowed = futures::future::join_all(calls).await.into_iter().filter(|allowed| *allowed).count();
    assert_eq!(allowed, 200);
    assert!(!first.client.check_rate_limit(take("p1", class::READ)).await.unwrap().allowed);
}

#[tokio::test]
async fn a_refusal_is_an_answer_that_says_when_it_would_be_allowed() {
    let bench = Bench::new().await;
    for left in (0..10).rev() {
        let answer = bench.client.check_rate_limit(take("p1", class::GENERATION)).await.unwrap();
        assert_eq!((answer.allowed, answer.remaining, answer.retry_after), (true, left, None));
    }
    let refused = bench.client.check_rate_limit(take("p1", class::GENERATION)).await.unwrap();
    assert!(!refused.allowed);
    assert_eq!(refused.retry_after, Some(prost_types::Duration { seconds: 6, nanos: 0 }));
    assert_eq!(refused.reset_after, Some(prost_types::Duration { seconds: 60, nanos: 0 }));
    assert_eq!(refused.limit.unwrap().requests, 10);
}

#[tokio::test]
async fn what_cannot_be_taken_is_an_error() {
    let bench = Bench::new().await;
    let cases = [
        (take("", class::READ), "subject"),
        (take("p1", "no-such-class"), "rate_class"),
        (wire::CheckRateLimitRequest { cost: 11, ..take("p1", class::GENERATION) }, "cost"),
    ];
    for (request, field) in cases {
        let status = bench.client.check_rate_limit(request).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(status.field_violations().first().unwrap().field, field);
    }
}

#[tokio::test]
async fn limits_start_with_their_defaults_and_are_set_for_all_instances() {
    let first = Bench::new().await;
    let second = first.second().await;
    let get = async |bench: &Bench| {
        let limits = bench.client.get_limits(wire::GetLimitsRequest {}).await.unwrap().limits;
        limits.into_iter().map(|limit| (limit.rate_class, limit.requests)).collect::<Vec<_>>()
    };
    let defaults = [("admin", 1_000), ("authenticated", 500), ("default", 100), ("generation", 10), ("read", 200)];
    let defaults: Vec<_> = defaults.into_iter().chain([("write", 50)]).map(|(c, n)| (c.to_owned(), n)).collect();
    assert_eq!(get(&first).await, defaults);

    let limit = |rate_class: &str, requests| wire::Limit {
        rate_class: rate_class.to_owned(),
        requests,
        period: Some(prost_types::Duration { seconds: 1, nanos: 0 }),
        burst: 0,
    };
    let request = wire::SetLimitsRequest { limits: vec![limit("read", 7), limit("chat", 1)] };
    first.client.set_limits(request).await.unwrap();
    assert!(get(&second).await.contains(&("read".to_owned(), 7)));
    eventually("the other instance goes by the new limit", async || {
        let answer = second.client.check_rate_limit(take("p1", "chat")).await.ok()?;
        (answer.limit?.requests == 1).then_some(())
    })
    .await;
    let restarted = first.restarted("").await;
    assert!(get(&restarted).await.contains(&("chat".to_owned(), 1)));
}

#[tokio::test]
async fn a_limit_out_of_bounds_is_refused_by_name_and_changes_nothing() {
    let bench = Bench::new().await;
    let good = wire::Limit { rate_class: "read".to_owned(), requests: 7, period: None, burst: 0 };
    let bad = [
        (wire::Limit { requests: 0, burst: 1, ..good.clone() }, "limits[1].requests"),
        (wire::Limit { burst: 1_000_001, ..good.clone() }, "limits[1].burst"),
        (wire::Limit { rate_class: "Read".to_owned(), ..good.clone() }, "limits[1].rate_class"),
        (
            wire::Limit { period: Some(prost_types::Duration { seconds: 90_000, nanos: 0 }), ..good.clone() },
            "limits[1].period",
        ),
    ];
    for (limit, field) in bad {
        let request = wire::SetLimitsRequest { limits: vec![good.clone(), limit] };
        let status = bench.client.set_limits(request).await.unwrap_err();
        assert_eq!(status.field_violations().first().unwrap().field, field);
    }
    let limits = bench.client.get_limits(wire::GetLimitsRequest {}).await.unwrap().limits;
    assert!(limits.iter().all(|limit| limit.requests != 7));
}
