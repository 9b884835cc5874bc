//! Opening a feed.

use std::time::Duration;

use http::request::Parts;
use http::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::limits::class;
use realmwire_sdk::status::Status;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role as Side, WebSocketConfig};

use super::body::Body;
use super::{Exchange, admission, head};
use crate::feed;
use crate::problem::{Precondition, Problem};

/// Bytes that wait to be written to a feed's socket, at most; what comes then waits for its client. Frames are shorter.
const WRITE_BUFFER: usize = 256 * 1024;

impl Exchange {
    /// Turns the connection into a feed.
    pub(super) async fn open_feed(&mut self, parts: &mut Parts) -> Result<Response<Body>, Problem> {
        let Some(tails) = self.shared.tails.clone() else {
            return Err(Problem::no_route(feed::FEED_PATH));
        };
        let upgrade = feed::negotiate(&parts.method, parts.version, &parts.headers)?;
        let refuse = |status: Status| Problem::from_status(&status, Precondition::None);
        let token = head::bearer_token(&parts.headers)?.or_else(|| feed::bearer_protocol(&parts.headers));
        let token = token.ok_or_else(|| refuse(Status::unauthenticated("a feed needs a token")))?.to_owned();
        let caller = match self.shared.authenticator.authenticate(&token) {
            Ok(caller) => caller,
            Err(status) => {
                self.count(&Principal::anonymous(), class::READ).await?;
                return Err(refuse(status));
            }
        };
        self.record.caller(&caller);
        self.count(&caller, class::READ).await?;
        let permit = admission::admit_feed(&self.shared, &self.state.config.limits)?;
        let session = feed::Session {
            shared: self.shared.clone(),
            state: self.state.clone(),
            tails,
            protocol: upgrade.protocol,
            caller,
            token,
            trace: self.trace.clone(),
            address: self.record.address.to_string(),
        };
        let largest = self.state.config.streams.feed_message_bytes;
        let config = WebSocketConfig::default()
            .max_message_size(Some(largest))
            .max_frame_size(Some(largest))
            .max_write_buffer_size(WRITE_BUFFER);
        let limit = Duration::from_millis(self.state.config.timeouts.handshake_ms);
        let mut request = Request::new(());
        *request.extensions_mut() = std::mem::take(&mut parts.extensions);
        let upgraded = hyper::upgrade::on(&mut request);
        self.shared.spawn(async move {
            let _permit = permit;
            // A client that goes away before the feed stands is no one's concern.
            if let Ok(Ok(upgraded)) = timeout(limit, upgraded).await {
                let io = TokioIo::new(upgraded);
                let socket = WebSocketStream::from_raw_socket(io, Side::Server, Some(config)).await;
                session.run(socket).await;
            }
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        *response.headers_mut() = upgrade.headers;
        Ok(response)
    }
}
