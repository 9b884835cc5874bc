//! The books as they are stored: numbers in columns, which take a few bytes for each open event.

use std::sync::Arc;

use realmwire_sdk::store::Document;

use super::{Counts, Failure, Lane, LaneId, Ledger, Limits, Open, OpenState, Reason, Spot};
use crate::priority::{Class, Passed};

/// The books of one subscription.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct LedgerRecord {
    #[prost(string, tag = "1")]
    holder: String,
    #[prost(message, repeated, tag = "2")]
    lanes: Vec<LaneRecord>,
    #[prost(message, repeated, tag = "3")]
    open: Vec<OpenRecord>,
    #[prost(message, repeated, tag = "4")]
    failures: Vec<FailureRecord>,
    #[prost(uint32, tag = "5")]
    passed_normal: u32,
    #[prost(uint32, tag = "6")]
    passed_low: u32,
    #[prost(uint64, tag = "7")]
    delivered: u64,
    #[prost(uint64, tag = "8")]
    acked: u64,
    #[prost(uint64, tag = "9")]
    failed: u64,
    #[prost(uint64, tag = "10")]
    dead_lettered: u64,
    #[prost(uint64, tag = "11")]
    max_outstanding: u64,
    #[prost(uint64, tag = "12")]
    ack_wait_ms: u64,
    #[prost(uint32, tag = "13")]
    max_deliveries: u32,
    #[prost(uint64, tag = "14")]
    held_until_ms: u64,
}

impl Document for LedgerRecord {}

#[derive(Clone, PartialEq, prost::Message)]
struct LaneRecord {
    #[prost(string, tag = "1")]
    source: String,
    #[prost(uint32, tag = "2")]
    class: u32,
    #[prost(uint64, tag = "3")]
    cursor: u64,
    #[prost(uint64, tag = "4")]
    reached: u64,
}

/// The open events of one source, each number in the column of its kind.
#[derive(Clone, PartialEq, prost::Message)]
struct OpenRecord {
    #[prost(string, tag = "1")]
    source: String,
    /// Differences to the one before.
    #[prost(uint64, repeated, tag = "2")]
    sequences: Vec<u64>,
    #[prost(uint32, repeated, tag = "3")]
    deliveries: Vec<u32>,
    /// Differences to the one before.
    #[prost(sint64, repeated, tag = "4")]
    due_ms: Vec<i64>,
    /// Class, state and whether it was a dead letter.
    #[prost(uint32, repeated, tag = "5")]
    flags: Vec<u32>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct FailureRecord {
    #[prost(string, tag = "1")]
    source: String,
    #[prost(uint64, tag = "2")]
    sequence: u64,
    #[prost(uint32, tag = "3")]
    delivery: u32,
    #[prost(uint64, tag = "4")]
    at_ms: u64,
    /// What a receiver said; empty where the number says all.
    #[prost(string, tag = "5")]
    reason: String,
    #[prost(uint32, tag = "6")]
    reason_number: u32,
}

const REVIVED: u32 = 16;

impl Ledger {
    pub(crate) fn to_record(&self) -> LedgerRecord {
        let lanes = self.lanes.iter().map(|(id, lane)| LaneRecord {
            source: id.source.to_string(),
            class: id.class.number(),
            cursor: lane.cursor,
            reached: lane.reached,
        });
        let failures = self.open.iter().flat_map(|(spot, open)| {
            open.failures.iter().map(|failure| {
                let (reason_number, reason) = failure.reason.to_parts();
                FailureRecord {
                    source: spot.source.to_string(),
                    sequence: spot.sequence,
                    delivery: failure.delivery,
                    at_ms: failure.at,
                    reason: reason.to_owned(),
                    reason_number,
                }
            })
        });
        LedgerRecord {
            holder: self.holder.clone(),
            lanes: lanes.collect(),
            open: self.open_records(),
            failures: failures.collect(),
            passed_normal: self.passed.normal,
            passed_low: self.passed.low,
            delivered: self.counts.delivered,
            acked: self.counts.acked,
            failed: self.counts.failed,
            dead_lettered: self.counts.dead_lettered,
            max_outstanding: self.limits.max_outstanding as u64,
            ack_wait_ms: self.limits.ack_wait,
            max_deliveries: self.limits.max_deliveries,
            held_until_ms: self.held_until,
        }
    }

    fn open_records(&self) -> Vec<OpenRecord> {
        let mut records: Vec<OpenRecord> = Vec::new();
        let (mut last_sequence, mut last_due) = (0, 0);
        for (spot, open) in &self.open {
            if records.last().is_none_or(|record| *record.source != *spot.source) {
                records.push(OpenRecord { source: spot.source.to_string(), ..OpenRecord::default() });
                (last_sequence, last_due) = (0, 0);
            }
            let Some(record) = records.last_mut() else { continue };
            record.sequences.push(spot.sequence - last_sequence);
            record.deliveries.push(open.deliveries);
            record.due_ms.push(open.due.wrapping_sub(last_due).cast_signed());
            let revived = if open.revived { REVIVED } else { 0 };
            record.flags.push(open.class.number() + 4 * state_number(open.state) + revived);
            (last_sequence, last_due) = (spot.sequence, open.due);
        }
        records
    }

    pub(crate) fn from_record(record: &LedgerRecord) -> Self {
        let mut ledger = Self::new(Limits {
            max_outstanding: usize::try_from(record.max_outstanding).unwrap_or(usize::MAX),
            ack_wait: record.ack_wait_ms,
            max_deliveries: record.max_deliveries,
        });
        ledger.holder.clone_from(&record.holder);
        ledger.held_until = record.held_until_ms;
        ledger.passed = Passed { normal: record.passed_normal, low: record.passed_low };
        ledger.counts = Counts {
            delivered: record.delivered,
            acked: record.acked,
            failed: record.failed,
            dead_lettered: record.dead_lettered,
        };
        for lane in &record.lanes {
            let id = LaneId { source: lane.source.as_str().into(), class: Class::from_number(lane.class) };
            ledger.lanes.insert(id, Lane { cursor: lane.cursor, reached: lane.reached });
        }
        for open in &record.open {
            ledger.add_open(open);
        }
        for failure in &record.failures {
            let spot = Spot { source: failure.source.as_str().into(), sequence: failure.sequence };
            if let Some(open) = ledger.open.get_mut(&spot) {
                let reason = Reason::from_parts(failure.reason_number, &failure.reason);
                open.failures.push(Failure { delivery: failure.delivery, at: failure.at_ms, reason });
            }
        }
        ledger
    }

    fn add_open(&mut self, record: &OpenRecord) {
        let source: Arc<str> = record.source.as_str().into();
        let (mut sequence, mut due) = (0_u64, 0_u64);
        let columns = record.sequences.iter().zip(&record.deliveries).zip(&record.due_ms).zip(&record.flags);
        for (((step, deliveries), due_step), flags) in columns {
            sequence += step;
            due = due.wrapping_add_signed(*due_step);
            let open = Open {
                class: Class::from_number(flags % 4),
                deliveries: *deliveries,
                due,
                state: state_of(flags / 4 % 4),
                revived: flags & REVIVED != 0,
                failures: Vec::new(),
            };
            self.open.insert(Spot { source: Arc::clone(&source), sequence }, open);
        }
    }
}

fn state_number(state: OpenState) -> u32 {
    match state {
        OpenState::InHand => 0,
        OpenState::Waiting => 1,
        OpenState::Refused => 2,
    }
}

fn state_of(number: u32) -> OpenState {
    match number {
        0 => OpenState::InHand,
        2 => OpenState::Refused,
        _ => OpenState::Waiting,
    }
}
