// What the questions with cells for an answer compute, by kind: the grid to pick from, the cells that are asked for, and
// for each known misconception the cells it leads to. Cells are [row, column], counted from 0.
import { outputSize, readCounts, windowCells } from "../shared/arithmetic.mjs";
import { shuffled } from "./random.mjs";

const allCells = (rows, cols) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => [row, col])).flat();
const places = (size, F, S, P = 0) => outputSize({ size, F, S, P, fit: "floor" });
const steps = (size, F, S, P = 0) => (size - F + 2 * P) % S === 0;

/** The real pixels of the F×F window of output (row, col). */
const windowAt = ({ H, W, F, S, P = 0 }, row, col) =>
  windowCells({ H, W, Fh: F, Fw: F, S, P }, row, col)
    .filter(({ inside }) => inside)
    .map((cell) => [cell.row, cell.col]);

/** A rectangle of cells, as much of it as lies inside. */
const square = ({ H, W }, top, left, size) =>
  allCells(size, size)
    .map(([row, col]) => [top + row, left + col])
    .filter(([row, col]) => row < H && col < W);

const seenSize = ({ F1, S1, F2 }) => F1 + (F2 - 1) * S1;

const blank = ({ H, W }) => Array.from({ length: H }, () => Array(W).fill(null));
/** @returns {any} the numbers with the sizes of their grid */
const sizesOf = ({ x, ...n }) => ({ ...n, H: x.length, W: x[0].length });
const byValue = (x, cells, better) =>
  cells.reduce((best, cell) => (better(x[cell[0]][cell[1]], x[best[0]][best[1]]) ? cell : best));
const largest = (x, cells) => [byValue(x, cells, (one, other) => one > other)];
const smallest = (x, cells) => [byValue(x, cells, (one, other) => one < other)];
const windowsOf = (n) => {
  const { H, W, F, S } = sizesOf(n);
  return allCells(places(H, F, S), places(W, F, S)).map(([row, col]) => windowAt({ H, W, F, S }, row, col));
};

/** Numbers that are all different, so that nobody has to decide about a tie. */
function distinctGrid(_n, random, { first }) {
  const [rows, cols] = [first.x.length, first.x[0].length];
  const values = shuffled(
    Array.from({ length: rows * cols }, (_, index) => index + 1),
    random,
  );
  return { x: Array.from({ length: rows }, (_, row) => values.slice(row * cols, (row + 1) * cols)) };
}
const isPlace = (n) => {
  const { H, W, F, S, row, col } = sizesOf(n);
  return row < places(H, F, S) && col < places(W, F, S);
};

export const CELL_KINDS = {
  reads: {
    grid: blank,
    fits: (n) =>
      n.H !== n.W &&
      n.P < n.F &&
      steps(n.H, n.F, n.S, n.P) &&
      steps(n.W, n.F, n.S, n.P) &&
      n.row < places(n.H, n.F, n.S, n.P) &&
      n.col < places(n.W, n.F, n.S, n.P),
    answer: (n) => windowAt(n, n.row, n.col),
    wrong: {
      stride_ignored: (n) => windowAt({ ...n, S: 1 }, n.row, n.col),
      swapped: (n) => windowAt(n, n.col, n.row),
      centred: (n) => windowAt({ ...n, P: Math.floor(n.F / 2) }, n.row, n.col),
      padding_ignored: (n) => windowAt({ ...n, P: 0 }, n.row, n.col),
      one_pixel: (n) => [[n.row * n.S, n.col * n.S]].filter(([row, col]) => row < n.H && col < n.W),
    },
  },
  never_read: {
    grid: blank,
    fits: (n) =>
      n.H !== n.W && n.S <= n.F && n.F <= Math.min(n.H, n.W) && !steps(n.H, n.F, n.S) && !steps(n.W, n.F, n.S),
    answer: (n) => byReading(n, (rowRead, colRead) => !rowRead || !colRead),
    wrong: {
      read: (n) => byReading(n, (rowRead, colRead) => rowRead && colRead),
      right_only: (n) => byReading(n, (_rowRead, colRead) => !colRead),
      below_only: (n) => byReading(n, (rowRead) => !rowRead),
      corner: (n) => byReading(n, (rowRead, colRead) => !rowRead && !colRead),
    },
  },
  sees: {
    grid: blank,
    fits: (n) =>
      n.S1 <= n.F1 &&
      n.H !== n.W &&
      [
        [n.H, n.row],
        [n.W, n.col],
      ].every(([size, at]) => steps(size, n.F1, n.S1) && at < places(places(size, n.F1, n.S1), n.F2, 1)),
    answer: (n) => square(n, n.row * n.S1, n.col * n.S1, seenSize(n)),
    parts: (n) => ({ size: seenSize(n) }),
    wrong: {
      second_filter: (n) => square(n, n.row * n.S1, n.col * n.S1, n.F2),
      first_filter: (n) => square(n, n.row * n.S1, n.col * n.S1, n.F1),
      swapped: (n) => square(n, n.col * n.S1, n.row * n.S1, seenSize(n)),
    },
  },
  winner: {
    grid: ({ x }) => x,
    more: distinctGrid,
    fits: isPlace,
    answer: (n) => largest(n.x, windowAt(sizesOf(n), n.row, n.col)),
    wrong: {
      stride_ignored: (n) => largest(n.x, windowAt({ ...sizesOf(n), S: 1 }, n.row, n.col)),
      whole: ({ x }) => largest(x, allCells(x.length, x[0].length)),
      smallest: (n) => smallest(n.x, windowAt(sizesOf(n), n.row, n.col)),
      window: (n) => windowAt(sizesOf(n), n.row, n.col),
    },
  },
  winners: {
    grid: ({ x }) => x,
    more: distinctGrid,
    answer: (n) => windowsOf(n).flatMap((cells) => largest(n.x, cells)),
    wrong: {
      all: (n) => windowsOf(n).flat(),
      whole: ({ x }) => largest(x, allCells(x.length, x[0].length)),
      smallest: (n) => windowsOf(n).flatMap((cells) => smallest(n.x, cells)),
    },
  },
};

/** The cells for which `wanted` holds, told whether any window reads their row and their column. */
function byReading({ H, W, F, S }, wanted) {
  const [rows, cols] = [H, W].map((size) => readCounts({ size, F, S, P: 0 }));
  return allCells(H, W).filter(([row, col]) => wanted(rows[row] > 0, cols[col] > 0));
}
