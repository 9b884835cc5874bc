use std::time::{Duration, SystemTime};

use bytes::Bytes;
use proptest::prelude::{any, prop, proptest};
use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::EventRecord;
use uuid::Uuid;

use super::{EventMetadata, InvalidMetadata, header};
use crate::context::TraceContext;

fn metadata() -> EventMetadata {
    EventMetadata {
        id: "0193".to_owned(),
        event_type: "state-manager.entity.updated.v1".to_owned(),
        time: SystemTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000),
        key: "door-7".to_owned(),
        trace: TraceContext::default(),
        cause: None,
    }
}

fn record(headers: Headers) -> EventRecord {
    EventRecord {
        sequence: 12,
        subject: "evt.shop.item.sold.v2".into(),
        headers,
        payload: Bytes::new(),
        stored_at: SystemTime::UNIX_EPOCH + Duration::from_secs(7),
    }
}

#[test]
fn every_header_has_its_name_and_form() {
    let trace = TraceContext { state: "vendor=1".to_owned(), ..trace() };
    let cause = Some(Uuid::from_u128(7));
    let headers = EventMetadata { key: "Zoë 7%".to_owned(), trace, cause, ..metadata() }.to_headers();
    let listed: Vec<_> = headers.iter().collect();
    assert_eq!(
        listed,
        [
            ("Event-Id", "0193"),
            ("Event-Type", "state-manager.entity.updated.v1"),
            ("Event-Time", "2030-03-17T17:46:40Z"),
            ("Event-Key", "Zo%C3%AB%207%25"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ("tracestate", "vendor=1"),
            ("Event-Cause", "00000000-0000-0000-0000-000000000007"),
        ]
    );
}

#[test]
fn a_missing_or_malformed_header_is_named() {
    for name in [header::ID, header::TYPE, header::TIME] {
        let mut headers = Headers::new();
        for (other, value) in metadata().to_headers().iter().filter(|(other, _)| *other != name) {
            headers.append(other, value);
        }
        assert_eq!(EventMetadata::parse(&headers), Err(InvalidMetadata(name)));
    }
    let mut headers = metadata().to_headers();
    headers.set(header::TIME, "yesterday");
    assert_eq!(EventMetadata::parse(&headers), Err(InvalidMetadata(header::TIME)));
}

#[test]
fn a_foreign_record_is_described_by_what_the_journal_knows() {
    let described = EventMetadata::of(&record(Headers::new()));
    assert_eq!(described.id, "12");
    assert_eq!(described.event_type, "shop.item.sold.v2");
    assert_eq!(described.time, SystemTime::UNIX_EPOCH + Duration::from_secs(7));
    assert_eq!(described.key, "");
    assert!(!described.trace.is_valid());
}

fn trace() -> TraceContext {
    TraceContext::from_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").expect("valid")
}

proptest! {
    #[test]
    fn metadata_survives_its_headers(
        key in any::<String>(),
        seconds in 0_u64..4_000_000_000,
        nanos in 0_u32..1_000_000_000,
        traced in any::<bool>(),
        cause in prop::option::of(any::<u128>()),
    ) {
        let before = EventMetadata {
            key,
            time: SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos),
            trace: if traced { trace() } else { TraceContext::default() },
            cause: cause.map(Uuid::from_u128),
            ..metadata()
        };
        let headers = before.to_headers();
        for (_, value) in headers.iter() {
            assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value:?}");
        }
        assert_eq!(EventMetadata::parse(&headers), Ok(before.clone()));
        assert_eq!(EventMetadata::of(&record(headers)), before);
    }
}
