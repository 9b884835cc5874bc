//! Requests by the clock, whether they are answered or not (open loop): a server that slows down does not slow down its
//! clients, and what waits is counted from when it was due.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use hdrhistogram::Histogram;
use rustix::event::epoll;

use crate::http::Connection;
use crate::measure::{LONGEST_NS, precise};

/// Events taken from the system at a time.
const EVENTS: usize = 256;

/// What is offered.
#[derive(Clone, Copy)]
pub(crate) struct Offer<'a> {
    pub(crate) address: &'a str,
    pub(crate) request: &'a [u8],
    pub(crate) connections: usize,
    /// Requests a second; `None` is as many as are answered (closed loop).
    pub(crate) rate: Option<f64>,
    pub(crate) time: Duration,
}

/// What became of it.
pub(crate) struct Taken {
    pub(crate) time: Duration,
    /// Times of the requests that were answered with 200, in nanoseconds.
    pub(crate) admitted: Histogram<u64>,
    pub(crate) refused: Histogram<u64>,
    pub(crate) statuses: BTreeMap<u16, u64>,
    /// Requests that were due and could not be sent, because every connection waited for an answer.
    pub(crate) never_sent: usize,
    /// When each request was due after the beginning, how long it took, and whether it was answered with 200.
    pub(crate) course: Vec<(Duration, Duration, bool)>,
}

impl Taken {
    pub(crate) fn p99_us(&self) -> f64 {
        microseconds(&self.admitted, 0.99)
    }

    /// The share of all answers that had this status.
    pub(crate) fn share_of(&self, status: u16) -> f64 {
        let answers: u64 = self.statuses.values().sum();
        precise(self.statuses.get(&status).copied().unwrap_or_default()) / precise(answers.max(1))
    }

    /// Answers that are neither what was asked for nor a refusal for want of room.
    pub(crate) fn others(&self) -> u64 {
        self.statuses.iter().filter(|(status, _)| ![200, 429, 503].contains(*status)).map(|(_, count)| count).sum()
    }

    pub(crate) fn admitted_a_second(&self) -> f64 {
        precise(self.admitted.len()) / self.time.as_secs_f64()
    }
}

pub(crate) fn microseconds(times: &Histogram<u64>, quantile: f64) -> f64 {
    precise(times.value_at_quantile(quantile)) / 1_000.0
}

struct Generator<'a> {
    offer: Offer<'a>,
    connections: Vec<Connection>,
    /// When the request that each connection waits for was due.
    due: Vec<Instant>,
    free: VecDeque<usize>,
    taken: Taken,
    begin: Instant,
}

/// Offers requests for a time, from this thread, which it keeps busy. Each connection has had one before.
pub(crate) fn offer(offer: Offer<'_>) -> anyhow::Result<Taken> {
    let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    let mut connections =
        (0..offer.connections).map(|_| Connection::open(offer.address)).collect::<anyhow::Result<Vec<_>>>()?;
    for connection in &mut connections {
        connection.send(offer.request)?;
        connection.receive()?.context("no answer")?;
    }
    for (number, connection) in connections.iter().enumerate() {
        connection.do_not_wait()?;
        epoll::add(&epoll, connection.stream(), epoll::EventData::new_u64(number as u64), epoll::EventFlags::IN)?;
    }
    let begin = Instant::now();
    let taken = Taken {
        time: offer.time,
        admitted: Histogram::new_with_max(LONGEST_NS, 3)?,
        refused: Histogram::new_with_max(LONGEST_NS, 3)?,
        statuses: BTreeMap::new(),
        never_sent: 0,
        course: Vec::new(),
    };
    let (due, free) = (vec![begin; connections.len()], (0..connections.len()).collect());
    let mut generator = Generator { offer, connections, due, free, taken, begin };
    let mut events = Vec::with_capacity(EVENTS);
    let mut waiting: VecDeque<Instant> = VecDeque::new();
    let mut count = 0_u32;
    loop {
        let now = Instant::now();
        if now >= begin + offer.time {
            break;
        }
        match offer.rate {
            Some(rate) => {
                while let due = begin + Duration::from_secs_f64(f64::from(count) / rate)
                    && due <= now
                {
                    waiting.push_back(due);
                    count += 1;
                }
            }
            None => waiting.extend(std::iter::repeat_n(now, generator.free.len())),
        }
        generator.send(&mut waiting, now)?;
        events.clear();
        epoll::wait(&epoll, rustix::buffer::spare_capacity(&mut events), Some(&rustix::event::Timespec::default()))?;
        for event in &events {
            generator.receive(usize::try_from(event.data.u64())?)?;
        }
    }
    generator.taken.never_sent = waiting.len();
    Ok(generator.taken)
}

impl Generator<'_> {
    fn send(&mut self, waiting: &mut VecDeque<Instant>, now: Instant) -> anyhow::Result<()> {
        while !waiting.is_empty()
            && let Some(number) = self.free.pop_front()
        {
            let due = waiting.pop_front().unwrap_or(now);
            if let (Some(connection), Some(place)) = (self.connections.get_mut(number), self.due.get_mut(number)) {
                *place = due;
                connection.send(self.offer.request)?;
            }
        }
        Ok(())
    }

    fn receive(&mut self, number: usize) -> anyhow::Result<()> {
        let (Some(connection), Some(due)) = (self.connections.get_mut(number), self.due.get(number)) else {
            return Ok(());
        };
        let Some(status) = connection.receive()? else { return Ok(()) };
        let took = due.elapsed();
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(LONGEST_NS);
        let times = if status == 200 { &mut self.taken.admitted } else { &mut self.taken.refused };
        times.saturating_record(nanoseconds);
        *self.taken.statuses.entry(status).or_default() += 1;
        self.taken.course.push((due.saturating_duration_since(self.begin), took, status == 200));
        self.free.push_back(number);
        Ok(())
    }
}
