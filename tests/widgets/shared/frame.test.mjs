import assert from "node:assert/strict";
import test from "node:test";
import { decoded, encoded } from "../../../convlib/widgets/shared/frame.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongNumbers } from "../../../convlib/widgets/shared/link_checks.mjs";
import { listText, slicesFirst } from "../../../convlib/widgets/shared/python_text.mjs";

const defaults = { stride: 1, name: "é∗×", x: [[[1], [2]]] };
const checked = (state) =>
  firstWrong(
    wrongNumber("the stride", state.stride, { least: 1, most: 8, whole: true }),
    wrongChoice("name", state.name, ["é∗×", "b"]),
    wrongNumbers("x", state.x, [2, 3, 1], 999),
  );
const raw = (text) => Buffer.from(text).toString("base64url");

test("a state goes into an address and comes back", () => {
  const state = {
    stride: 7,
    name: "é∗×",
    x: [
      [[-0.5], [1e-7]],
      [[3], [4]],
    ],
  };
  assert.match(encoded(state), /^[\w-]+$/);
  assert.deepEqual(decoded(encoded(state), defaults, checked), { state });
  assert.deepEqual(decoded(encoded({ stride: 2 }), defaults, checked), { state: { stride: 2 } });
});

test("a bad or hostile link is told from a good one", () => {
  for (const [text, words] of [
    ["", /cannot be read/],
    ["%%%", /cannot be read/],
    ["AAAA", /cannot be read/],
    ["A".repeat(30000), /too long/],
    [raw("\xff"), /cannot be read/],
    [raw("[1]"), /no settings/],
    [raw("null"), /no settings/],
    [raw("3"), /no settings/],
    [raw('{"__proto__":{"stride":3}}'), /no setting “__proto__”/],
    [raw('{"constructor":1}'), /no setting “constructor”/],
    [raw('{"stride":"2"}'), /the stride is not a number/],
    [raw('{"stride":99}'), /not between 1 and 8/],
    [raw('{"stride":1.5}'), /not a whole number/],
    [raw('{"stride":1e999}'), /not a number/],
    [raw('{"name":["b"]}'), /not one of/],
    [raw('{"x":[[[1],[2]],[[1]]]}'), /not an array of 3 dimensions/],
    [raw('{"x":{"length":2}}'), /not an array/],
    [raw('{"x":[[[1],[2],[3],[4]]]}'), /larger than 2×3×1/],
    [raw('{"x":[[[null]]]}'), /other than numbers/],
    [raw('{"x":[[[1000]]]}'), /from -999 to 999/],
    [raw('{"x":[]}'), /not an array/],
  ])
    assert.match(decoded(text, defaults, checked).wrong ?? "taken", words, text.slice(0, 40));
  assert.equal({}.stride, undefined);
});

test("arrays are written as a Python programmer would", () => {
  assert.equal(
    listText([
      [1, 2],
      [3, -4.5],
    ]),
    "[\n    [1, 2],\n    [3, -4.5],\n]",
  );
  assert.deepEqual(
    slicesFirst([
      [
        [1, 10],
        [2, 20],
      ],
    ]),
    [[[1, 2]], [[10, 20]]],
  );
});
