// How much is done, quietly: a ring beside each lesson in the contents, and a panel at a lesson's end.
// What there is to do was read from the lessons by the book's build; what is done is kept by the reader's browser.

import lessons from "./progress_items.mjs";
import view from "./widgets/progress_view.mjs";

const site = new URL("..", import.meta.url);
const withLinks = lessons.map(({ page, groups, ...lesson }) => ({
  ...lesson,
  href: new URL(page, site).href,
  groups: groups.map(({ anchor, ...group }) => ({ ...group, href: new URL(`${page}#${anchor}`, site).href })),
}));

/** The contents' link of each lesson, wherever the page lies. */
const links = new Map();
for (const link of document.querySelectorAll(".bd-sidebar-primary nav.bd-links a")) {
  const address = new URL(link.href);
  address.hash = "";
  const lesson = withLinks.find(({ href }) => href === address.href);
  if (lesson) links.set(lesson, link);
}

function mark(link, counted) {
  const old = link.querySelector(".progress-mark");
  if (counted.done === 0) return old?.remove();
  const note = document.createElement("span");
  note.className = "progress-words";
  note.textContent = `, ${counted.words}`;
  const fresh = document.createElement("span");
  fresh.className = "progress-mark";
  fresh.title = counted.words;
  fresh.append(view.ring(counted), note);
  if (old) old.replaceWith(fresh);
  else link.append(fresh);
}

let panel = null;
function show() {
  for (const [lesson, link] of links)
    mark(
      link,
      view.tally(
        lesson.groups.flatMap(({ items }) => items),
        store.names,
      ),
    );
  panel?.update();
}

const store = view.progressStore(null, show);
store.ready.then(() => {
  const el = document.querySelector(".progress-panel");
  if (!el) return;
  // The closing page has a panel as well: that of no lesson shows them all.
  const lesson = withLinks.find(({ name }) => name === el.dataset.lesson) ?? null;
  const heading = `Your progress in ${lesson ? "this lesson" : "the book"}`;
  panel = view.board({ el, heading, lessons: withLinks, lesson, store });
  el.hidden = false;
});
