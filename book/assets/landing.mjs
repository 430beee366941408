// A link lands where it points. Above it widgets and formulas are still growing when the browser jumps there, so the
// page is put back to that place whenever its height changes, until the reader does something or scrolls.

let target = null;
let top = 0;
let height = 0;

const pageHeight = () => document.documentElement.scrollHeight;
const topOf = (element) => element.getBoundingClientRect().top;

function goThere() {
  target.scrollIntoView({ behavior: "instant" });
  top = topOf(target);
  height = pageHeight();
}

/** Show the element at the top of the window, and keep it there for now; null changes nothing. */
export function landOn(element) {
  if (!element) return;
  target = element;
  goThere();
}

function letGo() {
  target = null;
}

/** What scrolled the page, if not its growing, was the reader: by a way that no event below tells of. */
function scrolled() {
  if (target && height === pageHeight() && Math.abs(topOf(target) - top) > 1) letGo();
}

for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  addEventListener(act, letGo, { capture: true, passive: true });
}
addEventListener("scroll", scrolled, { passive: true });
new ResizeObserver(() => {
  if (target) goThere();
}).observe(document.body);

/** What the address names; the browser itself may not have got to it yet, so `:target` does not tell. */
function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // no text in percent signs: it names nothing here
  }
}

// A page that is loaded again, or come back to, stands where the reader left it.
const [visit] = performance.getEntriesByType("navigation");
if (visit?.type === "navigate") landOn(named());
