//! What the gateway says about itself, routes of foreign APIs, and compressed bodies.

use std::io::{Read, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::Method;
use ring::digest::{SHA256, digest};

use super::fixture::Fixture;

#[tokio::test]
async fn the_document_and_the_page_come_from_the_gateway_alone() {
    let fixture = Fixture::start("").await;
    let openapi = fixture.get("/openapi.json").await;
    assert_eq!(openapi.status, 200);
    assert_eq!(openapi.json()["openapi"], "3.1.0");
    assert_eq!(openapi.json(), fixture.gateway.openapi());
    let page = fixture.get("/docs").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    let text = String::from_utf8(page.body.to_vec()).unwrap();
    for (element, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let (_, after) = text.split_once(element).unwrap();
        let (content, _) = after.split_once(end).unwrap();
        let hash = BASE64_STANDARD.encode(digest(&SHA256, content.as_bytes()));
        assert!(!content.is_empty() && policy.contains(&hash), "the policy does not allow the page's own {element}");
    }
    assert!(!text.contains("https://") && !text.contains("http://"), "the page loads something from elsewhere");
    let small = fixture.request(Method::GET, "/openapi.json").header("accept-encoding", "br");
    let small = fixture.send(small, "").await;
    assert_eq!(small.header("content-encoding"), "br");
    assert!(small.body.len() * 5 < openapi.body.len(), "{} of {}", small.body.len(), openapi.body.len());
    let known = fixture.request(Method::GET, "/docs").header("if-none-match", page.header("etag").to_owned());
    assert_eq!(fixture.send(known, "").await.status, 304);
    assert_eq!(fixture.send(fixture.request(Method::POST, "/docs"), "").await.status, 405);
    let without = Fixture::start("documents = false").await;
    assert_eq!(without.get("/docs").await.status, 404);
}

#[tokio::test]
async fn routes_of_the_openai_api_have_their_shape() {
    let fixture = Fixture::start("").await;
    let chat = r#"{"model":"m","messages":[{"role":"user","content":"Hello"}],"stream":true}"#;
    for (method, path, body) in [
        (Method::POST, "/v1/chat/completions", chat),
        (Method::POST, "/v1/embeddings", r#"{"model":"m","input":"Hello"}"#),
        (Method::GET, "/v1/models", ""),
        (Method::GET, "/v1/models/m", ""),
    ] {
        let answer = fixture.send(fixture.request(method, path), body).await;
        assert_eq!(answer.status, 501, "{path}");
        assert_eq!(answer.header("content-type"), "application/json");
        let error = &answer.json()["error"];
        assert_eq!(error["type"], "server_error");
        assert_eq!(error["code"], "not_implemented");
        assert!(error["message"].is_string() && error["param"].is_null());
    }
    let wrong = fixture.get("/v1/chat/completions").await;
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.header("allow"), "POST, OPTIONS");
    assert_eq!(wrong.json()["error"]["type"], "invalid_request_error");
    assert_eq!(fixture.send(fixture.request(Method::OPTIONS, "/v1/models"), "").await.status, 204);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4_096, 9, 22).write_all(bytes).unwrap();
    out
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[tokio::test]
async fn answers_are_compressed_as_the_client_accepts_it() {
    let fixture = Fixture::start("").await;
    let large = "/v1/states/KIND_ENTITY/large";
    let plain = fixture.get(large).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.header("vary"), "accept-encoding");
    let accept = |value: &str| fixture.request(Method::GET, large).header("accept-encoding", value.to_owned());
    for (value, expected) in [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, br, zstd", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "zstd"),
        ("identity", ""),
        ("deflate", ""),
    ] {
        let answer = fixture.send(accept(value), "").await;
        assert_eq!(answer.header("content-encoding"), expected, "{value}");
        let mut decoded = Vec::new();
        match expected {
            "gzip" => flate2::read::GzDecoder::new(&*answer.body).read_to_end(&mut decoded).unwrap(),
            "br" => brotli::Decompressor::new(&*answer.body, 4_096).read_to_end(&mut decoded).unwrap(),
            "zstd" => {
                ruzstd::decoding::StreamingDecoder::new(&*answer.body).unwrap().read_to_end(&mut decoded).unwrap()
            }
            _ => (&*answer.body).read_to_end(&mut decoded).unwrap(),
        };
        let decoded: serde_json::Value = serde_json::from_slice(&decoded).unwrap();
        assert_eq!(decoded["state"]["data"]["text"], plain.json()["state"]["data"]["text"], "{value}");
        assert!(expected.is_empty() || answer.body.len() * 10 < plain.body.len(), "{value} {}", answer.body.len());
    }
    let small = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/door").header("accept-encoding", "gzip");
    assert_eq!(fixture.send(small, "").await.header("content-encoding"), "");
}

#[tokio::test]
async fn compressed_bodies_are_read_within_their_limits() {
    let fixture = Fixture::start("[limits]\nbody_bytes = 1000000\ndecompression_ratio = 20").await;
    let put = |coding: &str| {
        fixture.request(Method::PUT, "/v1/states/KIND_ENTITY/door").header("content-encoding", coding.to_owned())
    };
    let body = br#"{"lit":"true","text":"some text that is there twice, some text that is there twice"}"#;
    for (coding, compressed) in [
        ("gzip", gzip(body)),
        ("x-gzip", gzip(body)),
        ("br", brotli(body)),
        ("zstd", zstd(body)),
        ("identity", body.to_vec()),
    ] {
        let answer = fixture.send(put(coding), compressed).await;
        assert_eq!(answer.status, 200, "{coding}");
        assert_eq!(answer.json()["state"]["data"]["lit"], "true", "{coding}");
    }
    assert_eq!(fixture.send(put("deflate"), body.to_vec()).await.status, 415);
    assert_eq!(fixture.send(put("gzip, br"), gzip(body)).await.status, 415);
    for coding in ["gzip", "br", "zstd"] {
        assert_eq!(fixture.send(put(coding), "no such thing").await.status, 400, "{coding}");
    }
    let half = gzip(body);
    assert_eq!(fixture.send(put("gzip"), half[..half.len() / 2].to_vec()).await.status, 400);
    // A bomb: 10 MB of the same byte. It is refused by its ratio before it is unpacked.
    let bomb = vec![b' '; 10_000_000];
    for (coding, compressed) in [("gzip", gzip(&bomb)), ("br", brotli(&bomb)), ("zstd", zstd(&bomb))] {
        assert!(compressed.len() < 1_000_000, "{coding}");
        assert_eq!(fixture.send(put(coding), compressed).await.status, 413, "{coding}");
    }
}
