// The same volumes laid out flat: the slices of the input in a row, below them the maps. Shapes as in solid.mjs.
import { closedPath, strokePath } from "./camera.mjs";
import { pickedIn } from "./layer_counts.mjs";
import { drawnMaps, windowCorner } from "./plan.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./layer_counts.mjs").LayerCounts} LayerCounts
 * @typedef {import("./layer_counts.mjs").Neuron} Neuron
 * @typedef {import("./camera.mjs").Shape} Shape
 * @typedef {import("./camera.mjs").Spot} Spot
 */

const MOST_SLICES = 4;
const GAP = 22;
const HEAD = 20;
const FOOT = 10;
const TALLEST = 150;
const SMALLEST = 34;
const IN_A_ROW = 6;
const LEAST_OF_SIX = 84;

const square = (x, y, wide, high) =>
  closedPath([
    { x, y },
    { x: x + wide, y },
    { x: x + wide, y: y + high },
    { x, y: y + high },
  ]);

const imageAt = (x, y, unit, rows, columns, image) => ({
  class: "is-painting",
  image,
  columns,
  rows,
  matrix: [unit, 0, 0, unit, x, y],
});

/** A window of `count` cells each way, parted into its cells where these can be told apart. */
function gridOf(x, y, unit, rows, columns) {
  if (unit < 3) return "";
  const down = Array.from({ length: rows - 1 }, (_, k) => [
    { x, y: y + unit * (k + 1) },
    { x: x + unit * columns, y: y + unit * (k + 1) },
  ]);
  const across = Array.from({ length: columns - 1 }, (_, k) => [
    { x: x + unit * (k + 1), y },
    { x: x + unit * (k + 1), y: y + unit * rows },
  ]);
  return strokePath([...down, ...across]);
}

/** Squares in rows that are centred in the width: `{ x, y }` of each, and where the last row ends. */
function inRows(count, wide, high, width, top) {
  const most = Math.max(1, Math.floor((width + GAP) / (wide + GAP)));
  // Rows of one length look better than a full row and a remainder.
  const perRow = Math.ceil(count / Math.ceil(count / most));
  const places = Array.from({ length: count }, (_, k) => {
    const row = Math.floor(k / perRow);
    const inRow = Math.min(perRow, count - row * perRow);
    const left = (width - inRow * wide - (inRow - 1) * GAP) / 2;
    return { x: left + (k % perRow) * (wide + GAP), y: top + row * (high + HEAD + GAP / 2) + HEAD };
  });
  return { places, bottom: places.at(-1).y + high };
}

/**
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {Spot} spot
 * @param {string} name
 * @param {number} unit
 * @param {string | null} image
 */
function sliceShapes(state, counted, { x, y }, name, unit, image) {
  const { H1, W1, F, P, look } = state;
  /** @type {Shape[]} */
  const shapes = [{ class: "is-name", text: name, x: x + ((W1 + 2 * P) * unit) / 2, y: y - 8 }];
  if (P > 0) shapes.push({ class: "is-border", d: square(x, y, (W1 + 2 * P) * unit, (H1 + 2 * P) * unit) });
  const [left, top] = [x + P * unit, y + P * unit];
  shapes.push({ class: "is-input is-front", d: square(left, top, W1 * unit, H1 * unit) });
  if (image) shapes.push(imageAt(left, top, unit, H1, W1, image));
  else shapes.push({ class: "is-input is-lines", d: gridOf(left, top, unit, H1, W1) });
  const windowShape = (row, column, kind) => {
    const corner = windowCorner(state, row, column);
    return { class: kind, d: square(left + corner.column * unit, top + corner.row * unit, F * unit, F * unit), corner };
  };
  if (counted.refused) return [...shapes, windowShape(0, 0, "is-window is-front")];
  if (look === "shared")
    for (const row of [0, counted.H2 - 1])
      for (const column of [0, counted.W2 - 1]) shapes.push(windowShape(row, column, "is-other is-front"));
  const { row, column } = pickedIn(state, counted);
  const own = windowShape(row, column, "is-window is-front");
  shapes.push(own);
  if (look === "weights")
    shapes.push({
      class: "is-window is-lines",
      d: gridOf(left + own.corner.column * unit, top + own.corner.row * unit, unit, F, F),
    });
  return shapes;
}

