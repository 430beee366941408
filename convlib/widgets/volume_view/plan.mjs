// Where everything stands in space: X is the way the numbers flow, and the depth of a volume; Y goes down the rows, Z along
// the columns, one unit for a pixel. Pure functions, from a state to boxes.
import { pickedIn } from "./layer_counts.mjs";
import { MOST_SHEETS } from "./state.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./layer_counts.mjs").LayerCounts} LayerCounts
 * @typedef {import("./camera.mjs").Box} Box
 * @typedef {Box & { map: number }} Sheet
 * @typedef {ReturnType<typeof plan>} Plan
 *
 * The sheet that a filter is about to paint, and how far it has come, from 0 to 1.
 * @typedef {{ sheet: number, t: number }} Flight
 */

const MOST_IN_COLUMN = 6;

/** The maps that are drawn, counted from 0. */
export function drawnMaps(K, picked) {
  if (K <= MOST_SHEETS) return Array.from({ length: K }, (_, map) => map);
  const first = Array.from({ length: MOST_SHEETS - 1 }, (_, map) => map);
  if (picked >= first.length && picked < K - 1) first[first.length - 1] = picked;
  return [...first, K - 1];
}

/** After which of the drawn maps some are left out. */
export const gapsIn = (maps) =>
  [...maps.keys()].filter((index) => index < maps.length - 1 && maps[index + 1] !== maps[index] + 1);

/** A box by its corners, or by its middle and its size. @returns {Box} */
const box = (x0, x1, y0, y1, z0, z1) => ({ x0, x1, y0, y1, z0, z1 });
/** @param {number[]} middle @param {number[]} size */
const boxAround = ([x, y, z], [dx, dy, dz]) =>
  box(x - dx / 2, x + dx / 2, y - dy / 2, y + dy / 2, z - dz / 2, z + dz / 2);

/** A slice is one pixel thick; thicker where that would be too thin to see, thinner where there are many. */
const thickness = ({ H1, W1, D1 }) => {
  const side = Math.max(H1, W1);
  return Math.min(Math.max(1, 0.02 * side), (0.8 * side) / D1);
};

/** What the picture leaves out or changes, in words; nothing where it is whole and to scale. */
export const omissions = (state) =>
  [
    ...(state.K > MOST_SHEETS ? [`${MOST_SHEETS} of ${state.K} maps are drawn.`] : []),
    ...(!state.flat && thickness(state) !== 1 ? ["The depth is not drawn to scale."] : []),
  ].join(" ");

/** The first pixel that the window of the neuron at (row, column) covers; below 0 it is padding. */
export const windowCorner = ({ S, P }, row, column) => ({ row: row * S - P, column: column * S - P });

/** The same window in space, as deep as the input. */
function windowAt(state, deep, row, column) {
  const corner = windowCorner(state, row, column);
  const [y, z] = [corner.row - state.H1 / 2, corner.column - state.W1 / 2];
  return box(0, deep, y, y + state.F, z, z + state.F);
}

/** Filters that wait between input and output, one above the other with room between them. */
function waitingPlaces({ F, D1 }, count, x, side, thick) {
  const columns = Math.ceil(count / MOST_IN_COLUMN);
  const pitch = side / Math.max(2, Math.ceil(count / columns));
  const scale = Math.min(1, (0.7 * pitch) / F);
  const size = [Math.min(thick * D1, 0.4 * side), F, F].map((length) => length * scale);
  const middle = (index, of) => (index - (of - 1) / 2) * pitch;
  return Array.from({ length: count }, (_, k) =>
    boxAround([x, middle(Math.floor(k / columns), Math.ceil(count / columns)), middle(k % columns, columns)], size),
  );
}

const between = (a, b, t) => a + (b - a) * t;
const blended = (a, b, t) => Object.fromEntries(Object.keys(a).map((edge) => [edge, between(a[edge], b[edge], t)]));
const eased = (t) => t * t * (3 - 2 * t);

