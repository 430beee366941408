// The layers that a SlidingWindow shows, from its state to numbers: a convolution of K filters, and the two pools.
// convlib is the authority; a test holds all of it against it on thousands of lopsided states.
import { outputSize, readCounts, refusal, samePadding, span, windowCells } from "../shared/arithmetic.mjs";
import { total } from "../shared/numbers.mjs";
import { halfTurn } from "../shared/planes.mjs";

/** @typedef {import("./state.mjs").State} State */

/**
 * A state, measured: its numbers with the letters of the lecture, and how far window and border reach. A pool has no
 * dilation and a border of its own; with SAME there is no P, and the sides differ.
 * @typedef {Omit<State, "stride" | "padding" | "padding_mode"> & Measures} Setting
 * @typedef {{ H: number, W: number, D: number, K: number, Fh: number, Fw: number, S: number, P: number | null,
 *   mode: State["padding_mode"], tall: number, wide: number, top: number, bottom: number, left: number,
 *   right: number }} Measures
 */

/**
 * Whoever draws, judges or writes code measures a state once and hands the setting on.
 * @param {State} state
 * @returns {Setting}
 */
export function measures({ stride: S, padding, padding_mode, ...state }) {
  const { x, filters, F } = state;
  const conv = state.op === "conv";
  const [H, W, D] = [x.length, x[0].length, x[0][0].length];
  const [Fh, Fw] = conv ? [filters[0].length, filters[0][0].length] : [F, F];
  const dilation = conv ? state.dilation : 1;
  const mode = conv ? padding_mode : "zeros";
  const sizes = { H, W, D, K: conv ? filters.length : D, Fh, Fw, tall: span(Fh, dilation), wide: span(Fw, dilation) };
  const shared = { ...state, ...sizes, S, dilation, mode };
  if (mode !== "same") return { ...shared, P: padding, top: padding, bottom: padding, left: padding, right: padding };
  const [[top, bottom], [left, right]] = [
    [H, Fh],
    [W, Fw],
  ].map(([size, extent]) => samePadding({ size, F: extent, S, dilation }));
  return { ...shared, P: null, top, bottom, left, right };
}

/**
 * Null when every window has its place, or the words and repairs of convlib's error.
 * @param {Setting} setting
 */
export function refusalOf({ H, W, Fh, Fw, S, P, dilation, mode, op, fit }) {
  const bare = { tooLarge: true, neverRead: null, roundedDown: null };
  const lessPadding = (most) => [{ setting: "padding", value: most, words: `padding ${most}` }];
  if (mode === "same") return null;
  if (op !== "conv" && P >= Fh) {
    const message = `padding is ${P}, but must be less than F = ${Fh}: a pooling window in the corner would see only padding`;
    return { ...bare, message, repairs: lessPadding(Fh - 1) };
  }
  const least = Math.min(H, W);
  if (mode === "reflect" && P >= least) {
    const message =
      `padding ${P} has nothing to mirror in a ${H === least ? "height" : "width"} of ${least}: ` +
      `the edge itself is not repeated, so ${least - 1} is the most`;
    return { ...bare, message, repairs: lessPadding(least - 1) };
  }
  return refusal({ sizes: [H, W], windows: [Fh, Fw], S, P, dilation, fit, pool: op !== "conv" });
}

/**
 * [rows, columns] of the output of a setting that is not refused.
 * @param {Setting} setting
 * @returns {[number, number]}
 */
export function outputShape({ H, W, Fh, Fw, S, P, dilation, mode, fit }) {
  const along = (size, F) => (mode === "same" ? Math.ceil(size / S) : outputSize({ size, F, S, P, dilation, fit }));
  return [along(H, Fh), along(W, Fw)];
}

/**
 * How many windows lie over each row and over each column of the input; a border of mirrored pixels adds none.
 * @param {Setting} setting
 * @param {number[]} shape
 */
export function touches({ H, W, Fh, Fw, S, dilation, top, left }, [rows, cols]) {
  return [
    [H, Fh, top, rows],
    [W, Fw, left, cols],
  ].map(([size, F, P, out]) => readCounts({ size, F, S, P, dilation, out }));
}

