import assert from "node:assert/strict";
import test from "node:test";
import { edited, memory, recentred } from "../../convlib/widgets/sliding_window.mjs";

const volume = (rows) => rows.map((row) => row.map((value) => [value]));

test("a filter grows and shrinks around its centre", () => {
  const three = volume([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
  assert.deepEqual(recentred(three, 5).flat(2), [0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 7, 8, 9, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(recentred(three, 1), [[[5]]]);
});

test("what shrinking cuts away comes back on growing", () => {
  const kept = memory();
  const x = volume([[1, 2, 3, 4], [5, 6, 7, 8]]);
  const small = kept.input(x, 1, 2);
  assert.deepEqual(small, volume([[1, 2]]));
  assert.deepEqual(kept.input(volume([[9, 2]]), 2, 4), volume([[9, 2, 3, 4], [5, 6, 7, 8]]));
  const filter = volume([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
  assert.deepEqual(kept.filter(kept.filter(filter, 1), 3), filter);
});

test("what is remembered of one depth is not put into another", () => {
  const kept = memory();
  kept.input(volume([[1, 2], [3, 4]]), 1, 1);
  const deep = [[[1, 2, 3]]];
  assert.ok(kept.input(deep, 2, 2).flat().every((cell) => cell.length === 3));
});

test("typed text goes into its cell, and no number changes nothing", () => {
  const x = [[[1, 2], [3, 4]]];
  assert.deepEqual(edited(x, 1, 0, 1, [["−7"]]), { volume: [[[1, 2], [3, -7]]], taken: 1, told: "" });
  assert.deepEqual(x, [[[1, 2], [3, 4]]]);
  const refused = edited(x, 0, 0, 0, [["abc"]]);
  assert.equal(refused.taken, 0);
  assert.match(refused.told, /“abc” is not a number/);
});

test("a pasted column fills downwards and says what was left out", () => {
  const { volume: result, taken, told } = edited(volume([[0, 0], [0, 0]]), 0, 0, 1, [["5"], ["6"], ["7"]]);
  assert.deepEqual(result, volume([[0, 5], [0, 6]]));
  assert.equal(taken, 2);
  assert.match(told, /beyond the grid was left out\. 2 numbers taken\./);
});
