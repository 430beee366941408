// The bar above a live lesson: back to the book, how Python is doing, and the care of the reader's copy.
import { asideName, bookPage, intoTheBook, isOlder, kernelWords } from "./lesson_copy.mjs";

const SITE = new URL(".", import.meta.url);
const APP = location.href;

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
const notice = make("div", { class: "lesson-bar__notice", role: "status" });
const tools = make("span", { class: "lesson-bar__tools" },
  button("Download", download, "Save your copy of this lesson as a file"),
  button("Start afresh", confirmAfresh, "Keep your copy under another name, and open the lesson as it is on the site"),
  lab);
const bar = make("nav", { class: "lesson-bar", "aria-label": "This lesson" },
  make("div", { class: "lesson-bar__line" }, back, status, tools), notice);

// JupyterLab's application, its document in front, and the texts of the lessons that the site has now.
let app = null;
let texts = {};
const panel = () => app?.shell.currentWidget;
const path = () => panel()?.context?.path ?? "";

function say(notice, words, ...buttons) {
  notice.replaceChildren(make("span", {}, words), ...buttons);
}

const clear = () => notice.replaceChildren();

async function download() {
  const content = panel().content.model.sharedModel.toJSON();
  const file = new Blob([JSON.stringify(content, null, 1)], { type: "application/x-ipynb+json" });
  const link = make("a", { href: URL.createObjectURL(file), download: path().split("/").pop() });
  link.click();
  URL.revokeObjectURL(link.href);
}

function confirmAfresh() {
  say(notice, "Your copy will be kept under another name, and the lesson will open as it is on the site.",
    button("Start afresh", openAfresh), button("Cancel", clear));
}

/** Keep the reader's copy beside the lesson, drop what is stored under the lesson's name, and open that anew. */
async function openAfresh() {
  const name = path();
  const { contents } = app.serviceManager;
  const content = panel().content.model.sharedModel.toJSON();
  await app.commands.execute("docmanager:save");
  await contents.save(asideName(name, new Date()), { type: "notebook", format: "json", content });
  await contents.delete(name);
  location.assign(`${location.pathname}?path=${encodeURIComponent(name)}`);
}

function tellNewerText() {
  const document = panel().content.model.sharedModel;
  if (!isOlder(path(), document.toJSON().metadata, texts)) return clear();
  say(notice, "There is a newer version of this lesson. You see your own copy, as you left it.",
    button("Open the newer version and keep mine", openAfresh), button("Download mine", download),
    button("Not now", clear));
}

let watched = null;
function follow() {
  const front = panel();
  const session = front?.context?.sessionContext;
  tools.hidden = !front?.content?.model?.sharedModel;
  back.href = bookPage(path(), APP);
  if (!session || front === watched) return;
  watched = front;
  const show = () => { status.textContent = kernelWords(session.session?.kernel?.status); };
  session.statusChanged.connect(show);
  show();
  front.context.ready.then(tellNewerText);
}

// A link into the book is given its address when the reader comes near, and opens beside the lesson.
function lead(event) {
  const link = event.target.closest?.("a[href]");
  const address = link && intoTheBook(link.getAttribute("href"), APP);
  if (!address) return;
  link.href = address;
  link.target = "_blank";
}

// JupyterLab stores a changed document every few seconds; a reader who leaves does not wait for that.
function keep() {
  if (document.visibilityState === "hidden" && panel()?.context?.model?.dirty) panel().context.save();
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
  lab.href = new URL(`lab/index.html?path=${new URLSearchParams(location.search).get("path") ?? ""}`, SITE);
  app.restored.then(() => {
    likeTheBook();
    app.shell.currentChanged.connect(follow);
    follow();
  });
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
document.addEventListener("visibilitychange", keep);
try {
  texts = await (await fetch(new URL("lessons.json", SITE), { cache: "no-cache" })).json();
} catch { /* Offline the reader's copy opens all the same. */ }
begin();
