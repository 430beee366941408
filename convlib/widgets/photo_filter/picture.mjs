// Draws a PhotoFilter: the photograph beside its map, the filter, and the window's numbers with their sum.
import { make, write } from "../shared/controls.mjs";
import { grid } from "../shared/grid.mjs";
import { written } from "../shared/numbers.mjs";
import { pageColours, paintedPlain, paintedSigned } from "../shared/paint.mjs";

/**
 * @typedef {import("./arithmetic.mjs").Photograph} Photograph
 * @typedef {import("./arithmetic.mjs").Maps} Maps
 * @typedef {import("./scene.mjs").Scene} Scene
 * @typedef {import("./scene.mjs").MapScene} MapScene
 * @typedef {import("./scene.mjs").WindowScene} WindowScene
 */

const AROUND = 5;

/** A canvas with a box on it; `point(shares)` hears where the pointer is, null when it leaves, and `pick` of a press. */
function pane(kind, { point, pick }) {
  const canvas = make("canvas", { class: "conv-photo-canvas" });
  const cover = make("div", { class: "conv-photo-cover", "aria-hidden": "true", hidden: true });
  const mark = make("div", { class: "conv-photo-mark", "aria-hidden": "true" });
  const element = make("div", { class: "conv-photo-pane", "data-kind": kind }, canvas, cover, mark);
  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(clientY - top) / height, (clientX - left) / width].map((share) => Math.max(0, Math.min(1 - 1e-9, share)));
  };
  element.addEventListener("pointermove", (event) => point(place(event)));
  element.addEventListener("pointerleave", () => point(null));
  element.addEventListener("click", (event) => pick(place(event)));
  return {
    element,
    canvas,
    draw(rgba, rows, cols) {
      if (canvas.width !== cols || canvas.height !== rows) [canvas.width, canvas.height] = [cols, rows];
      canvas.getContext("2d").putImageData(new ImageData(rgba, cols, rows), 0, 0);
      element.classList.toggle("is-coarse", cols < 200);
    },
    /** Cover what is not there yet: the rest of a row, and the rows below it. */
    cover(place, size) {
      cover.hidden = place === null;
      if (place === null) return;
      const [rows, cols] = size;
      const [top, left, below] = [place[0] / rows, place[1] / cols, (place[0] + 1) / rows].map((share) => 100 * share);
      cover.style.clipPath = `polygon(${left}% ${top}%, 100% ${top}%, 100% 100%, 0 100%, 0 ${below}%, ${left}% ${below}%)`;
    },
    mark(box) {
      for (const [name, share] of Object.entries(box)) mark.style[name] = `${100 * share}%`;
    },
  };
}

const numberTable = ({ name, numbers, real }) =>
  make(
    "table",
    { class: "conv-photo-patch", "data-size": numbers.length },
    make("caption", {}, `${name} slice`),
    make(
      "tbody",
      {},
      ...numbers.map((line, i) =>
        make(
          "tr",
          {},
          ...line.map((value, j) => make("td", { class: real[i][j] ? "" : "is-padding" }, written(value))),
        ),
      ),
    ),
  );

const sumLine = (name, ...parts) =>
  make("div", { class: "conv-sum" }, make("span", { class: "conv-head" }, `${name}: `), ...parts);

const term = ([value, weight], index) => [
  index ? " + " : "",
  make("span", { class: "conv-in" }, value),
  "·",
  make("span", { class: "conv-weight" }, weight),
];

/** Three numbers: what is added up, what is taken away, and what that leaves in the map. */
function balanceOfThree() {
  const number = (name, words) => {
    const value = make("span", { class: `conv-photo-${name}` });
    return { value, element: make("span", { class: "conv-photo-part" }, value, make("small", {}, words)) };
  };
  const [added, taken, left] = [number("added", "added"), number("taken", "taken away"), number("left", "in the map")];
  const sign = make("span", { class: "conv-photo-sign" });
  const minus = make("span", { class: "conv-photo-sign" }, "−");
  const element = make("p", { class: "conv-photo-balance" }, added.element, minus, taken.element, sign, left.element);
  return {
    element,
    /** @param {WindowScene["balance"]} three */
    update(three) {
      element.classList.toggle("has-none", three === null);
      if (three === null) return;
      write(added.value, three.added);
      write(taken.value, three.taken);
      write(sign, three.sign);
      write(left.value, three.left);
    },
  };
}

