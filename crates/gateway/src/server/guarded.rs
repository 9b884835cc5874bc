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

/// Bytes that must go out within the time for writing, or else everything: a client that takes a few at a time would
/// keep what it asked for in memory for ever.
const LEAST_PROGRESS: usize = 8 * 1024;

/// How long, and for how many bytes, a client that still sends is listened to after the last answer. Closing at once
/// would make its system throw away what it was answered.
const LAST_WORDS: Duration = Duration::from_secs(1);
const LAST_WORDS_BYTES: usize = 4 * 1024 * 1024;

/// A connection that notes when bytes arrive, fails when the client does not read what is written, and closes without
/// cutting off its last answer.
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
}

impl<T> Guarded<T> {
    pub(super) fn new(inner: T, prefix: Bytes, activity: Arc<Activity>, write_timeout: Duration) -> Self {
        if !prefix.is_empty() {
            activity.received();
        }
        let (stalled, progress, is_silent, last_words) = (None, 0, false, None);
        Self { inner, prefix, activity, write_timeout, stalled, progress, is_silent, last_words }
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

impl<T: AsyncRead + Unpin> AsyncRead for Guarded<T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
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
