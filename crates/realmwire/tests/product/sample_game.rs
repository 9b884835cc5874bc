//! The game of `content/`, as a player and its administrator meet it through the gateway.

use futures::{SinkExt, StreamExt};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::harness::{PATIENCE, System};

const WORLD: &str = "/v1/worlds/emberfall";

/// The system with the sample game, its administrator, and a player who is signed in.
struct Game {
    system: System,
    admin: String,
    player: String,
    token: String,
}

impl Game {
    async fn start() -> Self {
        let system = System::up_with_content().await;
        let admin = system.admin_token();
        let credential = json!({"device": {"secret": "a secret of at least 32 characters"}});
        let login = json!({"create": true, "credential": credential});
        let login = system.request(Method::POST, "/v1/sessions:login", "", &login).await.unwrap().body;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (player, token) = (text(&login["session"]["subject"]), text(&login["tokens"]["accessToken"]));
        let game = Self { system, admin, player, token };
        game.admin(Method::POST, "/v1/clocks", &json!({"clockId": "vale", "calendarId": "emberfall"})).await;
        let world = json!({"worldId": "emberfall", "content": "emberfall", "seed": "7", "clockId": "vale"});
        game.admin(Method::POST, "/v1/worlds", &world).await;
        game
    }

    async fn admin(&self, method: Method, path: &str, body: &Value) -> Value {
        let answer = self.system.request(method, path, &self.admin, body).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn player(&self, method: Method, path: &str, body: &Value) -> Value {
        let answer = self.system.request(method, path, &self.token, body).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn place(&self, entity: &str, x: f64) {
        let write =
            json!({"entityId": entity, "type": "player", "placeId": "lanternford", "position": {"x": x, "y": 0}});
        self.admin(Method::POST, &format!("{WORLD}/entities:upsert"), &json!({"entities": [write]})).await;
    }

    /// A feed of what moves in the world, which is open when this returns.
    async fn movements(&self) -> WebSocketStream<TcpStream> {
        let address = self.system.http().replace("http://", "");
        let mut request = format!("ws://{address}/v1/feed").into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {}", self.token).parse().unwrap());
        let stream = TcpStream::connect(address).await.unwrap();
        let (mut feed, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
        let subscribe = json!({"subscribe": {"id": "moves", "events": ["world-state.entity.updated"]}});
        feed.send(Message::text(subscribe.to_string())).await.unwrap();
        while next(&mut feed).await.get("subscribed").is_none() {}
        feed
    }
}

async fn next(feed: &mut WebSocketStream<TcpStream>) -> Value {
    loop {
        let message = tokio::time::timeout(PATIENCE, feed.next()).await.expect("a message").unwrap().unwrap();
        if let Message::Text(text) = message {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

#[tokio::test]
async fn a_player_enters_moves_and_is_seen_once() {
    let game = Game::start().await;
    game.place(&game.player, 0.0).await;
    let near = format!("{WORLD}/entities?near.x=0&near.y=0&filter.types=player");
    let near = game.player(Method::GET, &near, &Value::Null).await;
    assert_eq!(near["entities"][0]["entityId"], json!(game.player), "{near}");

    let mut feed = game.movements().await;
    game.place(&game.player, 25.0).await;
    game.place("the-last", 0.0).await;
    let mut seen = 0;
    loop {
        let event = next(&mut feed).await["event"]["message"].take();
        let text = event.to_string();
        if text.contains("the-last") {
            break;
        }
        seen += u32::from(text.contains(&game.player));
    }
    assert_eq!(seen, 1);
}

#[tokio::test]
async fn time_passes_and_the_weather_changes_as_it_was_forecast() {
    let game = Game::start().await;
    let forecast = game.player(Method::GET, &format!("{WORLD}/weather/vale/forecast?hours=48"), &Value::Null).await;
    let hours = forecast["hours"].as_array().unwrap();
    assert_eq!(hours.len(), 48);
    let conditions: Vec<_> = hours.iter().map(|hour| hour["weather"]["condition"].as_str().unwrap()).collect();
    assert!(conditions.iter().any(|condition| *condition != conditions[0]), "{conditions:?}");
    for hour in hours.iter().step_by(7) {
        let target = json!({"target": {"milliseconds": hour["weather"]["milliseconds"]}});
        game.admin(Method::POST, "/v1/clocks/vale:setTime", &target).await;
        let weather = game.player(Method::GET, &format!("{WORLD}/weather/vale"), &Value::Null).await;
        assert_eq!(weather["weather"][0]["condition"], hour["weather"]["condition"]);
    }
}

#[tokio::test]
async fn a_wrong_setting_is_refused_by_name_and_a_flag_stays_what_it_is() {
    let game = Game::start().await;
    let wrong = json!({"audio.musik": 3, "audio.music_volume": 3000});
    let answer = game.system.request(Method::PATCH, "/v1/settings", &game.token, &wrong).await.unwrap();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let violations = answer.body["details"][0]["fieldViolations"].as_array().unwrap();
    let fields: Vec<_> = violations.iter().map(|violation| violation["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["values.audio.music_volume", "values.audio.musik"]);

    let variants = json!([{"name": "paper", "weight": 50}, {"name": "glass", "weight": 50}]);
    let flag = |share: u32| json!({"enabled": true, "rolloutBasisPoints": share, "variants": variants});
    let evaluate = async || game.player(Method::POST, "/v1/flags:evaluate", &json!({})).await;
    game.admin(Method::PUT, "/v1/flags/lantern-festival", &flag(10_000)).await;
    let first = evaluate().await["evaluations"][0]["variant"].take();
    assert!(first == json!("paper") || first == json!("glass"), "{first}");
    game.admin(Method::PUT, "/v1/flags/lantern-festival", &flag(9_999)).await;
    assert_eq!(evaluate().await["evaluations"][0]["variant"], first);
}

#[tokio::test]
async fn quality_follows_the_frames_down_and_up_and_then_stays() {
    let game = Game::start().await;
    let device = "/v1/performance/devices/desk";
    game.player(Method::PUT, &format!("{device}/budget"), &json!({"frameTimeMs": 16.7})).await;
    let auto = game.player(Method::PUT, &format!("{device}/mode"), &json!({"mode": "MODE_AUTO"})).await;
    let mut frame = 0_u64;
    // What is drawn takes a time that falls with the resolution, as on a device that waits for its graphics processor.
    let mut play = async |cost: f64, reports: usize| {
        let mut mode = Value::Null;
        for _ in 0..reports {
            let percent = mode["mode"]["resolutionPercent"].as_f64().unwrap_or(100.0) / 100.0;
            let time = cost * percent * percent;
            let samples = (0..300).map(|_| {
                frame += 1;
                json!({"frame": frame.to_string(), "frameTimeMs": time, "gpuTimeMs": time, "cpuTimeMs": time / 3.0})
            });
            let samples: Vec<_> = samples.collect();
            mode = game.player(Method::POST, &format!("{device}/metrics"), &json!({"samples": samples})).await;
        }
        mode["mode"].clone()
    };
    let quality = |mode: &Value| {
        let preset = mode["preset"].as_str().unwrap().to_owned();
        (
            ["MODE_LOW", "MODE_MEDIUM", "MODE_HIGH", "MODE_ULTRA"].iter().position(|name| *name == preset),
            mode["resolutionPercent"].as_u64(),
        )
    };
    let before = quality(&auto["mode"]);
    let heavy = play(30.0, 10).await;
    assert!(quality(&heavy) < before, "{before:?} {heavy}");
    let light = play(8.0, 40).await;
    assert!(quality(&light) > quality(&heavy), "{heavy} {light}");
    let later = play(8.0, 10).await;
    let versions = |mode: &Value| mode["version"].as_str().unwrap().parse::<u32>().unwrap();
    assert!(versions(&later) - versions(&light) <= 1, "{light} {later}");
}
