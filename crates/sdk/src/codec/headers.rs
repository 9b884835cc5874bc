//! Names and values of headers.

use realmwire_contract::Criticality;

pub(crate) const CONTENT_TYPE: &str = "Content-Type";
pub(crate) const TRACEPARENT: &str = "traceparent";
pub(crate) const TRACESTATE: &str = "tracestate";

pub(super) const TIMEOUT_MS: &str = "Rpc-Timeout-Ms";
pub(super) const DEADLINE_UNIX_MS: &str = "Rpc-Deadline-Unix-Ms";
pub(super) const CALL_ID: &str = "Rpc-Call-Id";
pub(super) const ATTEMPT: &str = "Rpc-Attempt";
pub(super) const IDEMPOTENCY_KEY: &str = "Rpc-Idempotency-Key";
pub(super) const CRITICALITY: &str = "Rpc-Criticality";
pub(super) const PRINCIPAL: &str = "Rpc-Principal";
pub(super) const CLIENT_ADDRESS: &str = "Rpc-Client-Address";

pub(super) const ERROR_CODE: &str = "Nats-Service-Error-Code";
pub(super) const ERROR_TEXT: &str = "Nats-Service-Error";
pub(super) const CODE: &str = "Rpc-Code";
pub(super) const RETRY: &str = "Rpc-Retry";
pub(super) const RETRY_AFTER_MS: &str = "Rpc-Retry-After-Ms";
pub(super) const INSTANCE: &str = "Rpc-Instance";
pub(super) const LOAD: &str = "Rpc-Load";
pub(super) const REPLAYED: &str = "Rpc-Replayed";

pub(super) fn criticality_of(value: &str) -> Option<Criticality> {
    match value {
        "critical" => Some(Criticality::Critical),
        "default" => Some(Criticality::Default),
        "sheddable" => Some(Criticality::Sheddable),
        _ => None,
    }
}

/// Text as a header value: one line of printable characters.
pub(super) fn header_text(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).take(256).collect()
}
