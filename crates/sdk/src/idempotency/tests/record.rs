use std::time::{Duration, SystemTime};

use bytes::Bytes;
use prost::Message;
use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::{EventRecord, Write};

use super::super::{Kept, Record, claim_of_event, is_record, open, record, record_key};
use crate::context::KeyClaim;
use crate::events::header;
use crate::status::reason::IDEMPOTENCY_KEY_REUSED;

const KEY: &str = "0191-a-key-that-nobody-guesses";
const ANSWER: &[u8] = b"an answer with a token in it";
const DIGEST: [u8; 32] = [0xd1; 32];

fn claim() -> KeyClaim {
    KeyClaim {
        key: KEY.to_owned(),
        scope: "player/p1".to_owned(),
        method: "realmwire.auth.v1.Auth/Login",
        request_digest: DIGEST,
    }
}

const KEPT: Kept = Kept { answers: Some(Duration::from_hours(1)), effects: Some(Duration::from_hours(2)) };

fn written(claim: &KeyClaim) -> Write {
    record(claim, Bytes::from_static(ANSWER), SystemTime::UNIX_EPOCH, KEPT).expect("recorded")
}

fn stored(write: &Write) -> Record {
    let value = write.value.as_ref().expect("a value");
    Record::decode(value.slice(1..)).expect("a record")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn whoever_has_the_key_and_the_request_gets_the_answer() {
    let write = written(&claim());
    assert_eq!(open(&claim(), &stored(&write)).expect("opened"), ANSWER);
    assert_eq!(record_key(&claim()).expect("named"), write.key);
    assert!(is_record(&write.key));
}

#[test]
fn the_journal_shows_neither_key_nor_request_nor_answer() {
    let (first, second) = (written(&claim()), written(&claim()));
    let value = first.value.clone().expect("a value");
    for secret in [KEY.as_bytes(), ANSWER, &DIGEST] {
        assert!(!contains(&value, secret));
        assert!(!contains(first.key.as_str().as_bytes(), secret));
    }
    assert_ne!(stored(&first).response, stored(&second).response, "no two seals are alike");
}

#[test]
fn the_same_key_with_another_request_is_an_error_and_opens_nothing() {
    let other = KeyClaim { request_digest: [0; 32], ..claim() };
    let status = open(&other, &stored(&written(&claim()))).expect_err("another request");
    assert_eq!(status.reason().as_deref(), Some(IDEMPOTENCY_KEY_REUSED));
}

#[test]
fn a_record_moved_to_another_caller_or_method_opens_nothing() {
    let record = stored(&written(&claim()));
    assert!(open(&KeyClaim { scope: "player/p2".to_owned(), ..claim() }, &record).is_err());
    assert!(open(&KeyClaim { method: "realmwire.auth.v1.Auth/Ban", ..claim() }, &record).is_err());
    let tampered = Record { response: Bytes::from_static(b"short"), ..record };
    assert!(open(&claim(), &tampered).is_err());
}

#[test]
fn the_record_of_an_event_names_its_place() {
    let event = EventRecord {
        sequence: 7,
        subject: "evt.auth.session.created.v1".into(),
        headers: Headers::new(),
        payload: Bytes::new(),
        stored_at: SystemTime::UNIX_EPOCH,
    };
    let claim = claim_of_event("auth-audit", "evt.auth.session.created.v1", &event);
    let write = written(&claim);
    assert!(write.key.as_str().ends_with(".7-7"), "an event without an id is named by its place alone: {}", write.key);
    assert_eq!(write.ttl, Some(Duration::from_hours(2)));
    let mut later = event;
    later.headers.set(header::ID, "0193");
    assert_eq!(claim_of_event("auth-audit", "evt.auth.session.created.v1", &later).key, "7-0193");
    assert_eq!(open(&claim, &stored(&write)).expect("opened"), ANSWER);
}
