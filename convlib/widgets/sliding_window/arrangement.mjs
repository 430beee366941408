// Where the grids of a SlidingWindow stand, and how large their cells are: the widest arrangement that has room for them.
import { total } from "../shared/numbers.mjs";

/**
 * The numbers of one grid: how many columns and rows, and how many letters the longest number has.
 * @typedef {{ cols: number, rows: number, longest: number }} Plane
 * @typedef {{ input: Plane[], filters: Plane[][] | null, output: Plane[] | null }} Planes
 *
 * "across": slices side by side, each filter below the slices that it reads, its map at the end of its line;
 * "row": one slice, and beside it each filter with its map; "beside": slice below slice, the filters next to each, the maps
 * last; "under": everything below the other.
 * @typedef {"across" | "row" | "beside" | "under"} Way
 */

/** In pixels at scale 1: a cell, its letters, and what stands between grids (style.css has the same). */
const CELL = 31;
const LETTERS = 13;
const SMALLEST_LETTERS = 12;
const EDGES = 12;
const SIGN = 18;
const GAP = 6;
const TITLE = 28;
const TITLE_WIDTH = 88;
/** A finger finds a cell of 24 pixels. */
const LEAST = 24 / CELL;
const MOST = 4;
const STEP = 0.02;

/** @param {number} scale */
export const lettersAt = (scale) => Math.max(SMALLEST_LETTERS, LETTERS * scale);
/** @param {number} scale */
export const leastCell = (scale) => CELL * scale;

const largestOf = (numbers) => Math.max(0, ...numbers);

/** How many filters stand in one line below an input, and in how many lines: four would be too wide for a phone. */
const inLines = (K) => (K > 3 ? [2, Math.ceil(K / 2)] : [K, 1]);

/** Width and height of an arrangement.  @param {Planes} planes @param {Way} way @param {number} scale */
export function extent({ input, filters, output }, way, scale) {
  const cell = ({ longest }) => Math.max(leastCell(scale), (0.6 * longest + 0.5) * lettersAt(scale));
  const width = (plane) => plane.cols * cell(plane) + EDGES;
  const height = (plane) => plane.rows * cell(plane) + EDGES;
  const maps = output ?? [];
  const [wide, high] = [largestOf(input.map(width)), largestOf(input.map(height))];
  const bank = filters ?? input.map(() => [{ cols: 0, rows: 0, longest: 0 }]);
  const filterWide = Math.max(TITLE_WIDTH, filters ? largestOf(bank.flat().map(width)) : 0);
  const filterHigh = filters ? largestOf(bank.flat().map(height)) : 0;
  const mapWide = Math.max(TITLE_WIDTH, largestOf(maps.map(width)));
  const lines = total(bank.map((_, k) => Math.max(filterHigh, maps[k] ? height(maps[k]) : 0) + GAP));
  if (way === "across") {
    const column = Math.max(wide, filterWide) + GAP;
    const lastColumn = Math.max(wide, filterWide + SIGN + 2 * GAP + mapWide);
    return { width: SIGN + GAP + (input.length - 1) * column + lastColumn, height: 2 * TITLE + high + GAP + lines };
  }
  if (way === "row") {
    const before = filters ? Math.max(high, lines) : Math.max(input.length * (high + GAP), lines);
    return { width: wide + filterWide + mapWide + 2 * SIGN + 4 * GAP, height: TITLE + before };
  }
  const map = { width: largestOf(maps.map(width)) + SIGN + 2 * GAP, height: largestOf(maps.map(height)) };
  /** The maps come last, in as many lines as they need where the rest is so wide. */
  const withMaps = (rest, before) => {
    const needed = Math.max(rest, map.width);
    const mapLines = Math.ceil(maps.length / Math.floor(needed / map.width));
    return { width: needed, height: TITLE + before + TITLE + mapLines * map.height };
  };
  if (way === "beside") {
    const besides = filters ? Math.max(high, filters.length * (filterHigh + GAP)) : high;
    return withMaps(wide + SIGN + filterWide + 2 * GAP, input.length * (besides + GAP));
  }
  const [inLine, filterLines] = filters ? inLines(filters.length) : [0, 0];
  const below = SIGN + inLine * (filterWide + GAP);
  return withMaps(Math.max(wide, below), input.length * (high + filterLines * (filterHigh + GAP) + GAP));
}

