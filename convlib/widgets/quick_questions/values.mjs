// What the questions about single values compute, by kind: what is drawn with them, the answer, and for each known
// misconception the number it leads to. The sentences are convlib/course/questions; a test holds every answer against convlib.
import { outputSize, windowCells } from "../shared/arithmetic.mjs";
import { bracketed, total } from "../shared/numbers.mjs";
import { halfTurn } from "../shared/planes.mjs";
import { pick } from "./random.mjs";

const tidy = (value) => Number(value.toFixed(9));

const whole = (least, most, random) => least + Math.floor(random() * (most - least + 1));
const like = (grid, least, most, random) => grid.map((line) => line.map(() => whole(least, most, random)));

/** The numbers of the window that output (row, col) reads. */
const windowOf = (x, F, S, row, col) =>
  windowCells({ H: x.length, W: x[0].length, Fh: F, Fw: F, S, P: 0 }, row, col)
    .filter(({ inside }) => inside)
    .map(({ row: r, col: c }) => x[r][c]);
const inOutput = ({ x, F, S, row, col }) =>
  row < outputSize({ size: x.length, F, S }) && col < outputSize({ size: x[0].length, F, S });

/** One number of a layer's map at stride 1, or NaN where there is none. */
function valueAt({ x, filter, b, row, col }) {
  const [H, W, Fh, Fw] = [x.length, x[0].length, filter.length, filter[0].length];
  if (row > H - Fh || col > W - Fw) return NaN;
  const cells = windowCells({ H, W, Fh, Fw, S: 1, P: 0 }, row, col);
  return total(cells.map((cell) => x[cell.row][cell.col] * filter[cell.i][cell.j])) + b;
}

/** What each window that reads a pixel sends back to it: upstream gradient times the weight above the pixel. */
function sentBack({ filter, upstream, row, col }) {
  return upstream
    .flatMap((line, i) => line.map((up, j) => ({ up, weight: filter[row - i]?.[col - j] })))
    .filter(({ weight }) => weight !== undefined);
}

const pool = {
  more: (_n, random, { first }) => ({ x: like(first.x, 1, 12, random) }),
  fits: inOutput,
};
const windowHere = ({ x, F, S, row, col }) => windowOf(x, F, S, row, col);
const windowAtStride1 = ({ x, F, row, col }) => windowOf(x, F, 1, row, col);

const products = ({ x, w }) => total(x.map((value, i) => value * w[i]));

export const VALUE_KINDS = {
  neuron: {
    more: (_n, random, { first, draw }) => ({
      x: first.x.map(() => pick(draw.x, random)),
      w: first.w.map(() => pick(draw.w, random)),
    }),
    // A negative sum would make every answer 0, and all weights of one sign would hide what the ReLU does.
    fits: ({ x, w, b }) => b !== 0 && products({ x, w }) + b > 0,
    answer: ({ x, w, b }) => products({ x, w }) + b,
    parts: ({ x, w }) => ({ sum: products({ x, w }) }),
    wrong: {
      bias_forgotten: ({ x, w }) => products({ x, w }),
      bias_subtracted: ({ x, w, b }) => products({ x, w }) - b,
      relu_early: ({ x, w, b }) => total(x.map((value, i) => Math.max(0, value * w[i]))) + b,
      weights_forgotten: ({ x, b }) => total(x) + b,
    },
  },
  one_position: {
    more: (_n, random, { first }) => ({ x: like(first.x, 0, 4, random), filter: like(first.filter, -2, 3, random) }),
    fits: (n) => Number.isFinite(valueAt(n)),
    answer: valueAt,
    wrong: {
      bias_forgotten: (n) => valueAt({ ...n, b: 0 }),
      flipped: (n) => valueAt({ ...n, filter: halfTurn(n.filter) }),
      swapped: (n) => valueAt({ ...n, row: n.col, col: n.row }),
      window_sum: (n) => valueAt({ ...n, filter: n.filter.map((line) => line.map(() => 1)) }),
    },
  },
  max_pool: {
    ...pool,
    answer: (n) => Math.max(...windowHere(n)),
    wrong: {
      mean: (n) => total(windowHere(n)) / n.F ** 2,
      sum: (n) => total(windowHere(n)),
      stride_ignored: (n) => Math.max(...windowAtStride1(n)),
      whole: ({ x }) => Math.max(...x.flat()),
      smallest: (n) => Math.min(...windowHere(n)),
    },
  },
  avg_pool: {
    ...pool,
    answer: (n) => total(windowHere(n)) / n.F ** 2,
    parts: (n) => ({ sum: total(windowHere(n)) }),
    wrong: {
      max: (n) => Math.max(...windowHere(n)),
      sum: (n) => total(windowHere(n)),
      extent: (n) => total(windowHere(n)) / n.F,
      stride_ignored: (n) => total(windowAtStride1(n)) / n.F ** 2,
    },
  },
  pixel_gradient: {
    more: (_n, random, { first }) => ({
      filter: like(first.filter, -3, 4, random),
      upstream: like(first.upstream, -2, 3, random),
    }),
    fits: (n) => sentBack(n).length > 1,
    answer: (n) => total(sentBack(n).map(({ up, weight }) => up * weight)),
    parts: (n) => ({
      parts: sentBack(n)
        .map(({ up, weight }) => `${bracketed(up)}·${bracketed(weight)}`)
        .join(" + "),
    }),
    wrong: {
      not_flipped: (n) => total(sentBack({ ...n, filter: halfTurn(n.filter) }).map(({ up, weight }) => up * weight)),
      one_window: (n) =>
        sentBack(n)
          .map(({ up, weight }) => up * weight)
          .at(-1),
      weights_forgotten: (n) => total(sentBack(n).map(({ up }) => up)),
    },
  },
  bias_gradient: {
    more: (_n, random, { first }) => ({ upstream: like(first.upstream, -3, 5, random) }),
    answer: ({ upstream }) => total(upstream.flat()),
    wrong: {
      mean: ({ upstream }) => total(upstream.flat()) / upstream.flat().length,
      max: ({ upstream }) => Math.max(...upstream.flat()),
      count: ({ upstream }) => upstream.flat().length,
    },
  },
  step: {
    answer: ({ w, g, rate }) => tidy(w - rate * g),
    wrong: {
      uphill: ({ w, g, rate }) => tidy(w + rate * g),
      rate_forgotten: ({ w, g }) => w - g,
      replaced: ({ g, rate }) => tidy(-rate * g),
    },
  },
};
