//! What the gateway answers by itself: its documents, and routes of foreign APIs.

use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};

use super::body::Body;
use super::coding::{Acceptance, put_body};
use super::{Exchange, conditional, no_content};
use crate::documents::Document;
use crate::openai;
use crate::problem::Problem;

impl Exchange {
    /// The answer, if it is the gateway's own.
    pub(super) fn builtin(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
    ) -> Option<Result<Response<Body>, Problem>> {
        if let Some(document) = self.state.documents.as_ref().and_then(|documents| documents.find(path)) {
            return Some(match *method {
                Method::GET | Method::HEAD => Ok(self.send(document, headers)),
                Method::OPTIONS => Ok(allow("GET, HEAD, OPTIONS")),
                _ => Err(Problem::wrong_method("GET, HEAD, OPTIONS")),
            });
        }
        let found = openai::find(method, path)?;
        // Routes of the contract come first: one that serves the same path takes it over.
        if !self.state.operations.allowed(path).is_empty() {
            return None;
        }
        let response = match found {
            openai::Found::Operation => openai::not_implemented(),
            openai::Found::Allows(allowed) if *method == Method::OPTIONS => {
                return Some(Ok(allow(&format!("{allowed}, OPTIONS"))));
            }
            openai::Found::Allows(allowed) => {
                let message = format!("this path takes {allowed}");
                let mut response = openai::error(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "invalid_request_error",
                    "method_not_allowed",
                    &message,
                );
                if let Ok(value) = HeaderValue::from_str(&format!("{allowed}, OPTIONS")) {
                    response.headers_mut().insert(header::ALLOW, value);
                }
                response
            }
        };
        Some(Ok(response.map(Body::full)))
    }

    fn send(&self, document: &Document, headers: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        let out = response.headers_mut();
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Some(policy) = &document.security_policy {
            out.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
            out.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        }
        if let Some(etag) = conditional::etag(None, &document.body) {
            let is_known = conditional::is_known(headers, &etag);
            out.insert(header::ETAG, etag);
            if is_known {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return response;
            }
        }
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(document.content_type));
        let acceptance = Acceptance { headers, compression: &self.state.config.compression };
        put_body(&mut response, document.body.clone(), acceptance, |coding, _| document.compressed(coding));
        response
    }
}

fn allow(methods: &str) -> Response<Body> {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(methods) {
        headers.insert(header::ALLOW, value);
    }
    no_content(headers)
}
