//! Routes of the OpenAI API, so that its client libraries find what they expect.
//!
//! Their shape is fixed: the paths, the methods, and errors in that API's own form. Until models can be reached through
//! the contract they answer 501, which those libraries report as an error of the server and do not retry.

use http::{HeaderValue, Method, Response, StatusCode, header};
use serde_json::json;

/// Paths and the method that each takes.
const ROUTES: [(&str, Method); 3] =
    [("/v1/chat/completions", Method::POST), ("/v1/embeddings", Method::POST), ("/v1/models", Method::GET)];

/// What belongs to the API at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The path and the method are the API's.
    Operation,
    /// The path takes this method only.
    Allows(Method),
}

/// Whether a path is one of the API's.
pub(crate) fn find(method: &Method, path: &str) -> Option<Found> {
    let model = path.strip_prefix("/v1/models/").is_some_and(|id| !id.is_empty() && !id.contains('/'));
    let known = ROUTES.iter().find(|(route, _)| *route == path).map(|(_, method)| method.clone());
    let allowed = known.or_else(|| model.then_some(Method::GET))?;
    Some(if allowed == *method { Found::Operation } else { Found::Allows(allowed) })
}

/// An error in the form of the API.
pub(crate) fn error(status: StatusCode, kind: &str, code: &str, message: &str) -> Response<Vec<u8>> {
    let body = json!({"error": {"message": message, "type": kind, "param": null, "code": code}});
    let mut response = Response::new(body.to_string().into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The answer while no model can be reached.
pub(crate) fn not_implemented() -> Response<Vec<u8>> {
    let message = "no model can be reached through this gateway yet";
    error(StatusCode::NOT_IMPLEMENTED, "server_error", "not_implemented", message)
}
