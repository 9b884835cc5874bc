//! Messages as the stream stores them, and what they mean.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use bytestring::ByteString;

use super::names::{COMMIT_ID, Names, TIME_TO_LIVE, server_header};
use crate::bus::{Headers, Message};
use crate::journal::{Entry, EventRecord};
use crate::rules::is_reserved_header;

/// A message of a stream.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) sequence: u64,
    pub(super) subject: ByteString,
    pub(super) headers: Headers,
    pub(super) payload: Bytes,
    pub(super) time: SystemTime,
}

impl Stored {
    /// From the answer to a direct get, where the place is told in headers.
    pub(super) fn from_direct(message: Message) -> Option<Self> {
        let sequence = message.headers.get(server_header::SEQUENCE)?.parse().ok()?;
        let subject = ByteString::from(message.headers.get(server_header::SUBJECT)?);
        let time = parse_time(message.headers.get(server_header::TIME_STAMP)?)?;
        Some(Self { sequence, subject, headers: message.headers, payload: message.payload, time })
    }

    /// Whether it says that there is no value: a deletion, or the server's mark of one whose time was over.
    pub(super) fn is_deletion(&self) -> bool {
        self.headers.get(server_header::KV_OPERATION).is_some() || self.is_marker()
    }

    /// Whether the server put it in the place of a message whose time was over.
    pub(super) fn is_marker(&self) -> bool {
        self.headers.get(server_header::MARKER_REASON).is_some()
    }

    /// When its time is over, where that is not left to the server.
    pub(super) fn expires_at(&self) -> Option<SystemTime> {
        let seconds = self.headers.get(TIME_TO_LIVE)?.parse().ok()?;
        Some(self.time + Duration::from_secs(seconds))
    }

    /// Whether it holds neither value nor event at `now`.
    pub(super) fn is_absent(&self, now: SystemTime) -> bool {
        self.is_deletion() || self.expires_at().is_some_and(|end| end <= now)
    }

    /// The sequence number of the first message of the commit that wrote it, if `id` is its.
    pub(super) fn first_of_commit(&self, id: &str) -> Option<u64> {
        (self.headers.get(COMMIT_ID) == Some(id)).then_some(())?;
        // A commit of one message is no batch.
        let position = self.headers.get(server_header::BATCH_SEQUENCE).map_or(Some(1), |text| text.parse().ok())?;
        (self.sequence + 1).checked_sub(position)
    }

    pub(super) fn into_entry(self, names: &Names) -> Option<Entry> {
        let key = names.key(&self.subject)?;
        Some(Entry { key, value: self.payload, revision: self.sequence, written_at: self.time })
    }

    /// The event as it was committed, without what the server and the journal added.
    pub(super) fn into_record(self) -> EventRecord {
        let mut headers = Headers::new();
        for (name, value) in self.headers.iter() {
            if !is_reserved_header(name) {
                headers.append(name, value);
            }
        }
        let Self { sequence, subject, payload, time, .. } = self;
        EventRecord { sequence, subject, headers, payload, stored_at: time }
    }
}

/// Where a delivery comes from, as its reply subject tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// Which delivery of the message it is, from 1.
    pub(super) attempt: u32,
    pub(super) stream_sequence: u64,
    /// The number among all deliveries of the consumer.
    pub(super) consumer_sequence: u64,
    pub(super) stored_at: SystemTime,
    /// Messages that the consumer has not delivered yet.
    pub(super) pending: u64,
}

impl Origin {
    /// Reads `$JS.ACK.<stream>.<consumer>.<attempt>.<stream sequence>.<consumer sequence>.<time>.<pending>`, or its
    /// longer form, which has a domain and an account before the stream and may have more at its end.
    pub(super) fn parse(reply: &str) -> Option<Self> {
        let tokens: Vec<_> = reply.strip_prefix("$JS.ACK.")?.split('.').collect();
        let first = if tokens.len() == 7 { 2 } else { 4 };
        let [attempt, stream_sequence, consumer_sequence, nanoseconds, pending] = tokens.get(first..first + 5)? else {
            return None;
        };
        Some(Self {
            attempt: attempt.parse().ok()?,
            stream_sequence: stream_sequence.parse().ok()?,
            consumer_sequence: consumer_sequence.parse().ok()?,
            stored_at: SystemTime::UNIX_EPOCH + Duration::from_nanos(nanoseconds.parse().ok()?),
            pending: pending.parse().ok()?,
        })
    }

    /// The message that was delivered.
    pub(super) fn stored(&self, message: Message) -> Stored {
        Stored {
            sequence: self.stream_sequence,
            subject: message.subject,
            headers: message.headers,
            payload: message.payload,
            time: self.stored_at,
        }
    }
}

pub(super) fn parse_time(text: &str) -> Option<SystemTime> {
    text.parse::<jiff::Timestamp>().ok().map(SystemTime::from)
}

/// In RFC 3339 with as many digits of the second as needed. A time that is too far away for it is the farthest.
pub(super) fn format_time(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::MAX).to_string()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Origin;

    #[test]
    fn both_forms_of_the_reply_subject_tell_where_a_delivery_comes_from() {
        let expected = Origin {
            attempt: 2,
            stream_sequence: 70,
            consumer_sequence: 9,
            stored_at: SystemTime::UNIX_EPOCH + Duration::from_secs(1),
            pending: 33,
        };
        for reply in [
            "$JS.ACK.KV_shop.ledger-counting.2.70.9.1000000000.33",
            "$JS.ACK.hub.ACC.KV_shop.ledger-counting.2.70.9.1000000000.33.token",
        ] {
            assert_eq!(Origin::parse(reply), Some(expected), "{reply}");
        }
        assert_eq!(Origin::parse("$JS.ACK.KV_shop.ledger-counting.2.70.9"), None);
        assert_eq!(Origin::parse("_INBOX.x"), None);
    }
}
