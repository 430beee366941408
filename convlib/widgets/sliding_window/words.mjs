// What a SlidingWindow says beside its picture: the sentence of the step, the sum in full, the size rule with its numbers.
import { fraction, outputSize, windowCells } from "../shared/arithmetic.mjs";
import { bracketed, equals, many, written } from "../shared/numbers.mjs";
import { outputShape, reduce, terms } from "./layer.mjs";

/** @typedef {import("./layer.mjs").Setting} Setting */

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
/** 2 is "second"; strides and dilations go no further than 8. */
export const ordinal = (number) => ORDINALS[number - 1];

const VERBS = { conv: "sum", max: "largest", avg: "mean" };

/**
 * One slice's share of the current number: every product written out, or the candidates of a pool.
 * @param {Setting} setting
 */
function sliceSum(setting, position, d, k) {
  const { op } = setting;
  const list = terms(setting, position, d, k);
  const value = reduce(op, list);
  const counted = op === "avg" ? list.filter(({ inside }) => inside) : list;
  const parts = counted.map((one) => ({
    value: (op === "max" ? written : bracketed)(one.value),
    weight: one.weight === null ? null : bracketed(one.weight),
    inside: one.inside,
  }));
  const sign = equals([value, ...counted.flatMap((one) => [one.value, one.weight])]);
  return { d, terms: counted, parts, value, sign, count: counted.length };
}

/**
 * The current number in full: a sum for each slice; for a convolution with filter k also their total, before and after ReLU.
 * @param {Setting} setting
 * @param {number[]} position
 */
export function sumsOf(setting, position, k = 0) {
  const { x, op, bias, relu } = setting;
  const sums = x[0][0].map((_, d) => sliceSum(setting, position, d, k));
  if (op !== "conv") return { sums, total: null, result: sums.map(({ value }) => value) };
  const value = sums.reduce((sum, { value: part }) => sum + part, 0) + bias[k];
  const numbers = sums.flatMap(({ value: part, terms: list }) => [
    part,
    ...list.flatMap((one) => [one.value, one.weight]),
  ]);
  const total = {
    parts: sums.map(({ value: part }) => bracketed(part)),
    bias: bracketed(bias[k]),
    value,
    sign: equals([value, bias[k], ...numbers]),
    relu: relu ? Math.max(0, value) : null,
  };
  return { sums, total, result: [relu ? total.relu : value] };
}

const reach = (name, from, to) => (from === to ? `${name} ${from}` : `${name}s ${from} to ${to}`);

/**
 * The step in words; what is still to be predicted is asked for.
 * @param {Setting} setting
 */
export function sentenceOf(setting, [row, col], [rows, cols], sum, k, hidden) {
  const { op, filters, dilation } = setting;
  const cells = windowCells(setting, row, col);
  const real = cells.filter(({ inside }) => inside);
  const edge = cells.length - real.length;
  const rowsRead = real.map((cell) => cell.row + 1);
  const colsRead = real.map((cell) => cell.col + 1);
  const apart = op === "conv" && dilation > 1 ? `, every ${ordinal(dilation)} one,` : "";
  const seen =
    real.length === 0
      ? "padding only"
      : `${reach("row", Math.min(...rowsRead), Math.max(...rowsRead))} and ${reach("column", Math.min(...colsRead), Math.max(...colsRead))} of the input${apart}` +
        (edge ? ` and ${many(edge, "cell")} beyond its edge` : "");
  const place = `Row ${row + 1}, column ${col + 1} of the ${rows}×${cols} output: the window covers ${seen}`.replace(
    /,$/,
    "",
  );
  const whose = op === "conv" && filters.length > 1 ? ` with filter ${k + 1}` : "";
  const what = `The ${VERBS[op]}${whose}`;
  if (hidden) return `${place}. ${what} is yours to predict.`;
  if (sum.total?.relu != null && sum.total.value < 0)
    return `${place}. ${what} is ${written(sum.total.value)}, and ReLU turns it into 0.`;
  return `${place}. ${what} is ${sum.result.map(written).join(", ")}.`;
}

/**
 * Which letters the size rule has: those whose settings stand open, and those that are not as in the plainest case. Where
 * neither stride nor padding is open, there is no rule yet.
 * @param {Setting} setting
 * @param {string[] | null} controls
 */
function lettersOf({ op, S, P }, controls) {
  if (controls === null) return { S: true, P: op === "conv" || P > 0 };
  if (!controls.includes("stride") && !controls.includes("padding")) return null;
  return { S: S > 1 || controls.includes("stride"), P: P > 0 || controls.includes("padding") };
}

/**
 * The size rule with the reader's numbers, one line for each axis that differs.
 * @param {Setting} setting
 * @param {string[] | null} controls the settings that stand open
 */
