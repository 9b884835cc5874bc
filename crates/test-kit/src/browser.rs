//! A real browser without a window, driven by the Chrome `DevTools` Protocol.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::process::{Process, Ready};
use crate::{Error, tools};

const READY_LINE: &str = "DevTools listening on ws://";
const READY_WITHIN: Duration = Duration::from_secs(60);

/// The longest that the browser may take for anything, on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(60);

/// No window, nothing of its own over the network. Its sandbox needs rights that root in a container lacks, and the
/// pages are the tests' own.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
];

/// What the page tells of itself while it runs.
const DOMAINS: [&str; 4] = ["Page", "Runtime", "Log", "Network"];

/// One browser with one page, and everything that the page has asked for and complained about.
pub struct Browser {
    socket: WebSocketStream<TcpStream>,
    /// Names the page in what is said about it; nothing while there is none.
    session: Value,
    last_id: u64,
    events: Vec<Value>,
    _process: Process,
}

impl Browser {
    /// Starts a browser of its own, with an empty page.
    pub async fn start() -> Result<Self, Error> {
        let tool = tokio::task::spawn_blocking(tools::chromium).await;
        let tool = tool.map_err(|error| Error::system("bring chromium")(std::io::Error::other(error)))??;
        let builder = Process::builder("chromium", &tool.program)?;
        let profile = format!("--user-data-dir={}", builder.folder().join("data").display());
        let ready = Ready::Line(READY_LINE.to_owned());
        let builder = builder.args(FLAGS).arg(profile).arg("about:blank").ready(ready).within(READY_WITHIN);
        let process = builder.start().await?;
        let socket = connect(&process).await?;
        let mut browser = Self { socket, session: Value::Null, last_id: 0, events: Vec::new(), _process: process };
        let page = browser.call("Target.createTarget", json!({"url": "about:blank"})).await?;
        let page = json!({"targetId": page["targetId"], "flatten": true});
        browser.session = browser.call("Target.attachToTarget", page).await?["sessionId"].take();
        for domain in DOMAINS {
            browser.call(&format!("{domain}.enable"), json!({})).await?;
        }
        Ok(browser)
    }

    /// Goes to an address as if it was typed.
    pub async fn open(&mut self, url: &str) -> Result<(), Error> {
        self.call("Page.navigate", json!({"url": url})).await.map(drop)
    }

    /// Makes the window this large, in CSS pixels.
    pub async fn resize(&mut self, width: u32, height: u32) -> Result<(), Error> {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// The value of a JavaScript expression in the page, a promise's when it is kept.
    pub async fn evaluate(&mut self, expression: &str) -> Result<Value, Error> {
        let parameters = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let mut outcome = self.call("Runtime.evaluate", parameters).await?;
        match outcome.get("exceptionDetails") {
            Some(exception) => Err(failed(expression, exception)),
            None => Ok(outcome["result"]["value"].take()),
        }
    }

    /// The value of an expression as soon as it is one that counts as true.
    pub async fn until(&mut self, expression: &str) -> Result<Value, Error> {
        let started = tokio::time::Instant::now();
        loop {
            match self.evaluate(&format!("({expression}) || null")).await {
                Ok(Value::Null) if started.elapsed() > PATIENCE => break,
                Ok(Value::Null) => {}
                Ok(value) => return Ok(value),
                Err(error) if started.elapsed() > PATIENCE => return Err(error),
                // Between two pages there is nothing that could be evaluated.
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let page = self.evaluate("document.body.innerText").await?;
        Err(Error::Timeout { condition: format!("{expression} on the page:\n{}", page.as_str().unwrap_or_default()) })
    }

    /// Presses a key, such as `Enter`, `Tab` or `/`.
    pub async fn press(&mut self, key: &str) -> Result<(), Error> {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            _ => (0, key),
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({"type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code});
            self.call("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }

    /// Types a text where the focus is.
    pub async fn write(&mut self, text: &str) -> Result<(), Error> {
        self.call("Input.insertText", json!({"text": text})).await.map(drop)
    }

    /// The addresses of all requests so far.
    pub fn requests(&self) -> Vec<&str> {
        let sent = self.of("Network.requestWillBeSent").filter_map(|event| event["request"]["url"].as_str());
        sent.chain(self.of("Network.webSocketCreated").filter_map(|event| event["url"].as_str())).collect()
    }

    /// What the page has thrown, logged as wrong, or was not allowed to do.
    pub fn complaints(&self) -> Vec<String> {
        let thrown = self.of("Runtime.exceptionThrown");
        let logged = self.of("Runtime.consoleAPICalled").filter(|event| is_wrong(&event["type"]));
        let noted = self.of("Log.entryAdded").filter(|event| is_wrong(&event["entry"]["level"]));
        thrown.chain(logged).chain(noted).map(Value::to_string).collect()
    }

    fn of(&self, method: &str) -> impl Iterator<Item = &Value> {
        self.events.iter().filter(move |event| event["method"] == method).map(|event| &event["params"])
    }

    async fn call(&mut self, method: &str, parameters: Value) -> Result<Value, Error> {
        self.last_id += 1;
        let mut request = json!({"id": self.last_id, "method": method, "params": parameters});
        if self.session.is_string() {
            request["sessionId"] = self.session.clone();
        }
        let sent = self.socket.send(Message::text(request.to_string())).await;
        sent.map_err(|error| failed(method, error))?;
        let answer = tokio::time::timeout(PATIENCE, self.answer()).await;
        let mut answer =
            answer.map_err(|_| Error::Timeout { condition: format!("the browser answers {request}") })??;
        match answer.get("error") {
            Some(error) => Err(failed(method, error)),
            None => Ok(answer["result"].take()),
        }
    }

    /// The answer to the last call; what happens before it is kept.
    async fn answer(&mut self) -> Result<Value, Error> {
        loop {
            let message = self.socket.next().await.ok_or_else(|| failed("listen to the browser", "it is gone"))?;
            let message = message.map_err(|error| failed("listen to the browser", error))?;
            let Message::Text(text) = message else { continue };
            let message: Value =
                serde_json::from_str(&text).map_err(|error| failed("understand the browser", error))?;
            match message["id"].as_u64() {
                Some(id) if id == self.last_id => return Ok(message),
                Some(_) => {}
                None => self.events.push(message),
            }
        }
    }
}

fn is_wrong(level: &Value) -> bool {
    matches!(level.as_str(), Some("error" | "warning" | "assert"))
}

/// A connection to where the browser takes commands, which it prints.
async fn connect(process: &Process) -> Result<WebSocketStream<TcpStream>, Error> {
    let line = process.wait_for_line(READY_LINE, READY_WITHIN).await?;
    let address = line.split_whitespace().last().unwrap_or_default();
    let authority = address.trim_start_matches("ws://").split('/').next().unwrap_or_default();
    let stream = TcpStream::connect(authority).await.map_err(Error::system(format!("connect to {address}")))?;
    let connected = tokio_tungstenite::client_async(address, stream).await;
    connected.map(|(socket, _)| socket).map_err(|error| failed("speak to the browser", error))
}

fn failed(attempted: &str, problem: impl std::fmt::Display) -> Error {
    Error::system(attempted)(std::io::Error::other(problem.to_string()))
}
