// The same sum as a row of a table times a column: every window laid out flat (im2col), the filters as columns.
import { make, write } from "../shared/controls.mjs";
import { operator } from "./stage.mjs";

const table = (caption, kind, rows) =>
  make(
    "div",
    { class: "conv-factor", "data-kind": kind },
    make("div", { class: "conv-title", "data-kind": kind }, caption),
    make(
      "div",
      { class: "conv-scroller", tabindex: 0, role: "group", "aria-label": caption },
      make("table", { class: "conv-table" }, make("tbody", {}, ...rows)),
    ),
  );

const row = (cells, { lit = false, more = false }, chosen = null) =>
  make(
    "tr",
    { class: [lit ? "is-lit" : "", more ? "is-more" : ""].join(" "), "aria-current": lit ? "true" : null },
    ...cells.map((text, k) => make("td", { class: k === chosen ? "is-chosen" : "" }, text)),
  );

export function matrixView() {
  const words = make("p", { class: "conv-head" });
  const factors = make("div", { class: "conv-factors" });
  const element = make(
    "div",
    { class: "conv-matrix", role: "group", "aria-label": "The sum as a matrix product" },
    words,
    factors,
  );
  return {
    element,
    /** @param {import("./scene.mjs").Scene["matrix"]} matrix */
    update(matrix) {
      element.hidden = matrix === null;
      if (matrix === null) return;
      const { windows, weights, products, first, last, count, chosen } = matrix;
      const cut = (at) => (at === first && first > 0) || (at === last && last < count - 1);
      write(
        words,
        `Each row is one window, written out in a line, with a 1 for the bias; each column is one filter. Rows ${first + 1} to ${last + 1} of ${count}:`,
      );
      factors.replaceChildren(
        table(
          "Windows",
          "input",
          windows.map(({ at, lit, cells }) => row(cells, { lit, more: cut(at) })),
        ),
        operator("·"),
        table(
          weights[0].length > 1 ? "Filters" : "Filter",
          "filter",
          weights.map((cells) => row(cells, {}, chosen)),
        ),
        operator("="),
        table(
          "Sums",
          "output",
          products.map(({ at, lit, cells }) => row(cells, { lit, more: cut(at) }, lit ? chosen : null)),
        ),
      );
    },
  };
}
