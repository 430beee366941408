// Numbers as a reader writes and reads them: a true minus sign, at most two decimals, and kind words for what is not one.

const DECIMALS = 2;

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

/** False when `written` had to round, so that a sum says ≈ and not =. */
export const isExact = (value) => !Number.isFinite(value) || Math.abs(Number(value.toFixed(DECIMALS)) - value) < 1e-9;

function parsed(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  const fraction = plain.match(/^(-?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/);
  if (fraction && Number(fraction[2]) !== 0) return Number(fraction[1]) / Number(fraction[2]);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
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
