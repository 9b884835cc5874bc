//! Credits, signs of life and cancellation to the frame, by a clock that moves when all wait. What streams are for their
//! users is in the behaviour suite.

use std::sync::Arc;

use bytestring::ByteString;
use futures::FutureExt;
use parking_lot::Mutex;
use realmwire_contract::rpc::v1::{Frame, FrameOperation};
use realmwire_fabric::bus::{Bus, Inbox, Message as BusMessage};
use realmwire_fabric::embedded::bus::EmbeddedBus;
use tokio::time::Instant;

use super::*;
use crate::codec::StreamWindow;
use crate::status::Code;

/// The other end of a stream, by hand.
struct Peer {
    bus: Arc<dyn Bus>,
    inbox: Inbox,
    begun: Instant,
    received: Arc<Mutex<Vec<(u128, Frame)>>>,
}

impl Peer {
    fn new() -> Self {
        let bus: Arc<dyn Bus> = Arc::new(EmbeddedBus::new());
        let (received, begun) = (Arc::new(Mutex::new(Vec::new())), Instant::now());
        let noted = Arc::clone(&received);
        let sink = move |message: BusMessage| {
            let frame = Frame::decode(message.payload).expect("a frame");
            noted.lock().push((begun.elapsed().as_millis(), frame));
        };
        let inbox = bus.open_inbox(Arc::new(sink)).expect("an inbox");
        Self { bus, inbox, begun, received }
    }

    /// Sends a frame to `end`, which learns where this peer listens.
    fn send(&self, end: &ByteString, frame: &Frame) {
        let mut message = BusMessage::new(end.clone(), frame.encode_to_vec());
        message.reply = Some(self.inbox.subject().clone());
        self.bus.publish(message).now_or_never().expect("the bus takes it at once").expect("sent");
    }

    /// What has arrived, and nothing of it again.
    fn received(&self) -> Vec<(u128, FrameOperation)> {
        self.received.lock().drain(..).map(|(at, frame)| (at, frame.operation())).collect()
    }
}

fn control(operation: FrameOperation) -> Frame {
    Frame { operation: operation.into(), ..Frame::default() }
}

fn data(sequence: u64, length: usize) -> Frame {
    Frame { sequence, payload: vec![0; length].into(), ..control(FrameOperation::Message) }
}

/// Lets everything happen that can happen without waiting.
async fn settle() {
    for _ in 0..32 {
        tokio::task::yield_now().await;
    }
}

const WINDOW: StreamWindow = StreamWindow { messages: 4, bytes: 100, idle_timeout: IDLE_TIMEOUT };

/// A client's end with its driver at work, opened by a peer that is the server.
async fn client(server: &Peer) -> (FrameReceiver, ByteString) {
    let incoming = Arc::new(Incoming::new(WINDOW, Instant::now()));
    let receiving = Arc::clone(&incoming);
    let sink = move |message: BusMessage| receiving.receive(message, "asked", Instant::now());
    let inbox = server.bus.open_inbox(Arc::new(sink)).expect("an inbox");
    let end = inbox.subject().clone();
    let (incoming_too, bus) = (Arc::clone(&incoming), Arc::clone(&server.bus));
    let driver = IncomingDriver { incoming: incoming_too, bus, inbox, idle_timeout: IDLE_TIMEOUT };
    tokio::spawn(driver.run());
    server.send(&end, &control(FrameOperation::Open));
    incoming.opened().await.expect("opened");
    settle().await;
    (FrameReceiver::new(incoming), end)
}

