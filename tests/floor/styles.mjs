// What a style sheet asks for that one of the supported browsers does not know.
import { generate, parse, walk } from "css-tree";
import { data, isMissing, missing } from "./floor.mjs";

const { css } = data;

/** Where a browser that does not know it loses nothing that a reader needs: [what, why]. */
const PROGRESSIVE = new Map([
  ["text-wrap", "a heading's lines are as long as they come"],
  ["content-visibility", "parts out of sight are laid out with the rest"],
  ["contain-intrinsic-height", "goes with content-visibility"],
  ["overflow-clip-margin", "the edge of a part that is contained"],
  ["print-color-adjust", "a colour on paper"],
  ["overflow-anchor", "what keeps its place when something above it grows"],
  ["forced-color-adjust", "a browser without it forces no colours"],
]);

/** Functions and units by their name: {"light-dark": [features]}. */
const byName = new Map();
(function collect(features) {
  for (const [name, feature] of Object.entries(features)) {
    if (name === "__compat") continue;
    byName.set(name, [...(byName.get(name) ?? []), feature]);
    collect(feature);
  }
})(css.types);

const isNew = (name) => {
  const known = (byName.get(name) ?? []).filter(({ __compat }) => __compat);
  return known.length > 0 && known.every(isMissing);
};

/** The names in a declaration's value that are too new: a function, a unit, a keyword of this property. */
function newInValue(property, value) {
  const found = [];
  walk(value, (node) => {
    if (node.type === "Function" && isNew(node.name)) found.push(`${node.name}()`);
    if (
      node.type === "Function" &&
      node.children.first?.name === "from" &&
      isMissing(css.types.color[node.name]?.relative_syntax)
    )
      found.push(`${node.name}(from …)`);
    if (node.type === "Dimension" && isMissing(css.types.length[node.unit])) found.push(node.unit);
    if (node.type === "Identifier" && property !== "font-family" && isMissing(css.properties[property]?.[node.name]))
      found.push(node.name);
    if (node.type === "Operator" && node.value === "/" && property === "content") found.push("content: … / …");
  });
  return found;
}

/** A shorthand that a browser takes in part only: [property, is it one of these values]. */
const PARTS_OF_TEXT_DECORATION = new Set([
  "none",
  "underline",
  "overline",
  "line-through",
  "inherit",
  "initial",
  "unset",
]);

function newInDeclaration({ property, value }, siblings) {
  if (property.startsWith("--") || PROGRESSIVE.has(property)) return [];
  const bare = property.replace(/^-(webkit|moz|ms|o)-/, "");
  if (bare !== property) return [];
  const feature = css.properties[property];
  if (isMissing(feature)) {
    const prefixed = `-webkit-${property}`;
    const helps = missing(feature).every((browser) => !missing(feature, { prefix: "-webkit-" }).includes(browser));
    return helps && siblings.some((other) => other.property === prefixed) ? [] : [property];
  }
  // WebKit before 26 reads a line alone here, and drops the whole of anything else.
  if (
    property === "text-decoration" &&
    value.children.toArray().some(({ name }) => !PARTS_OF_TEXT_DECORATION.has(name))
  )
    return ["text-decoration with a style, a colour or a thickness"];
  return newInValue(property, value);
}

function declarations(block) {
  const all = block.children.toArray().filter(({ type }) => type === "Declaration");
  return all.flatMap((declaration, place) => {
    const found = newInDeclaration(declaration, all);
    const hasFallback = all
      .slice(0, place)
      .some((other) => other.property === declaration.property && !newInDeclaration(other, all).length);
    return hasFallback
      ? []
      : found.map((what) => ({ what, where: `${declaration.property}: ${generate(declaration.value)}` }));
  });
}

export function inStyle(text) {
  const found = [];
  const sheet = parse(text, { onParseError: ({ message }) => found.push({ what: "no CSS", where: message }) });
  let depth = 0;
  let guarded = 0;
  walk(sheet, {
    enter(node) {
      if (node.type === "Atrule" && node.name === "supports") guarded += 1;
      if (guarded) return;
      const where = () => generate(node.prelude ?? node).slice(0, 80);
      if (node.type === "Rule") {
        if (depth > 0) found.push({ what: "a rule inside a rule", where: where() });
        depth += 1;
        found.push(...declarations(node.block));
      }
      if (node.type === "NestingSelector") found.push({ what: "&", where: "" });
      if (node.type === "Atrule" && depth > 0) found.push({ what: "a rule inside a rule", where: `@${node.name}` });
      if (node.type === "Atrule" && isMissing(css["at-rules"][node.name]))
        found.push({ what: `@${node.name}`, where: where() });
      if (node.type === "Feature" && isMissing(css["at-rules"].media[node.name]))
        found.push({ what: `@media (${node.name})`, where: "" });
      if (
        /^Pseudo(Class|Element)Selector$/.test(node.type) &&
        !node.name.startsWith("-") &&
        isMissing(css.selectors[node.name])
      )
        found.push({ what: `:${node.name}`, where: generate(node) });
    },
    leave(node) {
      if (node.type === "Atrule" && node.name === "supports") guarded -= 1;
      else if (node.type === "Rule" && !guarded) depth -= 1;
    },
  });
  return found;
}
