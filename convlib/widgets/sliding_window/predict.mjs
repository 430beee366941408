// Predict, then reveal: is the reader's answer right, and if not, which slip explains it? Pure functions.
import { total, written } from "../shared/numbers.mjs";
import { layer, measures, outputShape, reduce, refusalOf, terms } from "./layer.mjs";
import { ordinal } from "./words.mjs";

/**
 * @typedef {import("./layer.mjs").Setting} Setting
 * @typedef {import("./state.mjs").State} State
 * @typedef {{ right: boolean, words: string }} Judged
 */

const close = (a, b) => Math.abs(a - b) < 0.005 + 1e-9;

/** The first slip whose number is the answer, and is not the right one as well. */
const explained = (slips, answer, right) =>
  slips.find(([value]) => Number.isFinite(value) && close(value, answer) && !close(value, right))?.[1] ?? null;

/** What other people get for one axis, and why. */
function sizeSlips({ name, size, F, reached, S, P, other, area }) {
  const room = size - reached + 2 * P;
  return [
    [
      room / (S + 1),
      `That is (${size} − ${reached} + 2·${P})/(${S} + 1): the + 1 stands behind the fraction, not below its line.`,
    ],
    [room / S, "One more: the first window stands before any step is taken, so the + 1 counts it."],
    [Math.floor(room / S), "One more: the first window stands before any step is taken, so the + 1 counts it."],
    [(size - reached + P) / S + 1, `Padding lies on both sides: 2P = 2·${P}, not ${P}.`],
    [size - reached + (2 * P) / S + 1, "The whole W1 − F + 2P is divided by S, not 2P alone: mind the brackets."],
    [room + 1, `That is for stride 1: at stride ${S} only every ${ordinal(S)} of these places is used.`],
    [(size - reached) / S + 1, `The padding is missing: it adds ${P} on both sides of the ${name}.`],
    [
      (size - F + 2 * P) / S + 1,
      `With dilation ${F} weights reach over ${reached} pixels, and it is this span that has to fit.`,
    ],
    [size, "That would keep the size of the input. How far can the window travel?"],
    [Math.ceil(room / S) + 1, "The last window would hang over the edge: here it is rounded down."],
    [Math.floor(room / S) + 1, "The last window would be dropped: here it is rounded up."],
    [area, "That is how many numbers the output holds. The question is how long one side is."],
    [other, "That is the other side: height and width have changed places."],
  ];
}

/**
 * Judge the predicted size.
 * @param {State} state
 * @param {number[] | null} answer [height, width], or null for “it does not fit”
 * @returns {Judged}
 */
export function judgeSize(state, answer) {
  const setting = measures(state);
  const refused = refusalOf(setting);
  const { H, W, Fh, Fw, S, P, mode, tall, wide } = setting;
  if (refused && answer === null) return { right: true, words: `Right: it does not fit. ${refused.message}` };
  if (refused)
    return {
      right: false,
      words: `Put the numbers into the rule once more, without rounding: does ${answer.join("×")} come out?`,
    };
  const shape = outputShape(setting);
  const named = shape.join("×");
  if (answer === null)
    return { right: false, words: "It does fit: the rule gives a whole number here, or its result is rounded." };
  if (answer[0] === shape[0] && answer[1] === shape[1]) return { right: true, words: `Right: ${named}.` };
  if (mode === "same")
    return {
      right: false,
      words: `Not yet: SAME means the input's size divided by the stride, rounded up. Here S = ${S}.`,
    };
  const axes = [
    { name: "height", size: H, F: Fh, reached: tall },
    { name: "width", size: W, F: Fw, reached: wide },
  ];
  const wrong = shape.findIndex((value, axis) => value !== answer[axis]);
  const slips = sizeSlips({ ...axes[wrong], S, P, other: shape[1 - wrong], area: shape[0] * shape[1] });
  const why = explained(slips, answer[wrong], shape[wrong]);
  return {
    right: false,
    words:
      why ??
      `Not yet: count the places where the left edge of the window can stand, or put the ${axes[wrong].name} into the rule.`,
  };
}

