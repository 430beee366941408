// Drawing the numbers of a question, saying its sentences, and judging an answer: the same for every kind of question.
// counts.mjs, values.mjs and cells.mjs know what is computed from the numbers.
import { grouped, many } from "../shared/numbers.mjs";

/** Numbers in [0, 1) that follow from a text alone, the same in every browser: FNV-1a for a seed, then mulberry32. */
export function randomFrom(text) {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = (values, random) => values[Math.floor(random() * values.length)];

/** A copy in another order. */
export function shuffled(values, random) {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** A number as a sentence has it: `31,467`, `−0.3`; a list with commas. */
export function spokenNumber(value) {
  if (Array.isArray(value)) return value.map(spokenNumber).join(", ");
  return typeof value === "number" ? grouped(value) : String(value);
}

/** A sentence with its numbers: `{W}` is a number, `{row:th}` an ordinal counted from 0. */
export const filled = (sentence, numbers) =>
  sentence.replace(/\{(\w+)(:th)?\}/g, (whole, name, ordinal) =>
    !(name in numbers) ? whole : ordinal ? ORDINALS[numbers[name]] : spokenNumber(numbers[name]),
  );

/** Answers that can be compared: cells as a sorted text, numbers without the dust of floating point. */
export const comparable = (answer) =>
  Array.isArray(answer)
    ? answer
        .map((cell) => cell.join(","))
        .sort()
        .join(" ")
    : Number(answer.toFixed(6));

/** What every listed misconception would answer: [name, answer] pairs. */
const misconceptions = (question, kind, numbers) =>
  Object.keys(question.wrong).map((name) => [name, kind.wrong[name](numbers)]);

/** Whether numbers make a good question: it has an answer, and each misconception gives another one. */
function isGood(question, kind, numbers) {
  if (kind.fits && !kind.fits(numbers)) return false;
  const answers = [kind.answer(numbers), ...misconceptions(question, kind, numbers).map(([, answer]) => answer)];
  if (answers.some((answer) => (Array.isArray(answer) ? answer.length === 0 : !Number.isFinite(answer)))) return false;
  return new Set(answers.map(comparable)).size === answers.length;
}

const TRIES = 5000;

/** The numbers of draw `draw` (0 is the question's own first ones), which follow from `seed` alone. */
export function drawn(question, kind, seed, draw) {
  if (draw === 0) return question.first;
  const random = randomFrom(`${seed} ${question.id} ${draw}`);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const numbers = Object.fromEntries(
      Object.entries(question.draw).map(([name, values]) => [name, pick(values, random)]),
    );
    const whole = { ...numbers, ...kind.more?.(numbers, random, question) };
    if (isGood(question, kind, whole)) return whole;
  }
  return question.first;
}

/** Numbers to fill the sentences with: those drawn, the answer, and what the kind says about the way to it. */
export const spoken = (kind, numbers) => ({ ...numbers, answer: kind.answer(numbers), ...kind.parts?.(numbers) });

/** The misconception behind a number that was rounded before it was typed: only where there is no doubt. */
function rounded(answers, typed) {
  const near = answers.filter(([, value]) =>
    [Math.floor, Math.round, Math.ceil].some((round) => round(value) === typed),
  );
  return near.length === 1 ? near[0][0] : null;
}

/** `{ right, said }` for an answer: the sentence of its misconception where it is one, else the hint. */
export function judged(question, kind, numbers, answer) {
  const say = (sentence) => filled(sentence, spoken(kind, numbers));
  if (comparable(answer) === comparable(kind.answer(numbers))) return { right: true, said: say(question.right) };
  const answers = misconceptions(question, kind, numbers);
  const exact = answers.find(([, value]) => comparable(value) === comparable(answer))?.[0];
  const name = exact ?? (typeof answer === "number" ? rounded(answers, answer) : null);
  return { right: false, said: say(name ? question.wrong[name] : question.hint), name: name ?? null };
}

/** Cells in words, for an answer that no misconception explains: how many are missing, how many too many. */
export function compared(picked, answer) {
  const [mine, right] = [picked, answer].map((cells) => new Set(cells.map((cell) => cell.join(","))));
  const missing = [...right].filter((cell) => !mine.has(cell)).length;
  const extra = [...mine].filter((cell) => !right.has(cell)).length;
  if (missing === 0) return `All that belong are there, and ${many(extra, "pixel")} too many.`;
  if (extra === 0) return `What you have is right; ${many(missing, "pixel")} ${missing === 1 ? "is" : "are"} missing.`;
  return `${many(extra, "pixel")} too many, and ${missing} missing.`;
}
