import assert from "node:assert/strict";
import test from "node:test";
import { edited, memory } from "../../../convlib/widgets/sliding_window/edits.mjs";
import { checked } from "../../../convlib/widgets/sliding_window/state.mjs";
import { PLAIN } from "./plain_state.mjs";

const volume = (rows) => rows.map((row) => row.map((value) => [value]));
const nine = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];

test("what shrinking cuts away comes back on growing", () => {
  const kept = memory();
  const x = volume([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  assert.deepEqual(kept.input(x, 1, 2, 1), volume([[1, 2]]));
  assert.deepEqual(
    kept.input(volume([[9, 2]]), 2, 4, 1),
    volume([
      [9, 2, 3, 4],
      [5, 6, 7, 8],
    ]),
  );
  const bank = [volume(nine)];
  assert.deepEqual(kept.bank(kept.bank(bank, 1, 1, 1, 1), 1, 3, 3, 1), bank);
  assert.deepEqual(kept.bias(kept.bias([4, 5], 1), 2), [4, 5]);
});

test("a second filter is the first one turned by a quarter, a second slice has its weights", () => {
  const kept = memory();
  const grown = kept.bank([volume(nine)], 2, 3, 3, 2);
  assert.deepEqual(
    grown[1].map((line) => line.map(([first]) => first)),
    [
      [7, 4, 1],
      [8, 5, 2],
      [9, 6, 3],
    ],
  );
  assert.deepEqual(grown[0][0], [
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  assert.deepEqual(memory().bank([volume([[1, 2, 3]])], 2, 1, 3, 1)[1], volume([[3, 2, 1]]));
});

test("a new slice of the input is filled, and nothing of another example comes back", () => {
  const kept = memory();
  kept.input([[[1, 2, 3]]], 1, 1, 1);
  kept.forget();
  assert.deepEqual(kept.input([[[7]]], 1, 2, 2), [
    [
      [7, 2],
      [5, 1],
    ],
  ]);
});

test("typed text goes into its cell, and no number changes nothing", () => {
  const x = [
    [
      [1, 2],
      [3, 4],
    ],
  ];
  assert.deepEqual(edited("x", x, 1, 0, 1, "−7", false), {
    volume: [
      [
        [1, 2],
        [3, -7],
      ],
    ],
    taken: 1,
    told: "",
  });
  assert.deepEqual(x, [
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  const refused = edited("x", x, 0, 0, 0, "abc", false);
  assert.equal(refused.taken, 0);
  assert.match(refused.told, /“abc” is not a number/);
});

test("a pasted column fills downwards, or stays out as a whole where there is no room for it", () => {
  const paste = (text, row, col) =>
    edited(
      "x",
      volume([
        [1, 2],
        [3, 4],
      ]),
      0,
      row,
      col,
      text,
      true,
    );
  assert.deepEqual(paste("5\n6", 0, 1), {
    volume: volume([
      [1, 5],
      [3, 6],
    ]),
    taken: 2,
    told: "2 numbers taken.",
  });
  assert.deepEqual(paste("5\n6\n7", 0, 1), {
    volume: volume([
      [1, 2],
      [3, 4],
    ]),
    taken: 0,
    told: "That is 3×1, but the whole grid is 2×2; nothing was taken.",
  });
  assert.deepEqual(paste("5\n6", 1, 1), {
    volume: volume([
      [1, 2],
      [3, 4],
    ]),
    taken: 0,
    told: "That is 2×1, but from this cell on there is only room for 1×1; nothing was taken.",
  });
});

test("a table of the grid's own size fills the grid from wherever it is pasted", () => {
  assert.deepEqual(
    edited(
      "x",
      volume([
        [1, 2],
        [3, 4],
      ]),
      0,
      1,
      1,
      "5\t6\n7\t8",
      true,
    ).volume,
    volume([
      [5, 6],
      [7, 8],
    ]),
  );
});

test("a link's state is taken whole or not at all", () => {
  const good = {
    x: volume(nine),
    filters: [volume(nine)],
    bias: [0],
    ...PLAIN,
    show: ["look"],
  };
  assert.equal(checked(good), null);
  for (const [changes, words] of [
    [{ bias: [0, 1] }, /one bias for each filter/],
    [{ x: [[[1, 2]]] }, /another depth/],
    [{ flip: "true" }, /flip is not one of/],
    [{ padding_mode: "wrap" }, /padding_mode is not one of/],
    [{ show: ["all"] }, /show is not one of/],
    [{ show: "look" }, /show is not a list/],
    [{ filters: [volume(nine), volume([[1]])] }, /filters is not an array/],
    [{ map: -1 }, /map is not between 0 and 3/],
  ])
    assert.match(checked({ ...good, ...changes }) ?? "taken", words);
});
