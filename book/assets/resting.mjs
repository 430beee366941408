// Parts of the page that are far out of sight rest: the browser neither lays them out nor paints them when a widget
// changes. Each keeps the height that it has, so that nothing moves when it wakes.

// The same parts as in style/page.css.
const PARTS = ".bd-article section[id] > :not(section, .cell), .bd-article .cell > *";
// Awake is what lies on the screen, and a screen above and below it.
const NEAR = { rootMargin: "100% 0px" };
// When the page has become wider or narrower all are measured anew, once that has ended.
const PAUSE = 300;

function contentHeight(part) {
  const { paddingTop, paddingBottom, borderTopWidth, borderBottomWidth } = getComputedStyle(part);
  const around = [paddingTop, paddingBottom, borderTopWidth, borderBottomWidth].reduce(
    (sum, width) => sum + parseFloat(width),
    0,
  );
  return part.getBoundingClientRect().height - around;
}

/** Whether it lies beyond what is near now: the watcher may tell of a moment before the reader scrolled. */
function isFar(part) {
  const { top, bottom } = part.getBoundingClientRect();
  return bottom < -innerHeight || top > 2 * innerHeight;
}

const watcher = new IntersectionObserver((entries) => {
  for (const { target } of entries) target.classList.remove("is-resting");
  const far = entries
    .map(({ target }) => /** @type {HTMLElement} */ (target))
    .filter(isFar)
    .map((part) => ({ part, height: contentHeight(part) }));
  for (const { part, height } of far) {
    part.style.containIntrinsicHeight = `auto ${height}px`;
    part.classList.add("is-resting");
  }
}, NEAR);

let parts = [];

/** All parts awake, as paper needs them: a browser prints what rests as an empty box. */
export function wakeAll() {
  watcher.disconnect();
  for (const part of parts) part.classList.remove("is-resting");
}

export function restAgain() {
  for (const part of parts) watcher.observe(part);
}

/** To be called when the page has all that it will have: formulas, pictures, widgets. */
export function restOutOfSight() {
  // WebKit does not paint a canvas again that has rested.
  parts = [...document.querySelectorAll(PARTS)].filter((part) => !part.querySelector("canvas"));
  let width = null;
  let timer = null;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    wakeAll();
    clearTimeout(timer);
    timer = setTimeout(restAgain, PAUSE);
  }).observe(document.querySelector(".bd-article"));
}
