// What every widget has around its picture: changes drawn once and taken back, words for what happened, and at its foot
// a link that restores the state, the state as code, and full screen.
import { asWidget, button, make, write } from "./controls.mjs";
import { keepPlace } from "./keep_place.mjs";

const LONGEST_LINK = 20000;
const STEPS_KEPT = 100;

const read64 = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

/** A state as text for an address: base64url of its JSON. */
export function encoded(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** What a link asks for: `{ state }`, or `{ wrong }` with the words of why not. It may name some of `defaults` and nothing else;
 *  `checked(whole state)` gives null, or what is wrong with a value. Any text may come here, a hostile one too. */
export function decoded(text, defaults, checked) {
  if (text.length > LONGEST_LINK) return { wrong: "it is too long" };
  let state = null;
  try {
    state = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(read64(text)));
  } catch {
    return { wrong: "it cannot be read" };
  }
  if (state === null || typeof state !== "object" || Array.isArray(state)) return { wrong: "it holds no settings" };
  const strange = Object.keys(state).find((name) => !Object.hasOwn(defaults, name));
  if (strange !== undefined) return { wrong: `there is no setting “${strange.slice(0, 20)}” here` };
  const wrong = checked({ ...defaults, ...state });
  return wrong === null ? { state } : { wrong };
}

/** Copy a text; where that is not allowed, `otherwise` lets the reader do it. */
async function copy(text, say, copied, otherwise) {
  try {
    await navigator.clipboard.writeText(text);
    say(copied, { good: true });
  } catch {
    otherwise();
  }
}

/** A button that opens and closes `panel`; `onopen` fills it. */
function opener(text, panel, onopen, attributes) {
  const made = button(
    text,
    () => {
      panel.hidden = !panel.hidden;
      made.setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) onopen();
    },
    { ...attributes, "aria-expanded": "false" },
  );
  panel.hidden = true;
  return made;
}

function codeBlock(name, say) {
  const text = make("code", {});
  const block = make("pre", { class: "conv-lines", tabindex: 0, role: "group", "aria-label": `${name} code` }, text);
  const select = () => {
    getSelection().selectAllChildren(text);
    say("The lines are selected: copy them with Ctrl+C.", { good: true });
  };
  const take = () => copy(text.textContent, say, `The ${name} lines are copied.`, select);
  const head = make(
    "div",
    { class: "conv-block-head" },
    make("span", { class: "conv-title" }, name),
    button("Copy", take, { "aria-label": `Copy the ${name} lines` }),
  );
  return {
    element: make("div", { class: "conv-block" }, head, block),
    update(lines) {
      if (text.textContent === lines) return;
      write(text, lines);
      // The numbers come first, and may be many; the line that matters is the call at the end.
      block.scrollTop = block.scrollHeight;
    },
  };
}

/** The fold with the state as code. `code(state)` is `{ convlib, pytorch }`, or null while there is nothing to run. */
function codeFold(code, say) {
  const blocks = { convlib: codeBlock("convlib", say), pytorch: codeBlock("PyTorch", say) };
  const none = make("p", {}, "This setting does not fit, so there is nothing to run.");
  const listing = make("div", { class: "conv-blocks" }, ...Object.values(blocks).map(({ element }) => element));
  const element = make(
    "div",
    { class: "conv-code", role: "group", "aria-label": "This setting as code" },
    none,
    listing,
  );
  const update = (state) => {
    if (element.hidden) return;
    const lines = code(state);
    none.hidden = lines !== null;
    listing.hidden = lines === null;
    if (lines) for (const [name, block] of Object.entries(blocks)) block.update(lines[name]);
  };
  return { element, update };
}

function addressField() {
  const input = make("input", { class: "conv-address", readonly: true, onfocus: () => input.select() });
  const element = make(
    "label",
    { class: "conv-field", hidden: true },
    make("span", { class: "conv-name" }, "Address of this setting"),
    input,
  );
  const show = (address) => {
    input.value = address;
    element.hidden = false;
    input.focus();
  };
  return { element, show };
}

/** Keep the caption below a widget true: once a setting that it speaks of has changed, it tells what it was at the start. */
function caption(figure, start) {
  const element = figure?.querySelector(":scope > figcaption");
  if (!element) return (/** @type {object} */ _state) => {};
  const { settings, start: words, changed } = element.dataset;
  const names = settings.split(" ");
  return (state) => {
    const asBefore = names.every((name) => JSON.stringify(state[name]) === JSON.stringify(start[name]));
    write(element, asBefore ? words : changed);
  };
}

/** A button for full screen, which hides the settings there until they are asked for. */
function fullScreen(el, say) {
  /** @type {HTMLElement | null} */
  let drawer = null;
  const isFull = () => document.fullscreenElement === el;
  const open = (wanted) => {
    el.dataset.drawer = wanted ? "open" : "closed";
    settings.setAttribute("aria-expanded", String(wanted));
  };
  const settings = button("Settings", () => open(el.dataset.drawer !== "open"), { "aria-expanded": "false" });
  const grow = () => (isFull() ? document.exitFullscreen() : el.requestFullscreen());
  const full = button("Full screen", () => grow().catch(() => say("The browser does not allow full screen here.")), {
    class: "conv-button conv-full",
  });
  const show = () => {
    write(full, isFull() ? "Leave full screen" : "Full screen");
    settings.hidden = !isFull() || drawer === null || drawer.hidden;
    open(false);
  };
  show();
  document.addEventListener("fullscreenchange", show);
  return {
    buttons: document.fullscreenEnabled ? [settings, full] : [],
    /** In full screen `element` is out of sight until the button asks for it. */
    keepIn(element) {
      drawer = element;
      element.classList.add("conv-drawer");
    },
    stop: () => document.removeEventListener("fullscreenchange", show),
  };
}

