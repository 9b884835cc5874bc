use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use realmwire_fabric::bus::Message;
use tokio::time::Instant;
use tracing::Instrument;

use super::execution::{Call, Request, panicked, prepare, stopped};
use crate::codec::StreamWindow;
use crate::context::Context;
use crate::status::Status;
use crate::stream::{FrameSender, Outgoing, OutgoingDriver};

/// Runs the handler of a stream, and the driver that carries its messages, as one task.
pub(super) async fn serve(call: Call, request: Request, window: StreamWindow) {
    let core = Arc::clone(&call.core);
    let call_id = request.parts.call_id;
    let prepared = prepare(&call, request).and_then(|(cx, body)| Ok((driver(&call, &cx, window)?, cx, body)));
    let (mut driver, cx, body) = match prepared {
        Ok(prepared) => prepared,
        Err(status) => return core.send(call.conclude(call_id, Err(status))).await,
    };
    let registered = core.calls.register(&cx);
    let frames = FrameSender(Arc::clone(&driver.outgoing));
    let handler = async { core.service.open(call.method.spec, cx.clone(), body, frames).await };
    let handler = AssertUnwindSafe(handler).catch_unwind().instrument(call.rpc.span());
    let handler = async { handler.await.unwrap_or_else(|_| Err(panicked(&call, call_id))) };
    let stop = async {
        tokio::select! {
            () = cx.cancelled() => if core.calls.are_stopped() { stopped() } else { Status::cancelled() },
            () = core.stop_streams.cancelled() => stopped(),
        }
    };
    let result = driver.run(handler, stop).await;
    // What the handler has spawned sees that nobody listens any more.
    cx.cancel();
    drop(registered);
    match (driver.finish(result.as_ref().copied()).await, result) {
        (false, Err(status)) => core.send(call.conclude(call_id, Err(status))).await,
        (_, result) => {
            let now = Instant::now();
            call.record(call_id, result.as_ref().err(), now);
            call.rpc.finish(result.err().map(|status| status.code()), now);
        }
    }
}

fn driver(call: &Call, cx: &Context, window: StreamWindow) -> Result<OutgoingDriver, Status> {
    let core = &call.core;
    let outgoing = Arc::new(Outgoing::new(window, core.bus.max_payload(), Instant::now()));
    let receiving = Arc::clone(&outgoing);
    let sink = move |message: Message| receiving.receive(message, Instant::now());
    Ok(OutgoingDriver {
        inbox: core.bus.open_inbox(Arc::new(sink))?,
        outgoing,
        bus: Arc::clone(&core.bus),
        client: call.to.reply.clone(),
        idle_timeout: window.idle_timeout,
        deadline: cx.deadline(),
        sequence: 0,
        is_open: false,
    })
}
