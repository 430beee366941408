// Numbers added up and multiplied, and as a reader writes and reads them: a true minus sign, at most two decimals, thousands
// parted by commas, and kind words for what is not one.

const DECIMALS = 2;
const ENGLISH = new Intl.NumberFormat("en-US");

export const total = (values) => values.reduce((sum, value) => sum + value, 0);
export const product = (values) => values.reduce((so, value) => so * value, 1);

/** `−0.33`, `12`, `−∞`: short enough for a cell. */
export function written(value) {
  if (value === -Infinity) return "−∞";
  if (value === Infinity) return "∞";
  if (Number.isNaN(value)) return "NaN";
  const rounded = Number(value.toFixed(DECIMALS));
  return String(Math.abs(rounded)).replace(/^/, rounded < 0 ? "−" : "");
}

/** A factor or summand inside a sum: negative numbers stand in brackets. */
export const bracketed = (value) => (value < 0 ? `(${written(value)})` : written(value));

/** `31,467,520`, of a BigInt too. */
export const grouped = (value) => ENGLISH.format(value).replace("-", "−");

/** `1 neuron`, `4,704 neurons`. */
export const many = (count, word) => `${grouped(count)} ${word}${Number(count) === 1 ? "" : "s"}`;

/** False when `written` had to round. */
export const isExact = (value) => !Number.isFinite(value) || Math.abs(Number(value.toFixed(DECIMALS)) - value) < 1e-9;

/** The sign before the result of a sum with these numbers. */
export const equals = (values) => (values.every(isExact) ? "=" : "≈");

/** `1/4` and `-1.5/9` as numbers, null for anything else. */
export function quotient(text) {
  const parts = text.match(/^(-?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/);
  return parts && Number(parts[2]) !== 0 ? Number(parts[1]) / Number(parts[2]) : null;
}

function parsed(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  return quotient(plain) ?? (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null);
}

/** What to do with typed text: `{ value, said }`; the value is null when it is no number, and clamped into the range. */
export function readNumber(text, { name, least, most, whole = false }) {
  const kind = whole ? "whole number" : "number";
  const value = parsed(text);
  if (value === null || (whole && !Number.isInteger(value) && Math.abs(value) < most)) {
    const typed = text.trim() === "" ? "Nothing" : `“${text.trim().slice(0, 20)}”`;
    return { value: null, said: `${typed} is not a ${kind}; ${name} stays as it was.` };
  }
  if (value < least) return { value: least, said: `${written(value)} is too small for ${name}; it is now ${written(least)}.` };
  if (value > most) return { value: most, said: `${written(value)} is too large for ${name}; it is now ${written(most)}.` };
  return { value, said: "" };
}

/** Pasted text as rows of cell texts: lines are rows; tabs, semicolons and spaces part the cells of a row. */
export const pastedRows = (text) =>
  text.trim().split(/\r?\n/).map((line) => line.trim().split(/[\t; ]+/));
