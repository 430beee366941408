// The arithmetic on sizes, as pure functions: output sizes, refusals with their repairs, the table of window cells.
// convlib is the authority; a test holds every function here against it on thousands of lopsided settings.
import { product } from "./numbers.mjs";

/** What becomes of windows that do not fit, and what a reader calls it. */
export const FITS = [
  ["exact", "refuse"],
  ["floor", "round down"],
  ["ceil", "round up"],
];

export const span = (F, dilation = 1) => dilation * (F - 1) + 1;

const gcd = (a, b) => (b === 0 ? a : gcd(b, a % b));

/** A quotient in lowest terms, as text: 14/6 is "7/3". */
export const fraction = (a, b) => `${a / gcd(a, b)}/${b / gcd(a, b)}`;

/** One axis of a setting: how far the window can travel (`room`), and whether its steps end on the last pixel. */
function axis(name, size, F, { S, P, dilation }) {
  const room = size - span(F, dilation) + 2 * P;
  return { name, size, F, span: span(F, dilation), room, fits: room >= 0 && room % S === 0 };
}

/** Output length along one axis under `fit`, for a window that is not larger than the padded input. */
export function outputSize({ size, F, S = 1, P = 0, dilation = 1, fit = "exact" }) {
  const { room } = axis("width", size, F, { S, P, dilation });
  if (fit !== "ceil") return Math.floor(room / S) + 1;
  const out = Math.ceil(room / S) + 1;
  return (out - 1) * S >= size + P ? out - 1 : out;
}

