//! A connection's bytes, watched.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::activity::Activity;
use super::frames::Frames;

#[cfg(test)]
mod tests;

/// Bytes that must go out within the time for writing, or else everything: a client that takes a few at a time would
/// keep what it asked for in memory for ever.
const LEAST_PROGRESS: usize = 8 * 1024;

/// How long, and for how many bytes, a client that still sends is listened to after the last answer. Closing at once
/// would make its system throw away what it was answered.
const LAST_WORDS: Duration = Duration::from_secs(1);
const LAST_WORDS_BYTES: usize = 4 * 1024 * 1024;

/// The last that a client gets whose connection is ended for what it did, and the kind of error that it ends with.
struct Farewell {
    text: &'static [u8],
    error: io::ErrorKind,
}

/// A request does not arrive in time (RFC 9110, 15.5.9).
const TOO_SLOW: Farewell = Farewell {
    text: b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    error: io::ErrorKind::ConnectionAborted,
};

/// There is no end of frames that ask for nothing: GOAWAY after whatever was begun, with `ENHANCE_YOUR_CALM` (RFC 9113, 6.8).
const FLOOD: Farewell =
    Farewell { text: b"\0\0\x08\x07\0\0\0\0\0\x7f\xff\xff\xff\0\0\0\x0b", error: io::ErrorKind::QuotaExceeded };

/// A connection that notes when bytes arrive, fails when the client does not read what is written, and closes without
/// cutting off its last answer. When its client is too slow, or floods it, it reads nothing more, says so, and ends. Its
/// errors tell what clients must not do: [`io::ErrorKind::TimedOut`] is not to read, [`io::ErrorKind::QuotaExceeded`] to
/// flood, [`io::ErrorKind::InvalidData`] to break the rules of TLS.
pub(super) struct Guarded<T> {
    inner: T,
    /// Bytes that were read to find out which protocol the client speaks.
    prefix: Bytes,
    activity: Arc<Activity>,
    write_timeout: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    /// Bytes written since `stalled` began.
    progress: usize,
    /// The client has said that it sends nothing more.
    is_silent: bool,
    /// What came after the end, and until when that is listened to.
    last_words: Option<(usize, Pin<Box<Sleep>>)>,
    /// What HTTP/2 frames come from the client, if it speaks that.
    frames: Option<Frames>,
    /// What is left to be written of the farewell, once that has begun.
    farewell: Option<&'static [u8]>,
}

impl<T> Guarded<T> {
    pub(super) fn new(inner: T, activity: Arc<Activity>, write_timeout: Duration) -> Self {
        Self {
            inner,
            prefix: Bytes::new(),
            activity,
            write_timeout,
            stalled: None,
            progress: 0,
            is_silent: false,
            last_words: None,
            frames: None,
            farewell: None,
        }
    }

    /// Lets bytes be read that were read before.
    pub(super) fn unread(&mut self, bytes: Bytes) {
        self.prefix = bytes;
    }

    /// What follows are frames of HTTP/2.
    pub(super) fn speaks_http2(&mut self) {
        self.frames = Some(Frames::new());
    }

    /// Why nothing more is read, if so.
    fn farewell(&self) -> Option<Farewell> {
        if self.frames.as_ref().is_some_and(Frames::is_flood) {
            return Some(FLOOD);
        }
        self.activity.is_late().then_some(TOO_SLOW)
    }

    /// Passes a result of writing on, unless too little could be written for too long.
    fn written(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let (Some(frames), Poll::Ready(Ok(bytes))) = (&mut self.frames, &result) {
            frames.written(*bytes);
        }
        match &result {
            Poll::Ready(Ok(bytes)) if self.stalled.is_some() => {
                self.progress += *bytes;
                if self.progress >= LEAST_PROGRESS {
                    self.unstall();
                }
                result
            }
            Poll::Ready(_) => result,
            Poll::Pending => self.stall(cx),
        }
    }

