//! `ETag`, `If-None-Match` and `If-Match`.

use base64::Engine as _;
use http::{HeaderMap, HeaderValue, header};
use ring::digest::{SHA256, digest};

use crate::problem::Problem;
use crate::transcode::Expected;

/// Names a state of a resource: its version if it has one, else its content.
pub(super) fn etag(version: Option<u64>, json: &[u8]) -> Option<HeaderValue> {
    let tag = version.map_or_else(|| format!("\"h{}\"", digest_text(json)), |version| format!("\"{version}\""));
    HeaderValue::from_str(&tag).ok()
}

fn digest_text(json: &[u8]) -> String {
    let digest = digest(&SHA256, json);
    // Of one resource's states 96 bits tell any two apart.
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(digest.as_ref().get(..12).unwrap_or_default())
}

/// Whether the client has this state already. The comparison is weak, as RFC 9110 has it for `If-None-Match`.
pub(super) fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let Ok(etag) = etag.to_str() else { return false };
    tags(headers, header::IF_NONE_MATCH).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// What the client expects a write to find. `None` when it does not say.
pub(super) fn expected(headers: &HeaderMap) -> Result<Option<Expected>, Problem> {
    if headers.contains_key(header::IF_NONE_MATCH) {
        let all: Vec<_> = tags(headers, header::IF_NONE_MATCH).collect();
        return match all.as_slice() {
            ["*"] => Ok(Some(Expected::Absent)),
            _ => Err(Problem::bad_request("If-None-Match of a write can only be *")),
        };
    }
    if !headers.contains_key(header::IF_MATCH) {
        return Ok(None);
    }
    let all: Vec<_> = tags(headers, header::IF_MATCH).collect();
    let version = match all.as_slice() {
        [tag] => tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).and_then(|tag| tag.parse().ok()),
        _ => None,
    };
    match version {
        Some(version) => Ok(Some(Expected::Version(version))),
        None => Err(Problem::bad_request("If-Match is no ETag of a version such as \"7\"")),
    }
}

fn tags(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|tag| !tag.is_empty())
}
