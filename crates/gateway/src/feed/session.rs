//! One open feed.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use prost_types::Any;
use realmwire_contract::feed::v1::feed_request::Request;
use realmwire_contract::feed::v1::feed_response::Response;
use realmwire_contract::feed::v1::{
    Authenticated, Ended, FeedItem, FeedResponse, Heartbeat, Pong, Subscribe, Subscribed, Watch, Welcome,
};
use realmwire_contract::{MethodKind, MethodSpec};
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::context::TraceContext;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Status;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::protocol::Protocol;
use super::subscription::Subscription;
use super::tail::Tails;
use crate::gateway::{Shared, State};

/// The longest name that a client gives a subscription, and the longest payload of a ping.
const MAX_NAME: usize = 64;

/// Close codes of our own, from the range for applications.
const TOKEN_ENDED: u16 = 4_401;
const TOO_SLOW: u16 = 4_408;

/// How long a client that does not read has for its close frame.
const LAST_WORD: Duration = Duration::from_millis(100);

/// One open feed, and what is known about its client.
pub(crate) struct Session {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: Arc<State>,
    pub(crate) tails: Arc<Tails>,
    pub(crate) protocol: Protocol,
    pub(crate) caller: Principal,
    pub(crate) token: String,
    pub(crate) trace: TraceContext,
    pub(crate) address: String,
}

/// What happens on a feed.
enum Happening {
    Received(Message),
    Send(FeedResponse),
    Quiet,
    Draining,
    Gone,
}

/// The subscriptions of a feed; dropping one's guard ends it.
type Subscriptions = HashMap<String, DropGuard>;

