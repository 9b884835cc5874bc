//! The descriptor set as it is kept in files: without what nobody reads there.

use prost::Message;
use prost_reflect::{DynamicMessage, Value};

use crate::schema::Schema;

/// What to keep of the information about sources, which is most of a descriptor set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceInfo {
    /// The places that have a comment.
    Comments,
    /// Nothing.
    Nothing,
}

/// The encoded `FileDescriptorSet` of `schema`, options that are extensions included.
pub(crate) fn encode(schema: &Schema, source_info: SourceInfo) -> Result<Vec<u8>, prost::DecodeError> {
    // The generated types of descriptors would lose those options; dynamic messages keep them.
    let set = schema.pool.encode_to_vec();
    let Some(descriptor) = schema.pool.get_message_by_name("google.protobuf.FileDescriptorSet") else {
        return Ok(set);
    };
    let mut set = DynamicMessage::decode(descriptor, set.as_slice())?;
    for file in messages_mut(&mut set, "file") {
        match source_info {
            SourceInfo::Nothing => file.clear_field_by_name("source_code_info"),
            SourceInfo::Comments => keep_comments(file),
        }
    }
    Ok(set.encode_to_vec())
}

fn keep_comments(file: &mut DynamicMessage) {
    // What Google ships with every compiler needs no comments here.
    if file.get_field_by_name("package").is_some_and(|package| package.as_str() == Some("google.protobuf")) {
        file.clear_field_by_name("source_code_info");
    }
    let Some(info) = file.get_field_by_name_mut("source_code_info").and_then(Value::as_message_mut) else { return };
    if let Some(locations) = info.get_field_by_name_mut("location").and_then(Value::as_list_mut) {
        locations.retain(|location| location.as_message().is_some_and(has_comment));
    }
}

fn has_comment(location: &DynamicMessage) -> bool {
    ["leading_comments", "trailing_comments"].into_iter().any(|field| location.has_field_by_name(field))
}

fn messages_mut<'a>(message: &'a mut DynamicMessage, field: &str) -> impl Iterator<Item = &'a mut DynamicMessage> {
    let values = message.get_field_by_name_mut(field).and_then(Value::as_list_mut);
    values.into_iter().flatten().filter_map(Value::as_message_mut)
}
