//! The page at `/docs` in a real browser, as somebody uses it who wants to know what can be called and tries it.

use http::Method;
use realmwire_test_kit::{Browser, fetch};
use serde_json::{Value, json};

use crate::harness::{PATIENCE, System};

/// Elements in the page that a function in it keeps only when they can be seen.
const SEEN: &str = ".filter((element) => element.checkVisibility()).length";

/// What of a page's own makes it hard to use, in words: what is wider than the window, and fields that say nothing of
/// themselves to a screen reader.
const FLAWS: &str = r#"[
  ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the window"] : []),
  ...[...document.querySelectorAll("main input, main select, main textarea, main button")]
    .filter((field) => !field.labels?.length && !field.ariaLabel && !field.textContent.trim())
    .map((field) => field.outerHTML),
  ...[...document.querySelectorAll("[id]")].map(({ id }) => id)
    .filter((id, at, all) => all.indexOf(id) !== at).map((id) => `two elements are ${id}`),
]"#;

/// A player, signed in as the README shows, and the page in front of it.
struct Visit {
    system: System,
    player: String,
    token: String,
    browser: Browser,
}

impl Visit {
    async fn start() -> Self {
        let system = System::up_with_content().await;
        let credential = json!({"device": {"secret": "a secret of at least 32 characters"}});
        let login = json!({"create": true, "credential": credential});
        let login = system.request(Method::POST, "/v1/sessions:login", "", &login).await.unwrap().body;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (player, token) = (text(&login["session"]["subject"]), text(&login["tokens"]["accessToken"]));
        let mut browser = Browser::start().await.unwrap();
        browser.open(&format!("{}/docs", system.http())).await.unwrap();
        browser.until("document.querySelector('.operations a')").await.unwrap();
        Self { system, player, token, browser }
    }

    async fn evaluate(&mut self, expression: &str) -> Value {
        self.browser.evaluate(expression).await.unwrap()
    }

    async fn until(&mut self, expression: &str) -> Value {
        self.browser.until(expression).await.unwrap()
    }

    /// Goes to an operation by its link.
    async fn follow(&mut self, operation: &str) {
        self.evaluate(&format!("document.querySelector('nav a[href=\"#{operation}\"]').click()")).await;
        self.until(&format!("location.hash === '#{operation}' && document.querySelector('main form.operation')")).await;
    }

    /// Fills a field and tells the page, as typing does.
    async fn fill(&mut self, id: &str, value: &str) {
        let fill = format!(
            "(() => {{ const field = document.getElementById({}); field.value = {}; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }})); return field.value }})()",
            json!(id),
            json!(value)
        );
        assert_eq!(self.evaluate(&fill).await, json!(value), "{id}");
    }

    async fn focus(&mut self, id: &str) {
        self.evaluate(&format!("document.getElementById('{id}').focus()")).await;
    }

    /// Presses the button that sends, by the keyboard.
    async fn send(&mut self) {
        self.focus("send").await;
        self.browser.press("Enter").await.unwrap();
    }

    /// The status of an answer that begins like this.
    async fn status(&mut self, begin: &str) -> String {
        let begins = format!("document.getElementById('status').textContent.startsWith({})", json!(begin));
        self.until(&begins).await;
        self.text("status").await
    }

    async fn text(&mut self, id: &str) -> String {
        self.evaluate(&format!("document.getElementById('{id}').textContent")).await.as_str().unwrap().to_owned()
    }

