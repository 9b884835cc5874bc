use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use prost::Message as _;
use realmwire_contract::rpc::v1::{Frame, FrameOperation, StreamOpen};
use realmwire_contract::state_manager::v1::State;
use realmwire_fabric::bus::{Bus, Inbox, Message, Subscription};
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::stream::Receiver;
use tokio::sync::mpsc;

use crate::service::{Probe, WATCH, request, state};
use crate::watched::Watched;
use crate::world::{World, eventually, on_every_bus};

on_every_bus!(
    a_slow_client_loses_nothing_and_bounds_the_server,
    an_empty_stream_ends,
    an_error_comes_after_the_messages_before_it,
    an_error_before_the_stream_stands_is_the_answer,
    a_quiet_stream_stands_once_it_is_opened,
    a_stream_that_is_not_opened_in_time_fails,
    a_panic_ends_the_stream,
    dropping_the_receiver_stops_the_handler,
    giving_up_the_opening_stops_the_handler,
    a_vanished_client_stops_the_handler,
    a_vanished_server_ends_the_stream,
    a_silent_server_is_given_up,
    a_gap_is_data_loss,
    more_than_was_granted_is_refused,
    a_message_that_is_too_large_is_refused_at_its_sender,
    a_stopping_server_ends_its_streams,
);

