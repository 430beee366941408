// A chain of layers as arithmetic: what each one makes of what comes in, what it learns, does and sees, and convlib's words
// when it does not fit. convlib is the authority; a test holds every row here against it on thousands of chains.
import { outputSize, refusal } from "../shared/arithmetic.mjs";
import { grouped, product, total } from "../shared/numbers.mjs";
import { changed, moved, removed } from "./edits.mjs";
import { LIMITS, namesOf } from "./state.mjs";

/**
 * @typedef {import("./state.mjs").Layer} Layer
 * @typedef {import("./state.mjs").Shape} Shape
 * @typedef {import("./state.mjs").State} State
 *
 * Number i of an output sees `size` pixels from start + i·jump on; many strides outgrow a double.
 * @typedef {{ size: bigint, jump: bigint, start: bigint }} Field
 *
 * A layer in its place. One that is refused or waits has no output and counts nothing.
 * @typedef {object} Row
 * @property {number} index
 * @property {Layer} layer
 * @property {string} name
 * @property {string} text the layer as one writes it in Python
 * @property {Shape | null} takes
 * @property {"fits" | "refused" | "waits"} status
 * @property {any} [refused] why it does not fit, and which of its settings would mend it
 * @property {Shape} [output]
 * @property {number} [parameters]
 * @property {number} [neurons]
 * @property {number} [macs]
 * @property {Field | null} [field] null for an FC, which sees all
 */

/** What the layers are called in convlib. */
export const BLOCKS = { conv: "Conv", max: "MaxPool", avg: "AvgPool", fc: "Dense" };

/** A size as convlib writes it: that of a list is a count. */
export const by = (shape) => (shape.length === 1 ? grouped(shape[0]) : shape.join("×"));

/**
 * A layer as one writes it in Python; `quote` is the mark around a text.
 * @param {Layer} layer
 */
export function blockText(layer, { quote = "'", name = "" } = {}) {
  const { kind, S, P, groups, fit } = layer;
  /** @type {(string | number)[]} */
  const parts = kind === "conv" ? [layer.K, layer.F] : [layer[kind === "fc" ? "m" : "F"]];
  const quoted = (text) => `${quote}${text}${quote}`;
  if (kind !== "fc") {
    if (S !== (kind === "conv" ? 1 : layer.F)) parts.push(`stride=${S}`);
    if (P !== 0) parts.push(`padding=${P}`);
    if (kind === "conv" && groups !== 1) parts.push(`groups=${groups}`);
    if (fit !== "exact") parts.push(`fit=${quoted(fit)}`);
  }
  if (name) parts.push(`name=${quoted(name)}`);
  return `${BLOCKS[kind]}(${parts.join(", ")})`;
}

/** Null, or `{ message, repairs, tooLarge }`: why a layer cannot take `shape`, and which of its settings would mend it. */
function misfit(layer, shape) {
  const { kind, K, F, S, P, groups, fit } = layer;
  if (kind === "fc") return null;
  const repair = (setting, value, words = `${setting} ${value}`) => ({ setting, value, words });
  if (shape.length === 1) {
    const message = `it needs a volume (H, W, D), not ${by(shape)} numbers: put it before the Dense`;
    return { message, repairs: [repair("place", "up", "it one place earlier")], tooLarge: true };
  }
  const [H, W, D] = shape;
  if (kind === "conv" && (D % groups || K % groups)) {
    const message = `groups is ${groups}, but must divide the depth ${D} and the ${K} filters`;
    let fewer = groups - 1;
    while (D % fewer || K % fewer) fewer -= 1;
    const more = Math.ceil(K / groups) * groups;
    const filters = D % groups || more > LIMITS.K ? [] : [repair("K", more, `${more} filters`)];
    return { message, repairs: [repair("groups", fewer), ...filters], tooLarge: true };
  }
  if (kind !== "conv" && P >= F) {
    const message = `padding is ${P}, but must be less than F = ${F}: a pooling window in the corner would see only padding`;
    return { message, repairs: [repair("P", F - 1, `padding ${F - 1}`)], tooLarge: true };
  }
  return refusal({ sizes: [H, W], windows: [F, F], S, P, fit, pool: kind !== "conv" });
}

const along = ({ F, S, P, fit }, size) => outputSize({ size, F, S, P, fit });

