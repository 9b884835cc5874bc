//! One connection, from its first byte to its end.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::activity::{Activity, Overdue};
use super::guarded::Guarded;
use super::progress::{NotTaken, watched};
use super::turn::Turns;
use crate::exchange;
use crate::gateway::Shared;

/// What HTTP/2 connections begin with.
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How long a connection without a request stays open once the gateway drains: a request that is on its way is served.
const DRAIN_LINGER: Duration = Duration::from_millis(500);

/// How often an HTTP/2 client is asked whether it is still there.
const PING_INTERVAL: Duration = Duration::from_secs(20);

/// HTTP/2 requests that a client has given up before they were seen, at most: more is an attack (CVE-2023-44487).
const PENDING_RESETS: usize = 32;

/// Bytes of one HTTP/2 answer that wait to be written, at most.
const SEND_BUFFER: usize = 64 * 1024;

/// How long a connection that was asked to end has to do so.
const LAST_MOMENTS: Duration = Duration::from_secs(2);

/// The client at the other end of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    pub(crate) activity: Arc<Activity>,
    pub(crate) turns: Arc<Turns>,
}

/// Serves a connection until it ends.
pub(super) async fn serve<T>(io: T, peer: Peer, shared: Arc<Shared>)
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (activity, address) = (Arc::clone(&peer.activity), peer.address);
    let timeouts = shared.state().config.timeouts.clone();
    let cut = |reason| shared.metrics.connection_cut(reason, address);
    let mut io = Guarded::new(io, Arc::clone(&activity), Duration::from_millis(timeouts.write_ms));
    let first = tokio::select! {
        first = read_prefix(&mut io, Duration::from_millis(timeouts.handshake_ms)) => first,
        () = activity.displaced() => return shared.metrics.connection_overdue(Overdue::Displaced, address),
        () = linger(&shared) => return,
    };
    let prefix = match first {
        Ok(prefix) if !prefix.is_empty() => prefix,
        Err(error) if error.kind() == io::ErrorKind::TimedOut => {
            return shared.metrics.connection_refused("silent", address);
        }
        Err(error) => return offence_in_io(&error).into_iter().for_each(cut),
        Ok(_) => return,
    };
    let is_http2 = prefix == HTTP2_PREFACE;
    if is_http2 {
        activity.speaks_http2();
        io.speaks_http2();
    }
    io.unread(prefix);
    let io = TokioIo::new(io);
    let (handler, client) = (Arc::clone(&shared), peer.clone());
    let service = service_fn(move |request: Request<Incoming>| {
        // An answer over HTTP/2 has a task of its own: this is the connection's turn.
        let waited = client.turns.waited();
        let (shared, peer) = (Arc::clone(&handler), client.clone());
        async move { Ok::<_, Infallible>(exchange::serve(shared, peer, waited, request).await) }
    });
    if is_http2 {
        let connection = pin!(http2_builder(&shared, address).serve_connection(io, service));
        supervise(connection, &peer, &shared, Drain::AtOnce).await;
    } else {
        let connection = pin!(http1_builder(&shared).serve_connection(io, service).with_upgrades());
        supervise(connection, &peer, &shared, Drain::WhenIdle).await;
    }
}

/// Waits until the gateway has drained for so long that a connection without a request is not waited for.
async fn linger(shared: &Shared) {
    shared.draining.cancelled().await;
    sleep(DRAIN_LINGER).await;
}

fn http1_builder(shared: &Shared) -> http1::Builder {
    let state = shared.state();
    let mut builder = http1::Builder::new();
    // The head includes the request line; what is longer is answered with 431 by hyper.
    let head = state.config.limits.header_bytes + state.config.limits.uri_bytes;
    builder
        .timer(TokioTimer::new())
        // The gateway's own limits come first, and tell the client.
        .header_read_timeout(Duration::from_millis(state.config.timeouts.idle_ms + state.config.timeouts.headers_ms))
        .max_buf_size(head.max(8_192));
    builder
}

fn http2_builder(shared: &Arc<Shared>, address: SocketAddr) -> http2::Builder<Tracked> {
    let state = shared.state();
    let limits = &state.config.limits;
    let mut builder = http2::Builder::new(Tracked { shared: Arc::clone(shared), address });
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.http2_streams_per_connection)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(PENDING_RESETS)
        .max_send_buf_size(SEND_BUFFER)
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(Duration::from_millis(state.config.timeouts.write_ms));
    builder
}

/// Reads until it is certain whether the client begins with HTTP/2's preface. Empty: it closed before. A client that has
/// not even sent that in time speaks HTTP/1, whose headers have a time of their own.
async fn read_prefix(io: &mut (impl AsyncRead + Unpin), within: Duration) -> io::Result<Bytes> {
    let until = Instant::now() + within;
    let mut read = BytesMut::with_capacity(HTTP2_PREFACE.len());
    while HTTP2_PREFACE.starts_with(&read) && read.len() < HTTP2_PREFACE.len() {
        let missing = HTTP2_PREFACE.len() - read.len();
        match timeout_at(until, (&mut *io).take(missing as u64).read_buf(&mut read)).await {
            Ok(Ok(0)) => break,
            Ok(more) => _ = more?,
            Err(_) if read.is_empty() => return Err(io::ErrorKind::TimedOut.into()),
            Err(_) => break,
        }
    }
    Ok(read.freeze())
}

