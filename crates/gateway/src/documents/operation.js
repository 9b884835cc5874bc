const ACCESS = {
  public: "Everybody may call it, without a token.",
  player: "Whoever is signed in may call it.",
  moderator: "Moderators, administrators and services may call it.",
  admin: "Administrators and services may call it.",
  service: "Services alone may call it.",
};

const IDEMPOTENCY = {
  safe: "It changes nothing and can be repeated at any time.",
  keyed: "With an Idempotency-Key it takes effect once, however often it is sent.",
  "key-required": "It needs an Idempotency-Key, with which it takes effect once, however often it is sent.",
};

/** The page of one operation. */
function operationView({ id, path, method, operation, isStream }) {
  const form = { path, method, operation, rows: [], body: null, isPublic: operation["x-access"] === "public" };
  form.accept = isStream ? acceptControl() : null;
  form.rows = (operation.parameters ?? []).map(resolve).map((parameter) => parameterRow(parameter, operation));
  const content = operation.requestBody?.content["application/json"];
  if (content) form.body = bodyControl(ordered(content.example ?? {}, content.schema));
  const panel = requestPanel(form);
  const view = make("form", { class: "operation", autocomplete: "off" },
    make("section", { class: "about" },
      make("p", { class: "where" }, make("a", { href: `#${operation.tags[0]}` }, operation.tags[0]), ` / ${id.split("_")[1]}`),
      make("h1", { tabindex: "-1" }, operation.summary),
      make("p", { class: "endpoint" }, methodName(method), " ", make("code", {}, ...breakable(path))),
      make("p", { class: "badges" }, ...badges(operation, isStream)),
      ...prose(operation.description.replace(operation.summary, "").replace(/^\.\s*/, "")), ...rules(operation)),
    make("section", { class: "input", "aria-label": "Request" }, ...parameters(form.rows), ...bodySection(form.body, content)),
    panel.view,
    make("section", { class: "answers", "aria-label": "Answers" }, ...answers(operation)));
  view.addEventListener("input", panel.write);
  view.addEventListener("submit", (event) => { event.preventDefault(); panel.toggle(); });
  view.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) view.requestSubmit();
  });
  return { view, stop: panel.stop };
}

/** A path that can be broken before its slashes and colons. */
function breakable(path) {
  return path.split(/(?=[/:])/).flatMap((part) => [make("wbr"), part]);
}

function badges(operation, isStream) {
  return [
    badge(operation["x-access"], ACCESS[operation["x-access"]]),
    isStream ? badge("stream", "It answers with events as they come.") : null,
    operation["x-idempotency"] === "key-required" ? badge("needs an idempotency key", IDEMPOTENCY["key-required"]) : null,
    operation.deprecated ? badge("deprecated", "It will be removed.", "bad") : null,
  ].filter(Boolean);
}

/** Who may call it, how often, and what becomes of repeats. */
function rules(operation) {
  const owner = operation["x-owner-field"];
  const own = owner ? [" A player only for itself: its own ", make("code", {}, owner), " is filled in when it is left out."] : [];
  const rows = [
    ["Access", [ACCESS[operation["x-access"]], ...own]],
    ["Repeats", [IDEMPOTENCY[operation["x-idempotency"]]]],
    ["Rate class", [make("code", {}, operation["x-rate-class"])]],
    ["Time", [`${operation["x-timeout-ms"] / 1000} s at the most, less with `, make("code", {}, "X-Request-Timeout"), "."]],
    ["Method", [make("code", {}, operation["x-method"])]],
  ];
  return [make("dl", { class: "rules" }, ...rows.flatMap(([name, about]) => [make("dt", {}, name), make("dd", {}, ...about)]))];
}

function parameters(rows) {
  if (!rows.length) return [];
  return [make("h2", {}, "Parameters"), make("ul", { class: "parameters" }, ...rows.map((row) => row.view))];
}

function acceptControl() {
  const formats = [["text/event-stream", "server-sent events"], ["application/x-ndjson", "lines of JSON"]];
  return make("select", { id: "accept" },
    ...formats.map(([value, name]) => make("option", { value }, `${name} (${value})`)));
}

function bodyControl(example) {
  const text = JSON.stringify(example, null, 2);
  const rows = Math.min(24, Math.max(4, text.split("\n").length + 1));
  const input = make("textarea", { id: "body", rows, spellcheck: "false", "aria-describedby": "body-problem" });
  input.value = text;
  return input;
}

