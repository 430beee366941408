// What VolumeView says of a layer: the volumes, the parameters counted three ways, the picked neuron, the filters' work.
import { grouped, many, written } from "../shared/numbers.mjs";
import { pickedIn } from "./layer_counts.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./layer_counts.mjs").LayerCounts} LayerCounts
 * @typedef {import("./layer_counts.mjs").Neuron} Neuron
 */

const bar = (name, words, sum, value, decades) => ({
  name,
  words,
  sum,
  value: grouped(value),
  share: Math.log10(value) / decades,
});

function windowSaves(factor) {
  // A window may be larger than its input, where padding makes room for it.
  if (factor <= 1) return "A window for each neuron saves nothing here: it is no smaller than the whole input.";
  const times = factor < 10 ? written(factor) : grouped(Math.round(factor));
  return `A window for each neuron saves a factor of ${Number.isInteger(factor) ? "" : "about "}${times}.`;
}

/**
 * The three layers that give the same output, from the most parameters to the fewest, as bars on a logarithmic scale.
 * @param {State} state
 * @param {LayerCounts} counted
 */
export function ladder({ W1, H1, D1, K, F }, { refused, W2, H2, neurons, shared, local, dense }) {
  if (refused) return null;
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(dense, local))));
  const bars = [
    bar("dense", "each neuron sees the whole input", `${grouped(neurons)} · (${W1}·${H1}·${D1} + 1)`, dense, decades),
    bar(
      "local",
      "each neuron has a window, and weights of its own",
      `${grouped(neurons)} · (${F}·${F}·${D1} + 1)`,
      local,
      decades,
    ),
    bar("shared", "each map shares its weights", `${K} · (${F}·${F}·${D1} + 1)`, shared, decades),
  ];
  const places = grouped(W2 * H2);
  const saved = `${windowSaves(dense / local)} Sharing saves another factor of ${places}: the ${W2}·${H2} places of a map have one set of weights.`;
  return { bars, decades, saved };
}

/**
 * One line for each axis that differs: the rule for sizes with the reader's numbers.
 * @param {State} state
 * @param {LayerCounts} counted
 */
export function sizeSums({ W1, H1, F, S, P }, { refused, W2, H2 }) {
  if (refused) return [];
  const sum = (size, result) => `(${size} − ${F} + 2·${P})/${S} + 1 = ${result}`;
  if (W1 === H1) return [["H2 = W2", sum(W1, W2)]];
  return [
    ["H2", sum(H1, H2)],
    ["W2", sum(W1, W2)],
  ];
}

const reach = (from, to) => (from === to ? `${from}` : `${from} to ${to}`);

/** How much of a window lies on real pixels along one axis: `{ from, to, inside }`, counted from 1. */
function covered(at, size, { F, S, P }) {
  const from = Math.max(0, at * S - P);
  const to = Math.min(size, at * S - P + F);
  return { from: from + 1, to, inside: Math.max(0, to - from) };
}

function seen(state, { row, column }, { weights }) {
  const { H1, W1, D1 } = state;
  const [rows, columns] = [covered(row, H1, state), covered(column, W1, state)];
  const inside = rows.inside * columns.inside * D1;
  if (inside === 0) return "nothing but padding";
  const slices = D1 === 1 ? "its one slice" : `all ${D1} slices`;
  const edge = inside < weights ? `, and ${many(weights - inside, "zero")} of the padding` : "";
  return (
    `${many(inside, "number")} of the input, rows ${reach(rows.from, rows.to)} and columns ` +
    `${reach(columns.from, columns.to)} through ${slices}${edge}`
  );
}

/** @type {Record<string, (state: State, at: Neuron, counted: LayerCounts) => string>} */
const CONNECTIONS = {
  weights: (state, at, { weights }) =>
    `It looks at ${seen(state, at, { weights })}. Its weights: ${state.F}·${state.F}·${state.D1} = ${grouped(weights)}, and 1 bias: ` +
    `${grouped(weights + 1)} parameters.`,
  region: ({ K }, _at, { weights }) =>
    K === 1
      ? "It is the only neuron that looks at this region: there is one filter."
      : `${K} neurons look at this same region, one on each map, and each has weights of its own: ` +
        `${K} · ${grouped(weights + 1)} = ${grouped(K * (weights + 1))} parameters.`,
  shared: (_state, { map }, { W2, H2, weights }) =>
    W2 * H2 === 1
      ? "It is the only neuron of its map: there is one place for the window."
      : `All ${W2}·${H2} = ${grouped(W2 * H2)} neurons of map ${map + 1} share these ${grouped(weights + 1)} parameters, ` +
        "and each looks at a region of its own.",
};

/**
 * What the picked neuron is connected to, in the chosen view.
 * @param {State} state
 * @param {LayerCounts} counted
 */
export function pickSentence(state, counted) {
  const at = pickedIn(state, counted);
  return `The neuron in row ${at.row + 1}, column ${at.column + 1} of map ${at.map + 1}. ${CONNECTIONS[state.look](state, at, counted)}`;
}

/**
 * What a step of the filters has done: `maps` are painted so far.
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {number} maps
 */
export function stepSentence({ K, F, D1 }, { W2, H2 }, maps) {
  if (maps === 0) return `No filter has moved yet: ${many(K, "filter")} ${K === 1 ? "waits" : "wait"}.`;
  if (maps === K)
    return `${many(K, "filter")} ${K === 1 ? "has" : "have"} painted ${many(K, "map")}: a new volume of ${W2}×${H2}×${K}.`;
  return (
    `Filter ${maps}, ${F}×${F}×${D1}, slides over the whole input and paints map ${maps}: ${W2}×${H2} numbers. ` +
    `So far ${W2}×${H2}×${maps}.`
  );
}

/**
 * Input, filters and output by their sizes; what comes out is a reader's to predict until a map is there.
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {boolean} empty no map is painted yet
 */
export function titlesOf({ W1, H1, D1, K, F }, { refused, W2, H2 }, empty) {
  const output = empty ? "Output: no map yet" : `Output ${W2}×${H2}×${K}`;
  return [
    `Input ${W1}×${H1}×${D1}`,
    `${many(K, "filter")} ${F}×${F}×${D1}`,
    refused ? "No output at this setting" : output,
  ];
}

/**
 * The picture in one sentence, for who does not see it.
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {number} maps
 */
export function labelOf({ W1, H1, D1, K, F, flat }, { refused, W2, H2 }, maps) {
  const kind = flat ? "laid out flat" : "in space; arrow keys turn it";
  const input = `An input of ${W1}×${H1}×${D1}`;
  if (refused) return `${input}, ${kind}. There is no output.`;
  return `${input}, ${K === 1 ? "one filter" : `${K} filters`} of ${F}×${F}×${D1} and ${many(maps, "map")} of ${W2}×${H2}, ${kind}.`;
}
