//! The gateway with more to do than it can: what it refuses, and how well it does the rest.
//!
//! The gateway has one processor and the load generator the other, so that what is measured is the gateway's own queue;
//! the generator is an open loop that never waits.

use std::time::Duration;

use anyhow::Context as _;
use realmwire_gateway::config::Limits;
use realmwire_gateway::open_files;

use crate::http::Connection;
use crate::measure::{Plan, median_of, precise};
use crate::offer::{Offer, Taken, microseconds, offer};
use crate::peer::{Peer, stay_on};
use crate::report::{Report, Row, progress};
use crate::served::{document, put};

/// Connections of the clients that capacity is measured with, and of all that come together beyond it.
const FEW: usize = 8;
const MANY: usize = 1_024;

/// Members of the document that is sent and sent back, about 10 KB: with less, the load generator has more to do for a request
/// than the gateway has, and cannot offer twice what the gateway can do.
const MEMBERS: usize = 260;

/// The share of its capacity at which the gateway counts as unloaded.
const UNLOADED: f64 = 0.2;

/// How much later the p99 of what is admitted may be under load.
const TIMES_UNLOADED: f64 = 3.0;

/// How long the gateway is looked at after the load.
const AFTERWARDS: Duration = Duration::from_secs(3);
const WINDOW: Duration = Duration::from_millis(100);

/// Connections that are held open without a request.
const IDLE: usize = 10_000;

/// Measures all of it.
pub(crate) async fn overload(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    open_files::raise()?;
    let turn_wait_us = Limits::default().turn_wait_us.to_string();
    let peer = Peer::start(&["--processor", "0", "answer-gateway", "--turn-wait-us", &turn_wait_us]).await?;
    let bench = move || -> anyhow::Result<Report> {
        stay_on(1)?;
        let mut report = Report::default();
        Bench::new(&peer, plan)?.run(&mut report)?;
        Ok(report)
    };
    // Its thread stays on its processor, so it is one of its own.
    let thread = std::thread::spawn(bench);
    let done = tokio::task::spawn_blocking(|| thread.join()).await?;
    report.append(done.ok().context("the load generator panicked")??);
    Ok(())
}

struct Bench<'a> {
    peer: &'a Peer,
    address: &'a str,
    request: Vec<u8>,
    plan: Plan,
}

impl<'a> Bench<'a> {
    fn new(peer: &'a Peer, plan: Plan) -> anyhow::Result<Self> {
        let request = put(peer.said(1)?, &document(MEMBERS));
        Ok(Self { peer, address: peer.said(0)?, request, plan })
    }

    fn offer(&self, connections: usize, rate: Option<f64>, time: Duration) -> anyhow::Result<Taken> {
        offer(Offer { address: self.address, request: &self.request, connections, rate, time })
    }

    fn run(&self, report: &mut Report) -> anyhow::Result<()> {
        // What is used for the first time is slow.
        self.offer(FEW, None, self.plan.round / 5)?;
        let (mut capacity, mut unloaded) = (Vec::new(), Vec::new());
        for _ in 0..self.plan.rounds {
            capacity.push(self.offer(FEW, None, self.plan.round)?.admitted_a_second());
        }
        let capacity = median_of(capacity);
        for _ in 0..self.plan.rounds {
            unloaded.push(self.offer(MANY, Some(capacity * UNLOADED), self.plan.round)?.p99_us());
        }
        let unloaded = median_of(unloaded);
        report.row(Row::target("capacity on one core, answers of 10 KB a second", capacity, ""));
        report.row(Row::target("p99 at a fifth of it, µs", unloaded, ""));
        for times in [2.0, 3.0] {
            self.beyond(capacity, unloaded, times, report)?;
        }
        self.without_pause(capacity, report)?;
        self.idle(capacity, unloaded, report)
    }

