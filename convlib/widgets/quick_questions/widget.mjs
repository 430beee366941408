// QuickQuestions: one question at a time, an answer to type, to choose or to pick, and a sentence for what comes.
// scene.mjs decides what is shown and said; this module holds what the reader has done so far.
import { asWidget, button, composing, make, oneLineOnly, write } from "../shared/controls.mjs";
import { progressStore } from "../shared/progress_store.mjs";
import { numberTable, pickGrid } from "./grid.mjs";
import { questionScene, solved, unfolded, verdict } from "./scene.mjs";

const HEADS = { right: "Right.", wrong: "Not yet.", none: "", shown: "The answer." };
const TRIES_BEFORE_ANSWER = 2;
const MOST_DRAWS = 999999;

const fresh = () => ({ answer: null, tries: 0, outcome: null, said: "" });

/** The field, the options or the grid; `keep(answer)` is told every change, `say(words)` what could not be pasted. */
function entry(scene, answer, keep, say) {
  if (scene.type === "cells") {
    const label = `${scene.rows.length} rows of ${scene.rows[0].length} pixels to pick from`;
    return pickGrid({ label, rows: scene.rows, picked: answer ?? [], changed: keep });
  }
  if (scene.type === "choice") {
    const options = scene.options.map(({ words }, place) => {
      const radio = make("input", {
        type: "radio",
        name: scene.group,
        value: place,
        checked: answer === place,
        onchange: () => choose(place),
      });
      return make("label", { class: "conv-q-option" }, radio, make("span", {}, words));
    });
    const frame = (chosen) =>
      options.forEach((option, place) => option.classList.toggle("is-chosen", place === chosen));
    const choose = (place) => {
      frame(place);
      keep(place);
    };
    frame(answer);
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

let widgets = 0;

function render({ model, el }) {
  const questions = unfolded(model.get("sheet"));
  const items = model.get("items");
  const group = `conv-q-${widgets++}`;
  let sessions = questions.map(fresh);
  let shownDraws = model.get("draws");
  let scene = null;

  const now = () => Math.min(model.get("at"), questions.length - 1);
  const session = () => sessions[now()];

  const record = progressStore(model, () => drawSteps());
  const steps = make(
    "div",
    { class: "conv-q-steps", role: "group", "aria-label": "Questions" },
    ...questions.map((_, place) => make("button", { type: "button", class: "conv-q-step", onclick: () => go(place) })),
  );
  const text = make("p", { class: "conv-q-text", tabindex: -1 });
  const grids = make("div", { class: "conv-q-grids" });
  const field = make("div", { class: "conv-q-entry" });
  const check = make("button", { type: "submit", class: "conv-button conv-q-check" }, "Check");
  const head = make("strong", {});
  const said = make("span", {});
  const sentence = make("p", { class: "conv-q-said" }, head, " ", said);
  const live = make("div", { class: "conv-live", role: "status", "aria-live": "polite" }, sentence);
  const another = button("Another one", drawAnew);
  const show = button("Show the answer", reveal);
  const next = button("Next question", () => go((now() + 1) % questions.length));
  const form = make("form", { class: "conv-q-form", novalidate: true }, field, check);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    judge();
  });

  // JupyterLab keeps a form's own Enter from it.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || composing(event) || !event.target.matches("input")) return;
    event.preventDefault();
    form.requestSubmit();
  });

  function set(changes) {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
    draw();
  }
  function go(place) {
    set({ at: place });
    text.focus();
  }
  function drawAnew() {
    const place = now();
    set({ draws: model.get("draws").map((count, index) => (index === place ? (count + 1) % MOST_DRAWS : count)) });
    text.focus();
  }
  function keep(answer) {
    Object.assign(session(), { answer, outcome: null, said: "" });
    drawVerdict();
  }
  function say(words) {
    Object.assign(session(), { outcome: "none", said: words });
    drawVerdict();
  }
  function judge() {
    const mine = session();
    const found = verdict(questions[now()], scene, mine.answer ?? (scene.type === "cells" ? [] : ""));
    Object.assign(mine, found);
    if (found.outcome === "wrong") mine.tries += 1;
    if (found.outcome === "right") record.add([items[now()]]);
    drawVerdict();
  }
  function reveal() {
    const { answer, said: words } = solved(questions[now()], scene);
    Object.assign(session(), { answer, outcome: "shown", said: words });
    drawEntry();
    drawVerdict();
    text.focus();
  }

  function drawSteps() {
    [...steps.children].forEach((step, place) => {
      const done = record.names.has(items[place]);
      write(step, `${place + 1}`);
      step.classList.toggle("is-done", done);
      step.setAttribute("aria-label", `Question ${place + 1} of ${questions.length}${done ? ", answered" : ""}`);
      if (place === now()) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
  }
  function drawEntry() {
    form.dataset.type = scene.type;
    field.replaceChildren(entry(scene, session().answer, keep, say));
  }
  function drawVerdict() {
    const { outcome, said: words, tries } = session();
    el.dataset.outcome = outcome ?? "";
    write(head, HEADS[outcome] ?? "");
    write(said, words);
    sentence.classList.toggle("is-filled", words !== "");
    const finished = outcome === "right" || outcome === "shown";
    show.hidden = finished || tries < TRIES_BEFORE_ANSWER;
    next.classList.toggle("is-due", finished);
  }
  function draw() {
    const draws = model.get("draws");
    sessions = sessions.map((one, place) => (draws[place] === shownDraws[place] ? one : fresh()));
    shownDraws = draws;
    const place = now();
    scene = { ...questionScene(questions[place], model.get("seed"), draws[place]), group: `${group}-${place}` };
    write(text, scene.text);
    grids.replaceChildren(...scene.grids.map(numberTable));
    another.hidden = !scene.more;
    next.hidden = questions.length === 1;
    drawSteps();
    drawEntry();
    drawVerdict();
  }

  asWidget(el, "quick", "Quick questions");
  el.replaceChildren(
    steps,
    text,
    grids,
    form,
    live,
    make("div", { class: "conv-keys conv-q-keys" }, another, show, next),
  );
  draw();
  for (const name of ["at", "draws", "seed"]) model.on(`change:${name}`, draw);
  return () => {
    record.stop();
    for (const name of ["at", "draws", "seed"]) model.off(`change:${name}`, draw);
  };
}

export default { render };
