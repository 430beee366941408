// Numbers added up and multiplied, written for a reader, and read from what a reader types: one rule for every field, question
// and paste. The book writes a true minus, a point before decimals and commas between thousands; a reader may write otherwise.
//
//   typed                                    where a whole number is wanted     where fractions are possible
//   −2, –2, -2, (−2), +2, ２, ٢, २           the number                         the number
//   1 000, 1'000, 1_000, of any space        1000                               1000
//   1,234,567  1.234.567  12,34,567          1234567                            1234567
//   1,234                                    1234                               asked: 1234 or 1.234?
//   8.640                                    asked: 8640?                       8.64
//   0.125  0,125  12,5  1.234,5  1,234.5     refused, not whole                 the fraction
//   7/3  1 1/2  1½                           refused, not whole                 the fraction
//   1e3  2.5e−1                              1000; refused, not whole           the number
//
// So a mark before exactly three digits has two readings, and is taken only where the book's way of writing and the kind of the
// field agree. A question knows what is right: the book's reading counts, and where the other one is right it is asked back.
// Whatever is no number is refused in words, and stays where it was typed.

const DECIMALS = 2;
const ENGLISH = new Intl.NumberFormat("en-US");

export const total = (values) => values.reduce((sum, value) => sum + value, 0);
export const product = (values) => values.reduce((soFar, value) => soFar * value, 1);

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

/** The number with all its decimals, as the book writes it. */
export const writtenInFull = (value) => (Number.isFinite(value) ? String(value).replace(/-/g, "−") : written(value));

/** The value of a decimal digit of any script: its distance from the zero of its ten. */
function digitValue(letter) {
  const code = letter.codePointAt(0);
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** What other keyboards, scripts and programs write, and how it is written here. */
const SPELLINGS = [
  // Marks of direction and joints that nobody sees.
  [/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ""],
  [/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, "-"],
  [/[\ufe62\uff0b]/g, "+"],
  [/[\u060c\ufe50\uff0c]/g, ","],
  [/[\u066b\ufe52\uff0e]/g, "."],
  [/[\u066c\u2018\u2019\u02bc\u00b4`\uff07_]/g, "'"],
  [/[\u00bc-\u00be\u2150-\u215e]/g, (one) => ` ${one.normalize("NFKC")}`],
  [/[\u2044\u2215\uff0f]/g, "/"],
  [/\s+/g, " "],
  [/\p{Nd}/gu, digitValue],
];

const asWrittenHere = (text) => SPELLINGS.reduce((soFar, [found, put]) => soFar.replace(found, put), text).trim();

/** The decimals that an unsigned text may stand for, the book's own reading first; `grouped` by marks between thousands. */
function decimals(text) {
  const found = [];
  const threes = text.match(/^([1-9]\d{0,2}([ ',.])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d*))?$/);
  const lakhs = text.match(/^([1-9]\d?(?:,\d{2})+,\d{3})()(?:\.(\d*))?$/);
  const [, whole, , part = ""] = threes ?? lakhs ?? [];
  if (whole) found.push({ digits: `${whole.replace(/\D/g, "")}.${part}`, grouped: true });
  if (/^(?:\d+[.,]?\d*|[.,]\d+)$/.test(text)) found.push({ digits: text.replace(",", "."), grouped: false });
  return text.includes(",") ? found : found.reverse();
}

function amounts(text) {
  const [, digits, power = "0"] = text.match(/^(.*?)(?:e([-+]?\d{1,4}))?$/i);
  return decimals(digits).map((one) => ({ value: Number(`${one.digits}e${power}`), grouped: one.grouped }));
}

function unsigned(text) {
  const mixed = text
    .match(/^(\d+) (\d{1,2}) ?\/ ?(\d{1,2})$/)
    ?.slice(1)
    .map(Number);
  if (mixed && mixed[1] < mixed[2]) return [{ value: mixed[0] + mixed[1] / mixed[2], grouped: false }];
  const [above, below, ...more] = text.split("/").map((side) => amounts(side.trim()));
  if (!below || more.length > 0) return more.length > 0 ? [] : above;
  return above.flatMap((top) =>
    below
      .filter(({ value }) => value !== 0)
      .map((bottom) => ({ value: top.value / bottom.value, grouped: top.grouped || bottom.grouped })),
  );
}

/** Every number that a text may stand for, as `{ value, grouped }`, the book's own reading first; none where it is no number. */
export function readings(text) {
  const [, sign, body] = asWrittenHere(text)
    .replace(/^\((-.*)\)$/, "$1")
    .match(/^([-+]?) ?(.*)$/s);
  // A plain 0 has no sign.
  return unsigned(body).map((one) => ({ ...one, value: sign === "-" ? 0 - one.value : one.value }));
}

/** Asks back which of these numbers is meant. */
export const meaning = (values) =>
  `Do you mean ${values.map(writtenInFull).join(" or ")}? ${values.length > 1 ? "Type one of these" : `Then type ${writtenInFull(values[0])}`}`;

const LONGEST_QUOTE = 40;
const quoted = (text) =>
  text.trim() === ""
    ? "Nothing"
    : `“${text.trim().slice(0, LONGEST_QUOTE)}${text.trim().length > LONGEST_QUOTE ? "…" : ""}”`;

/** A text by the rule above: its `value`, or null and the words of what is `wrong`, without a full stop. */
export function judgedNumber(text, { most = Infinity, whole = false } = {}) {
  const found = readings(text);
  const fits = (value) => !whole || Number.isInteger(value);
  if (found.length > 1 && found[0].grouped !== whole)
    return { value: null, wrong: meaning(found.map(({ value }) => value).filter(fits)) };
  const value = found[0]?.value ?? null;
  // What is beyond the range is said to be that, whole or not.
  if (value === null || !(fits(value) || Math.abs(value) >= most))
    return { value: null, wrong: `${quoted(text)} is not a ${whole ? "whole number" : "number"}` };
  return { value, wrong: "" };
}

/** What to do with a number: `{ value, said }`, the value clamped into the range. */
export function ranged(value, { name, least, most }) {
  if (value < least)
    return {
      value: least,
      said: `${writtenInFull(value)} is too small for ${name}; it is now ${writtenInFull(least)}.`,
    };
  if (value > most)
    return { value: most, said: `${writtenInFull(value)} is too large for ${name}; it is now ${writtenInFull(most)}.` };
  return { value, said: "" };
}

/** What to do with typed text in the same way; the value is null where it is no number, or where it is asked back. */
export function readNumber(text, { name, least, most, whole = false }) {
  const { value, wrong } = judgedNumber(text, { most, whole });
  return value === null ? { value, said: `${wrong}; ${name} stays as it was.` } : ranged(value, { name, least, most });
}
