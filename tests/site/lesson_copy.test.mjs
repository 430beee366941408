import assert from "node:assert/strict";
import test from "node:test";
import {
  asideName,
  bookPage,
  hasRun,
  intoTheBook,
  isOlder,
  kernelWords,
  openingAddress,
  refusedName,
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

test("a new name of a notebook stands in an address that can be opened", () => {
  const app = "https://school.example/conv/lite/notebooks/index.html?path=04_stride.ipynb";
  const opening = (address) => openingAddress(address, app);
  assert.equal(
    opening("/conv/lite/notebooks/my%20%26%20your%2Fa.ipynb"),
    "/conv/lite/notebooks/index.html?path=my%20%26%20your%2Fa.ipynb",
  );
  assert.equal(opening("/conv/lite/notebooks/mine"), "/conv/lite/notebooks/index.html?path=mine");
  for (const other of [
    app,
    "/conv/lite/notebooks/",
    "/conv/lessons/04_stride.html",
    "#exercises",
    "https://a.example/",
  ])
    assert.equal(opening(other), other);
  const lab = "https://school.example/conv/lite/lab/index.html";
  assert.equal(openingAddress("/conv/lite/lab/tree/a.ipynb", lab), "/conv/lite/lab/tree/a.ipynb");
});

test("a notebook takes no name that another has, or that cannot be stored", () => {
  assert.match(refusedName("04_stride.ipynb", "mine/05.ipynb", true), /already a file “05.ipynb”/);
  assert.match(refusedName("04_stride.ipynb", "50% done", false), /% cannot be stored/);
  assert.equal(refusedName("04_stride.ipynb", "mine.ipynb", false), null);
  assert.match(refusedName("notes.txt", "04_stride.ipynb", true), /already/);
  // Files that Python writes may be replaced.
  assert.equal(refusedName("new.csv", "100%.csv", true), null);
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
  // Pictures that were pasted into a text are the reader's.
  const pictured = { ...title, attachments: { "a.png": { "image/png": "iVBORw0KGgo=" } } };
  assert.deepEqual(withTexts(stored, JSON.parse(JSON.stringify(textsOf(lesson(pictured))))).cells, [pictured]);
});
