// Native controls with their labels: a button, a choice, a number field with steps, and the transport bar.
import { ranged, readNumber, written } from "./numbers.mjs";

/** `make("button", { class: "x", onclick }, "text")`: one element, its attributes and its children. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** Write text only where it differs, so that a live region speaks once. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Set attributes where they differ: layout is made anew for what is touched, and for no more. */
export function mark(node, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/** One element of a drawing. */
export function makeSvg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Make `el` the root of a widget: its styles stand below the class `conv-<name>`, a screen reader says its `label`. */
export function asWidget(el, name, label) {
  el.classList.add("conv-widget", `conv-${name}`);
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", label);
  // JupyterLab would take arrows and letters for its own commands otherwise.
  el.dataset.lmSuppressShortcuts = "true";
}

const ICONS = {
  first: "M3 3h2v10H3zM13 3v10L6 8z",
  back: "M11 3v10L4 8z",
  play: "M4 2.5v11L13 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  forward: "M5 3v10l7-5z",
  last: "M11 3h2v10h-2zM3 3v10l7-5z",
};

export const icon = (name) =>
  makeSvg(
    "svg",
    { viewBox: "0 0 16 16", "aria-hidden": "true", class: "conv-icon" },
    makeSvg("path", { d: ICONS[name] }),
  );

export const button = (text, onclick, attributes = {}) =>
  make("button", { type: "button", class: "conv-button", onclick, ...attributes }, text);

const iconButton = (name, label, onclick) => button(icon(name), onclick, { "aria-label": label, title: label });

const named = (label) => make("span", { class: "conv-name" }, label);

/** A labelled `<select>`. `options` are [value, words] pairs; `update(value)` shows a value set elsewhere. */
export function choice(label, options, onchange) {
  const select = make(
    "select",
    { class: "conv-select", onchange: () => onchange(select.value) },
    ...options.map(([value, words]) => make("option", { value }, words)),
  );
  const element = make("label", { class: "conv-field" }, named(label), select);
  return {
    element,
    select,
    update: (value) => {
      select.value = value;
    },
  };
}

/** The name of the one of `examples` ({ name, state }) that has these `settings` of the state; null where the reader made it otherwise. */
export function exampleOf(examples, state, settings) {
  const asText = (of) => JSON.stringify(settings.map((name) => of[name]));
  const text = asText(state);
  return examples.find((one) => asText({ ...state, ...one.state }) === text)?.name ?? null;
}

/** A choice among ready-made things: `use(name)` hears of it. `update(name)` shows which of them there is now; without a name
 *  it is none of them, and `own` says so, or that nothing has been chosen yet. */
export function picker(label, names, use, own = "own setting") {
  const none = make("option", { value: "", disabled: true }, "choose …");
  const { element, select, update } = choice(label, [], (name) => name && use(name));
  const offer = (some) => select.replaceChildren(none, ...some.map((name) => make("option", { value: name }, name)));
  offer(names);
  return {
    element,
    select,
    /** Other things to choose from. */
    offer,
    update(name, changed = true) {
      write(none, changed ? own : "choose …");
      update(name ?? "");
    },
  };
}

/** A native check box with its label. */
export function toggle(label, onchange) {
  const box = make("input", { type: "checkbox", class: "conv-box", onchange: () => onchange(box.checked) });
  const element = make("label", { class: "conv-check" }, box, make("span", {}, label));
  return {
    element,
    update: (value) => {
      box.checked = value;
    },
  };
}

/** Whether a key belongs to a keyboard that composes its characters, where Enter and the arrows choose among candidates.
 *  Some browsers tell it by the old key code alone. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** Let a form call `act` in place of being sent, by its button and by Enter. */
export function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
  // JupyterLab keeps a form's own Enter from it.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || composing(event) || !event.target.matches("input")) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** A text field drops line breaks, and two pasted lines would be one number. */
export const oneLineOnly = (say) => (event) => {
  if (!/\S\s*[\r\n]\s*\S/.test(event.clipboardData.getData("text"))) return;
  event.preventDefault();
  say("That is more than one line, but this field takes one number.");
};

/** A number with one-less and one-more buttons. Anything may be typed: `say` tells what became of it, and what is no number
 *  stays in the field until it is mended, given up with Escape, or something else is changed.
 *  `most` may be a function, where it depends on other settings. */
export function numberField({ label, name = label, least, most, whole = true, change, say }) {
  let current = least;
  let shown = "";
  const rule = () => ({ name, least, most: typeof most === "function" ? most() : most, whole });
  const show = (value) => {
    input.value = shown = written(value);
    input.removeAttribute("aria-invalid");
  };
  const settle = ({ value, said }) => {
    if (value !== null && value !== current) change(value);
    say(said);
    if (value === null) input.setAttribute("aria-invalid", "true");
    else show(value);
  };
  const isOpen = () => input.value !== shown;
  const step = (by) => {
    const from = (isOpen() ? readNumber(input.value, rule()).value : null) ?? current;
    // 0.1 and 1 are 1.1, not 1.1 and the dust of floating point.
    settle(ranged(Number((from + by).toPrecision(12)), rule()));
  };
  const id = `conv-${Math.random().toString(36).slice(2)}`;
  const input = make("input", {
    id,
    type: "text",
    inputmode: whole && least >= 0 ? "numeric" : "text",
    autocomplete: "off",
    class: "conv-number",
    onchange: () => settle(readNumber(input.value, rule())),
    onpaste: oneLineOnly(say),
    onfocus: () => input.select(),
    onkeydown: (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (composing(event)) return;
      if (by) {
        event.preventDefault();
        step(by);
      } else if (event.key === "Escape" && isOpen()) {
        show(current);
        say("");
      }
    },
  });
  const stepper = (sign, by, words, place) =>
    make(
      "button",
      { type: "button", class: `conv-button ${place}`, "aria-label": `${label}: ${words}`, onclick: () => step(by) },
      sign,
    );
  const element = make(
    "div",
    { class: "conv-stepper" },
    make("label", { for: id, class: "conv-name" }, label),
    stepper("−", -1, "one less", "conv-less"),
    input,
    stepper("+", 1, "one more", "conv-more"),
  );
  return {
    element,
    update(value) {
      // What is being typed is left alone while other things change.
      const typing = input.ownerDocument.activeElement === input && isOpen();
      if (!typing || value !== current) show(value);
      current = value;
    },
  };
}

/** Play answers at once: its first step does not wait for as long as the next ones, in milliseconds. */
const AT_ONCE = 200;
const STEP_SPEEDS = [
  ["1200", "slow"],
  ["600", "normal"],
  ["200", "fast"],
];

/** Step, play and scrub through `count` positions. It starts paused; the end stops it; playing from the end starts over.
 *  `name` is what is stepped through, and `words` tell a screen reader the position; `speeds` are three, in milliseconds from step to
 *  step, and `interval()` gives the chosen one. */
export function transport({
  go,
  label = "Slide the window",
  name = "Position",
  words = (at, of) => `${at + 1} of ${of}`,
  speeds = STEP_SPEEDS,
}) {
  let position = 0;
  let count = 1;
  let timer = null;

  const interval = () => Number(speed.select.value);
  const pause = () => {
    clearTimeout(timer);
    timer = null;
    show();
  };
  const tick = () => {
    if (position >= count - 1) return pause();
    go(position + 1);
    timer = setTimeout(tick, interval());
  };
  const play = () => {
    if (position >= count - 1) go(0);
    timer = setTimeout(tick, AT_ONCE);
    show();
  };
  const jump = (to) => {
    if (timer !== null) pause();
    go(Math.max(0, Math.min(count - 1, to)));
  };

  const first = iconButton("first", `First ${name.toLowerCase()}`, () => jump(0));
  const back = iconButton("back", "Step back", () => jump(position - 1));
  const toggle = button("", () => (timer === null ? play() : pause()), { class: "conv-button conv-play" });
  const forward = iconButton("forward", "Step forward", () => jump(position + 1));
  const last = iconButton("last", `Last ${name.toLowerCase()}`, () => jump(count - 1));
  const scrub = make("input", { type: "range", min: 0, class: "conv-scrub", oninput: () => jump(Number(scrub.value)) });
  const speed = choice("Speed", speeds, () => {});
  speed.update(speeds[1][0]);
  const steps = [first, back, toggle, forward, last, scrub];
  const element = make(
    "div",
    { class: "conv-transport", role: "group", "aria-label": label },
    make("div", { class: "conv-keys" }, first, back, toggle, forward, last),
    make("label", { class: "conv-field conv-position" }, named(name), scrub),
    speed.element,
  );

  function show() {
    const playing = timer !== null;
    if (toggle.dataset.playing !== String(playing)) {
      toggle.dataset.playing = playing;
      toggle.replaceChildren(icon(playing ? "pause" : "play"), playing ? "Pause" : "Play");
    }
    scrub.max = count - 1;
    scrub.value = position;
    scrub.setAttribute("aria-valuetext", words(position, count));
  }

  return {
    element,
    interval,
    stop: () => clearTimeout(timer),
    update(state) {
      ({ position, count } = state);
      for (const control of steps) control.disabled = state.disabled;
      if (state.disabled && timer !== null) pause();
      show();
    },
  };
}
