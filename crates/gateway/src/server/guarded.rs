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

#[cfg(test)]
mod tests;

/// Bytes that must go out within the time for writing, or else everything: a client that takes a few at a time would
/// keep what it asked for in memory for ever.
const LEAST_PROGRESS: usize = 8 * 1024;

/// How long, and for how many bytes, a client that still sends is listened to after the last answer. Closing at once
/// would make its system throw away what it was answered.
const LAST_WORDS: Duration = Duration::from_secs(1);
const LAST_WORDS_BYTES: usize = 4 * 1024 * 1024;

/// What a client gets whose request does not arrive in time (RFC 9110, 15.5.9).
const TOO_SLOW: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A connection that notes when bytes arrive, fails when the client does not read what is written, and closes without
/// cutting off its last answer. Once its [`Activity`] is late it reads nothing more, says so to the client, and ends.
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
    /// What is left to be written of the answer to a request that came too slowly, once that has begun.
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
            farewell: None,
        }
    }

    /// Lets bytes be read that were read before.
    pub(super) fn unread(&mut self, bytes: Bytes) {
        self.prefix = bytes;
    }

    /// Passes a result of writing on, unless too little could be written for too long.
    fn written(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
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
    /// Answers a request that came too slowly, and closes; `Ready` is why nothing more is read. An answer that is still
    /// on its way must not be mixed with another one: the client then only sees the connection closed.
    fn turn_away(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let late = || io::Error::new(io::ErrorKind::ConnectionAborted, "the headers of a request came too slowly");
        if self.stalled.is_some() && self.farewell.is_none() {
            return Poll::Ready(late());
        }
        let rest = self.farewell.get_or_insert(TOO_SLOW);
        while !rest.is_empty() {
            match ready!(Pin::new(&mut self.inner).poll_write(cx, rest)) {
                Ok(written) if written > 0 => *rest = rest.get(written..).unwrap_or_default(),
                Ok(_) => return Poll::Ready(io::ErrorKind::WriteZero.into()),
                Err(error) => return Poll::Ready(error),
            }
        }
        let closed = ready!(Pin::new(self).poll_shutdown(cx));
        Poll::Ready(closed.err().unwrap_or_else(late))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.activity.is_late() {
            return self.turn_away(cx).map(Err);
        }
        if !self.prefix.is_empty() {
            let length = self.prefix.len().min(buf.remaining());
            let head = self.prefix.split_to(length);
            buf.put_slice(head.chunk());
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        if buf.filled().len() > before {
            self.activity.received();
        } else if buf.remaining() > 0 {
            self.is_silent = true;
        }
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.written(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
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
