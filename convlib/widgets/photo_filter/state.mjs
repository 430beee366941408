// What a reader can set on a PhotoFilter: the photograph, the filter, what becomes of the sums, and where the window lies.
import { firstWrong, wrongChoice, wrongNumber, wrongNumbers, wrongOption } from "../shared/link_checks.mjs";

/**
 * Everything that a link restores, as the widget's traits have it.
 * @typedef {object} State
 * @property {string} photo
 * @property {number[][][]} filter (F, F, 1) with F 3 or 5
 * @property {boolean} normalise divide the weights by their sum, unless it is 0
 * @property {number} bias
 * @property {"all" | "red" | "green" | "blue" | "red-blue" | "each"} channels
 * @property {"signed" | "grey"} paint how one map is painted
 * @property {"none" | "zero"} padding
 * @property {number} stride
 * @property {boolean} relu
 * @property {"none" | "max" | "avg"} pool
 * @property {number} F window and stride of the pool
 * @property {[number, number]} position row and column of the map before pooling
 * @property {number} painted the share of the map that is there, from 0 to 1
 */

/** What decides the map, and then what decides how it is looked at. */
export const SETTINGS = [
  "photo",
  "filter",
  "normalise",
  "bias",
  "channels",
  "paint",
  "padding",
  "stride",
  "relu",
  "pool",
  "F",
];
export const VIEWS = ["position", "painted"];

export const LIMITS = { longest: 512, shortest: 40, number: 999, stride: 4, pool: 8 };
/** What the weights are multiplied by in the red, the green and the blue slice. */
export const SHARES = {
  all: [1, 1, 1],
  red: [1, 0, 0],
  green: [0, 1, 0],
  blue: [0, 0, 1],
  "red-blue": [1, 0, -1],
};
export const CHANNELS = [
  ["all", "all three, one map"],
  ["red", "red alone, one map"],
  ["green", "green alone, one map"],
  ["blue", "blue alone, one map"],
  ["red-blue", "red − blue, one map"],
  ["each", "each by itself, in colour"],
];
export const SIZES = [
  ["3", "3×3"],
  ["5", "5×5"],
];
export const PAINTS = [
  ["signed", "red, 0, blue"],
  ["grey", "grey, black at 0"],
];
export const PADDINGS = [
  ["none", "none"],
  ["zero", "zeros"],
];
export const POOLS = [
  ["none", "none"],
  ["max", "max pooling"],
  ["avg", "average pooling"],
];

/**
 * Null, or what is wrong with a whole state that came from a link to a widget with these photographs.
 * @param {State} state its names are right, its values may be anything
 * @param {string[]} photos
 * @returns {string | null}
 */
export function checked(state, photos) {
  const flag = (name) => wrongChoice(name, state[name], [true, false]);
  const wrong = firstWrong(
    wrongChoice("photo", state.photo, photos),
    wrongNumbers("filter", state.filter, [5, 5, 1], LIMITS.number),
    wrongNumber("bias", state.bias, { least: -LIMITS.number, most: LIMITS.number }),
    wrongOption("channels", state.channels, CHANNELS),
    wrongOption("paint", state.paint, PAINTS),
    wrongOption("padding", state.padding, PADDINGS),
    wrongOption("pool", state.pool, POOLS),
    wrongNumber("stride", state.stride, { least: 1, most: LIMITS.stride, whole: true }),
    wrongNumber("F", state.F, { least: 2, most: LIMITS.pool, whole: true }),
    flag("normalise"),
    flag("relu"),
    wrongNumbers("position", state.position, [2], LIMITS.longest),
    wrongNumber("painted", state.painted, { least: 0, most: 1 }),
  );
  if (wrong !== null) return wrong;
  const { filter, position } = state;
  if (filter.length !== filter[0].length || ![3, 5].includes(filter.length)) return "filter is neither 3×3 nor 5×5";
  const place =
    /** @type {number[]} */ (position).length === 2 && position.every((at) => Number.isInteger(at) && at >= 0);
  return place ? null : "position is not a row and a column";
}
