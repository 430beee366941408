// The board of progress: what is done in words and rings, with export, import and a way to clear it.
import { button, make, write } from "../shared/controls.mjs";
import { recordNames, recordText } from "../shared/progress_store.mjs";
import { listRow } from "./picture.mjs";
import { scene } from "./scene.mjs";

const FILE = "convnets-progress.json";

/** Save a text as a file of the reader's. */
function saveFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Draw the progress into `el`: of `lesson`, or of all lessons without one. Returns `{ update, stop }`. */
export function board({ el, heading, lessons, lesson = null, store }) {
  const list = make("ul", { class: "conv-board-rows" });
  const sum = make("p", { class: "conv-board-sum" });
  const next = make("p", { class: "conv-board-next" });
  const said = make("p", { class: "conv-board-said", role: "status", "aria-live": "polite" });
  const where = make("p", { class: "conv-board-where" });

  const say = (words, ...more) => said.replaceChildren(words, ...more);
  const names = () => store.names;
  async function take(file) {
    const { names: found, guesses, wrong } = recordNames(await file.text());
    picker.value = "";
    if (wrong) return say(`${wrong} Nothing was changed.`);
    const added = found.filter((name) => !names().has(name));
    await store.add(found, guesses);
    say(`${found.length} in the file, ${added.length} of them new.`);
  }
  function clear() {
    const before = [...names()];
    const guesses = Object.fromEntries(store.guesses);
    store.replace([]);
    const undo = button("Undo", async () => {
      await store.replace([...new Set([...before, ...names()])], { ...guesses, ...Object.fromEntries(store.guesses) });
      say("Everything is back.");
      keys.querySelector("button").focus();
    });
    say("Your progress in all lessons is cleared. ", undo);
    undo.focus();
  }
  const picker = make("input", {
    type: "file",
    accept: ".json,application/json",
    class: "conv-board-file",
    tabindex: -1,
    "aria-label": "A file with progress",
    onchange: () => picker.files[0] && take(picker.files[0]),
  });
  const exporting = button(
    "Export",
    () => {
      saveFile(FILE, recordText(names(), store.guesses));
      say(`Saved as ${FILE}.`);
    },
    { title: "Save your progress as a file" },
  );
  const clearing = button("Clear", clear, { title: "Forget your progress in all lessons" });
  const keys = make(
    "div",
    { class: "conv-board-keys" },
    exporting,
    button("Import", () => picker.click(), { title: "Add the progress in a file to yours" }),
    clearing,
    picker,
  );

  function update() {
    const shown = scene({ lessons, lesson, names: names(), kept: store.kept });
    list.hidden = !shown.begun;
    list.replaceChildren(...shown.rows.map(listRow));
    write(sum, shown.sum);
    next.hidden = shown.next === null;
    if (shown.next) next.replaceChildren("Next: ", make("a", { href: shown.next.href }, shown.next.title));
    exporting.hidden = clearing.hidden = !shown.canClear && store.guesses.size === 0;
    write(where, shown.where);
  }

  el.classList.add("conv-widget", "conv-board");
  el.replaceChildren(
    make("p", { class: "conv-board-title" }, heading),
    sum,
    list,
    next,
    make("div", { class: "conv-board-foot" }, where, keys),
    said,
  );
  update();
  return { update, stop: store.stop };
}