#[tokio::test(start_paused = true)]
async fn a_client_grants_again_when_half_of_the_messages_or_of_the_bytes_are_taken() {
    // Two of four messages, and fifty of a hundred bytes.
    for (length, taken) in [(1, 2), (60, 1)] {
        let server = Peer::new();
        let (mut stream, end) = client(&server).await;
        server.send(&end, &data(1, length));
        stream.next().await.expect("a message").expect("no error");
        if taken == 2 {
            settle().await;
            assert_eq!(server.received(), [], "the first message is less than half");
            server.send(&end, &data(2, length));
            stream.next().await.expect("a message").expect("no error");
        }
        settle().await;
        let received: Vec<_> = server.received.lock().drain(..).map(|(_, frame)| frame).collect();
        let bytes = u32::try_from(taken * length).expect("few");
        let granted = u32::try_from(taken).expect("few");
        let credit = Frame { credit_messages: granted, credit_bytes: bytes, ..control(FrameOperation::Credit) };
        assert_eq!(received, [credit]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_pings_while_it_has_nothing_to_say_and_gives_up_a_silent_server() {
    let server = Peer::new();
    let (mut stream, end) = client(&server).await;
    tokio::time::advance(PING_INTERVAL / 2).await;
    server.send(&end, &control(FrameOperation::Ping));
    let status = stream.next().await.expect("an error").expect_err("silence");
    assert_eq!(status.code(), Code::Unavailable);
    assert_eq!(server.begun.elapsed().as_millis() / 10, 220, "two seconds after the last sign of life");
    settle().await;
    let received: Vec<_> = server.received().into_iter().map(|(at, operation)| (at / 100, operation)).collect();
    let pings = [4, 8, 12, 16, 20].map(|at| (at, FrameOperation::Ping));
    assert_eq!(received, [&pings[..], &[(22, FrameOperation::Cancel)]].concat());
    assert!(stream.next().await.is_none(), "an error is told once");
}

#[tokio::test(start_paused = true)]
async fn dropping_a_receiver_cancels_once_and_only_what_still_runs() {
    for (last, expected) in [(None, vec![FrameOperation::Cancel]), (Some(FrameOperation::End), vec![])] {
        let server = Peer::new();
        let (stream, end) = client(&server).await;
        if let Some(last) = last {
            server.send(&end, &control(last));
        }
        drop(stream);
        settle().await;
        let received: Vec<_> = server.received().into_iter().map(|(_, operation)| operation).collect();
        assert_eq!(received, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_gap_ends_a_stream_after_the_messages_before_it() {
    let server = Peer::new();
    let (mut stream, end) = client(&server).await;
    server.send(&end, &data(1, 1));
    server.send(&end, &data(3, 1));
    server.send(&end, &data(4, 1));
    assert!(stream.next().await.expect("a message").is_ok());
    assert_eq!(stream.next().await.expect("an error").expect_err("a gap").code(), Code::DataLoss);
    settle().await;
    assert_eq!(server.received().last().map(|(_, operation)| *operation), Some(FrameOperation::Cancel));
}

/// A server's end, its driver, and where the driver listens.
fn server(client: &Peer) -> (Arc<Outgoing>, OutgoingDriver, ByteString) {
    let outgoing = Arc::new(Outgoing::new(WINDOW, client.bus.max_payload(), Instant::now()));
    let receiving = Arc::clone(&outgoing);
    let sink = move |message: BusMessage| receiving.receive(message, Instant::now());
    let inbox = client.bus.open_inbox(Arc::new(sink)).expect("an inbox");
    let end = inbox.subject().clone();
    let driver = OutgoingDriver {
        outgoing: Arc::clone(&outgoing),
        bus: Arc::clone(&client.bus),
        client: client.inbox.subject().clone(),
        inbox,
        idle_timeout: IDLE_TIMEOUT,
        deadline: Instant::now() + Duration::from_secs(60),
        sequence: 0,
        is_open: false,
    };
    (outgoing, driver, end)
}

fn numbers(client: &Peer) -> Vec<u64> {
    let mut received = client.received.lock();
    let messages = received.drain(..).map(|(_, frame)| frame);
    messages.filter(|frame| frame.operation() == FrameOperation::Message).map(|frame| frame.sequence).collect()
}

#[tokio::test(start_paused = true)]
async fn a_server_sends_what_was_granted_and_not_one_message_or_byte_more() {
    // What may be sent at first, and after one more message with as many bytes was granted.
    for (length, first, second) in [(1, vec![1, 2, 3, 4], vec![5]), (40, vec![1, 2], vec![3])] {
        let client = Peer::new();
        let (outgoing, mut driver, end) = server(&client);
        let sender: Sender<Vec<u8>> = Sender::new(FrameSender(outgoing));
        let handler = async move {
            loop {
                // A bytes field has a tag and a length before it.
                sender.send(vec![0; length - 2.min(length)]).await?;
            }
        };
        let running = tokio::spawn(async move { driver.run(handler, std::future::pending()).await });
        settle().await;
        assert_eq!(numbers(&client), first);
        let bytes = u32::try_from(length).expect("few");
        client.send(&end, &Frame { credit_messages: 1, credit_bytes: bytes, ..control(FrameOperation::Credit) });
        settle().await;
        assert_eq!(numbers(&client), second);
        client.send(&end, &control(FrameOperation::Cancel));
        assert_eq!(running.await.expect("no panic").expect_err("cancelled").code(), Code::Cancelled);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_pings_while_it_has_nothing_to_say_and_gives_up_a_silent_client() {
    let client = Peer::new();
    let (_outgoing, mut driver, end) = server(&client);
    let running = tokio::spawn(async move { driver.run(std::future::pending(), std::future::pending()).await });
    settle().await;
    assert_eq!(client.received(), [(0, FrameOperation::Ping)], "the first tells where the server listens");
    tokio::time::advance(PING_INTERVAL / 2).await;
    client.send(&end, &control(FrameOperation::Ping));
    assert_eq!(running.await.expect("no panic").expect_err("silence").code(), Code::Cancelled);
    assert_eq!(client.begun.elapsed().as_millis() / 10, 220, "two seconds after the last sign of life");
    let received: Vec<_> = client.received().into_iter().map(|(at, operation)| (at / 100, operation)).collect();
    assert_eq!(received, [4, 8, 12, 16, 20].map(|at| (at, FrameOperation::Ping)));
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_never_stood_is_answered_as_a_call_and_one_that_stood_by_a_frame() {
    let failure = Status::not_found("door", "d1");
    let client = Peer::new();
    let (outgoing, mut driver, _end) = server(&client);
    assert!(!driver.finish(Err(&failure)).await);
    assert_eq!(client.received(), []);

    let (outgoing_too, mut driver_too, _end) = server(&client);
    outgoing_too.open().expect("opened");
    assert!(driver_too.finish(Err(&failure)).await);
    assert_eq!(client.received(), [(0, FrameOperation::Open), (0, FrameOperation::Error)]);
    for ended in [outgoing, outgoing_too] {
        assert_eq!(ended.open().expect_err("over").code(), Code::Cancelled);
    }
}
