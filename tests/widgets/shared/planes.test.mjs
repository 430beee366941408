import assert from "node:assert/strict";
import test from "node:test";
import { typedInto } from "../../../convlib/widgets/shared/cell_edits.mjs";
import { halfTurn, quarterTurn, recentred, within } from "../../../convlib/widgets/shared/planes.mjs";

const nine = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];

test("a filter grows and shrinks around its centre", () => {
  assert.deepEqual(
    recentred(nine, 5, 5).flat(),
    [0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 7, 8, 9, 0, 0, 0, 0, 0, 0],
  );
  assert.deepEqual(recentred(nine, 1, 1), [[5]]);
  assert.deepEqual(recentred(nine, 1, 3), [[4, 5, 6]]);
});

test("each new pixel is one of its own: a number typed into it stays there", () => {
  const grown = recentred([[[1]]], 3, 3, () => [0]);
  const { volume } = typedInto(grown, [0, 2, 0], "7", { cell: "this weight", most: 9 });
  assert.deepEqual(volume.flat(2), [0, 0, 7, 0, 1, 0, 0, 0, 0]);
});

test("turned round twice is as it was, and four quarter turns are one round", () => {
  assert.deepEqual(
    halfTurn([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    [
      [6, 5, 4],
      [3, 2, 1],
    ],
  );
  assert.deepEqual(halfTurn(halfTurn(nine)), nine);
  assert.deepEqual(
    quarterTurn([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    [
      [4, 1],
      [5, 2],
      [6, 3],
    ],
  );
  assert.deepEqual(quarterTurn(quarterTurn(nine)), halfTurn(nine));
});

test("the end of a row and the end of a column are the furthest that keys lead", () => {
  assert.deepEqual(within([2, 5], [1, Infinity]), [1, 4]);
  assert.deepEqual(within([2, 5], [-Infinity, 3]), [0, 3]);
});
