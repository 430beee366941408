import assert from "node:assert/strict";
import test from "node:test";
import { guessWords, read, rightWords, together, verdict } from "../../../convlib/widgets/prediction/guess.mjs";

const asked = (kind, right, more = {}) => ({ kind, right, slips: [], about: false, options: [], of: [], ...more });
const said = (what, text) => {
  const { outcome, head, said: words } = verdict(what, read(what, text).value);
  return `${outcome} | ${head} ${words}`;
};

test("a number is read as a reader writes it, and what is none is refused in words", () => {
  const what = asked("number", 3072);
  for (const text of ["3072", "3,072", " 3 072 "]) assert.equal(read(what, text).value, 3072, text);
  for (const text of ["", "many", "32x32x3"])
    assert.equal(read(what, text).refused, "Type a number, such as 12.", text);
});

test("a number says how far off it was, and why where the slip is known", () => {
  const places = asked("number", 5, { slips: [[4, "That is how many steps it makes."]] });
  assert.equal(said(places, "5"), "right | Right: 5.");
  assert.equal(said(places, "4"), "wrong | Not quite. That is how many steps it makes. It is 5.");
  assert.equal(said(places, "7"), "wrong | Not quite. 7 is 2 too high. It is 5.");
  assert.equal(said(places, "-1"), "wrong | Not quite. −1 is 6 too low. It is 5.");
  const third = asked("number", 7 / 3);
  assert.equal(said(third, "2.33"), "right | Right: 2.333.");
  assert.equal(said(third, "7/3"), "right | Right: 2.333.");
  assert.match(said(third, "2"), /^wrong/);
});

test("an estimate is good within a quarter, and else told by what factor it is off", () => {
  const weights = asked("number", 3072, { about: true });
  assert.equal(said(weights, "3072"), "right | Right: 3,072.");
  assert.equal(said(weights, "3000"), "near | A good guess. You said 3,000. It is 3,072.");
  assert.equal(said(weights, "512"), "wrong | Not quite. Your 512 is 6 times too small. It is 3,072.");
  assert.equal(said(weights, "30720"), "wrong | Not quite. Your 30,720 is 10 times too large. It is 3,072.");
  assert.equal(said(weights, "0"), "wrong | Not quite. It is 3,072.");
});

test("a shape says what is right in it", () => {
  const volume = asked("shape", [28, 30, 10], { slips: [[[32, 32, 10], "Windows do not hang over the edge."]] });
  for (const text of ["28×30×10", "28x30x10", "(28, 30, 10)", "28 30 10"])
    assert.equal(said(volume, text), "right | Right: 28×30×10.");
  assert.equal(said(volume, "32x32x10"), "wrong | Not quite. Windows do not hang over the edge. It is 28×30×10.");
  assert.equal(
    said(volume, "10x28x30"),
    "wrong | Not quite. These are the right numbers in another order. It is 28×30×10.",
  );
  assert.equal(said(volume, "28x30x3"), "wrong | Not quite. 2 of the 3 numbers are right. It is 28×30×10.");
  assert.equal(said(volume, "27x30x3"), "wrong | Not quite. 1 of the 3 numbers is right. It is 28×30×10.");
  assert.equal(said(volume, "28x30"), "wrong | Not quite. A shape of 3 numbers was asked for. It is 28×30×10.");
  assert.equal(said(volume, "1x2x3"), "wrong | Not quite. It is 28×30×10.");
  assert.equal(read(volume, "large").refused, "Type a shape, such as 5×5×3.");
  assert.equal(read(asked("shape", [3, 3]), "large").refused, "Type a shape, such as 6×4.");
});

test("each option of a choice has its reason, and a cell is told by its row and column", () => {
  const same = asked("choice", "Yes", {
    options: [
      ["Yes", "It reads the same."],
      ["No", "Nothing changes."],
    ],
  });
  assert.equal(said(same, "Yes"), "right | Right. It reads the same.");
  assert.equal(said(same, "No"), "wrong | Not quite. Nothing changes. The answer is “Yes”.");
  assert.equal(read(same, "Perhaps").refused, "Choose one of the answers.");
  const corner = asked("cell", [0, 2], { of: [3, 4] });
  assert.equal(said(corner, "0,2"), "right | Right: row 1, column 3.");
  assert.equal(said(corner, "2,0"), "wrong | Not quite. You ticked row 3, column 1. It is row 1, column 3.");
});

test("a number and its per cent stay on one line", () => {
  assert.equal(together("No share above 50 %, or 100 % in all"), "No share above 50\u00a0%, or 100\u00a0% in all");
});

test("a line of text is not judged, and stands beside the answer", () => {
  const why = asked("words", "They overlap.");
  assert.equal(said(why, "no idea"), "said | You wrote: “no idea” The book says: They overlap.");
  assert.equal(read(why, "  ").refused, "Write a line of your own first.");
  assert.equal(guessWords(why, "no idea"), "“no idea”");
  assert.equal(rightWords(asked("shape", [5, 5])), "5×5");
});
