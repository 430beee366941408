// From a state of PhotoFilter and a photograph to all that is on show: words, sums, the filter's cells, how maps are painted.
import { written } from "../shared/numbers.mjs";
import { within } from "../shared/planes.mjs";
import { balanceOf, reading, sentenceOf, sumsOf } from "./reading.mjs";
import { effective, mapSizes, marks, settingOf } from "./setting.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./arithmetic.mjs").Setting} Setting
 * @typedef {import("./arithmetic.mjs").Photograph} Photograph
 * @typedef {import("./arithmetic.mjs").Maps} Maps
 * @typedef {import("../shared/planes.mjs").Place} Place
 *
 * @typedef {{ filter: number[][], normalise: boolean }} Preset
 *
 * What there is beside the state.
 * @typedef {object} Beside
 * @property {Photograph | null} photograph null until it is opened
 * @property {boolean} own whether the reader brought it
 * @property {Record<string, string>} photos what each photograph of the book shows
 * @property {Record<string, Preset>} presets
 *
 * One number of the map, with where it is and where it is from.
 * @typedef {object} WindowScene
 * @property {string} sentence
 * @property {boolean} wandering a pointer or a run moves it: nothing is said aloud
 * @property {ReturnType<typeof marks>} marks
 * @property {ReturnType<typeof reading>} read
 * @property {ReturnType<typeof sumsOf>} sums
 * @property {ReturnType<typeof balanceOf>} balance
 *
 * How maps are painted.
 * @typedef {object} MapScene
 * @property {"signed" | "positive" | "grey" | "colour"} scale "positive" is the half of "signed" above 0
 * @property {string[]} ends what stands at the scale's two ends and in its middle
 * @property {number} white the value that is white, where none has a colour of its own
 * @property {string} title
 * @property {string} label
 *
 * Everything that is shown of a state, but for the maps, which come later.
 * @typedef {object} Scene
 * @property {{ title: string, label: string, cells: import("../shared/grid.mjs").Cell[][], size: string, preset: string, words: string, divided: boolean }} filter
 * @property {string} channelWords
 * @property {{ F: boolean, paint: boolean }} used which of the settings have an effect
 * @property {string} photoTitle
 * @property {Setting} asked the maps that belong to it
 */

/** What became of the wish to divide by the sum. @param {State} state */
export function sumWords(state) {
  const { sum } = effective(state);
  if (Math.abs(sum) <= 1e-9)
    return state.normalise
      ? "The weights add up to 0, and nothing can be divided by 0: they stay as they are."
      : "The weights add up to 0: where the photograph is uniform, the map equals the bias.";
  return `The weights add up to ${written(sum)}${state.normalise ? `, and each is divided by ${written(sum)}` : ""}.`;
}

/** What the channels mean for the filter, in words. @param {State} state */
export function channelWords({ channels, filter }) {
  const F = filter.length;
  if (channels === "each")
    return "Each channel is filtered by itself: three maps, shown as red, green and blue. A photo editor does that; a CONV layer adds them up.";
  const slices =
    {
      all: "these weights in each slice",
      "red-blue": "these weights in the red slice, their opposites in the blue one, 0 in the green one",
    }[channels] ?? `these weights in the ${channels} slice, 0 in the other two`;
  return `As in a CONV layer, the filter is ${F}×${F}×3, with ${slices}: ${F * F * 3} products are added up to one number, and the filter gives one map.`;
}

/** The filter's cells for grid.mjs. @param {State["filter"]} filter */
function filterCells(filter) {
  const largest = Math.max(...filter.flat(2).map(Math.abs)) || 1;
  return filter.map((line, i) =>
    line.map(([weight], j) => ({
      text: written(weight),
      label: `filter row ${i + 1}, column ${j + 1}: ${written(weight)}`,
      editable: true,
      classes: weight > 0 ? "is-positive" : weight < 0 ? "is-negative" : "",
      tint: Math.abs(weight) / largest,
    })),
  );
}

/**
 * The preset that a filter is, or "".
 * @param {State} state
 * @param {Record<string, Preset>} presets
 */
export const presetOf = ({ filter, normalise }, presets) =>
  Object.entries(presets).find(
    ([, preset]) =>
      preset.normalise === normalise &&
      JSON.stringify(preset.filter) === JSON.stringify(filter.map((line) => line.flat())),
  )?.[0] ?? "";

/**
 * @param {State} state
 * @param {Pick<Beside, "own" | "photos">} beside
 */
export const photoName = ({ photo }, { own, photos }) =>
  own ? "Your picture" : photos[photo].replace(/^./, (letter) => letter.toUpperCase());

/**
 * @param {State} state
 * @param {Photograph} photograph
 * @param {Place | null} passing where the window is for now, null for where it was put
 * @param {boolean} wandering
 * @returns {WindowScene}
 */
export function windowScene(state, photograph, passing, wandering = passing !== null) {
  const place = within(mapSizes(state, photograph).reach, passing ?? state.position);
  const read = reading(state, photograph, place);
  return {
    sentence: sentenceOf(state, photograph, read),
    wandering,
    marks: marks(state, photograph, place),
    read,
    sums: sumsOf(state, read),
    balance: balanceOf(state, read),
  };
}

/**
 * @param {Maps} maps
 * @param {{ paint: State["paint"], white: number }} colours
 * @returns {MapScene}
 */
export function mapScene({ rows, cols, depth, largest, clipped, negative }, { paint, white }) {
  const signed = depth === 1 && paint === "signed";
  const least = negative ? [`${clipped ? "≤ " : ""}−${written(largest)}`, "0"] : ["0", ""];
  const words = depth === 3 ? "three maps, shown as one picture in colour" : "one map";
  return {
    scale: signed ? (negative ? "signed" : "positive") : depth === 1 ? "grey" : "colour",
    ends: signed
      ? [...least, `${clipped ? "≥ " : ""}${written(largest)}`]
      : ["≤ 0", "", `≥ ${written(depth === 1 ? white : 255)}`],
    white: depth === 1 ? white : 255,
    title: `${depth === 3 ? "Maps" : "Map"} ${rows}×${cols}×${depth}`,
    label: `What the filter makes of it: ${words}, ${rows} by ${cols}`,
  };
}

/**
 * @param {State} state
 * @param {Beside} beside
 * @returns {Scene}
 */
export function scene(state, { photograph, own, photos, presets }) {
  const F = state.filter.length;
  return {
    filter: {
      title: `Filter ${F}×${F}×${state.channels === "each" ? 1 : 3}`,
      label: `Filter ${F}×${F}`,
      cells: filterCells(state.filter),
      size: String(F),
      preset: presetOf(state, presets),
      words: sumWords(state),
      divided: effective(state).over !== 1,
    },
    channelWords: channelWords(state),
    used: { F: state.pool !== "none", paint: state.channels !== "each" },
    photoTitle: photograph ? `${photoName(state, { own, photos })} ${photograph.rows}×${photograph.cols}×3` : "",
    asked: settingOf(state),
  };
}
