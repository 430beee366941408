// The place for a guess: a field to type in, answers to choose from, or a grid with a cell to tick.
import { button, make, oneLineOnly, onSubmit } from "../shared/controls.mjs";
import { MOVES, within } from "../shared/planes.mjs";
import { exampleShape, LONGEST, together } from "./guess.mjs";

const HOLDERS = {
  number: () => "a number",
  shape: (asked) => `such as ${exampleShape(asked)}`,
  words: () => "in a few words",
};

/** A field with its button; `guess(text)` hears of what was typed, `say(words)` of what could not be pasted. */
function typed(asked, guess, say) {
  const { kind } = asked;
  const input = make("input", {
    type: "text",
    autocomplete: "off",
    maxlength: LONGEST,
    placeholder: HOLDERS[kind](asked),
    class: `conv-number conv-predict-text is-${kind}`,
    onpaste: oneLineOnly(say),
  });
  const form = make(
    "form",
    { class: "conv-predict-form", novalidate: true },
    make("label", {}, make("span", {}, "Your guess"), input),
    make("button", { type: "submit", class: "conv-button" }, "Guess"),
  );
  onSubmit(form, () => guess(input.value));
  return form;
}

const chosen = ({ options }, guess) =>
  make(
    "div",
    { class: "conv-predict-form", role: "group", "aria-label": "Your guess" },
    make("span", { "aria-hidden": "true" }, "Your guess"),
    ...options.map(([words]) => button(together(words), () => guess(words))),
  );

/** A grid of buttons with one tab stop: arrows move, Enter or a click ticks. */
function ticked({ of: [height, width] }, guess) {
  const cells = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, col) =>
      make("button", {
        type: "button",
        class: "conv-predict-cell",
        tabindex: row + col === 0 ? 0 : -1,
        "aria-label": `row ${row + 1}, column ${col + 1}`,
        onclick: () => guess(`${row},${col}`),
        onkeydown: (event) => {
          const step = MOVES[event.key];
          if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          const [to, at] = within([height, width], [row + step[0], col + step[1]]);
          event.currentTarget.tabIndex = -1;
          cells[to][at].tabIndex = 0;
          cells[to][at].focus();
        },
      }),
    ),
  );
  const rows = cells.map((line) => make("div", { class: "conv-predict-row" }, ...line));
  return make(
    "div",
    { class: "conv-predict-form" },
    make("span", {}, "Your guess: tick a cell"),
    make(
      "div",
      { class: "conv-predict-grid", role: "group", "aria-label": `${height} rows of ${width} cells` },
      ...rows,
    ),
  );
}

/**
 * Where the guess is made; `guess(text)` hears of it.
 * @param {import("./guess.mjs").Asked} asked
 */
export function place(asked, guess, say) {
  if (asked.kind === "choice") return chosen(asked, guess);
  if (asked.kind === "cell") return ticked(asked, guess);
  return typed(asked, guess, say);
}
