import assert from "node:assert/strict";
import test from "node:test";
import {
  allPadded,
  grouping,
  inserted,
  moved,
  padded,
  placeFor,
  removed,
  switched,
} from "../../../convlib/widgets/size_explorer/edits.mjs";
import { percent, scene } from "../../../convlib/widgets/size_explorer/scene.mjs";
import { checked, namesOf, wrongChain } from "../../../convlib/widgets/size_explorer/state.mjs";

const conv = (K, F, changes = {}) => ({
  kind: "conv",
  name: "",
  K,
  F,
  S: 1,
  P: 0,
  groups: 1,
  fit: "exact",
  ...changes,
});
const pool = (F, changes = {}) => ({ kind: "max", name: "", F, S: F, P: 0, fit: "exact", ...changes });
const fc = (m, name = "") => ({ kind: "fc", name, m });
const state = (layers, changes = {}) => ({
  input_shape: [32, 32, 3],
  layers,
  preset: "",
  picked: 1,
  neuron: "centre",
  ...changes,
});

test("S28, S29: ten 5×5 filters with padding 2 make 32×32×10 and learn 760 numbers", () => {
  const shown = scene(state([conv(10, 5, { P: 2 })]));
  assert.equal(shown.sentence, "conv1 slides 10 filters of 5×5×3: 32×32×3 becomes 32×32×10.");
  assert.deepEqual(shown.sums, [
    "W₂ = H₂ = (W₁ − F + 2P)/S + 1 = (32 − 5 + 2·2)/1 + 1 = 32",
    "D₂ = K = 10",
    "Parameters = (5·5·3 + 1)·10 = 760",
    "MACs = 32·32·10 · 5·5·3 = 768,000",
  ]);
});

test("what is not named yet has no letter, no line and no column", () => {
  const layer = (changes) => state([conv(6, 5, changes)]);
  const plain = scene(layer({}), ["F"]);
  assert.deepEqual(plain.sums, ["W₂ = H₂ = W₁ − F + 1 = 32 − 5 + 1 = 28", "D₂ = K = 6"]);
  assert.deepEqual(plain.columns, []);
  assert.equal(scene(layer({}), ["stride"]).sums[0], "W₂ = H₂ = (W₁ − F)/S + 1 = (32 − 5)/1 + 1 = 28");
  assert.equal(scene(layer({}), ["padding"]).sums[0], "W₂ = H₂ = W₁ − F + 2P + 1 = 32 − 5 + 2·0 + 1 = 28");
  // A value that counts is written, named or not.
  assert.equal(
    scene(layer({ P: 2, S: 2, fit: "floor" }), [])
      .sums[0].split(" = ")
      .at(-2),
    "⌊(32 − 5 + 2·2)/2⌋ + 1",
  );
  // (5·5·3 + 1)·6 weights and biases; 28·28·6 neurons of 75 multiplications.
  const named = scene(layer({}), ["F", "macs", "parameters"]);
  assert.deepEqual(named.sums.slice(2), ["Parameters = (5·5·3 + 1)·6 = 456", "MACs = 28·28·6 · 5·5·3 = 352,800"]);
  assert.deepEqual(named.columns, ["parameters", "macs"]);
  // Four settings, three formulas: a lopsided picture has a sum for each side.
  const lopsided = state([conv(8, 5, { S: 2, P: 2 })], { input_shape: [25, 33, 3] });
  assert.equal(scene(lopsided, ["K", "F", "stride", "padding"]).sums.length, 3);
});

test("long lists are written as counts", () => {
  const shown = scene(state([fc(4096), conv(2, 3)], { picked: 2 }));
  assert.match(
    shown.sentence,
    /^Layer 2, Conv\(2, 3\), on 4,096: it needs a volume .*, not 4,096 numbers: .* Dense\.$/,
  );
  assert.equal(shown.table[0].cells[0], "4,096");
});

test("a new window stands before the first FC, a new FC where it was asked for", () => {
  const layers = [conv(6, 5), fc(10), fc(7)];
  assert.deepEqual([placeFor(layers, 3, "conv"), placeFor(layers, 3, "max"), placeFor(layers, 3, "fc")], [1, 1, 3]);
  assert.deepEqual([placeFor(layers, 0, "conv"), placeFor([], 0, "conv")], [0, 0]);
});

