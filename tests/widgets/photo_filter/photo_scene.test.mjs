// What PhotoFilter shows of a state and a photograph, and how it has maps painted.
import assert from "node:assert/strict";
import test from "node:test";
import { photographOf } from "../../../convlib/widgets/photo_filter/arithmetic.mjs";
import { passed, rowsASecond } from "../../../convlib/widgets/photo_filter/run.mjs";
import { mapScene, presetOf, scene, windowScene } from "../../../convlib/widgets/photo_filter/scene.mjs";
import { coloursOf, nextPlace, runPlace, walked } from "../../../convlib/widgets/photo_filter/setting.mjs";
import { deep, STATE } from "./photo_states.mjs";

const BLUR = [
  [1, 1, 1],
  [1, 1, 1],
  [1, 1, 1],
];
const BLURRED = { ...STATE, photo: "coffee", filter: deep(BLUR), normalise: true, position: [3, 5] };
const PRESETS = {
  blur: { filter: BLUR, normalise: true },
  box: { filter: BLUR, normalise: false },
};
const BESIDE = { photograph: null, own: false, photos: { coffee: "a cup of coffee" }, presets: PRESETS };

/** A photograph of 45 by 52, all of one grey. */
const even = (grey) => photographOf(new Uint8ClampedArray(4 * 45 * 52).fill(grey), 45, 52);

test("before there is a photograph the filter has its words and cells, and its maps are known", () => {
  const { filter, asked, photoTitle } = scene(BLURRED, BESIDE);
  assert.deepEqual(
    [filter.title, filter.label, filter.size, filter.preset],
    ["Filter 3×3×3", "Filter 3×3", "3", "blur"],
  );
  assert.equal(filter.words, "The weights add up to 9, and each is divided by 9.");
  assert.equal(photoTitle, "");
  // Nine weights of 1/9, the same in each slice.
  assert.equal(asked.weights.flat().length, 9);
  for (const weight of asked.weights.flat()) assert.ok(Math.abs(9 * weight - 1) < 1e-12);
  assert.deepEqual(asked.shares, [1, 1, 1]);
});

