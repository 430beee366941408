// Rows and columns of a grid, a filter or an input: walked through, turned, put into another size.

/** By how many rows and columns a key moves on a grid. */
export const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
};

/** Row and column of a cell, from 0. @typedef {[number, number]} Place */

/**
 * The place nearest to one that may lie outside of so many rows and columns.
 * @param {[number, number]} shape
 * @param {Place} place
 * @returns {Place}
 */
export const within = ([rows, cols], [row, col]) => [
  Math.max(0, Math.min(rows - 1, row)),
  Math.max(0, Math.min(cols - 1, col)),
];

/** Rows and columns in the other order, as true convolution has a filter; twice, and it lies as before. */
export const halfTurn = (plane) => plane.map((line) => line.toReversed()).toReversed();

export const quarterTurn = (plane) => plane[0].map((_, j) => plane.map((_, i) => plane[plane.length - 1 - i][j]));

/** The plane in another size around the same centre; what is new is made by `fill`, what does not fit is cut off. */
export function recentred(plane, rows, cols, fill = () => 0) {
  const [down, right] = [Math.floor((rows - plane.length) / 2), Math.floor((cols - plane[0].length) / 2)];
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => plane[i - down]?.[j - right] ?? fill()),
  );
}
