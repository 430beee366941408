// The bar above a live lesson: back to the book, how Python is doing, and the care of the reader's copy.

import { refused } from "./lesson_begin.mjs";
import { asideName, bookPage, intoTheBook, isOlder, openingAddress } from "./lesson_copy.mjs";
import { guardStore, keep } from "./lesson_keep.mjs";
import { followPython } from "./lesson_python.mjs";

const SITE = new URL(".", import.meta.url);
const APP = location.href;
const NO_FILES =
  "In this browser, or in its private windows, Python cannot reach the list of files: " +
  "a file that your code writes is gone when you close the page. Everything else works.";

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function button(words, onclick, title = "") {
  const node = make("button", { type: "button", title }, words);
  node.addEventListener("click", onclick);
  return node;
}

const back = make("a", { class: "lesson-bar__back" }, "← The book");
const status = make("span", { class: "lesson-bar__status", role: "status" });
const lab = make("a", {}, "All lessons");
const afresh = button(
  "Start afresh",
  confirmAfresh,
  "Keep your copy under another name, and open the lesson as the site has it",
);
const notices = make("div", { role: "status" });
const tools = make(
  "span",
  { class: "lesson-bar__tools" },
  button("Download", download, "Save your copy of this lesson as a file"),
  afresh,
  lab,
);
const bar = make(
  "nav",
  { class: "lesson-bar", "aria-label": "This lesson" },
  make("div", { class: "lesson-bar__line" }, back, status, tools),
  notices,
);

// JupyterLab's application, its document in front, and the texts of the lessons that the site has now.
let app = null;
let texts = {};
const panel = () => app?.shell.currentWidget;
const path = () => panel()?.context?.path ?? "";

/** Sentences below the bar, one for each matter: those that hold for the page, and those of one document. */
const told = new Map();
const toldOf = new Map();

function showNotices() {
  notices.replaceChildren(...told.values(), ...(toldOf.get(panel()?.context)?.values() ?? []));
}

function speaker(matters) {
  return {
    button,
    tell(matter, words, ...buttons) {
      matters.set(matter, make("div", { class: "lesson-bar__notice" }, make("span", {}, words), ...buttons));
      showNotices();
    },
    untell(matter) {
      if (matters.delete(matter)) showNotices();
    },
  };
}

const say = speaker(told);

async function download() {
  const content = panel().content.model.sharedModel.toJSON();
  const file = new Blob([JSON.stringify(content, null, 1)], { type: "application/x-ipynb+json" });
  const link = make("a", { href: URL.createObjectURL(file), download: path().split("/").pop() });
  link.click();
  URL.revokeObjectURL(link.href);
}

function confirmAfresh() {
  say.tell(
    "afresh",
    "Your copy will be kept under another name, and the lesson will open as the site has it.",
    button("Start afresh", openAfresh),
    button("Cancel", () => say.untell("afresh")),
  );
}

/** Keep the reader's copy beside the lesson, drop what is stored under the lesson's name, and open that anew. */
async function openAfresh() {
  const name = path();
  const { contents } = app.serviceManager;
  const content = panel().content.model.sharedModel.toJSON();
  await keepers.get(panel().context).save();
  await contents.save(asideName(name, new Date()), { type: "notebook", format: "json", content });
  keepers.get(panel().context).end();
  await contents.delete(name);
  location.assign(`${location.pathname}?path=${encodeURIComponent(name)}`);
}

function tellNewerText(context, say) {
  if (!isOlder(context.path, context.model.sharedModel.toJSON().metadata, texts)) return;
  say.tell(
    "text",
    "There is a newer version of this lesson. This is your own copy, as you left it.",
    button("Open the newer version and keep mine", openAfresh),
    button("Download mine", download),
    button("Not now", () => say.untell("text")),
  );
}

/** The documents that are looked after, and what keeps each. */
const keepers = new Map();

