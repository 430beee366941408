// What a hand does to the filter.
import { pastedInto, typedInto } from "../shared/cell_edits.mjs";
import { recentred } from "../shared/planes.mjs";
import { LIMITS } from "./state.mjs";

/** A text typed or `pasted` into a copy of the filter from (row, col) on: `{ volume, taken, told }`. */
export const retyped = (filter, row, col, text, pasted) =>
  (pasted ? pastedInto : typedInto)(filter, [row, col, 0], text, {
    cell: "this weight",
    most: LIMITS.number,
    names: ["filter", "filters", "weight"],
  });

/** A filter of another size around the same centre. */
export const resized = (filter, F) => recentred(filter, F, F, /** @type {() => any} */ (() => [0]));
