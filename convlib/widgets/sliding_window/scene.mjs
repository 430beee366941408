// From the state of a sliding window to its picture: pure functions that say what is lit, what is hatched and what is written.
import { windowCells } from "../shared/arithmetic.mjs";
import { many, written } from "../shared/numbers.mjs";
import { borderSource, layer, measures, outputShape, reduce, refusalOf, terms, touches, weightAt } from "./layer.mjs";
import { formulaOf, sentenceOf, sumsOf, titlesOf } from "./words.mjs";

/**
 * What SlidingWindow shows of one state.
 * @typedef {object} Scene
 * @property {Setting} setting the state, measured
 * @property {ReturnType<typeof refusalOf>} refused
 * @property {[number, number] | null} position row and column of the current output cell, where there is one
 * @property {number} index the same in reading order
 * @property {number} count how many positions there are
 * @property {number | null} map the filter whose sum is written out; a pool has none
 * @property {Cell[][][]} input [d][row][col]
 * @property {Cell[][][][] | null} filters [k][d][row][col]
 * @property {Cell[][][] | null} output [map][row][col]
 * @property {Box | null} window
 * @property {Box | null} real the input inside its border
 * @property {ReturnType<typeof sumsOf> | null} sum
 * @property {ReturnType<typeof matrixOf> | null} matrix
 * @property {number} longest how many letters the longest number of the whole output has
 * @property {{ letters: string, numbers: string, fits: boolean }[]} formula
 * @property {string} sentence
 * @property {{ input: string, filter: string, output: string }} titles
 * @property {boolean} flip
 * @property {Record<string, boolean>} legend
 *
 * @typedef {import("../shared/grid.mjs").Cell} Cell
 * @typedef {import("../shared/grid.mjs").Box} Box
 * @typedef {import("./layer.mjs").Setting} Setting
 * @typedef {import("./state.mjs").State} State
 */

const ROWS_AROUND = 2;

const signed = (value) => (value < 0 ? "is-negative" : value > 0 ? "is-positive" : "");
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/** Tint 0–1 by size against the largest number of its volume, so that one scale serves all slices. */
function tints(numbers) {
  const most = Math.max(1e-9, ...numbers.flat(3).map(Math.abs).filter(Number.isFinite));
  return (value) => (Number.isFinite(value) ? Math.abs(value) / most : 0);
}

/**
 * The border's cell: what is read there, and where it comes from.
 * @param {Setting} setting
 * @returns {Cell}
 */
function borderCell(setting, r, c, d, lit) {
  const { x, op, H, W, bottom, right, mode } = setting;
  const overhang = r >= H + bottom || c >= W + right;
  const source = borderSource(setting, r, c);
  const edging = {
    conv: ["0", "padding, 0"],
    max: ["−∞", "padding, minus infinity"],
    avg: ["", "padding, not counted"],
  };
  let [text, words] = overhang && op !== "conv" ? ["", "beyond the padding"] : edging[op];
  if (source) {
    text = written(x[source[0]][source[1]][d]);
    words = `padding, ${mode === "reflect" ? "mirrors" : "repeats"} row ${source[0] + 1}, column ${source[1] + 1}: ${text}`;
  }
  const classes = [lit ? "is-lit" : "", overhang ? "is-overhang" : "is-padding", source ? "is-copied" : ""].join(" ");
  return { text, label: `${words}${lit ? ", in the window" : ""}`, classes, editable: false };
}

