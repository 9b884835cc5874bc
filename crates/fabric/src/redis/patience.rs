//! Not waiting, again and again, for a server that hangs.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// How long after a wait in vain nobody waits again.
const COOL_DOWN: Duration = Duration::from_millis(500);

/// Parts of the key space that are told apart. A shard of a cluster has whole parts, or nearly.
const PARTS: usize = 16;
const SLOTS: usize = 16_384;

/// Remembers which part of a cluster did not answer in time.
///
/// After a wait in vain, operations on the same part of the keys fail at once for a while; then one of them waits
/// again. So a hanging server costs a wait now and then, and not one for every request.
#[derive(Default)]
pub(super) struct Patience {
    lost_until: [Mutex<Option<Instant>>; PARTS],
}

/// An operation that was not tried.
#[derive(Debug, thiserror::Error)]
#[error("Redis did not answer a moment ago")]
pub(super) struct NotTried;

impl Patience {
    /// Whether an operation on `key` is worth a wait.
    pub(super) fn check(&self, key: &str) -> Result<(), NotTried> {
        let mut lost_until = self.part(key).lock();
        match *lost_until {
            Some(until) if Instant::now() < until => Err(NotTried),
            Some(_) => {
                // Whoever comes next waits for this one's outcome.
                *lost_until = None;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Notes a wait in vain.
    pub(super) fn lose(&self, key: &str) {
        *self.part(key).lock() = Some(Instant::now() + COOL_DOWN);
    }

    fn part(&self, key: &str) -> &Mutex<Option<Instant>> {
        let part = slot(key) * PARTS / SLOTS;
        // The slot is below SLOTS, so there always is a part; the first stands in for none.
        self.lost_until.get(part).unwrap_or(&self.lost_until[0])
    }
}

/// The slot of a key in a Redis cluster: CRC-16/XMODEM of what is hashed of it.
fn slot(key: &str) -> usize {
    let hashed = hash_tag(key).unwrap_or(key);
    let crc = hashed.bytes().fold(0_u16, |crc, byte| {
        (0..8)
            .fold(crc ^ (u16::from(byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    });
    usize::from(crc) % SLOTS
}

/// What stands in the first braces; only that is hashed if there is any.
fn hash_tag(key: &str) -> Option<&str> {
    let (_, rest) = key.split_once('{')?;
    let (tag, _) = rest.split_once('}')?;
    (!tag.is_empty()).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_those_of_redis() {
        // As `CLUSTER KEYSLOT` answers.
        for (key, expected) in [("foo", 12182), ("bar", 5061), ("{foo}bar", 12182), ("somekey", 11058), ("", 0)] {
            assert_eq!(slot(key), expected, "{key}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_operation_tries_again_after_a_while() {
        let patience = Patience::default();
        assert!(patience.check("foo").is_ok());

        patience.lose("foo");

        assert!(patience.check("foo").is_err());
        assert!(patience.check("bar").is_ok(), "another part is not concerned");
        tokio::time::advance(COOL_DOWN).await;
        assert!(patience.check("foo").is_ok());
    }
}
