// Mounts widgets in a static page: for each <figure data-widget> its module, with a model that lives in the page alone.
// The model offers what anywidget modules ask for: get, set, save_changes, on, off, send.
// An address may end in `#widget=<figure>&state=<text>`: the text is handed to that figure, whose widget judges it.

import { landOn } from "./landing.mjs";
import { restOutOfSight } from "./resting.mjs";

function pageModel(state) {
  const values = { ...state };
  const listeners = new Map();
  const tell = (event, ...details) => [...(listeners.get(event) ?? [])].forEach((listener) => listener(...details));
  return {
    get: (name) => values[name],
    set(name, value) {
      if (Object.is(values[name], value)) return;
      values[name] = value;
      tell(`change:${name}`, { changed: { [name]: value } }, value);
    },
    save_changes() {},
    send() {},
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(listener);
    },
    off(event, listener) {
      listeners.get(event)?.delete(listener);
    },
  };
}

const figures = [...document.querySelectorAll("figure[data-widget]")];

/** Figures are named after their widget and their place among its kind, so that a new widget of another kind moves no link. */
function nameFigures() {
  const seen = new Map();
  for (const figure of figures) {
    const { widget } = figure.dataset;
    seen.set(widget, (seen.get(widget) ?? 0) + 1);
    figure.id ||= `${widget}-${seen.get(widget)}`;
  }
}

/** Hand the text of the address to its figure: before the widget stands it waits there, afterwards an event tells of it. */
function handOver() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const figure = figures.find(({ id }) => id === asked.get("widget"));
  if (!figure || !asked.has("state")) return null;
  figure.dataset.link = asked.get("state");
  return figure;
}

async function mount(figure) {
  const module = await import(`./widgets/${figure.dataset.widget}.mjs`);
  const el = document.createElement("div");
  figure.prepend(el);
  // Left at the figure so that a browser's console, and a test, can read and set what a widget shows.
  figure.model = pageModel(JSON.parse(figure.dataset.state));
  await module.default.render({ model: figure.model, el });
  figure.classList.add("is-live");
}

/** The first widget of the page is seen while the others are still being made. */
async function mountAll(all) {
  const [first, ...others] = all;
  const mounted = (figure) => mount(figure).catch(reportError);
  await mounted(first);
  await new Promise((done) => {
    setTimeout(done);
  });
  await Promise.all(others.map(mounted));
}

/** A guess opens the answer that stands below it. */
addEventListener("guessed", ({ target }) => {
  const fold = /** @type {Element} */ (target).closest(".cell")?.nextElementSibling;
  if (fold instanceof HTMLDetailsElement) fold.open = true;
});

nameFigures();
landOn(handOver());
mountAll(figures).then(async () => {
  await window.MathJax?.startup?.promise;
  restOutOfSight();
});
addEventListener("hashchange", () => {
  const figure = handOver();
  figure?.dispatchEvent(new Event("linked"));
  landOn(figure);
});