export function formulaOf(setting, refused, hidden, controls = null) {
  const { fit, H, W, Fh, Fw, S, P, dilation, mode, tall, wide, top, bottom, left, right } = setting;
  const has = lettersOf(setting, controls);
  if (has === null) return [];
  const same = (name, index, size, [before, after]) => ({
    letters: `${name} = ⌈${index}1/S⌉`,
    fits: true,
    numbers: `⌈${size}/${S}⌉ = ${hidden ? "?" : Math.ceil(size / S)}, with ${many(before, "zero")} before and ${after} after`,
  });
  const over = (travel, step) => (has.S ? `(${travel})/${step}` : travel);
  const line = (name, index, size, F, reached) => {
    const room = size - reached + 2 * P;
    const reach = dilation > 1 ? "span" : "F";
    const letters = `${name} = ${over(`${index}1 − ${reach}${has.P ? " + 2P" : ""}`, "S")} + 1`;
    const numbers = over(`${size} − ${reached}${has.P ? ` + 2·${P}` : ""}`, S);
    const spanning = dilation > 1 ? `; ${F} weights at dilation ${dilation} reach over ${reached} pixels` : "";
    if (hidden) return { letters, numbers: `${numbers} + 1 = ?${spanning}`, fits: true };
    if (room < 0) return { letters, numbers: `${numbers} + 1: there is no room for one window`, fits: false };
    if (refused && room % S)
      return { letters, numbers: `${numbers} + 1 = ${fraction(room + S, S)}, not a whole number`, fits: false };
    const out = outputSize({ size, F, S, P, dilation, fit });
    const [open, close] = { exact: ["", ""], floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] }[room % S ? fit : "exact"];
    const dropped = fit === "ceil" && out !== Math.ceil(room / S) + 1;
    const rounded = `${open}${numbers}${close} + 1${dropped ? " − 1 (a window beyond the input is dropped)" : ""}`;
    return { letters, numbers: `${rounded} = ${out}${spanning}`, fits: true };
  };
  const [height, width] =
    mode === "same"
      ? [same("H2", "H", H, [top, bottom]), same("W2", "W", W, [left, right])]
      : [line("H2", "H", H, Fh, tall), line("W2", "W", W, Fw, wide)];
  return H === W && Fh === Fw ? [{ ...width, letters: width.letters.replace("W2", "H2 = W2") }] : [height, width];
}

const BORDERS = { zeros: "padding", reflect: "mirrored padding", replicate: "repeated padding" };
const ROUNDED = { floor: "rounded down", ceil: "rounded up" };

/**
 * What made the output of the setting `then`: its stride and border, and whatever else is not as in the refused one `now`.
 * @param {Setting} then
 * @param {Setting} now
 */
function madeBy(then, now) {
  const differs = (...names) => names.some((name) => then[name] !== now[name]);
  const operation = { conv: "convolution", max: "max pooling", avg: "average pooling" }[then.op];
  return [
    ...(differs("op") ? [operation] : []),
    ...(differs("H", "W") ? [`input ${then.H}×${then.W}`] : []),
    ...(differs("Fh", "Fw") ? [`window ${then.Fh}×${then.Fw}`] : []),
    `stride ${then.S}`,
    then.mode === "same" ? "SAME" : `${BORDERS[then.mode]} ${then.P}`,
    ...(differs("dilation") ? [`dilation ${then.dilation}`] : []),
    ...(then.mode !== "same" && differs("fit") && ROUNDED[then.fit] ? [ROUNDED[then.fit]] : []),
  ].join(", ");
}

/**
 * The headings of the three volumes.
 * @param {Setting} setting
 * @param {Setting | null} computed whose output is drawn, null without one
 */
export function titlesOf(setting, computed, refused, hidden) {
  const { op, filters, flip, H, W, D, K, Fh, Fw, top, bottom, left, right } = setting;
  const padded = top + bottom + left + right > 0 ? `, padded to ${H + top + bottom}×${W + left + right}` : "";
  const bank = (count) =>
    `${count === 1 ? "Filter" : `${count} filters`} ${Fh}×${Fw}×${D}${flip ? ", rotated by 180°" : ""}`;
  const filter = {
    conv: () => bank(filters.length),
    max: () => `Largest in each ${Fh}×${Fw} window`,
    avg: () => `Mean of each ${Fh}×${Fw} window`,
  }[op]();
  const size = computed && `${outputShape(computed).join("×")}×${computed.K}`;
  let output = `Output ${size}`;
  if (hidden) output = `Output ?×?×${K}`;
  else if (!computed) output = "No output";
  else if (refused) output = `Last output that fitted ${size} (${madeBy(computed, setting)})`;
  return { input: `Input ${H}×${W}×${D}${padded}`, filter, output };
}

/** Which number is to be predicted, where there are several.  @param {Setting} setting */
export function whoseNumber({ op, filters, D }, map) {
  if (op === "conv") return filters.length > 1 ? ` of map ${map + 1}` : "";
  return D > 1 ? " of slice 1" : "";
}
