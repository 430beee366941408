import assert from "node:assert/strict";
import test from "node:test";
import { arranged, extent, places } from "../../../convlib/widgets/sliding_window/arrangement.mjs";

const plane = (rows, cols, longest = 2) => ({ rows, cols, longest });
const times = (count, one) => Array.from({ length: count }, () => one);
/** 3×3 filters through the full depth of a square input. */
const layer = ({ size, D, K, out }) => ({
  input: times(D, plane(size, size, 1)),
  filters: times(K, times(D, plane(3, 3))),
  output: times(K, plane(out, out)),
});
const SLICE = layer({ size: 7, D: 1, K: 1, out: 5 });
const DEMO = layer({ size: 7, D: 3, K: 2, out: 3 });
const page = (width) => ({ width, height: null });

test("a row by hand: cells of 31 pixels, 12 of edges, two signs of 18 and four gaps of 6", () => {
  // 7·31+12, 3·31+12, 5·31+12 pixels wide; a line of titles and the gap below the filter's line are 28 and 6 high.
  assert.deepEqual(extent(SLICE, "row", 1), { width: 229 + 105 + 167 + 2 * 18 + 4 * 6, height: 28 + 229 });
});

test("one slice stands in a row, larger inputs in smaller cells, and on a phone the map comes last", () => {
  assert.deepEqual(arranged(SLICE, page(654)), { way: "row", scale: 1 });
  const larger = arranged(layer({ size: 11, D: 1, K: 1, out: 9 }), page(654));
  assert.equal(larger.way, "row");
  assert.ok(larger.scale < 1 && larger.scale > 0.77);
  assert.equal(arranged(SLICE, page(307)).way, "beside");
  assert.equal(arranged(layer({ size: 9, D: 1, K: 1, out: 7 }), page(307)).way, "under");
});

test("three slices, two filters and their maps stand side by side on a page and on a projector", () => {
  assert.equal(arranged(DEMO, page(654)).way, "across");
  const { way, scale } = arranged(DEMO, { width: 760, height: 490 });
  assert.equal(way, "across");
  assert.ok(scale >= 0.9, `${scale}`);
  const { width, height } = extent(DEMO, way, scale);
  assert.ok(width <= 760 && height <= 490);
  assert.equal(arranged(DEMO, page(307)).way, "beside");
});

test("whatever the volumes and the room, cells are fit for a finger and no larger on a page than ever", () => {
  for (const size of [1, 4, 9, 16])
    for (const D of [1, 2, 4])
      for (const K of [1, 4])
        for (const width of [200, 307, 654, 900]) {
          const planes = layer({ size, D, K, out: Math.max(1, size - 2) });
          const { way, scale } = arranged(planes, page(width));
          assert.ok(scale * 31 >= 24 - 1e-9 && scale <= 1);
          if (way !== "under") assert.ok(extent(planes, way, scale).width <= width);
          // The smallest phone: four filters of three columns go below nothing but a large input.
          if (width === 307 && size <= 9) assert.ok(extent(planes, way, scale).width <= width, `${size} ${D} ${K}`);
        }
});

test("a screen is filled: twice the room, nearly twice the cell", () => {
  const small = arranged(SLICE, { width: 600, height: 400 });
  const large = arranged(SLICE, { width: 1200, height: 800 });
  assert.ok(small.scale > 1 && large.scale > 1.8 * small.scale);
});

test("no two grids stand in one place", () => {
  for (const way of /** @type {const} */ (["across", "row", "beside", "under"])) {
    const [D, K] = [way === "row" ? 1 : 3, 4];
    const at = places(way, { D, K, pool: false });
    const slices = times(D, 0).map((_, d) => d);
    const filters = times(K, 0).map((_, k) => k);
    const areas = [...slices.map(at.input), ...filters.flatMap((k) => slices.map((d) => at.filter(k, d)))];
    const cells = areas.flatMap((area) => {
      const [row, col, rows, cols] = area.match(/\d+/g).map(Number);
      return times(rows, 0).flatMap((_, r) => times(cols, 0).map((__, c) => `${row + r},${col + c}`));
    });
    assert.equal(new Set(cells).size, cells.length, way);
  }
});
