//! A JSON text is refused, or it becomes a message that protobuf reads and that has the same JSON again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prost_reflect::DynamicMessage;
use realmwire_fuzz::ALL;

fuzz_target!(|json: &[u8]| {
    let Some(wire) = ALL.read(json) else { return };
    assert!(DynamicMessage::decode(ALL.descriptor.clone(), wire.as_slice()).is_ok(), "no message");
    let Some(text) = ALL.write(&wire) else { return };
    let again = ALL.read(&text).expect("what was written can be read");
    assert_eq!(ALL.write(&again).as_deref(), Some(text.as_slice()));
});
