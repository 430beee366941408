// A state as arithmetic.mjs takes it, and where its window lies on the photograph and on the map.
import { total } from "../shared/numbers.mjs";
import { within } from "../shared/planes.mjs";
import { stops } from "./arithmetic.mjs";
import { SHARES } from "./state.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./arithmetic.mjs").Setting} Setting
 * @typedef {import("./arithmetic.mjs").Photograph} Photograph
 * @typedef {import("../shared/planes.mjs").Place} Place
 *
 * A part of a picture, in shares of its height and width.
 * @typedef {{ top: number, left: number, height: number, width: number }} Part
 */

/**
 * The filter as it is used: divided by its sum where that is asked for and the sum is not 0.
 * @param {State} state
 */
export function effective({ filter, normalise }) {
  const typed = filter.map((line) => line.map(([weight]) => weight));
  const sum = total(typed.flat());
  const over = normalise && Math.abs(sum) > 1e-9 ? sum : 1;
  return { typed, sum, over, weights: typed.map((line) => line.map((weight) => weight / over)) };
}

/**
 * @param {State} state
 * @returns {Setting}
 */
export function settingOf(state) {
  const { bias, stride: S, relu, pool, F, filter, padding } = state;
  const P = padding === "zero" ? (filter.length - 1) / 2 : 0;
  return { weights: effective(state).weights, shares: SHARES[state.channels] ?? null, bias, P, S, relu, pool, F };
}

/**
 * How its map is painted; in grey a photograph of nothing but 255 comes out white.
 * @param {State} state
 * @returns {{ paint: State["paint"], white: number }}
 */
export function coloursOf({ paint, channels, ...state }) {
  const shares = total((SHARES[channels] ?? [1]).filter((share) => share > 0));
  const { weights } = effective(/** @type {State} */ (state));
  return { paint, white: 255 * shares * Math.max(1, total(weights.flat())) };
}

/**
 * Rows and columns of the map before and after the pool; the window can go where the pool reads.
 * @param {State} state
 * @param {Photograph} photograph
 * @returns {{ before: Place, after: Place, reach: Place }}
 */
export function mapSizes(state, photograph) {
  const { weights, P, S, pool, F } = settingOf(state);
  const both = (/** @type {(size: number, axis: number) => number} */ length) =>
    /** @type {Place} */ ([photograph.rows, photograph.cols].map(length));
  const before = both((size) => stops(size, weights.length, P, S));
  const after = pool === "none" ? before : both((_, axis) => Math.floor(before[axis] / F));
  return { before, after, reach: pool === "none" ? before : both((_, axis) => after[axis] * F) };
}

/**
 * The place whose window lies around a point of the photograph, or whose number is at a point of the map.
 * @param {State} state
 * @param {Photograph} photograph
 * @param {"photo" | "map"} kind
 * @param {number[]} point shares, down and along, of the picture
 * @returns {Place}
 */
export function placeAt(state, photograph, kind, point) {
  const { weights, P, S, pool, F } = settingOf(state);
  const { after, reach } = mapSizes(state, photograph);
  const step = pool === "none" ? 1 : F;
  const place = /** @type {Place} */ (
    kind === "map"
      ? point.map((share, axis) => Math.floor(share * after[axis]) * step)
      : point.map((share, axis) =>
          Math.round((Math.floor(share * [photograph.rows, photograph.cols][axis]) - (weights.length - 1) / 2 + P) / S),
        )
  );
  return within(reach, place);
}

/**
 * Where the window lies on the photograph and its number on the map.
 * @param {State} state
 * @param {Photograph} photograph
 * @param {Place} place
 * @returns {{ photo: Part, map: Part }}
 */
export function marks(state, photograph, [row, col]) {
  const { weights, P, S, pool, F } = settingOf(state);
  const { after } = mapSizes(state, photograph);
  const step = pool === "none" ? 1 : F;
  const box = (top, left, size, [rows, cols]) => ({
    top: top / rows,
    left: left / cols,
    height: size / rows,
    width: size / cols,
  });
  return {
    photo: box(row * S - P, col * S - P, weights.length, [photograph.rows, photograph.cols]),
    map: box(Math.floor(row / step), Math.floor(col / step), 1, after),
  };
}

/**
 * Where a run over the map has come to: the place in the map that is painted next, and its window's; null when all is painted.
 * @param {State} state
 * @param {Photograph} photograph
 * @param {number} share of the map that is painted
 * @returns {{ next: Place, size: Place, place: Place } | null}
 */
export function runPlace(state, photograph, share) {
  const size = mapSizes(state, photograph).after;
  const step = state.pool === "none" ? 1 : state.F;
  const at = Math.floor(share * size[0] * size[1] + 1e-6);
  if (at >= size[0] * size[1]) return null;
  const next = /** @type {Place} */ ([Math.floor(at / size[1]), at % size[1]]);
  return { next, size, place: /** @type {Place} */ (next.map((one) => one * step)) };
}

/**
 * The next position along the row, after the last one of a row the first of the row below, and in the end the first of all.
 * @param {State} state
 * @param {Photograph} photograph
 * @returns {Place}
 */
export function nextPlace(state, photograph) {
  const { reach } = mapSizes(state, photograph);
  const [row, col] = within(reach, state.position);
  const pace = state.pool === "none" ? 1 : state.F;
  if (col + pace < reach[1]) return [row, col + pace];
  return row + pace < reach[0] ? [row + pace, 0] : [0, 0];
}

/**
 * The position after so many steps down and to the right, `by` times as far; on a pooled map each goes to the next pool.
 * @param {State} state
 * @param {Photograph} photograph
 * @param {number[]} steps
 * @param {number} by
 * @returns {Place}
 */
export function walked(state, photograph, [down, right], by) {
  const { reach } = mapSizes(state, photograph);
  const [row, col] = within(reach, state.position);
  const pace = state.pool === "none" ? by : by * state.F;
  return within(reach, [row + pace * down, col + pace * right]);
}
