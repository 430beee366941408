// What a reader can set on a VolumeView: a CONV layer, a neuron of it, and how both are looked at.
import { firstWrong, wrongChoice, wrongNumber, wrongOption } from "../shared/link_checks.mjs";

/**
 * Everything that a link restores, as the widget's traits have it.
 * @typedef {object} State
 * @property {number} W1
 * @property {number} H1
 * @property {number} D1
 * @property {number} K
 * @property {number} F
 * @property {number} S
 * @property {number} P
 * @property {number} row of the picked neuron; it may lie outside of an output that has become smaller
 * @property {number} column
 * @property {number} map
 * @property {"weights" | "region" | "shared"} look what is shown of the picked neuron
 * @property {number} painted how many of the drawn maps are there; MOST_SHEETS means all
 * @property {boolean} flat
 * @property {number} turn in degrees
 * @property {number} tilt
 */

export const LIMITS = { size: 227, depth: 256, filters: 256, window: 15, stride: 8, padding: 7 };

/** So many maps are drawn at most; of more, the first ones, the picked one and the last. */
export const MOST_SHEETS = 12;

/** What decides the layer, and then what decides how it is looked at. */
export const SETTINGS = ["W1", "H1", "D1", "K", "F", "S", "P"];
export const VIEWS = ["row", "column", "map", "look", "painted", "flat", "turn", "tilt"];

export const LOOKS = [
  ["weights", "its weights"],
  ["region", "same region"],
  ["shared", "shared weights"],
];

/** The least and the most of each number. @type {Record<string, [number, number]>} */
export const RANGES = {
  W1: [1, LIMITS.size],
  H1: [1, LIMITS.size],
  D1: [1, LIMITS.depth],
  K: [1, LIMITS.filters],
  F: [1, LIMITS.window],
  S: [1, LIMITS.stride],
  P: [0, LIMITS.padding],
  row: [0, 2 * LIMITS.size],
  column: [0, 2 * LIMITS.size],
  map: [0, LIMITS.filters],
  painted: [0, MOST_SHEETS],
  turn: [-180, 180],
  tilt: [0, 70],
};

/**
 * Null, or what is wrong with a whole state that came from a link.
 * @param {State} state its names are right, its values may be anything
 * @returns {string | null}
 */
export const checked = (state) =>
  firstWrong(
    ...Object.entries(RANGES).map(([name, [least, most]]) =>
      wrongNumber(name, state[name], { least, most, whole: true }),
    ),
    wrongOption("look", state.look, LOOKS),
    wrongChoice("flat", state.flat, [true, false]),
  );

/** The layer's setting as one text: two states with the same one have the same layer. @param {State} state */
export const layerKey = (state) => SETTINGS.map((name) => state[name]).join();

/**
 * What a repair sets; null where it would leave the widget's limits.
 * @param {{ setting: string, value: any }} repair
 * @returns {Partial<State> | null}
 */
export function repaired({ setting, value }) {
  const changes = {
    padding: () => ({ P: value }),
    stride: () => ({ S: value }),
    size: () => ({ H1: value[0], W1: value[1] }),
  }[setting]();
  const inside = ([name, number]) => number >= RANGES[name][0] && number <= RANGES[name][1];
  return Object.entries(changes).every(inside) ? changes : null;
}

/**
 * Angles after a change by some degrees: turning goes round and round, tilting has an end.
 * @param {{ turn: number, tilt: number }} angles
 * @param {number[]} by to the right, and up
 */
export const turned = ({ turn, tilt }, [right, up]) => ({
  turn: ((((turn + right + 180) % 360) + 360) % 360) - 180,
  tilt: Math.max(RANGES.tilt[0], Math.min(RANGES.tilt[1], tilt + up)),
});