/** `point(kind, shares)`, `pick(kind, shares)`: the pointer on "photo" or "map". `edit(row, col, text, pasted)`: weights were typed. */
export function photoPicture({ point, pick, edit }) {
  const panes = Object.fromEntries(
    ["photo", "map"].map((kind) => [
      kind,
      pane(kind, { point: (shares) => point(kind, shares), pick: (shares) => pick(kind, shares) }),
    ]),
  );
  const titles = Object.fromEntries(
    [
      ["photo", "input"],
      ["map", "output"],
      ["filter", "filter"],
    ].map(([name, kind]) => [name, make("div", { class: "conv-title", "data-kind": kind })]),
  );
  const scale = make(
    "div",
    { class: "conv-photo-scale" },
    make("div", { class: "conv-photo-ramp", "aria-hidden": "true" }),
    ...["least", "zero", "most"].map((place) => make("span", { class: `conv-photo-${place}` })),
  );
  const balance = balanceOfThree();
  const side = (...children) => make("div", { class: "conv-photo-side" }, ...children);
  const hint = make("p", { class: "conv-photo-note" }, "Point at it, tap it, or walk over it with the arrow keys.");
  const pair = make(
    "div",
    { class: "conv-photo-pair" },
    side(titles.photo, panes.photo.element, hint),
    side(titles.map, panes.map.element, scale),
  );
  const weights = grid({ kind: "filter", edit });
  const loupe = make("canvas", { class: "conv-photo-canvas" });
  const lens = make(
    "div",
    { class: "conv-photo-lens", "aria-hidden": "true" },
    loupe,
    make("div", { class: "conv-photo-mark" }),
  );
  const tables = make("div", { class: "conv-photo-patches" });
  const products = make("div", { class: "conv-photo-products" });
  const fold = make("details", { class: "conv-photo-fold" }, make("summary", {}, "Every product"), products);
  const together = make("div", { class: "conv-sums" });
  let table = null;
  let latest = [];
  let awaited = 0;

  const drawProducts = () => {
    if (!fold.open) return;
    products.replaceChildren(
      ...latest.map(({ name, terms, sign, sum }) => sumLine(name, ...terms.flatMap(term), ` ${sign} ${sum}`)),
    );
  };
  fold.addEventListener("toggle", drawProducts);
  panes.photo.element.tabIndex = 0;
  panes.photo.element.setAttribute("role", "application");

  function drawLoupe({ top, left, F }) {
    const size = F + 2 * AROUND;
    [loupe.width, loupe.height] = [size, size];
    lens.style.setProperty("--inset", `${(100 * AROUND) / size}%`);
    loupe.getContext("2d").drawImage(panes.photo.canvas, left - AROUND, top - AROUND, size, size, 0, 0, size, size);
  }

  return {
    pair,
    hint,
    balance: balance.element,
    panes,
    titles,
    weights: weights.element,
    lens,
    tables,
    fold,
    together,
    /** @param {Photograph} photograph @param {string} label */
    photograph({ rgba, rows, cols }, label) {
      panes.photo.draw(rgba, rows, cols);
      pair.style.setProperty("--aspect", String(cols / rows));
      panes.photo.element.setAttribute("aria-label", label);
    },
    /** Forget the colours: the page has turned light or dark. */
    recolour() {
      table = null;
    },
    /** Something begins (1) or has ended (−1) that the map waits for. @param {1 | -1} change */
    busy(change) {
      awaited += change;
      panes.map.element.setAttribute("aria-busy", String(awaited > 0));
    },
    /** @param {Maps} maps @param {MapScene} shown */
    map({ values, rows, cols, depth, largest }, shown) {
      table ??= pageColours(scale);
      const signed = shown.scale === "signed" || shown.scale === "positive";
      panes.map.draw(
        signed ? paintedSigned(values, largest, table) : paintedPlain(values, depth, shown.white),
        rows,
        cols,
      );
      panes.map.canvas.setAttribute("role", "img");
      panes.map.canvas.setAttribute("aria-label", shown.label);
      scale.dataset.scale = shown.scale;
      ["least", "zero", "most"].forEach((place, index) =>
        write(scale.querySelector(`.conv-photo-${place}`), shown.ends[index]),
      );
      write(titles.map, shown.title);
    },
    /** @param {Scene["filter"]} filter */
    filter({ title, cells, label }) {
      write(titles.filter, title);
      weights.update({ cells, label });
    },
    /** Where the window is; a `quick` one is drawn as the line that it runs along. @param {WindowScene["marks"]} marks */
    marks(marks, quick = false) {
      for (const [kind, pane] of Object.entries(panes)) {
        pane.mark(quick ? { ...marks[kind], left: 0, width: 1 } : marks[kind]);
        pane.element.classList.toggle("is-quick", quick);
      }
    },
    /** @param {WindowScene} shown */
    window({ read, sums, balance: three }) {
      balance.update(three);
      drawLoupe(read);
      tables.replaceChildren(...read.slices.map(numberTable));
      latest = sums.lines;
      drawProducts();
      together.replaceChildren(
        ...sums.together.map(({ name, text, sign, value }) =>
          sumLine(name, `${text} ${sign} `, make("strong", { class: "conv-result" }, value)),
        ),
      );
    },
  };
}
