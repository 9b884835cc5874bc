//! Taking connections.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::activity::{Activity, Overdue};
use super::connection::{self, Peer};
use super::places::Places;
use super::tls::Certificates;
use super::turn::Turns;
use crate::gateway::Shared;

/// How long to wait when the system has no room for another connection.
const NO_ROOM_PAUSE: Duration = Duration::from_millis(50);

/// What a client gets in place of a connection when there are too many.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// How long a new connection waits for the place of another one that ends for it.
const PLACE_WAIT: Duration = Duration::from_secs(1);

/// Where connections get their place.
struct Door {
    room: Arc<Semaphore>,
    places: Arc<Places>,
    tls: Option<Certificates>,
    shared: Arc<Shared>,
}

/// Takes connections until the gateway drains, and then those that the system has taken already.
pub(crate) async fn accept_until_drained(listener: TcpListener, tls: Option<Certificates>, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(shared.state().config.limits.connections));
    let door = Door { room, places: Arc::default(), tls, shared };
    loop {
        tokio::select! {
            biased;
            () = door.shared.draining.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => door.admit(stream, address),
                Err(error) => {
                    tracing::warn!(error = %error, "a connection could not be accepted");
                    sleep(NO_ROOM_PAUSE).await;
                }
            },
        }
    }
    while let Some(Ok((stream, address))) = listener.accept().now_or_never() {
        door.admit(stream, address);
    }
}

impl Door {
    fn admit(&self, stream: TcpStream, address: SocketAddr) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = %error, "a connection keeps small packets back");
        }
        let (tls, shared) = (self.tls.clone(), Arc::clone(&self.shared));
        let places = Arc::clone(&self.places);
        if let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() {
            self.shared.spawn(serve(stream, address, (permit, places), tls, shared));
        } else if self.places.displace() {
            let room = Arc::clone(&self.room);
            self.shared.spawn(async move {
                match timeout(PLACE_WAIT, room.acquire_owned()).await {
                    Ok(Ok(permit)) => serve(stream, address, (permit, places), tls, shared).await,
                    _ => refuse(&stream, address, tls.is_some(), &shared),
                }
            });
        } else {
            refuse(&stream, address, tls.is_some(), &shared);
        }
    }
}

fn refuse(stream: &TcpStream, address: SocketAddr, is_tls: bool, shared: &Shared) {
    shared.metrics.connection_refused("too_many", address);
    if !is_tls {
        // A new connection has room for this; if not, the client sees it closed.
        let _ = stream.try_write(TOO_MANY);
    }
}

async fn serve(
    stream: TcpStream,
    address: SocketAddr,
    (_permit, places): (OwnedSemaphorePermit, Arc<Places>),
    tls: Option<Certificates>,
    shared: Arc<Shared>,
) {
    let _open = shared.metrics.connections.hold();
    let activity = Arc::new(Activity::new());
    let _place = places.take(Arc::clone(&activity));
    let turns = Turns::new();
    let peer = Peer { address, activity, turns: Arc::clone(&turns) };
    let serving = pin!(async move {
        match tls {
            None => connection::serve(stream, peer, shared).await,
            Some(tls) => serve_tls(stream, peer, &tls, shared).await,
        }
    });
    turns.watch(serving).await;
}

async fn serve_tls(stream: TcpStream, peer: Peer, tls: &Certificates, shared: Arc<Shared>) {
    let limit = Duration::from_millis(shared.state().config.timeouts.handshake_ms);
    let shaken = tokio::select! {
        shaken = timeout(limit, tls.acceptor().accept(stream)) => shaken,
        () = peer.activity.displaced() => {
            return shared.metrics.connection_overdue(Overdue::Displaced, peer.address);
        }
    };
    match shaken {
        Ok(Ok(stream)) => connection::serve(stream, peer, shared).await,
        Ok(Err(error)) => {
            tracing::debug!(error = %error, "a TLS handshake failed");
            shared.metrics.connection_refused("tls", peer.address);
        }
        Err(_) => shared.metrics.connection_refused("silent", peer.address),
    }
}
