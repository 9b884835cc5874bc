use proptest::prelude::{any, prop, proptest};
use prost::Message;
use prost_reflect::{DynamicMessage, MapKey, Value};
use realmwire_contract::state_manager::v1::GET;
use realmwire_contract::{MethodSpec, descriptors};

use super::super::request_digest;

/// A method whose request is `google.protobuf.Struct`: maps within maps.
const WITH_MAPS: MethodSpec = MethodSpec { input: "google.protobuf.Struct", ..*GET_SPEC };
const GET_SPEC: &MethodSpec = &GET;

#[test]
fn different_requests_have_different_digests() {
    assert_ne!(request_digest(GET_SPEC, b"\x12\x01a"), request_digest(GET_SPEC, b"\x12\x01b"));
    assert_ne!(
        request_digest(&WITH_MAPS, &entries(&[("a", 1.0)])),
        request_digest(&WITH_MAPS, &entries(&[("a", 2.0)]))
    );
    assert_ne!(
        request_digest(&WITH_MAPS, &entries(&[("a", 1.0)])),
        request_digest(&WITH_MAPS, &entries(&[("b", 1.0)]))
    );
}

#[test]
fn the_order_of_repeated_values_matters() {
    let list = |numbers: &[f64]| {
        let values = numbers.iter().map(|number| number_value(*number)).collect();
        let kind = Some(prost_types::value::Kind::ListValue(prost_types::ListValue { values }));
        prost_types::Struct { fields: [("list".to_owned(), prost_types::Value { kind })].into() }.encode_to_vec()
    };
    assert_ne!(request_digest(&WITH_MAPS, &list(&[1.0, 2.0])), request_digest(&WITH_MAPS, &list(&[2.0, 1.0])));
}

fn number_value(number: f64) -> prost_types::Value {
    prost_types::Value { kind: Some(prost_types::value::Kind::NumberValue(number)) }
}

/// A struct whose entries are encoded in the given order.
fn entries(fields: &[(&str, f64)]) -> Vec<u8> {
    let mut encoded = Vec::new();
    for (name, number) in fields {
        let one = prost_types::Struct { fields: [((*name).to_owned(), number_value(*number))].into() };
        encoded.extend(one.encode_to_vec());
    }
    encoded
}

proptest! {
    #[test]
    fn the_order_of_map_entries_does_not_matter(
        fields in prop::collection::btree_map("[a-z]{1,4}", any::<f64>(), 0..8),
        seed in any::<u64>(),
    ) {
        let sorted: Vec<_> = fields.iter().map(|(name, number)| (name.as_str(), *number)).collect();
        let mut shuffled = sorted.clone();
        shuffled.sort_by_key(|(name, _)| name.bytes().fold(seed, |hash, byte| hash.rotate_left(9) ^ u64::from(byte)));
        // The struct within a struct, as JSON objects nest.
        let nested = |inner: Vec<u8>| {
            let inner = prost_types::Struct::decode(inner.as_slice()).map(|_| inner).expect("a struct");
            let mut value = Vec::new();
            prost::encoding::bytes::encode(5, &inner, &mut value);
            let mut entry = Vec::new();
            prost::encoding::string::encode(1, &"outer".to_owned(), &mut entry);
            prost::encoding::bytes::encode(2, &value, &mut entry);
            let mut encoded = Vec::new();
            prost::encoding::bytes::encode(1, &entry, &mut encoded);
            encoded
        };
        for wrap in [|inner| inner, nested] {
            let (one, other) = (wrap(entries(&sorted)), wrap(entries(&shuffled)));
            assert_eq!(request_digest(&WITH_MAPS, &one), request_digest(&WITH_MAPS, &other));
        }
    }

    #[test]
    fn a_message_of_reflection_has_the_digest_of_the_typed_one(
        fields in prop::collection::btree_map("[a-z]{1,4}", any::<f64>(), 0..8),
    ) {
        let typed = prost_types::Struct {
            fields: fields.iter().map(|(name, number)| (name.clone(), number_value(*number))).collect(),
        };
        let descriptor = descriptors().get_message_by_name("google.protobuf.Struct").expect("well-known");
        let mut dynamic = DynamicMessage::new(descriptor);
        dynamic.set_field_by_name("fields", Value::Map(fields.iter().map(|(name, number)| {
            let value = descriptors().get_message_by_name("google.protobuf.Value").expect("well-known");
            let mut value = DynamicMessage::new(value);
            value.set_field_by_name("number_value", Value::F64(*number));
            (MapKey::String(name.clone()), Value::Message(value))
        }).collect()));
        assert_eq!(
            request_digest(&WITH_MAPS, &typed.encode_to_vec()),
            request_digest(&WITH_MAPS, &dynamic.encode_to_vec()),
        );
    }

    #[test]
    fn any_bytes_have_a_digest(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_eq!(request_digest(&WITH_MAPS, &bytes), request_digest(&WITH_MAPS, &bytes));
    }
}
