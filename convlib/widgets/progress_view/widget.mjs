// ProgressView: what is done, lesson by lesson or part by part of one lesson, with export, import and a way to clear it.
// The book's pages use the same pieces for their sidebar and for the panel at a lesson's end.
import { button, make, makeSvg, write } from "../shared/controls.mjs";
import { progressStore, recordNames, recordText } from "../shared/progress_store.mjs";

const FILE = "convnets-progress.json";
const ROUND = 2 * Math.PI * 6;

const itemsOf = (lesson) => lesson.groups.flatMap(({ items }) => items);

/** How many of some names are done: `{ done, count, words }`. */
export function tally(items, names) {
  const done = items.filter((item) => names.has(item)).length;
  return { done, count: items.length, words: `${done} of ${items.length} done` };
}

/** The rows of a picture: the parts of one lesson, or all lessons. */
export const rowsOf = (lessons, lesson) =>
  lesson ? lesson.groups : lessons.map((one) => ({ title: one.title, href: one.href, items: itemsOf(one) }));

/** The first part that is not all done: in this lesson, else in the lessons after it, else from the beginning; or null. */
export function nextOpen(lessons, lesson, names) {
  const place = lesson ? lessons.indexOf(lesson) : 0;
  const order = [...lessons.slice(place), ...lessons.slice(0, place)];
  const parts = order.flatMap((one) => one.groups.map((group) => ({ ...group, lesson: one })));
  return parts.find(({ items }) => items.some((item) => !names.has(item))) ?? null;
}

/** A ring that fills, and a tick when it is full. What it says stands beside it in words. */
export function ring({ done, count }) {
  const svg = makeSvg("svg", { viewBox: "0 0 16 16", class: "conv-ring", "aria-hidden": "true" });
  if (done === count) {
    svg.append(
      makeSvg("circle", { cx: 8, cy: 8, r: 7, class: "conv-ring-full" }),
      makeSvg("path", { d: "M4.6 8.3l2.3 2.3 4.5-5", class: "conv-ring-tick" }),
    );
    return svg;
  }
  const part = (ROUND * done) / count;
  svg.append(makeSvg("circle", { cx: 8, cy: 8, r: 6, class: "conv-ring-track" }));
  if (done > 0)
    svg.append(
      makeSvg("circle", {
        cx: 8,
        cy: 8,
        r: 6,
        class: "conv-ring-part",
        transform: "rotate(-90 8 8)",
        "stroke-dasharray": `${part} ${ROUND}`,
      }),
    );
  return svg;
}

/** Save a text as a file of the reader's. */
function saveFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

const HINT = "Answer a question or solve an exercise, and it is ticked off here.";
const PRIVATE = "Kept on this device alone.";
const UNKEPT = "Your browser keeps nothing for this page, so this lasts until you leave it; export it to keep it.";

function part({ title, href, items }, names) {
  const counted = tally(items, names);
  const words = items.length > 1 ? counted.words : counted.done ? "done" : "open";
  return make(
    "li",
    {},
    ring(counted),
    href ? make("a", { href }, title) : make("span", {}, title),
    make("span", { class: "conv-board-count" }, words),
  );
}

/** Draw the progress into `el`: of `lesson`, or of all lessons without one. Returns `{ update, stop }`. */
export function board({ el, heading, lessons, lesson = null, store }) {
  const list = make("ul", { class: "conv-board-rows" });
  const sum = make("p", { class: "conv-board-sum" });
  const next = make("p", { class: "conv-board-next" });
  const said = make("p", { class: "conv-board-said", role: "status", "aria-live": "polite" });
  const where = make("p", { class: "conv-board-where" });
  const rows = rowsOf(lessons, lesson);
  const all = rows.flatMap(({ items }) => items);

  const say = (words, ...more) => said.replaceChildren(words, ...more);
  const names = () => store.names;
  async function take(file) {
    const { names: found, wrong } = recordNames(await file.text());
    picker.value = "";
    if (wrong) return say(`${wrong} Nothing was changed.`);
    const fresh = found.filter((name) => !names().has(name));
    await store.add(found);
    say(`${found.length} in the file, ${fresh.length} of them new here.`);
  }
  function clear() {
    const before = [...names()];
    store.replace([]);
    const undo = button("Undo", async () => {
      await store.replace([...new Set([...before, ...names()])]);
      say("All is back.");
      keys.querySelector("button").focus();
    });
    say("All progress, in every lesson, is cleared. ", undo);
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
      saveFile(FILE, recordText(names()));
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
    const counted = tally(all, names());
    list.hidden = counted.done === 0;
    list.replaceChildren(...rows.map((row) => part(row, names())));
    write(
      sum,
      counted.done === 0 ? HINT : `${counted.words}${counted.done === counted.count ? ": that is all of it." : "."}`,
    );
    const open = nextOpen(lessons, lesson, names());
    next.hidden = counted.done === 0 || !open?.href;
    if (open?.href)
      next.replaceChildren(
        "Next: ",
        make("a", { href: open.href }, open.lesson === lesson ? open.title : `${open.lesson.title}, ${open.title}`),
      );
    exporting.hidden = clearing.hidden = names().size === 0;
    write(where, store.kept ? PRIVATE : UNKEPT);
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

function render({ model, el }) {
  const lessons = model.get("lessons");
  const lesson = lessons.find(({ name }) => name === model.get("lesson")) ?? null;
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Your progress");
  const heading = lesson ? `Your progress: ${lesson.title}` : "Your progress";
  let view = null;
  const store = progressStore(model, () => view?.update());
  view = board({ el, heading, lessons, lesson, store });
  return view.stop;
}

export default { render, board, ring, tally, progressStore };