/** Where the pixel that stands at `at` of a bordered axis comes from; null where a zero stands there. */
export function sourceOf(at, size, mode) {
  if (at >= 0 && at < size) return at;
  if (mode === "replicate") return Math.min(Math.max(at, 0), size - 1);
  if (mode !== "reflect" || size === 1) return null;
  const period = 2 * (size - 1);
  const folded = ((at % period) + period) % period;
  return Math.min(folded, period - folded);
}

/** [row, column] of the pixel that is read at a cell of the border, or null for a zero. What hangs over the border is zero. */
export function borderSource({ H, W, mode, bottom, right }, row, col) {
  if (row >= H + bottom || col >= W + right) return null;
  const [r, c] = [sourceOf(row, H, mode), sourceOf(col, W, mode)];
  return r === null || c === null ? null : [r, c];
}

/** The weight that meets tap (i, j): true convolution turns the filter round. */
export const weightAt = (filter, i, j, d, flip) =>
  flip ? filter[filter.length - 1 - i][filter[0].length - 1 - j][d] : filter[i][j][d];

/**
 * What goes into one output number, tap by tap: the pixel, the weight of filter k, their product.
 * @param {Setting} setting
 * @param {number[]} position
 */
export function terms(setting, [row, col], d, k = 0) {
  const { x, filters, op, flip } = setting;
  const conv = op === "conv";
  return windowCells(setting, row, col).map(({ i, j, row: r, col: c, inside, padded }) => {
    const source = inside ? [r, c] : borderSource(setting, r, c);
    const value = source ? x[source[0]][source[1]][d] : op === "max" ? -Infinity : 0;
    const weight = conv ? weightAt(filters[k], i, j, d, flip) : null;
    return { value, weight, inside, padded, product: conv ? value * weight : value };
  });
}

/** The terms of one slice as a number: the sum of products, the maximum, or the mean of the real pixels. */
export function reduce(op, list) {
  if (op === "conv") return total(list.map(({ product }) => product));
  const real = list.filter(({ inside }) => inside).map(({ value }) => value);
  return op === "max" ? Math.max(...real) : total(real) / real.length;
}

/**
 * The whole output as [map][row][col]: one map for each filter, or for each slice of a pool's input.
 * @param {Setting} setting it is not refused
 */
export function layer(setting) {
  const [rows, cols] = outputShape(setting);
  const { op, K } = setting;
  const number =
    op === "conv" ? painter(setting, rows, cols) : (k, row, col) => reduce(op, terms(setting, [row, col], k));
  return Array.from({ length: K }, (_, k) =>
    Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => number(k, row, col))),
  );
}

/**
 * The same sums as `terms` and `reduce`, without writing each term down: all maps are painted at every change.
 * Which pixel a tap reads is looked up for the rows and for the columns apart.
 * @param {Setting} setting
 */
function painter(setting, rows, cols) {
  const { x, filters, bias, flip, relu, H, W, D, Fh, Fw, S, dilation, mode, top, left, bottom, right } = setting;
  const sources = (stops, F, before, size, after) =>
    Array.from({ length: stops }, (_, stop) =>
      Array.from({ length: F }, (_, tap) => {
        const at = stop * S - before + tap * dilation;
        return at < size + after ? sourceOf(at, size, mode) : null;
      }),
    );
  const [down, along] = [sources(rows, Fh, top, H, bottom), sources(cols, Fw, left, W, right)];
  const bank = flip ? filters.map(halfTurn) : filters;
  return (k, row, col) => {
    let sum = bias[k];
    for (let i = 0; i < Fh; i++) {
      const line = down[row][i] === null ? null : x[down[row][i]];
      if (line === null) continue;
      for (let j = 0; j < Fw; j++) {
        const at = along[col][j];
        if (at === null) continue;
        for (let d = 0; d < D; d++) sum += line[at][d] * bank[k][i][j][d];
      }
    }
    return relu ? Math.max(0, sum) : sum;
  };
}