/** What "SAME" puts before and after one axis, so that its output is `size / S` rounded up; an odd zero comes after. */
export function samePadding({ size, F, S, dilation = 1 }) {
  const total = Math.max((Math.ceil(size / S) - 1) * S + span(F, dilation) - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** How many windows read each of the `size` real pixels along one axis; `out` windows, where it is known. */
export function readCounts({
  size,
  F,
  S,
  P,
  dilation = 1,
  fit = "floor",
  out = outputSize({ size, F, S, P, dilation, fit }),
}) {
  const counts = Array(size).fill(0);
  for (let o = 0; o < out; o++)
    for (let tap = 0; tap < F; tap++) {
      const at = o * S - P + tap * dilation;
      if (at >= 0 && at < size) counts[at]++;
    }
  return counts;
}

/** The nearest whole number to `from` that `allowed` accepts; of two equally near, the smaller. */
function nearest(from, least, furthest, allowed) {
  for (let step = 1; step <= furthest; step++)
    for (const value of [from - step, from + step]) if (value >= least && allowed(value)) return value;
  return null;
}

const listed = (words, last) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

function repairsOf(axes, { S, P, dilation, pool, tooLarge }) {
  const outputs = (changed, settings) =>
    changed.map(({ size, F }) => outputSize({ size, F, dilation, S, P, ...settings }));
  const allFit = (settings) =>
    axes.every(({ name, size, F }) => axis(name, size, F, { S, P, dilation, ...settings }).fits);
  const repair = (setting, value, output, words) => ({
    setting,
    value,
    output,
    words: `${words} (→ ${output.join("×")})`,
  });
  const repairs = [];
  // Fitting repeats with period S in the padding and in the size, so no answer lies further than the shortfall plus S.
  const shortfall = Math.max(0, ...axes.map(({ room }) => -room));

  const mostPadding = pool ? Math.min(...axes.map(({ F }) => F)) - 1 : Infinity;
  const padding = nearest(P, 0, shortfall + S, (value) => value <= mostPadding && allFit({ P: value }));
  if (padding !== null) repairs.push(repair("padding", padding, outputs(axes, { P: padding }), `padding ${padding}`));

  const resized = axes.map((one) =>
    one.fits
      ? one
      : {
          ...one,
          size: nearest(one.size, 1, shortfall + S, (size) => axis(one.name, size, one.F, { S, P, dilation }).fits),
        },
  );
  const changed = resized.filter((_, index) => !axes[index].fits);
  const sizes = resized.map(({ size }) => size);
  const words = changed.length === 1 ? `a ${changed[0].name} of ${changed[0].size}` : `an input of ${sizes.join("×")}`;
  repairs.push(repair("size", axes.length === 1 ? sizes[0] : sizes, outputs(resized, {}), words));

  if (!tooLarge) {
    const stride = nearest(S, 1, S, (value) => allFit({ S: value }));
    repairs.push(repair("stride", stride, outputs(axes, { S: stride }), `stride ${stride}`));
  }
  return repairs;
}

/** Null when every window fits; otherwise the words of convlib's DoesNotFit, and what a picture of it needs.
 *  `sizes` and `windows` hold (width) or (height, width). A larger-than-input window is refused whatever `fit` is. */
export function refusal({ sizes, windows, S, P, dilation = 1, fit = "exact", pool = false }) {
  const names = sizes.length === 1 ? ["width"] : ["height", "width"];
  const axes = names.map((name, index) => axis(name, sizes[index], windows[index], { S, P, dilation }));
  const large = axes.filter(({ room }) => room < 0);
  const failing = axes.filter(({ fits }) => !fits);
  if (large.length === 0 && (fit !== "exact" || failing.length === 0)) return null;

  const square = (values) => (values.length === 1 ? [values[0], values[0]] : values).join("×");
  const spanning = dilation === 1 ? "" : ` with dilation ${dilation} (spanning ${square(axes.map((one) => one.span))})`;
  const subject = `${square(windows)} windows${spanning}`;
  const repairs = repairsOf(axes, { S, P, dilation, pool, tooLarge: large.length > 0 });
  const offer = `They would fit with ${listed(
    repairs.map(({ words }) => words),
    "or",
  )}.`;

  const sameSum = (group) => group.length === 2 && group[0].size === group[1].size && group[0].F === group[1].F;
  const clauses = (group, say, joiner) =>
    (sameSum(group) ? [say("height and width", group[0])] : group.map((one) => say(one.name, one))).join(joiner);

  if (large.length > 0) {
    const exceed = (name, { size, span }) => `a ${name} of ${size} + 2·${P} = ${size + 2 * P} is less than ${span}`;
    const message = `${subject} are larger than the padded input: ${clauses(large, exceed, ", and ")}. ${offer}`;
    return { message, repairs, tooLarge: true, neverRead: null, roundedDown: null };
  }

  const say = (name, { size, span, room }) =>
    `a ${name} of ${size}: (${size} − ${span} + 2·${P})/${S} + 1 = ${fraction(room + S, S)}`;
  const roundedDown = axes.map(({ size, F }) => outputSize({ size, F, S, P, dilation, fit: "floor" }));
  const read = axes.map(({ size, F }) => readCounts({ size, F, S, P, dilation }).filter(Boolean).length);
  const pixels = product(sizes);
  const neverRead = pixels - product(read);
  const unit = sizes.length === 1 ? "columns" : "input pixels";
  const loss =
    neverRead === 0
      ? `every ${sizes.length === 1 ? "column" : "input pixel"} would still be read`
      : `${neverRead} of the ${pixels} ${unit} would never be read`;
  const message =
    `${subject} at stride ${S} do not fit ${clauses(failing, say, ", nor ")}. ${offer} ` +
    `Rounded down to ${roundedDown.join("×")}, ${loss}.`;
  return { message, repairs, tooLarge: false, neverRead, roundedDown };
}

/** The heart of every picture: the input cells that the window of output cell (row, col) reads, tap by tap.
 *  A cell outside the input is padding or, beyond the padding, the overhang of `fit="ceil"`. The padding is P on every
 *  side unless its sides are given. */
export function windowCells({ H, W, Fh, Fw, S, P, dilation = 1, top = P, left = P, bottom = P, right = P }, row, col) {
  const cells = [];
  for (let i = 0; i < Fh; i++)
    for (let j = 0; j < Fw; j++) {
      const r = row * S - top + i * dilation;
      const c = col * S - left + j * dilation;
      const inside = r >= 0 && r < H && c >= 0 && c < W;
      cells.push({ i, j, row: r, col: c, inside, padded: r < H + bottom && c < W + right });
    }
  return cells;
}
