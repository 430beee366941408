// One number of the map: what the window covers, the sum slice by slice, what became of it, and all of it in words.
import { bracketed, equals, many, total, written } from "../shared/numbers.mjs";
import { effective, mapSizes, settingOf } from "./setting.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./arithmetic.mjs").Setting} Setting
 * @typedef {import("./arithmetic.mjs").Photograph} Photograph
 * @typedef {import("../shared/planes.mjs").Place} Place
 * @typedef {ReturnType<typeof reading>} Reading
 */

const COLOURS = ["red", "green", "blue"];

/** @param {Photograph} photograph @param {Setting} setting @param {Place} place */
function slicesAt(photograph, { weights, P, S }, [row, col]) {
  const F = weights.length;
  const cells = (value) =>
    weights.map((line, i) => line.map((weight, j) => value(row * S - P + i, col * S - P + j, weight)));
  const inside = (r, c) => r >= 0 && r < photograph.rows && c >= 0 && c < photograph.cols;
  return photograph.planes.map((plane, d) => {
    const numbers = cells((r, c) => (inside(r, c) ? plane[r * photograph.cols + c] : 0));
    const real = cells((r, c) => inside(r, c));
    return { d, F, name: COLOURS[d], numbers, real };
  });
}

const dot = (numbers, weights) => total(numbers.flatMap((line, i) => line.map((value, j) => value * weights[i][j])));

/** @param {Photograph} photograph @param {Setting} setting @param {Place} place */
function valuesAt(photograph, setting, place) {
  const sums = slicesAt(photograph, setting, place).map(({ numbers }) => dot(numbers, setting.weights));
  const values = setting.shares ? [total(sums.map((sum, d) => setting.shares[d] * sum))] : sums;
  return values.map((value) => value + setting.bias);
}

/**
 * All that went into the number at `place`: the window's pixels, the sum of each slice, and what became of it.
 * @param {State} state
 * @param {Photograph} photograph
 * @param {Place} place
 */
export function reading(state, photograph, place) {
  const setting = settingOf(state);
  const { typed, over } = effective(state);
  const slices = slicesAt(photograph, setting, place).map((slice) => ({
    ...slice,
    share: setting.shares?.[slice.d] ?? null,
    sum: dot(slice.numbers, typed),
  }));
  const values = valuesAt(photograph, setting, place);
  const kept = setting.relu ? values.map((value) => Math.max(0, value)) : values;
  let result = kept;
  if (setting.pool !== "none") {
    const corner = place.map((at) => Math.floor(at / setting.F) * setting.F);
    const block = Array.from({ length: setting.F ** 2 }, (_, at) =>
      valuesAt(photograph, setting, [corner[0] + Math.floor(at / setting.F), corner[1] + (at % setting.F)]).map(
        (value) => (setting.relu ? Math.max(0, value) : value),
      ),
    );
    result = values.map((_, d) => {
      const list = block.map((one) => one[d]);
      return setting.pool === "max" ? Math.max(...list) : total(list) / list.length;
    });
  }
  const [top, left] = place.map((at) => at * setting.S - setting.P);
  return { place, slices, typed, over, values, kept, result, top, left, F: typed.length };
}

/**
 * One number of the map as a balance: what the window adds up, what it takes away, and what is left. Null where more becomes of it.
 * @param {State} state
 * @param {Reading} read
 */
export function balanceOf(state, { slices, typed, over, values }) {
  if (state.channels === "each" || state.relu || state.pool !== "none") return null;
  const parts = slices.flatMap(({ share, numbers }) =>
    numbers.flatMap((line, i) => line.map((value, j) => (share * value * typed[i][j]) / over)),
  );
  parts.push(state.bias);
  const added = total(parts.filter((part) => part > 0));
  const taken = total(parts.filter((part) => part < 0).map((part) => -part));
  return { added: written(added), taken: written(taken), sign: equals([added, taken]), left: written(values[0]) };
}

const spelled = (values) =>
  values.length === 1 ? written(values[0]) : values.map((value, d) => `${written(value)} (${COLOURS[d]})`).join(", ");
const covered = (from, size, most) => `${Math.max(1, from + 1)} to ${Math.min(most, from + size)}`;

/**
 * A reading in words.
 * @param {State} state
 * @param {Photograph} photograph
 * @param {Reading} read
 */
export function sentenceOf(state, photograph, { place, top, left, F, slices, values, kept, result }) {
  const { before } = mapSizes(state, photograph);
  const beyond = slices[0].real.flat().filter((real) => !real).length;
  const padding = beyond ? `, and ${many(beyond, "zero")} of padding` : "";
  const where =
    `Row ${place[0] + 1}, column ${place[1] + 1} of ${before.join(" by ")}: the window covers rows ` +
    `${covered(top, F, photograph.rows)} and columns ${covered(left, F, photograph.cols)} of the photograph${padding}.`;
  const sum = values.length === 1 ? ` The sum is ${spelled(values)}.` : ` The sums are ${spelled(values)}.`;
  const cut = state.relu && values.some((value) => value < 0) ? ` The ReLU makes it ${spelled(kept)}.` : "";
  const kind = { max: "largest", avg: "mean" }[state.pool];
  const pool = kind
    ? ` Of the ${state.F}×${state.F} sums in its pooling window, the ${kind} is ${spelled(result)}.`
    : "";
  return where + sum + cut + pool;
}

function shareWords(share, sum) {
  if (share === 1) return bracketed(sum);
  return share === -1 ? `(−1)·${bracketed(sum)}` : `${written(share)}·${bracketed(sum)}`;
}

/**
 * The sum written out: for each slice its products, then the slices, the divisor and the bias together.
 * @param {State} state
 * @param {Reading} read
 */
export function sumsOf(state, { slices, typed, over, values }) {
  const used = slices.filter(({ share }) => share !== 0);
  const lines = used.map(({ name, numbers, sum }) => ({
    name,
    sum: written(sum),
    sign: equals([sum, ...typed.flat()]),
    terms: numbers.flatMap((line, i) => line.map((value, j) => [written(value), bracketed(typed[i][j])])),
  }));
  const bias = bracketed(state.bias);
  const divided = (text, compound) => (over === 1 ? text : `${compound ? `(${text})` : text}/${bracketed(over)}`);
  const together = [];
  if (state.channels === "each")
    used.forEach(({ name, sum }, d) =>
      together.push({ name, text: `${divided(bracketed(sum), false)} + bias ${bias}`, value: values[d] }),
    );
  else {
    const parts = used.map(({ share, sum }) => shareWords(share, sum)).join(" + ");
    together.push({ name: "Together", text: `${divided(parts, used.length > 1)} + bias ${bias}`, value: values[0] });
  }
  return {
    lines,
    together: together.map((one) => ({
      ...one,
      sign: equals([one.value, state.bias, over]),
      value: written(one.value),
    })),
  };
}
