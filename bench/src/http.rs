//! A client of HTTP/1.1 that costs next to nothing: prepared bytes out, status and length of the answer in.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;

use anyhow::Context as _;

/// The longest answer.
const LONGEST: usize = 64 * 1024;

/// A connection with at most one request on its way.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

impl Connection {
    pub(crate) fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; LONGEST], filled: 0 })
    }

    /// Reads are tried from now on, and not waited for.
    pub(crate) fn do_not_wait(&self) -> io::Result<()> {
        self.stream.set_nonblocking(true)
    }

    pub(crate) fn into_stream(self) -> TcpStream {
        self.stream
    }

    pub(crate) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Sends a request, which fits into the socket.
    pub(crate) fn send(&mut self, request: &[u8]) -> io::Result<()> {
        self.filled = 0;
        self.stream.write_all(request)
    }

    /// Reads on; the status when the answer is complete, `None` when there is nothing more to read yet.
    pub(crate) fn receive(&mut self) -> anyhow::Result<Option<u16>> {
        loop {
            let room = self.buffer.get_mut(self.filled..).filter(|room| !room.is_empty()).context("a long answer")?;
            match self.stream.read(room) {
                Ok(0) => anyhow::bail!("the connection was closed"),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            if let Some(status) = complete(self.buffer.get(..self.filled).unwrap_or_default())? {
                return Ok(Some(status));
            }
        }
    }
}

/// The status of an answer, if all of it is there.
pub(crate) fn complete(answer: &[u8]) -> anyhow::Result<Option<u16>> {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(answer.get(..end).unwrap_or_default())?;
    let status = head.get(9..12).context("no status")?.parse()?;
    let mut lines = head.lines();
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let length = length.context("an answer without a length")?;
    Ok((answer.len() >= end + 4 + length).then_some(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_complete_when_its_body_is() {
        let answer = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(complete(answer).unwrap(), Some(503));
        assert_eq!(complete(&answer[..answer.len() - 1]).unwrap(), None);
        assert_eq!(complete(&answer[..20]).unwrap(), None);
    }
}
