use std::path::PathBuf;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};

use crate::Error;
use crate::folder::Folder;

/// A certificate authority that nobody else believes, with its files in a folder that goes when it is dropped.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: Folder,
    file: PathBuf,
}

/// A certificate for a server on this machine or a client, and its key, as PEM files.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Authority {
    /// An authority with a key of its own.
    pub fn new(name: &str) -> Result<Self, Error> {
        let folder = Folder::create(name)?;
        let key = KeyPair::generate().map_err(failed("make a key"))?;
        let mut params = params(name, &[])?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let certificate = params.self_signed(&key).map_err(failed("sign an authority's certificate"))?;
        let file = folder.write("authority.pem", &certificate.pem())?;
        Ok(Self { issuer: Issuer::new(params, key), folder, file })
    }

    /// The PEM file with the authority's certificate.
    pub fn file(&self) -> PathBuf {
        self.file.clone()
    }

    /// The lines of a nats-server's configuration that give it a certificate of this authority and make it ask its clients
    /// for one.
    pub fn nats_config(&self) -> Result<String, Error> {
        let Identity { certificate, key } = self.issue("nats-server")?;
        let (certificate, key, authority) = (certificate.display(), key.display(), self.file.display());
        let files = format!("cert_file: \"{certificate}\", key_file: \"{key}\", ca_file: \"{authority}\"");
        Ok(format!("tls {{ {files}, verify: true }}"))
    }

    /// A certificate of this authority for `localhost` and `127.0.0.1`, or for a client; `name` is its common name.
    pub fn issue(&self, name: &str) -> Result<Identity, Error> {
        let key = KeyPair::generate().map_err(failed("make a key"))?;
        let mut params = params(name, &["localhost", "127.0.0.1"])?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = params.signed_by(&key, &self.issuer).map_err(failed("sign a certificate"))?;
        Ok(Identity {
            certificate: self.folder.write(&format!("{name}.pem"), &certificate.pem())?,
            key: self.folder.write(&format!("{name}.key"), &key.serialize_pem())?,
        })
    }
}

fn params(name: &str, hosts: &[&str]) -> Result<CertificateParams, Error> {
    let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts).map_err(failed("name a certificate"))?;
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

fn failed(attempted: &'static str) -> impl Fn(rcgen::Error) -> Error {
    move |error| Error::system(attempted)(std::io::Error::other(error))
}
