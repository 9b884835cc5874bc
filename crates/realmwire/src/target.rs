//! How a command reaches the running system: through the gateway or over NATS.

use std::path::{Path, PathBuf};

use http::header::{AUTHORIZATION, InvalidHeaderValue};
use http::{HeaderName, HeaderValue};
use realmwire_contract::{MethodSpec, SERVICES};

use crate::cli::Target;
use crate::failure::Failure;

/// Where `up` leaves the administrator's token.
pub(crate) const ADMIN_TOKEN_FILE: &str = "admin-token";

/// A method that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("there is no method {name:?}{hint}")]
pub(crate) struct UnknownMethod {
    name: String,
    hint: String,
}

/// A token that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    /// The file cannot be read.
    #[error("cannot read the token file {path}")]
    Read {
        /// The file.
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The token holds characters that no token holds.
    #[error("the token is not one")]
    Invalid(#[from] InvalidHeaderValue),
}

/// The method that `name`, such as `state-manager.Get`, stands for.
pub(crate) fn find_method(name: &str) -> Result<&'static MethodSpec, Failure> {
    let all = || SERVICES.iter().flat_map(|service| service.methods.iter().copied());
    let written = |method: &MethodSpec| format!("{}.{}", method.service, method.name);
    all().find(|method| written(method) == name).ok_or_else(|| {
        let near = all().map(|method| (strsim::jaro_winkler(name, &written(method)), written(method)));
        let nearest = near.max_by(|(a, _), (b, _)| a.total_cmp(b));
        let hint = nearest.map(|(_, nearest)| format!(", did you mean {nearest:?}?")).unwrap_or_default();
        Failure::usage(UnknownMethod { name: name.to_owned(), hint })
    })
}

impl Target {
    /// The `Authorization` header, if there is a token.
    pub(crate) fn authorization(&self) -> Result<Vec<(HeaderName, HeaderValue)>, Failure> {
        let Some(token) = self.read_token()? else { return Ok(Vec::new()) };
        let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|error| Failure::usage(TokenError::from(error)))?;
        value.set_sensitive(true);
        Ok(vec![(AUTHORIZATION, value)])
    }

    fn read_token(&self) -> Result<Option<String>, Failure> {
        if let Some(token) = &self.token {
            return Ok(Some(token.trim().to_owned()));
        }
        let default = Path::new("realmwire-data").join(ADMIN_TOKEN_FILE);
        let path = match &self.token_file {
            Some(path) => path,
            None if default.exists() => &default,
            None => return Ok(None),
        };
        match std::fs::read_to_string(path) {
            Ok(token) => Ok(Some(token.trim().to_owned())),
            Err(source) => Err(Failure::usage(TokenError::Read { path: path.clone(), source })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find_method;

    #[test]
    fn a_method_is_found_by_service_and_name() {
        assert_eq!(find_method("state-manager.Get").unwrap().subject, "svc.state-manager.v1.Get");
    }

    #[test]
    fn an_unknown_method_is_refused_with_the_nearest() {
        let failure = find_method("state-manger.Get").unwrap_err();
        assert_eq!(failure.code(), 2);
        assert!(failure.error.to_string().ends_with("did you mean \"state-manager.Get\"?"), "{}", failure.error);
    }
}