    /// Passes the end of a flush on, unless it does not come for too long.
    fn flushed(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<()>>) -> Poll<io::Result<()>> {
        if result.is_ready() {
            self.unstall();
            return result;
        }
        self.stall(cx)
    }

    fn unstall(&mut self) {
        (self.stalled, self.progress) = (None, 0);
    }

    fn stall<R>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<R>> {
        let timeout = self.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read what is sent to it")))
    }
}

impl<T: AsyncRead + Unpin> Guarded<T> {
    /// Reads on until the client closes too, or has had its time.
    fn hear_out(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let first = || (0, Box::pin(tokio::time::sleep(LAST_WORDS)));
        let (heard, until) = self.last_words.get_or_insert_with(first);
        let mut scratch = [MaybeUninit::uninit(); 4_096];
        while !self.is_silent && *heard < LAST_WORDS_BYTES && until.as_mut().poll(cx).is_pending() {
            let mut buffer = ReadBuf::uninit(&mut scratch);
            let read = ready!(Pin::new(&mut self.inner).poll_read(cx, &mut buffer));
            self.is_silent = read.is_err() || buffer.filled().is_empty();
            *heard += buffer.filled().len();
        }
        Poll::Ready(())
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> Guarded<T> {
    /// Says why the connection ends, and closes; `Ready` is with what error. An answer that is still on its way must not
    /// be mixed with anything else: the client then only sees the connection closed.
    fn turn_away(&mut self, cx: &mut Context<'_>, farewell: &Farewell) -> Poll<io::Error> {
        if self.stalled.is_some() && self.farewell.is_none() {
            return Poll::Ready(farewell.error.into());
        }
        while let rest = *self.farewell.get_or_insert(farewell.text)
            && !rest.is_empty()
        {
            let result = Pin::new(&mut self.inner).poll_write(cx, rest);
            match ready!(self.written(cx, result)) {
                Ok(written) if written > 0 => self.farewell = rest.get(written..),
                Ok(_) => return Poll::Ready(io::ErrorKind::WriteZero.into()),
                Err(error) => return Poll::Ready(error),
            }
        }
        let closed = ready!(Pin::new(self).poll_shutdown(cx));
        Poll::Ready(closed.err().unwrap_or_else(|| farewell.error.into()))
    }
}

/// Tells a client that says by an alert of TLS why it goes from one that breaks the rules of TLS.
fn told_apart(error: io::Error) -> io::Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::AlertReceived(_)) => io::Error::new(io::ErrorKind::ConnectionAborted, error),
        _ => error,
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(farewell) = self.farewell() {
            return self.turn_away(cx, &farewell).map(Err);
        }
        if !self.prefix.is_empty() {
            let length = self.prefix.len().min(buf.remaining());
            let head = self.prefix.split_to(length);
            buf.put_slice(head.chunk());
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf)).map_err(told_apart)?;
        let received = buf.filled().get(before..).unwrap_or_default();
        if !received.is_empty() {
            self.activity.received();
        } else if buf.remaining() > 0 {
            self.is_silent = true;
        }
        let Some(frames) = &mut self.frames else { return Poll::Ready(Ok(())) };
        frames.received(received);
        if frames.is_flood() {
            buf.set_filled(before);
            return self.turn_away(cx, &FLOOD).map(Err);
        }
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        // Nothing comes after a farewell.
        if self.farewell.is_some() {
            return Poll::Ready(Ok(buf.len()));
        }
        let result = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.written(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.farewell.is_some() {
            return Poll::Ready(Ok(bufs.iter().map(|buf| buf.len()).sum()));
        }
        let result = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.farewell.is_some() {
            return Poll::Ready(Ok(()));
        }
        let result = Pin::new(&mut self.inner).poll_flush(cx);
        self.flushed(cx, result)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.last_words.is_none() {
            let result = Pin::new(&mut self.inner).poll_shutdown(cx);
            ready!(self.flushed(cx, result))?;
        }
        ready!(self.hear_out(cx));
        Poll::Ready(Ok(()))
    }
}