function lookAfter(context) {
  toldOf.set(context, new Map());
  const say = speaker(toldOf.get(context));
  // In JupyterLab with all its lessons, the others go on.
  const place = new URL(APP).pathname.includes("/lab/") ? panel().node : document.getElementById("main");
  const keeper = keep(context, say, (elsewhere) => {
    place.inert = elsewhere;
    place.classList.toggle("lesson-elsewhere", elsewhere);
    if (panel()?.context === context) tools.hidden = elsewhere;
  });
  keepers.set(context, keeper);
  context.pathChanged.connect(follow);
  context.disposed.connect(() => {
    keepers.delete(context);
    toldOf.delete(context);
  });
  if (!context.model.sharedModel.cells) return;
  followPython(context, keeper.ready, say, (words) => {
    if (panel()?.context === context) status.textContent = words;
  });
  keeper.ready.then(() => tellNewerText(context, say));
}

function leadToAll(path) {
  lab.href = new URL(`lab/index.html?path=${encodeURIComponent(path)}`, SITE);
}

function follow() {
  const context = panel()?.context;
  tools.hidden = !panel()?.content?.model?.sharedModel || Boolean(panel().node.closest("[inert]"));
  back.href = bookPage(path(), APP);
  leadToAll(path());
  // A notebook of the reader's own has nothing on the site that could be opened in its place.
  afresh.hidden = !(path() in texts);
  if (context && !keepers.has(context)) lookAfter(context);
  // JupyterLab with no lesson open: nothing is on its way.
  if (!context && keepers.size === 0 && APP.includes("/lab/"))
    status.textContent = "Open a lesson from the list of files.";
  showNotices();
}

/** To the book when all is stored, which takes a moment. */
async function goBack(event) {
  const keeper = keepers.get(panel()?.context);
  if (!keeper || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  await Promise.race([keeper.save(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  location.assign(back.href);
}

// A link into the book is given its address when the reader comes near, and opens beside the lesson.
function lead(event) {
  const link = event.target.closest?.("a[href]");
  const address = link && intoTheBook(link.getAttribute("href"), APP);
  if (!address) return;
  link.href = address;
  link.target = "_blank";
}

function tellOffline() {
  if (navigator.onLine) return say.untell("offline");
  say.tell("offline", "You are offline. What has been loaded goes on working, and your changes are kept.");
}

/** The book's choice of light or dark, where the reader has made one; else the system's. */
function likeTheBook() {
  const dark = { dark: true, light: false }[localStorage.getItem("mode")];
  if (dark === undefined || dark === (document.body.dataset.jpThemeLight === "false")) return;
  app.commands.execute("apputils:change-theme", { theme: dark ? "JupyterLab Dark" : "JupyterLab Light" });
}

function begin() {
  app = window.jupyterapp;
  if (!app) return void setTimeout(begin, 100);
  leadToAll(new URLSearchParams(location.search).get("path") ?? "");
  app.restored.then(() => {
    likeTheBook();
    guardStore(app.serviceManager.contents, say, () => button("Download", download));
    if (refused.has("files"))
      say.tell(
        "files",
        NO_FILES,
        button("All right", () => say.untell("files")),
      );
    app.shell.currentChanged.connect(follow);
    follow();
  });
}

// JupyterLab writes the new name of a notebook into the address as a server of its own would understand it.
for (const change of /** @type {const} */ (["pushState", "replaceState"])) {
  const { [change]: original, replaceState } = history;
  history[change] = (state, title, address) => {
    const opening = address && openingAddress(address, APP);
    if (opening === address) return original.call(history, state, title, address);
    // The same notebook: who goes back wants to leave it.
    return replaceState.call(history, state, title, opening);
  };
}

document.body.prepend(bar);
document.body.classList.add("has-lesson-bar");
// JupyterLab lays itself out anew when the window changes: the bar grows with what it says.
new ResizeObserver(() => {
  document.body.style.setProperty("--lesson-bar-height", `${bar.offsetHeight}px`);
  window.dispatchEvent(new Event("resize"));
}).observe(bar);
status.textContent = "Loading the lesson and Python: a few seconds, longer the first time …";
back.href = bookPage("", APP);
tools.hidden = true;
for (const kind of ["pointerover", "focusin", "click"]) document.addEventListener(kind, lead, true);
back.addEventListener("click", goBack);
for (const kind of ["online", "offline"]) window.addEventListener(kind, tellOffline);
tellOffline();
try {
  texts = await (await fetch(new URL("lessons.json", SITE), { cache: "no-cache" })).json();
} catch {
  /* Offline the reader's copy opens all the same. */
}
begin();
