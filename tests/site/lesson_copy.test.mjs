import assert from "node:assert/strict";
import test from "node:test";
import {
  asideName,
  bookPage,
  hasRun,
  intoTheBook,
  isOlder,
  kernelWords,
  setUpCode,
  textsOf,
  withTexts,
} from "../../book/lite/bar/lesson_copy.mjs";

test("a copy is laid aside under its name and the moment", () => {
  assert.equal(asideName("04_stride.ipynb", new Date(2026, 10, 3, 9, 5)), "04_stride (my copy 2026-11-03 09.05).ipynb");
  assert.equal(asideName("a/notes", new Date(2027, 0, 31, 23, 59)), "a/notes (my copy 2027-01-31 23.59).ipynb");
});

test("a copy is older when the site has another text of the same lesson", () => {
  const texts = { "04_stride.ipynb": "new" };
  assert.equal(isOlder("04_stride.ipynb", { lesson: { text: "old" } }, texts), true);
  assert.equal(isOlder("04_stride.ipynb", { lesson: { text: "new" } }, texts), false);
  assert.equal(isOlder("mine.ipynb", { lesson: { text: "old" } }, texts), false);
  assert.equal(isOlder("04_stride.ipynb", {}, texts), false);
  assert.equal(isOlder("04_stride.ipynb", undefined, {}), false);
});

test("the bar leads back to the lesson's page, at whatever place the site lies", () => {
  const app = "https://school.example/books/conv/lite/notebooks/index.html?path=04_stride.ipynb";
  assert.equal(bookPage("04_stride.ipynb", app), "https://school.example/books/conv/lessons/04_stride.html");
  assert.equal(
    bookPage("04_stride (my copy 2026-11-03 09.05).ipynb", app),
    "https://school.example/books/conv/book/intro.html",
  );
  assert.equal(bookPage("", app), "https://school.example/books/conv/book/intro.html");
});

test("links into the book lead there, others stay", () => {
  const app = "http://127.0.0.1:8000/lite/lab/index.html";
  assert.equal(
    intoTheBook("https://book.invalid/book/lecture.html#slide-s24", app),
    "http://127.0.0.1:8000/book/lecture.html#slide-s24",
  );
  assert.equal(intoTheBook("https://arxiv.org/abs/1506.01497", app), null);
});

test("every state of the kernel has its words", () => {
  assert.equal(kernelWords("idle"), "Python is ready");
  assert.equal(kernelWords("busy"), "Python is working …");
  assert.equal(kernelWords("dead"), "Python has stopped");
  for (const status of [undefined, "starting", "unknown", "connecting"])
    assert.equal(kernelWords(status), "Python is starting …");
});

const code = (id, source, execution_count = null, outputs = []) => ({
  id,
  cell_type: "code",
  source,
  execution_count,
  outputs,
  metadata: {},
});
const lesson = (...cells) => ({ cells, metadata: { lesson: { setUp: "import numpy as np" } }, nbformat: 4 });
const title = { id: "t", cell_type: "markdown", source: "# Stride", metadata: {} };

test("the first cell is run for a reader who has run it before and left it as it was", () => {
  const ran = lesson(title, code("a", "import numpy as np", 1));
  assert.equal(hasRun(ran), true);
  assert.equal(setUpCode(ran), "import numpy as np");
  // As nbformat may have it, in lines.
  assert.equal(setUpCode(lesson(code("a", ["import numpy", " as np"], 1))), "import numpy as np");
  assert.equal(setUpCode(lesson(title, code("a", "import numpy as np"))), null);
  assert.equal(setUpCode(lesson(title, code("a", "import os", 1))), null);
  assert.equal(setUpCode(lesson(title, code("b", "x = 1", 1), code("a", "import numpy as np", 2))), null);
  assert.equal(setUpCode({ ...ran, metadata: {} }), null);
  assert.equal(hasRun(lesson(title, code("a", "import numpy as np"))), false);
});

test("texts that were put away go back beside the outputs that are stored", () => {
  const shown = [{ output_type: "stream", name: "stdout", text: "1" }];
  const stored = lesson(title, code("a", "1", 1, shown), code("b", "2", 2, shown));
  const written = lesson(code("new", "3"), { ...title, source: "# Mine" }, code("a", "1 + 1", 1, shown));
  assert.deepEqual(withTexts(stored, textsOf(written)), written);
  assert.deepEqual(withTexts(stored, textsOf(stored)), stored);
  // A cell that has become text has no outputs.
  const [turned] = withTexts(stored, [{ id: "a", cell_type: "markdown", source: "1", metadata: {} }]).cells;
  assert.deepEqual(turned, { id: "a", cell_type: "markdown", source: "1", metadata: {} });
  assert.doesNotMatch(JSON.stringify(textsOf(stored)), /stdout/);
});
