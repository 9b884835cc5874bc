//! Refusing requests for which there is no time, before anything is done for them.
//!
//! What a refusal costs decides how many answers are left when several times as many requests come as can be answered. So
//! nothing is written down of these requests but their number.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use http::{HeaderValue, Request, Response, Version, header};
use hyper::body::Incoming;
use realmwire_contract::Criticality;
use tokio::time::{Instant, sleep};

use super::body::Body;
use super::{X_REQUEST_ID, cors, head, upload};
use crate::feed;
use crate::gateway::{Pressure, Shared, State};
use crate::operations::Route;
use crate::problem::Problem;
use crate::server::{Busy, Peer};

/// How long a refusal is kept back: callers that never pause would otherwise keep the process busy with refusing them.
const PAUSE: Duration = Duration::from_millis(25);

/// A request that is to be refused.
pub(super) struct Refused {
    /// The name of the method that was to be called; empty when it was a feed.
    route: &'static str,
}

/// Whether a request that waited for its turn for so long is refused. What is no operation is answered at once.
pub(super) fn check<B>(shared: &Shared, state: &State, request: &Request<B>, waited: Duration) -> Result<(), Refused> {
    let limit = Duration::from_micros(state.config.limits.turn_wait_us);
    if !Pressure::might_refuse(waited, limit) {
        return Ok(());
    }
    // Few have waited so long, and only for them it is found out here what they ask for.
    let path = request.uri().path();
    let (criticality, route) = match super::find(state, request.method(), path).map(|found| found.route) {
        Ok(Route::Operation(operation)) => (operation.spec.criticality, operation.spec.full_name),
        Err(_) if path == feed::FEED_PATH => (Criticality::Default, ""),
        _ => return Ok(()),
    };
    if shared.pressure.admits(waited, limit, criticality, Instant::now()) { Ok(()) } else { Err(Refused { route }) }
}

/// Answers a request that is refused.
pub(super) async fn answer(
    refused: Refused,
    shared: &Shared,
    state: &State,
    peer: &Peer,
    request: Request<Incoming>,
) -> Response<Body> {
    let (_busy, begin) = (Busy::begin(&peer.activity), Instant::now());
    let (parts, body) = request.into_parts();
    let mut pause = pin!(sleep(PAUSE));
    if let Either::Left(((), pause)) = select(pin!(upload::discard(&parts.headers, body)), pause.as_mut()).await {
        pause.await;
    }
    let problem = Problem::overloaded("the gateway has too much to do");
    shared.metrics.shed_under_pressure();
    shared.metrics.answered(&parts.method, refused.route, problem.status(), begin.elapsed());
    let id = head::request_id(&parts.headers).unwrap_or_else(|| shared.host.new_uuid().to_string());
    let mut response = super::respond(&problem, state, &id);
    let headers = response.headers_mut();
    headers.extend(cors::headers(&state.config.cors, &parts.headers));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, super::NOSNIFF);
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(X_REQUEST_ID, id);
    }
    if shared.draining.is_cancelled() && parts.version < Version::HTTP_2 {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    super::leave_out_body(response, &parts.method)
}
