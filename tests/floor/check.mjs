// `node check.mjs FILE …` prints, a line each, what the scripts and styles of a site ask for beyond its browsers.
import { readFileSync } from "node:fs";
import { data, isMissing } from "./floor.mjs";
import { inScript } from "./scripts.mjs";
import { inStyle } from "./styles.mjs";

const { elements, global_attributes } = data.html;
/** Hints to a telephone's keyboard and to the loading of a page: without them nothing is lost. */
const HINTS = new Set(["autocorrect", "autocapitalize"]);
const TAG = /<([a-z][\w-]*)((?:\s+[\w:@-]+(?:=(?:"[^"]*"|'[^']*'))?)*)\s*\/?>/g;
const ATTRIBUTE = /([\w:@-]+)(?:=(?:"([^"]*)"|'[^']*'))?/g;
const DATA = /\btype="(?!module|text\/javascript)/;

function inTags(html) {
  return [...html.matchAll(TAG)].flatMap(([tag, name, rest]) => [
    ...(isMissing(elements[name]) ? [{ what: `<${name}>`, where: tag }] : []),
    ...[...rest.matchAll(ATTRIBUTE)].flatMap(([, attribute, value]) => {
      const at = { what: `${attribute}=`, where: tag.slice(0, 80) };
      if (attribute === "style") return inStyle(`a{${value}}`);
      if (/^on[a-z]/.test(attribute)) return inScript(value ?? "", { module: false });
      return !HINTS.has(attribute) && isMissing(elements[name]?.[attribute] ?? global_attributes[attribute])
        ? [at]
        : [];
    }),
  ]);
}

function inPage(html) {
  const inside = (tag) =>
    [...html.matchAll(new RegExp(`<${tag}\\b([^>]*)>(.*?)</${tag}>`, "gs"))].map(([, about, text]) => ({
      about,
      text,
    }));
  const bare = html.replace(/<(script|style|pre)\b([^>]*)>.*?<\/\1>/gs, "<$1$2></$1>");
  return [
    ...inside("script")
      .filter(({ about }) => !DATA.test(about))
      .flatMap(({ about, text }) => inScript(text, { module: /type="module"/.test(about) })),
    ...inside("style").flatMap(({ text }) => inStyle(text)),
    ...inTags(bare),
  ];
}

const READERS = [
  [/\.html$/, inPage],
  [/\.css$/, inStyle],
  [/\.mjs$/, inScript],
  [/\.js$/, (text) => inScript(text, { module: false })],
];

for (const path of process.argv.slice(2)) {
  const [, read] = READERS.find(([ending]) => ending.test(path));
  const seen = new Set(read(readFileSync(path, "utf8")).map(({ what, where }) => JSON.stringify([path, what, where])));
  for (const line of seen) console.log(line);
}
