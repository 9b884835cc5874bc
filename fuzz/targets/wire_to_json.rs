//! Bytes have no JSON, or one that is valid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use realmwire_fuzz::ALL;

fuzz_target!(|wire: &[u8]| {
    if let Some(text) = ALL.write(wire) {
        assert!(serde_json::from_slice::<serde_json::Value>(&text).is_ok(), "no JSON");
    }
});
