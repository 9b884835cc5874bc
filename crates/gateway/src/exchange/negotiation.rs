//! Which media type an answer has.

use http::{HeaderMap, header};

use crate::problem::Problem;

/// Checks that the client accepts JSON.
pub(super) fn accept_json(headers: &HeaderMap) -> Result<(), Problem> {
    let accepted = ["application/json", "application/*", "*/*", "application/problem+json"];
    if accepts(headers, &accepted) { Ok(()) } else { Err(Problem::not_acceptable("application/json")) }
}

/// Whether the client accepts one of these media types. A client that does not say accepts all.
pub(super) fn accepts(headers: &HeaderMap, wanted: &[&str]) -> bool {
    let mut any = false;
    for value in headers.get_all(header::ACCEPT) {
        let Ok(value) = value.to_str() else { continue };
        for range in value.split(',') {
            any = true;
            let mut parts = range.split(';');
            let media = parts.next().unwrap_or_default().trim();
            let refused = parts.any(|parameter| quality(parameter) == Some(0.0));
            if !refused && wanted.iter().any(|wanted| media.eq_ignore_ascii_case(wanted)) {
                return true;
            }
        }
    }
    !any
}

/// The value of a parameter `q`.
pub(super) fn quality(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    if name.trim().eq_ignore_ascii_case("q") { value.trim().parse().ok() } else { None }
}

/// Checks that a body is JSON in UTF-8. A client that does not say what it sends means JSON.
pub(super) fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let mut parts = value.to_str().unwrap_or_default().split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"));
    let other_charset = parts.any(|parameter| {
        let charset = parameter.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        charset.is_some_and(|(_, value)| !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"))
    });
    if is_json && !other_charset {
        return Ok(());
    }
    Err(Problem::unsupported_media("the body must be application/json in UTF-8"))
}
