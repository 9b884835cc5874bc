//! Fields that must not be printed: those with the option `debug_redact`.
//!
//! prost derives `Debug` for all fields alike, and a message that is logged or ends up in an assertion would show a
//! password. Messages with such fields get a `Debug` of their own, which names the field and not its value.

use std::fmt::Write;

use prost_build::Config;
use prost_reflect::{FieldDescriptor, MessageDescriptor};

use super::CodegenError;
use super::rust::{function_name, type_name};
use crate::schema::Schema;

/// Keeps prost from deriving `Debug` where fields are redacted.
pub(super) fn skip_derived(config: &mut Config, schema: &Schema) {
    let messages = schema.pool.all_messages().filter(has_redacted_field);
    config.skip_debug(messages.map(|message| format!(".{}", message.full_name())));
}

/// The implementations of `Debug` for the messages of `package` with redacted fields.
pub(super) fn implementations(schema: &Schema, package: &str) -> Result<String, CodegenError> {
    let messages = schema.pool.all_messages().filter(|message| message.package_name() == package);
    messages.filter(has_redacted_field).map(|message| implementation(&message)).collect()
}

fn implementation(message: &MessageDescriptor) -> Result<String, CodegenError> {
    if message.parent_message().is_some() || message.oneofs().next().is_some() {
        return Err(CodegenError::Service {
            service: message.full_name().to_owned(),
            problem: "debug_redact is understood in messages at the top of a schema and without oneofs".to_owned(),
        });
    }
    let rust_type = type_name(message.name());
    let mut fields = String::new();
    for field in message.fields() {
        let value = if is_redacted(&field) {
            "&\"[secret]\"".to_owned()
        } else {
            format!("&self.{}", function_name(field.name()))
        };
        // Writing to a String does not fail.
        let _ = writeln!(fields, ".field({:?}, {value})", field.name());
    }
    Ok(format!(
        "
        impl ::core::fmt::Debug for {rust_type} {{
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{
                formatter.debug_struct({rust_type:?}){fields}.finish()
            }}
        }}
        "
    ))
}

fn has_redacted_field(message: &MessageDescriptor) -> bool {
    message.fields().any(|field| is_redacted(&field))
}

fn is_redacted(field: &FieldDescriptor) -> bool {
    let redact = field.options().get_field_by_name("debug_redact").and_then(|value| value.as_bool());
    redact.unwrap_or(false)
}
