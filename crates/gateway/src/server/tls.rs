//! HTTPS: certificates that are read again when their files change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::RwLock;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::config::Tls;

/// The certificates in use. Clones share them.
#[derive(Clone)]
pub(crate) struct Certificates(Arc<Inner>);

struct Inner {
    files: Tls,
    current: RwLock<Current>,
}

struct Current {
    acceptor: TlsAcceptor,
    /// When the files were changed last, as far as they have been read.
    changed: Option<SystemTime>,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read as PEM.
    #[error("cannot read {}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// The certificate and the key do not belong together, or are of no known kind.
    #[error("cannot use the certificate {}", file.display())]
    Certificate {
        /// The file of the certificate.
        file: PathBuf,
        /// Why.
        #[source]
        source: rustls::Error,
    },
}

impl Certificates {
    /// Reads the files.
    pub(crate) fn load(files: &Tls) -> Result<Self, TlsError> {
        let current = Current { acceptor: acceptor(files)?, changed: changed(files) };
        Ok(Self(Arc::new(Inner { files: files.clone(), current: RwLock::new(current) })))
    }

    /// What accepts connections with the current certificate.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.0.current.read().acceptor.clone()
    }

    /// Reads the files again if they changed. Files that cannot be used leave the current certificate in use.
    pub(crate) fn reload(&self) -> Result<(), TlsError> {
        let changed = changed(&self.0.files);
        if changed == self.0.current.read().changed {
            return Ok(());
        }
        let acceptor = acceptor(&self.0.files)?;
        *self.0.current.write() = Current { acceptor, changed };
        tracing::info!("the certificate was read again");
        Ok(())
    }

    /// Reads the files again whenever they change, for ever.
    pub(crate) async fn follow(self) {
        let interval = Duration::from_millis(self.0.files.reload_interval_ms.max(1));
        loop {
            tokio::time::sleep(interval).await;
            if let Err(error) = self.reload() {
                tracing::error!(error = %error, cause = ?std::error::Error::source(&error), "the certificate was not read again");
            }
        }
    }
}

/// When either file was changed last.
fn changed(files: &Tls) -> Option<SystemTime> {
    let modified = |file: &Path| std::fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    modified(&files.certificate_file).max(modified(&files.key_file))
}

fn acceptor(files: &Tls) -> Result<TlsAcceptor, TlsError> {
    let file_error = |file: &PathBuf| {
        let file = file.clone();
        move |source| TlsError::File { file, source }
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate_file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(file_error(&files.certificate_file))?;
    let key = PrivateKeyDer::from_pem_file(&files.key_file).map_err(file_error(&files.key_file))?;
    let certificate_error = |source| TlsError::Certificate { file: files.certificate_file.clone(), source };
    // The provider is named, because the default one is a global that other crates may have set.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(certificate_error)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(certificate_error)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
