// The layers that a SlidingWindow shows, from its state to numbers: a convolution of K filters, and the two pools.
// convlib is the authority; a test holds all of it against it on thousands of lopsided states.
import { outputSize, readCounts, refusal, samePadding, span, windowCells } from "../shared/arithmetic.mjs";
import { total } from "../shared/numbers.mjs";
import { halfTurn } from "../shared/planes.mjs";

/** Sizes, window, settings and the border of a state under short names. */
export function measures({ x, filters, op, F, stride, padding, padding_mode: mode, dilation }) {
  const conv = op === "conv";
  const [H, W, D] = [x.length, x[0].length, x[0][0].length];
  const [Fh, Fw] = conv ? [filters[0].length, filters[0][0].length] : [F, F];
  const shape = {
    H,
    W,
    D,
    K: conv ? filters.length : D,
    Fh,
    Fw,
    S: stride,
    dilation: conv ? dilation : 1,
    mode: conv ? mode : "zeros",
  };
  const spans = { tall: span(Fh, shape.dilation), wide: span(Fw, shape.dilation) };
  if (shape.mode !== "same")
    return { ...shape, ...spans, P: padding, top: padding, bottom: padding, left: padding, right: padding };
  const [[top, bottom], [left, right]] = [
    [H, Fh],
    [W, Fw],
  ].map(([size, extent]) => samePadding({ size, F: extent, S: stride, dilation }));
  return { ...shape, ...spans, P: null, top, bottom, left, right };
}

/** Null when every window has its place, or the words and repairs of convlib's error. */
export function refusalOf(state) {
  const { H, W, Fh, Fw, S, P, dilation, mode } = measures(state);
  const bare = { tooLarge: true, neverRead: null, roundedDown: null };
  const lessPadding = (most) => [{ setting: "padding", value: most, words: `padding ${most}` }];
  if (mode === "same") return null;
  if (state.op !== "conv" && P >= Fh) {
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
  return refusal({ sizes: [H, W], windows: [Fh, Fw], S, P, dilation, fit: state.fit, pool: state.op !== "conv" });
}

/** [rows, columns] of the output of a state that is not refused. */
export function outputShape(state) {
  const { H, W, Fh, Fw, S, P, dilation, mode } = measures(state);
  return [
    [H, Fh],
    [W, Fw],
  ].map(([size, F]) =>
    mode === "same" ? Math.ceil(size / S) : outputSize({ size, F, S, P, dilation, fit: state.fit }),
  );
}

/** How many windows lie over each row and over each column of the input; a border of mirrored pixels adds none. */
export function touches(state, [rows, cols]) {
  const { H, W, Fh, Fw, S, dilation, top, left } = measures(state);
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

/** What goes into one output number, tap by tap: the pixel, the weight of filter k, their product. */
export function terms(state, [row, col], d, k = 0) {
  const measured = measures(state);
  const conv = state.op === "conv";
  return windowCells(measured, row, col).map(({ i, j, row: r, col: c, inside, padded }) => {
    const source = inside ? [r, c] : borderSource(measured, r, c);
    const value = source ? state.x[source[0]][source[1]][d] : state.op === "max" ? -Infinity : 0;
    const weight = conv ? weightAt(state.filters[k], i, j, d, state.flip) : null;
    return { value, weight, inside, padded, product: conv ? value * weight : value };
  });
}

/** The terms of one slice as a number: the sum of products, the maximum, or the mean of the real pixels. */
export function reduce(op, list) {
  if (op === "conv") return total(list.map(({ product }) => product));
  const real = list.filter(({ inside }) => inside).map(({ value }) => value);
  return op === "max" ? Math.max(...real) : total(real) / real.length;
}

/** The whole output as [map][row][col]: one map for each filter, or for each slice of a pool's input. */
export function layer(state) {
  const [rows, cols] = outputShape(state);
  const { K } = measures(state);
  const number =
    state.op === "conv" ? painter(state, rows, cols) : (k, row, col) => reduce(state.op, terms(state, [row, col], k));
  return Array.from({ length: K }, (_, k) =>
    Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => number(k, row, col))),
  );
}

/** The same sums as `terms` and `reduce`, without writing each term down: all maps are painted at every change.
 *  Which pixel a tap reads is looked up for the rows and for the columns apart. */
function painter({ x, filters, bias, flip, relu, ...state }, rows, cols) {
  const { H, W, D, Fh, Fw, S, dilation, mode, top, left, bottom, right } = measures({ x, filters, ...state });
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
