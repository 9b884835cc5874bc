//! What can be configured.

use std::time::Duration;

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Deeper documents could not be decoded: each level of JSON takes three of the hundred that protobuf allows.
const DECODED_DEPTH_MAX: usize = 30;

/// The configuration of state-manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Versions of a document that can be read back, the current one included; from 1 to 500.
    pub history_versions_max: u64,
    /// How long the history of a deleted document can be read.
    pub deleted_history_retention_hours: u32,
    /// The largest document, in bytes of its protobuf encoding.
    pub document_bytes_max: usize,
    /// How deep objects and lists may be nested, the document's own object included; from 1 to 30.
    pub document_depth_max: usize,
    /// The longest time to live.
    pub ttl_days_max: u32,
    /// Documents that one Transact writes at most; from 1 to 100.
    pub transact_operations_max: usize,
    /// Documents that one `BatchGet` reads at most; from 1 to 500.
    pub batch_documents_max: usize,
    /// The most encoded bytes of documents in one answer. Pages end before it; a `BatchGet` that needs more is refused.
    pub answer_bytes_max: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            history_versions_max: 100,
            deleted_history_retention_hours: 30 * 24,
            document_bytes_max: 256 * 1024,
            document_depth_max: 24,
            ttl_days_max: 3650,
            transact_operations_max: 100,
            batch_documents_max: 100,
            answer_bytes_max: 768 * 1024,
        }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("history_versions_max", self.history_versions_max, 1..=500)?;
        // The bus carries a mebibyte at a time, what travels beside the answer included.
        in_range("answer_bytes_max", self.answer_bytes_max, 1..=1_000_000)?;
        in_range("document_bytes_max", self.document_bytes_max, 1..=self.answer_bytes_max)?;
        in_range("document_depth_max", self.document_depth_max, 1..=DECODED_DEPTH_MAX)?;
        in_range("ttl_days_max", self.ttl_days_max, 1..=36_500)?;
        in_range("transact_operations_max", self.transact_operations_max, 1..=100)?;
        in_range("batch_documents_max", self.batch_documents_max, 1..=500)
    }

    /// How long the history of a deleted document can be read.
    pub(crate) fn deleted_history_retention(&self) -> Duration {
        Duration::from_secs(u64::from(self.deleted_history_retention_hours) * 3600)
    }

    /// The longest time to live.
    pub(crate) fn ttl_max(&self) -> Duration {
        Duration::from_secs(u64::from(self.ttl_days_max) * 24 * 3600)
    }
}
