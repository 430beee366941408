// What a reader can set on a SlidingWindow: names, limits and options, and whether a state from a link is one.
import { FITS } from "../shared/arithmetic.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongNumbers, wrongOption } from "../shared/link_checks.mjs";

/**
 * Numbers as [row][col][d].
 * @typedef {number[][][]} Volume
 *
 * Everything that a link restores, as the widget's traits have it.
 * @typedef {object} State
 * @property {Volume} x
 * @property {Volume[]} filters
 * @property {number[]} bias one for each filter
 * @property {number} stride
 * @property {number} padding
 * @property {"zeros" | "reflect" | "replicate" | "same"} padding_mode
 * @property {number} dilation
 * @property {boolean} flip true convolution: every filter rotated by 180°
 * @property {boolean} relu
 * @property {"conv" | "max" | "avg"} op
 * @property {number} F the window of a pool
 * @property {"exact" | "floor" | "ceil"} fit
 * @property {number} position the current output cell, in reading order
 * @property {number} map whose sum is written out
 * @property {boolean} counts
 * @property {boolean} matrix
 * @property {"" | "value" | "size"} predict
 * @property {string[]} show the groups of settings that are open
 */

export const LIMITS = {
  size: 16,
  depth: 4,
  window: 7,
  filters: 4,
  stride: 8,
  padding: 4,
  dilation: 4,
  number: 999,
};

/** What decides the output, and then what decides how it is looked at. */
export const SETTINGS = [
  "x",
  "filters",
  "bias",
  "stride",
  "padding",
  "padding_mode",
  "dilation",
  "flip",
  "relu",
  "op",
  "F",
  "fit",
];
export const VIEWS = ["position", "map", "counts", "matrix", "predict", "show"];

export const OPERATIONS = [
  ["conv", "Convolution"],
  ["max", "Max pooling"],
  ["avg", "Average pooling"],
];
export const PADDING_MODES = [
  ["zeros", "zeros, P on every side"],
  ["reflect", "the input, mirrored"],
  ["replicate", "the edge, repeated"],
  ["same", "SAME: an odd zero goes last"],
];
export const DIRECTIONS = [
  ["false", "cross-correlation"],
  ["true", "true convolution"],
];
export const QUESTIONS = [
  ["", "nothing"],
  ["value", "next number"],
  ["size", "output size"],
];
export const GROUPS = [
  ["layer", "Layer"],
  ["border", "Border"],
  ["look", "Look closer"],
];

const wrongShow = (show) =>
  Array.isArray(show) && show.length <= GROUPS.length
    ? firstWrong(...show.map((one) => wrongOption("show", one, GROUPS)))
    : "show is not a list of groups";

/**
 * Null, or what is wrong with a whole state that came from a link.
 * @param {State} state its names are right, its values may be anything
 * @returns {string | null}
 */
export function checked(state) {
  const whole = (name, least, most) => wrongNumber(name, state[name], { least, most, whole: true });
  const option = (name, options) => wrongOption(name, state[name], options);
  const wrong = firstWrong(
    wrongNumbers("x", state.x, [LIMITS.size, LIMITS.size, LIMITS.depth], LIMITS.number),
    wrongNumbers("filters", state.filters, [LIMITS.filters, LIMITS.window, LIMITS.window, LIMITS.depth], LIMITS.number),
    wrongNumbers("bias", state.bias, [LIMITS.filters], LIMITS.number),
    whole("stride", 1, LIMITS.stride),
    whole("padding", 0, LIMITS.padding),
    whole("dilation", 1, LIMITS.dilation),
    whole("F", 1, LIMITS.window),
    whole("position", 0, 1e4),
    whole("map", 0, LIMITS.filters - 1),
    option("op", OPERATIONS),
    option("fit", FITS),
    option("padding_mode", PADDING_MODES),
    option("predict", QUESTIONS),
    wrongShow(state.show),
    ...["flip", "relu", "counts", "matrix"].map((name) => wrongChoice(name, state[name], [true, false])),
  );
  if (wrong !== null) return wrong;
  if (state.x[0][0].length !== state.filters[0][0][0].length) return "the filters have another depth than the input";
  return state.bias.length === state.filters.length ? null : "there is not one bias for each filter";
}

/**
 * What a prediction was made for: it stays in sight until a setting, or for a number the position, changes.
 * @param {State} state
 */
export const predictedFor = (state) =>
  JSON.stringify([
    state.predict,
    SETTINGS.map((name) => state[name]),
    state.predict === "value" ? [state.position, state.map] : [],
  ]);