/** How far a filter on its way has come, t from 0 to 1: on its way to the input, then at so many of the map's `count` places. */
export const OUT = 0.12;
export const placesPassed = (t, count) =>
  t < OUT ? 0 : Math.min(count - 1, Math.floor(((t - OUT) / (1 - OUT)) * count));

/**
 * Everything in its place.
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {Flight | null} [flight]
 */
export function plan(state, counted, flight = null) {
  const { W1, H1, D1, K, P } = state;
  const side = Math.max(H1, W1) + 2 * P;
  const thick = thickness(state);
  const deep = thick * D1;
  const input = box(0, deep, -H1 / 2, H1 / 2, -W1 / 2, W1 / 2);
  const border = P === 0 ? null : box(0, deep, -H1 / 2 - P, H1 / 2 + P, -W1 / 2 - P, W1 / 2 + P);
  const fixed = { input, border };
  if (counted.refused) return { ...fixed, ...nothing(state, side, deep) };

  const { H2, W2 } = counted;
  const picked = pickedIn(state, counted);
  const maps = drawnMaps(K, picked.map);
  const across = Math.max(H2, W2);
  const gap = 0.42 * (side + across) + 0.22 * side;
  const gaps = gapsIn(maps);
  const pitch = Math.min(
    Math.max(0.17 * across, 0.06 * side),
    Math.max(1.1 * across, 0.6 * side) / Math.max(1, maps.length - 1),
  );
  const place = (index) => deep + gap + pitch * (index + 1.2 * gaps.filter((before) => before < index).length);
  const sheets = maps.map((map, index) => ({
    map,
    ...box(place(index), place(index), -H2 / 2, H2 / 2, -W2 / 2, W2 / 2),
  }));
  const painted = Math.min(state.painted, sheets.length);
  const waiting = waitingPlaces(state, sheets.length, deep + 0.58 * gap, side, thick);
  const passed = flight && placesPassed(flight.t, H2 * W2);
  const next = flight && { row: Math.floor(passed / W2), column: passed % W2 };
  const over = flight && windowAt(state, deep, next.row, next.column);
  const flying = flight && (flight.t < OUT ? blended(waiting[flight.sheet], over, eased(flight.t / OUT)) : over);
  const corners = [
    [0, 0],
    [0, W2 - 1],
    [H2 - 1, 0],
    [H2 - 1, W2 - 1],
  ];
  const shown = sheets.slice(0, flight ? flight.sheet : painted);
  const growing = flight && { ...sheets[flight.sheet], next };
  return {
    ...fixed,
    flying,
    picked,
    sheets: shown,
    growing,
    gaps: gaps.filter((index) => index < shown.length - 1),
    waiting: painted === sheets.length && !flight ? [] : waiting.slice(flight ? flight.sheet + 1 : painted),
    window: shown.some(({ map }) => map === picked.map) ? windowAt(state, deep, picked.row, picked.column) : null,
    others: corners.map(([row, column]) => ({ row, column, window: windowAt(state, deep, row, column) })),
    extent: { x0: 0, x1: place(maps.length - 1), high: Math.max(side, H2), wide: Math.max(side, W2) },
  };
}

/** While no window fits there is no output: the input stands alone, with the window at its corner. */
function nothing(state, side, deep) {
  return {
    flying: null,
    growing: null,
    picked: null,
    sheets: [],
    gaps: [],
    waiting: [],
    others: [],
    window: windowAt(state, deep, 0, 0),
    extent: { x0: -side / 2, x1: deep + side / 2, high: Math.max(side, state.F), wide: Math.max(side, state.F) },
  };
}

/**
 * The square of the neuron at (row, column) on a sheet, as a box without thickness.
 * @param {Box} sheet
 * @param {number} row
 * @param {number} column
 */
export const cellOf = (sheet, row, column) =>
  box(sheet.x0, sheet.x0, sheet.y0 + row, sheet.y0 + row + 1, sheet.z0 + column, sheet.z0 + column + 1);
