// What a SlidingWindow says beside its picture: the sentence of the step, the sum in full, the size rule with its numbers.
import { fraction, outputSize, windowCells } from "../shared/arithmetic.mjs";
import { bracketed, equals, many, written } from "../shared/numbers.mjs";
import { measures, outputShape, reduce, terms } from "./layer.mjs";

const VERBS = { conv: "sum", max: "largest", avg: "mean" };

/** One slice's share of the current number: every product written out, or the candidates of a pool. */
function sliceSum(state, position, d, k) {
  const list = terms(state, position, d, k);
  const value = reduce(state.op, list);
  const counted = state.op === "avg" ? list.filter(({ inside }) => inside) : list;
  const parts = counted.map((one) => ({
    value: (state.op === "max" ? written : bracketed)(one.value),
    weight: one.weight === null ? null : bracketed(one.weight),
    inside: one.inside,
  }));
  const sign = equals([value, ...counted.flatMap((one) => [one.value, one.weight])]);
  return { d, terms: counted, parts, value, sign, count: counted.length };
}

/** The current number in full: a sum for each slice; for a convolution with filter k also their total, before and after ReLU. */
export function sumsOf(state, position, k = 0) {
  const sums = state.x[0][0].map((_, d) => sliceSum(state, position, d, k));
  if (state.op !== "conv") return { sums, total: null, result: sums.map(({ value }) => value) };
  const value = sums.reduce((sum, { value: part }) => sum + part, 0) + state.bias[k];
  const numbers = sums.flatMap(({ value: part, terms: list }) => [
    part,
    ...list.flatMap((one) => [one.value, one.weight]),
  ]);
  const total = {
    parts: sums.map(({ value: part }) => bracketed(part)),
    bias: bracketed(state.bias[k]),
    value,
    sign: equals([value, state.bias[k], ...numbers]),
    relu: state.relu ? Math.max(0, value) : null,
  };
  return { sums, total, result: [state.relu ? total.relu : value] };
}

const reach = (name, from, to) => (from === to ? `${name} ${from}` : `${name}s ${from} to ${to}`);

/** The step in words; what is still to be predicted is asked for. */
export function sentenceOf(state, [row, col], [rows, cols], sum, k, hidden) {
  const cells = windowCells(measures(state), row, col);
  const real = cells.filter(({ inside }) => inside);
  const edge = cells.length - real.length;
  const rowsRead = real.map((cell) => cell.row + 1);
  const colsRead = real.map((cell) => cell.col + 1);
  const apart =
    state.op === "conv" && state.dilation > 1
      ? `, every ${["second", "third", "fourth"][state.dilation - 2]} of them,`
      : "";
  const seen =
    real.length === 0
      ? "padding only"
      : `${reach("row", Math.min(...rowsRead), Math.max(...rowsRead))} and ${reach("column", Math.min(...colsRead), Math.max(...colsRead))} of the input${apart}` +
        (edge ? ` and ${many(edge, "cell")} beyond its edge` : "");
  const place = `Row ${row + 1}, column ${col + 1} of ${rows} by ${cols}: the window covers ${seen}`.replace(/,$/, "");
  const whose = state.op === "conv" && state.filters.length > 1 ? ` with filter ${k + 1}` : "";
  const what = `The ${VERBS[state.op]}${whose}`;
  if (hidden) return `${place}. ${what} is yours to predict.`;
  if (sum.total?.relu != null && sum.total.value < 0)
    return `${place}. ${what} is ${written(sum.total.value)}, and ReLU makes it 0.`;
  return `${place}. ${what} is ${sum.result.map(written).join(", ")}.`;
}

/** The size rule with the reader's numbers, one line for each axis that differs. */
export function formulaOf(state, refused, hidden) {
  const { H, W, Fh, Fw, S, P, dilation, mode, tall, wide, top, bottom, left, right } = measures(state);
  const pads = state.op === "conv" || P > 0;
  const same = (name, index, size, [before, after]) => ({
    letters: `${name} = ⌈${index}1/S⌉`,
    fits: true,
    numbers: `⌈${size}/${S}⌉ = ${hidden ? "?" : Math.ceil(size / S)}, with ${many(before, "zero")} before and ${after} after`,
  });
  const line = (name, index, size, F, reached) => {
    const room = size - reached + 2 * P;
    const letters = `${name} = (${index}1 − ${dilation > 1 ? "span" : "F"}${pads ? " + 2P" : ""})/S + 1`;
    const numbers = `(${size} − ${reached}${pads ? ` + 2·${P}` : ""})/${S}`;
    const spanning = dilation > 1 ? `; ${F} at dilation ${dilation} span ${reached}` : "";
    if (hidden) return { letters, numbers: `${numbers} + 1 = ?${spanning}`, fits: true };
    if (room < 0) return { letters, numbers: `${numbers} + 1: there is no room for one window`, fits: false };
    if (refused && room % S)
      return { letters, numbers: `${numbers} + 1 = ${fraction(room + S, S)}, not a whole number`, fits: false };
    const out = outputSize({ size, F, S, P, dilation, fit: state.fit });
    const [open, close] = { exact: ["", ""], floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] }[room % S ? state.fit : "exact"];
    const dropped = state.fit === "ceil" && out !== Math.ceil(room / S) + 1;
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

/** What made the output of `shown`: its stride and border, and whatever else is not as in the refused `state`. */
function madeBy(shown, state) {
  const [then, now] = [measures(shown), measures(state)];
  const differs = (...names) => names.some((name) => then[name] !== now[name]);
  const layer = { conv: "convolution", max: "max pooling", avg: "average pooling" }[shown.op];
  return [
    ...(shown.op === state.op ? [] : [layer]),
    ...(differs("H", "W") ? [`input ${then.H}×${then.W}`] : []),
    ...(differs("Fh", "Fw") ? [`window ${then.Fh}×${then.Fw}`] : []),
    `stride ${shown.stride}`,
    then.mode === "same" ? "SAME" : `${BORDERS[then.mode]} ${shown.padding}`,
    ...(differs("dilation") ? [`dilation ${then.dilation}`] : []),
    ...(then.mode !== "same" && shown.fit !== state.fit && ROUNDED[shown.fit] ? [ROUNDED[shown.fit]] : []),
  ].join(", ");
}

/** The headings of the three volumes; `shown` is the state whose output is drawn, null without one. */
export function titlesOf(state, shown, refused, hidden) {
  const { H, W, D, Fh, Fw, top, bottom, left, right } = measures(state);
  const padded = top + bottom + left + right > 0 ? `, padded to ${H + top + bottom}×${W + left + right}` : "";
  const bank = (count) =>
    `${count === 1 ? "Filter" : `${count} filters`} ${Fh}×${Fw}×${D}${state.flip ? ", turned round" : ""}`;
  const filter = {
    conv: () => bank(state.filters.length),
    max: () => `Largest of each ${Fh}×${Fw}`,
    avg: () => `Mean of each ${Fh}×${Fw}`,
  }[state.op]();
  const size = shown && `${outputShape(shown).join("×")}×${measures(shown).K}`;
  let output = `Output ${size}`;
  if (hidden) output = `Output ?×?×${measures(state).K}`;
  else if (!shown) output = "No output at this setting";
  else if (refused) output = `Last output that fitted ${size} (${madeBy(shown, state)})`;
  return { input: `Input ${H}×${W}×${D}${padded}`, filter, output };
}
