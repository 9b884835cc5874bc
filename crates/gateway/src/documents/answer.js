const MAX_SHOWN_CHARACTERS = 200_000;
const MAX_SHOWN_EVENTS = 200;
const MAX_EVENT_CHARACTERS = 4_000_000;

/** The events of a stream, the newest first. */
function eventList() {
  const begin = performance.now();
  const view = make("ol", { class: "events", role: "log", "aria-label": "Events", reversed: true });
  let count = 0;
  return {
    view,
    get count() { return count; },
    add(text, about = []) {
      count += 1;
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      view.prepend(make("li", { value: count },
        make("span", { class: "type" }, [`+${seconds} s`, ...about].join(" · ")), block(`Event ${count}`, json(text))));
      if (view.childElementCount > MAX_SHOWN_EVENTS) view.lastChild.remove();
    },
  };
}

/** Reads server-sent events from a body. */
async function readEvents(response, list) {
  await readBlocks(response, /\r?\n\r?\n/, (block) => {
    const fields = { data: [] };
    for (const line of block.split(/\r?\n/)) {
      const [, name, value] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
      if (name === "data") fields.data.push(value ?? "");
      else if (name) fields[name] = value;
    }
    const about = [fields.event && `event ${fields.event}`, fields.id && `id ${fields.id}`].filter(Boolean);
    if (fields.data.length) list.add(fields.data.join("\n"), about);
  });
}

/** Reads lines of JSON from a body. An empty line says that the stream is alive. */
async function readLines(response, list) {
  await readBlocks(response, /\r?\n/, (line) => line && list.add(line));
}

async function readBlocks(response, separator, each) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const blocks = (rest + (value ?? "")).split(separator);
    rest = done ? "" : blocks.pop();
    blocks.forEach(each);
    if (done) return;
    if (rest.length > MAX_EVENT_CHARACTERS) throw new Error("an event is too long to be shown");
  }
}

/** Sends what the form says, shows what comes, and gives a way to stop it. */
function send(form, output) {
  const stopper = new AbortController();
  const request = requestOf(form);
  if (token()) request.headers.Authorization = `Bearer ${token()}`;
  const done = perform(request, stopper.signal, output);
  return { done, stop: () => stopper.abort() };
}

async function perform({ url, ...request }, signal, output) {
  const begin = performance.now();
  const took = () => `${(performance.now() - begin).toFixed(0)} ms`;
  let list = null;
  output.status("…");
  output.clear();
  try {
    const response = await fetch(url, { ...request, signal, cache: "no-store" });
    const status = [response.status, response.statusText].join(" ").trim();
    const type = response.headers.get("content-type") ?? "";
    output.headers(response.headers);
    if (/event-stream|ndjson/.test(type)) {
      list = eventList();
      output.show(list.view);
      output.status(`${status} · ${took()} · streaming`, response.ok);
      await (type.includes("ndjson") ? readLines : readEvents)(response, list);
      output.status(`${status} · ended by the server after ${list.count} events`, response.ok);
      return;
    }
    const text = await response.text();
    output.status(`${status} · ${took()} · ${bytes(new Blob([text]).size)}`, response.ok);
    if (text) output.show(answerBlock(text));
    offerToken(text, output);
  } catch (error) {
    if (!signal.aborted) output.status(`No answer: ${error.message}`, false);
    else output.status(list ? `Stopped after ${list.count} events` : "Stopped");
  }
}

function answerBlock(text) {
  const shown = text.slice(0, MAX_SHOWN_CHARACTERS);
  const note = shown.length < text.length ? `\n… ${bytes(text.length - shown.length)} more` : "";
  return block("Answer", json(shown), note);
}

/** An answer with an access token is an offer to go on with it. */
function offerToken(text, output) {
  let answer;
  try { answer = JSON.parse(text); } catch { return; }
  const found = [answer, ...Object.values(answer ?? {})].find((part) => typeof part?.accessToken === "string");
  if (found) {
    output.offer(make("button", { type: "button", class: "plain", onclick: () => useToken(found.accessToken) },
      "Use this access token"));
  }
}
