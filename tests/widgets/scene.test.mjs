import assert from "node:assert/strict";
import test from "node:test";
import { scene } from "../../convlib/widgets/sliding_scene.mjs";

const map = (rows, cols, value) => Array.from({ length: rows }, (_, r) => Array.from({ length: cols }, (_, c) => [].concat(value(r, c))));
const state = (changes = {}) => ({
  x: map(7, 7, (r, c) => r + c), filter: map(3, 3, () => 1), bias: 0, stride: 1, padding: 0, op: "conv", F: 2, fit: "exact", position: 0, ...changes,
});
const texts = (cells) => cells.map((line) => line.map(({ text }) => text));
const having = (slices, name) => slices.flat(2).filter(({ classes }) => classes.split(" ").includes(name)).length;

test("S22: 25 positions, nine cells lit, the sum in full", () => {
  const shown = scene(state({ position: 1, bias: 2 }));
  assert.equal(shown.count, 25);
  assert.equal(having(shown.input, "is-lit"), 9);
  assert.deepEqual(shown.window, { row: 0, col: 1, rows: 3, cols: 3 });
  // 1+2+3 + 2+3+4 + 3+4+5 + 2
  assert.equal(shown.sum.total.value, 29);
  assert.match(shown.sentence, /^Row 1, column 2 of 5 by 5: the window covers rows 1 to 3 and columns 2 to 4 of the input\. The sum is 29\.$/);
  assert.equal(shown.formula[0].numbers, "(7 − 3 + 2·0)/1 + 1 = 5");
});

test("the output fills as far as the window has come", () => {
  const shown = scene(state({ stride: 2, position: 4 }));
  assert.deepEqual(shown.output[0].flat().map(({ text }) => text !== ""), [true, true, true, true, true, false, false, false, false]);
  assert.equal(having(shown.output, "is-now"), 1);
});

test("S24: refused, 13 of 49 pixels hatched, the last valid output greyed and named", () => {
  const valid = state({ stride: 2 });
  const shown = scene(state({ stride: 3 }), valid);
  assert.equal(having(shown.input, "is-unread"), 13);
  assert.equal(having(shown.output, "is-stale"), 9);
  assert.match(shown.titles.output, /^Last output that fitted 3×3×1 \(stride 2, padding 0\)$/);
  assert.equal(shown.window, null);
  assert.equal(shown.sum, null);
  assert.equal(shown.formula[0].numbers, "(7 − 3 + 2·0)/3 + 1 = 7/3, not a whole number");
});

test("refused from the start: nothing is made up", () => {
  const shown = scene(state({ stride: 3 }));
  assert.equal(shown.output, null);
  assert.equal(shown.count, 0);
});

test("floor does what libraries do, and says so in the sum", () => {
  const shown = scene(state({ stride: 3, fit: "floor" }));
  assert.equal(shown.count, 4);
  assert.equal(having(shown.input, "is-unread"), 13);
  assert.equal(shown.formula[0].numbers, "⌊(7 − 3 + 2·0)/3⌋ + 1 = 2");
});

test("ceil draws the overhang that its last window needs", () => {
  const shown = scene(state({ stride: 3, fit: "ceil" }));
  assert.equal(shown.count, 9);
  assert.equal(shown.input[0].length, 9);
  assert.equal(having(shown.input, "is-overhang"), 81 - 49);
});

test("S25: a ring of zeros that cannot be edited", () => {
  const shown = scene(state({ padding: 1 }));
  assert.equal(shown.input[0].length, 9);
  assert.equal(having(shown.input, "is-padding"), 81 - 49);
  assert.ok(shown.input[0][0].every(({ text, editable }) => text === "0" && !editable));
  assert.match(shown.sentence, /rows 1 to 2 and columns 1 to 2 of the input and 5 cells beyond its edge/);
});

test("padding is minus infinity for the maximum and not counted in the mean", () => {
  const lone = { x: map(2, 4, (r, c) => -1 - r - c), F: 2, padding: 1, stride: 2 };
  const largest = scene(state({ ...lone, op: "max" }));
  assert.equal(largest.input[0][0][0].text, "−∞");
  assert.equal(largest.sum.sums[0].value, -1);
  assert.deepEqual(largest.sum.sums[0].parts.map(({ value }) => value), ["−∞", "−∞", "−∞", "−1"]);
  const mean = scene(state({ ...lone, op: "avg", position: 1 }));
  // Row 1 holds −1 −2 −3 −4: the second window sees −2 and −3.
  assert.equal(mean.sum.sums[0].value, -2.5);
  assert.equal(mean.sum.sums[0].count, 2);
});

test("a pool whose padding reaches its window is refused with a way out", () => {
  const shown = scene(state({ op: "max", F: 2, padding: 2 }));
  assert.match(shown.sentence, /padding is 2, but must be less than F = 2/);
  assert.deepEqual(shown.refused.repairs.map(({ value }) => value), [1]);
});

test("three slices: one sum each, then together with the bias", () => {
  const x = map(3, 4, (r, c) => [1, c, -r]);
  const filter = map(3, 3, (r, c) => [c === 0 ? 2 : 0, r === 1 ? 1 : 0, 1]);
  const { sum } = scene(state({ x, filter, bias: -1, position: 1 }));
  // Slice 1: three 2·1; slice 2: columns 1 + 2 + 3 of one row; slice 3: 3·(0 − 1 − 2); bias −1
  assert.deepEqual(sum.sums.map(({ value }) => value), [6, 6, -9]);
  assert.equal(sum.total.value, 6 + 6 - 9 - 1);
  assert.deepEqual(sum.total.parts, ["6", "6", "(−9)"]);
});

test("a pool keeps every slice", () => {
  const shown = scene(state({ x: map(2, 4, (r, c) => [c, -c]), op: "max", stride: 2, position: 1 }));
  assert.deepEqual(shown.output.map(texts), [[["1", "3"]], [["0", "−2"]]]);
});

test("a rounded number is said to be rounded", () => {
  const shown = scene(state({ filter: map(3, 3, () => 1 / 9) }));
  assert.equal(shown.sum.total.sign, "≈");
  assert.equal(scene(state()).sum.total.sign, "=");
});

test("a rectangular input has a size sum for each axis", () => {
  const shown = scene(state({ x: map(5, 8, () => 1), stride: 1, padding: 1 }));
  assert.deepEqual(shown.formula.map(({ numbers }) => numbers), ["(5 − 3 + 2·1)/1 + 1 = 5", "(8 − 3 + 2·1)/1 + 1 = 8"]);
});

test("a position beyond a smaller output shows its last cell", () => {
  assert.equal(scene(state({ stride: 2, position: 24 })).index, 8);
});
