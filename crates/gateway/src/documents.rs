//! `/openapi.json` and `/docs`: what the gateway says about itself, without anything from elsewhere.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use ring::digest::{SHA256, digest};

use crate::exchange::{CODINGS, Coding};

/// Where the document is.
pub(crate) const OPENAPI_PATH: &str = "/openapi.json";
/// Where the page is.
pub(crate) const DOCS_PATH: &str = "/docs";

/// The page, with an empty element each for what it looks like and what it does.
const PAGE: &str = include_str!("documents/docs.html");
const STYLE: &str = include_str!("documents/style.css");
/// One script: the files share their names, and the last one starts.
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("documents/elements.js"),
    include_str!("documents/schema.js"),
    include_str!("documents/request.js"),
    include_str!("documents/answer.js"),
    include_str!("documents/operation.js"),
    include_str!("documents/feed.js"),
    include_str!("documents/page.js"),
);

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
    /// What the page may load and run: what is in it, and nothing else.
    pub(crate) security_policy: Option<HeaderValue>,
    /// The body in each coding, as far as it was asked for.
    compressed: [OnceLock<Option<Bytes>>; CODINGS.len()],
}

impl Document {
    /// The body in a coding. It is compressed once: whoever asks again and again costs no more than the bytes.
    pub(crate) fn compressed(&self, coding: Coding) -> Option<Bytes> {
        let index = CODINGS.iter().position(|known| *known == coding)?;
        self.compressed.get(index)?.get_or_init(|| coding.compress(&self.body).ok().map(Bytes::from)).clone()
    }
}

impl Documents {
    pub(crate) fn new(openapi: &serde_json::Value) -> Self {
        let body = openapi.to_string().into();
        let openapi =
            Document { content_type: "application/json", body, security_policy: None, compressed: Default::default() };
        let docs = Document {
            content_type: "text/html; charset=utf-8",
            body: page().into(),
            security_policy: security_policy(),
            compressed: Default::default(),
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

/// The page in one piece, so that its parts are always of the same version.
fn page() -> String {
    let filled = PAGE.replacen("<style></style>", &format!("<style>{STYLE}</style>"), 1);
    filled.replacen("<script></script>", &format!("<script>{SCRIPT}</script>"), 1)
}

/// Allows the page's own style and script by their hashes and calls to this gateway, and no text that becomes HTML.
fn security_policy() -> Option<HeaderValue> {
    let hash = |text: &str| BASE64_STANDARD.encode(digest(&SHA256, text.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'",
        hash(SCRIPT),
        hash(STYLE),
    );
    HeaderValue::from_str(&policy).ok()
}
