// What a reader's hand does to the volumes of a SlidingWindow: other sizes that forget nothing, typed and pasted numbers.
import { pastedInto, typedInto } from "../shared/cell_edits.mjs";
import { halfTurn, quarterTurn, recentred } from "../shared/planes.mjs";

export const LIMITS = {
  size: 16,
  depth: 4,
  window: 7,
  filters: 4,
  stride: 8,
  padding: 4,
  dilation: 4,
  number: 999,
};

const array = (length, value) => Array.from({ length }, (_, index) => value(index));

const volume = (rows, cols, depth, value) =>
  array(rows, (row) => array(cols, (col) => array(depth, (d) => value(row, col, d))));

/** Small numbers for input cells that nobody has filled yet: lopsided, so that a mistake in the order would show. */
const filler = (row, col, d) => (3 * row + 5 * col + 2 * d) % 6;

/** Volumes of another size that give back, on growing again, what shrinking cut away. */
export function memory() {
  const pixels = new Map();
  const planes = new Map();
  const biases = [];
  const sliceOf = (filter, d) => filter.map((line) => line.map((pixel) => pixel[d]));

  /** Slice d of filter k in a size: kept from before, or made from what is there. */
  function plane(filters, k, d, [Fh, Fw]) {
    const kept = planes.get([Fh, Fw, k, d].join());
    if (kept) return kept;
    if (filters[k]?.[0][0].length > d) return recentred(sliceOf(filters[k], d), Fh, Fw);
    if (d > 0) return plane(filters, k, d - 1, [Fh, Fw]);
    // A new filter is the one before it, turned by a quarter: another direction, and another map.
    return (Fh === Fw ? quarterTurn : halfTurn)(plane(filters, k - 1, 0, [Fh, Fw]));
  }

  return {
    input(x, H, W, D) {
      x.forEach((line, row) =>
        line.forEach((cell, col) => cell.forEach((value, d) => pixels.set([row, col, d].join(), value))),
      );
      return volume(H, W, D, (row, col, d) => pixels.get([row, col, d].join()) ?? filler(row, col, d));
    },
    bank(filters, K, Fh, Fw, D) {
      filters.forEach((filter, k) =>
        filter[0][0].forEach((_, d) => planes.set([filter.length, filter[0].length, k, d].join(), sliceOf(filter, d))),
      );
      return array(K, (k) => {
        const slices = array(D, (d) => plane(filters, k, d, [Fh, Fw]));
        return volume(Fh, Fw, D, (i, j, d) => slices[d][i][j]);
      });
    },
    bias(bias, K) {
      bias.forEach((value, k) => {
        biases[k] = value;
      });
      return array(K, (k) => biases[k] ?? 0);
    },
    /** What was cut from one example does not come back in the next. */
    forget() {
      pixels.clear();
      planes.clear();
      biases.length = 0;
    },
  };
}

/** What code calls the volume of a grid. */
const NAMES = { x: ["x", "input"], filters: ["filters", "filter", "weight", "weights", "w"] };

/** A text typed or `pasted` into a copy of `given`, the volume `name`, from (row, col) of slice `d` on: `{ volume, taken, told }`. */
export const edited = (name, given, d, row, col, text, pasted) =>
  (pasted ? pastedInto : typedInto)(given, [row, col, d], text, {
    cell: "this cell",
    most: LIMITS.number,
    names: NAMES[name],
  });
