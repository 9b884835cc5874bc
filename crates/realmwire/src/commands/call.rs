//! `realmwire call`.

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor, SerializeOptions};
use realmwire_contract::{MethodKind, MethodSpec};
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::status::Status;
use serde_json::Value;

use crate::cli::CallArgs;
use crate::failure::Failure;
use crate::http::HttpClient;
use crate::output;
use crate::remote::Remote;
use crate::target::find_method;

const NDJSON: &str = "application/x-ndjson";

/// The request is not what the method takes.
#[derive(Debug, thiserror::Error)]
#[error("the request is no {message}: {problem}")]
struct InvalidRequest {
    message: &'static str,
    problem: String,
}

/// An answer that says that the call failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

/// Runs `realmwire call`.
pub(crate) async fn run(args: &CallArgs) -> Result<(), Failure> {
    let method = find_method(&args.method)?;
    let request = read_request(&args.request).map_err(Failure::usage)?;
    if args.target.nats.is_named() {
        over_nats(args, method, &request).await
    } else {
        over_http(args, method, request).await
    }
}

fn read_request(argument: &str) -> std::io::Result<String> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

async fn over_http(args: &CallArgs, method: &'static MethodSpec, request: String) -> Result<(), Failure> {
    let client = HttpClient::new(&args.target.url).map_err(Failure::usage)?;
    let mut headers = args.target.authorization()?;
    headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
    if method.kind == MethodKind::ServerStream {
        headers.push((ACCEPT, HeaderValue::from_static(NDJSON)));
    }
    if let Some(key) = &args.idempotency_key {
        headers.push((HeaderName::from_static("idempotency-key"), HeaderValue::from_str(key).map_err(Failure::usage)?));
    }
    if let Some(timeout) = args.timeout_ms {
        let seconds = Duration::from_millis(timeout).as_secs_f64().to_string();
        let value = HeaderValue::from_str(&seconds).map_err(Failure::usage)?;
        headers.push((HeaderName::from_static("x-request-timeout"), value));
    }
    let path = format!("/{}", method.full_name);
    let answer =
        client.send(Method::POST, &path, &headers, Bytes::from(request)).await.map_err(Failure::unreachable)?;
    if !answer.status().is_success() {
        let status = answer.status();
        let body = client.read(answer).await.map_err(Failure::failed)?;
        return Err(Failure::failed(Refused(describe_problem(status, &body))));
    }
    if method.kind == MethodKind::ServerStream {
        let mut failed = None;
        let print = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap_or_default();
            match value.get("error") {
                Some(error) if value.as_object().is_some_and(|object| object.len() == 1) => {
                    failed = Some(error.to_string());
                }
                _ if line.is_empty() => {}
                _ => print(&value, args.compact),
            }
            failed.is_none()
        };
        client.read_lines(answer, print).await.map_err(Failure::failed)?;
        return failed.map_or(Ok(()), |error| Err(Failure::failed(Refused(error))));
    }
    let body = client.read(answer).await.map_err(Failure::failed)?;
    print(&serde_json::from_slice(&body).map_err(Failure::failed)?, args.compact);
    Ok(())
}

/// One line, then a line for each field that is wrong.
fn describe_problem(status: http::StatusCode, body: &[u8]) -> String {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut lines = vec![format!("{} ({}): {}", text("code"), status.as_u16(), text("detail"))];
    for detail in problem.get("details").and_then(Value::as_array).into_iter().flatten() {
        lines.push(format!("  {detail}"));
    }
    lines.join("\n")
}

async fn over_nats(args: &CallArgs, method: &'static MethodSpec, request: &str) -> Result<(), Failure> {
    let body = encode(method, request).map_err(Failure::usage)?;
    let remote = Remote::connect(&args.target.nats).await?;
    let options = CallOptions {
        timeout: args.timeout_ms.map(Duration::from_millis),
        idempotency_key: args.idempotency_key.clone(),
        ..CallOptions::default()
    };
    if method.kind == MethodKind::ServerStream {
        let mut frames = remote.channel().open(method, options, body).await.map_err(|status| refused(&status))?;
        while let Some(frame) = frames.next().await {
            print(&decode(method, frame.map_err(|status| refused(&status))?).map_err(Failure::failed)?, args.compact);
        }
        return Ok(());
    }
    let answer = remote.channel().call(method, options, body).await.map_err(|status| refused(&status))?;
    print(&decode(method, answer.body).map_err(Failure::failed)?, args.compact);
    Ok(())
}

fn refused(status: &Status) -> Failure {
    let mut lines = vec![format!("{}: {}", status.code().as_str(), status.message())];
    lines.extend(status.field_violations().iter().map(|field| format!("  {}: {}", field.field, field.description)));
    Failure::failed(Refused(lines.join("\n")))
}

fn descriptor(name: &'static str) -> Result<MessageDescriptor, InvalidRequest> {
    let found = realmwire_contract::descriptors().get_message_by_name(name);
    found.ok_or(InvalidRequest { message: name, problem: "the message is not in the contract".to_owned() })
}

fn encode(method: &MethodSpec, request: &str) -> Result<Bytes, InvalidRequest> {
    let invalid = |error: serde_json::Error| InvalidRequest { message: method.input, problem: error.to_string() };
    let mut json = serde_json::Deserializer::from_str(request);
    let message = DynamicMessage::deserialize(descriptor(method.input)?, &mut json).map_err(invalid)?;
    json.end().map_err(invalid)?;
    Ok(message.encode_to_vec().into())
}

fn decode(method: &MethodSpec, body: Bytes) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    let message = DynamicMessage::decode(descriptor(method.output)?, body)?;
    let options = SerializeOptions::new().skip_default_fields(false);
    Ok(message.serialize_with_options(serde_json::value::Serializer, &options)?)
}

fn print(answer: &Value, compact: bool) {
    output::line(&if compact { answer.to_string() } else { format!("{answer:#}") });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_the_wrong_shape_is_refused_with_its_message_and_place() {
        let method = find_method("state-manager.Get").unwrap();
        let error = encode(method, "{\"kindd\": 1}").unwrap_err();
        assert!(error.to_string().starts_with("the request is no realmwire.state_manager.v1.GetRequest: "), "{error}");
        assert!(error.to_string().contains("kindd"), "{error}");
    }

    #[test]
    fn a_problem_is_told_with_its_code_and_what_is_wrong() {
        let body = br#"{"code": "ABORTED", "detail": "changed", "details": [{"currentVersion": "7"}]}"#;
        let told = describe_problem(http::StatusCode::CONFLICT, body);
        assert_eq!(told, "ABORTED (409): changed\n  {\"currentVersion\":\"7\"}");
    }
}
