// From the setting of a PhotoFilter to its words and numbers: pure functions; the maps come from arithmetic.mjs.
import { pastedInto, typedInto } from "../shared/cell_edits.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongNumbers, wrongOption } from "../shared/link_checks.mjs";
import { bracketed, equals, many, total, written } from "../shared/numbers.mjs";
import { recentred, within } from "../shared/planes.mjs";
import { stops } from "./arithmetic.mjs";

export const LIMITS = { longest: 512, shortest: 40, number: 999, stride: 4, pool: 8 };
export const SHARES = {
  all: [1 / 3, 1 / 3, 1 / 3],
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
export const PAINTS = [
  ["signed", "red, 0, blue"],
  ["grey", "grey, 0 to 255"],
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
const COLOURS = ["red", "green", "blue"];

/** Null, or what is wrong with a whole state that came from a link to a widget with these photographs. */
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
  );
  if (wrong !== null) return wrong;
  const { filter, position } = state;
  if (filter.length !== filter[0].length || ![3, 5].includes(filter.length)) return "filter is neither 3×3 nor 5×5";
  const place = position.length === 2 && position.every((at) => Number.isInteger(at) && at >= 0);
  return place ? null : "position is no row and column";
}

/** The filter as it is used: divided by its sum where that is asked for and the sum is not 0. */
export function effective({ filter, normalise }) {
  const typed = filter.map((line) => line.map(([weight]) => weight));
  const sum = total(typed.flat());
  const over = normalise && Math.abs(sum) > 1e-9 ? sum : 1;
  return { typed, sum, over, weights: typed.map((line) => line.map((weight) => weight / over)) };
}

/** What became of the wish to divide by the sum. */
export function sumWords(state) {
  const { sum } = effective(state);
  if (Math.abs(sum) <= 1e-9)
    return state.normalise
      ? "The weights add up to 0, and nothing can be divided by 0: they stay as they are."
      : "The weights add up to 0: where the photograph is even, so is the map, at the bias.";
  return `The weights add up to ${written(sum)}${state.normalise ? `, and each is divided by ${written(sum)}` : ""}.`;
}

/** The setting as arithmetic.mjs takes it. */
export function settingOf(state) {
  const { bias, stride: S, relu, pool, F, filter, padding } = state;
  const P = padding === "zero" ? (filter.length - 1) / 2 : 0;
  return { weights: effective(state).weights, shares: SHARES[state.channels] ?? null, bias, P, S, relu, pool, F };
}

/** Rows and columns of the map before and after the pool; the window can go where the pool reads. */
export function mapSizes(state, photograph) {
  const { weights, P, S, pool, F } = settingOf(state);
  const before = [photograph.rows, photograph.cols].map((size) => stops(size, weights.length, P, S));
  const after = pool === "none" ? before : before.map((size) => Math.floor(size / F));
  return { before, after, reach: pool === "none" ? before : after.map((size) => size * F) };
}

/** The place whose window lies around a point of the photograph, or whose number is at a point of the map;
 *  a point is a pair of shares, down and along, of the picture. */
export function placeAt(state, photograph, kind, point) {
  const { weights, P, S, pool, F } = settingOf(state);
  const { after, reach } = mapSizes(state, photograph);
  const step = pool === "none" ? 1 : F;
  const place =
    kind === "map"
      ? point.map((share, axis) => Math.floor(share * after[axis]) * step)
      : point.map((share, axis) =>
          Math.round((Math.floor(share * [photograph.rows, photograph.cols][axis]) - (weights.length - 1) / 2 + P) / S),
        );
  return within(reach, place);
}

/** Where the window lies on the photograph and its number on the map, in shares of the pictures. */
export function marks(state, photograph, [row, col]) {
  const { weights, P, S, pool, F } = settingOf(state);
  const { after } = mapSizes(state, photograph);
  const step = pool === "none" ? 1 : F;
  const box = (top, left, size, [rows, cols]) => ({
    top: top / rows,
    left: left / cols,
    height: size / rows,
    width: size / cols,
  });
  return {
    photo: box(row * S - P, col * S - P, weights.length, [photograph.rows, photograph.cols]),
    map: box(Math.floor(row / step), Math.floor(col / step), 1, after),
  };
}

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

function valuesAt(photograph, setting, place) {
  const sums = slicesAt(photograph, setting, place).map(({ numbers }) => dot(numbers, setting.weights));
  const values = setting.shares ? [total(sums.map((sum, d) => setting.shares[d] * sum))] : sums;
  return values.map((value) => value + setting.bias);
}

/** All that went into the number at `place`: the window's pixels, the sum of each slice, and what became of it. */
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
  return { slices, typed, over, values, kept, result, top, left, F: typed.length };
}

const spelled = (values) =>
  values.length === 1 ? written(values[0]) : values.map((value, d) => `${written(value)} (${COLOURS[d]})`).join(", ");
const reach = (from, size, most) => `${Math.max(1, from + 1)} to ${Math.min(most, from + size)}`;

/** The current position in words. */
export function sentenceOf(state, photograph, place) {
  const { top, left, F, slices, values, kept, result } = reading(state, photograph, place);
  const { before } = mapSizes(state, photograph);
  const beyond = slices[0].real.flat().filter((real) => !real).length;
  const padding = beyond ? `, and ${many(beyond, "zero")} of padding` : "";
  const where =
    `Row ${place[0] + 1}, column ${place[1] + 1} of ${before.join(" by ")}: the window covers rows ` +
    `${reach(top, F, photograph.rows)} and columns ${reach(left, F, photograph.cols)} of the photograph${padding}.`;
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

/** The sum written out: for each slice its products, then the slices, the divisor and the bias together. */
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
  else if (state.channels === "all") {
    const divisor = over === 1 ? "3" : `(3·${bracketed(over)})`;
    together.push({
      name: "Together",
      text: `(${used.map(({ sum }) => bracketed(sum)).join(" + ")})/${divisor} + bias ${bias}`,
      value: values[0],
    });
  } else {
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

/** What the channels mean for the filter, in words. */
export function channelWords({ channels, filter }) {
  const F = filter.length;
  if (channels === "each")
    return "Each channel is filtered by itself: three maps, shown as red, green and blue. A photo editor does that; a CONV layer adds them up.";
  const slices =
    {
      all: "a third of these weights in each slice",
      "red-blue": "these weights in the red slice, their opposites in the blue one, 0 in the green one",
    }[channels] ?? `these weights in the ${channels} slice, 0 in the other two`;
  return `As in a CONV layer, the filter is ${F}×${F}×3, with ${slices}: ${F * F * 3} products are added up to one number, and the filter gives one map.`;
}

/** A text typed or `pasted` into a copy of the filter from (row, col) on: `{ volume, taken, told }`. */
export const retyped = (filter, row, col, text, pasted) =>
  (pasted ? pastedInto : typedInto)(filter, [row, col, 0], text, {
    cell: "this weight",
    most: LIMITS.number,
    names: ["filter", "filters", "weight"],
  });

/** A filter of another size around the same centre. */
export const resized = (filter, F) => recentred(filter, F, F, () => [0]);
