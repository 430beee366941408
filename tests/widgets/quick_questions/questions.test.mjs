import assert from "node:assert/strict";
import test from "node:test";
import { nextOpen, rowsOf, tally } from "../../../convlib/widgets/progress_view/state.mjs";
import {
  comparable,
  compared,
  filled,
  judged,
  spokenNumber,
  verdict,
} from "../../../convlib/widgets/quick_questions/question.mjs";
import { randomFrom, shuffled } from "../../../convlib/widgets/quick_questions/random.mjs";
import { recordNames, recordText } from "../../../convlib/widgets/shared/progress_store.mjs";

test("numbers are said as a sentence has them", () => {
  assert.equal(spokenNumber(31467520), "31,467,520");
  assert.equal(spokenNumber(-0.3), "−0.3");
  assert.equal(spokenNumber([2, -1]), "2, −1");
  assert.equal(filled("{W} wide, {row:th} row, {nothing}", { W: 1200, row: 1 }), "1,200 wide, second row, {nothing}");
});

test("a text alone decides what is drawn", () => {
  const [one, same, other] = ["1 width 2", "1 width 2", "1 width 3"].map(randomFrom);
  const series = Array.from({ length: 5000 }, one);
  assert.deepEqual(series.slice(0, 9), Array.from({ length: 9 }, same));
  assert.notEqual(series[0], other());
  assert.ok(series.every((value) => value >= 0 && value < 1));
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02, `mean ${mean}`);
  assert.deepEqual(shuffled([1, 2, 3, 4], randomFrom("x")).sort(), [1, 2, 3, 4]);
});

const question = {
  id: "half",
  wrong: { double: "Doubled {n}.", third: "A third." },
  right: "It is {answer}.",
  hint: "Halve {n}.",
};
const kind = { answer: ({ n }) => n / 2, wrong: { double: ({ n }) => 2 * n, third: ({ n }) => n / 3 } };

test("an answer hears its own sentence, and a rounded one too where there is no doubt", () => {
  const said = (answer) => judged(question, kind, { n: 10 }, answer).said;
  assert.equal(said(5), "It is 5.");
  assert.equal(said(20), "Doubled 10.");
  assert.equal(said(10 / 3), "A third.");
  assert.equal(said(3), "A third.");
  assert.equal(said(7), "Halve 10.");
});

test("a right answer that is another misconception rounded stays right", () => {
  assert.equal(judged(question, { ...kind, wrong: { double: () => 5.4, third: () => 4.6 } }, { n: 10 }, 5).right, true);
});

/** What becomes of a text where 24·18·20 = 8,640 is right, and where 1.5 − 0.5·0.75 = 1.125 is. */
const sentences = { type: "number", right: "It is {answer}.", hint: "Not yet." };
const counted = {
  question: { ...sentences, kind: "label_map", wrong: { classes_forgotten: "Pixels alone." } },
  numbers: { H: 24, W: 18, C: 20 },
};
const stepped = { question: { ...sentences, kind: "step", wrong: {} }, numbers: { w: 1.5, g: 0.75, rate: 0.5 } };
const answered = ({ question, numbers }, text) => verdict(question, { type: "number", numbers }, text);

test("an answer is right however its number is written", () => {
  for (const text of [
    "8640",
    "8,640",
    "8 640",
    "8\u202f640",
    "8'640",
    "8’640",
    "8_640",
    "+8640",
    "8.64e3",
    "17280/2",
    "٨٦٤٠",
    "८६४०",
    "８６４０",
    "8640.0",
    " 8640 ",
  ])
    assert.deepEqual(answered(counted, text), { outcome: "right", said: "It is 8,640." }, text);
  for (const text of ["1.125", "9/8", "1 1/8", "1⅛", "1,1250"])
    assert.equal(answered(stepped, text).outcome, "right", text);
});

test("an answer that is right in another country's writing is asked back, and no try of it", () => {
  assert.deepEqual(answered(counted, "8.640"), {
    outcome: "none",
    said: "Do you mean 8640? Then type 8640: “8.640” can be read in two ways.",
  });
  assert.deepEqual(answered(stepped, "1,125"), {
    outcome: "none",
    said: "Do you mean 1.125? Then type 1.125: “1,125” can be read in two ways.",
  });
});

test("a wrong answer is wrong in every writing, and its misconception is found in any", () => {
  for (const text of ["8.641", "8,641", "1,125"])
    assert.deepEqual(answered(counted, text), { outcome: "wrong", said: "Not yet." }, text);
  assert.equal(answered({ ...counted, numbers: { H: 40, W: 30, C: 2 } }, "1.200").said, "Pixels alone.");
  for (const text of ["", "x", "0x10", "1/0", "NaN", "--1", "1,2,3"])
    assert.equal(answered(counted, text).outcome, "none", text);
});

test("cells are compared without their order, and counted where nothing fits", () => {
  assert.equal(
    comparable([
      [1, 2],
      [0, 3],
    ]),
    comparable([
      [0, 3],
      [1, 2],
    ]),
  );
  assert.equal(
    compared(
      [
        [0, 0],
        [0, 1],
      ],
      [[0, 0]],
    ),
    "All the right pixels are there, and 1 pixel too many.",
  );
  assert.equal(
    compared(
      [[0, 0]],
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ),
    "What you picked is right, but 2 pixels are missing.",
  );
  assert.equal(compared([[5, 5]], [[0, 0]]), "1 pixel too many, and 1 missing.");
});

test("a record goes out and comes in, and nothing else does", () => {
  const names = ["04_stride/width_after", "06_conv_layer/question-work"];
  assert.deepEqual(recordNames(recordText(new Set(names))), { names, guesses: {} });
  const guesses = { "04_stride/guess-places": "4" };
  assert.deepEqual(recordNames(recordText(names, new Map(Object.entries(guesses)))), { names, guesses });
  const format = JSON.parse(recordText([])).format;
  for (const text of [
    "",
    "[]",
    "null",
    "{}",
    '{"format":"x","done":[]}',
    JSON.stringify({ format, done: ["../x"] }),
    JSON.stringify({ format, done: [1] }),
    JSON.stringify({ format, done: { length: 1 } }),
    "x".repeat(300000),
  ])
    assert.match(recordNames(text).wrong, /record of progress/, text.slice(0, 40));
});

const lessons = ["a", "b"].map((name) => ({
  name,
  title: name.toUpperCase(),
  href: name,
  groups: [
    { title: "Quick questions", href: `${name}#q`, items: [`${name}/q1`, `${name}/q2`] },
    { title: "Exercise 1", href: `${name}#e`, items: [`${name}/e1`] },
  ],
}));

test("progress is counted by lesson and by part", () => {
  const names = new Set(["a/q1", "a/e1", "old/thing"]);
  assert.deepEqual(
    rowsOf(lessons, null).map(({ items }) => tally(items, names).words),
    ["2 of 3 done", "0 of 3 done"],
  );
  assert.deepEqual(
    rowsOf(lessons, lessons[0]).map(({ items }) => tally(items, names).done),
    [1, 1],
  );
});

test("the next open part is in this lesson, then in the next, and around the end", () => {
  const next = (lesson, ...names) => nextOpen(lessons, lesson, new Set(names))?.href ?? null;
  assert.equal(next(lessons[0], "a/q1", "a/q2"), "a#e");
  assert.equal(next(lessons[0], "a/q1", "a/q2", "a/e1"), "b#q");
  assert.equal(next(lessons[1], "b/q1", "b/q2", "b/e1"), "a#q");
  assert.equal(next(lessons[0], ...lessons.flatMap(({ groups }) => groups.flatMap(({ items }) => items))), null);
});
