/** The operations as `/openapi.json` describes them. */
let spec = null;
/** All of them in the order of services, each with its id, path, method, and the text that the search looks in. */
let operations = [];
/** What is shown now, and is stopped when something else is. */
let current = null;
/** The list of all operations, and where it was left. */
const list = { view: null, scroll: 0 };

const base = location.pathname.replace(/\/docs\/?$/, "");
const byId = (id) => document.getElementById(id);
const [main, nav, search, tokenField] = ["main", "nav", "search", "token"].map(byId);
const METHODS = ["get", "put", "post", "patch", "delete", "head"];
const FEED = "feed";

/** The access token, which is kept in its field and nowhere else. */
function token() {
  return tokenField.value.trim();
}

/** What the token says about its holder; nothing when it cannot be read. */
function holder() {
  try {
    const claims = token().split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(claims), (letter) => letter.charCodeAt(0))));
  } catch { return {}; }
}

function useToken(value) {
  tokenField.value = value;
  showHolder();
}

function showHolder() {
  const { sub, role, exp } = holder();
  const minutes = Math.floor((exp * 1000 - Date.now()) / 60_000);
  const left = minutes < 0 ? "has ended" : minutes < 120 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h left`;
  byId("holder").textContent = !token() ? "" : exp ? [role, sub, left].filter(Boolean).join(" · ") : "not an access token";
}

function collect() {
  const found = [];
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const operation = item[method];
      const isStream = Boolean(operation.responses[200].content?.["text/event-stream"]);
      const service = operation.tags[0];
      const text = [method, path, operation.operationId, service, operation.summary, operation.description,
        isStream ? "stream" : "", operation["x-access"]].join(" ").toLowerCase();
      found.push({ id: operation.operationId, path, method: method.toUpperCase(), operation, isStream, service, text });
    }
  }
  return found;
}

function renderNav() {
  const groups = spec.tags.map(({ name }) => {
    const links = operations.filter(({ service }) => service === name).map(({ id, method, path, text }) => {
      const link = make("a", { href: `#${id}`, title: path }, methodName(method), " ", id.split("_").slice(1).join(" "));
      link.dataset.text = text;
      return link;
    });
    return make("details", { "data-service": name }, make("summary", {}, name), ...links);
  });
  nav.replaceChildren(make("a", { href: "#" }, "Overview"), make("a", { href: `#${FEED}` }, "Feed of events"), ...groups);
}

/** All operations by service. */
function overview() {
  const sections = spec.tags.map((tag) => {
    const rows = operations.filter(({ service }) => service === tag.name).map(overviewRow);
    return make("section", {}, make("h2", { id: tag.name, tabindex: "-1" }, tag.name), ...prose(tag.description),
      make("ul", { class: "operations" }, ...rows));
  });
  return make("div", { class: "overview" },
    make("section", {},
      make("h1", { tabindex: "-1" }, spec.info.title, " operations"),
      ...prose(`${spec.info.summary} Bodies are JSON; errors are \`application/problem+json\` with a \`code\` to go by.\n\n`
        + "Most operations need an access token in `Authorization: Bearer …`. Put one in the field at the top to try them: "
        + "it stays in this page's memory. An answer that holds one can be put there by a button."),
      make("p", {}, make("a", { href: `#${FEED}` }, "The feed"), " brings events over one WebSocket.")),
    ...sections);
}

function overviewRow({ id, path, method, operation, isStream, text }) {
  const row = make("li", {}, make("a", { href: `#${id}` },
    methodName(method), make("code", { class: "path" }, ...breakable(path)),
    make("span", { class: "summary" }, operation.summary),
    make("span", { class: "badges" }, isStream ? badge("stream") : null, badge(operation["x-access"]))));
  row.dataset.text = text;
  return row;
}

/** Hides what has not all the words that are searched for. */
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of document.querySelectorAll("[data-text]")) {
    entry.hidden = !words.every((word) => entry.dataset.text.includes(word));
  }
  for (const group of document.querySelectorAll("nav details, .overview section")) {
    group.hidden = words.length > 0 && !group.querySelector("[data-text]:not([hidden])");
    if (group.localName === "details") group.open = words.length > 0 || group.contains(nav.querySelector("[aria-current]"));
  }
  document.body.classList.toggle("searching", words.length > 0);
  const count = nav.querySelectorAll("[data-text]:not([hidden])").length;
  byId("found").textContent = words.length ? `${count} found` : "";
}

/** Shows what the address names: an operation, the feed, or the list of all, at a service. */
function show(isFirst) {
  const name = location.hash.slice(1);
  const found = operations.find(({ id }) => id === name);
  if (current === list) list.scroll = scrollY;
  current?.stop?.();
  current = found ? operationView(found) : name === FEED ? feedView() : list;
  main.replaceChildren(current.view);
  nav.querySelectorAll("a").forEach((link) => {
    const isHere = link.hash.slice(1) === (found || name === FEED ? name : "");
    if (isHere) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  });
  filter();
  nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  const heading = headingOf(name);
  document.title = `${found ? `${found.method} ${found.path}` : heading.textContent} · ${spec.info.title}`;
  if (heading.localName === "h2") heading.scrollIntoView();
  else scrollTo(0, current === list ? list.scroll : 0);
  // Whoever came by a link goes on from there; whoever types goes on typing.
  if (!isFirst && document.activeElement !== search) heading.focus({ preventScroll: true });
}

/** The heading that an address leads to: that of a service, or of the page. */
function headingOf(name) {
  const service = main.querySelector(`h2[id="${CSS.escape(name)}"]`);
  if (service?.closest("[hidden]")) {
    search.value = "";
    filter();
  }
  return service ?? main.querySelector("h1");
}

search.addEventListener("input", () => {
  list.scroll = 0;
  if (current !== list) location.hash = "";
  filter();
});
byId("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = main.querySelector(".operations li:not([hidden]) a");
  if (first && search.value) { first.focus(); first.click(); }
});
byId("identity").addEventListener("submit", (event) => event.preventDefault());
tokenField.addEventListener("input", showHolder);
byId("skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
addEventListener("hashchange", () => show(false));
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  search.focus();
  search.select();
});

async function start() {
  try {
    const response = await fetch(`${base}/openapi.json`);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    spec = await response.json();
  } catch (error) {
    main.replaceChildren(make("p", { class: "bad", role: "alert" },
      `The operations could not be loaded: ${error.message}. Load the page again to try once more.`));
    return;
  }
  operations = collect();
  byId("version").textContent = spec.info.version;
  list.view = overview();
  renderNav();
  show(true);
}
start();