    /// Offers several times the capacity, and looks at the gateway during it and afterwards.
    fn beyond(&self, capacity: f64, unloaded: f64, times: f64, report: &mut Report) -> anyhow::Result<()> {
        let before = self.peer.resident_mb()?;
        let (mut during, mut peak) = (Vec::new(), before);
        let mut well = Vec::new();
        for _ in 0..self.plan.rounds {
            during.push(self.offer(MANY, Some(capacity * times), self.plan.round)?);
            peak = peak.max(self.peer.resident_mb()?);
            let after = self.offer(MANY, Some(capacity * UNLOADED), AFTERWARDS)?;
            well.push(seconds_until_well(&after, unloaded).as_secs_f64());
        }
        let median = |figure: fn(&Taken) -> f64| median_of(during.iter().map(figure).collect());
        let sum = |figure: fn(&Taken) -> u64| precise(during.iter().map(figure).sum());
        let name = |what: &str| format!("… at {times:.0} times its capacity: {what}");
        let p99 = median(Taken::p99_us);
        let wanted = if times > 2.0 { "" } else { "≤ 3.00" };
        report.row(Row::ratio(name("p99 of what is admitted, to unloaded"), p99 / unloaded, wanted));
        report.row(Row::target(
            name("p50 of what is admitted, µs"),
            median(|taken| microseconds(&taken.admitted, 0.5)),
            "",
        ));
        report.row(Row::target(name("p99 of what is admitted, µs"), p99, ""));
        report.row(Row::ratio(name("share refused with 503"), median(|taken| taken.share_of(503)), ""));
        report.row(Row::ratio(name("share refused with 429"), median(|taken| taken.share_of(429)), ""));
        report.row(Row::target(name("answers of any other kind"), sum(Taken::others), "0"));
        let refusals = median(|taken| microseconds(&taken.refused, 0.99));
        report.row(Row::target(name("p99 of refusals, µs"), refusals, "≤ 50,000"));
        report.row(Row::ratio(name("admitted a second, to capacity"), median(Taken::admitted_a_second) / capacity, ""));
        report.row(Row::target(name("due and never sent"), sum(|taken| taken.never_sent as u64), ""));
        report.row(Row::target(name("memory more than before, MB"), peak - before, "≤ 64"));
        report.row(Row::ratio(name("seconds until it is well again"), median_of(well), wanted_seconds(times)));
        Ok(())
    }

    /// Asks again as soon as there is an answer, whatever it is, from more connections than there is time for.
    fn without_pause(&self, capacity: f64, report: &mut Report) -> anyhow::Result<()> {
        let mut during = Vec::new();
        for _ in 0..self.plan.rounds {
            during.push(self.offer(MANY, None, self.plan.round)?);
        }
        let median = |figure: fn(&Taken) -> f64| median_of(during.iter().map(figure).collect());
        let admitted = median(Taken::admitted_a_second) / capacity;
        report.row(Row::ratio("1,024 callers that never pause: admitted a second, to capacity", admitted, ""));
        report.row(Row::ratio("… share refused with 503", median(|taken| taken.share_of(503)), ""));
        report.row(Row::target("… p99 of what is admitted, µs", median(Taken::p99_us), ""));
        Ok(())
    }

    /// Holds many connections without requests, and looks at those with requests.
    fn idle(&self, capacity: f64, unloaded: f64, report: &mut Report) -> anyhow::Result<()> {
        let before = self.peer.resident_mb()?;
        progress("opening connections");
        let mut idle = Vec::new();
        for _ in 0..IDLE {
            let mut connection = Connection::open(self.address)?;
            connection.send(&self.request)?;
            connection.receive()?.context("no answer")?;
            idle.push(connection.into_stream());
        }
        let memory = (self.peer.resident_mb()? - before) * 1024.0 / precise(IDLE as u64);
        let taken = self.offer(MANY, Some(capacity * UNLOADED), self.plan.round)?;
        let open = idle.iter().filter(|stream| is_open(stream)).count();
        report.row(Row::target("idle connections that stay open", precise(open as u64), "10,000"));
        report.row(Row::target("… memory for each, KB", memory, "≤ 64"));
        report.row(Row::ratio("… p99 of the others, to unloaded", taken.p99_us() / unloaded, "≤ 1.50"));
        Ok(())
    }
}

fn wanted_seconds(times: f64) -> &'static str {
    if times > 2.0 { "" } else { "≤ 1.00" }
}

fn is_open(stream: &std::net::TcpStream) -> bool {
    let nothing = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    nothing.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

/// The end of the last window in which something was refused, or took longer than it may.
fn seconds_until_well(taken: &Taken, unloaded_us: f64) -> Duration {
    let most = Duration::from_secs_f64(unloaded_us * TIMES_UNLOADED / 1e6);
    let mut well = Duration::ZERO;
    let windows = AFTERWARDS.as_millis() / WINDOW.as_millis();
    for number in 0..u32::try_from(windows).unwrap_or_default() {
        let (from, to) = (WINDOW * number, WINDOW * (number + 1));
        let inside = taken.course.iter().filter(|(due, ..)| (from..to).contains(due));
        let (mut all, mut bad) = (0, 0);
        for (_, took, is_answered) in inside {
            all += 1;
            bad += u32::from(!is_answered || *took > most);
        }
        // One in a hundred is what a p99 allows; a single one in a short window is no more than that.
        if bad > 1 && bad * 100 > all {
            well = to;
        }
    }
    well
}
