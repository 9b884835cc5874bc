/** Makes an element. Texts are never read as HTML; `on…` attributes are listeners, absent ones are left out. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** The paragraphs of a comment, with `code` in backticks; those that begin with a dash become a list. */
function prose(text) {
  const blocks = [];
  for (const paragraph of (text || "").split("\n\n").filter(Boolean)) {
    const isItem = paragraph.startsWith("- ");
    const parts = (isItem ? paragraph.slice(2) : paragraph).split("`");
    const content = parts.map((part, at) => (at % 2 ? make("code", {}, part) : part));
    const last = blocks.at(-1);
    if (!isItem) blocks.push(make("p", {}, ...content));
    else if (last?.localName === "ul") last.append(make("li", {}, ...content));
    else blocks.push(make("ul", {}, make("li", {}, ...content)));
  }
  return blocks;
}

/** What opens on demand, and is made only then. */
function expander(title, content, open = false) {
  const details = make("details", { class: "expander", open }, make("summary", {}, ...[title].flat()));
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(...[content()].flat());
  };
  details.addEventListener("toggle", fill);
  fill();
  return details;
}

/** JSON with line breaks and colours, each token as it was written; any other text as it is. */
function json(text) {
  const out = make("code");
  try { JSON.parse(text); } catch { out.append(text); return out; }
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g) || [];
  const isColoured = text.length < 100_000;
  let plain = "";
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  const coloured = (kind, token) => {
    if (!isColoured) { plain += token; return; }
    out.append(plain, make("span", { class: kind }, token));
    plain = "";
  };
  tokens.forEach((token, at) => {
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    if (token === "{" || token === "[") { depth += 1; plain += token + (/^[}\]]$/.test(after) ? "" : line()); }
    else if (token === "}" || token === "]") { depth -= 1; plain += (/^[{[]$/.test(before) ? "" : line()) + token; }
    else if (token === ",") plain += token + line();
    else if (token === ":") plain += ": ";
    else if (after === ":") coloured("key", token);
    else coloured(token.startsWith('"') ? "text" : "literal", token);
  });
  out.append(plain);
  return out;
}

/** Code in lines, which the keyboard can scroll. */
function block(label, ...content) {
  return make("pre", { tabindex: "0", "aria-label": label }, ...content);
}

/** A block of code with a button that copies it. */
function snippet(label) {
  const code = block(label);
  const copy = make("button", { type: "button", class: "plain copy", onclick: async () => {
    // Pages that came over plain HTTP have no clipboard.
    try { await navigator.clipboard.writeText(code.textContent); copy.textContent = "Copied"; }
    catch { getSelection().selectAllChildren(code); copy.textContent = "Selected"; }
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  } }, "Copy");
  return { view: make("div", { class: "snippet" }, code, copy), show: (content) => code.replaceChildren(content) };
}

function badge(text, title, kind = "") {
  return make("span", { class: `badge ${kind}`, title }, text);
}

function methodName(method) {
  return make("span", { class: `method ${method}` }, method);
}

function bytes(count) {
  return count < 1000 ? `${count} B` : count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
