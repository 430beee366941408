import assert from "node:assert/strict";
import test from "node:test";
import { scene } from "../../../convlib/widgets/sliding_window/scene.mjs";
import { map, PLAIN } from "./plain_state.mjs";

const state = (changes = {}) => ({
  x: map(7, 7, (r, c) => r + c),
  filters: [map(3, 3, () => 1)],
  bias: [0],
  ...PLAIN,
  ...changes,
});
const texts = (cells) => cells.map((line) => line.map(({ text }) => text));
const having = (slices, name) => slices.flat(2).filter(({ classes }) => classes.split(" ").includes(name)).length;

test("S22: 25 positions, nine cells lit, the sum in full", () => {
  const shown = scene(state({ position: 1, bias: [2] }));
  assert.equal(shown.count, 25);
  assert.equal(having(shown.input, "is-lit"), 9);
  assert.deepEqual(shown.window, { row: 0, col: 1, rows: 3, cols: 3 });
  // 1+2+3 + 2+3+4 + 3+4+5 + 2
  assert.equal(shown.sum.total.value, 29);
  assert.match(
    shown.sentence,
    /^Row 1, column 2 of the 5×5 output: the window covers rows 1 to 3 and columns 2 to 4 of the input\. The sum is 29\.$/,
  );
  assert.equal(shown.formula[0].numbers, "(7 − 3 + 2·0)/1 + 1 = 5");
});

