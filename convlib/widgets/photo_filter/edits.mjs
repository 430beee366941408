// What a hand does to the filter.
import { pastedInto, typedInto } from "../shared/cell_edits.mjs";
import { total } from "../shared/numbers.mjs";
import { recentred } from "../shared/planes.mjs";
import { LIMITS } from "./state.mjs";

/** A text typed or `pasted` into a copy of the filter from (row, col) on: `{ volume, taken, told }`. */
export const retyped = (filter, row, col, text, pasted) =>
  (pasted ? pastedInto : typedInto)(filter, [row, col, 0], text, {
    cell: "this weight",
    most: LIMITS.number,
    names: ["filter", "filters", "weight"],
  });

/** The filter with the sign of every weight changed; what was a photograph in grey is none any more. */
export const negated = ({ filter, paint }) => ({
  filter: filter.map((line) => line.map(([weight]) => [weight === 0 ? 0 : -weight])),
  paint: total(filter.flat(2)) > 0 ? "signed" : paint,
});

/** A filter of another size around the same centre. */
export const resized = (filter, F) => recentred(filter, F, F, /** @type {() => any} */ (() => [0]));
