//! Compressed bodies, in both directions.

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, Response, header};
use ruzstd::decoding::StreamingDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::body::Body;
use super::negotiation::quality;
use crate::config::{Compression, Limits};
use crate::problem::Problem;

/// The ways in which bodies are compressed, the best one first.
pub(crate) const CODINGS: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

/// Brotli's quality from 0 to 11, and its window as a power of two: what is fast enough to do for each answer.
const BROTLI_QUALITY: u32 = 3;
const BROTLI_WINDOW_BITS: u32 = 18;

/// The window for streams, of which many are open at a time, each with its window in memory.
const BROTLI_STREAM_WINDOW_BITS: u32 = 16;

/// Bodies that are smaller when decompressed have no limit on their ratio: short ones compress well by chance.
const RATIO_FREE_BYTES: u64 = 64 * 1024;

/// One way to compress a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Zstd,
}

impl Coding {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    pub(crate) fn compress(self, body: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::fast());
                encoder.write_all(body)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut out = Vec::with_capacity(body.len() / 4);
                let mut encoder = brotli::CompressorWriter::new(&mut out, 4_096, BROTLI_QUALITY, BROTLI_WINDOW_BITS);
                encoder.write_all(body)?;
                encoder.flush()?;
                drop(encoder);
                Ok(out)
            }
            Self::Zstd => Ok(compress_to_vec(body, CompressionLevel::Fastest)),
        }
    }

    fn decompress(self, body: &[u8], limits: &Limits) -> Result<Vec<u8>, Problem> {
        let malformed = || Problem::bad_request(format!("the body is not well-formed {}", self.name()));
        let mut reader: Box<dyn Read + '_> = match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(body)),
            Self::Brotli => Box::new(brotli::Decompressor::new(body, 4_096)),
            Self::Zstd => Box::new(StreamingDecoder::new(body).map_err(|_| malformed())?),
        };
        let most = (body.len() as u64).saturating_mul(limits.decompression_ratio).max(RATIO_FREE_BYTES);
        let limit = limits.body_bytes.min(most);
        let mut out = Vec::new();
        reader.by_ref().take(limit + 1).read_to_end(&mut out).map_err(|_| malformed())?;
        if out.len() as u64 > limit {
            return Err(Problem::body_too_large(limit));
        }
        Ok(out)
    }
}

/// A body that is compressed piece by piece. Whoever has what came out so far can read all that went in.
pub(super) enum Compressor {
    Brotli(Box<brotli::CompressorWriter<Vec<u8>>>),
    Gzip(GzEncoder<Vec<u8>>),
    /// Each piece is a frame of its own, which RFC 8878 lets follow each other.
    Zstd,
}

impl Compressor {
    pub(super) fn new(coding: Coding) -> Self {
        let brotli = || brotli::CompressorWriter::new(Vec::new(), 4_096, BROTLI_QUALITY, BROTLI_STREAM_WINDOW_BITS);
        match coding {
            Coding::Brotli => Self::Brotli(Box::new(brotli())),
            Coding::Gzip => Self::Gzip(GzEncoder::new(Vec::new(), flate2::Compression::fast())),
            Coding::Zstd => Self::Zstd,
        }
    }

    /// What the client needs to read this piece, nothing of which waits for the next one.
    pub(super) fn compress(&mut self, piece: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Brotli(encoder) => {
                encoder.write_all(piece)?;
                encoder.flush()?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Self::Gzip(encoder) => {
                encoder.write_all(piece)?;
                encoder.flush()?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Self::Zstd => Coding::Zstd.compress(piece),
        }
    }

    /// The last piece, which may be empty, and what tells the client that nothing is missing.
    pub(super) fn finish(mut self, piece: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut out = if piece.is_empty() { Vec::new() } else { self.compress(piece)? };
        match self {
            Self::Brotli(encoder) => out.extend(encoder.into_inner()),
            Self::Gzip(encoder) => out.extend(encoder.finish()?),
            Self::Zstd => {}
        }
        Ok(out)
    }
}

/// Sets the body, compressed by `compress` if the client takes it so and it is worth it.
pub(super) fn put_body(
    response: &mut Response<Body>,
    body: Bytes,
    Acceptance { headers, compression }: Acceptance<'_>,
    compress: impl FnOnce(Coding, &Bytes) -> Option<Bytes>,
) {
    let mut sent = None;
    if compression.enabled && body.len() >= compression.min_bytes {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
        sent = accepted(headers).and_then(|coding| Some((coding, compress(coding, &body)?)));
    }
    if let Some((coding, _)) = &sent {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    *response.body_mut() = Body::full(sent.map_or(body, |(_, compressed)| compressed));
}

/// What decides whether a body is compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acceptance<'a> {
    /// Those of the request.
    pub(super) headers: &'a HeaderMap,
    pub(super) compression: &'a Compression,
}

/// The best coding that the client accepts, if it accepts one.
pub(super) fn accepted(headers: &HeaderMap) -> Option<Coding> {
    let mut best: Option<(f32, Coding)> = None;
    for coding in CODINGS {
        let weight = weight(headers, coding.name());
        if weight > 0.0 && best.is_none_or(|(other, _)| weight > other) {
            best = Some((weight, coding));
        }
    }
    best.map(|(_, coding)| coding)
}

/// How much the client wants a coding: its own weight, or that of `*`.
fn weight(headers: &HeaderMap, name: &str) -> f32 {
    let mut any = 0.0;
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        for range in value.to_str().unwrap_or_default().split(',') {
            let mut parts = range.split(';');
            let coding = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(quality).unwrap_or(1.0);
            if coding.eq_ignore_ascii_case(name) {
                return weight;
            }
            if coding == "*" {
                any = weight;
            }
        }
    }
    any
}

/// The body as it was before it was compressed.
pub(super) fn decode(headers: &HeaderMap, body: Bytes, limits: &Limits) -> Result<Bytes, Problem> {
    let values = headers.get_all(header::CONTENT_ENCODING).iter().map(|value| value.to_str().unwrap_or_default());
    let names: Vec<_> =
        values.flat_map(|value| value.split(',')).map(str::trim).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] | ["identity"] => Ok(body),
        [name] => {
            let unknown = || Problem::unsupported_media("the body can be compressed with gzip, br or zstd");
            Coding::from_name(name).ok_or_else(unknown)?.decompress(&body, limits).map(Bytes::from)
        }
        _ => Err(Problem::unsupported_media("the body can be compressed once")),
    }
}
