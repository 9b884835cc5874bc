use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use serde_json::{Value, json};

use crate::Error;
use crate::folder::Folder;

/// An operator of NATS with one account for services, whose users prove who they are by what the account has signed.
pub struct Operator {
    account: KeyPair,
    config: String,
    folder: Folder,
}

impl Operator {
    /// An operator with keys of its own.
    pub fn new() -> Result<Self, Error> {
        let (operator, system, account) = (KeyPair::new_operator(), KeyPair::new_account(), KeyPair::new_account());
        let unlimited = json!({
            "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1,
            "leaf": -1,
        });
        let mut stores = unlimited.clone();
        for resource in ["mem_storage", "disk_storage", "streams", "consumer"] {
            stores[resource] = json!(-1);
        }
        let of_account = |account: &KeyPair, limits: &Value| {
            signed(&operator, account, &json!({"type": "account", "version": 2, "limits": limits}))
        };
        let config = format!(
            "operator: {operator}\nsystem_account: {system_name}\nresolver: MEMORY\nresolver_preload: \
             {{\n{system_name}: {system}\n{account_name}: {account}\n}}",
            operator = signed(&operator, &operator, &json!({"type": "operator", "version": 2}))?,
            system_name = system.public_key(),
            system = of_account(&system, &unlimited)?,
            account_name = account.public_key(),
            account = of_account(&account, &stores)?,
        );
        Ok(Self { account, config, folder: Folder::create("operator")? })
    }

    /// The lines of a nats-server's configuration that make it believe this operator.
    pub fn nats_config(&self) -> &str {
        &self.config
    }

    /// The credentials file of a new user of the account, as the tools of NATS write it.
    pub fn issue(&self, name: &str) -> Result<PathBuf, Error> {
        let user = KeyPair::new_user();
        let claims = json!({"type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1});
        let jwt = signed(&self.account, &user, &claims)?;
        let seed = user.seed().map_err(failed("write a user's seed"))?;
        let text = format!(
            "-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n\
             -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
        );
        self.folder.write(&format!("{name}.creds"), &text)
    }
}

/// What `issuer` says about `subject`, signed.
fn signed(issuer: &KeyPair, subject: &KeyPair, claims: &Value) -> Result<String, Error> {
    let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = encode(json!({"typ": "JWT", "alg": "ed25519-nkey"}));
    let (issuer_name, subject_name) = (issuer.public_key(), subject.public_key());
    let body =
        json!({"jti": "test", "iat": 1, "name": "test", "iss": issuer_name, "sub": subject_name, "nats": claims});
    let content = format!("{header}.{}", encode(body));
    let signature = issuer.sign(content.as_bytes()).map_err(failed("sign a claim"))?;
    Ok(format!("{content}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn failed(attempted: &'static str) -> impl Fn(nkeys::error::Error) -> Error {
    move |error| Error::system(attempted)(std::io::Error::other(error))
}
