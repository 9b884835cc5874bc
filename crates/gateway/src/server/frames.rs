//! Frames of HTTP/2 that ask for nothing.
//!
//! Settings and pings are answered, priorities, windows and resets are noted: all of them cost the gateway something, and
//! no limit on requests touches them. Some belong to each request and to what is received; more are a flood. What the
//! HTTP/2 library bounds itself is left to it: pieces of headers, and data in small pieces.

use std::time::Duration;

use tokio::time::Instant;

/// Frames that ask for nothing and that a client may send at once.
const SPARE: usize = 1_000;

/// How many more it may send for each request.
const FOR_A_REQUEST: usize = 8;

/// Bytes sent to it, and the time, that let it send one more: windows follow what was received, and pings the time.
const BYTES_FOR_ONE: usize = 1_024;
const TIME_FOR_ONE: Duration = Duration::from_millis(10);

/// Bytes of a frame before its payload: three of its length, its kind, and what does not matter here.
const HEAD: usize = 9;
const LENGTH_AND_KIND: usize = 4;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const CONTINUATION: u8 = 9;

/// Counts the frames of one client.
#[derive(Debug)]
pub(super) struct Frames {
    /// Bytes of the present frame's head that have arrived, and what its first ones say.
    arrived: usize,
    length_and_kind: u32,
    /// Bytes of its payload that have not.
    payload: usize,
    spare: usize,
    /// Since when, and how much was written since then.
    since: Instant,
    written: usize,
    is_flood: bool,
}

impl Frames {
    pub(super) fn new() -> Self {
        Self {
            arrived: 0,
            length_and_kind: 0,
            payload: 0,
            spare: SPARE,
            since: Instant::now(),
            written: 0,
            is_flood: false,
        }
    }

    /// Whether the client has sent more than it may.
    pub(super) fn is_flood(&self) -> bool {
        self.is_flood
    }

    /// Bytes went to the client.
    pub(super) fn written(&mut self, bytes: usize) {
        self.written = self.written.saturating_add(bytes);
    }

    /// Bytes came from the client, after the preface.
    pub(super) fn received(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.is_flood {
            let skipped = self.payload.min(bytes.len());
            self.payload -= skipped;
            bytes = bytes.get(skipped..).unwrap_or_default();
            while self.payload == 0
                && let Some((byte, rest)) = bytes.split_first()
            {
                bytes = rest;
                if self.arrived < LENGTH_AND_KIND {
                    self.length_and_kind = (self.length_and_kind << 8) | u32::from(*byte);
                }
                self.arrived += 1;
                if self.arrived == HEAD {
                    self.begins();
                    break;
                }
            }
        }
    }

    /// A frame's head is complete.
    fn begins(&mut self) {
        let [first, second, third, kind] = self.length_and_kind.to_be_bytes();
        self.payload = usize::from(first) << 16 | usize::from(second) << 8 | usize::from(third);
        (self.arrived, self.length_and_kind) = (0, 0);
        match kind {
            HEADERS => self.spare = SPARE.min(self.spare + FOR_A_REQUEST),
            DATA | CONTINUATION => {}
            _ => self.take(),
        }
    }

    fn take(&mut self) {
        if self.spare == 0 {
            let by_time = self.since.elapsed().as_millis() / TIME_FOR_ONE.as_millis();
            let by_time = usize::try_from(by_time).unwrap_or(SPARE);
            self.spare = SPARE.min(by_time.saturating_add(self.written / BYTES_FOR_ONE));
            (self.since, self.written) = (Instant::now(), 0);
        }
        match self.spare.checked_sub(1) {
            Some(left) => self.spare = left,
            None => self.is_flood = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const PING: u8 = 6;

    fn frame(kind: u8, payload: usize) -> Vec<u8> {
        let length = u32::try_from(payload).unwrap().to_be_bytes();
        [&length[1..], &[kind, 0, 0, 0, 0, 0], &vec![PING; payload]].concat()
    }

    #[tokio::test(start_paused = true)]
    async fn frames_are_counted_whatever_pieces_they_come_in() {
        for piece in [1, 7, 100_000] {
            let mut frames = Frames::new();
            let allowed = [frame(PING, 8), frame(DATA, 70_000), frame(CONTINUATION, 0)].concat();
            let allowed = [allowed, frame(PING, 0).repeat(SPARE - 1)].concat();
            allowed.chunks(piece).for_each(|piece| frames.received(piece));
            assert!(!frames.is_flood(), "in pieces of {piece}");
            frames.received(&frame(PING, 8));
            assert!(frames.is_flood(), "in pieces of {piece}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn requests_answers_and_time_let_a_client_send_more() {
        let mut frames = Frames::new();
        let allowed = |frames: &mut Frames, count: usize| {
            frames.received(&frame(PING, 8).repeat(count));
            assert!(!frames.is_flood(), "{count} more");
        };
        allowed(&mut frames, SPARE);
        frames.received(&frame(HEADERS, 30));
        allowed(&mut frames, FOR_A_REQUEST);
        frames.written(3 * BYTES_FOR_ONE);
        allowed(&mut frames, 3);
        advance(2 * TIME_FOR_ONE).await;
        allowed(&mut frames, 2);
        advance(Duration::from_secs(3_600)).await;
        allowed(&mut frames, SPARE);
        frames.received(&frame(PING, 8));
        assert!(frames.is_flood());
    }
}
