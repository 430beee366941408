// Writes what scene.mjs decided beside the volumes: the sum in full, the size formula, the legend, the repairs.
import { button, make } from "../shared/controls.mjs";
import { written } from "../shared/numbers.mjs";

/** @typedef {import("./scene.mjs").Scene} Scene */

/** The lecture's letters as it prints them: an index after its letter is set low. */
function lettered(text) {
  const pieces = text.split(/([WH][12])/);
  return pieces.map((piece) =>
    /^[WH][12]$/.test(piece) ? make("span", {}, piece[0], make("sub", {}, piece[1])) : piece,
  );
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

const strong = (value) => make("strong", { class: "conv-result" }, written(value));

/** The current number written out: a line for each slice, and for a convolution of several slices their sum. */
function sumLines({ sums, total }, op) {
  const several = sums.length > 1;
  const result = ({ value, sign, relu }) =>
    relu == null
      ? [` ${sign} `, strong(value)]
      : [` ${sign} ${written(value)}, and ReLU: max(0, ${written(value)}) = `, strong(relu)];
  const bias = total && [" + ", make("span", { class: "conv-bias" }, `bias ${total.bias}`)];
  const head = (words) => (several ? [make("span", { class: "conv-head" }, words)] : []);
  const lines = sums.map((sum) => [
    ...head(`Slice ${sum.d + 1}: `),
    ...BODIES[op](sum),
    ...(total && !several ? [...bias, ...result(total)] : result(sum)),
  ]);
  if (total && several) lines.push([...head("Together: "), total.parts.join(" + "), ...bias, ...result(total)]);
  return lines.map((line) => make("div", { class: "conv-sum" }, ...line));
}

const LEGEND = [
  ["window", "the window: what is read now"],
  ["now", "the output it gives"],
  ["padding", "zero padding"],
  ["reflect", "padding: the input, mirrored"],
  ["replicate", "padding: the edge, repeated"],
  ["overhang", "zeros added by rounding up"],
  ["beyond", "beyond the edge: ignored"],
  ["unread", "no window reads it"],
  ["stale", "from the last setting that fitted"],
];

function legendItems(legend) {
  const items = LEGEND.filter(([name]) => legend[name]).map(([name, words]) =>
    make("li", {}, make("span", { class: `conv-swatch is-${name}`, "aria-hidden": "true" }), words),
  );
  if (legend.counted) items.push(make("li", {}, "small number: windows that read this pixel"));
  return items;
}

/** What would fit instead, a button for each; `use(repair)` hears of the one that is taken. */
export function repairButtons(use) {
  const element = make("div", { class: "conv-repairs", role: "group", "aria-label": "Settings that fit" });
  return {
    element,
    /** @param {Scene["refused"]} refused */
    update(refused) {
      element.hidden = !refused;
      element.replaceChildren(
        ...(refused?.repairs ?? []).map((repair) => button(`Use ${repair.words}`, () => use(repair))),
      );
    },
  };
}

/** What is written beside the volumes. */
export function writing() {
  const sums = make("div", { class: "conv-sums conv-at-edge" });
  const legend = make("ul", { class: "conv-legend", "aria-label": "Legend" });
  const formula = make("div", { class: "conv-formula", role: "group", "aria-label": "Size of the output" });
  return {
    sums,
    legend,
    formula,
    /** @param {Scene} scene */
    update(scene) {
      sums.hidden = scene.sum === null;
      sums.replaceChildren(...(scene.sum ? sumLines(scene.sum, scene.setting.op) : []));
      legend.replaceChildren(...legendItems(scene.legend));
      formula.hidden = scene.formula.length === 0;
      formula.replaceChildren(
        ...scene.formula.map(({ letters, numbers, fits }) =>
          make(
            "div",
            { class: fits ? "" : "conv-misfit" },
            ...lettered(letters),
            make("span", { class: "conv-numbers" }, ` = ${numbers}`),
          ),
        ),
      );
    },
  };
}
