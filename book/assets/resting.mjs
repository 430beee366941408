// Parts of the page that are out of sight rest: the browser neither lays them out nor paints them when a widget changes.
// Each keeps the height that it has, so that nothing moves when it wakes.

// The same parts as in book.css.
const PARTS = ".bd-article section[id] > :not(section, .cell), .bd-article .cell > *";
// After the width of the page has changed, parts are measured anew, once it has stopped changing.
const PAUSE = 300;

function contentHeight(part) {
  const { paddingTop, paddingBottom, borderTopWidth, borderBottomWidth } = getComputedStyle(part);
  const around = [paddingTop, paddingBottom, borderTopWidth, borderBottomWidth].reduce((sum, width) => sum + parseFloat(width), 0);
  return part.getBoundingClientRect().height - around;
}

function rest(parts) {
  const heights = parts.map(contentHeight);
  parts.forEach((part, index) => {
    part.style.containIntrinsicHeight = `auto ${heights[index]}px`;
    part.classList.add("is-resting");
  });
}

const wake = (parts) => parts.forEach((part) => part.classList.remove("is-resting"));

/** To be called when the page has all that it will have: formulas, pictures, widgets. */
export function restOutOfSight() {
  const article = document.querySelector(".bd-article");
  const parts = [...document.querySelectorAll(PARTS)];
  let width = null;
  let timer = null;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    wake(parts);
    clearTimeout(timer);
    timer = setTimeout(() => rest(parts), PAUSE);
  }).observe(article);
}
