// What a question shows and what becomes of an answer, apart from the page: pure functions of the question and its draw.
import { meaning, readings } from "../shared/numbers.mjs";
import { CELL_KINDS } from "./cells.mjs";
import { COUNT_KINDS } from "./counts.mjs";
import { compared, drawn, filled, judged, randomFrom, shuffled, spoken } from "./draw.mjs";
import { VALUE_KINDS } from "./values.mjs";

export const kindOf = ({ type, kind }) =>
  (type === "cells" ? CELL_KINDS : COUNT_KINDS[kind] ? COUNT_KINDS : VALUE_KINDS)[kind];

/** The questions out of the trait `sheet`: base64 of JSON. */
export const unfolded = (sheet) =>
  JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(sheet), (letter) => letter.charCodeAt(0))));

const isGrid = (value) => Array.isArray(value) && Array.isArray(value[0]);

/** A choice in one of its wordings; its options come in an order of their own. */
function choiceScene(question, seed, draw) {
  const { text, options } = question.variants[draw % question.variants.length];
  const mixed = shuffled(options, randomFrom(`${seed} ${question.id} ${draw}`));
  return { type: "choice", text, options: mixed, grids: [], more: question.variants.length > 1 };
}

/** `{ type, text, grids, more }`, and what the type needs: the options of a choice, the cells to pick from. */
export function questionScene(question, seed, draw) {
  if (question.type === "choice") return choiceScene(question, seed, draw);
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
  cells: "Pick the cells first.",
};

/** A typed answer: the book's reading of it counts; where another reading is right, it is asked for. */
function numberVerdict(question, scene, text) {
  const found = readings(text)
    .filter(({ value }) => Number.isFinite(value))
    .map(({ value }) => ({ value, ...judged(question, kindOf(question), scene.numbers, value) }));
  if (found.length === 0) return { outcome: "none", said: NOTHING.number };
  const right = found.find((one) => one.right);
  if (right && right !== found[0])
    return { outcome: "none", said: `${meaning([right.value])}: “${text.trim()}” can be read in two ways.` };
  if (right) return { outcome: "right", said: right.said };
  return { outcome: "wrong", said: (found.find(({ name }) => name) ?? found[0]).said };
}

/** `{ outcome, said }`: "right", "wrong", or "none" for what is no answer yet. An answer is a text, the place of an option in
 *  the scene, or a list of cells. */
export function verdict(question, scene, answer) {
  const none = { outcome: "none", said: NOTHING[scene.type] };
  if (scene.type === "choice") {
    const option = scene.options[answer];
    return option ? { outcome: option.right ? "right" : "wrong", said: option.said } : none;
  }
  if (scene.type === "number") return numberVerdict(question, scene, answer);
  if (answer.length === 0) return none;
  const { right, said, name } = judged(question, kindOf(question), scene.numbers, answer);
  if (right || name) return { outcome: right ? "right" : "wrong", said };
  return { outcome: "wrong", said: `${compared(answer, kindOf(question).answer(scene.numbers))} ${said}` };
}

/** The right answer in the form that `verdict` takes, and the sentence about it. */
export function solved(question, scene) {
  if (scene.type === "choice") {
    const place = scene.options.findIndex(({ right }) => right);
    return { answer: place, said: scene.options[place].said };
  }
  const kind = kindOf(question);
  const answer = kind.answer(scene.numbers);
  return {
    answer: scene.type === "number" ? String(answer) : answer,
    said: filled(question.right, spoken(kind, scene.numbers)),
  };
}
