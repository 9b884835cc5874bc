//! JSON merge patch, RFC 7396.

use prost_types::value::Kind;
use prost_types::{Struct, Value};

/// Changes `target` as `patch` says: members replace those of the target, objects are merged, null removes.
pub(crate) fn merge_patch(target: &mut Struct, patch: &Struct) {
    for (name, change) in &patch.fields {
        match &change.kind {
            Some(Kind::NullValue(_)) => drop(target.fields.remove(name)),
            Some(Kind::StructValue(members)) => {
                let mut object = remove_object(target, name);
                merge_patch(&mut object, members);
                target.fields.insert(name.clone(), Value { kind: Some(Kind::StructValue(object)) });
            }
            _ => drop(target.fields.insert(name.clone(), change.clone())),
        }
    }
}

/// Takes the object at a member out of `target`; an empty one if there is something else or nothing.
fn remove_object(target: &mut Struct, name: &str) -> Struct {
    match target.fields.remove(name) {
        Some(Value { kind: Some(Kind::StructValue(object)) }) => object,
        _ => Struct::default(),
    }
}
