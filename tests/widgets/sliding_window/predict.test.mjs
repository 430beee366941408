import assert from "node:assert/strict";
import test from "node:test";
import { judgeSize, judgeValue } from "../../../convlib/widgets/sliding_window/predict.mjs";
import { map, PLAIN } from "./plain_state.mjs";

const state = (changes = {}) => ({
  x: map(9, 9, (r, c) => (3 * r + 5 * c) % 7),
  filters: [map(3, 3, (r, c) => 2 * r - c + 1)],
  bias: [4],
  ...PLAIN,
  ...changes,
});
const says = (judged, right, words) => {
  assert.equal(judged.right, right, judged.words);
  assert.match(judged.words, words);
};

test("a right size is right, and each slip with the size has its own words", () => {
  const setting = state({ x: map(11, 11, () => 1), stride: 2, padding: 1 });
  says(judgeSize(setting, [6, 6]), true, /^Right: 6×6/);
  // (11 − 3 + 2·1)/(2 + 1) = 10/3: nobody types that; at stride 4 it is whole.
  says(
    judgeSize(state({ x: map(11, 11, () => 1), stride: 4, padding: 1, fit: "floor" }), [2, 2]),
    false,
    /\(11 − 3 \+ 2·1\)\/\(4 \+ 1\): the \+ 1 stands behind/,
  );
  says(judgeSize(setting, [5, 5]), false, /One more: the first window/);
  says(judgeSize(setting, [11, 11]), false, /for stride 1: at stride 2 only every second/);
  says(
    judgeSize(state({ x: map(7, 7, () => 1), stride: 3, padding: 1 }), [7, 7]),
    false,
    /at stride 3 only every third of these/,
  );
  says(judgeSize(setting, [10, 10]), false, /divided by S, not 2P alone/);
  says(judgeSize(setting, [36, 36]), false, /how many numbers the output holds/);
  says(judgeSize(setting, null), false, /It does fit/);
  says(judgeSize(state({ x: map(10, 10, () => 1), stride: 1, padding: 2 }), [10, 10]), false, /2P = 2·2, not 2/);
  says(
    judgeSize(state({ x: map(10, 10, () => 1), stride: 1, padding: 2 }), [8, 8]),
    false,
    /The padding is missing: it adds 2/,
  );
  says(judgeSize(state({ dilation: 2 }), [7, 7]), false, /3 weights reach over 5 pixels/);
  says(judgeSize(state({ x: map(4, 9, () => 1) }), [7, 2]), false, /height and width have changed places/);
  says(judgeSize(state(), [123, 123]), false, /^Not yet: count the places/);
  says(judgeSize(state({ padding_mode: "same", stride: 2 }), [4, 4]), false, /SAME means/);
});

test("S24: what does not fit is answered with “it does not fit”", () => {
  const setting = state({ x: map(7, 7, () => 1), stride: 3 });
  says(judgeSize(setting, null), true, /^Right: it does not fit\. 3×3 windows at stride 3/);
  says(judgeSize(setting, [2, 2]), false, /without rounding: does 2×2 come out/);
});

test("a right number is right, and each slip with a number has its own words", () => {
  const at = [2, 1];
  // Rows 3 to 5, columns 2 to 4 of (3r + 5c) % 7 under 1 0 −1 / 3 2 1 / 5 4 3:
  // 4·1 + 2·0 + 0·(−1) + 0·3 + 5·2 + 3·1 + 3·5 + 1·4 + 6·3 = 54, and the bias 4
  const sum = 4 * 1 + 2 * 0 + 0 * -1 + 0 * 3 + 5 * 2 + 3 * 1 + 3 * 5 + 1 * 4 + 6 * 3;
  says(judgeValue(state(), at, 0, sum + 4), true, /^Right: 58/);
  says(judgeValue(state(), at, 0, sum), false, /The bias is missing: add 4/);
  says(judgeValue(state(), at, 0, sum - 4), false, /added, not subtracted/);
  const turned = 4 * 3 + 2 * 4 + 0 * 5 + 0 * 1 + 5 * 2 + 3 * 3 + 3 * -1 + 1 * 0 + 6 * 1;
  says(judgeValue(state(), at, 0, turned + 4), false, /filter rotated by 180°/);
  says(judgeValue(state(), at, 0, 4 + 2 + 0 + 0 + 5 + 3 + 3 + 1 + 6), false, /adds up the pixels/);
  says(judgeValue(state({ relu: true, bias: [-100] }), at, 0, sum - 100), false, /ReLU turns it into 0/);
  says(judgeValue(state({ relu: true, bias: [-100] }), at, 0, 0), true, /Right/);
  const two = state({ x: map(9, 9, (r, c) => [r, c]), filters: [map(3, 3, () => [1, 10])] });
  says(judgeValue(two, at, 0, 9 * 3 + 4), false, /first slice alone/);
  says(judgeValue(state(), at, 0, 1234), false, /^Not yet: multiply/);
  assert.equal(judgeValue(state({ filters: [map(3, 3, () => 1 / 9)], bias: [0] }), at, 0, 2.67).right, true);
});

test("the slips with a pool", () => {
  const pool = (changes) => state({ x: map(4, 4, (r, c) => 4 * r + c + 1), stride: 2, ...changes });
  says(judgeValue(pool({ op: "max" }), [0, 1], 0, 8), true, /Right/);
  says(judgeValue(pool({ op: "max" }), [0, 1], 0, (3 + 4 + 7 + 8) / 4), false, /That is the mean/);
  says(judgeValue(pool({ op: "avg" }), [0, 1], 0, 3 + 4 + 7 + 8), false, /divides it by how many/);
  says(judgeValue(pool({ op: "avg", padding: 1 }), [0, 0], 0, 1 / 4), false, /number of real pixels/);
  says(judgeValue(pool({ x: map(2, 2, () => -5), op: "max", padding: 1 }), [0, 0], 0, 0), false, /−∞ in max pooling/);
});