/** What a layer makes of `shape` and what that takes, for a layer that fits. */
function counted(layer, shape) {
  const { kind, K, F, groups, m } = layer;
  if (kind === "fc") {
    const inputs = product(shape);
    return { output: [m], parameters: inputs * m + m, neurons: m, macs: inputs * m };
  }
  const [H, W, D] = shape;
  const sides = [along(layer, H), along(layer, W)];
  if (kind !== "conv") return { output: [...sides, D], parameters: 0, neurons: 0, macs: 0 };
  const output = [...sides, K];
  const weights = F * F * (D / groups);
  return { output, parameters: (weights + 1) * K, neurons: product(output), macs: product(output) * weights };
}

/**
 * @param {Field} before
 * @param {Layer} layer
 * @returns {Field}
 */
function seen({ size, jump, start }, { F, S, P }) {
  return { size: size + BigInt(F - 1) * jump, jump: jump * BigInt(S), start: start - BigInt(P) * jump };
}

/**
 * Every layer as a row: after one that is refused the others wait.
 * @param {Pick<State, "input_shape" | "layers">} chain
 * @returns {Row[]}
 */
export function rowsOf({ input_shape, layers }) {
  const names = namesOf(layers);
  let shape = input_shape;
  /** @type {Field | null} */
  let field = { size: 1n, jump: 1n, start: 0n };
  let status = /** @type {Row["status"]} */ ("fits");
  return layers.map((layer, index) => {
    const row = { index, layer, name: names[index], text: blockText(layer), takes: shape };
    if (status !== "fits") return { ...row, takes: null, status: "waits" };
    const refused = misfit(layer, shape);
    if (refused) {
      status = "refused";
      const message = `layer ${index + 1}, ${row.text}, on ${by(shape)}: ${refused.message}`;
      return { ...row, status, refused: { ...refused, message } };
    }
    const counts = counted(layer, shape);
    shape = counts.output;
    field = field && layer.kind !== "fc" ? seen(field, layer) : null;
    return { ...row, status, ...counts, field };
  });
}

/**
 * Parameters, neurons and MACs of all rows, or null while a layer waits.
 * @param {Row[]} rows
 */
export function totalsOf(rows) {
  if (rows.length === 0 || rows.at(-1).status !== "fits") return null;
  const sum = (what) => total(rows.map((row) => row[what]));
  return { parameters: sum("parameters"), neurons: sum("neurons"), macs: sum("macs") };
}

/** What `layers` leave of a picture's side, or null where one of them does not fit. */
function remaining(layers, side) {
  let size = side;
  for (const { kind, F, S, P, fit } of layers) {
    if (kind === "fc") continue;
    const room = size + 2 * P - F;
    if (room < 0 || (fit === "exact" && room % S) || (kind !== "conv" && P >= F)) return null;
    size = along({ F, S, P, fit }, size);
  }
  return size;
}

/** The nearest side of a picture with which all `layers` fit along one axis, or null. */
function nearestSide(layers, from) {
  for (let step = 0; step < LIMITS.size; step++)
    for (const side of [from - step, from + step])
      if (side >= 1 && side <= LIMITS.size && remaining(layers, side) !== null) return side;
  return null;
}

/**
 * Ways out for the row that is refused, the changes complete.
 * @param {Pick<State, "input_shape" | "layers">} chain
 * @param {Row} row
 * @returns {{ words: string, changes: Partial<State> }[]}
 */
export function waysOut({ input_shape, layers }, row) {
  const { index, refused } = row;
  const put = (setting, value) => ({ layers: changed(layers, index, { [setting]: value }) });
  const [H, W, D] = input_shape;
  const letters = { padding: "P", stride: "S" };
  const ways = refused.repairs.flatMap(({ setting, value, words }) => {
    if (setting === "size") return [];
    if (setting === "place") return [{ words, changes: { layers: moved(layers, index, index - 1), picked: index } }];
    const letter = letters[setting] ?? setting;
    return value > LIMITS[letter] ? [] : [{ words, changes: put(letter, value) }];
  });
  if (refused.neverRead !== undefined) {
    const sides = [H, W].map((side) => nearestSide(layers.slice(0, index + 1), side));
    if (!sides.includes(null))
      ways.push({ words: `a picture of ${by(sides)}`, changes: { input_shape: [...sides, D] } });
    if (!refused.tooLarge)
      ways.push({ words: `rounding down (→ ${by(refused.roundedDown)})`, changes: put("fit", "floor") });
  }
  const without = { layers: removed(layers, index), picked: index };
  return [...ways, { words: "the chain without this layer", changes: without }];
}
