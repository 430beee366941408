// PhotoFilter's words, sums and colours.
import assert from "node:assert/strict";
import test from "node:test";
import { filtered, photographOf, scaleEnd, workerText } from "../../../convlib/widgets/photo_filter/arithmetic.mjs";
import { negated, resized, retyped } from "../../../convlib/widgets/photo_filter/edits.mjs";
import { notesOf } from "../../../convlib/widgets/photo_filter/notes.mjs";
import { pngParts } from "../../../convlib/widgets/photo_filter/png.mjs";
import { reading, sentenceOf, sumsOf } from "../../../convlib/widgets/photo_filter/reading.mjs";
import { channelWords, sumWords } from "../../../convlib/widgets/photo_filter/scene.mjs";
import { mapSizes, marks, placeAt, settingOf } from "../../../convlib/widgets/photo_filter/setting.mjs";
import { scaledSize } from "../../../convlib/widgets/photo_filter/shrink.mjs";
import { checked } from "../../../convlib/widgets/photo_filter/state.mjs";
import { paintedPlain, paintedSigned, signedColours } from "../../../convlib/widgets/shared/paint.mjs";
import { deep, STATE } from "./photo_states.mjs";

/** A photograph of 45 by 52 whose pixels follow a rule: red 2·row, green 3·col, blue 100. */
function photograph() {
  const [rows, cols] = [45, 52];
  const rgba = new Uint8ClampedArray(4 * rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) rgba.set([2 * row, 3 * col, 100, 255], 4 * (row * cols + col));
  return photographOf(rgba, rows, cols);
}

test("the sum is written out slice by slice", () => {
  const read = reading(STATE, photograph(), [4, 6]);
  // Green grows by 3 a column, so right minus left is 2·3 in each row: 6·1 + 6·2 + 6·1 = 24; red and blue are even along a row.
  assert.deepEqual(
    read.slices.map(({ sum }) => sum),
    [0, 24, 0],
  );
  assert.deepEqual(read.slices[1].numbers, [
    [18, 21, 24],
    [18, 21, 24],
    [18, 21, 24],
  ]);
  const { lines, together } = sumsOf(STATE, read);
  assert.deepEqual(lines[1].terms.slice(0, 3), [
    ["18", "(−1)"],
    ["21", "0"],
    ["24", "1"],
  ]);
  assert.deepEqual(
    together.map(({ text, sign, value }) => `${text} ${sign} ${value}`),
    ["0 + 24 + 0 + bias 0 = 24"],
  );
});

test("divisor, shares and bias stand in the sum", () => {
  const words = (changes) => {
    const state = {
      ...STATE,
      filter: deep([
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]),
      normalise: true,
      bias: -2.5,
      ...changes,
    };
    return sumsOf(state, reading(state, photograph(), [0, 1])).together.map(
      ({ name, text, sign, value }) => `${name}: ${text} ${sign} ${value}`,
    );
  };
  // Around row 2, column 3: red 2·1, green 3·2, blue 100, each nine times.
  assert.deepEqual(words({}), ["Together: (18 + 54 + 900)/9 + bias (−2.5) = 105.5"]);
  assert.deepEqual(words({ channels: "green" }), ["Together: 54/9 + bias (−2.5) = 3.5"]);
  assert.deepEqual(words({ channels: "red-blue" }), ["Together: (18 + (−1)·900)/9 + bias (−2.5) = −100.5"]);
  assert.deepEqual(words({ channels: "each" }), [
    "red: 18/9 + bias (−2.5) = −0.5",
    "green: 54/9 + bias (−2.5) = 3.5",
    "blue: 900/9 + bias (−2.5) = 97.5",
  ]);
});

test("the number of the sentence is the number of the map, whatever the setting", () => {
  const image = photograph();
  let seed = 20;
  const draw = (count) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * count);
  };
  for (let round = 0; round < 200; round++) {
    const F = [3, 5][draw(2)];
    const state = {
      ...STATE,
      filter: deep(Array.from({ length: F }, () => Array.from({ length: F }, () => draw(19) - 9))),
      normalise: draw(2) === 1,
      bias: draw(41) - 20,
      channels: ["all", "red", "green", "blue", "red-blue", "each"][draw(6)],
      padding: ["none", "zero"][draw(2)],
      stride: 1 + draw(4),
      relu: draw(2) === 1,
      pool: ["none", "max", "avg"][draw(3)],
      F: 2 + draw(7),
    };
    const maps = filtered(image, settingOf(state));
    const { after, reach } = mapSizes(state, image);
    assert.deepEqual([maps.rows, maps.cols], after);
    const place = reach.map(draw);
    const step = state.pool === "none" ? 1 : state.F;
    const [row, col] = place.map((at) => Math.floor(at / step));
    reading(state, image, place).result.forEach((value, d) => {
      const painted = maps.values[(d * maps.rows + row) * maps.cols + col];
      assert.ok(Math.abs(value - painted) <= 1e-6 * Math.max(1, Math.abs(value)), `${value} is not ${painted}`);
    });
    const { photo, map } = marks(state, image, place);
    const middle = ({ top, left, height, width }) => [top + height / 2, left + width / 2];
    assert.deepEqual(placeAt(state, image, "map", middle(map)), [row * step, col * step]);
    if (state.padding === "none") assert.deepEqual(placeAt(state, image, "photo", middle(photo)), place);
  }
});