test("one padding goes to every CONV and to nothing else", () => {
  const layers = [conv(6, 5, { P: 2 }), pool(2), conv(6, 5), fc(7)];
  assert.deepEqual(
    allPadded(layers, 2).map(({ P }) => P),
    [2, 0, 2, undefined],
  );
  const spread = [0, 1, 2, 3, 4].map((picked) => scene(state(layers, { picked })).spread);
  assert.deepEqual(spread, [false, true, false, true, false]);
  assert.equal(scene(state([conv(6, 5)])).spread, false);
});

test("S37: a pool on a lopsided volume has a sum for each side, and nothing to learn", () => {
  const { sums, sentence } = scene(state([pool(3, { S: 2, fit: "floor" })], { input_shape: [8, 13, 5] }));
  assert.equal(
    sentence,
    "pool1 keeps the largest number of each 3×3 window, on each map by itself: 8×13×5 becomes 3×6×5.",
  );
  assert.deepEqual(sums.slice(0, 2), [
    "H₂ = (H₁ − F)/S + 1 = ⌊(8 − 3)/2⌋ + 1 = 3",
    "W₂ = (W₁ − F)/S + 1 = (13 − 3)/2 + 1 = 6",
  ]);
});

test("rounding up says when its last window is dropped", () => {
  // 2 − 1 columns at stride 3: ⌈1/3⌉ + 1 = 2 windows, and the second would start at column 3.
  const [line] = scene(state([conv(1, 1, { S: 3, fit: "ceil" })], { input_shape: [2, 2, 1] })).sums;
  assert.equal(line, "W₂ = H₂ = (W₁ − F + 2P)/S + 1 = ⌈(2 − 1 + 2·0)/3⌉ + 1 − 1 = 1");
});

test("blocks are to scale: half as wide is half as large, four times as deep is twice as thick", () => {
  const [picture, first] = scene(state([conv(12, 2, { S: 2 })])).volumes;
  assert.equal(picture.box.high, 2 * first.box.high);
  assert.equal(picture.box.back.x, 2 * first.box.back.x);
  const [, four, sixteen] = scene(state([conv(64, 1), conv(256, 1)])).volumes;
  assert.equal(sixteen.box.deep, 2 * four.box.deep);
});

test("a layer that does not fit has its words, those after it wait, and nothing is added up", () => {
  const shown = scene(state([conv(4, 5), pool(3), fc(7)], { picked: 3 }));
  assert.match(
    shown.sentence,
    /^Layer 2, MaxPool\(3\), on 28×28×4: 3×3 windows at stride 3 do not fit a height and width of 28/,
  );
  assert.deepEqual(
    shown.table.map(({ status }) => status),
    ["fits", "refused", "waits"],
  );
  assert.deepEqual(shown.sumsUp, ["—", "—", "—"]);
  assert.equal(shown.waiting, "fc1 waits until pool1 fits.");
  // The pool takes 27 = 31 − 4 columns.
  assert.ok(shown.refused.ways.some(({ changes }) => String(changes.input_shape) === "31,31,3"));
});

test("a corner neuron looks beyond the edge; a centre one has a neighbour", () => {
  const layers = [conv(2, 3, { P: 1 }), conv(2, 3, { P: 1 })];
  const corner = scene(state(layers, { picked: 2, neuron: "corner" })).field;
  assert.deepEqual(corner.box, { top: -2, left: -2, high: 5, wide: 5 });
  assert.match(corner.words, /sees 5×5 pixels; 3×3 of them lie in the picture/);
  const centre = scene(state(layers, { picked: 2 })).field;
  assert.deepEqual([centre.box.top, centre.next.left - centre.box.left], [15 - 2, 1]);
  assert.match(scene(state([...layers, fc(3)], { picked: 3 })).field.words, /sees the whole picture/);
});