/// How a connection ends when the gateway drains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drain {
    /// The protocol tells the client to send nothing more.
    AtOnce,
    /// The client learns of it with the answer to its next request, if one comes soon.
    WhenIdle,
}

/// A connection that can be told to end after what it has begun.
trait Finish: Future<Output = hyper::Result<()>> {
    fn finish(self: Pin<&mut Self>);
}

impl<I, S, B> Finish for http1::UpgradeableConnection<I, S>
where
    Self: Future<Output = hyper::Result<()>>,
    I: hyper::rt::Read + hyper::rt::Write + Unpin,
    S: hyper::service::HttpService<Incoming, ResBody = B>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    B: http_body::Body + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn finish(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

impl<I, S, B, E> Finish for http2::Connection<I, S, E>
where
    Self: Future<Output = hyper::Result<()>>,
    I: hyper::rt::Read + hyper::rt::Write + Unpin,
    S: hyper::service::HttpService<Incoming, ResBody = B>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    B: http_body::Body + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    E: hyper::rt::bounds::Http2ServerConnExec<S::Future, B>,
{
    fn finish(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

/// Drives a connection, and ends it when a time limit was passed or the gateway drains.
async fn supervise(mut connection: Pin<&mut impl Finish>, peer: &Peer, shared: &Shared, drain: Drain) {
    let activity = &peer.activity;
    let mut draining = false;
    // When a connection that was asked to end is given up.
    let mut last: Option<Instant> = None;
    loop {
        let timeouts = shared.state().config.timeouts.clone();
        let mut check = last.unwrap_or_else(|| activity.next_check(&timeouts));
        if draining {
            check = check.min(Instant::now() + DRAIN_LINGER);
        }
        let overdue = tokio::select! {
            ended = connection.as_mut() => {
                // Connections end in every way that networks know; what a client must not do is counted.
                if let Some(reason) = ended.err().as_ref().and_then(offence) {
                    shared.metrics.connection_cut(reason, peer.address);
                }
                return;
            }
            () = shared.draining.cancelled(), if !draining => {
                draining = true;
                if drain == Drain::AtOnce {
                    connection.as_mut().finish();
                }
                continue;
            }
            () = activity.displaced(), if last.is_none() => Some(Overdue::Displaced),
            () = sleep_until(check) => activity.overdue(&timeouts),
        };
        if last.is_some_and(|last| Instant::now() >= last) {
            return;
        }
        match overdue.filter(|_| last.is_none()) {
            Some(Overdue::Headers) => {
                shared.metrics.connection_overdue(Overdue::Headers, peer.address);
                activity.give_up_waiting();
                last = Some(Instant::now() + LAST_MOMENTS);
            }
            // A request that is on its way is still answered.
            Some(overdue) => {
                shared.metrics.connection_overdue(overdue, peer.address);
                connection.as_mut().finish();
                last = Some(Instant::now() + LAST_MOMENTS);
            }
            None if draining && drain == Drain::WhenIdle && activity.quiet_for() >= DRAIN_LINGER => {
                connection.as_mut().finish();
            }
            None => {}
        }
    }
}

/// What a client did that made its connection end, if it is something that clients must not do.
fn offence(error: &hyper::Error) -> Option<&'static str> {
    if error.is_parse_too_large() {
        return Some("headers_too_large");
    }
    if error.is_parse() {
        return Some("malformed");
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(offence) = cause.downcast_ref::<io::Error>().and_then(offence_in_io) {
            return Some(offence);
        }
        if let Some(error) = cause.downcast_ref::<h2::Error>() {
            return offence_in_http2(error);
        }
        source = cause.source();
    }
    None
}

/// What the error of a guarded connection says.
fn offence_in_io(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        io::ErrorKind::TimedOut => Some("slow_reader"),
        io::ErrorKind::QuotaExceeded => Some("flood"),
        io::ErrorKind::InvalidData => Some("tls"),
        _ => None,
    }
}

fn offence_in_http2(error: &h2::Error) -> Option<&'static str> {
    if let Some(offence) = error.get_io().and_then(offence_in_io) {
        return Some(offence);
    }
    match error.reason() {
        Some(h2::Reason::ENHANCE_YOUR_CALM) if error.is_library() => Some("flood"),
        Some(_) if error.is_library() => Some("malformed"),
        _ => None,
    }
}

/// Runs what HTTP/2 runs beside a connection, which is giving answers, owned by the gateway.
#[derive(Clone)]
struct Tracked {
    shared: Arc<Shared>,
    address: SocketAddr,
}

impl<F> hyper::rt::Executor<F> for Tracked
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    fn execute(&self, answer: F) {
        let Self { shared, address } = self.clone();
        let limits = Arc::clone(&shared);
        self.shared.spawn(async move {
            let limit = || Duration::from_millis(limits.state().config.timeouts.write_ms);
            if watched(answer, limit).await == Err(NotTaken) {
                shared.metrics.connection_cut("stalled_window", address);
            }
        });
    }
}
