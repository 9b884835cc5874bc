//! Calls that are answered once.

use std::time::SystemTime;

use http::Method;
use realmwire_sdk::token::Revocation;

use super::fixture::{Fixture, soon};

#[tokio::test]
async fn a_call_is_answered_with_json_and_the_usual_headers() {
    let fixture = Fixture::start("").await;
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let request = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/door%2F7");
    let answer = fixture.send(request.header("x-request-id", "r-1").header("traceparent", trace), "").await;
    assert_eq!(answer.status, 200);
    let state = &answer.json()["state"];
    assert_eq!(state["id"], "door/7");
    assert_eq!(state["kind"], "KIND_ENTITY");
    assert_eq!(state["version"], "7");
    assert_eq!(state["data"]["role"], "player");
    assert_eq!(state["data"]["caller"], "p1");
    assert_eq!(state["data"]["trace"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-request-id"), "r-1");
    assert!(answer.header("traceparent").contains("0af7651916cd43dd8448eb211c80319c"));
    assert!(answer.header("server-timing").contains("call;dur="));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn failures_are_problems() {
    let fixture = Fixture::start("").await;
    for (path, status, code) in [
        ("/v1/states/KIND_ENTITY/missing", 404, "NOT_FOUND"),
        ("/v1/states/KIND_ENTITY/broken", 500, "INTERNAL"),
        ("/v1/states/KIND_ENTITY/panic", 500, "INTERNAL"),
        ("/v1/states/NO_KIND/door", 400, "INVALID_ARGUMENT"),
        ("/v1/states/KIND_ENTITY/%ff", 400, "INVALID_ARGUMENT"),
        ("/v1/states/KIND_ENTITY/door?version=x", 400, "INVALID_ARGUMENT"),
        ("/v1/states/KIND_ENTITY/door/history", 501, "UNIMPLEMENTED"),
        ("/v1/keys", 503, "UNAVAILABLE"),
        ("/nothing", 404, "NOT_FOUND"),
    ] {
        let answer = fixture.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{path}");
        assert_eq!(problem["request_id"], answer.header("x-request-id"), "{path}");
        assert!(!problem.to_string().contains("secret"), "{problem}");
    }
    let unavailable = fixture.get("/v1/keys").await;
    assert_eq!(unavailable.header("retry-after"), "1");
    let violation = fixture.get("/v1/states/NO_KIND/door?version=x").await.json();
    let fields = violation["details"][0]["fieldViolations"].as_array().unwrap();
    assert_eq!(fields.len(), 2, "{violation}");
}

#[tokio::test]
async fn tokens_decide_who_calls() {
    let fixture = Fixture::start("").await;
    let path = "/v1/states/KIND_ENTITY/door";
    let uri = format!("http://{}{path}", fixture.gateway.address());
    let anonymous = || http::Request::builder().uri(&uri);
    let answer = fixture.send(anonymous(), "").await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
    for bad in ["Bearer x.y.z", "Bearer ", "Basic abc", "Bearer"] {
        assert_eq!(fixture.send(anonymous().header("authorization", bad), "").await.status, 401, "{bad}");
    }
    // What looks like our own header from inside is not believed.
    let forged = anonymous().header("rpc-principal", "admin/root");
    assert_eq!(fixture.send(forged, "").await.status, 401);
    assert_eq!(fixture.send(fixture.request(Method::POST, "/v1/keys:rotate"), "{}").await.status, 403);
    assert_eq!(fixture.get(path).await.status, 200);
    let forget_at = SystemTime::now() + std::time::Duration::from_secs(600);
    fixture.trust.revoke(Revocation { session_id: "s1".to_owned(), forget_at });
    assert_eq!(fixture.get(path).await.status, 401);
}

#[tokio::test]
async fn methods_that_a_path_does_not_take_are_named() {
    let fixture = Fixture::start("").await;
    let answer = fixture.send(fixture.request(Method::POST, "/v1/states/KIND_ENTITY/door"), "").await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
    let options = fixture.send(fixture.request(Method::OPTIONS, "/v1/states/KIND_ENTITY/door"), "").await;
    assert_eq!(options.status, 204);
    assert_eq!(options.header("allow"), "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
    let head = fixture.send(fixture.request(Method::HEAD, "/v1/states/KIND_ENTITY/door"), "").await;
    assert_eq!(head.status, 200);
    assert!(head.body.is_empty());
    assert!(head.header("content-length").parse::<usize>().unwrap() > 100);
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again_and_writes_can_depend_on_it() {
    let fixture = Fixture::start("").await;
    let path = "/v1/states/KIND_ENTITY/door";
    let first = fixture.get(path).await;
    assert_eq!(first.header("etag"), "\"7\"");
    let again = |tag: &str| fixture.request(Method::GET, path).header("if-none-match", tag.to_owned());
    let known = fixture.send(again("\"6\", W/\"7\""), "").await;
    assert_eq!(known.status, 304);
    assert!(known.body.is_empty());
    assert_eq!(fixture.send(again("\"6\""), "").await.status, 200);
    let put = || fixture.request(Method::PUT, path);
    let body = r#"{"lit":true}"#;
    assert_eq!(fixture.send(put().header("if-match", "\"7\""), body).await.json()["state"]["version"], "8");
    let stale = fixture.send(put().header("if-match", "\"6\""), body).await;
    assert_eq!(stale.status, 412);
    assert_eq!(stale.json()["code"], "ABORTED");
    assert_eq!(fixture.send(put().header("if-none-match", "*"), body).await.status, 412);
    for bad in ["7", "\"x\"", "\"1\",\"2\"", "W/\"7\""] {
        assert_eq!(fixture.send(put().header("if-match", bad), body).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn an_idempotency_key_travels_and_malformed_ones_are_refused() {
    let fixture = Fixture::start("").await;
    let put = |key: &str| {
        fixture.request(Method::PUT, "/v1/states/KIND_ENTITY/door").header("idempotency-key", key.to_owned())
    };
    assert_eq!(fixture.send(put("\"abc-1\""), "{}").await.json()["state"]["data"]["key"], "abc-1");
    assert_eq!(fixture.send(put("abc-2"), "{}").await.json()["state"]["data"]["key"], "abc-2");
    let replayed = fixture.send(put("abc-2"), "{}").await;
    assert_eq!(replayed.status, 200);
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    assert_eq!(fixture.send(put("abc-2"), "{\"other\":1}").await.status, 422);
    for bad in ["", "\"\"", "a b", &"x".repeat(256)] {
        assert_eq!(fixture.send(put(bad), "{}").await.status, 400, "{bad:?}");
    }
    let twice = put("a").header("idempotency-key", "b");
    assert_eq!(fixture.send(twice, "{}").await.status, 400);
}

#[tokio::test]
async fn media_types_are_checked() {
    let fixture = Fixture::start("").await;
    let path = "/v1/states/KIND_ENTITY/door";
    let accept = |value: &str| fixture.request(Method::GET, path).header("accept", value.to_owned());
    for good in ["application/json", "*/*", "text/html, application/*;q=0.5", "application/json; charset=utf-8"] {
        assert_eq!(fixture.send(accept(good), "").await.status, 200, "{good}");
    }
    for bad in ["text/html", "application/json;q=0"] {
        assert_eq!(fixture.send(accept(bad), "").await.status, 406, "{bad}");
    }
    let put = |value: &str| fixture.request(Method::PUT, path).header("content-type", value.to_owned());
    for good in ["application/json", "application/json; charset=UTF-8", "application/merge-patch+json"] {
        assert_eq!(fixture.send(put(good), "{}").await.status, 200, "{good}");
    }
    for bad in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "json"] {
        assert_eq!(fixture.send(put(bad), "{}").await.status, 415, "{bad}");
    }
}

#[tokio::test]
async fn time_runs_out_at_the_least_limit() {
    let fixture = Fixture::start("[timeouts]\nrequest_ms = 4000").await;
    let slow = |name: &str, value: &str| {
        fixture.request(Method::GET, "/v1/states/KIND_ENTITY/slow").header(name.to_owned(), value.to_owned())
    };
    for (name, value) in [("grpc-timeout", "50m"), ("x-request-timeout", "0.05"), ("x-request-timeout", "50ms")] {
        let answer = fixture.send(slow(name, value), "").await;
        assert_eq!(answer.status, 504, "{name}");
        assert_eq!(answer.json()["code"], "DEADLINE_EXCEEDED");
    }
    for (name, value) in [
        ("grpc-timeout", "50"),
        ("grpc-timeout", "123456789m"),
        ("x-request-timeout", "-1"),
        ("x-request-timeout", "soon"),
    ] {
        assert_eq!(fixture.send(slow(name, value), "").await.status, 400, "{value}");
    }
    let left = fixture.get("/v1/states/KIND_ENTITY/door").await.json()["state"]["data"]["time_left"].clone();
    assert!(left.as_str().unwrap().parse::<u64>().unwrap() <= 4, "{left}");
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_its_call() {
    let fixture = Fixture::start("").await;
    let request =
        fixture.request(Method::GET, "/v1/states/KIND_ENTITY/slow").body(http_body_util::Full::default()).unwrap();
    let call = tokio::spawn(fixture.client.request(request));
    soon(fixture.script.began.notified()).await;
    call.abort();
    soon(fixture.script.cancelled.notified()).await;
}

#[tokio::test]
async fn pages_of_configured_origins_may_call() {
    let fixture = Fixture::start("[cors]\norigins = ['https://play.example']").await;
    let path = "/v1/states/KIND_ENTITY/door";
    let from = |origin: &str| fixture.request(Method::GET, path).header("origin", origin.to_owned());
    let allowed = fixture.send(from("https://play.example"), "").await;
    assert_eq!(allowed.header("access-control-allow-origin"), "https://play.example");
    assert_eq!(allowed.header("vary"), "origin");
    assert!(allowed.header("access-control-expose-headers").contains("etag"));
    assert_eq!(fixture.send(from("https://evil.example"), "").await.header("access-control-allow-origin"), "");
    let preflight = fixture
        .request(Method::OPTIONS, path)
        .header("origin", "https://play.example")
        .header("access-control-request-method", "PUT");
    let answer = fixture.send(preflight, "").await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("access-control-allow-methods").contains("PUT"));
    assert!(answer.header("access-control-allow-headers").contains("authorization"));
    assert_eq!(answer.header("access-control-allow-origin"), "https://play.example");
    let none = Fixture::start("").await;
    assert_eq!(
        none.send(none.request(Method::GET, path).header("origin", "https://play.example"), "").await.header("vary"),
        ""
    );
}

#[tokio::test]
async fn retired_operations_are_gone_and_name_their_successor() {
    let fixture = Fixture::start("[[retired]]\nmethod='GET'\npath='/old/{id}'\nsuccessor='/v1/states'").await;
    let answer = fixture.get("/old/7").await;
    assert_eq!(answer.status, 410);
    assert_eq!(answer.header("link"), "</v1/states>; rel=\"successor-version\"");
}

#[tokio::test]
async fn profiles_and_other_settings_can_be_replaced_while_running() {
    let fixture = Fixture::start("").await;
    let path = "/v1/states/KIND_ENTITY/door";
    let mut config = fixture.gateway.config();
    config.profiles.insert("state-manager.Get".to_owned(), crate::transcode::Profile::Legacy);
    fixture.gateway.reload(config.clone()).unwrap();
    let legacy = fixture.get(path).await.json();
    assert_eq!(legacy["state"]["version"], 7);
    assert_eq!(legacy["state"]["deleted"], false);
    config.limits.body_bytes = 0;
    assert!(fixture.gateway.reload(config).is_err());
    assert_eq!(fixture.get(path).await.json()["state"]["version"], 7);
}

#[tokio::test]
async fn what_happens_is_measured() {
    let fixture = Fixture::start("").await;
    fixture.get("/v1/states/KIND_ENTITY/door").await;
    let rendered = fixture.telemetry.render();
    assert!(rendered.contains("http_server_request_duration_seconds_count"), "{rendered}");
    assert!(rendered.contains("rpc_method=\"realmwire.state_manager.v1.StateManager/Get\""), "{rendered}");
    assert!(rendered.contains("http_response_status_code=\"200\""), "{rendered}");
    assert!(rendered.contains("gateway_connections"), "{rendered}");
}
