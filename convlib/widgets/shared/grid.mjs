// A grid of numbers: one composite widget for the keyboard (one tab stop, arrows inside), edited like a spreadsheet.
import { composing, make } from "./controls.mjs";
import { readings } from "./numbers.mjs";
import { MOVES, within } from "./planes.mjs";

/**
 * What is drawn in one cell, and how a screen reader says it.
 * @typedef {{ text: string, label: string, classes: string, tint?: number, note?: string, editable?: boolean,
 *   selected?: boolean }} Cell
 *
 * A part of a grid: where it begins, and how far it goes.
 * @typedef {{ row: number, col: number, rows: number, cols: number }} Box
 *
 * @typedef {import("./planes.mjs").Place} Place
 */

/** How many letters the longest text of some cells has. */
export const longestOf = (cells) => Math.max(...cells.flat().map(({ text }) => text.length));

/** Whether a pasted text may stand in a cell's field: one number, or one word that is none. */
const isOne = (text) => (readings(text).length > 0 ? !/[\t\r\n]/.test(text) : !/[\s,;[{]/.test(text));

/**
 * `choose(row, col)`: the reader moved to a cell. `edit(row, col, text, pasted)`: the reader typed a text there,
 * or pasted one from there on; it tells whether the text was taken.
 * @param {{ kind: string, choose?: (row: number, col: number) => void,
 *   edit?: (row: number, col: number, text: string, pasted: boolean) => boolean }} options
 */
export function grid({ kind, choose = () => {}, edit = null }) {
  const frame = make("div", { class: "conv-frame", "aria-hidden": "true" });
  const core = make("div", { class: "conv-core", "aria-hidden": "true" });
  const table = make("div", { class: "conv-grid", role: "grid", "data-kind": kind });
  const element = make("div", { class: "conv-scroller" }, table);
  let nodes = [];
  let cells = [];
  let drawn = [];
  /** @type {Place} */
  let current = [0, 0];

  const inside = (place) => within([cells.length, cells[0].length], place);
  const node = ([row, col]) => nodes[row][col];
  const editable = ([row, col]) => edit !== null && cells[row][col].editable;
  /** @returns {Place} */
  const placeOf = (target) => {
    const found = target.closest?.(".conv-cell");
    return found && table.contains(found) ? [Number(found.dataset.row), Number(found.dataset.col)] : null;
  };

  function rove(place) {
    node(current).tabIndex = -1;
    current = inside(place);
    node(current).tabIndex = 0;
  }
  function moveTo(place) {
    rove(place);
    node(current).focus();
    choose(...current);
  }

  /** Put a text field into the cell. Enter and leaving hand the text over, Escape drops it; what is not taken stays in sight
   *  until something else changes. */
  function open(/** @type {Place} */ place, text = null) {
    rove(place);
    const cell = cells[place[0]][place[1]];
    const left = node(place).querySelector("input");
    if (left) {
      left.value = text ?? left.value;
      return left.focus();
    }
    const input = make("input", { class: "conv-edit", "aria-label": cell.label, autocomplete: "off" });
    let done = false;
    const close = (refocus) => {
      done = true;
      input.remove();
      if (refocus) node(current).focus();
    };
    const hand = (refocus) => {
      if (done) return;
      if (input.value === cell.text || edit(...place, input.value, false)) close(refocus);
      else input.setAttribute("aria-invalid", "true");
    };
    input.addEventListener("blur", () => hand(false));
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (composing(event)) return;
      if (event.key === "Enter") hand(true);
      if (event.key === "Escape") close(true);
    });
    input.addEventListener("paste", (event) => {
      event.stopPropagation();
      const pasted = event.clipboardData.getData("text");
      if (isOne(pasted.trim())) return;
      event.preventDefault();
      if (edit(...place, pasted, true)) close(true);
    });
    input.value = text ?? cell.text;
    node(place).append(input);
    input.focus();
    if (text === null) input.select();
  }

  // A screen reader may put the focus on a cell without any key that we would hear.
  table.addEventListener("focusin", (event) => {
    const place = placeOf(event.target);
    if (place) rove(place);
  });
  table.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    if (!place || event.target.matches("input")) return;
    if (editable(place)) open(place);
    else moveTo(place);
  });
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) {
      event.preventDefault();
      moveTo([current[0] + move[0], current[1] + move[1]]);
    } else if (editable(current) && (event.key === "Enter" || event.key === "F2")) {
      event.preventDefault();
      open(current);
    } else if (editable(current) && /^[-−+.,٫\p{Nd}]$/u.test(event.key)) {
      event.preventDefault();
      open(current, event.key);
    } else if (editable(current) && (event.key === "Delete" || event.key === "Backspace")) {
      edit(...current, "0", false);
    }
  });
  table.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (!editable(current) || pasted.trim() === "") return;
    event.preventDefault();
    edit(...current, pasted, true);
  });

  function rebuild(rows, cols) {
    const hadFocus = table.contains(document.activeElement);
    nodes = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: cols }, (_, col) =>
        make("div", { role: "gridcell", tabindex: -1, "data-row": row, "data-col": col }, make("span")),
      ),
    );
    drawn = [];
    table.replaceChildren(
      ...nodes.map((line) => make("div", { role: "row", class: "conv-row" }, ...line)),
      core,
      frame,
    );
    current = inside(current);
    node(current).tabIndex = 0;
    if (hadFocus) node(current).focus();
  }

  /** @param {HTMLElement} node @param {Box | null} box */
  function surround(node, box) {
    node.hidden = box === null;
    for (const [name, value] of Object.entries(box ?? {})) node.style.setProperty(`--${name}`, String(value));
  }

  /** Draw one cell; `last` is what was drawn there before. Most cells stay as they are, and cost nothing then. */
  function paint(target, cell, last) {
    if (cell.classes !== last?.classes) target.className = `conv-cell ${cell.classes}`;
    if (cell.text !== last?.text) target.firstChild.textContent = cell.text;
    if (cell.label !== last?.label) target.setAttribute("aria-label", cell.label);
    if (cell.tint !== last?.tint) target.style.setProperty("--tint", cell.tint ?? 0);
    if (cell.note !== last?.note) target.dataset.note = cell.note ?? "";
    if (edit !== null && cell.editable !== last?.editable) target.setAttribute("aria-readonly", String(!cell.editable));
    if (cell.selected != null && cell.selected !== last?.selected)
      target.setAttribute("aria-selected", String(cell.selected));
  }

  return {
    element,
    /**
     * Draw cells[row][col], the frame around the window, and one around the real pixels where a border surrounds them. Cells have room for the `longest` text, which may be still to come.
     * @param {{ label: string, cells: Cell[][], at?: Place | null, longest?: number,
     *   window?: Box | null, real?: Box | null }} drawing
     */
    update({ label, cells: next, at = null, window = null, real = null, longest = longestOf(next) }) {
      const [rows, cols] = [next.length, next[0].length];
      const sameShape = nodes.length === rows && nodes[0].length === cols;
      cells = next;
      if (!sameShape) rebuild(rows, cols);
      for (const left of table.querySelectorAll("[aria-invalid]")) if (left !== document.activeElement) left.remove();
      table.setAttribute("aria-label", label);
      table.style.setProperty("--longest", longest);
      next.forEach((line, row) => line.forEach((cell, col) => paint(nodes[row][col], cell, drawn[row]?.[col])));
      drawn = next;
      if (at !== null) rove(at);
      surround(frame, window);
      surround(core, real);
      table.classList.toggle("is-bordered", real !== null);
    },
  };
}
