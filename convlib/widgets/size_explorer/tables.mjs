// Draws the numbers that scene.mjs decided: the layers' table, what the slide claims, and two bars of shares.
import { make, mark, write } from "../shared/controls.mjs";
import { children } from "./children.mjs";
import { COLUMNS } from "./state.mjs";

/** @typedef {import("./scene.mjs").Scene} Scene */

function tableRow(heads) {
  const name = make("span", {});
  const settings = make("small", {});
  const cells = heads.map((head) => make("td", { "data-head": head }));
  const element = make("tr", {}, make("th", { scope: "row" }, name, " ", settings), ...cells);
  return {
    element,
    /** `shows(place)` tells whether a column is shown. */
    update({ name: words, text = "", cells: texts, status = "", picked = false, index = null, shows = (_) => true }) {
      write(name, words);
      write(settings, text);
      cells.forEach((cell, place) => {
        write(cell, texts[place]);
        cell.hidden = !shows(place);
      });
      mark(element, { "data-status": status, ...(index !== null && { "data-index": index }) });
      element.classList.toggle("is-picked", picked);
    },
  };
}

const headRow = (heads) =>
  make(
    "thead",
    {},
    make("tr", {}, ...heads.map((head) => (head ? make("th", { scope: "col" }, head) : make("td", {})))),
  );

const WORDS = { macs: "MACs", receptive_field: "field" };

// The columns that are added up.
const SUMMED = ["parameters", "neurons", "macs"];

/** Numbers of a layer as a table; on a narrow page each row is a card whose numbers have their column's name. */
export function layerTable({ pick }) {
  const heads = ["output", ...COLUMNS.map((column) => WORDS[column] ?? column)];
  const body = make("tbody", {});
  const totals = tableRow(heads);
  const named = headRow(["layer", ...heads.with(4, "receptive field")]);
  const element = make(
    "table",
    { class: "conv-size-table" },
    make("caption", {}, "Layer by layer"),
    named,
    body,
    make("tfoot", {}, totals.element),
  );
  body.addEventListener("click", (event) => pick(Number(event.target.closest("tr").dataset.index)));
  const rows = children(body, () => tableRow(heads));
  return {
    element,
    /** @param {Scene} scene */
    update({ table, picked, sumsUp, columns }) {
      const shows = (place) => place === 0 || columns.includes(COLUMNS[place - 1]);
      named.querySelectorAll("th").forEach((head, place) => {
        head.hidden = place > 0 && !shows(place - 1);
      });
      rows(table.map((row, index) => ({ ...row, index: index + 1, picked: index + 1 === picked, shows })));
      totals.update({ name: "together", cells: ["", ...sumsUp, "", ""], shows });
      // Below columns that are not added up there is nothing to say.
      totals.element.hidden = !columns.some((column) => SUMMED.includes(column));
    },
  };
}

/** What all layers come to, once more for a phone: there the table lies screens away from the settings that change it. */
export function totalsLine() {
  const element = make("div", { class: "conv-size-totals conv-at-edge", "aria-hidden": "true" });
  return {
    element,
    /** @param {Scene} scene */
    update({ sumsUp, columns }) {
      const shown = SUMMED.filter((column) => columns.includes(column));
      element.hidden = shown.length === 0;
      const entry = (column) =>
        make("span", {}, make("small", {}, WORDS[column] ?? column), " ", sumsUp[SUMMED.indexOf(column)]);
      element.replaceChildren(make("span", {}, "together"), ...shown.map(entry));
    },
  };
}

/** What the slide says beside what the chain has. */
export function claimTable() {
  const body = make("tbody", {});
  const heads = ["slide", "here", "off by", ""];
  const element = make(
    "table",
    { class: "conv-size-table conv-size-claims" },
    make("caption", {}, "The slide, and this network"),
    headRow(["", ...heads]),
    body,
  );
  const rows = children(body, () => tableRow(heads));
  return {
    element,
    /** @param {Scene["claims"]} claims */
    update: (claims) =>
      rows(claims.map(({ words, slide, here, off, verdict }) => ({ name: words, cells: [slide, here, off, verdict] }))),
  };
}

function segment() {
  const element = make("span", { class: "conv-size-segment" });
  return {
    element,
    update({ name, kind, share }) {
      mark(element, { "data-kind": kind, title: name });
      element.style.setProperty("--share", share);
      write(element, share > 0.09 ? name : "");
    },
  };
}

function portion() {
  const swatch = make("span", { class: "conv-swatch conv-size-segment", "aria-hidden": "true" });
  const said = make("span", {});
  return {
    element: make("li", {}, swatch, said),
    update({ name, kind, words }) {
      mark(swatch, { "data-kind": kind });
      write(said, `${name} ${words}`);
    },
  };
}

function shareBar() {
  const title = make("span", { class: "conv-title" });
  const total = make("span", { class: "conv-name" });
  const strip = make("div", { class: "conv-size-strip", "aria-hidden": "true" });
  const list = make("ul", { class: "conv-size-portions" });
  const element = make(
    "div",
    { class: "conv-size-bar", role: "group" },
    make("div", {}, title, " ", total),
    strip,
    list,
  );
  const [segments, portions] = [children(strip, segment), children(list, portion)];
  return {
    element,
    update(bar) {
      write(title, bar.title);
      write(total, bar.total);
      mark(element, { "aria-label": bar.title });
      segments(bar.parts);
      portions(bar.parts);
    },
  };
}

/** Two bars from end to end: CONV segments are plain, FC ones striped; every share stands in words below. */
export function shareBars() {
  const element = make("div", { class: "conv-size-shares" });
  const bars = children(element, shareBar);
  return {
    element,
    /** @param {Scene["shares"]} shares */
    update(shares) {
      element.hidden = shares.length === 0;
      bars(shares);
    },
  };
}