async fn a_slow_client_loses_nothing_and_bounds_the_server(world: World) {
    const COUNT: u64 = 200_000;
    let sent = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&sent);
    let probe = Probe::streaming(move |_, out| {
        let counted = Arc::clone(&counted);
        async move {
            for version in 1..=COUNT {
                out.send(state("s", version)).await?;
                counted.store(version, Ordering::SeqCst);
            }
            Ok(())
        }
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    for version in 1..=COUNT {
        // Slow at first, so that the server runs into the limit of what was granted.
        if version < 2_000 && version.is_multiple_of(100) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(stream.next().await.unwrap().unwrap().version, version);
        let ahead = sent.load(Ordering::SeqCst).saturating_sub(version);
        assert!(ahead <= 512, "{ahead} messages are under way, which is more than two windows");
    }
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
}

async fn an_empty_stream_ends(world: World) {
    let _server = world.serve("one", Probe::streaming(|_, _| async { Ok(()) })).await;
    let client = world.client().await;
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    assert!(stream.next().await.is_none());
}

async fn an_error_comes_after_the_messages_before_it(world: World) {
    let probe = Probe::streaming(|_, out| async move {
        for version in 1..=5 {
            out.send(state("s", version)).await?;
        }
        Err(Status::not_found("state", "s"))
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    for version in 1..=5 {
        assert_eq!(stream.next().await.unwrap().unwrap().version, version);
    }
    let status = stream.next().await.unwrap().unwrap_err();
    assert_eq!((status.code(), status.details().len()), (Code::NotFound, 1));
    assert!(stream.next().await.is_none());
}

async fn an_error_before_the_stream_stands_is_the_answer(world: World) {
    let probe = Probe::streaming(|_, _| async { Err(Status::failed_precondition("CLOSED", "not now")) });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let status = client.open::<State>(&WATCH, request("s")).await.unwrap_err();
    assert_eq!(status.reason().as_deref(), Some("CLOSED"));
}

async fn a_quiet_stream_stands_once_it_is_opened(world: World) {
    let release = Arc::new(tokio::sync::Notify::new());
    let released = Arc::clone(&release);
    let probe = Probe::streaming(move |_, out| {
        let released = Arc::clone(&released);
        async move {
            out.open()?;
            released.notified().await;
            out.send(state("s", 1)).await
        }
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let timeout = Duration::from_millis(300);
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).timeout(timeout).await.unwrap();
    // Longer than the call's deadline and than the silence that either side puts up with.
    let quiet = tokio::time::timeout(Duration::from_secs(3), stream.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    release.notify_one();
    assert_eq!(stream.next().await.unwrap().unwrap().version, 1);
    assert!(stream.next().await.is_none());
}

async fn a_stream_that_is_not_opened_in_time_fails(world: World) {
    let watched = Watched::default();
    let _server = world.serve("one", endless(&watched)).await;
    let client = world.client().await;
    let opening = client.open::<State>(&WATCH, request("s")).timeout(Duration::from_millis(100));
    assert_eq!(opening.await.unwrap_err().code(), Code::DeadlineExceeded);
    eventually("the handler ends", || watched.ended() == 1).await;
}

async fn a_panic_ends_the_stream(world: World) {
    let probe = Probe::streaming(|_, out| async move {
        out.send(state("s", 1)).await?;
        panic!("a defect")
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    assert_eq!(stream.next().await.unwrap().unwrap_err().code(), Code::Internal);
}

fn endless(watched: &Watched) -> Probe {
    let watched = watched.clone();
    Probe::streaming(move |_, _| {
        let watched = watched.clone();
        async move {
            let _at_work = watched.begin();
            std::future::pending().await
        }
    })
}

fn ticking(watched: &Watched) -> Probe {
    let watched = watched.clone();
    Probe::streaming(move |_, out| {
        let watched = watched.clone();
        async move {
            let _at_work = watched.begin();
            for version in 1.. {
                out.send(state("s", version)).await?;
            }
            Ok(())
        }
    })
}

async fn dropping_the_receiver_stops_the_handler(world: World) {
    let watched = Watched::default();
    let _server = world.serve("one", ticking(&watched)).await;
    let client = world.client().await;
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    drop(stream);
    eventually("the handler ends", || watched.ended() == 1).await;
}

async fn giving_up_the_opening_stops_the_handler(world: World) {
    let watched = Watched::default();
    let _server = world.serve("one", endless(&watched)).await;
    let client = world.client().await;
    tokio::select! {
        result = client.open::<State>(&WATCH, request("s")) => panic!("opened: {result:?}"),
        () = eventually("the handler begins", || watched.begun() == 1) => {}
    }
    eventually("the handler ends", || watched.ended() == 1).await;
}

/// A request that opens a stream, as a client of another make would send it.
fn foreign_opening(inbox: &Inbox) -> Message {
    let open = StreamOpen { credit_messages: 4, credit_bytes: 1 << 20, idle_timeout_ms: 60_000 };
    let mut body = request("s").encode_to_vec();
    prost::encoding::message::encode(2046, &open, &mut body);
    let mut message = Message::new(WATCH.subject, body);
    message.reply = Some(inbox.subject().clone());
    message
}

async fn a_vanished_client_stops_the_handler(world: World) {
    let watched = Watched::default();
    let _server = world.serve("one", ticking(&watched)).await;
    let bus = world.bus("stranger").await;
    let (frames, mut received) = mpsc::unbounded_channel();
    let inbox = bus.open_inbox(Arc::new(move |message: Message| drop(frames.send(message)))).unwrap();
    bus.publish(foreign_opening(&inbox)).await.unwrap();
    received.recv().await.unwrap();
    drop((inbox, bus));
    world.vanish("stranger").await;
    eventually("the handler ends", || watched.ended() == 1).await;
}

/// A server of another make, which speaks frames by hand.
struct ForeignServer {
    bus: Arc<dyn Bus>,
    openings: mpsc::UnboundedReceiver<Message>,
    _subscription: Subscription,
}

impl ForeignServer {
    async fn start(world: &World) -> Self {
        let bus = world.bus("stranger").await;
        let (sender, openings) = mpsc::unbounded_channel();
        let sink = move |message: Message| drop(sender.send(message));
        let subscription = bus.subscribe(WATCH.subject, None, Arc::new(sink)).await.unwrap();
        Self { bus, openings, _subscription: subscription }
    }

    /// Accepts a stream and sends frames.
    async fn answer(&mut self, frames: impl IntoIterator<Item = (FrameOperation, u64)>) -> Inbox {
        let opening = self.openings.recv().await.unwrap();
        let inbox = self.bus.open_inbox(Arc::new(|_: Message| {})).unwrap();
        for (operation, sequence) in frames {
            let payload = Bytes::from(state("s", sequence).encode_to_vec());
            let frame = Frame { operation: operation as i32, sequence, payload, ..Frame::default() };
            let mut message = Message::new(opening.reply.clone().unwrap(), frame.encode_to_vec());
            message.reply = Some(inbox.subject().clone());
            self.bus.publish(message).await.unwrap();
        }
        inbox
    }
}

/// Reads a stream to its end, and gives the number of messages and the code of the error.
async fn read(mut stream: Receiver<State>) -> (u64, Option<Code>) {
    let mut count = 0;
    while let Some(item) = stream.next().await {
        match item {
            Ok(_) => count += 1,
            Err(status) => return (count, Some(status.code())),
        }
    }
    (count, None)
}

const OPEN: (FrameOperation, u64) = (FrameOperation::Open, 0);

fn messages(sequences: impl IntoIterator<Item = u64>) -> Vec<(FrameOperation, u64)> {
    sequences.into_iter().map(|sequence| (FrameOperation::Message, sequence)).collect()
}

async fn a_vanished_server_ends_the_stream(world: World) {
    let mut server = ForeignServer::start(&world).await;
    let client = world.client().await;
    let opening = client.open::<State>(&WATCH, request("s")).into_future();
    let (stream, inbox) = tokio::join!(opening, server.answer([OPEN]));
    drop((inbox, server));
    world.vanish("stranger").await;
    assert_eq!(read(stream.unwrap()).await, (0, Some(Code::Unavailable)));
}

async fn a_silent_server_is_given_up(world: World) {
    let mut server = ForeignServer::start(&world).await;
    let client = world.client().await;
    let opening = client.open::<State>(&WATCH, request("s")).into_future();
    let (stream, _inbox) = tokio::join!(opening, server.answer([OPEN]));
    assert_eq!(read(stream.unwrap()).await, (0, Some(Code::Unavailable)));
}

async fn a_gap_is_data_loss(world: World) {
    let client = world.client().await;
    let ends_early = [vec![OPEN], messages(1..=3), vec![(FrameOperation::End, 4)]].concat();
    for frames in [messages([1, 2, 4]), messages([1, 2, 2]), messages([1, 2, 1]), ends_early] {
        let mut server = ForeignServer::start(&world).await;
        let opening = client.open::<State>(&WATCH, request("s")).into_future();
        let (stream, _inbox) = tokio::join!(opening, server.answer(frames.clone()));
        let (count, code) = read(stream.unwrap()).await;
        assert_eq!(code, Some(Code::DataLoss), "{frames:?} after {count}");
    }
}

async fn more_than_was_granted_is_refused(world: World) {
    let mut server = ForeignServer::start(&world).await;
    let client = world.client().await;
    let opening = client.open::<State>(&WATCH, request("s")).into_future();
    let (stream, _inbox) = tokio::join!(opening, server.answer(messages(1..=10_000)));
    let (count, code) = read(stream.unwrap()).await;
    assert_eq!(code, Some(Code::Internal));
    assert!(count < 1_000, "{count}");
}

async fn a_message_that_is_too_large_is_refused_at_its_sender(world: World) {
    let most = world.bus("one").await.max_payload();
    let probe = Probe::streaming(move |_, out| async move {
        out.send(state(&"x".repeat(most - 1_000), 1)).await?;
        out.send(state(&"x".repeat(most), 2)).await
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let mut stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().version, 1);
    assert_eq!(stream.next().await.unwrap().unwrap_err().code(), Code::ResourceExhausted);
}

async fn a_stopping_server_ends_its_streams(world: World) {
    let watched = Watched::default();
    let server = world.serve("one", ticking(&watched)).await;
    let client = world.client().await;
    let stream: Receiver<State> = client.open(&WATCH, request("s")).await.unwrap();
    let (report, (_, code)) = tokio::join!(server.drain(Duration::from_secs(20)), read(stream));
    assert_eq!((report.abandoned, code), (0, Some(Code::Unavailable)));
    assert_eq!(watched.ended(), 1);
}
