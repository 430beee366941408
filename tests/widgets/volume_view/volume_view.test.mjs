import assert from "node:assert/strict";
import test from "node:test";
import { camera } from "../../../convlib/widgets/volume_view/camera.mjs";
import { flatPicture } from "../../../convlib/widgets/volume_view/flat.mjs";
import { layerCounts } from "../../../convlib/widgets/volume_view/layer_counts.mjs";
import { imageRgba } from "../../../convlib/widgets/volume_view/paintings.mjs";
import { cellOf, drawnMaps, gapsIn, OUT, placesPassed, plan } from "../../../convlib/widgets/volume_view/plan.mjs";
import { solidPick, solidShapes } from "../../../convlib/widgets/volume_view/solid.mjs";
import { checked, repaired, turned } from "../../../convlib/widgets/volume_view/state.mjs";
import { pickSentence, stepSentence } from "../../../convlib/widgets/volume_view/words.mjs";

const STATE = {
  W1: 9,
  H1: 5,
  D1: 2,
  K: 3,
  F: 3,
  S: 2,
  P: 1,
  row: 1,
  column: 3,
  map: 2,
  look: "weights",
  painted: 12,
  flat: false,
  turn: 38,
  tilt: 16,
};
const PLAIN = { input: null, slice: () => null, map: () => null };
const SIZE = { width: 700, height: 420 };
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("from the front rows go down and columns to the right; from the side the numbers flow to the right", () => {
  const extent = { x0: 0, x1: 10, high: 6, wide: 8 };
  const front = camera({ turn: 90, tilt: 0 }, extent, SIZE);
  const [a, right, down] = [front.project(0, 0, 0), front.project(0, 0, 1), front.project(0, 1, 0)];
  near(right.x - a.x, front.scale);
  near(right.y, a.y);
  near(down.y - a.y, front.scale);
  near(down.x, a.x);
  const side = camera({ turn: 0, tilt: 0 }, extent, SIZE);
  near(side.project(1, 0, 0).x - side.project(0, 0, 0).x, side.scale);
});

test("what a camera shows of a plane leads back to the same point, at any angle", () => {
  const extent = { x0: 0, x1: 50, high: 28, wide: 32 };
  for (let turn = -170; turn < 180; turn += 25)
    for (const tilt of [0, 16, 70]) {
      const view = camera({ turn, tilt }, extent, SIZE);
      const seen = view.project(31, -4.5, 7.25);
      const found = view.onPlane(31, seen);
      near(found.y, -4.5);
      near(found.z, 7.25);
      near(found.depth, seen.depth);
    }
});

test("a picture stays in its frame at every angle", () => {
  const counted = layerCounts(STATE);
  for (let turn = -180; turn <= 180; turn += 20) {
    const space = plan({ ...STATE, turn }, counted);
    const view = camera({ turn, tilt: 45 }, space.extent, SIZE);
    for (const { d } of solidShapes(view, space, { state: STATE, counted, painted: PLAIN }).filter(
      (shape) => shape.d,
    )) {
      assert.doesNotMatch(d, /NaN|Infinity/);
      for (const [, x, y] of d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)) {
        assert.ok(Number(x) >= 0 && Number(x) <= SIZE.width, `x ${x} at ${turn}°`);
        assert.ok(Number(y) >= 0 && Number(y) <= SIZE.height, `y ${y} at ${turn}°`);
      }
    }
  }
});

test("the nearest sheet is drawn last and is the one that a click finds, from both sides", () => {
  const counted = layerCounts({ ...STATE, P: 0, S: 1 });
  const state = { ...STATE, P: 0, S: 1 };
  for (const [turn, nearest] of [
    [80, 0],
    [-80, 2],
    [130, 0],
    [-130, 2],
  ]) {
    const space = plan(state, counted);
    const view = camera({ turn, tilt: 10 }, space.extent, SIZE);
    const sheet = space.sheets[nearest];
    const cell = cellOf(sheet, 2, 6);
    const at = view.project(sheet.x0, (cell.y0 + cell.y1) / 2, (cell.z0 + cell.z1) / 2);
    assert.deepEqual(solidPick(view, space, at), { row: 2, column: 6, map: nearest }, `at ${turn}°`);
    const order = space.sheets.map(({ x0 }) => view.behind(x0));
    assert.equal(order.indexOf(Math.min(...order)), nearest);
  }
});

