// Mounts widgets in a static page: for each <figure data-widget> its module, with a model that lives in the page alone.
// The model offers what anywidget modules ask for: get, set, save_changes, on, off, send.

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

async function mount(figure) {
  const module = await import(new URL(`widgets/${figure.dataset.widget}.mjs`, import.meta.url));
  const el = document.createElement("div");
  await module.default.render({ model: pageModel(JSON.parse(figure.dataset.state)), el });
  figure.prepend(el);
  figure.classList.add("is-live");
}

for (const figure of document.querySelectorAll("figure[data-widget]")) mount(figure);