test("a cell is tinted by its share of the largest weight, and says where it stands", () => {
  const filter = deep([
    [-4, 0, 1],
    [0, 2, 0],
    [0, 0, 0],
  ]);
  const { cells } = scene({ ...BLURRED, filter }, BESIDE).filter;
  assert.deepEqual(cells[0][0], {
    text: "−4",
    label: "filter row 1, column 1: −4",
    editable: true,
    classes: "is-negative",
    tint: 1,
  });
  assert.deepEqual(
    [cells[1][1], cells[2][2]].map(({ classes, tint }) => [classes, tint]),
    [
      ["is-positive", 0.5],
      ["", 0],
    ],
  );
  assert.equal(
    scene(
      {
        ...BLURRED,
        filter: deep([
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      },
      BESIDE,
    ).filter.cells[0][0].tint,
    0,
  );
});

test("a preset is known by its weights and whether they are divided; anything else is the reader's own", () => {
  assert.equal(presetOf(BLURRED, PRESETS), "blur");
  assert.equal(presetOf({ ...BLURRED, normalise: false }, PRESETS), "box");
  assert.equal(
    presetOf(
      {
        ...BLURRED,
        filter: deep([
          [1, 1, 1],
          [1, 2, 1],
          [1, 1, 1],
        ]),
      },
      PRESETS,
    ),
    "",
  );
});

test("a setting without an effect is not offered", () => {
  const used = (changes) => scene({ ...BLURRED, ...changes }, BESIDE).used;
  assert.deepEqual(used({}), { F: false, paint: true });
  assert.deepEqual(used({ pool: "avg", channels: "each" }), { F: true, paint: false });
  assert.equal(scene({ ...BLURRED, channels: "each" }, BESIDE).filter.title, "Filter 3×3×1");
});

test("a photograph has its name and size; one of the reader's own is called that", () => {
  const title = (own) => scene(BLURRED, { ...BESIDE, own, photograph: even(9) }).photoTitle;
  assert.deepEqual([title(false), title(true)], ["A cup of coffee 45×52×3", "Your picture 45×52×3"]);
});

test("a pointer shows its own place and is not read aloud; without one it is the position's", () => {
  // The mean of nine pixels of 60 is 60 in each of three slices, and the slices are added up.
  const kept = windowScene(BLURRED, even(60), null);
  assert.match(kept.sentence, /^Row 4, column 6 of 43 by 50: .* The sum is 180\.$/);
  assert.deepEqual([kept.wandering, kept.sums.together[0].value], [false, "180"]);
  const pointed = windowScene(BLURRED, even(60), [7, 0]);
  assert.match(pointed.sentence, /^Row 8, column 1 of 43 by 50/);
  assert.equal(pointed.wandering, true);
  // The window of row 8 begins in the eighth of 45 rows.
  assert.deepEqual(pointed.marks.photo, { top: 7 / 45, left: 0, height: 3 / 45, width: 3 / 52 });
  // A position from a larger photograph comes in to the last row and column.
  assert.deepEqual(windowScene({ ...BLURRED, position: [400, 400] }, even(60), null).read.place, [42, 49]);
});

test("steps end at the edge, and on a pooled map go from pool to pool", () => {
  assert.deepEqual(walked(BLURRED, even(0), [1, -1], 1), [4, 4]);
  assert.deepEqual(walked(BLURRED, even(0), [-1, 1], 50), [0, 49]);
  const pooled = { ...BLURRED, pool: "max", F: 4 };
  assert.deepEqual(walked(pooled, even(0), [2, 0], 1), [11, 5]);
  // 43 rows hold ten whole pools of four.
  assert.deepEqual(walked(pooled, even(0), [1, 0], 10), [39, 5]);
});

test("a step goes along the row, then to the next row, and from the last place to the first", () => {
  const after = (position, changes) => nextPlace({ ...BLURRED, ...changes, position }, even(0));
  assert.deepEqual(after([3, 5]), [3, 6]);
  assert.deepEqual(after([3, 49]), [4, 0]);
  assert.deepEqual(after([42, 49]), [0, 0]);
  const pooled = { pool: "max", F: 4 };
  assert.deepEqual(after([4, 8], pooled), [4, 12]);
  // 50 columns hold twelve whole pools of four.
  assert.deepEqual(after([4, 44], pooled), [8, 0]);
});

test("a number of the map is what is added less what is taken away", () => {
  // Columns of grey 7, 20 and 50 from left to right, again and again.
  const rgba = new Uint8ClampedArray(4 * 45 * 52).map((_, at) => [7, 20, 50][(Math.floor(at / 4) % 52) % 3]);
  const edges = deep([
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ]);
  const balance = (changes) =>
    windowScene(
      { ...STATE, filter: edges, normalise: false, position: [0, 0], ...changes },
      photographOf(rgba, 45, 52),
      null,
    ).balance;
  // Four times 50 and four times 7, in three slices.
  assert.deepEqual(balance({}), { added: "600", taken: "84", sign: "=", left: "516" });
  // Moved by one, 7 is on the right and 20 on the left.
  assert.deepEqual(balance({ position: [0, 1] }), { added: "84", taken: "240", sign: "=", left: "−156" });
  assert.deepEqual(balance({ bias: -16.5 }), { added: "600", taken: "100.5", sign: "=", left: "499.5" });
  // The red slice and the blue one are the same: with opposite signs all that is added is taken away again.
  assert.deepEqual(balance({ channels: "red-blue" }), { added: "228", taken: "228", sign: "=", left: "0" });
  for (const changes of [{ relu: true }, { pool: "max", F: 2 }, { channels: "each" }])
    assert.equal(balance(changes), null);
});

test("one map is painted by sign or in grey, three are a picture in colour; a scale says where it is cut off", () => {
  const map = { rows: 43, cols: 50, depth: 1, largest: 120, clipped: false, negative: true };
  const [signed, inGrey] = ["signed", "grey"].map((paint) => ({ paint, white: 765 }));
  assert.deepEqual(mapScene(map, signed), {
    scale: "signed",
    ends: ["−120", "0", "120"],
    white: 765,
    title: "Map 43×50×1",
    label: "What the filter makes of it: one map, 43 by 50",
  });
  assert.deepEqual(mapScene({ ...map, clipped: true }, signed).ends, ["≤ −120", "0", "≥ 120"]);
  // What a ReLU has left has no red end.
  const { scale, ends } = mapScene({ ...map, clipped: true, negative: false }, signed);
  assert.deepEqual([scale, ends], ["positive", ["0", "", "≥ 120"]]);
  const grey = mapScene(map, inGrey);
  assert.deepEqual([grey.scale, grey.ends], ["grey", ["≤ 0", "", "≥ 765"]]);
  const three = mapScene({ ...map, depth: 3 }, signed);
  assert.deepEqual([three.scale, three.title, three.ends.at(-1)], ["colour", "Maps 43×50×3", "≥ 255"]);
  assert.equal(three.label, "What the filter makes of it: three maps, shown as one picture in colour, 43 by 50");
});

test("in grey a white photograph comes out white: three slices of 255, once through a filter that adds up to 1", () => {
  const white = (changes) => coloursOf({ ...BLURRED, paint: "grey", ...changes }).white;
  const [whole, green, difference, each] = ["all", "green", "red-blue", "each"].map((channels) => white({ channels }));
  for (const [value, expected] of [
    [whole, 765],
    [green, 255],
    [difference, 255],
    [each, 255],
    [white({ normalise: false }), 9 * 765],
  ])
    assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);
  const [value] = windowScene({ ...BLURRED, normalise: false }, even(255), [4, 4]).read.result;
  assert.equal(value, 9 * 765);
});

test("a run passes the map's places row by row, and a pooled map pool by pool", () => {
  const size = [43, 50];
  assert.deepEqual(runPlace(BLURRED, even(0), 0), { next: [0, 0], size, place: [0, 0] });
  assert.deepEqual(runPlace(BLURRED, even(0), 51 / (43 * 50)), { next: [1, 1], size, place: [1, 1] });
  assert.equal(runPlace(BLURRED, even(0), 1), null);
  const pooled = { ...BLURRED, pool: "max", F: 4 };
  assert.deepEqual(runPlace(pooled, even(0), 13 / (10 * 12)), { next: [1, 1], size: [10, 12], place: [4, 4] });
});

test("a run begins slowly enough to be followed, never goes back, and a whole map takes about ten seconds", () => {
  const places = Array.from({ length: 121 }, (_, tenth) => passed(tenth / 10, 209 * 316));
  assert.equal(places[0], 0);
  assert.ok(places[10] < 316, "a second is less than a row");
  for (const [index, place] of places.entries()) if (index > 0) assert.ok(place > places[index - 1]);
  assert.ok(places[80] < 209 * 316 && places[110] > 209 * 316);
  assert.ok(rowsASecond(0.5, [209, 316]) < 1 && rowsASecond(9, [209, 316]) === 209 / 7);
});