test("the sentence says where, what, and what became of it", () => {
  const said = (state, place) => sentenceOf(state, photograph(), reading(state, photograph(), place));
  const state = {
    ...STATE,
    filter: deep([
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, -1],
    ]),
    padding: "zero",
    relu: true,
    pool: "max",
  };
  // At the corner the window sees the pixels (0, 0) to (1, 1) and five zeros; the lower right one is 2, 3, 100, and its weight −1.
  assert.equal(
    said(state, [0, 0]),
    "Row 1, column 1 of 45 by 52: the window covers rows 1 to 2 and columns 1 to 2 of the photograph, and 5 zeros of padding. " +
      "The sum is −105. The ReLU makes it 0. Of the 2×2 sums in its pooling window, the largest is 0.",
  );
  assert.match(said({ ...STATE, channels: "each" }, [4, 6]), /The sums are 0 \(red\), 24 \(green\), 0 \(blue\)\.$/);
});

test("what the weights add up to, and what the channels mean, is said", () => {
  assert.match(sumWords(STATE), /^The weights add up to 0: where/);
  assert.match(sumWords({ ...STATE, normalise: true }), /nothing can be divided by 0: they stay/);
  const blur = {
    ...STATE,
    filter: deep([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]),
  };
  assert.equal(sumWords(blur), "The weights add up to 9.");
  assert.equal(sumWords({ ...blur, normalise: true }), "The weights add up to 9, and each is divided by 9.");
  assert.match(channelWords(STATE), /3×3×3, .* 27 products .* one map\.$/);
  assert.match(channelWords({ ...STATE, filter: resized(STATE.filter, 5) }), /5×5×3, .* 75 products/);
});

