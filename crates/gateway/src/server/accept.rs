//! Taking connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::connection;
use super::tls::Certificates;
use crate::gateway::Shared;

/// How long to wait when the system has no room for another connection.
const NO_ROOM_PAUSE: Duration = Duration::from_millis(50);

/// What a client gets in place of a connection when there are too many.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Takes connections until the gateway drains, and then those that the system has taken already.
pub(crate) async fn accept_until_drained(listener: TcpListener, tls: Option<Certificates>, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(shared.state().config.limits.connections));
    loop {
        tokio::select! {
            biased;
            () = shared.draining.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => admit(stream, address, &room, tls.as_ref(), &shared),
                Err(error) => {
                    tracing::warn!(error = %error, "a connection could not be accepted");
                    sleep(NO_ROOM_PAUSE).await;
                }
            },
        }
    }
    while let Some(Ok((stream, address))) = listener.accept().now_or_never() {
        admit(stream, address, &room, tls.as_ref(), &shared);
    }
}

fn admit(
    stream: TcpStream,
    address: SocketAddr,
    room: &Arc<Semaphore>,
    tls: Option<&Certificates>,
    shared: &Arc<Shared>,
) {
    let Ok(permit) = Arc::clone(room).try_acquire_owned() else {
        shared.metrics.connection_refused("too_many");
        if tls.is_none() {
            // A new connection has room for this; if not, the client sees it closed.
            let _ = stream.try_write(TOO_MANY);
        }
        return;
    };
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(error = %error, "a connection keeps small packets back");
    }
    shared.spawn(serve(stream, address, permit, tls.cloned(), Arc::clone(shared)));
}

async fn serve(
    stream: TcpStream,
    address: SocketAddr,
    _permit: OwnedSemaphorePermit,
    tls: Option<Certificates>,
    shared: Arc<Shared>,
) {
    let _open = shared.metrics.connections.hold();
    let Some(tls) = tls else { return connection::serve(stream, address, shared).await };
    let limit = Duration::from_millis(shared.state().config.timeouts.handshake_ms);
    match timeout(limit, tls.acceptor().accept(stream)).await {
        Ok(Ok(stream)) => connection::serve(stream, address, shared).await,
        Ok(Err(error)) => {
            tracing::debug!(error = %error, "a TLS handshake failed");
            shared.metrics.connection_refused("tls");
        }
        Err(_) => shared.metrics.connection_refused("silent"),
    }
}
