// What a hand puts into the cells of a grid: one typed number, or a pasted table of them.
import { many, readNumber } from "./numbers.mjs";
import { readTable } from "./pasted.mjs";

/** Where a table begins that is pasted at a place: a table of the grid's own size fills the grid from wherever it is pasted. */
function startOf({ rows, cols }, [H, W], [row, col]) {
  if (rows === H && cols === W) return { start: [0, 0] };
  const size = `That is ${rows}×${cols}`;
  if (rows > H || cols > W) return { refused: `${size}, but the whole grid is ${H}×${W}; nothing was taken.` };
  if (row + rows <= H && col + cols <= W) return { start: [row, col] };
  return { refused: `${size}, but from this cell on there is only room for ${H - row}×${W - col}; nothing was taken.` };
}

/** A typed text, put into a copy of `given` at (row, col) of slice `d`: `{ volume, taken, told }` with how many numbers were
 *  taken, and what there is to say. The words call the number `cell`; it reaches from −`most` to `most`. */
export function typedInto(given, [row, col, d], text, { cell, most }) {
  const volume = structuredClone(given);
  const { value, said } = readNumber(text, { name: cell, least: -most, most });
  if (value !== null) volume[row][col][d] = value;
  return { volume, taken: value === null ? 0 : 1, told: said };
}

/** A pasted text in the same way: the whole table from (row, col) on, or nothing. `names` are those of the grid in code. */
export function pastedInto(given, [row, col, d], text, { most, names }) {
  const volume = structuredClone(given);
  const { rows, refused } = readTable(text, { most, names });
  if (refused) return { volume, taken: 0, told: refused };
  const place = startOf({ rows: rows.length, cols: rows[0].length }, [given.length, given[0].length], [row, col]);
  if (place.refused) return { volume, taken: 0, told: place.refused };
  const [top, left] = place.start;
  rows.forEach((line, down) =>
    line.forEach((value, right) => {
      volume[top + down][left + right][d] = value;
    }),
  );
  const taken = rows.flat().length;
  return { volume, taken, told: `${many(taken, "number")} taken.` };
}
