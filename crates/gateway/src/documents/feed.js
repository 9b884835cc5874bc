const AUDIENCE = {
  everyone: "Whoever is signed in receives it.",
  owner: "The player whom it is about receives it, and so do moderators and administrators.",
};

/** The page of the feed: how to open one, which events there are, and the events as they come. */
function feedView() {
  const events = spec.tags.flatMap((tag) => tag["x-events"] ?? []);
  const choices = spec.tags.filter((tag) => tag["x-events"]?.length).map((tag) => make("optgroup", { label: tag.name },
    ...[`${tag.name}.*`, ...tag["x-events"].map(({ name }) => name)].map((name) => make("option", {}, name))));
  const chosen = make("select", { id: "events" }, ...choices);
  const keys = make("textarea", { id: "keys", rows: "2", placeholder: "one a line; all without any", spellcheck: "false" });
  const written = snippet("A feed in JavaScript");
  const subscription = () => {
    const names = keys.value.split("\n").filter(Boolean);
    return { subscribe: { id: "docs", events: [chosen.value], ...(names.length ? { keys: names } : {}) } };
  };
  const write = () => written.show(feedScript(subscription()));
  const output = outputOf();
  const button = make("button", { type: "submit", id: "send" }, "Connect");
  let feed = null;
  const connect = () => {
    output.clear();
    if (!token()) {
      output.status("A feed needs an access token: put one in the field at the top.", false);
      return;
    }
    feed = openFeed(subscription(), output, () => { feed = null; button.textContent = "Connect"; });
    button.textContent = "Stop";
  };
  write();
  const view = make("form", { class: "operation" },
    make("section", { class: "about" },
      make("h1", { tabindex: "-1" }, "Feed of events"),
      make("p", { class: "endpoint" }, methodName("GET"), " ", make("code", {}, "/v1/feed"), " ",
        badge("WebSocket"), " ", badge("player", ACCESS.player)),
      ...prose("One WebSocket with many subscriptions: to events of services, and to streams by `watch`. Messages are JSON in the "
        + "sub-protocol `realmwire.feed.v1.json`. The access token goes into `Authorization`, or, since browsers cannot send that, "
        + "into one more sub-protocol, `bearer.<token>`.\n\n"
        + "Each event carries a `resumeToken`; a subscription with it goes on after that event. Where the audience of an event is "
        + "its owner, a player receives those about itself.")),
    make("section", { class: "input", "aria-label": "Subscription" },
      make("h2", {}, "Subscription"),
      make("p", {}, make("label", { for: "events" }, "Events "), chosen),
      make("p", {}, make("label", { for: "keys" }, "Keys "), keys)),
    make("section", { class: "panel", "aria-label": "Try it" },
      make("h2", {}, "Try it"), written.view, make("div", { class: "row" }, button, output.state), output.view),
    make("section", { class: "answers", "aria-label": "Events" }, make("h2", {}, "Events"),
      make("ul", { class: "members" }, ...events.map((event) => make("li", {},
        make("code", { class: "name" }, event.name), " ", badge(event.audience, AUDIENCE[event.audience]),
        ...prose(event.description), ...inside(event.message))))));
  view.addEventListener("input", write);
  view.addEventListener("submit", (event) => {
    event.preventDefault();
    if (feed) feed.close(); else connect();
  });
  return { view, stop: () => feed?.close() };
}

function openFeed(subscription, output, ended) {
  const list = eventList();
  output.status("…");
  const feed = new WebSocket(feedAddress(), ["realmwire.feed.v1.json", `bearer.${token()}`]);
  let isStopped = false;
  let isOpen = false;
  feed.onopen = () => {
    isOpen = true;
    output.status("open", true);
    output.show(list.view);
    feed.send(JSON.stringify(subscription));
  };
  feed.onmessage = ({ data }) => {
    const [[kind]] = Object.entries(JSON.parse(data));
    if (kind !== "heartbeat") list.add(data, [kind]);
  };
  feed.onclose = ({ code, reason }) => {
    if (isStopped) output.status(`Stopped after ${list.count} messages`);
    else output.status(isOpen ? `closed: ${code} ${reason}` : "refused: is the access token good?", false);
    ended();
  };
  return { close() { isStopped = true; feed.close(); } };
}
