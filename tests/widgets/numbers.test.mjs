import assert from "node:assert/strict";
import test from "node:test";
import { bracketed, equals, grouped, isExact, many, pastedRows, product, readNumber, total, written } from "../../convlib/widgets/numbers.mjs";

const range = { name: "the stride", least: 1, most: 8, whole: true };
const cell = { name: "this cell", least: -999, most: 999 };

test("numbers are written with a true minus and two decimals at most", () => {
  assert.deepEqual([0, -0, -0.001, 1 / 3, -2.5, 12, -Infinity].map(written), ["0", "0", "0", "0.33", "−2.5", "12", "−∞"]);
  assert.equal(bracketed(-2), "(−2)");
  assert.equal(isExact(0.25), true);
  assert.equal(isExact(1 / 3), false);
});

test("a sum says = where no number of it was rounded, and ≈ otherwise", () => {
  // A pool has no weights (null), and pads with −∞.
  assert.equal(equals([0.25, null, -Infinity]), "=");
  assert.equal(equals([0.25, 1 / 3]), "≈");
});

test("large counts are parted by commas, to any length, and have their noun", () => {
  assert.equal(grouped(60965224), "60,965,224");
  assert.equal(grouped(15n ** 24n), "16,834,112,196,028,232,574,462,890,625");
  assert.deepEqual([many(1, "pixel"), many(1n, "pixel"), many(4704n, "pixel"), many(0, "zero")], ["1 pixel", "1 pixel", "4,704 pixels", "0 zeros"]);
});

test("nothing adds up to 0 and multiplies to 1", () => {
  assert.deepEqual([total([2, -3, 0.5]), total([])], [-0.5, 0]);
  assert.deepEqual([product([2, -3, 0.5]), product([])], [-3, 1]);
});

test("what a reader types is read, or refused in words", () => {
  for (const [text, value] of [["3", 3], [" −2,5 ", -2.5], ["1/4", 0.25], ["-1/9", -1 / 9], [".5", 0.5], ["+4", 4], ["1e2", 100]])
    assert.equal(readNumber(text, cell).value, value, text);
  for (const text of ["", "abc", "--1", "1/0", "1 2", "NaN", "Infinity", "0x10"]) {
    const { value, said } = readNumber(text, cell);
    assert.equal(value, null, text);
    assert.match(said, /is not a number; this cell stays as it was\.$/);
  }
});

test("out of range is clamped and said", () => {
  assert.deepEqual(readNumber("1e9", range), { value: 8, said: "1000000000 is too large for the stride; it is now 8." });
  assert.deepEqual(readNumber("-1", range), { value: 1, said: "−1 is too small for the stride; it is now 1." });
  assert.deepEqual(readNumber("2.5", range), { value: null, said: "“2.5” is not a whole number; the stride stays as it was." });
});

test("a pasted column is rows, a pasted table rows of cells", () => {
  assert.deepEqual(pastedRows("1\n2\r\n3\n"), [["1"], ["2"], ["3"]]);
  assert.deepEqual(pastedRows("1\t2\n3;4"), [["1", "2"], ["3", "4"]]);
});
