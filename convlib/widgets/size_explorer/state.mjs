// What a reader can set on a SizeExplorer: a picture, a chain of layers, and what is looked at of them.
import { FITS } from "../shared/arithmetic.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongOption } from "../shared/link_checks.mjs";

/**
 * What comes in and out of a layer: (height, width, depth), or as many numbers as an FC has neurons.
 * @typedef {number[]} Shape
 *
 * A layer has those of these settings that its kind has.
 * @typedef {object} Layer
 * @property {"conv" | "max" | "avg" | "fc"} kind
 * @property {string} name "" for one that is numbered
 * @property {number} [K]
 * @property {number} [F]
 * @property {number} [S]
 * @property {number} [P]
 * @property {number} [groups]
 * @property {"exact" | "floor" | "ceil"} [fit]
 * @property {number} [m] how many neurons an FC has
 *
 * Everything that a link restores, as the widget's traits have it.
 * @typedef {object} State
 * @property {Shape} input_shape
 * @property {Layer[]} layers
 * @property {"" | "shrink" | "lenet" | "alexnet"} preset the example that the chain began as
 * @property {number} picked 0 is the picture, k is layer k
 * @property {"centre" | "corner"} neuron whose receptive field is drawn
 */

export const LIMITS = { size: 512, depth: 1024, layers: 24, K: 1024, m: 4096, F: 15, S: 16, P: 7, groups: 1024 };
const LEAST = { P: 0 };

/** What decides the sizes, and then what decides how they are looked at. */
export const SETTINGS = ["input_shape", "layers", "preset"];
export const VIEWS = ["picked", "neuron"];

/** The table's columns by the names that `controls` may give; the output is always there. */
export const COLUMNS = ["parameters", "neurons", "macs", "receptive_field", "jump"];

export const PRESETS = ["", "shrink", "lenet", "alexnet"];
export const NEURONS = [
  ["centre", "in the middle"],
  ["corner", "in the corner"],
];
export const POOLS = [
  ["max", "largest"],
  ["avg", "mean"],
];

const LAYER_SETTINGS = {
  conv: ["K", "F", "S", "P", "groups", "fit"],
  max: ["F", "S", "P", "fit"],
  avg: ["F", "S", "P", "fit"],
  fc: ["m"],
};
const FAMILIES = { conv: "conv", max: "pool", avg: "pool", fc: "fc" };
const NAME = /^[A-Za-z][A-Za-z0-9_/]{0,23}$/;

/**
 * What layers are called: their own names, or conv1, pool1, conv2 …
 * @param {Layer[]} layers
 */
export function namesOf(layers) {
  const counts = {};
  return layers.map(({ kind, name }) => {
    const family = FAMILIES[kind];
    counts[family] = (counts[family] ?? 0) + 1;
    return name || `${family}${counts[family]}`;
  });
}

/** Whether two layers are called the same. @param {Layer[]} layers */
export const haveOneName = (layers) => new Set(namesOf(layers)).size < layers.length;

function wrongLayer(layer) {
  if (typeof layer?.kind !== "string" || !Object.hasOwn(LAYER_SETTINGS, layer.kind))
    return "a layer is not one of conv, max, avg, fc";
  const settings = LAYER_SETTINGS[layer.kind];
  const keys = ["kind", "name", ...settings];
  if (Object.keys(layer).length !== keys.length || !keys.every((key) => Object.hasOwn(layer, key)))
    return `a layer of kind ${layer.kind} does not have the settings ${keys.join(", ")}`;
  if (layer.name !== "" && !(typeof layer.name === "string" && NAME.test(layer.name)))
    return "a layer's name is not valid";
  return firstWrong(
    ...settings.map((setting) =>
      setting === "fit"
        ? wrongOption("fit", layer.fit, FITS)
        : wrongNumber(setting, layer[setting], { least: LEAST[setting] ?? 1, most: LIMITS[setting], whole: true }),
    ),
  );
}

/**
 * Null, or the words of what is wrong with a chain that came from anywhere.
 * @param {{ input_shape: Shape, layers: Layer[] }} chain its values may be anything
 * @returns {string | null}
 */
export function wrongChain({ input_shape, layers }) {
  if (!Array.isArray(input_shape) || input_shape.length !== 3) return "the picture is not (height, width, depth)";
  const limits = /** @type {[string, number][]} */ ([
    ["the height", LIMITS.size],
    ["the width", LIMITS.size],
    ["the depth", LIMITS.depth],
  ]);
  const sides = limits.map(([name, most], axis) =>
    wrongNumber(name, input_shape[axis], { least: 1, most, whole: true }),
  );
  if (!Array.isArray(layers)) return "the layers are not a list";
  if (layers.length > LIMITS.layers) return `there are more than ${LIMITS.layers} layers`;
  const wrong = firstWrong(...sides, ...layers.map(wrongLayer));
  return wrong ?? (haveOneName(layers) ? "two layers have the same name" : null);
}

/**
 * Null, or what is wrong with a whole state that came from a link.
 * @param {State} state its names are right, its values may be anything
 * @returns {string | null}
 */
export function checked(state) {
  return (
    wrongChain(state) ??
    firstWrong(
      wrongChoice("preset", state.preset, PRESETS),
      wrongOption("neuron", state.neuron, NEURONS),
      wrongNumber("picked", state.picked, { least: 0, most: state.layers.length, whole: true }),
    )
  );
}
