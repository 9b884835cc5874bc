//! What a process must be permitted to use.

/// Subjects that a process may publish to and subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Patterns of subjects to publish to.
    pub publish: Vec<String>,
    /// Patterns of subjects to subscribe to.
    pub subscribe: Vec<String>,
}

impl Permissions {
    /// What a process of the name `name` needs of the server to receive its replies.
    #[must_use]
    pub fn of_process(name: &str) -> Self {
        // A process looks for the end of what the server had to say by sending to itself.
        let inbox = format!("_INBOX.{name}.>");
        Self { publish: vec![inbox.clone()], subscribe: vec![inbox] }
    }

    /// What a process needs to use the journal of `service`, and nothing of any other.
    ///
    /// ```
    /// use realmwire_fabric::nats::Permissions;
    ///
    /// let needed = Permissions::of_journal("quest-system");
    /// assert!(needed.publish.contains(&"$KV.quest-system.>".to_owned()));
    /// assert!(needed.publish.iter().all(|pattern| pattern.contains("quest-system") || pattern.ends_with("NAMES")));
    /// ```
    #[must_use]
    pub fn of_journal(service: &str) -> Self {
        let stream = format!("KV_{service}");
        let publish = vec![
            format!("$KV.{service}.>"),
            format!("evt.{service}.>"),
            format!("timer.{service}.>"),
            format!("dlq.{service}.>"),
            "$JS.API.STREAM.NAMES".to_owned(),
            format!("$JS.API.STREAM.INFO.{stream}"),
            format!("$JS.API.STREAM.CREATE.{stream}"),
            format!("$JS.API.STREAM.UPDATE.{stream}"),
            format!("$JS.API.STREAM.MSG.GET.{stream}"),
            format!("$JS.API.STREAM.MSG.DELETE.{stream}"),
            format!("$JS.API.DIRECT.GET.{stream}"),
            format!("$JS.API.DIRECT.GET.{stream}.>"),
            format!("$JS.API.CONSUMER.INFO.{stream}.>"),
            format!("$JS.API.CONSUMER.CREATE.{stream}.>"),
            format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.>"),
            format!("$JS.ACK.{stream}.>"),
        ];
        Self { publish, subscribe: Vec::new() }
    }

    /// What a process needs to consume events of another service's journal.
    #[must_use]
    pub fn of_consumer(service: &str, durable: &str) -> Self {
        let consumer = format!("KV_{service}.{durable}");
        let publish = vec![
            format!("dlq.{service}.{durable}"),
            format!("$JS.API.STREAM.INFO.KV_{service}"),
            format!("$JS.API.CONSUMER.INFO.{consumer}"),
            format!("$JS.API.CONSUMER.CREATE.{consumer}"),
            format!("$JS.API.CONSUMER.MSG.NEXT.{consumer}"),
            format!("$JS.ACK.{consumer}.>"),
        ];
        Self { publish, subscribe: Vec::new() }
    }

    /// What a process needs to read the events of another service's journal as they come.
    ///
    /// The server tells events and state of a stream apart by the body of a request alone, so this allows to read the
    /// state as well: it is for services that are trusted with everything.
    ///
    /// ```
    /// use realmwire_fabric::nats::Permissions;
    ///
    /// let needed = Permissions::of_reader("quest-system");
    /// assert!(needed.publish.iter().all(|pattern| pattern.ends_with(".KV_quest-system")));
    /// ```
    #[must_use]
    pub fn of_reader(service: &str) -> Self {
        let read = ["STREAM.INFO", "STREAM.MSG.GET", "DIRECT.GET"];
        let publish = read.map(|call| format!("$JS.API.{call}.KV_{service}")).to_vec();
        Self { publish, subscribe: Vec::new() }
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.publish.extend(other.publish);
        self.subscribe.extend(other.subscribe);
        self
    }
}