test("the output fills as far as the window has come", () => {
  const shown = scene(state({ stride: 2, position: 4 }));
  assert.deepEqual(
    shown.output[0].flat().map(({ text }) => text !== ""),
    [true, true, true, true, true, false, false, false, false],
  );
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

test("the last output that fitted is named by all that made it", () => {
  const named = (then, now) => scene(state(now), state(then)).titles.output.match(/\((.*)\)/)[1];
  const stride3 = { stride: 3 };
  assert.equal(named({ stride: 2, padding_mode: "same" }, stride3), "stride 2, SAME");
  assert.equal(named({ stride: 2, padding: 1, padding_mode: "reflect" }, stride3), "stride 2, mirrored padding 1");
  assert.equal(named({ padding: 2, padding_mode: "replicate" }, stride3), "stride 1, repeated padding 2");
  assert.equal(named({ stride: 3, fit: "floor" }, stride3), "stride 3, padding 0, rounded down");
  assert.equal(named({ stride: 3, fit: "ceil" }, stride3), "stride 3, padding 0, rounded up");
  assert.equal(named({ stride: 2, dilation: 2 }, stride3), "stride 2, padding 0, dilation 2");
  assert.equal(named({ x: map(9, 9, () => 1), stride: 3 }, stride3), "input 9×9, stride 3, padding 0");
  assert.equal(named({ filters: [map(4, 4, () => 1)], stride: 3 }, stride3), "window 4×4, stride 3, padding 0");
  assert.equal(named({ op: "max", F: 3, stride: 2 }, stride3), "max pooling, stride 2, padding 0");
  // What a pool does not use is not said of it.
  assert.equal(
    named({ op: "avg", F: 4, stride: 3, dilation: 2, padding_mode: "same" }, stride3),
    "average pooling, window 4×4, stride 3, padding 0",
  );
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
  assert.deepEqual(
    largest.sum.sums[0].parts.map(({ value }) => value),
    ["−∞", "−∞", "−∞", "−1"],
  );
  const mean = scene(state({ ...lone, op: "avg", position: 1 }));
  // Row 1 holds −1 −2 −3 −4: the second window sees −2 and −3.
  assert.equal(mean.sum.sums[0].value, -2.5);
  assert.equal(mean.sum.sums[0].count, 2);
});

test("a pool whose padding reaches its window is refused with a way out", () => {
  const shown = scene(state({ op: "max", F: 2, padding: 2 }));
  assert.match(shown.sentence, /padding is 2, but must be less than F = 2/);
  assert.deepEqual(
    shown.refused.repairs.map(({ value }) => value),
    [1],
  );
});

test("three slices: one sum each, then together with the bias", () => {
  const x = map(3, 4, (r, c) => [1, c, -r]);
  const filter = map(3, 3, (r, c) => [c === 0 ? 2 : 0, r === 1 ? 1 : 0, 1]);
  const { sum } = scene(state({ x, filters: [filter], bias: [-1], position: 1 }));
  // Slice 1: three 2·1; slice 2: columns 1 + 2 + 3 of one row; slice 3: 3·(0 − 1 − 2); bias −1
  assert.deepEqual(
    sum.sums.map(({ value }) => value),
    [6, 6, -9],
  );
  assert.equal(sum.total.value, 6 + 6 - 9 - 1);
  assert.deepEqual(sum.total.parts, ["6", "6", "(−9)"]);
});

test("a pool keeps every slice", () => {
  const shown = scene(state({ x: map(2, 4, (_r, c) => [c, -c]), op: "max", stride: 2, position: 1 }));
  assert.deepEqual(shown.output.map(texts), [[["1", "3"]], [["0", "−2"]]]);
});

test("a rounded number is said to be rounded", () => {
  const shown = scene(state({ filters: [map(3, 3, () => 1 / 9)] }));
  assert.equal(shown.sum.total.sign, "≈");
  assert.equal(scene(state()).sum.total.sign, "=");
});

test("a rectangular input has a size sum for each axis", () => {
  const shown = scene(state({ x: map(5, 8, () => 1), stride: 1, padding: 1 }));
  assert.deepEqual(
    shown.formula.map(({ numbers }) => numbers),
    ["(5 − 3 + 2·1)/1 + 1 = 5", "(8 − 3 + 2·1)/1 + 1 = 8"],
  );
});

test("a position beyond a smaller output shows its last cell", () => {
  assert.equal(scene(state({ stride: 2, position: 24 })).index, 8);
});

const lopsided = map(4, 5, (r, c) => [r - 2 * c, 3 * r + c]);
const bank = [map(2, 3, (r, c) => [c - r, 1]), map(2, 3, (r, c) => [2, r * c - 1])];
const layerState = (changes) => state({ x: lopsided, filters: bank, bias: [1, -3], ...changes });

test("S18: every filter has a map of its own, and the sum is that of the chosen one", () => {
  const shown = scene(layerState({ map: 1, position: 4 }));
  assert.deepEqual([shown.filters.length, shown.filters[0].length, shown.output.length], [2, 2, 2]);
  // Row 2, column 2 of filter 2: 2·(−1 − 3 − 5 + 0 − 2 − 4) and −1·(4 + 5 + 6 + 7) + 0·8 + 1·9 … each product by hand:
  const slice1 = 2 * (1 - 2 * 1 + (1 - 2 * 2) + (1 - 2 * 3) + (2 - 2 * 1) + (2 - 2 * 2) + (2 - 2 * 3));
  const slice2 = -(3 + 1) - (3 + 2) - (3 + 3) - (6 + 1) + 0 * (6 + 2) + 1 * (6 + 3);
  assert.deepEqual(
    shown.sum.sums.map(({ value }) => value),
    [slice1, slice2],
  );
  assert.equal(shown.sum.total.value, slice1 + slice2 - 3);
  assert.match(shown.sentence, /The sum with filter 2 is −/);
  assert.equal(having(shown.output, "is-now"), 1);
  assert.equal(having(shown.output, "is-beside"), 1);
  assert.equal(shown.titles.filter, "2 filters 2×3×2");
  assert.equal(shown.titles.output, "Output 3×3×2");
});

test("S21: true convolution draws the filter rotated by 180°, and an impulse gives it back as it lies", () => {
  const impulse = map(5, 7, (r, c) => Number(r === 2 && c === 3));
  const counting = [map(3, 3, (r, c) => 3 * r + c + 1)];
  const at = { x: impulse, filters: counting, padding: 1, position: 34 };
  const rows = (shown) => shown.output[0].slice(1, 4).map((line) => line.slice(2, 5).map(({ text }) => Number(text)));
  assert.deepEqual(rows(scene(state(at))), [
    [9, 8, 7],
    [6, 5, 4],
    [3, 2, 1],
  ]);
  const turned = scene(state({ ...at, flip: true }));
  assert.deepEqual(rows(turned), [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);
  assert.deepEqual(texts(turned.filters[0][0]), [
    ["9", "8", "7"],
    ["6", "5", "4"],
    ["3", "2", "1"],
  ]);
  assert.match(turned.titles.filter, /rotated by 180°/);
});

test("SAME at stride 2 has the shape of padding 1 and other numbers", () => {
  const rising = { x: map(4, 4, (r, c) => 4 * r + c), stride: 2, position: 3 };
  const same = scene(state({ ...rising, padding_mode: "same" }));
  assert.deepEqual(texts(same.output[0]), [
    ["45", "39"],
    ["66", "50"],
  ]);
  assert.equal(same.input[0].length, 5);
  assert.equal(having(same.input, "is-padding"), 9);
  assert.equal(same.formula[0].numbers, "⌈4/2⌉ = 2, with 0 zeros before and 1 after");
  assert.deepEqual(texts(scene(state({ ...rising, padding: 1, fit: "floor" })).output[0]), [
    ["10", "24"],
    ["51", "90"],
  ]);
});

test("a mirrored border repeats the input but for its edge, a replicated one the edge", () => {
  const x = map(3, 3, (r, c) => 3 * r + c + 1);
  const first = (mode, padding) => texts(scene(state({ x, padding, padding_mode: mode })).input[0])[0];
  assert.deepEqual(first("reflect", 2), ["9", "8", "7", "8", "9", "8", "7"]);
  assert.deepEqual(first("replicate", 2), ["1", "1", "1", "2", "3", "3", "3"]);
  const refused = scene(state({ x, padding: 3, padding_mode: "reflect" }));
  assert.match(refused.sentence, /^padding 3 has nothing to mirror in a height of 3/);
  assert.deepEqual(
    refused.refused.repairs.map(({ value }) => value),
    [2],
  );
});

test("dilation lights nine cells of twenty-five, and says so", () => {
  const shown = scene(state({ dilation: 2 }));
  assert.equal(having(shown.input, "is-lit"), 9);
  assert.deepEqual(shown.window, { row: 0, col: 0, rows: 5, cols: 5 });
  assert.match(shown.sentence, /rows 1 to 5 and columns 1 to 5 of the input, every second one\. The sum/);
  assert.equal(shown.formula[0].numbers, "(7 − 5 + 2·0)/1 + 1 = 3; 3 weights at dilation 2 reach over 5 pixels");
});

test("counts stand at every pixel: 1 in the corner and 9 in the middle; with padding 1 the corner has 4", () => {
  const notes = (padding) =>
    scene(state({ counts: true, padding })).input[0].map((line) => line.map(({ note }) => note));
  assert.deepEqual([notes(0)[0][0], notes(0)[3][3]], ["1", "9"]);
  assert.deepEqual([notes(1)[1][1], notes(1)[4][4]], ["4", "9"]);
  assert.equal(scene(state({ counts: true })).legend.counted, true);
});

test("ReLU comes after the sum and is said", () => {
  const shown = scene(state({ relu: true, bias: [-100] }));
  assert.equal(shown.sum.total.relu, 0);
  assert.match(shown.sentence, /The sum is −\d+, and ReLU turns it into 0\.$/);
  assert.equal(shown.output[0][0][0].text, "0");
});

test("the sum is one row times one column, with a 1 for the bias", () => {
  const { matrix, sum } = scene(layerState({ matrix: true, map: 1, position: 5 }));
  const lit = matrix.windows.findIndex((row) => row.lit);
  const number = (text) => Number(text.replace("−", "-"));
  const product = matrix.windows[lit].cells.reduce(
    (soFar, value, tap) => soFar + number(value) * number(matrix.weights[tap][1]),
    0,
  );
  assert.equal(matrix.weights.length, 2 * 3 * 2 + 1);
  assert.equal(product, sum.total.value);
  assert.equal(number(matrix.products[lit].cells[1]), sum.total.value);
  assert.deepEqual(
    matrix.products.map(({ at }) => at),
    [3, 4, 5, 6, 7],
  );
  assert.deepEqual(matrix.products.at(-1).cells, ["", ""]);
});

test("what is to be predicted is nowhere to be read", () => {
  const number = scene(state({ position: 3, matrix: true }), null, "value");
  assert.equal(number.output[0][0][3].text, "?");
  assert.equal(number.sum, null);
  assert.match(number.sentence, /The sum is yours to predict\.$/);
  assert.ok(number.matrix.products.every(({ lit, cells }) => !lit || cells[0] === "?"));
  const size = scene(state({ stride: 3 }), state(), "size");
  assert.equal(size.output, null);
  assert.equal(size.refused, null);
  assert.equal(size.titles.output, "Output ?×?×1");
  assert.equal(size.formula[0].numbers, "(7 − 3 + 2·0)/3 + 1 = ?");
  assert.equal(having(size.input, "is-unread"), 0);
});

test("a setting is measured once for a drawing, and a second time only for the output that fitted last", () => {
  const measured = (changes, lastValid = null) => {
    let times = 0;
    const watched = Object.defineProperty(state(changes), "padding_mode", {
      enumerable: true,
      get: () => {
        times += 1;
        return "zeros";
      },
    });
    scene(watched, lastValid && watched);
    return times;
  };
  const pool = { x: map(16, 16, (r, c) => r * c), op: "max", stride: 2, counts: true };
  assert.equal(measured(pool), 1);
  assert.equal(measured({ matrix: true, padding: 1, map: 0 }), 1);
  assert.equal(measured({ stride: 3 }, state()), 2);
});

test("the size rule has the letters of the settings that stand open, and of those that are not plain", () => {
  const rule = (controls, changes = {}) =>
    scene(state(changes), null, null, controls).formula.map(({ letters, numbers }) => `${letters} = ${numbers}`);
  assert.deepEqual(rule([]), []);
  assert.deepEqual(rule(["op", "F"], { stride: 2 }), []);
  assert.deepEqual(rule(["stride"]), ["H2 = W2 = (W1 − F)/S + 1 = (7 − 3)/1 + 1 = 5"]);
  assert.deepEqual(rule(["padding"], { padding: 1 }), ["H2 = W2 = W1 − F + 2P + 1 = 7 − 3 + 2·1 + 1 = 7"]);
  assert.deepEqual(rule(["padding"], { stride: 2 }), ["H2 = W2 = (W1 − F + 2P)/S + 1 = (7 − 3 + 2·0)/2 + 1 = 3"]);
  assert.deepEqual(rule(["stride"], { padding: 1 }), ["H2 = W2 = (W1 − F + 2P)/S + 1 = (7 − 3 + 2·1)/1 + 1 = 7"]);
  assert.deepEqual(rule(["stride", "padding"]), rule(null));
});

test("the room for the output's numbers is that of all of them, from the first step on", () => {
  const numbers = map(5, 5, (r, c) => (r === 4 && c === 4 ? 100 : 1));
  // Eight ones and 100 in the last corner: 108 is still to come.
  assert.equal(scene(state({ x: numbers, position: 0 })).longest, 3);
});

test("zeros that rounding up adds are in the legend; a pool leaves out what lies beyond the edge", () => {
  const up = { stride: 3, fit: "ceil" };
  assert.equal(scene(state({ stride: 2, fit: "ceil" })).legend.overhang, false);
  assert.equal(scene(state(up)).legend.overhang, true);
  const pool = scene(state({ ...up, op: "max", F: 3 })).legend;
  assert.deepEqual([pool.overhang, pool.beyond], [false, true]);
});

test("the input keeps a frame of its own inside its border", () => {
  assert.equal(scene(state()).real, null);
  assert.deepEqual(scene(state({ padding: 2 })).real, { row: 2, col: 2, rows: 7, cols: 7 });
  assert.deepEqual(scene(state({ stride: 3, fit: "ceil" })).real, { row: 0, col: 0, rows: 7, cols: 7 });
  assert.equal(scene(state({ stride: 3, fit: "floor" })).real, null);
});
