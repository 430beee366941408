// What a reader's hand does to the volumes of a SlidingWindow: other sizes that forget nothing, typed and pasted numbers.
import { pastedInto, typedInto } from "../shared/cell_edits.mjs";
import { halfTurn, quarterTurn, recentred } from "../shared/planes.mjs";
import { LIMITS } from "./state.mjs";

/**
 * @typedef {import("./layer.mjs").Setting} Setting
 * @typedef {import("./state.mjs").State} State
 */

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

/**
 * The changes that put a typed or pasted text into a volume as it is drawn: the input lies inside its border, and the
 * filter of a true convolution is turned round. `changes` are null where nothing was taken.
 * @param {Setting} setting
 * @param {"x" | "filters"} name
 */
export function withNumbers({ x, filters, flip, top, left }, name, k, d, row, col, text, pasted) {
  if (name === "x") {
    const { volume, taken, told } = edited(name, x, d, row - top, col - left, text, pasted);
    return { changes: taken > 0 ? { x: volume } : null, told };
  }
  const asDrawn = flip ? halfTurn : (plane) => plane;
  const { volume, taken, told } = edited(name, asDrawn(filters[k]), d, row, col, text, pasted);
  return { changes: taken > 0 ? { filters: filters.with(k, asDrawn(volume)), map: k } : null, told };
}

/**
 * The changes that give some volumes another size; all that depend on them change with them.
 * @param {ReturnType<typeof memory>} kept
 * @param {State} state
 * @param {{ H?: number, W?: number, D?: number, K?: number, Fh?: number, Fw?: number }} sizes
 */
export function resized(kept, { x, filters, bias, map }, sizes) {
  const [[line], [filter]] = [x, filters];
  const before = {
    H: x.length,
    W: line.length,
    D: line[0].length,
    K: filters.length,
    Fh: filter.length,
    Fw: filter[0].length,
  };
  const { H, W, D, K, Fh, Fw } = { ...before, ...sizes };
  return {
    x: kept.input(x, H, W, D),
    filters: kept.bank(filters, K, Fh, Fw, D),
    bias: kept.bias(bias, K),
    map: Math.min(map, K - 1),
  };
}

/**
 * The filters with a named one, the same in every slice, in the place of the chosen one; among others it takes their size.
 * @param {State} state
 * @param {number[][]} plane
 */
export function withFilter({ x, filters }, plane, chosen) {
  const fitted = filters.length > 1 ? recentred(plane, filters[0].length, filters[0][0].length) : plane;
  return filters.with(
    chosen,
    fitted.map((line) => line.map((weight) => x[0][0].map(() => weight))),
  );
}

/**
 * The name of the one of `choices` that the chosen filter is, the same in every slice; null where it is none of them.
 * @param {State} state
 * @param {Record<string, number[][]>} choices
 */
export function filterOf({ filters }, choices, chosen) {
  const text = JSON.stringify(filters[chosen]);
  const deep = (plane) => plane.map((line) => line.map((weight) => filters[chosen][0][0].map(() => weight)));
  return Object.keys(choices).find((name) => JSON.stringify(deep(choices[name])) === text) ?? null;
}
