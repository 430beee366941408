// From a state of VolumeView to all that is on show: what the picture is of, the words, and what stands beside them.
import { many } from "../shared/numbers.mjs";
import { layerCounts, pickedIn } from "./layer_counts.mjs";
import { drawnMaps, omissions } from "./plan.mjs";
import { layerKey, MOST_SHEETS, repaired } from "./state.mjs";
import { labelOf, ladder, pickSentence, sizeSums, stepSentence, titlesOf } from "./words.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./layer_counts.mjs").LayerCounts} LayerCounts
 * @typedef {import("./layer_counts.mjs").Neuron} Neuron
 *
 * What depends on the layer and the view alone: an angle that changes leaves it as it is.
 * @typedef {object} LayerScene
 * @property {string[]} titles of input, filters and output
 * @property {{ marks: string[][], omitted: string }} legend
 * @property {ReturnType<typeof ladder>} ladder
 * @property {{ sums: string[][], work: string } | null} facts
 * @property {{ words: string, changes: Partial<State> }[]} repairs
 *
 * Everything that is shown of a state.
 * @typedef {object} Scene
 * @property {State} state with as many maps `painted` as are drawn
 * @property {LayerCounts} counted
 * @property {boolean} refused
 * @property {number} sheets how many maps are drawn when all are painted
 * @property {Neuron | null} picked
 * @property {string} label the picture in one sentence
 * @property {string} sentence
 * @property {string} key two scenes with the same one have the same `layer`
 * @property {LayerScene} layer
 */

const LEGEND = {
  weights: [
    ["window", "its window, a weight in each cell"],
    ["neuron", "the picked neuron"],
  ],
  region: [
    ["window", "the region"],
    ["neuron", "the neurons that look at it"],
  ],
  shared: [
    ["sharing", "the neurons that share its weights"],
    ["other", "windows of some of them"],
    ["neuron", "the picked neuron"],
  ],
};

/** @param {State} state @param {LayerCounts} counted @param {boolean} coloured the maps show their numbers */
function legendOf(state, { refused }, coloured) {
  const shown = refused ? [["window", "a window"]] : LEGEND[state.look];
  return {
    marks: [
      ...shown,
      ...(coloured ? [["signed", "red: below 0, blue: above 0"]] : []),
      ...(state.P > 0 ? [["padding", "zero padding"]] : []),
    ],
    omitted: refused ? "" : omissions(state),
  };
}

/**
 * @param {State} state
 * @param {LayerCounts} counted
 * @param {boolean} coloured
 * @param {boolean} empty
 * @returns {LayerScene}
 */
function layerScene(state, counted, coloured, empty) {
  const { refused, neurons, macs } = counted;
  const work = () => `${many(neurons, "neuron")}, ${many(macs, "multiplication")} (MACs)`;
  return {
    titles: titlesOf(state, counted, empty),
    legend: legendOf(state, counted, coloured),
    ladder: ladder(state, counted),
    facts: refused ? null : { sums: sizeSums(state, counted), work: work() },
    repairs: (refused?.repairs ?? [])
      .map((one) => ({ words: one.words, changes: repaired(one) }))
      .filter(({ changes }) => changes !== null),
  };
}

/**
 * `stepped` says that it was the filters that moved last: then the sentence is about them; `coloured` that the maps show numbers.
 * @param {State} state
 * @param {boolean} [stepped]
 * @param {(state: State) => boolean} [coloured]
 * @returns {Scene}
 */
export function scene(state, stepped = false, coloured = () => false) {
  const counted = layerCounts(state);
  const refused = counted.refused !== null;
  const sheets = Math.min(state.K, MOST_SHEETS);
  const painted = refused ? 0 : Math.min(state.painted, sheets);
  const maps = painted === sheets ? state.K : painted;
  const picked = refused ? null : pickedIn(state, counted);
  const inSight = picked !== null && drawnMaps(state.K, picked.map).slice(0, painted).includes(picked.map);
  const told = stepped || !inSight ? () => stepSentence(state, counted, maps) : () => pickSentence(state, counted);
  return {
    state: { ...state, painted },
    counted,
    refused,
    sheets,
    picked,
    label: labelOf(state, counted, maps),
    sentence: refused ? counted.refused.message : told(),
    key: `${layerKey(state)} ${state.look} ${state.flat} ${maps === 0}`,
    layer: layerScene(state, counted, !refused && coloured(state), maps === 0),
  };
}
