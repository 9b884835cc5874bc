//! `/openapi.json` and `/docs`: what the gateway says about itself, without anything from elsewhere.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use ring::digest::{SHA256, digest};

/// Where the document is.
pub(crate) const OPENAPI_PATH: &str = "/openapi.json";
/// Where the page is.
pub(crate) const DOCS_PATH: &str = "/docs";

const PAGE: &str = include_str!("documents/docs.html");

/// Pages and documents, ready to be sent.
#[derive(Debug)]
pub(crate) struct Documents {
    openapi: Document,
    docs: Document,
}

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// What the page may load and run: its own script, and nothing else.
    pub(crate) security_policy: Option<HeaderValue>,
}

impl Documents {
    pub(crate) fn new(openapi: &serde_json::Value) -> Self {
        let body = openapi.to_string().into();
        let openapi = Document { content_type: "application/json", body, security_policy: None };
        let docs = Document {
            content_type: "text/html; charset=utf-8",
            body: Bytes::from_static(PAGE.as_bytes()),
            security_policy: security_policy(),
        };
        Self { openapi, docs }
    }

    /// The document at this path.
    pub(crate) fn find(&self, path: &str) -> Option<&Document> {
        match path {
            OPENAPI_PATH => Some(&self.openapi),
            DOCS_PATH => Some(&self.docs),
            _ => None,
        }
    }
}

/// Allows the page's own script by its hash, styles in the page, and calls to this gateway.
fn security_policy() -> Option<HeaderValue> {
    let (_, after) = PAGE.split_once("<script>")?;
    let (script, _) = after.split_once("</script>")?;
    let hash = BASE64_STANDARD.encode(digest(&SHA256, script.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).ok()
}