impl Session {
    /// Serves a feed until either side ends it.
    pub(crate) async fn run<T: AsyncRead + AsyncWrite + Unpin>(mut self, mut socket: WebSocketStream<T>) {
        let _open = self.shared.metrics.streams.hold();
        let heartbeat = Duration::from_millis(self.state.config.streams.heartbeat_ms);
        let (sender, mut outgoing) = mpsc::channel(self.state.config.streams.buffer_messages);
        let mut subscriptions = Subscriptions::new();
        let mut good_until: Option<Instant> = None;
        let heartbeat_ms = u32::try_from(self.state.config.streams.heartbeat_ms).unwrap_or(u32::MAX);
        if !self.send(&mut socket, Response::Welcome(Welcome { heartbeat_ms })).await {
            return;
        }
        loop {
            let quiet_until = Instant::now() + heartbeat;
            let happening = tokio::select! {
                received = socket.next() => received.and_then(Result::ok).map_or(Happening::Gone, Happening::Received),
                Some(response) = outgoing.recv() => Happening::Send(response),
                () = self.shared.draining.cancelled() => Happening::Draining,
                () = sleep_until(quiet_until) => Happening::Quiet,
            };
            let goes_on = match happening {
                Happening::Received(Message::Close(_)) | Happening::Gone => false,
                // The library answers pings by itself; a pong says that the client is there.
                Happening::Received(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => true,
                Happening::Received(message) => match self.receive(&message, &sender, &mut subscriptions) {
                    Ok(Some(response)) => self.send(&mut socket, response).await,
                    Ok(None) => true,
                    Err(problem) => {
                        close(&mut socket, CloseCode::Policy, &problem).await;
                        false
                    }
                },
                Happening::Send(response) => {
                    if let Some(Response::Ended(ended)) = &response.response {
                        subscriptions.remove(&ended.id);
                    }
                    self.send_message(&mut socket, response).await
                }
                Happening::Quiet => {
                    if self.is_token_over(&mut good_until) {
                        close(&mut socket, TOKEN_ENDED.into(), "the token has ended").await;
                        return;
                    }
                    self.send(&mut socket, Response::Heartbeat(Heartbeat {})).await
                }
                Happening::Draining => {
                    close(&mut socket, CloseCode::Restart, "the gateway is about to stop; connect again").await;
                    false
                }
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Whether the token has been bad for longer than the client has to replace it.
    fn is_token_over(&self, good_until: &mut Option<Instant>) -> bool {
        if self.shared.authenticator.authenticate(&self.token).is_ok() {
            *good_until = None;
            return false;
        }
        let grace = Duration::from_millis(self.state.config.streams.feed_token_grace_ms);
        Instant::now() >= *good_until.get_or_insert_with(|| Instant::now() + grace)
    }

    /// Deals with a client's message. `Err` is why the feed is closed.
    fn receive(
        &mut self,
        message: &Message,
        sender: &mpsc::Sender<FeedResponse>,
        subscriptions: &mut Subscriptions,
    ) -> Result<Option<Response>, String> {
        let request = self.protocol.decode(self.state.operations.schema(), message)?;
        let Some(request) = request.request else { return Err("the message says nothing".to_owned()) };
        let response = match request {
            Request::Subscribe(asked) => {
                let id = asked.id.clone();
                let begun = self.subscribe(asked, sender, subscriptions);
                Some(begun.map_or_else(
                    |status| ended(id.clone(), Some(&status)),
                    |()| Response::Subscribed(Subscribed { id: id.clone() }),
                ))
            }
            Request::Watch(asked) => {
                let id = asked.id.clone();
                self.watch(asked, sender, subscriptions).err().map(|status| ended(id, Some(&status)))
            }
            Request::Unsubscribe(asked) => {
                subscriptions.remove(&asked.id);
                Some(ended(asked.id, None))
            }
            Request::Authenticate(asked) => {
                let caller = self.shared.authenticator.authenticate(&asked.access_token);
                match caller {
                    Ok(caller) if caller.role == self.caller.role && caller.id == self.caller.id => {
                        self.token = asked.access_token;
                        self.caller = caller;
                        Some(Response::Authenticated(Authenticated {}))
                    }
                    _ => return Err("the token is not good, or not of this feed's caller".to_owned()),
                }
            }
            Request::Ping(ping) if ping.payload.len() <= MAX_NAME => {
                Some(Response::Pong(Pong { payload: ping.payload }))
            }
            Request::Ping(_) => return Err(format!("the payload of a ping has at most {MAX_NAME} bytes")),
        };
        Ok(response)
    }

    /// Checks a new name, and makes what ends the subscription.
    fn admit(&self, id: &str, subscriptions: &Subscriptions) -> Result<CancellationToken, Status> {
        if id.is_empty() || id.len() > MAX_NAME {
            return Err(Status::invalid("id", format!("is 1 to {MAX_NAME} characters")));
        }
        if subscriptions.contains_key(id) {
            return Err(Status::invalid("id", "is taken by another subscription of this feed"));
        }
        let most = self.state.config.streams.subscriptions_per_feed;
        if subscriptions.len() >= most {
            let message = format!("a feed has at most {most} subscriptions");
            return Err(Status::resource_exhausted(message, Duration::from_secs(1)));
        }
        Ok(CancellationToken::new())
    }

    fn subscribe(
        &self,
        asked: Subscribe,
        sender: &mpsc::Sender<FeedResponse>,
        subscriptions: &mut Subscriptions,
    ) -> Result<(), Status> {
        let stop = self.admit(&asked.id, subscriptions)?;
        let subscription = Subscription::check(asked, &self.caller)?;
        let tail = self.tails.of(subscription.service.name, &self.shared);
        subscriptions.insert(subscription.id.clone(), stop.clone().drop_guard());
        let mut place = subscription.after.or_else(|| tail.now());
        let sender = sender.clone();
        self.shared.spawn(async move {
            let passing = async {
                loop {
                    let events = match tail.after(place).await {
                        Ok(events) => events,
                        Err(status) => return ended(subscription.id.clone(), Some(&status)),
                    };
                    for event in events {
                        place = Some(event.sequence);
                        if let Some(event) = subscription.pass(&event)
                            && sender.send(respond(Response::Event(event))).await.is_err()
                        {
                            return ended(subscription.id.clone(), None);
                        }
                    }
                }
            };
            if let Some(end) = stop.run_until_cancelled(passing).await {
                let _ = sender.send(respond(end)).await;
            }
        });
        Ok(())
    }

    fn watch(
        &self,
        asked: Watch,
        sender: &mpsc::Sender<FeedResponse>,
        subscriptions: &mut Subscriptions,
    ) -> Result<(), Status> {
        let stop = self.admit(&asked.id, subscriptions)?;
        let spec = find_method(&asked.method)?;
        if !self.caller.may(spec.access) {
            return Err(Status::permission_denied("this method is not for callers of this role"));
        }
        let request = asked.request.unwrap_or_default();
        if !request.type_url.is_empty() && request.type_url.rsplit('/').next() != Some(spec.input) {
            return Err(Status::invalid("watch.request", format!("is no {}", spec.input)));
        }
        let options = CallOptions {
            principal: Some(self.caller.clone()),
            client_address: Some(self.address.clone()),
            trace: Some(self.trace.clone()),
            ..CallOptions::default()
        };
        subscriptions.insert(asked.id.clone(), stop.clone().drop_guard());
        let (channel, sender) = (self.shared.channel.clone(), sender.clone());
        self.shared.spawn(async move {
            let passing = async {
                let mut frames = match channel.open(spec, options, request.value.into()).await {
                    Ok(frames) => frames,
                    Err(status) => return ended(asked.id.clone(), Some(&status)),
                };
                let subscribed = Response::Subscribed(Subscribed { id: asked.id.clone() });
                let mut is_open = sender.send(respond(subscribed)).await.is_ok();
                while is_open {
                    let message = match frames.next().await {
                        Some(Ok(frame)) => frame,
                        Some(Err(status)) => return ended(asked.id.clone(), Some(&status)),
                        None => break,
                    };
                    let type_url = format!("type.googleapis.com/{}", spec.output);
                    let message = Some(Any { type_url, value: message.to_vec() });
                    let item = Response::Item(FeedItem { id: asked.id.clone(), message });
                    is_open = sender.send(respond(item)).await.is_ok();
                }
                ended(asked.id.clone(), None)
            };
            if let Some(end) = stop.run_until_cancelled(passing).await {
                let _ = sender.send(respond(end)).await;
            }
        });
        Ok(())
    }

    async fn send<T: AsyncRead + AsyncWrite + Unpin>(
        &self,
        socket: &mut WebSocketStream<T>,
        response: Response,
    ) -> bool {
        self.send_message(socket, respond(response)).await
    }

    /// Sends a message. False: the client is gone, or reads so slowly that it was cut off.
    async fn send_message<T: AsyncRead + AsyncWrite + Unpin>(
        &self,
        socket: &mut WebSocketStream<T>,
        response: FeedResponse,
    ) -> bool {
        let limit = Duration::from_millis(self.state.config.timeouts.write_ms);
        for frame in self.protocol.encode(self.state.operations.schema(), response) {
            match timeout(limit, socket.send(frame)).await {
                Ok(Ok(())) => {}
                // The connection keeps the same time, and may be the first to notice.
                Ok(Err(Error::Io(error))) if error.kind() == ErrorKind::TimedOut => return self.cut_off(socket).await,
                Ok(Err(_)) => return false,
                Err(_) => return self.cut_off(socket).await,
            }
        }
        true
    }

    /// Ends a feed whose client does not read.
    async fn cut_off<T: AsyncRead + AsyncWrite + Unpin>(&self, socket: &mut WebSocketStream<T>) -> bool {
        self.shared.metrics.shed("slow_reader");
        tracing::info!(caller = self.caller.id, "a feed was cut off: its client does not read");
        // It will hardly read this either, so that is not waited for.
        let _ = timeout(LAST_WORD, close(socket, TOO_SLOW.into(), "the client does not read")).await;
        false
    }
}

fn respond(response: Response) -> FeedResponse {
    FeedResponse { response: Some(response) }
}

/// Says that a subscription is over, with what clients may know about why.
fn ended(id: String, status: Option<&Status>) -> Response {
    let public = |status: &Status| {
        let problem = crate::problem::Problem::from_status(status, crate::problem::Precondition::None);
        let mut proto = status.to_proto();
        if problem.detail() != proto.message {
            problem.detail().clone_into(&mut proto.message);
            proto.details.clear();
        }
        proto
    };
    Response::Ended(Ended { id, status: status.map(public) })
}

/// The streaming method with a name such as `state-manager.Watch`.
fn find_method(name: &str) -> Result<&'static MethodSpec, Status> {
    let unknown = || Status::invalid("watch.method", format!("there is no streaming method {name}"));
    let (service, method) = name.split_once('.').ok_or_else(unknown)?;
    let spec = realmwire_contract::service(service).and_then(|service| service.method(method));
    spec.filter(|spec| spec.kind == MethodKind::ServerStream).ok_or_else(unknown)
}

async fn close<T: AsyncRead + AsyncWrite + Unpin>(socket: &mut WebSocketStream<T>, code: CloseCode, reason: &str) {
    // A reason has at most 123 bytes.
    let end = (0..=reason.len().min(123)).rev().find(|end| reason.is_char_boundary(*end)).unwrap_or_default();
    let reason = reason.get(..end).unwrap_or_default().to_owned();
    // A client that is gone cannot be told.
    let _ = socket.close(Some(CloseFrame { code, reason: reason.into() })).await;
}
