// What VolumeView shows of a state: words, maps and what stands beside the picture.
import assert from "node:assert/strict";
import test from "node:test";
import { scene } from "../../../convlib/widgets/volume_view/scene.mjs";

// S28 of the lecture, with all maps painted.
const S28 = {
  W1: 32,
  H1: 32,
  D1: 3,
  K: 10,
  F: 5,
  S: 1,
  P: 2,
  row: 10,
  column: 12,
  map: 0,
  look: "weights",
  painted: 12,
  flat: false,
  turn: 38,
  tilt: 16,
};

test("S28: ten 5×5 filters with padding 2 make 32×32×10, with 760 parameters and 768,000 multiplications", () => {
  const { layer, label, state, sheets, refused } = scene(S28);
  assert.deepEqual(layer.titles, ["Input 32×32×3", "10 filters 5×5×3", "Output 32×32×10"]);
  assert.deepEqual(layer.facts, {
    sums: [["H2 = W2", "(32 − 5 + 2·2)/1 + 1 = 32"]],
    work: "10,240 neurons, 768,000 multiplications (MACs)",
  });
  assert.equal(layer.ladder.bars.at(-1).value, "760");
  assert.equal(label, "An input of 32×32×3, 10 filters of 5×5×3 and 10 maps of 32×32, in space; arrow keys turn it.");
  assert.deepEqual([state.painted, sheets, refused], [10, 10, false]);
});

test("the sentence is about the picked neuron, and about the filters once they have moved or while it is not painted", () => {
  assert.match(scene(S28).sentence, /^The neuron in row 11, column 13 of map 1\. It looks at 75 numbers/);
  assert.match(scene(S28, true).sentence, /^10 filters have painted 10 maps: a new volume of 32×32×10\.$/);
  const third = { ...S28, map: 2 };
  assert.match(scene({ ...third, painted: 3 }).sentence, /^The neuron in row 11, column 13 of map 3\./);
  assert.match(scene({ ...third, painted: 2 }).sentence, /^Filter 2, 5×5×3, .* So far 32×32×2\.$/);
});

test("what comes out is not told before a map is there", () => {
  const titles = (painted) => scene({ ...S28, painted }).layer.titles;
  assert.deepEqual(titles(0), ["Input 32×32×3", "10 filters 5×5×3", "Output: no map yet"]);
  assert.equal(titles(1)[2], "Output 32×32×10");
  // The titles are drawn anew where the key is another.
  assert.notEqual(scene({ ...S28, painted: 0 }).key, scene({ ...S28, painted: 1 }).key);
});

test("of many maps twelve are drawn, and all twelve stand for all", () => {
  const many = { ...S28, K: 96 };
  assert.deepEqual([scene(many).sheets, scene(many).state.painted], [12, 12]);
  assert.match(scene(many, true).sentence, /^96 filters have painted 96 maps/);
  assert.match(scene({ ...many, painted: 4 }, true).sentence, /^Filter 4, /);
  assert.equal(scene(many).layer.legend.omitted, "12 of 96 maps are drawn.");
  // Flat, a depth has no scale; in space 64 slices of 56 pixels would be as deep as 64 pixels, and are 0.8·56.
  const deep = { ...S28, W1: 56, H1: 56, D1: 64 };
  assert.equal(scene(deep).layer.legend.omitted, "The depth is not drawn to scale.");
  assert.equal(scene({ ...deep, flat: true }).layer.legend.omitted, "");
});

test("the legend has the marks of the chosen view, and the padding where there is some", () => {
  const names = (changes) => scene({ ...S28, ...changes }).layer.legend.marks.map(([name]) => name);
  assert.deepEqual(names({ P: 1 }), ["window", "neuron", "padding"]);
  assert.deepEqual(names({ look: "shared", P: 0 }), ["sharing", "other", "neuron"]);
});

test("while it does not fit nothing is painted, and what would fit within the limits is offered", () => {
  // AlexNet's first layer on 224 columns and rows: (224 − 11)/4 is no whole number, (223 − 11)/4 = 53 is.
  const shown = scene({ ...S28, W1: 224, H1: 224, K: 96, F: 11, S: 4, P: 0 });
  assert.match(shown.sentence, /^11×11 windows at stride 4 do not fit a height and width of 224/);
  assert.deepEqual([shown.refused, shown.picked, shown.state.painted], [true, null, 0]);
  assert.equal(shown.label, "An input of 224×224×3, in space; arrow keys turn it. There is no output.");
  const { titles, legend, ladder, facts, repairs } = shown.layer;
  assert.equal(titles[2], "No output at this setting");
  assert.deepEqual([legend.marks, ladder, facts], [[["window", "a window"]], null, null]);
  assert.ok(repairs.some(({ changes }) => changes.H1 === 223 && changes.W1 === 223));
});

test("an angle leaves what stands beside the picture as it is; another layer or view does not", () => {
  const { key } = scene(S28);
  assert.equal(scene({ ...S28, turn: -50, tilt: 3, row: 0, painted: 2 }).key, key);
  for (const changes of [{ S: 3 }, { look: "region" }, { flat: true }])
    assert.notEqual(scene({ ...S28, ...changes }).key, key);
});

test("where maps show their numbers the legend says what the colours mean", () => {
  const names = (coloured) => scene(S28, false, () => coloured).layer.legend.marks.map(([name]) => name);
  assert.deepEqual(names(true), ["window", "neuron", "signed", "padding"]);
  assert.deepEqual(names(false), ["window", "neuron", "padding"]);
});
