// The parts of a question in the page: its grids as tables of numbers, and what takes the answer.
import { make, oneLineOnly, write } from "../shared/controls.mjs";
import { written } from "../shared/numbers.mjs";
import { pickGrid } from "./pick_grid.mjs";

/** Numbers under their name, in the colour of their kind. */
export function numberTable({ label, kind, rows }) {
  const lines = rows.map((row) => make("tr", {}, ...row.map((value) => make("td", {}, written(value)))));
  return make(
    "table",
    { class: "conv-q-table", "data-kind": kind },
    make("caption", {}, label),
    make("tbody", {}, ...lines),
  );
}

/**
 * The field, the options or the grid; `keep(answer)` is told every change, `say(words)` what could not be pasted.
 * @param {import("./question.mjs").Posed} asked
 * @param {any} answer as the question's type has it, or null
 * @param {string} group a name for its options that nothing else in the page has
 */
export function answerField(asked, answer, group, keep, say) {
  if (asked.type === "cells") {
    const label = `${asked.rows.length} rows of ${asked.rows[0].length} pixels to pick from`;
    return pickGrid({ label, rows: asked.rows, picked: answer ?? [], changed: keep });
  }
  if (asked.type === "choice") {
    const options = asked.options.map(({ words }, place) => {
      const radio = make("input", {
        type: "radio",
        name: group,
        value: place,
        checked: answer === place,
        onchange: () => choose(place),
      });
      return make("label", { class: "conv-q-option" }, radio, make("span", {}, words));
    });
    const markChosen = (chosen) =>
      options.forEach((option, place) => option.classList.toggle("is-chosen", place === chosen));
    const choose = (place) => {
      markChosen(place);
      keep(place);
    };
    markChosen(answer);
    return make(
      "fieldset",
      { class: "conv-q-options" },
      make("legend", { class: "conv-q-hidden" }, "Answers"),
      ...options,
    );
  }
  const input = make("input", {
    type: "text",
    inputmode: "text",
    autocomplete: "off",
    class: "conv-number conv-q-number",
    onpaste: oneLineOnly(say),
  });
  input.value = answer ?? "";
  input.addEventListener("input", () => keep(input.value));
  return make("label", { class: "conv-q-field" }, make("span", { class: "conv-name" }, "Your answer"), input);
}

/** The buttons that lead from question to question; `go(place)` hears of the one that is pressed. */
export function stepButtons(count, go) {
  const buttons = Array.from({ length: count }, (_, place) =>
    make("button", { type: "button", class: "conv-q-step", onclick: () => go(place) }),
  );
  return {
    element: make("div", { class: "conv-q-steps", role: "group", "aria-label": "Questions" }, ...buttons),
    /** @param {import("./scene.mjs").Scene["steps"]} steps */
    update(steps) {
      steps.forEach(({ text, label, done, current }, place) => {
        write(buttons[place], text);
        buttons[place].classList.toggle("is-done", done);
        buttons[place].setAttribute("aria-label", label);
        if (current) buttons[place].setAttribute("aria-current", "step");
        else buttons[place].removeAttribute("aria-current");
      });
    },
  };
}