/** @param {Setting} setting */
function poolSlips(setting, position, d) {
  const { op, F } = setting;
  const list = terms(setting, position, d)
    .filter(({ inside }) => inside)
    .map(({ value }) => value);
  const sum = total(list);
  const cells = F ** 2;
  const both = [
    [
      sum,
      `That is the sum of the window. ${op === "max" ? "The pool keeps its largest number." : "A mean divides it by how many there are."}`,
    ],
  ];
  if (op === "max")
    return [
      ...both,
      [sum / list.length, "That is the mean. Max pooling keeps the largest number of the window."],
      [Math.min(...list), "That is the smallest. Max pooling keeps the largest number of the window."],
      [0, "Padding is −∞ in max pooling, so a 0 from beyond the edge never wins."],
    ];
  return [
    ...both,
    [Math.max(...list), "That is the largest. An average pool takes the mean of the window."],
    [sum / cells, "Padding is not counted: divide by the number of real pixels."],
  ];
}

/**
 * @param {State} state
 * @param {Setting} setting the same, measured
 */
function convSlips(state, setting, position, k) {
  const slicesOf = (some) => some.x[0][0].map((_, d) => terms(some, position, d, k));
  const slices = slicesOf(setting);
  const bias = state.bias[k];
  const list = slices.flat();
  const sum = reduce("conv", list) + bias;
  const near = (changed) =>
    slicesOf(measures({ ...state, ...changed })).reduce((soFar, slice) => soFar + reduce("conv", slice), bias);
  return [
    [state.relu ? sum : NaN, "The sum is negative, so ReLU turns it into 0."],
    [sum - bias, `The bias is missing: add ${written(bias)} to the sum of the products.`],
    [sum - 2 * bias, "The bias is added, not subtracted."],
    [
      near({ flip: !state.flip }),
      state.flip
        ? "The filter is rotated by 180° here, as true convolution asks: its last weight meets the first pixel."
        : "That is the sum with the filter rotated by 180°. A CONV layer uses it as it is.",
    ],
    [
      slices.length > 1 ? reduce("conv", slices[0]) + bias : NaN,
      "That is the first slice alone: the sum runs through the full depth.",
    ],
    [
      slices.length > 1 ? reduce("conv", slices[0]) : NaN,
      "That is the first slice alone: the sum runs through the full depth.",
    ],
    [
      total(list.map(({ value }) => value)),
      "That adds up the pixels: each one has to be multiplied by its weight first.",
    ],
    [
      total(list.map((one) => Math.abs(one.product))) + bias,
      "Mind the signs: a pixel under a negative weight counts against the sum.",
    ],
    [
      near({ dilation: 1 }),
      "With dilation the weights stand apart: skip the pixels between them, as the picture does.",
    ],
    [
      ["reflect", "replicate"].includes(state.padding_mode) ? near({ padding_mode: "zeros" }) : NaN,
      "The border does not hold zeros here: it repeats pixels of the input.",
    ],
    [state.relu ? NaN : 0, "ReLU is off: a negative sum stays negative."],
  ];
}

/**
 * Judge the predicted number of map `k` at [row, column] in the same way; for a pool, `k` is the slice.
 * @param {State} state
 * @param {number[]} position
 * @param {number} answer
 * @returns {Judged}
 */
export function judgeValue(state, position, k, answer) {
  const setting = measures(state);
  const [row, col] = position;
  const line = layer(setting)[k][row];
  const value = line[col];
  if (close(answer, value)) return { right: true, words: `Right: ${written(value)}.` };
  const slips = state.op === "conv" ? convSlips(state, setting, position, k) : poolSlips(setting, position, k);
  const before = col > 0 ? line[col - 1] : NaN;
  const why = explained([...slips, [before, "That was the number before: the window has moved on."]], answer, value);
  const how = {
    conv: "multiply each pixel in the window by its weight, add up the products, then add the bias",
    max: "find the largest number in the window",
    avg: "add up the numbers in the window and divide by how many there are",
  }[state.op];
  return { right: false, words: why ?? `Not yet: ${how}.` };
}