/** Undo, Reset, Link, Code, Full screen, and whatever these open. */
function footer({ el, figure, undo, reset, read, code, say }) {
  const takeBack = button("Undo", undo);
  const startAgain = button("Reset", reset);
  const fold = codeFold(code, say);
  const address = addressField();
  const share = () => {
    const url = new URL(location.href);
    url.hash = `widget=${figure.id}&state=${encoded(read())}`;
    copy(url.href, say, "The address of this setting is copied.", () => {
      address.show(url.href);
      say("Copy the address from the field.", { good: true });
    });
  };
  const extra = { class: "conv-button conv-extra" };
  const link = button("Link", share, { ...extra, title: "Copy an address that opens this setting" });
  const codeButton = opener("Code", fold.element, () => fold.update(read()), extra);
  const full = fullScreen(el, say);
  const element = make(
    "div",
    { class: "conv-foot" },
    make("div", { class: "conv-keys" }, takeBack, startAgain),
    make("div", { class: "conv-keys" }, ...(figure ? [link] : []), codeButton, ...full.buttons),
    address.element,
    fold.element,
  );
  return {
    element,
    keepIn: full.keepIn,
    /** Where only the picture is wanted (`bare`), there is no more than a way back from what was changed. */
    update(state, canUndo, bare) {
      takeBack.disabled = !canUndo;
      takeBack.hidden = startAgain.hidden = bare && !canUndo;
      link.hidden = codeButton.hidden = bare;
      address.element.hidden = true;
      fold.update(state);
    },
    stop: full.stop,
  };
}

/** For the keyboard: a button before everything else in the widget that leads behind it. */
function skipping() {
  const end = make("span", { class: "conv-end", tabindex: -1 });
  return { skip: button("Skip this figure", () => end.focus(), { class: "conv-button conv-skip" }), end };
}

/** Everything around a widget's picture. `settings` are the traits that Undo goes back through, `others` (a position, say) are
 *  restored by a link as well; `seen(state)` is the state as code and caption take it. Put `live` and `foot` where they belong, hand the settings to
 *  `keepIn`, which full screen hides behind a button, then `start(draw)`: it draws the state now and after every change, once for several traits set together, and returns what ends it. */
export function frame({ model, el, name, label, settings, others = [], checked, code, seen = (state) => state }) {
  /** @returns {any} the State of the widget, or a part of it */
  const pick = (some) => Object.fromEntries(some.map((trait) => [trait, model.get(trait)]));
  const names = [...settings, ...others];
  const read = () => pick(names);
  const initial = model.get("initial") ?? {};
  const start = Object.keys(initial).length > 0 ? initial : read();
  const figure = el.closest("figure[data-widget]");
  const past = [];
  let draw = (/** @type {any} */ _state) => {};
  let saving = false;
  let due = false;

  asWidget(el, name, label);
  const inPlace = keepPlace(el);
  const { skip, end } = skipping();
  const sentence = make("p", { class: "conv-sentence" });
  const spoken = make("p", { class: "conv-said" });
  const live = make("div", { class: "conv-live", role: "status", "aria-live": "polite" }, sentence, spoken);
  const say = (text, { good = false } = {}) => {
    write(spoken, text);
    spoken.classList.toggle("is-good", good);
  };

  const describe = caption(figure, start);

  function show() {
    const state = read();
    inPlace(() => {
      draw(state);
      describe(seen(state));
      foot.update(state, past.length > 0, model.get("controls")?.length === 0);
    });
  }
  function save(changes) {
    say("");
    saving = true;
    for (const [trait, value] of Object.entries(changes)) model.set(trait, value);
    saving = false;
    model.save_changes();
    show();
  }
  function change(changes) {
    past.push(pick(settings));
    if (past.length > STEPS_KEPT) past.shift();
    save(changes);
  }
  const undo = () => save(past.pop());
  const foot = footer({ el, figure, undo, reset: () => change(start), read, code: (state) => code(seen(state)), say });

  function followLink() {
    const { state, wrong } = decoded(figure.dataset.link, start, checked);
    delete figure.dataset.link;
    if (state) change(state);
    else say(`The link's setting was not used: ${wrong}. This is the page's own setting.`);
  }
  // Several traits set together tell of their change one by one; half of a change must not be drawn.
  function follow() {
    if (saving || due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      show();
    });
  }

  return {
    read,
    say,
    sentence,
    live,
    foot: foot.element,
    keepIn: foot.keepIn,
    isChanged: () => past.length > 0,
    /** Draw the state again, and write its code: something beside it has changed. */
    show,
    /** A change of things that Undo leaves alone, such as the position. */
    save,
    /** A change that the reader can take back. */
    change,
    start(drawing) {
      draw = drawing;
      el.prepend(skip);
      el.append(end);
      show();
      for (const trait of names) model.on(`change:${trait}`, follow);
      figure?.addEventListener("linked", followLink);
      if (figure?.dataset.link != null) followLink();
      return () => {
        foot.stop();
        figure?.removeEventListener("linked", followLink);
        for (const trait of names) model.off(`change:${trait}`, follow);
      };
    },
  };
}
