import assert from "node:assert/strict";
import test from "node:test";
import { edited, memory } from "../../convlib/widgets/sliding_edits.mjs";
import { checked } from "../../convlib/widgets/sliding_window.mjs";

const volume = (rows) => rows.map((row) => row.map((value) => [value]));
const nine = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];

test("what shrinking cuts away comes back on growing", () => {
  const kept = memory();
  const x = volume([[1, 2, 3, 4], [5, 6, 7, 8]]);
  assert.deepEqual(kept.input(x, 1, 2, 1), volume([[1, 2]]));
  assert.deepEqual(kept.input(volume([[9, 2]]), 2, 4, 1), volume([[9, 2, 3, 4], [5, 6, 7, 8]]));
  const bank = [volume(nine)];
  assert.deepEqual(kept.bank(kept.bank(bank, 1, 1, 1, 1), 1, 3, 3, 1), bank);
  assert.deepEqual(kept.bias(kept.bias([4, 5], 1), 2), [4, 5]);
});

test("a second filter is the first one turned by a quarter, a second slice has its weights", () => {
  const kept = memory();
  const grown = kept.bank([volume(nine)], 2, 3, 3, 2);
  assert.deepEqual(grown[1].map((line) => line.map(([first]) => first)), [[7, 4, 1], [8, 5, 2], [9, 6, 3]]);
  assert.deepEqual(grown[0][0], [[1, 1], [2, 2], [3, 3]]);
  assert.deepEqual(memory().bank([volume([[1, 2, 3]])], 2, 1, 3, 1)[1], volume([[3, 2, 1]]));
});

test("a new slice of the input is filled, and nothing of another example comes back", () => {
  const kept = memory();
  kept.input([[[1, 2, 3]]], 1, 1, 1);
  kept.forget();
  assert.deepEqual(kept.input([[[7]]], 1, 2, 2), [[[7, 2], [5, 1]]]);
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

test("a link's state is taken whole or not at all", () => {
  const good = {
    x: volume(nine), filters: [volume(nine)], bias: [0], stride: 1, padding: 0, padding_mode: "zeros", dilation: 1, flip: false,
    relu: false, op: "conv", F: 2, fit: "exact", position: 0, map: 0, counts: false, matrix: false, predict: "", show: ["look"],
  };
  assert.equal(checked(good), null);
  for (const [changes, words] of [
    [{ bias: [0, 1] }, /one bias for each filter/], [{ x: [[[1, 2]]] }, /another depth/], [{ flip: "true" }, /flip is none of/],
    [{ padding_mode: "wrap" }, /padding_mode is none of/], [{ show: ["all"] }, /show is none of/], [{ show: "look" }, /show is no list/],
    [{ filters: [volume(nine), volume([[1]])] }, /filters is no array/], [{ map: -1 }, /map is not between 0 and 3/],
  ]) assert.match(checked({ ...good, ...changes }) ?? "taken", words);
});
