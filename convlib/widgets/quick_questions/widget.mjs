// QuickQuestions: one question at a time, an answer to type, to choose or to pick, and a sentence for what comes.
// question.mjs asks and judges, scene.mjs decides what is shown; this module holds what the reader has done so far.
import { asWidget, button, make, onSubmit, write } from "../shared/controls.mjs";
import { progressStore } from "../shared/progress_store.mjs";
import { answerField, numberTable, stepButtons } from "./picture.mjs";
import { posed, solved, verdict } from "./question.mjs";
import { scene } from "./scene.mjs";
import { MOST_DRAWS, unanswered, unfolded } from "./state.mjs";

let widgets = 0;

function render({ model, el }) {
  const questions = unfolded(model.get("sheet"));
  const items = model.get("items");
  const group = `conv-q-${widgets++}`;
  let sessions = questions.map(unanswered);
  let shownDraws = model.get("draws");
  /** @type {import("./question.mjs").Posed} */
  let asked = null;

  const now = () => Math.min(model.get("at"), questions.length - 1);
  const session = () => sessions[now()];
  const shown = () => scene(now(), items, record.names, asked, session());

  const record = progressStore(model, () => steps.update(shown().steps));
  const steps = stepButtons(questions.length, go);
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
  onSubmit(form, judge);

  function set(changes) {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
    ask();
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
    showVerdict();
  }
  function say(words) {
    Object.assign(session(), { outcome: "none", said: words });
    showVerdict();
  }
  function judge() {
    const mine = session();
    const found = verdict(questions[now()], asked, mine.answer ?? (asked.type === "cells" ? [] : ""));
    Object.assign(mine, found);
    if (found.outcome === "wrong") mine.tries += 1;
    if (found.outcome === "right") record.add([items[now()]]);
    showVerdict();
  }
  function reveal() {
    const { answer, said: words } = solved(questions[now()], asked);
    Object.assign(session(), { answer, outcome: "shown", said: words });
    showField();
    showVerdict();
    text.focus();
  }

  function showField() {
    form.dataset.type = asked.type;
    field.replaceChildren(answerField(asked, session().answer, `${group}-${now()}`, keep, say));
  }
  function showVerdict() {
    const { outcome, head: opening, said: words, offersAnswer, finished } = shown();
    el.dataset.outcome = outcome;
    write(head, opening);
    write(said, words);
    sentence.classList.toggle("is-filled", words !== "");
    show.hidden = !offersAnswer;
    next.classList.toggle("is-due", finished);
  }
  function ask() {
    const draws = model.get("draws");
    sessions = sessions.map((one, place) => (draws[place] === shownDraws[place] ? one : unanswered()));
    shownDraws = draws;
    asked = posed(questions[now()], model.get("seed"), draws[now()]);
    write(text, asked.text);
    grids.replaceChildren(...asked.grids.map(numberTable));
    const { offersNumbers, offersNext, steps: all } = shown();
    another.hidden = !offersNumbers;
    next.hidden = !offersNext;
    steps.update(all);
    showField();
    showVerdict();
  }

  asWidget(el, "quick", "Quick questions");
  const keys = make("div", { class: "conv-keys conv-q-keys" }, another, show, next);
  el.replaceChildren(steps.element, text, grids, form, live, keys);
  ask();
  for (const name of ["at", "draws", "seed"]) model.on(`change:${name}`, ask);
  return () => {
    record.stop();
    for (const name of ["at", "draws", "seed"]) model.off(`change:${name}`, ask);
  };
}

export default { render };