    /// Nothing was asked of anybody else, nothing went wrong, and the token is nowhere that outlives the page.
    async fn nothing_is_amiss(mut self) {
        let kept = "JSON.stringify([location.href, document.cookie, localStorage, sessionStorage, history.state])";
        let kept = self.evaluate(kept).await;
        assert!(!kept.as_str().unwrap().contains(&self.token), "{kept}");
        let own = self.system.http();
        let own = [own.clone(), own.replace("http://", "ws://"), "data:".to_owned(), "about:".to_owned()];
        let is_foreign = |url: &&str| !own.iter().any(|origin| url.starts_with(origin));
        let foreign: Vec<_> = self.browser.requests().into_iter().filter(is_foreign).collect();
        assert!(foreign.is_empty(), "{foreign:?}");
        assert!(self.browser.requests().iter().all(|url| !url.contains(&self.token)));
        assert_eq!(self.browser.complaints(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_operation_is_found_and_called_and_the_same_request_works_in_a_shell() {
    let mut visit = Visit::start().await;
    visit.browser.press("/").await.unwrap();
    visit.browser.write("whole document").await.unwrap();
    visit.until(&format!("[...document.querySelectorAll('.operations li')]{SEEN} === 1")).await;
    visit.browser.press("Enter").await.unwrap();
    visit.until("location.hash === '#StateManager_Put'").await;

    visit.focus("token").await;
    let (player, token) = (visit.player.clone(), visit.token.clone());
    visit.browser.write(&token).await.unwrap();
    assert!(visit.text("holder").await.contains(&player));
    visit.fill("parameter-kind", "KIND_PLAYER").await;
    visit.fill("parameter-id", &player).await;
    // An answer is text, whatever it looks like.
    visit.fill("body", r#"{"name": "<img src=x onerror=alert(1)>", "gold": 10}"#).await;
    visit.send().await;
    assert!(visit.status("200").await.contains(" ms · "));
    let answer = visit.text("answer").await;
    assert!(answer.contains("\"version\": \"1\"") && answer.contains("<img src=x onerror"), "{answer}");
    assert_eq!(visit.evaluate("document.querySelectorAll('main img').length").await, json!(0));

    let curl = visit.evaluate("document.querySelector('.snippet pre').textContent").await;
    let curl = curl.as_str().unwrap();
    assert!(!curl.contains(&token), "{curl}");
    let shell = tokio::process::Command::new("sh").args(["-c", curl]).env("TOKEN", &token).kill_on_drop(true).output();
    let ran = tokio::time::timeout(PATIENCE, shell).await.unwrap().unwrap();
    let printed = String::from_utf8_lossy(&ran.stdout);
    assert!(printed.contains("\"version\":\"2\""), "{curl}\n{printed}{}", String::from_utf8_lossy(&ran.stderr));

    visit.follow("StateManager_Get").await;
    visit.evaluate("history.back()").await;
    visit.until("location.hash === '#StateManager_Put' && document.title.startsWith('PUT ')").await;
    visit.evaluate("history.forward()").await;
    visit.until("location.hash === '#StateManager_Get' && document.title.startsWith('GET ')").await;
    assert_eq!(visit.evaluate("document.activeElement.localName").await, json!("h1"));
    visit.nothing_is_amiss().await;
}

#[tokio::test]
async fn streams_and_feeds_show_what_happens_as_it_happens() {
    let mut visit = Visit::start().await;
    visit.focus("token").await;
    let token = visit.token.clone();
    visit.browser.write(&token).await.unwrap();
    let admin = visit.system.admin_token();
    let events = |what: &str| format!("document.querySelector('.events')?.textContent.includes('{what}')");

    for (format, door) in [("text/event-stream", "first"), ("application/x-ndjson", "second")] {
        visit.follow("StateManager_Watch").await;
        visit.fill("parameter-kind", "KIND_ENTITY").await;
        visit.fill("accept", format).await;
        visit.send().await;
        visit.until(&events("ready")).await;
        let door = format!("/v1/states/KIND_ENTITY/{door}");
        visit.system.request(Method::PUT, &door, &admin, &json!({"lit": door})).await.unwrap();
        visit.until(&events(&door)).await;
        visit.send().await;
        visit.status("Stopped after ").await;
        visit.follow("StateManager_Get").await;
    }

    visit.follow("feed").await;
    visit.fill("events", "state-manager.entity.updated").await;
    visit.send().await;
    visit.until(&events("subscribed")).await;
    visit.system.request(Method::PUT, "/v1/states/KIND_ENTITY/third", &admin, &json!({})).await.unwrap();
    visit.until(&events("EntityUpdated")).await;
    visit.send().await;
    visit.status("Stopped after ").await;
    visit.nothing_is_amiss().await;
}

#[tokio::test]
async fn every_operation_has_a_page_that_fits_any_window() {
    let mut visit = Visit::start().await;
    let document = fetch(&format!("{}/openapi.json", visit.system.http())).await.unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let paths = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
    let operations: Vec<_> = paths.flat_map(|path| path.values()).collect();
    let listed = visit.evaluate("document.querySelectorAll('.operations li').length").await;
    assert_eq!(listed, json!(operations.len()));
    for (width, height) in [(1280, 900), (390, 844)] {
        visit.browser.resize(width, height).await.unwrap();
        for operation in &operations {
            let id = operation["operationId"].as_str().unwrap();
            visit.follow(id).await;
            assert_eq!(visit.evaluate("document.querySelector('h1').textContent").await, operation["summary"], "{id}");
            visit.evaluate("document.querySelectorAll('main summary').forEach((summary) => summary.click())").await;
            assert_eq!(visit.evaluate(FLAWS).await, json!([]), "{id} at {width}");
        }
    }
    visit.nothing_is_amiss().await;
}
