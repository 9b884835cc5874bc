//! `realmwire services`.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde_json::json;

use crate::cli::ServicesArgs;
use crate::discovery::{Instance, instances};
use crate::failure::Failure;
use crate::http::HttpClient;
use crate::output;
use crate::remote::Remote;

/// How long instances have to answer.
const WINDOW: Duration = Duration::from_millis(500);

/// The admin port answered with an error.
#[derive(Debug, thiserror::Error)]
#[error("{url} answered {status}: {body}")]
struct Refused {
    url: String,
    status: http::StatusCode,
    body: String,
}

/// Runs `realmwire services`.
pub(crate) async fn run(args: &ServicesArgs) -> Result<(), Failure> {
    let found = if args.nats.is_named() {
        let remote = Remote::connect(&args.nats).await?;
        instances(remote.bus(), WINDOW).await.map_err(Failure::unreachable)?
    } else {
        over_http(&args.admin).await?
    };
    if args.json {
        output::line(&json!(found).to_string());
        return Ok(());
    }
    let rows: Vec<[String; 6]> = found.into_iter().map(row).collect();
    output::table(["SERVICE", "INSTANCE", "VERSION", "STARTED", "CALLS", "ERRORS"], &rows);
    Ok(())
}

async fn over_http(admin: &str) -> Result<Vec<Instance>, Failure> {
    let client = HttpClient::new(admin).map_err(Failure::usage)?;
    let answer = client.send(Method::GET, "/services", &[], Bytes::new()).await.map_err(Failure::unreachable)?;
    let status = answer.status();
    let body = client.read(answer).await.map_err(Failure::failed)?;
    if !status.is_success() {
        let body = String::from_utf8_lossy(&body).trim().to_owned();
        return Err(Failure::failed(Refused { url: admin.to_owned(), status, body }));
    }
    serde_json::from_slice(&body).map_err(Failure::failed)
}

fn row(instance: Instance) -> [String; 6] {
    let sum =
        |count: fn(&crate::discovery::Endpoint) -> u64| instance.endpoints.iter().map(count).sum::<u64>().to_string();
    let (calls, errors) = (sum(|endpoint| endpoint.num_requests), sum(|endpoint| endpoint.num_errors));
    [instance.name, instance.id, instance.version, instance.started, calls, errors]
}
