// Prediction: a guess first, then the answer. guess.mjs reads and judges it; what it opens stands in the page or the notebook.
import { asWidget, button, make, write } from "../shared/controls.mjs";
import { progressStore } from "../shared/progress_store.mjs";
import { guessWords, read, together, verdict } from "./guess.mjs";
import { place } from "./picture.mjs";

/** In a notebook the answer is the closed cells that follow: open them as a press on their dots would. */
function openCells(el) {
  let cell = el.closest(".jp-Cell")?.nextElementSibling;
  while (cell?.querySelector(".jp-InputPlaceholder")) {
    for (const dots of cell.querySelectorAll(".jp-Placeholder"))
      dots.querySelector(".jp-PlaceholderText, button")?.click();
    cell = cell.nextElementSibling;
  }
}

function render({ model, el }) {
  /** @type {import("./guess.mjs").Asked} */
  const asked = model.get("asked");
  const item = model.get("item");
  const record = progressStore(model, show);

  const head = make("strong", {});
  const said = make("span", {});
  const refused = make("p", { class: "conv-predict-refused" });
  const mine = make("span", { class: "conv-predict-mine" });
  const again = button("Guess again", forget, { class: "conv-button conv-predict-again" });
  const sentence = make("p", { class: "conv-predict-said" }, mine, " ", head, " ", said);
  const live = make("div", { class: "conv-live", role: "status", "aria-live": "polite" }, refused, sentence);
  const asking = place(asked, guess, (words) => write(refused, words));

  function guess(text) {
    const found = read(asked, text);
    write(refused, found.refused ?? "");
    if (found.refused) return;
    record.guess(item, text.trim());
    // The page opens its fold; a notebook's cells are opened here.
    el.dispatchEvent(new CustomEvent("guessed", { bubbles: true }));
    openCells(el);
    again.focus({ preventScroll: true });
  }
  function forget() {
    record.guess(item, null);
    asking.querySelector("input, button")?.focus({ preventScroll: true });
  }
  function show() {
    const kept = record.guesses.get(item);
    const found = kept === undefined ? {} : read(asked, kept);
    // A guess of an earlier edition of the lesson may not fit what is asked now.
    const judged = found.value === undefined ? null : verdict(asked, found.value);
    el.dataset.outcome = judged?.outcome ?? "none";
    asking.hidden = judged !== null;
    sentence.hidden = judged === null;
    write(mine, judged && asked.kind !== "words" ? together(`Your guess: ${guessWords(asked, found.value)}.`) : "");
    write(head, judged?.head ?? "");
    write(said, together(judged?.said ?? ""));
  }

  asWidget(el, "predict", "Your prediction");
  sentence.append(" ", again);
  el.replaceChildren(asking, live);
  show();
  return record.stop;
}

export default { render };
