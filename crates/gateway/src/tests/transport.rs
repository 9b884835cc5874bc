//! The ways on which clients come: what holds on one is tested on the other.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::fixture::soon;
use crate::config::Tls;

const AUTHORITY: &[u8] = include_bytes!("testdata/ca.pem");

/// What a client says that it speaks.
pub(super) const HTTP1: &[u8] = b"http/1.1";
pub(super) const HTTP2: &[u8] = b"h2";

/// A connection on either way.
pub(super) type Connection = Box<dyn Io>;

pub(super) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transport {
    Plain,
    Tls,
}

impl Transport {
    pub(super) const BOTH: [Self; 2] = [Self::Plain, Self::Tls];

    /// What the gateway needs for it.
    pub(super) fn settings(self) -> Option<Tls> {
        let file = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/testdata").join(name);
        let tls =
            || Tls { certificate_file: file("first.pem"), key_file: file("first.key"), reload_interval_ms: 10_000 };
        (self == Self::Tls).then(tls)
    }

    /// A connection over a stream to the gateway.
    pub(super) async fn over(self, stream: TcpStream, protocol: &[u8]) -> Connection {
        match self {
            Self::Plain => Box::new(stream),
            Self::Tls => Box::new(tls(stream, protocol).await.unwrap()),
        }
    }
}

/// Speaks TLS with the gateway.
pub(super) async fn tls(stream: TcpStream, protocol: &[u8]) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(AUTHORITY).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    soon(TlsConnector::from(Arc::new(config)).connect(name, stream)).await
}

/// Sends bytes, and keeps none back for later.
pub(super) async fn say(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}
