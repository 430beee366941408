// What a hand does to a chain of layers: each function gives the layers as they are afterwards.
import { haveOneName } from "./state.mjs";

/** @typedef {import("./state.mjs").Layer} Layer @typedef {import("./state.mjs").State} State */

/** The CONV layers of AlexNet that its two graphics cards kept apart. */
const APART = [2, 4, 5];

/** What a new layer is set to. @type {Record<string, Layer>} */
const NEW = {
  conv: { kind: "conv", name: "", K: 16, F: 3, S: 1, P: 1, groups: 1, fit: "exact" },
  max: { kind: "max", name: "", F: 2, S: 2, P: 0, fit: "exact" },
  fc: { kind: "fc", name: "", m: 10 },
};

/** Layers whose names are all different: where an edit has made two alike, numbers take the place of names. */
const renamed = (layers) => (haveOneName(layers) ? layers.map((layer) => ({ ...layer, name: "" })) : layers);

/** @param {Layer[]} layers @param {number} index @param {Partial<Layer>} settings @returns {Layer[]} */
export const changed = (layers, index, settings) => layers.with(index, { ...layers[index], ...settings });
/** @param {Layer[]} layers @param {number} index @returns {Layer[]} */
export const removed = (layers, index) => renamed(layers.toSpliced(index, 1));
/**
 * Where a new layer goes that was asked for after layer `index`: a window needs a volume, so it stands before the first FC.
 * @param {Layer[]} layers @param {number} index @param {string} kind
 */
export function placeFor(layers, index, kind) {
  const flat = layers.findIndex((layer) => layer.kind === "fc");
  return kind === "fc" || flat < 0 ? index : Math.min(index, flat);
}
/** @param {Layer[]} layers @param {number} index @param {string} kind @returns {Layer[]} */
export const inserted = (layers, index, kind) => renamed(layers.toSpliced(index, 0, NEW[kind]));
/** @param {Layer[]} layers @param {number} from @param {number} to @returns {Layer[]} */
export const moved = (layers, from, to) => renamed(layers.toSpliced(from, 1).toSpliced(to, 0, layers[from]));

/**
 * The layers with AlexNet's CONV layers 2, 4 and 5 in so many groups.
 * @param {Layer[]} layers
 * @param {number} groups
 */
export function grouping(layers, groups) {
  let convs = 0;
  return layers.map((layer) => {
    if (layer.kind !== "conv") return layer;
    convs += 1;
    return APART.includes(convs) ? { ...layer, groups } : layer;
  });
}

/**
 * The layers with another padding of the first CONV layer, which then rounds down, as libraries do.
 * @param {Layer[]} layers
 * @param {number} P
 */
export function padded(layers, P) {
  const first = layers.findIndex(({ kind }) => kind === "conv");
  return first < 0 ? layers : changed(layers, first, { P, fit: P > 0 ? "floor" : "exact" });
}

/** The layers with one padding for every CONV. @param {Layer[]} layers @param {number} P @returns {Layer[]} */
export const allPadded = (layers, P) => layers.map((layer) => (layer.kind === "conv" ? { ...layer, P } : layer));

/**
 * What AlexNet's three switches show: a value, or "" where the reader has built something else.
 * @param {State} state
 */
export function switched({ input_shape: [H, W], layers }) {
  const convs = layers.filter(({ kind }) => kind === "conv");
  const groups = new Set(APART.map((place) => convs[place - 1]?.groups));
  const one = (value, allowed) => (allowed.includes(value) ? String(value) : "");
  return {
    side: H === W ? one(H, [224, 227]) : "",
    padding: one(convs[0]?.P, [0, 2]),
    groups: groups.size === 1 ? one([...groups][0], [1, 2]) : "",
  };
}
