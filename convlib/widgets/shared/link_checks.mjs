// What a link may set: each function gives null, or the words of what is wrong with a value of any type at all.

/** A finite number in a range, a whole one where `whole` says so. */
export function wrongNumber(name, value, { least, most, whole = false }) {
  if (typeof value !== "number" || !Number.isFinite(value)) return `${name} is not a number`;
  if (whole && !Number.isInteger(value)) return `${name} is not a whole number`;
  return value < least || value > most ? `${name} is not between ${least} and ${most}` : null;
}

/** One of a few values. */
export const wrongChoice = (name, value, allowed) =>
  allowed.includes(value) ? null : `${name} is not one of ${allowed.join(", ")}`;

/** One of the options of a choice, which are pairs of a value and its words. */
export const wrongOption = (name, value, options) =>
  wrongChoice(
    name,
    value,
    options.map(([allowed]) => allowed),
  );

/** Nested arrays of numbers with as many levels as `most` has entries, each level at most so long and all rows alike. */
export function wrongNumbers(name, value, most, number) {
  let level = [value];
  for (const longest of most) {
    if (!level.every((part) => Array.isArray(part) && part.length > 0 && part.length === level[0].length))
      return `${name} is not an array of ${most.length} dimensions`;
    if (level[0].length > longest) return `${name} is larger than ${most.join("×")}`;
    level = level.flat();
  }
  const bad = level.find((one) => typeof one !== "number" || !(Math.abs(one) <= number));
  return bad === undefined ? null : `${name} holds something other than numbers from ${-number} to ${number}`;
}

/** The first of several findings that is one. */
export const firstWrong = (...findings) => findings.find((finding) => finding !== null) ?? null;
