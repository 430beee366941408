// A chain of layers as arithmetic: what each one makes of what comes in, what it learns, does and sees, and convlib's words
// when it does not fit. convlib is the authority; a test holds every row here against it on thousands of chains.
import { FITS, outputSize, refusal } from "../shared/arithmetic.mjs";
import { firstWrong, wrongNumber, wrongOption } from "../shared/link_checks.mjs";
import { product, total } from "../shared/numbers.mjs";

export const LIMITS = { size: 512, depth: 1024, layers: 24, K: 1024, m: 4096, F: 15, S: 16, P: 7, groups: 1024 };

const LEAST = { P: 0 };
const FIELDS = {
  conv: ["K", "F", "S", "P", "groups", "fit"],
  max: ["F", "S", "P", "fit"],
  avg: ["F", "S", "P", "fit"],
  fc: ["m"],
};
const BLOCKS = { conv: "Conv", max: "MaxPool", avg: "AvgPool", fc: "Dense" };
const FAMILIES = { conv: "conv", max: "pool", avg: "pool", fc: "fc" };
const NAME = /^[A-Za-z][A-Za-z0-9_/]{0,23}$/;

const FRESH = {
  conv: { kind: "conv", name: "", K: 16, F: 3, S: 1, P: 1, groups: 1, fit: "exact" },
  max: { kind: "max", name: "", F: 2, S: 2, P: 0, fit: "exact" },
  fc: { kind: "fc", name: "", m: 10 },
};

export const by = (numbers) => numbers.join("×");
const twice = (names) => new Set(names).size < names.length;

/** What layers are called: their own names, or conv1, pool1, conv2 … */
export function namesOf(layers) {
  const counts = {};
  return layers.map(({ kind, name }) => {
    const family = FAMILIES[kind];
    counts[family] = (counts[family] ?? 0) + 1;
    return name || `${family}${counts[family]}`;
  });
}

/** A layer as one writes it in Python; `quote` is the mark around a text. */
export function blockText(layer, { quote = "'", name = "" } = {}) {
  const { kind, S, P, groups, fit } = layer;
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
    const message = `it needs a volume (H, W, D), not ${shape[0]} numbers: put it before the Dense`;
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

/** Number i of an output sees `size` pixels from start + i·jump on. Many strides outgrow a double, so these are BigInt. */
function seen({ size, jump, start }, { F, S, P }) {
  return { size: size + BigInt(F - 1) * jump, jump: jump * BigInt(S), start: start - BigInt(P) * jump };
}

/** Every layer as a row: `status` is "fits", "refused" or "waits" (for one before it that is refused); an FC sees `null`: all. */
export function rowsOf({ input_shape, layers }) {
  const names = namesOf(layers);
  let shape = input_shape;
  let field = { size: 1n, jump: 1n, start: 0n };
  let status = "fits";
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

/** Parameters, neurons and MACs of all rows, or null while a layer waits. */
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

/** Ways out for the row that is refused: `{ words, changes }`, the changes complete. */
export function waysOut({ input_shape, layers }, row) {
  const { index, refused } = row;
  const put = (setting, value) => ({ layers: changed(layers, index, { [setting]: value }) });
  const [H, W, D] = input_shape;
  const named = { padding: "P", stride: "S" };
  const ways = refused.repairs.flatMap(({ setting, value, words }) => {
    if (setting === "size") return [];
    if (setting === "place") return [{ words, changes: { layers: moved(layers, index, index - 1), picked: index } }];
    const field = named[setting] ?? setting;
    return value > LIMITS[field] ? [] : [{ words, changes: put(field, value) }];
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

/** Layers whose names are all different: where an edit has made two alike, numbers take the place of names. */
const renamed = (layers) => (twice(namesOf(layers)) ? layers.map((layer) => ({ ...layer, name: "" })) : layers);

export const changed = (layers, index, settings) => layers.with(index, { ...layers[index], ...settings });
export const removed = (layers, index) => renamed(layers.toSpliced(index, 1));
export const inserted = (layers, index, kind) => renamed(layers.toSpliced(index, 0, FRESH[kind]));
export const moved = (layers, from, to) => renamed(layers.toSpliced(from, 1).toSpliced(to, 0, layers[from]));

function wrongLayer(layer) {
  if (typeof layer?.kind !== "string" || !Object.hasOwn(FIELDS, layer.kind))
    return "a layer is none of conv, max, avg, fc";
  const fields = FIELDS[layer.kind];
  const keys = ["kind", "name", ...fields];
  if (Object.keys(layer).length !== keys.length || !keys.every((key) => Object.hasOwn(layer, key)))
    return `a layer of kind ${layer.kind} has other settings than ${keys.join(", ")}`;
  if (layer.name !== "" && !(typeof layer.name === "string" && NAME.test(layer.name)))
    return "a layer has a name that is none";
  return firstWrong(
    ...fields.map((field) =>
      field === "fit"
        ? wrongOption("fit", layer.fit, FITS)
        : wrongNumber(field, layer[field], { least: LEAST[field] ?? 1, most: LIMITS[field], whole: true }),
    ),
  );
}

/** Null, or the words of what is wrong with a chain that came from anywhere. */
export function wrongChain({ input_shape, layers }) {
  if (!Array.isArray(input_shape) || input_shape.length !== 3) return "the picture is not (height, width, depth)";
  const limits = [
    ["the height", LIMITS.size],
    ["the width", LIMITS.size],
    ["the depth", LIMITS.depth],
  ];
  const sides = limits.map(([name, most], axis) =>
    wrongNumber(name, input_shape[axis], { least: 1, most, whole: true }),
  );
  if (!Array.isArray(layers)) return "the layers are no list";
  if (layers.length > LIMITS.layers) return `there are more than ${LIMITS.layers} layers`;
  const wrong = firstWrong(...sides, ...layers.map(wrongLayer));
  return wrong ?? (twice(namesOf(layers)) ? "two layers have one name" : null);
}
