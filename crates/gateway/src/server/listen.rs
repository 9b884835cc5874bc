//! The place where connections arrive.

#[cfg(test)]
mod tests;

use std::io;

use tokio::net::{TcpListener, TcpSocket, lookup_host};

/// Connections that wait to be taken, at most; the system may allow fewer (`net.core.somaxconn`). Beyond it a client tries
/// again a second later, and when a server comes back all its clients come at once.
const BACKLOG: u32 = 4_096;

/// Listens on an address like `localhost:8080`.
///
/// # Errors
/// It is no address, or it cannot be used.
pub(crate) async fn listen(address: &str) -> io::Result<TcpListener> {
    let mut failed = io::Error::new(io::ErrorKind::InvalidInput, "the name has no address");
    for address in lookup_host(address).await? {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // A server that starts again does not wait for the connections of the one before.
        socket.set_reuseaddr(true)?;
        match socket.bind(address).and_then(|()| socket.listen(BACKLOG)) {
            Ok(listener) => return Ok(listener),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}
