// A formula wider than the screen scrolls sideways: it gets a stop for the Tab key, as the theme gives wide tables.
function addStops() {
  for (const formula of document.querySelectorAll("mjx-container[display]")) {
    formula.toggleAttribute("tabindex", false);
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
  }
}

window.MathJax?.startup?.promise.then(() => {
  addStops();
  addEventListener("resize", addStops);
});
