use std::time::{Duration, SystemTime};

use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::watch_edge_response::Change;

use super::Edge;
use super::knowledge::Knowledge;
use crate::limits::class;
use crate::status::Code;
use crate::token::SigningKey;

const NOW: SystemTime = SystemTime::UNIX_EPOCH;

fn keys(seed: u8) -> Change {
    let jwk = SigningKey::from_seed(&[seed; 32]).expect("a key").jwk();
    let key = wire::JsonWebKey {
        kid: jwk.kid.unwrap_or_default(),
        kty: jwk.kty,
        crv: jwk.crv.unwrap_or_default(),
        x: jwk.x.unwrap_or_default(),
        alg: jwk.alg.unwrap_or_default(),
        r#use: jwk.usage.unwrap_or_default(),
    };
    Change::Keys(wire::KeySet { keys: vec![key] })
}

fn revocation(session_id: &str, seconds: u64) -> Change {
    let expire_time = Some((NOW + Duration::from_secs(seconds)).into());
    Change::Revocation(wire::Revocation { session_id: session_id.to_owned(), expire_time })
}

fn limits(requests: u32) -> Change {
    let period = Some(prost_types::Duration { seconds: 60, nanos: 0 });
    let limit = wire::Limit { rate_class: class::WRITE.to_owned(), requests, period, burst: requests };
    Change::Limits(wire::LimitSet { limits: vec![limit] })
}

fn fact(change: Change) -> wire::WatchEdgeResponse {
    wire::WatchEdgeResponse { change: Some(change) }
}

#[test]
fn nothing_is_trusted_before_all_revocations_are_known() {
    let edge = Edge::default();
    let mut knowledge = Knowledge::new(&edge.0.trust, &edge.0.limits);
    for change in [keys(1), revocation("s1", 900), limits(7)] {
        assert!(!knowledge.learn(fact(change), NOW).expect("learnt"));
        assert!(!edge.is_ready());
    }
    assert!(knowledge.learn(fact(Change::Current(true)), NOW).expect("learnt"));
    assert!(edge.is_ready());
    assert_eq!(edge.0.trust.revocations(), 1);
    assert_eq!(edge.0.limits.current().get(class::WRITE).map(|limit| limit.requests), Some(7));
}

#[test]
fn a_system_without_keys_is_not_ready() {
    let edge = Edge::default();
    let mut knowledge = Knowledge::new(&edge.0.trust, &edge.0.limits);
    let status = knowledge.learn(fact(Change::Current(true)), NOW).expect_err("no keys");
    assert_eq!(status.code(), Code::Unavailable);
    assert!(!edge.is_ready());
}

#[test]
fn what_ended_stays_ended_over_a_new_stream_until_it_may_be_forgotten() {
    let edge = Edge::default();
    for changes in [vec![keys(1), revocation("s1", 900)], vec![keys(2)]] {
        let mut knowledge = Knowledge::new(&edge.0.trust, &edge.0.limits);
        for change in changes.into_iter().chain([Change::Current(true)]) {
            knowledge.learn(fact(change), NOW).expect("learnt");
        }
    }
    assert_eq!(edge.0.trust.revocations(), 1);
    let mut knowledge = Knowledge::new(&edge.0.trust, &edge.0.limits);
    let later = NOW + Duration::from_secs(900);
    knowledge.learn(fact(revocation("s2", 1_800)), later).expect("learnt");
    assert_eq!(edge.0.trust.revocations(), 1, "s1 is forgotten");
}

#[test]
fn it_is_known_for_how_long_the_stream_is_cut() {
    let edge = Edge::default();
    assert_eq!(edge.behind(NOW), None);
    assert!(!edge.cut(NOW));
    *edge.0.feed.lock() = super::Feed::Current;
    assert_eq!(edge.behind(NOW), Some(Duration::ZERO));
    assert!(edge.cut(NOW));
    assert!(!edge.cut(NOW + Duration::from_secs(1)));
    assert_eq!(edge.behind(NOW + Duration::from_secs(3)), Some(Duration::from_secs(3)));
}