/**
 * The way and the scale for a room. On a page (`height` null) cells have at most their usual size, and shrink before
 * anything moves below the other; a screen is filled.
 * @param {Planes} planes
 * @param {{ width: number, height: number | null }} room
 * @returns {{ way: Way, scale: number }}
 */
export function arranged(planes, room) {
  /** @type {Way} */
  const first = planes.filters && planes.input.length > 1 ? "across" : "row";
  const fits = (way, scale) => {
    const { width, height } = extent(planes, way, scale);
    return width <= room.width && (room.height === null || height <= room.height);
  };
  const largest = (way, from) => {
    const steps = Array.from({ length: Math.floor((from - LEAST) / STEP) + 1 }, (_, step) => from - step * STEP);
    const scale = [...steps, LEAST].find((one) => fits(way, one));
    return scale === undefined ? null : { way, scale };
  };
  if (room.height === null) return largest(first, 1) ?? largest("beside", 1) ?? { way: "under", scale: LEAST };
  const both = [largest(first, MOST), largest("beside", MOST)].filter((one) => one !== null);
  both.sort((a, b) => b.scale - a.scale);
  return both[0] ?? { way: first, scale: LEAST };
}

/**
 * The grid area of everything drawn: row, column, and how many of both. `D` slices, `K` filters (a `pool` has none). Where
 * the maps come last they stand in a line of their own, `maps`.
 * @param {Way} way
 * @param {{ D: number, K: number, pool: boolean }} counts
 * @returns {{ columns: string, title: { input: string, filter: string, output: string }, input: (d: number) => string,
 *   star: (line: number) => string, filter: (k: number, d: number) => string, equals?: (k: number) => string,
 *   output?: (k: number) => string, maps?: string }}
 */
export function places(way, { D, K, pool }) {
  const at = (row, column, rows = 1, columns = 1) => `${row} / ${column} / span ${rows} / span ${columns}`;
  // Below the last slice there is room for a filter's slice and for the map as well.
  if (way === "across")
    return {
      columns: `${SIGN}px repeat(${D}, max-content) ${SIGN}px 1fr`,
      title: { input: at(1, 2, 1, D), filter: at(3, 2, 1, D - 1), output: at(3, D + 3) },
      input: (d) => at(2, d + 2, 1, d === D - 1 ? 3 : 1),
      star: (k) => at(k + 4, 1),
      filter: (k, d) => at(k + 4, d + 2),
      equals: (k) => at(k + 4, D + 2),
      output: (k) => at(k + 4, D + 3),
    };
  if (way === "row")
    return {
      columns: `max-content ${SIGN}px max-content ${SIGN}px 1fr`,
      title: { input: at(1, 1), filter: pool ? at(2, 3, D) : at(1, 3), output: at(1, 5) },
      input: (d) => (pool ? at(d + 2, 1) : at(2, 1, K)),
      star: (k) => at(k + 2, 2),
      filter: (k) => at(k + 2, 3),
      equals: (k) => at(k + 2, 4),
      output: (k) => at(k + 2, 5),
    };
  if (way === "beside")
    return {
      columns: `max-content ${SIGN}px 1fr`,
      title: { input: at(1, 1), filter: at(1, 3), output: "" },
      input: (d) => at(d * K + 2, 1, K),
      star: (d) => at(d * K + 2, 2, K),
      filter: (k, d) => at(d * K + k + 2, 3),
      maps: at(D * K + 2, 1, 1, 3),
    };
  const [inLine, filterLines] = inLines(K);
  const line = inLine + 2;
  const each = 1 + filterLines;
  return {
    columns: `${SIGN}px repeat(${inLine}, max-content) 1fr`,
    title: { input: at(1, 1, 1, line), filter: at(3, 1, 1, line), output: "" },
    input: (d) => at(d === 0 ? 2 : d * each + 3, 1, 1, line),
    star: (d) => at(d * each + 4, 1, filterLines),
    filter: (k, d) => at(d * each + 4 + Math.floor(k / inLine), (k % inLine) + 2),
    maps: at(D * each + 3, 1, 1, line),
  };
}
