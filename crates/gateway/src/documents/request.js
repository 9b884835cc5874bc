/** What was typed for a path's parameter is offered again by other operations that have one of this name. */
const remembered = new Map();

/** One parameter: what it is, and the field to fill in. */
function parameterRow(parameter, operation) {
  const id = `parameter-${parameter.name}`;
  const input = control(parameter, operation);
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-about`);
  input.required = Boolean(parameter.required);
  if (parameter.in === "path") input.addEventListener("change", () => remembered.set(parameter.name, input.value));
  const view = make("li", { class: "parameter" },
    make("div", {},
      make("label", { for: id }, make("code", { class: "name" }, parameter.name)), " ",
      make("span", { class: "type" }, `${typeName(parameter.schema)} in ${parameter.in}`), " ",
      parameter.required ? badge("required") : null,
      make("div", { id: `${id}-about` }, ...prose(parameter.description)), ...inside(parameter.schema)),
    input);
  return { parameter, input, view };
}

function control(parameter, operation) {
  const schema = resolve(parameter.schema);
  const choices = schema.type === "boolean" ? ["true", "false"] : schema.enum;
  if (choices) {
    const shown = parameter.required ? choices : ["", ...choices];
    const select = make("select", {}, ...shown.map((choice) => make("option", {}, choice)));
    select.value = initial(parameter, operation);
    return select;
  }
  if (schema.type === "array") return make("textarea", { rows: "2", placeholder: "one a line", spellcheck: "false" });
  const placeholder = schema.examples ? `such as ${schema.examples[0]}` : null;
  return make("input", { value: initial(parameter, operation), placeholder, spellcheck: "false", autocomplete: "off" });
}

function initial(parameter, operation) {
  if (parameter.in !== "path") return "";
  const own = parameter.name === operation["x-owner-field"] ? holder().sub : null;
  return remembered.get(parameter.name) ?? own ?? parameter.example ?? "";
}

/** The values that a field holds: none when it is empty. */
function valuesOf({ parameter, input }) {
  if (input.value === "") return [];
  return resolve(parameter.schema).type === "array" ? input.value.split("\n").filter(Boolean) : [input.value];
}

/** The request as it stands in the form: its URL, method, headers and body, without the token. */
function requestOf(form) {
  const query = new URLSearchParams();
  const headers = {};
  let url = form.path;
  for (const row of form.rows) {
    const { name, in: place } = row.parameter;
    if (place === "path") url = url.replace(`{${name}}`, pathValue(row));
    for (const value of valuesOf(row)) {
      if (place === "query") query.append(name, value);
      if (place === "header") headers[name] = value;
    }
  }
  if (query.size) url += `?${query}`;
  if (form.accept) headers.Accept = form.accept.value;
  if (form.body) headers["Content-Type"] = "application/json";
  return { url: base + url, method: form.method, headers, body: form.body?.value };
}

/** The value of a path's parameter; its slashes stay slashes where it may span segments. */
function pathValue({ parameter, input }) {
  const parts = parameter["x-multi-segment"] ? input.value.split("/") : [input.value];
  return parts.map(encodeURIComponent).join("/");
}

/** The whole message that the form stands for, as `realmwire call` and feeds take it. */
function messageOf(form) {
  const message = {};
  for (const row of form.rows.filter(({ parameter }) => parameter.in !== "header")) {
    const isBoolean = typeName(row.parameter.schema).startsWith("boolean");
    const values = valuesOf(row).map((value) => (isBoolean ? value === "true" : value));
    if (!values.length) continue;
    const path = row.parameter.name.split(".");
    const last = path.pop();
    const parent = path.reduce((at, name) => (at[name] ??= {}), message);
    parent[last] = resolve(row.parameter.schema).type === "array" ? values : values[0];
  }
  const field = form.operation["x-body-field"];
  let body = {};
  try { body = form.body ? JSON.parse(form.body.value) : {}; } catch { return null; }
  return field && field !== "*" ? { ...message, [field]: body } : { ...message, ...body };
}

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const NO_JSON = "The body is not JSON.";

/** The ways to write a request, by name. Tokens stay out of them: shells keep histories. */
const WRITERS = {
  curl(form) {
    const { url, method, headers, body } = requestOf(form);
    const lines = [`curl -sS${form.accept ? "N" : ""}${method === "GET" ? "" : ` -X ${method}`} ${quote(location.origin + url)}`];
    if (!form.isPublic) lines.push('-H "Authorization: Bearer $TOKEN"');
    for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quote(`${name}: ${value}`)}`);
    if (body !== undefined) lines.push(`--data-raw ${quote(body)}`);
    return lines.join(" \\\n  ");
  },
  "realmwire call"(form) {
    const message = messageOf(form);
    if (!message) return NO_JSON;
    const token = form.isPublic ? "" : 'REALMWIRE_TOKEN="$TOKEN" ';
    const method = form.operation["x-method"];
    return `${token}realmwire call --url ${quote(location.origin + base)} \\\n  ${method} ${quote(JSON.stringify(message))}`;
  },
  "WebSocket feed"(form) {
    const type = `type.googleapis.com/${form.operation["x-request"]}`;
    const request = { "@type": type, ...messageOf(form) };
    return feedScript({ watch: { id: "w", method: form.operation["x-method"], request } });
  },
};

function feedAddress() {
  return `${location.origin.replace(/^http/, "ws")}${base}/v1/feed`;
}

/** A feed in JavaScript that begins with this message. */
function feedScript(message) {
  return `const feed = new WebSocket("${feedAddress()}",
  ["realmwire.feed.v1.json", \`bearer.\${token}\`]);
feed.onmessage = ({ data }) => console.log(JSON.parse(data));
feed.onopen = () => feed.send(JSON.stringify(${JSON.stringify(message, null, 2)}));`;
}
