/** What a reference of the document stands for. */
function resolve(thing) {
  while (thing?.$ref) {
    thing = thing.$ref.slice(2).split("/").reduce((at, key) => at?.[key], spec);
  }
  return thing ?? {};
}

const FORMATS = {
  "date-time": "time (RFC 3339)", int32: "int32", uint32: "uint32", float: "number", double: "number",
};

/** A type in a few words. */
function typeName(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop().replace(/\.legacy$/, "").split(".").pop();
  if (schema.title) return schema.title;
  if (schema.anyOf) return schema.anyOf.map(typeName).join(" or ");
  if (schema.type === "array") return `list of ${typeName(schema.items)}`;
  if (typeof schema.additionalProperties === "object") return `map of ${typeName(schema.additionalProperties)}`;
  if (schema.contentEncoding) return `bytes in ${schema.contentEncoding}`;
  if (schema.type === "string" && /int/.test(schema.format)) return `${schema.format} as text`;
  return FORMATS[schema.format] ?? schema.type ?? "any value";
}

/** The schema of what lies in a list or map, or the schema itself. */
function element(schema) {
  if (schema?.type === "array") return element(schema.items);
  return typeof schema?.additionalProperties === "object" ? element(schema.additionalProperties) : schema;
}

/** The names of a message's members, in the order of its schema. */
function memberNames(message) {
  const names = Object.keys(message.properties ?? {});
  return (message["x-order"] ?? names).filter((name) => names.includes(name));
}

/** The members of a message, each with its own members on demand; empty when it has none. */
function members(schema) {
  const message = resolve(element(schema));
  const names = memberNames(message);
  if (!names.length) return [];
  const rows = names.map((name) => {
    const member = message.properties[name];
    return make("li", {}, make("code", { class: "name" }, name), " ", make("span", { class: "type" }, typeName(member)),
      member.deprecated ? badge("deprecated") : null, ...prose(member.description), ...inside(member));
  });
  const choices = alternatives(message).map((group) =>
    make("p", { class: "quiet" }, "At most one of ", ...group.flatMap((name, at) => [at ? ", " : "", make("code", {}, name)]), "."));
  return [make("ul", { class: "members" }, ...rows), ...choices];
}

/** What is inside a type: the values of an enum, the members of a message. */
function inside(schema) {
  const found = resolve(element(schema));
  if (found.enum) {
    return [expander([`one of ${found.enum.length} values`], () => prose(found.description))];
  }
  const names = memberNames(found);
  const few = names.slice(0, 4).join(", ") + (names.length > 4 ? ", …" : "");
  return names.length ? [expander(["members: ", make("code", {}, few)], () => members(schema))] : [];
}

/** The members that exclude each other, by group. */
function alternatives(message) {
  const groups = [];
  for (const { required: [first, second] } of message.not?.anyOf ?? []) {
    const group = groups.find((known) => known.includes(first));
    if (!group) groups.push([first, second]);
    else if (!group.includes(second)) group.push(second);
  }
  return groups;
}

/** An example with its members in the order of the schema. */
function ordered(example, schema) {
  const found = resolve(schema);
  if (Array.isArray(example)) return example.map((item) => ordered(item, found.items));
  if (!example || typeof example !== "object" || !found.properties) return example;
  const names = [...new Set([...memberNames(found), ...Object.keys(example)])].filter((name) => name in example);
  return Object.fromEntries(names.map((name) => [name, ordered(example[name], found.properties[name])]));
}