test("beside the sheets, and on sheets seen from their edge, nothing is picked", () => {
  const space = plan(STATE, layerCounts(STATE));
  assert.equal(solidPick(camera({ turn: 38, tilt: 16 }, space.extent, SIZE), space, { x: 2, y: 2 }), null);
  assert.equal(solidPick(camera({ turn: 0, tilt: 0 }, space.extent, SIZE), space, { x: 350, y: 210 }), null);
});

test("of many maps the first, the picked one and the last are drawn, with gaps between", () => {
  assert.deepEqual(drawnMaps(3, 1), [0, 1, 2]);
  assert.equal(drawnMaps(12, 0).length, 12);
  assert.deepEqual(drawnMaps(96, 0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 95]);
  const picked = drawnMaps(96, 50);
  assert.deepEqual(picked, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 95]);
  assert.deepEqual(gapsIn(picked), [9, 10]);
  assert.deepEqual(drawnMaps(96, 95), drawnMaps(96, 0));
});

test("a filter flies to the input, then stands in every window in turn while its map grows", () => {
  assert.deepEqual(
    [0, OUT / 2, OUT, (1 + OUT) / 2, 1].map((t) => placesPassed(t, 15)),
    [0, 0, 0, 7, 14],
  );
  const counted = layerCounts(STATE);
  const { flying, growing, sheets, waiting, input } = plan(STATE, counted, { sheet: 1, t: (1 + OUT) / 2 });
  // Place 7 of 5 columns is row 1, column 2; at stride 2 and padding 1 its window begins at row 1, column 3.
  assert.deepEqual([growing.map, growing.next], [1, { row: 1, column: 2 }]);
  assert.deepEqual([flying.y0 - input.y0, flying.z0 - input.z0, flying.y1 - flying.y0], [1, 3, 3]);
  assert.deepEqual([sheets.length, waiting.length], [1, 1]);
});

test("a photograph lies on the face that is seen, its rows and columns where the input has them", () => {
  const counted = layerCounts(STATE);
  const painted = { input: "photo", slice: (d) => `slice ${d}`, map: (k) => `map ${k}` };
  for (const turn of [70, -70]) {
    const space = plan(STATE, counted);
    const view = camera({ turn, tilt: 16 }, space.extent, SIZE);
    const images = solidShapes(view, space, { state: STATE, counted, painted }).filter(({ image }) => image);
    assert.deepEqual(images.map(({ image }) => image).sort(), ["map 0", "map 1", "map 2", "photo"]);
    const { matrix, columns, rows } = images.find(({ image }) => image === "photo");
    assert.deepEqual([rows, columns], [STATE.H1, STATE.W1]);
    const [a, b, c, d, e, f] = matrix;
    const { x0, x1, y1, z1 } = space.input;
    const corner = view.project(turn > 0 ? x0 : x1, y1, z1);
    near(a * columns + c * rows + e, corner.x);
    near(b * columns + d * rows + f, corner.y);
  }
  const flat = flatPicture({ ...STATE, flat: true }, counted, 700, painted).shapes.filter(({ image }) => image);
  assert.deepEqual(
    flat.map(({ image }) => image),
    ["slice 0", "slice 1", "map 0", "map 1", "map 2"],
  );
});

test("an image is painted in its colours, a slice of it in grey", () => {
  const bytes = new Uint8Array([1, 2, 3, 40, 50, 60]);
  assert.deepEqual([...imageRgba(bytes, 3)], [1, 2, 3, 255, 40, 50, 60, 255]);
  assert.deepEqual([...imageRgba(bytes, 3, 1)], [2, 2, 2, 255, 50, 50, 50, 255]);
  assert.deepEqual([...imageRgba(bytes.slice(0, 1), 1)], [1, 1, 1, 255]);
});