/** @param {Setting} setting */
function inputSlices(setting, { touched, shape, position }) {
  const { x, counts, H, W, D, S, tall, wide, top, left, bottom, right } = setting;
  const [rows, cols] = shape ?? [0, 0];
  const below = Math.max(H + bottom, (rows - 1) * S + tall - top);
  const beside = Math.max(W + right, (cols - 1) * S + wide - left);
  const lit = new Set(
    position ? windowCells(setting, position[0], position[1]).map(({ row, col }) => `${row},${col}`) : [],
  );
  const tint = tints(x);
  const most = touched ? Math.max(1, ...touched[0]) * Math.max(1, ...touched[1]) : 1;

  const cell = (r, c, d) => {
    const inWindow = lit.has(`${r},${c}`);
    if (r < 0 || c < 0 || r >= H || c >= W) return borderCell(setting, r, c, d, inWindow);
    const value = x[r][c][d];
    const count = touched ? touched[0][r] * touched[1][c] : null;
    const counted = counts && count !== null;
    const often = counted && count > 0 ? `, in ${many(count, "window")}` : "";
    return {
      text: written(value),
      label: `row ${r + 1}, column ${c + 1}: ${written(value)}${inWindow ? ", in the window" : ""}${count === 0 ? ", never read" : often}`,
      classes: `${inWindow ? "is-lit" : ""} ${count === 0 ? "is-unread" : ""} ${counted ? "is-counted" : signed(value)}`,
      tint: counted ? count / most : tint(value),
      note: counted ? String(count) : "",
      editable: true,
    };
  };
  return range(0, D).map((d) => range(-top, below).map((r) => range(-left, beside).map((c) => cell(r, c, d))));
}

/**
 * [k][d] as they meet the input: turned round for true convolution.
 * @param {Setting} setting
 */
function filterSlices({ filters, flip }) {
  const tint = tints(filters);
  const several = filters.length > 1;
  return filters.map((filter, k) =>
    filter[0][0].map((_, d) =>
      filter.map((line, i) =>
        line.map((_, j) => {
          const weight = weightAt(filter, i, j, d, flip);
          return {
            text: written(weight),
            label: `filter ${several ? `${k + 1}, ` : ""}row ${i + 1}, column ${j + 1}: ${written(weight)}`,
            classes: signed(weight),
            tint: tint(weight),
            editable: true,
          };
        }),
      ),
    ),
  );
}

/** `reached` is the last cell computed so far in reading order, `asked` when it is to be predicted; a stale picture is whole and greyed. */
function outputMaps(maps, { cols, reached, stale, asked, chosen }) {
  const tint = tints(maps);
  return maps.map((map, k) =>
    map.map((line, row) =>
      line.map((value, col) => {
        const index = row * cols + col;
        const place = `row ${row + 1}, column ${col + 1}`;
        if (!stale && index > reached)
          return { text: "", label: `${place}: not yet computed`, classes: "is-todo", selected: false };
        const now = !stale && index === reached;
        const mark = stale ? "is-stale" : !now ? "" : chosen === null || chosen === k ? "is-now" : "is-beside";
        if (now && asked)
          return { text: "?", label: `${place}: yours to predict`, classes: `${mark} is-asked`, selected: true };
        return {
          text: written(value),
          label: `${place}: ${written(value)}${stale ? ", from the last setting that fitted" : ""}`,
          classes: `${mark} ${signed(value)}`,
          tint: tint(value),
          selected: now,
        };
      }),
    ),
  );
}

/**
 * The sum as one row times one column: some rows of the table of windows around the current one, the filters as columns,
 * and their products. The bias is one more column of ones.
 * @param {Setting} setting
 */
function matrixOf(setting, maps, index, [rows, cols], asked) {
  const { D, K, bias, map } = setting;
  const first = Math.max(0, Math.min(index - ROWS_AROUND, rows * cols - 2 * ROWS_AROUND - 1));
  const some = range(first, Math.min(rows * cols, first + 2 * ROWS_AROUND + 1));
  const place = (at) => [Math.floor(at / cols), at % cols];
  const slices = (k, at) => range(0, D).map((d) => terms(setting, place(at), d, k));
  const product = (at, k) => {
    if (at > index) return "";
    if (at === index && asked) return "?";
    return written(reduce("conv", slices(k, at).flat()) + bias[k]);
  };
  const weights = range(0, K).map((k) => [
    ...slices(k, index)
      .flat()
      .map(({ weight }) => weight),
    bias[k],
  ]);
  return {
    first,
    last: some.at(-1),
    count: rows * cols,
    chosen: map,
    windows: some.map((at) => ({
      at,
      lit: at === index,
      cells: [
        ...slices(0, at)
          .flat()
          .map(({ value }) => written(value)),
        "1",
      ],
    })),
    weights: weights[0].map((_, tap) => weights.map((column) => written(column[tap]))),
    products: some.map((at) => ({ at, lit: at === index, cells: maps.map((_, k) => product(at, k)) })),
  };
}

