// A guess, read from what was typed and held against what is right.
import { grouped, readings } from "../shared/numbers.mjs";

/**
 * @typedef {{ kind: "number" | "shape" | "choice" | "cell" | "words", right: any, slips: [any, string][], about: boolean,
 *   options: [string, string][], of: [number, number] }} Asked
 * @typedef {{ outcome: "right" | "near" | "wrong" | "said", head: string, said: string }} Verdict
 */

/** Within this share of the right number a guess that may be about right is a good one. */
const GOOD = 0.25;
/** A fraction may be rounded; a whole number has to be met. */
const ROUNDED = 0.01;
/** The most that is kept of a line of text. */
export const LONGEST = 200;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const asShape = (sizes) => sizes.join("×");
const asPlace = ([row, col]) => `row ${row + 1}, column ${col + 1}`;
const WORDS = { number: grouped, shape: asShape, cell: asPlace };
const meets = (value, right) => Math.abs(value - right) <= (Number.isInteger(right) ? 1e-9 : ROUNDED * Math.abs(right));

/** A shape of as many numbers as were asked for, and of no lesson's answer. */
export const exampleShape = ({ right }) => (right.length === 2 ? "6×4" : "5×5×3");

/** The right answer in words. */
export const rightWords = ({ kind, right }) => (WORDS[kind] ?? String)(right);

/**
 * What a guess means: `{ value }`, or `{ refused }` with words for what is none.
 * @param {Asked} asked
 * @param {string} text as it was typed, or as a choice or a cell is kept
 */
export function read({ kind, right, options }, text) {
  const line = text.trim().slice(0, LONGEST);
  if (kind === "number") {
    const found = readings(line).map(({ value }) => value);
    if (found.length === 0) return { refused: "Type a number, such as 12." };
    return { value: found.find((value) => meets(value, right)) ?? found[0] };
  }
  if (kind === "shape" || kind === "cell") {
    const sizes = line.replace(/[()[\]]/g, "").split(/\s*[×x*,;]\s*|\s+/iu);
    if (!sizes.every((size) => /^\d{1,9}$/.test(size)))
      return { refused: `Type a shape, such as ${exampleShape({ right })}.` };
    return { value: sizes.map(Number) };
  }
  if (kind === "choice" && !options.some(([words]) => words === line)) return { refused: "Choose one of the answers." };
  if (line === "") return { refused: "Write a line of your own first." };
  return { value: line };
}

/** @returns {Verdict} */
function numberVerdict({ right, about }, value) {
  const it = `It is ${grouped(right)}.`;
  if (about) {
    if (Math.abs(value - right) <= GOOD * Math.abs(right))
      return { outcome: "near", head: "A good guess.", said: `You said ${grouped(value)}. ${it}` };
    const [times, way] = Math.abs(value) > Math.abs(right) ? [value / right, "large"] : [right / value, "small"];
    const off =
      times > 0 && Number.isFinite(times) ? ` is ${grouped(Number(times.toPrecision(2)))} times too ${way}` : "";
    return { outcome: "wrong", head: "Not quite.", said: off ? `Your ${grouped(value)}${off}. ${it}` : it };
  }
  const off = Number(Math.abs(value - right).toPrecision(12));
  const way = value > right ? "high" : "low";
  return { outcome: "wrong", head: "Not quite.", said: `${grouped(value)} is ${grouped(off)} too ${way}. ${it}` };
}

/** @returns {Verdict} */
function shapeVerdict({ right }, value) {
  const it = `It is ${asShape(right)}.`;
  const sorted = (sizes) => [...sizes].sort((one, other) => one - other);
  const met = value.filter((size, place) => size === right[place]).length;
  const why =
    value.length !== right.length
      ? `A shape of ${right.length} numbers was asked for.`
      : same(sorted(value), sorted(right))
        ? "These are the right numbers in another order."
        : met > 0
          ? `${met} of the ${right.length} numbers ${met === 1 ? "is" : "are"} right.`
          : "";
  return { outcome: "wrong", head: "Not quite.", said: `${why} ${it}`.trim() };
}

/**
 * What is said to a guess.
 * @param {Asked} asked
 * @returns {Verdict}
 */
export function verdict(asked, value) {
  const { kind, right, slips, options } = asked;
  if (kind === "words") return { outcome: "said", head: "You wrote:", said: `“${value}” The book says: ${right}` };
  if (kind === "choice") {
    const reason = options.find(([words]) => words === value)[1];
    if (value === right) return { outcome: "right", head: "Right.", said: reason };
    return { outcome: "wrong", head: "Not quite.", said: `${reason} The answer is “${right}”.` };
  }
  const is = kind === "number" ? meets : same;
  if (is(value, right)) return { outcome: "right", head: "Right:", said: `${rightWords(asked)}.` };
  const [, slip] = slips.find(([wrong]) => is(value, wrong)) ?? [];
  if (slip) return { outcome: "wrong", head: "Not quite.", said: `${slip} It is ${rightWords(asked)}.` };
  if (kind === "number") return numberVerdict(asked, value);
  if (kind === "shape") return shapeVerdict(asked, value);
  return { outcome: "wrong", head: "Not quite.", said: `You ticked ${asPlace(value)}. It is ${asPlace(right)}.` };
}

/** A sign of per cent stays on the line of its number. */
export const together = (words) => words.replace(/(\d) %/g, "$1\u00a0%");

/** What the reader guessed, in words: shown beside the answer. */
export const guessWords = ({ kind }, value) => (WORDS[kind] ?? ((words) => `“${words}”`))(value);
