import assert from "node:assert/strict";
import test from "node:test";
import { fits, marked, plain, search, stem, wanted } from "../../book/assets/search.mjs";

test("sizes and large numbers have one writing", () => {
  for (const size of ["3×3", "3x3", "3 × 3", "3 x 3", "3 by 3", "3*3"]) assert.equal(plain(size), "3x3");
  for (const number of ["60,965,224", "60.965.224", "60 965 224", "60 965 224", "60’965’224", "60965224"])
    assert.equal(plain(number), "60965224");
  assert.equal(plain("0.125 and 3, 227"), "0.125 and 3, 227");
  assert.equal(plain("224 227"), "224 227");
});

test("a size is found whole, and a number within a size", () => {
  assert.ok(fits("3x3", "3x3") && fits("3x3x64", "3x3") && fits("227x227x3", "227"));
  assert.ok(!fits("13x3", "3x3") && !fits("1x11", "1x1") && !fits("11x11", "1x1") && !fits("2270", "227"));
});

test("a word is found in its other forms, and by its beginning", () => {
  for (const [one, other] of [
    ["stride", "strides"],
    ["invariance", "invariant"],
    ["translate", "translation"],
    ["pad", "padding"],
    ["install", "installed"],
    ["filter", "filtering"],
    ["gradient", "gradients"],
    ["equivariant", "equivariance"],
    ["convolve", "convolves"],
  ])
    assert.equal(stem(one), stem(other), `${one}, ${other}`);
  assert.ok(fits("pooling", "pool") && fits("receptive", "recep"));
  assert.ok(!fits("stripe", "stride") && !fits("cnn", "co"));
});

test("common words are left out, unless there are no others", () => {
  assert.deepEqual(wanted("how to install"), ["install"]);
  assert.deepEqual(wanted("what is that"), ["what", "is", "that"]);
  assert.deepEqual(wanted("  "), []);
});

const PAGES = [
  {
    title: "Pooling",
    page: "pooling.html",
    sections: [
      { title: "Pooling", anchor: "pooling", words: ["Pooling makes the volume smaller."], code: ["max_pool(x, 2)"] },
      {
        title: "Invariance",
        anchor: "invariance",
        words: [
          "What stands here has neither of the two words. The network is invariant to small translations. Nor has what stands here.",
        ],
        code: [],
      },
    ],
  },
  {
    title: "Sizes",
    page: "sizes.html",
    sections: [
      {
        title: "Sizes",
        anchor: "sizes",
        words: ["Three layers of 3×3.", "It has 60,965,224 parameters."],
        code: ["np.pad(x, 1)"],
      },
    ],
  },
];

test("a page is found once, with the section and the sentence that have the words", () => {
  const { hits, some } = search(PAGES, "translation invariance");
  assert.equal(some, false);
  assert.deepEqual(hits, [
    {
      title: "Pooling",
      section: "Invariance",
      address: "pooling.html#invariance",
      text: "The network is invariant to small translations.",
      isCode: false,
    },
  ]);
});

test("code is shown where no sentence has the word", () => {
  const [{ text, isCode }] = search(PAGES, "np.pad").hits;
  assert.deepEqual([text, isCode], ["np.pad(x, 1)", true]);
});

test("where no page has all words, those are shown that have most, and it is said", () => {
  const { hits, some } = search(PAGES, "smaller parameters elephants");
  assert.equal(some, true);
  assert.equal(hits.length, 2);
  assert.deepEqual(search(PAGES, "elephants").hits, []);
});

test("what was looked for is marked as it is written", () => {
  assert.deepEqual(marked("It has 60,965,224 parameters.", wanted("60965224")), [
    ["It has ", false],
    ["60,965,224", true],
    [" parameters.", false],
  ]);
  assert.deepEqual(marked("Three of 3×3×64.", wanted("3x3")), [
    ["Three of ", false],
    ["3×3×64", true],
    [".", false],
  ]);
});