test("the window of a neuron stands where stride and padding put it", () => {
  const { window, input } = plan(STATE, layerCounts(STATE));
  // Row 1 at stride 2 and padding 1 begins at pixel 1·2 − 1 = 1, column 3 at 3·2 − 1 = 5.
  assert.deepEqual([window.y0 - input.y0, window.z0 - input.z0, window.y1 - window.y0], [1, 5, 3]);
});

test("maps that are not painted yet are not there, and their filters wait", () => {
  const space = plan({ ...STATE, painted: 1 }, layerCounts(STATE));
  assert.deepEqual([space.sheets.length, space.waiting.length, space.window], [1, 2, null]);
  const all = plan(STATE, layerCounts(STATE));
  assert.deepEqual([all.sheets.length, all.waiting.length], [3, 0]);
});

test("laid out flat, a click finds the same neuron, at 310 pixels too", () => {
  for (const width of [700, 310]) {
    const { shapes, pick } = flatPicture({ ...STATE, flat: true }, layerCounts(STATE), width, PLAIN);
    const { x, y } = shapes.filter(({ dot }) => dot).at(-1);
    assert.deepEqual(pick({ x, y }), { row: 1, column: 3, map: 2 });
    assert.equal(pick({ x: 1, y: 1 }), null);
  }
});

test("turning goes round, tilting ends", () => {
  assert.deepEqual(turned({ turn: 178, tilt: 68 }, [5, 5]), { turn: -177, tilt: 70 });
  assert.deepEqual(turned({ turn: -178, tilt: 2 }, [-5, -5]), { turn: 177, tilt: 0 });
});

test("each view has its sentence", () => {
  const say = (look) => pickSentence({ ...STATE, look }, layerCounts(STATE));
  const who = "The neuron in row 2, column 4 of map 3. ";
  assert.equal(
    say("weights"),
    `${who}It looks at 18 numbers of the input, rows 2 to 4 and columns 6 to 8 through all 2 slices. ` +
      "Its weights: 3·3·2 = 18, and 1 bias: 19 parameters.",
  );
  assert.equal(
    say("region"),
    `${who}3 neurons look at this same region, one on each map, and each has weights of its own: 3 · 19 = 57 parameters.`,
  );
  assert.equal(
    say("shared"),
    `${who}All 5·3 = 15 neurons of map 3 share these 19 parameters, and each looks at a region of its own.`,
  );
  const corner = pickSentence({ ...STATE, row: 0, column: 0 }, layerCounts(STATE));
  assert.match(
    corner,
    /8 numbers of the input, rows 1 to 2 and columns 1 to 2 through all 2 slices, and 10 zeros of the padding/,
  );
});

test("each step says which filter has painted what", () => {
  const counted = layerCounts(STATE);
  assert.equal(stepSentence(STATE, counted, 0), "No filter has moved yet: 3 filters wait.");
  assert.match(stepSentence(STATE, counted, 2), /^Filter 2, 3×3×2, .* paints map 2: 5×3 numbers\. So far 5×3×2\.$/);
  assert.equal(stepSentence(STATE, counted, 3), "3 filters have painted 3 maps: a new volume of 5×3×3.");
});

test("a hostile state is told apart from a good one", () => {
  assert.equal(checked(STATE), null);
  for (const [name, value] of Object.entries({
    W1: 228,
    H1: 0,
    D1: 2.5,
    K: "3",
    F: null,
    S: NaN,
    P: -1,
    row: 1e9,
    look: "constructor",
    painted: 13,
    flat: 1,
    turn: 181,
    tilt: [16],
  }))
    assert.notEqual(checked({ ...STATE, [name]: value }), null, name);
});

test("a repair beyond the limits is not offered", () => {
  assert.deepEqual(repaired({ setting: "size", value: [7, 9] }), { H1: 7, W1: 9 });
  assert.equal(repaired({ setting: "size", value: [228, 9] }), null);
  assert.equal(repaired({ setting: "padding", value: 8 }), null);
});
