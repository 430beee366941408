// One question: its numbers are drawn, its sentences said, an answer is judged. The same for every kind of question:
// counting.mjs, values.mjs and cells.mjs know what is computed from the numbers. Pure functions of the question and its draw.
import { grouped, many, meaning, readings } from "../shared/numbers.mjs";
import { CELL_KINDS } from "./cells.mjs";
import { COUNTING_KINDS } from "./counting.mjs";
import { pick, randomFrom, shuffled } from "./random.mjs";
import { VALUE_KINDS } from "./values.mjs";

/**
 * @typedef {import("./state.mjs").Question} Question
 * @typedef {import("./state.mjs").Answer} Answer
 *
 * @typedef {{ outcome: "right" | "wrong" | "none", said: string }} Verdict
 *
 * What a question asks at one draw of its numbers.
 * @typedef {object} Posed
 * @property {Question["type"]} type
 * @property {string} text
 * @property {{ label: string, kind: string, rows: number[][] }[]} grids
 * @property {boolean} more whether there is another draw
 * @property {Record<string, any>} [numbers]
 * @property {{ words: string, right: boolean, said: string }[]} [options] of a choice
 * @property {(number | null)[][]} [rows] the cells to pick from
 */

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
  if (missing === 0) return `All the right pixels are there, and ${many(extra, "pixel")} too many.`;
  if (extra === 0)
    return `What you picked is right, but ${many(missing, "pixel")} ${missing === 1 ? "is" : "are"} missing.`;
  return `${many(extra, "pixel")} too many, and ${missing} missing.`;
}

/** @param {Record<string, any>} question */
export const kindOf = ({ type, kind }) =>
  (type === "cells" ? CELL_KINDS : COUNTING_KINDS[kind] ? COUNTING_KINDS : VALUE_KINDS)[kind];

const isGrid = (value) => Array.isArray(value) && Array.isArray(value[0]);

/**
 * A choice in one of its wordings; its options come in an order of their own.
 * @returns {Posed}
 */
function posedChoice(question, seed, draw) {
  const { text, options } = question.variants[draw % question.variants.length];
  const mixed = shuffled(options, randomFrom(`${seed} ${question.id} ${draw}`));
  return { type: "choice", text, options: mixed, grids: [], more: question.variants.length > 1 };
}

/**
 * @param {Question} question
 * @param {number} seed
 * @param {number} draw
 * @returns {Posed}
 */
export function posed(question, seed, draw) {
  if (question.type === "choice") return posedChoice(question, seed, draw);
  const kind = kindOf(question);
  const numbers = drawn(question, kind, seed, draw);
  const text = filled(question.text, spoken(kind, numbers));
  const named = Object.entries(numbers).filter(([, value]) => isGrid(value));
  const shown = named.map(([name, rows]) => ({ label: question.grids[name][0], kind: question.grids[name][1], rows }));
  if (question.type === "number") return { type: "number", numbers, text, grids: shown, more: true };
  const rows = kind.grid(numbers);
  return { type: "cells", numbers, text, grids: [], rows, more: true };
}

const NOTHING = {
  number: "Type a number, such as 12 or −3.",
  choice: "Choose one of the answers.",
  cells: "Pick some pixels first.",
};

/**
 * A typed answer: the book's reading of it counts; where another reading is right, it is asked for.
 * @returns {Verdict}
 */
function numberVerdict(question, asked, text) {
  const found = readings(text)
    .filter(({ value }) => Number.isFinite(value))
    .map(({ value }) => ({ value, ...judged(question, kindOf(question), asked.numbers, value) }));
  if (found.length === 0) return { outcome: "none", said: NOTHING.number };
  const right = found.find((one) => one.right);
  if (right && right !== found[0])
    return { outcome: "none", said: `${meaning([right.value])}: “${text.trim()}” can be read in two ways.` };
  if (right) return { outcome: "right", said: right.said };
  return { outcome: "wrong", said: (found.find(({ name }) => name) ?? found[0]).said };
}

/**
 * What becomes of an answer; "none" is for what is no answer yet.
 * @param {Question} question
 * @param {Posed} asked
 * @param {Answer} answer
 * @returns {Verdict}
 */
export function verdict(question, asked, answer) {
  /** @type {Verdict} */
  const none = { outcome: "none", said: NOTHING[asked.type] };
  if (asked.type === "choice") {
    const option = asked.options[answer];
    return option ? { outcome: option.right ? "right" : "wrong", said: option.said } : none;
  }
  if (asked.type === "number") return numberVerdict(question, asked, answer);
  if (answer.length === 0) return none;
  const { right, said, name } = judged(question, kindOf(question), asked.numbers, answer);
  if (right || name) return { outcome: right ? "right" : "wrong", said };
  return { outcome: "wrong", said: `${compared(answer, kindOf(question).answer(asked.numbers))} ${said}` };
}

/**
 * The right answer in the form that `verdict` takes, and the sentence about it.
 * @param {Question} question
 * @param {Posed} asked
 */
export function solved(question, asked) {
  if (asked.type === "choice") {
    const place = asked.options.findIndex(({ right }) => right);
    return { answer: place, said: asked.options[place].said };
  }
  const kind = kindOf(question);
  const answer = kind.answer(asked.numbers);
  return {
    answer: asked.type === "number" ? String(answer) : answer,
    said: filled(question.right, spoken(kind, asked.numbers)),
  };
}
