// Draws what scene.mjs decided: the volumes with their window, the sum in full, the size formula, the legend.
import { button, make, write } from "../shared/controls.mjs";
import { grid } from "../shared/grid.mjs";
import { written } from "../shared/numbers.mjs";

/** @typedef {import("./scene.mjs").Scene} Scene */

/** `∗`, `=` between what is drawn. */
export const operator = (text) => make("span", { class: "conv-sign", "aria-hidden": "true" }, text);

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
  ["window", "the window, and what it reads"],
  ["now", "the output cell it fills"],
  ["padding", "zero padding"],
  ["reflect", "padding that mirrors the input"],
  ["replicate", "padding that repeats the edge"],
  ["unread", "never read by any window"],
  ["stale", "from the last setting that fitted"],
];

function legendItems(legend) {
  const items = LEGEND.filter(([name]) => legend[name]).map(([name, words]) =>
    make("li", {}, make("span", { class: `conv-swatch is-${name}`, "aria-hidden": "true" }), words),
  );
  if (legend.counted)
    items.push(
      make(
        "li",
        {},
        "in a corner, the windows over a pixel: 0",
        make("span", { class: "conv-scale", "aria-hidden": "true" }),
        `${legend.counted}`,
      ),
    );
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

/** `edit(name, filter, slice, row, col, text, pasted)` hears of typed numbers and tells whether it took them, `choose(row, col, map)` of a picked output cell. */
export function picture({ edit, choose }) {
  const grids = new Map();
  const callbacks = {
    input: (_, d) => ({ edit: (...change) => edit("x", 0, d, ...change) }),
    filter: (k, d) => ({ edit: (...change) => edit("filters", k, d, ...change) }),
    output: (k) => ({ choose: (row, col) => choose(row, col, k) }),
  };
  const titles = Object.fromEntries(
    ["input", "filter", "output"].map((kind) => [kind, make("div", { class: "conv-title", "data-kind": kind })]),
  );
  const stage = make("div", { class: "conv-stage" });
  const sums = make("div", { class: "conv-sums" });
  const legend = make("ul", { class: "conv-legend", "aria-label": "Legend" });
  const formula = make("div", { class: "conv-formula", role: "group", "aria-label": "Size of the output" });
  let banks = [];
  let flipped = null;

  function sliceGrid(kind, k, d) {
    const key = [kind, k, d].join();
    if (!grids.has(key)) grids.set(key, grid({ kind, ...callbacks[kind](k, d) }));
    return grids.get(key);
  }
  const part = (title, ...children) => make("div", { class: "conv-part" }, ...(title ? [title] : []), ...children);
  const slice = (kind, k, d) => sliceGrid(kind, k, d).element;

  /** One filter: each of its slices beside the slice of the input that it meets. */
  const sideBySide = ({ input, filters, output }) => [
    make(
      "div",
      { class: "conv-volumes" },
      ...input.map((_, d) =>
        make(
          "div",
          { class: "conv-slice" },
          part(d === 0 && titles.input, slice("input", 0, d)),
          ...(filters
            ? [operator("∗"), part(d === 0 && titles.filter, slice("filter", 0, d))]
            : d === 0
              ? [titles.filter]
              : []),
        ),
      ),
    ),
    make(
      "div",
      { class: "conv-slice" },
      operator("="),
      part(titles.output, ...(output ?? []).map((_, k) => slice("output", k, 0))),
    ),
  ];
  /** Several filters: each of them in a line with the map that it paints. */
  function stacked({ input, filters, output }) {
    banks = filters.map((filter, k) =>
      make(
        "div",
        { class: "conv-filter" },
        operator("∗"),
        make("div", { class: "conv-slices" }, ...filter.map((_, d) => slice("filter", k, d))),
        operator("="),
        ...(output?.[k] ? [slice("output", k, 0)] : []),
      ),
    );
    return [
      make("div", { class: "conv-volumes" }, part(titles.input, ...input.map((_, d) => slice("input", 0, d)))),
      make("div", { class: "conv-bank" }, make("div", { class: "conv-heads" }, titles.filter, titles.output), ...banks),
    ];
  }

  function layOut(scene) {
    const { input, filters, output } = scene;
    const key = [input.length, filters?.length, filters?.[0].length, output?.length].join();
    if (stage.dataset.slices === key) return;
    stage.dataset.slices = key;
    banks = [];
    stage.classList.toggle("is-stacked", filters?.length > 1);
    stage.classList.toggle("is-many", filters?.length > 2 || (filters?.length > 1 && input.length > 1));
    stage.replaceChildren(...(filters?.length > 1 ? stacked(scene) : sideBySide(scene)));
  }
  const labelled = (kind, name, at, count) =>
    count > 1 ? `${titles[kind].textContent}, ${name} ${at + 1} of ${count}` : titles[kind].textContent;
  const draw = (kind, k, d, cells, label, extra = {}) => sliceGrid(kind, k, d).update({ cells, label, ...extra });

  /** The numbers are turned already; where motion is welcome, the grid is seen to turn into its new place. */
  function turn(scene) {
    const turns = flipped !== null && scene.filters && flipped !== scene.flip;
    flipped = scene.filters ? scene.flip : flipped;
    for (const element of turns ? stage.querySelectorAll('[data-kind="filter"].conv-grid') : []) {
      element.classList.add("is-turning");
      element.addEventListener("animationend", () => element.classList.remove("is-turning"), { once: true });
    }
  }

  return {
    stage,
    sums,
    legend,
    formula,
    /** @param {Scene} scene */
    update(scene) {
      layOut(scene);
      for (const [kind, title] of Object.entries(titles)) write(title, scene.titles[kind]);
      scene.input.forEach((cells, d) =>
        draw("input", 0, d, cells, labelled("input", "slice", d, scene.input.length), { window: scene.window }),
      );
      scene.filters?.forEach((filter, k) =>
        filter.forEach((cells, d) =>
          draw(
            "filter",
            k,
            d,
            cells,
            [
              labelled("filter", "filter", k, scene.filters.length),
              ...(filter.length > 1 ? [`slice ${d + 1}`] : []),
            ].join(", "),
          ),
        ),
      );
      scene.output?.forEach((cells, k) =>
        draw("output", k, 0, cells, labelled("output", "map", k, scene.output.length), { at: scene.position }),
      );
      banks.forEach((bank, k) => bank.classList.toggle("is-chosen", k === scene.map));
      turn(scene);
      sums.replaceChildren(...(scene.sum ? sumLines(scene.sum, scene.setting.op) : []));
      legend.replaceChildren(...legendItems(scene.legend));
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