/**
 * Everything the picture shows. While `state` is refused, the output is that of `lastValid`, marked as stale.
 * @param {State} state
 * @param {State | null} lastValid
 * @param {"value" | "size" | null} hidden what the reader is to predict first: the current cell, or the output's size
 * @param {string[] | null} controls the settings that stand open; letters of others are not written
 * @returns {Scene}
 */
export function scene(state, lastValid = null, hidden = null, controls = null) {
  const setting = measures(state);
  const sizeless = hidden === "size";
  const refused = sizeless ? null : refusalOf(setting);
  const stale = refused && lastValid ? measures(lastValid) : null;
  const computed = sizeless ? null : refused ? stale : setting;
  const shape = computed && outputShape(computed);
  const maps = computed && layer(computed);
  const count = shape ? shape[0] * shape[1] : 0;
  const index = Math.max(0, Math.min(state.position, count - 1));
  /** @type {[number, number] | null} */
  const position = computed && !refused ? [Math.floor(index / shape[1]), index % shape[1]] : null;
  const conv = setting.op === "conv";
  const chosen = conv ? Math.min(setting.map, setting.filters.length - 1) : null;
  const asked = hidden === "value" && position !== null;
  const sum = position && sumsOf(setting, position, chosen ?? 0);

  // What no window reads is hatched in a refused picture as well: that of rounding down.
  const canCount = !sizeless && !refused?.tooLarge;
  const touched = canCount ? touches(setting, refused?.roundedDown ?? shape) : null;
  const { S, tall, wide } = setting;
  const hangs = overhangs(setting, refused ? null : shape);
  return {
    setting,
    refused,
    position,
    count,
    map: chosen,
    index: position ? index : 0,
    input: inputSlices(setting, { touched, shape: refused ? null : shape, position }),
    filters: conv ? filterSlices(setting) : null,
    output: maps && outputMaps(maps, { cols: shape[1], reached: index, stale: Boolean(refused), asked, chosen }),
    window: position && { row: position[0] * S, col: position[1] * S, rows: tall, cols: wide },
    real: realBox(setting, hangs),
    sum: asked ? null : sum,
    longest: maps ? Math.max(...maps.flat(2).map((value) => written(value).length)) : 0,
    matrix: setting.matrix && conv && position ? matrixOf(setting, maps, index, shape, asked) : null,
    formula: formulaOf(setting, refused, sizeless, controls),
    sentence: sizeless
      ? "How large will the output be? The rule below has your numbers."
      : refused
        ? refused.message
        : sentenceOf(setting, position, shape, sum, chosen, asked),
    titles: titlesOf(setting, computed, refused, sizeless),
    flip: conv && setting.flip,
    legend: legendOf(setting, {
      position,
      touched,
      stale: stale !== null,
      overhangs: hangs,
    }),
  };
}

/** Whether the last windows hang over the border.  @param {Setting} setting */
const overhangs = ({ H, W, S, tall, wide, top, bottom, left, right }, shape) =>
  shape !== null && ((shape[0] - 1) * S + tall > H + top + bottom || (shape[1] - 1) * S + wide > W + left + right);

/** @param {Setting} setting @returns {Box | null} */
const realBox = ({ H, W, top, left, bottom, right }, hangs) =>
  hangs || top + left + bottom + right > 0 ? { row: top, col: left, rows: H, cols: W } : null;

/**
 * Which signs of the picture are explained.
 * @param {Setting} setting
 */
function legendOf({ mode, op, top, left, bottom, right, counts }, { position, touched, stale, overhangs }) {
  return {
    window: position !== null,
    now: position !== null,
    padding: mode !== "reflect" && mode !== "replicate" && top + left + bottom + right > 0,
    reflect: mode === "reflect" && top > 0,
    replicate: mode === "replicate" && top > 0,
    overhang: overhangs && op === "conv",
    beyond: overhangs && op !== "conv",
    unread: Boolean(touched?.some((axis) => axis.includes(0))),
    stale,
    counted: counts && touched !== null,
  };
}
