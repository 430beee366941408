// A control never runs away from the finger that pressed it: where the picture above it grows, the page is scrolled along.

const PRESSED = "button, select, input, summary, label, [role='gridcell']";

/** What scrolls when the place of `el` changes: an output area, the element itself in full screen, or the page. */
function scrollerOf(el) {
  for (let node = el; node; node = node.parentElement) {
    const { overflowY } = getComputedStyle(node);
    if (/auto|scroll/.test(overflowY) && node.scrollHeight > node.clientHeight + 1) return node;
  }
  return document.scrollingElement;
}

/** `keepPlace(el)(draw)` draws, and then puts what was pressed last inside `el` where it stood before. */
export function keepPlace(el) {
  let pressed = null;
  const notice = ({ target }) => {
    pressed = target.closest?.(PRESSED) ?? null;
  };
  for (const event of ["pointerdown", "keydown", "change"]) el.addEventListener(event, notice, true);
  const top = () => (pressed?.getClientRects().length > 0 ? pressed.getBoundingClientRect().top : null);
  return (draw) => {
    const before = top();
    draw();
    const after = before === null ? null : top();
    if (after !== null && after !== before) scrollerOf(el).scrollBy({ top: after - before, behavior: "instant" });
  };
}