/**
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {Spot} spot
 * @param {number} map
 * @param {number} unit
 * @param {string | null} image
 */
function mapShapes(state, counted, { x, y }, map, unit, image) {
  const { H2, W2 } = counted;
  const picked = pickedIn(state, counted);
  const own = map === picked.map;
  const frame = square(x, y, W2 * unit, H2 * unit);
  const cell = (row, column, kind) => ({ class: kind, d: square(x + column * unit, y + row * unit, unit, unit) });
  /** @type {Shape[]} */
  const shapes = [
    { class: `is-name${own ? " is-own" : ""}`, text: `map ${map + 1}`, x: x + (W2 * unit) / 2, y: y - 8 },
    { class: `is-sheet${own && state.look === "shared" ? " is-sharing" : ""}`, d: frame },
  ];
  if (image) shapes.push(imageAt(x, y, unit, H2, W2, image), { class: "is-frame is-of-map", d: frame });
  if (own && state.look === "shared") {
    shapes.push({ class: "is-hatch", d: frame });
    for (const row of [0, H2 - 1]) for (const column of [0, W2 - 1]) shapes.push(cell(row, column, "is-cell"));
  }
  if (own || state.look === "region") {
    shapes.push(cell(picked.row, picked.column, `is-cell${own ? " is-picked" : ""}`));
    const spot = { x: x + (picked.column + 0.5) * unit, y: y + (picked.row + 0.5) * unit };
    shapes.push({ class: own ? "is-spot" : "is-spot is-small", dot: true, ...spot });
  }
  return shapes;
}

/**
 * The shapes of a picture of this width, and which neuron is seen at a place of it.
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {number} width
 * @param {import("./paintings.mjs").Painted} painted
 * @returns {{ height: number, shapes: Shape[], pick: (place: Spot) => Neuron | null }}
 */
export function flatPicture(state, counted, width, painted) {
  const { H1, W1, D1, K, P } = state;
  const slices = D1 <= MOST_SLICES ? D1 : MOST_SLICES - 1;
  const room = width - (slices - 1) * GAP - 2;
  const unit = Math.min(room / (slices * (W1 + 2 * P)), TALLEST / (H1 + 2 * P));
  const input = inRows(slices, (W1 + 2 * P) * unit, (H1 + 2 * P) * unit, width, 0);
  const shapes = input.places.flatMap((place, d) =>
    sliceShapes(state, counted, place, `slice ${d + 1}`, unit, painted.slice(d)),
  );
  let bottom = input.bottom;
  const more = (text) => {
    bottom += HEAD;
    shapes.push({ class: "is-name", text, x: width / 2, y: bottom });
  };
  if (slices < D1) more(`… and so on: ${D1} slices`);
  if (counted.refused) return { height: bottom + FOOT, shapes, pick: () => null };

  const { H2, W2 } = counted;
  const all = drawnMaps(K, pickedIn(state, counted).map);
  const maps = all.slice(0, state.painted);
  const sixth = Math.max(LEAST_OF_SIX, (width - 2 - (IN_A_ROW - 1) * GAP) / IN_A_ROW);
  const tallest = all.length < IN_A_ROW ? TALLEST : Math.min(TALLEST, sixth);
  const size = Math.max(Math.min(unit, tallest / Math.max(H2, W2)), Math.min(SMALLEST, width - 2) / Math.max(H2, W2));
  const top = bottom + GAP;
  const output = inRows(all.length, W2 * size, H2 * size, width, top);
  bottom = output.bottom;
  maps.forEach((map, index) =>
    shapes.push(...mapShapes(state, counted, output.places[index], map, size, painted.map(map))),
  );
  const pick = ({ x, y }) => {
    for (const [index, map] of maps.entries()) {
      const place = output.places[index];
      const [row, column] = [Math.floor((y - place.y) / size), Math.floor((x - place.x) / size)];
      if (row >= 0 && row < H2 && column >= 0 && column < W2) return { row, column, map };
    }
    return null;
  };
  return { height: bottom + FOOT, shapes, pick };
}