test("a link's state is judged whatever it holds", () => {
  assert.equal(checked(STATE, ["chelsea"]), null);
  const bad = {
    photo: ["dog", "given", null, "__proto__", 3],
    filter: [
      [],
      [[1]],
      deep([
        [1, 2],
        [3, 4],
      ]),
      deep([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      deep([
        ["1", 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]),
      "x",
      null,
    ],
    normalise: [1, "true", null],
    bias: ["0", 1e4, null, {}],
    channels: ["white"],
    paint: ["pink"],
    padding: [1],
    stride: [0, 5, 1.5, "2"],
    relu: [0],
    pool: ["min"],
    F: [1, 9, 2.5],
    position: [[], [0], [0, -1], [0.5, 0], [0, 0, 0], 0, null, [0, 1e9]],
  };
  for (const [name, values] of Object.entries(bad))
    for (const value of values)
      assert.equal(
        typeof checked({ ...STATE, [name]: value }, ["chelsea"]),
        "string",
        `${name}: ${JSON.stringify(value)}`,
      );
});

test("weights are typed, pasted and refused in words; the filter keeps its middle when it grows", () => {
  const column = retyped(STATE.filter, 1, 1, "7\n−1/4", true);
  assert.deepEqual(column, {
    volume: deep([
      [-1, 0, 1],
      [-2, 7, 2],
      [-1, -0.25, 1],
    ]),
    taken: 2,
    told: "2 numbers taken.",
  });
  const refused = [
    ["x", false, "“x” is not a number; this weight stays as it was."],
    ["7\tx", true, "Row 1, column 2: “x” is not a number; nothing was taken."],
  ];
  for (const [text, pasted, told] of refused)
    assert.deepEqual(retyped(STATE.filter, 1, 1, text, pasted), { volume: STATE.filter, taken: 0, told });
  const grown = resized(STATE.filter, 5);
  assert.deepEqual(grown[2], [[0], [-2], [0], [2], [0]]);
  assert.deepEqual(resized(grown, 3), STATE.filter);
});

test("a picture is scaled to 512 at most, and refused when a side gets too short", () => {
  assert.deepEqual(scaledSize(4000, 3000), { rows: 384, cols: 512 });
  assert.deepEqual(scaledSize(300, 200), { rows: 200, cols: 300 });
  assert.deepEqual(scaledSize(610, 470), { rows: 394, cols: 512 });
  assert.equal(scaledSize(5000, 100), null);
  assert.equal(scaledSize(39, 300), null);
});

test("whatever bytes a file has, its head is read or is none", () => {
  let seed = 7;
  const draw = (count) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * count);
  };
  const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
  const exif = [...ascii("Exif\0\0MM"), 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
  const files = [
    [
      137,
      80,
      78,
      71,
      13,
      10,
      26,
      10,
      0,
      0,
      0,
      13,
      ...ascii("IHDR"),
      0,
      0,
      0,
      9,
      0,
      0,
      0,
      9,
      8,
      2,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      28,
      ...ascii("eXIf"),
      ...exif.slice(6),
      0,
      0,
      0,
      0,
    ],
    [0xff, 0xd8, 0xff, 0xe1, 0, 2 + exif.length, ...exif, 0xff, 0xda],
    [...ascii("RIFF"), 0, 0, 0, 0, ...ascii("WEBPEXIF"), exif.length, 0, 0, 0, ...exif],
  ];
  assert.deepEqual(
    files.slice(1).map((file) => notesOf(Uint8Array.from(file)).orientation),
    [6, 6],
  );
  for (let round = 0; round < 6000; round++) {
    const bytes = Uint8Array.from(files[round % 3]);
    for (let k = draw(4); k >= 0; k--) bytes[draw(bytes.length)] = draw(256);
    const cut = bytes.subarray(0, draw(2) ? bytes.length : draw(bytes.length));
    const parts = pngParts(cut);
    assert.ok(parts === null || parts.width > 0);
    assert.ok(notesOf(cut).orientation <= 8);
  }
});

test("signed numbers meet the colours at 0 and at both ends", () => {
  const table = signedColours({ negative: [200, 0, 0], zero: [250, 250, 250], positive: [0, 0, 100] });
  const colours = paintedSigned(new Float32Array([-30, -10, -5, 0, 5, 99]), 10, table);
  const pixel = (at) => [...colours.slice(4 * at, 4 * at + 4)];
  assert.deepEqual(pixel(0), [200, 0, 0, 255]);
  assert.deepEqual(pixel(1), [200, 0, 0, 255]);
  assert.deepEqual(pixel(3), [250, 250, 250, 255]);
  assert.deepEqual(pixel(5), [0, 0, 100, 255]);
  // Half way, to within one of the 255 steps.
  assert.ok(Math.abs(pixel(2)[1] - 125) <= 1 && Math.abs(pixel(4)[2] - 175) <= 1);
});

test("colours and grey are cut off at 0 and 255", () => {
  assert.deepEqual(
    [...paintedPlain(new Float32Array([-5, 90, 300]), 1)],
    [0, 0, 0, 255, 90, 90, 90, 255, 255, 255, 255, 255],
  );
  assert.deepEqual([...paintedPlain(new Float32Array([1, 2, 3, 4, 5, 6]), 3)], [1, 3, 5, 255, 2, 4, 6, 255]);
});

test("a scale ends at a round number, and of nothing but zeros at 1", () => {
  const values = Float32Array.from({ length: 1000 }, (_, at) => (at < 2 ? 5000 : at % 97));
  assert.deepEqual(scaleEnd(values), { largest: 97, clipped: true, negative: false });
  assert.deepEqual(scaleEnd(new Float32Array(9)), { largest: 1, clipped: false, negative: false });
  assert.deepEqual(scaleEnd(new Float32Array([-7, 3])), { largest: 7, clipped: false, negative: true });
});

test("the worker's text is whole: it answers a setting without this module", () => {
  const answers = [];
  const scope = { postMessage: (message) => answers.push(message) };
  new Function("scope", `with (scope) { var onmessage; ${workerText()}\n scope.onmessage = onmessage; }`)(scope);
  const rgba = new Uint8ClampedArray(4 * 45 * 52).fill(9);
  scope.onmessage({ data: { rgba, rows: 45, cols: 52, setting: settingOf({ ...STATE, bias: 5 }), ticket: 3 } });
  assert.equal(answers[0].ticket, 3);
  assert.equal(answers[0].values[0], 5);
  assert.equal(answers[0].values.length, 43 * 50);
});

test("× −1 changes the sign of every weight and of nothing else; a photograph in grey gets colours for its sign", () => {
  const state = { ...STATE, paint: "grey" };
  assert.deepEqual(negated(state), {
    filter: deep([
      [1, 0, -1],
      [2, 0, -2],
      [1, 0, -1],
    ]),
    paint: "grey",
  });
  const [plus, minus] = [STATE, { ...STATE, ...negated(STATE) }].map((one) => filtered(photograph(), settingOf(one)));
  assert.deepEqual(
    [...minus.values].map((value) => value + 0),
    [...plus.values].map((value) => 0 - value),
  );
  const ones = deep([
    [0, 1, 0],
    [1, 1, 1],
    [0, 1, 0],
  ]);
  assert.equal(negated({ ...state, filter: ones }).paint, "signed");
});
