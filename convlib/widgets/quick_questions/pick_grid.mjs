// A grid to pick cells from: buttons with one tab stop for all.
import { make } from "../shared/controls.mjs";
import { written } from "../shared/numbers.mjs";
import { MOVES, within } from "../shared/planes.mjs";

/** Cells to pick: click, drag with the mouse, tap, or arrows and Space. `changed(cells)` gets all that are picked. */
export function pickGrid({ label, rows, picked, changed }) {
  const [height, width] = [rows.length, rows[0].length];
  const chosen = new Set(picked.map((cell) => cell.join(",")));
  let current = [0, 0];
  let pointer = "";
  let painting = null;

  const said = (row, col) => {
    const value = rows[row][col];
    return `row ${row + 1}, column ${col + 1}${value === null ? "" : `: ${written(value)}`}`;
  };
  const cells = rows.map((line, row) =>
    line.map((value, col) =>
      make(
        "button",
        {
          type: "button",
          class: "conv-q-cell",
          tabindex: -1,
          "aria-label": said(row, col),
          "aria-pressed": "false",
          "data-row": row,
          "data-col": col,
        },
        value === null ? "" : written(value),
      ),
    ),
  );
  const element = make(
    "div",
    { class: "conv-q-pick", role: "group", "aria-label": label },
    ...cells.map((line) => make("div", { class: "conv-q-row" }, ...line)),
  );

  const placeOf = (target) => {
    const found = target.closest?.(".conv-q-cell");
    return found ? [Number(found.dataset.row), Number(found.dataset.col)] : null;
  };
  function rove(place) {
    cells[current[0]][current[1]].tabIndex = -1;
    current = within([height, width], place);
    cells[current[0]][current[1]].tabIndex = 0;
  }
  function put(place, on) {
    const key = place.join(",");
    if (chosen.has(key) === on) return;
    if (on) chosen.add(key);
    else chosen.delete(key);
    show();
    changed([...chosen].map((one) => one.split(",").map(Number)));
  }
  function show() {
    cells.forEach((line, row) =>
      line.forEach((cell, col) => cell.setAttribute("aria-pressed", String(chosen.has(`${row},${col}`)))),
    );
  }

  element.addEventListener("pointerdown", (event) => {
    const place = placeOf(event.target);
    pointer = event.pointerType;
    if (!place || pointer !== "mouse" || event.button !== 0) return;
    painting = !chosen.has(place.join(","));
    put(place, painting);
  });
  element.addEventListener("pointerover", (event) => {
    const place = placeOf(event.target);
    if (painting !== null && event.buttons === 1 && place) put(place, painting);
    else painting = null;
  });
  // The mouse has picked at its press already; a finger and the keyboard pick by the click.
  element.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    const byMouse = event.detail > 0 && pointer === "mouse";
    painting = null;
    if (!place) return;
    rove(place);
    // Safari gives a button no focus when it is clicked, and the arrows would go on from nowhere.
    cells[current[0]][current[1]].focus();
    if (!byMouse) put(place, !chosen.has(place.join(",")));
  });
  element.addEventListener("focusin", (event) => {
    const place = placeOf(event.target);
    if (place) rove(place);
  });
  element.addEventListener("keydown", (event) => {
    const step = MOVES[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    rove([current[0] + step[0], current[1] + step[1]]);
    cells[current[0]][current[1]].focus();
  });

  show();
  rove([0, 0]);
  return element;
}