test("shares add up to one, and claims are judged by how far they are off", () => {
  const shown = scene(state([conv(4, 5), fc(10)], { preset: "alexnet" }));
  for (const { parts } of shown.shares)
    assert.ok(Math.abs(parts.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  // 28·28·4 + 10 neurons of 650,000.
  assert.equal(shown.claims[0].here, "3,146");
  assert.equal(shown.claims[0].off, "−99.5 %");
  assert.equal(shown.claims[0].verdict, "does not hold");
});

test("shares as the lesson writes them", () => {
  assert.deepEqual([0, 0.0004, 0.0057, 0.6193, 1].map(percent), ["0.0 %", "below 0.1 %", "0.6 %", "61.9 %", "100.0 %"]);
});

test("a layer has fields for its own settings; the picture has none, and nothing to move", () => {
  const layers = [conv(10, 5, { P: 2 }), pool(2), fc(10, "last")];
  const looks = [0, 1, 2, 3].map((picked) => scene(state(layers, { picked })));
  assert.deepEqual(
    looks.map(({ title }) => title),
    ["The picture", "conv1", "pool1", "last"],
  );
  assert.deepEqual(
    looks.map(({ settings }) => settings),
    [
      {},
      { K: 10, F: 5, S: 1, P: 2, groups: 1, fit: "exact" },
      { kind: "max", F: 2, S: 2, P: 0, fit: "exact" },
      { m: 10 },
    ],
  );
  assert.deepEqual(
    looks.map(({ offered }) => Object.keys(offered).filter((what) => offered[what])),
    [[], ["later", "remove"], ["earlier", "later", "remove"], ["earlier", "remove"]],
  );
  // A layer that does not fit sees nothing, and an FC everything.
  assert.deepEqual(
    looks.map(({ hasField }) => hasField),
    [false, true, true, false],
  );
  assert.equal(scene(state([conv(4, 5), pool(3)], { picked: 2 })).hasField, false);
});

test("AlexNet's switches stand where the chain began as AlexNet", () => {
  const alexnet = state([conv(96, 11, { S: 4 })], { input_shape: [227, 227, 3], preset: "alexnet" });
  assert.deepEqual(scene(alexnet).switches, { side: "227", padding: "0", groups: "" });
  assert.equal(scene({ ...alexnet, preset: "" }).switches, null);
});

test("edits keep names apart", () => {
  const named = [pool(2, { name: "pool1" }), conv(3, 3), pool(2, { name: "pool2" })];
  // A new pool in second place would be called pool2, which is taken.
  const layers = inserted(removed(named, 0), 0, "max");
  assert.equal(new Set(namesOf(layers)).size, 3);
  assert.deepEqual(namesOf(inserted(moved(named, 2, 0), 1, "max")), ["pool1", "pool2", "pool3", "conv1"]);
  assert.deepEqual(namesOf(moved([fc(1, "fc6"), fc(2, "fc7")], 0, 1)), ["fc7", "fc6"]);
});

test("AlexNet's switches find their layers, whatever stands between them", () => {
  const layers = [pool(2), ...[1, 2, 3, 4, 5].map((K) => conv(2 * K, 1)), fc(1)];
  assert.deepEqual(
    grouping(layers, 2).map(({ groups }) => groups),
    [undefined, 1, 2, 1, 2, 2, undefined],
  );
  assert.deepEqual(
    padded(layers, 2).map(({ P }) => P),
    [0, 2, 0, 0, 0, 0, undefined],
  );
  assert.deepEqual(padded([fc(1)], 2), [fc(1)]);
  assert.deepEqual(switched(state(layers)), { side: "", padding: "0", groups: "1" });
  assert.deepEqual(switched(state([], { input_shape: [227, 227, 3] })), { side: "227", padding: "", groups: "" });
});

test("what comes from a link is looked at from every side", () => {
  const good = state([conv(6, 5), pool(2), fc(10)]);
  assert.equal(checked(good), null);
  const bad = [
    { input_shape: "32" },
    { input_shape: [32, 32] },
    { input_shape: [32, 0, 3] },
    { input_shape: [32, 600, 3] },
    { layers: {} },
    { layers: [null] },
    { layers: [{ kind: "__proto__" }] },
    { layers: [{ ...fc(1), extra: 1 }] },
    { layers: [fc(0)] },
    { layers: [fc(1.5)] },
    { layers: [fc(1, "a"), fc(2, "a")] },
    { layers: [fc(1, 7)] },
    { layers: [conv(6, 5, { fit: "none" })] },
    { layers: Array(25).fill(fc(1)) },
    { preset: "none" },
    { neuron: null },
    { picked: 4 },
    { picked: -1 },
  ];
  for (const changes of bad) assert.equal(typeof checked({ ...good, ...changes }), "string", JSON.stringify(changes));
  assert.equal(wrongChain({ input_shape: [1, 1, 1], layers: [] }), null);
});
