// Draws what sliding_scene.mjs decided: the volumes with their window, the sum in full, the size formula, the legend.
import { make, write } from "./controls.mjs";
import { grid } from "./grid.mjs";
import { written } from "./numbers.mjs";

const sign = (text) => make("span", { class: "conv-sign", "aria-hidden": "true" }, text);

/** The lecture's letters as it prints them: an index after its letter is set low. */
function lettered(text) {
  const pieces = text.split(/([WH][12])/);
  return pieces.map((piece) => (/^[WH][12]$/.test(piece) ? make("span", {}, piece[0], make("sub", {}, piece[1])) : piece));
}

const joined = (pieces, between) => pieces.flatMap((piece, index) => (index ? [between, ...piece] : piece));

function term({ value, weight, inside }) {
  const factor = make("span", { class: inside ? "conv-in" : "conv-pad" }, value);
  return weight === null ? [factor] : [factor, "·", make("span", { class: "conv-weight" }, weight)];
}

const BODIES = {
  conv: ({ parts }) => joined(parts.map(term), " + "),
  max: ({ parts }) => ["max(", ...joined(parts.map(term), ", "), ")"],
  avg: ({ parts, count }) => ["(", ...joined(parts.map(term), " + "), `)/${count}`],
};

/** The current number written out: a line for each slice, and for a convolution of several slices their sum. */
function sumLines({ sums, total }, op) {
  const several = sums.length > 1;
  const result = ({ value, sign: equals }) => [` ${equals} `, make("strong", { class: "conv-result" }, written(value))];
  const bias = total && [" + ", make("span", { class: "conv-bias" }, `bias ${total.bias}`)];
  const head = (words) => (several ? [make("span", { class: "conv-head" }, words)] : []);
  const lines = sums.map((sum) => [
    ...head(`Slice ${sum.d + 1}: `), ...BODIES[op](sum), ...(total && !several ? [...bias, ...result(total)] : result(sum)),
  ]);
  if (total && several) lines.push([...head("Together: "), total.parts.join(" + "), ...bias, ...result(total)]);
  return lines.map((line) => make("div", { class: "conv-sum" }, ...line));
}

const LEGEND = [
  ["window", "the window, and what it reads"],
  ["now", "the output cell it fills"],
  ["padding", "zero padding"],
  ["unread", "never read by any window"],
  ["stale", "from the last setting that fitted"],
];

/** `edit(name, slice, row, col, texts)` hears of typed numbers, `choose(row, col)` of a picked output cell. */
export function picture({ edit, choose }) {
  const grids = { input: [], filter: [], output: [] };
  const callbacks = {
    input: (d) => ({ edit: (...change) => edit("x", d, ...change) }),
    filter: (d) => ({ edit: (...change) => edit("filter", d, ...change) }),
    output: () => ({ choose }),
  };
  const titles = Object.fromEntries(Object.keys(grids).map((kind) => [kind, make("div", { class: "conv-title", "data-kind": kind })]));
  const volumes = make("div", { class: "conv-volumes" });
  const outputs = make("div", { class: "conv-part" });
  const stage = make("div", { class: "conv-stage" }, volumes, make("div", { class: "conv-slice" }, sign("="), outputs));
  const sums = make("div", { class: "conv-sums" });
  const legend = make("ul", { class: "conv-legend", "aria-label": "Legend" });
  const formula = make("div", { class: "conv-formula", role: "group", "aria-label": "Size of the output" });

  const sliceGrid = (kind, d) => (grids[kind][d] ??= grid({ kind, ...callbacks[kind](d) }));
  const part = (kind, d) => make("div", { class: "conv-part" }, ...(d === 0 ? [titles[kind]] : []), sliceGrid(kind, d).element);

  function layOut({ input, filter, output }) {
    const key = [input.length, filter?.length, output?.length].join();
    if (stage.dataset.slices === key) return;
    stage.dataset.slices = key;
    volumes.replaceChildren(...input.map((_, d) => make("div", { class: "conv-slice" }, part("input", d),
      ...(filter ? [sign("∗"), part("filter", d)] : d === 0 ? [titles.filter] : []))));
    outputs.replaceChildren(titles.output, ...(output ?? []).map((_, d) => sliceGrid("output", d).element));
  }

  const labelled = (kind, d, count) => (count > 1 ? `${titles[kind].textContent}, slice ${d + 1} of ${count}` : titles[kind].textContent);

  return {
    stage, sums, legend, formula,
    update(scene, op) {
      layOut(scene);
      for (const [kind, title] of Object.entries(titles)) write(title, scene.titles[kind]);
      const extras = { input: { window: scene.window }, filter: {}, output: { at: scene.position } };
      for (const [kind, extra] of Object.entries(extras))
        scene[kind]?.forEach((cells, d) =>
          sliceGrid(kind, d).update({ cells, label: labelled(kind, d, scene[kind].length), ...extra }));
      sums.replaceChildren(...(scene.sum ? sumLines(scene.sum, op) : []));
      legend.replaceChildren(...LEGEND.filter(([name]) => scene.legend[name]).map(([name, words]) =>
        make("li", {}, make("span", { class: `conv-swatch is-${name}`, "aria-hidden": "true" }), words)));
      formula.replaceChildren(...scene.formula.map(({ letters, numbers, fits }) =>
        make("div", { class: fits ? "" : "conv-misfit" }, ...lettered(letters), make("span", { class: "conv-numbers" }, ` = ${numbers}`))));
    },
  };
}
