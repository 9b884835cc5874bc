//! Processes and commands over a nats-server that is spoken to with certificates and credentials only.

use std::path::PathBuf;

use realmwire_test_kit::{Authority, Identity, NatsOptions, NatsServer, Operator, Process, Ready};

use crate::harness::{BINARY, PATIENCE, Ran, run, run_with};

/// A server that wants a certificate and credentials, and who may connect.
struct Scene {
    server: NatsServer,
    authority: Authority,
    client: Identity,
    _operator: Operator,
    credentials: PathBuf,
}

impl Scene {
    async fn new() -> Self {
        let (authority, operator) = (Authority::new("authority").unwrap(), Operator::new().unwrap());
        let config = format!("{}\n{}", authority.nats_config().unwrap(), operator.nats_config());
        let server = NatsServer::start_with(NatsOptions { config, ..NatsOptions::default() }).await.unwrap();
        let (client, credentials) = (authority.issue("client").unwrap(), operator.issue("user").unwrap());
        Self { server, authority, client, _operator: operator, credentials }
    }

    /// The keys of `[nats]` that let a process connect, with their values.
    fn settings(&self) -> Vec<(&'static str, String)> {
        [
            ("authority_file", &self.authority.file()),
            ("certificate_file", &self.client.certificate),
            ("key_file", &self.client.key),
            ("credentials_file", &self.credentials),
        ]
        .map(|(key, file)| (key, file.display().to_string()))
        .into()
    }

    /// The same as flags, without those of `missing`.
    fn flags(&self, missing: &[&str]) -> Vec<String> {
        let settings = self.settings().into_iter().filter(|(key, _)| !missing.contains(key));
        settings.flat_map(|(key, file)| ["--set".to_owned(), format!("nats.{key}={file:?}")]).collect()
    }

    /// The arguments of `serve`, without the flags.
    fn serve(&self) -> Vec<String> {
        let nats = self.server.url();
        ["serve", "state-manager", "--nats", &nats, "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
            .map(str::to_owned)
            .into()
    }

    /// A process that serves state-manager.
    async fn serving(&self) -> Process {
        let process = Process::builder("realmwire", BINARY).unwrap();
        let process = process.args(self.serve()).args(self.flags(&[])).ready(Ready::Line("ready in".to_owned()));
        process.within(PATIENCE).start().await.unwrap()
    }

    /// What commands are given to go over the server.
    fn command(&self, arguments: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        all.extend(["--nats".to_owned(), self.server.url()]);
        all
    }
}

fn succeeded(ran: &Ran, said: &str) {
    assert_eq!(ran.code, 0, "{}", ran.errors);
    assert!(ran.output.contains(said), "{said:?} is not in: {}", ran.output);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_or_command_says_what_is_wrong_without_certificates_or_credentials() {
    let scene = Scene::new().await;
    scene.serving().await.terminate(PATIENCE).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let commands = [scene.serve(), scene.command(&["call", "state-manager.List"]), scene.command(&["services"])];
    for (missing, code, said) in [
        (&["certificate_file", "key_file"][..], 4, "the certificates do not fit"),
        (&["authority_file"], 4, "the certificates do not fit"),
        (&["credentials_file"], 4, "authorization violation"),
        (&["key_file"], 3, "nats.certificate_file and nats.key_file go together"),
    ] {
        for command in &commands {
            let ran = run(folder.path(), command.iter().chain(&scene.flags(missing))).await;
            assert_eq!(ran.code, code, "{command:?} without {missing:?}: {}", ran.errors);
            assert!(ran.errors.contains(said), "{command:?} without {missing:?}: {}", ran.errors);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_reach_the_services_by_flags_file_or_variables_as_serve_does() {
    let scene = Scene::new().await;
    let _process = scene.serving().await;
    let folder = tempfile::tempdir().unwrap();
    let file: Vec<String> = scene.settings().iter().map(|(key, file)| format!("{key} = {file:?}\n")).collect();
    std::fs::write(folder.path().join("realmwire.toml"), format!("[nats]\n{}", file.concat())).unwrap();
    let name = |key: &str| format!("REALMWIRE_NATS_{}", key.to_uppercase());
    let variables: Vec<_> = scene.settings().into_iter().map(|(key, file)| (name(key), file)).collect();

    let put = ["call", "state-manager.Put", r#"{"kind": "KIND_ENTITY", "id": "door", "data": {}}"#];
    let call = scene.command(&put).into_iter().chain(scene.flags(&[]));
    succeeded(&run(folder.path(), call.clone()).await, "\"version\": \"1\"");
    let services = scene.command(&["services", "--config", "realmwire.toml"]);
    succeeded(&run(folder.path(), services).await, "\nstate-manager ");

    let tail = scene.command(&["events", "tail", "evt.state-manager.>", "--count", "1", "--json"]);
    let tail = run_with(&variables, folder.path(), tail);
    let write = async {
        // It tells what happens after its start, and nothing tells when that was: write until it has seen one.
        loop {
            run(folder.path(), call.clone()).await;
        }
    };
    let seen = tokio::select! { seen = tail => seen, () = write => unreachable!("it writes for ever") };
    succeeded(&seen, "evt.state-manager.entity.updated.v1");
}