function bodySection(input, content) {
  if (!input) return [];
  const problem = make("p", { id: "body-problem", class: "bad", role: "status" });
  input.addEventListener("input", () => {
    problem.textContent = "";
    try { JSON.parse(input.value); } catch (error) { problem.textContent = `This is not JSON: ${error.message}`; }
    input.setAttribute("aria-invalid", String(problem.textContent !== ""));
  });
  return [make("h2", {}, make("label", { for: "body" }, "Body ", make("span", { class: "type" }, typeName(content.schema)))),
    ...prose(content.schema.description), input, problem, ...members(content.schema)];
}

/** The request as it can be pasted, the button that sends it, and what came back. */
function requestPanel(form) {
  const written = snippet("The request as code");
  const ways = Object.keys(WRITERS).filter((way) => form.accept || way !== "WebSocket feed");
  const way = make("select", { "aria-label": "Written for" }, ...ways.map((name) => make("option", {}, name)));
  const write = () => written.show(WRITERS[way.value](form));
  const button = make("button", { type: "submit", id: "send" }, "Send");
  const output = outputOf();
  let running = null;
  const toggle = async () => {
    if (running) { running.stop(); return; }
    running = send(form, output);
    output.state.scrollIntoView({ block: "nearest" });
    button.textContent = "Stop";
    await running.done;
    running = null;
    button.textContent = "Send";
  };
  write();
  const view = make("section", { class: "panel", "aria-label": "Try it" },
    make("div", { class: "row" }, make("h2", {}, "Try it"), way),
    written.view,
    form.isPublic ? null : make("p", { class: "quiet" }, make("code", {}, "$TOKEN"),
      " is your access token; here it is taken from the field at the top."),
    form.accept ? make("p", {}, make("label", { for: "accept" }, "Answer as "), form.accept) : null,
    make("div", { class: "row" }, button, output.state),
    output.view);
  return { view, write, toggle, stop: () => running?.stop() };
}

/** Where an answer is shown. */
function outputOf() {
  const state = make("span", { class: "status", role: "status", id: "status" });
  const view = make("div", { class: "output", id: "answer" });
  return {
    state, view,
    clear: () => view.replaceChildren(),
    status(text, isGood) {
      state.textContent = text;
      state.className = `status ${isGood === undefined ? "" : isGood ? "good" : "bad"}`;
    },
    headers: (headers) => view.append(expander("headers", () => make("dl", { class: "headers" },
      ...[...headers].flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])))),
    show: (content) => view.prepend(content),
    offer: (content) => view.prepend(content),
  };
}

/** What may come back: the answer with its members and an example, and the errors. */
function answers(operation) {
  const { 200: good, ...others } = operation.responses;
  const [[media, content] = []] = Object.entries(good.content ?? {});
  const schema = content?.["x-message"] ?? content?.schema;
  const shown = [make("h2", {}, content?.["x-message"] ? "Events " : "Answer ", make("span", { class: "type" }, typeName(schema))),
    ...prose(good.description)];
  if (content?.["x-message"]) shown.push(...streamNotes());
  shown.push(...members(schema));
  if (content?.example !== undefined) {
    const example = JSON.stringify(ordered(content.example, schema));
    shown.push(expander(["example, ", make("code", {}, media)], () => block("Example of the answer", json(example)), true));
  }
  if (others[304]) shown.push(...prose(`\`304\`: ${others[304].description}`));
  return [...shown, ...errors(others)];
}

function streamNotes() {
  return prose("Each message is one event (`text/event-stream`) or one line (`application/x-ndjson`). A stream that fails "
    + "later says so last: `event: error`, or a line `{\"error\": …}`; one that is complete ends with `event: end`. "
    + "Where events have an id, `Last-Event-ID` goes on after it. Over a WebSocket, many of them share one connection: see the feed.");
}

function errors(responses) {
  const failures = Object.entries(responses).filter(([status]) => status >= "400" && status !== "default").map(([status, reference]) => {
    const { description, content } = resolve(reference);
    return { status, description, example: content?.["application/problem+json"]?.example };
  });
  const rows = failures.flatMap(({ status, description, example }) => [make("dt", {}, `${status} ${description}`),
    make("dd", {}, ...(example ? [make("code", {}, example.code), " such as: ", example.detail] : []))]);
  const problem = resolve({ $ref: "#/components/schemas/Problem" });
  const { example } = failures.find((failure) => failure.example) ?? {};
  return [make("h2", {}, "Errors"), make("dl", { class: "rules errors" }, ...rows),
    expander(["every error is an ", make("code", {}, "application/problem+json")],
      () => [block("Example of an error", json(JSON.stringify(ordered(example, problem)))), ...members(problem)])];
}
