// One reader for every engine: uses each control of a widget in order, and writes down what it shows after each.
// Evaluated inside the page by transcript.py; the widget never knows that no hand was there.

const frame = () => new Promise(requestAnimationFrame);

/** Wait until nothing is on its way. Most changes are drawn at once, or as soon as this script lets go for a moment; only maps
 *  take frames. No frame is waited for without need: an engine that draws without a graphics card takes a fifth of a second for it. */
async function settled(root) {
  for (let moment = 0; moment < 10; moment++) await null;
  while (root.querySelector('[aria-busy="true"]')) await frame();
}

// ---- What a widget shows -------------------------------------------------------------------------------------------

const visible = (node) => node.checkVisibility({ visibilityProperty: true });

// Which attributes say how a thing is, to an eye or to a screen reader.
const ATTRIBUTES = [
  "aria-label",
  "aria-pressed",
  "aria-current",
  "aria-selected",
  "aria-expanded",
  "aria-checked",
  "aria-valuetext",
  "class",
  "data-refused",
  "data-status",
  "data-kind",
  "data-note",
  "data-outcome",
  "tabindex",
  "d",
  "points",
  "x",
  "y",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "viewBox",
];
const IN_WORDS = new Set(ATTRIBUTES.slice(0, 7));

/** The mean colour of each of 4 by 4 parts of a canvas, from its own pixels: engines scale a picture each in its own way. */
function coarse(canvas) {
  const { width, height } = canvas;
  if (!width || !height) return { width, height, means: [] };
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const parts = Array.from({ length: 16 }, () => [0, 0, 0, 0, 0]);
  for (let row = 0, at = 0; row < height; row++)
    for (let col = 0; col < width; col++, at += 4) {
      const part = parts[Math.floor((4 * row) / height) * 4 + Math.floor((4 * col) / width)];
      for (let channel = 0; channel < 4; channel++) part[channel] += data[at + channel];
      part[4] += 1;
    }
  return { width, height, means: parts.flatMap(([r, g, b, a, n]) => [r, g, b, a].map((sum) => sum / Math.max(1, n))) };
}

/** `words`: what is written, and said of each element; `inputs` with the buttons; `look`: classes and shapes; `canvases`. */
function shown(root) {
  const words = [];
  const looks = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim()) words.push(node.data);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || !visible(node)) return;
    looks.push(node.localName);
    for (const name of ATTRIBUTES) {
      const value = node.getAttribute(name);
      // The theme makes a text that can be scrolled a tab stop, each time a moment later.
      if (value === null || (name === "tabindex" && node.localName === "pre")) continue;
      if (IN_WORDS.has(name)) words.push(`[${name.slice(5)}: ${value}]`);
      else looks.push(`${name}=${value}`);
    }
    node.childNodes.forEach(walk);
  };
  walk(root);
  const inputs = [...root.querySelectorAll("input, select, textarea")]
    .filter(visible)
    .map((one) => `${nameOf(one)}: ${one.value}${one.checked ? ", checked" : ""}${one.disabled ? ", disabled" : ""}`);
  const buttons = [...root.querySelectorAll("button")]
    .filter(visible)
    .map((one) => `${nameOf(one)}${one.disabled ? ", disabled" : ""}`);
  return {
    words: words.join(" ").replaceAll(location.origin, ""),
    inputs: [...inputs, ...buttons].join("; ").replaceAll(location.origin, ""),
    look: looks.join(" "),
    canvases: [...root.querySelectorAll("canvas")].filter(visible).map(coarse),
  };
}

// ---- What a reader does --------------------------------------------------------------------------------------------

/** The words of a label, without those of the options inside it: a list says by its first line whether something was chosen. */
const labelOf = (node) => (node.labels?.[0]?.querySelector(".conv-name") ?? node.labels?.[0])?.textContent;
const nameOf = (node) =>
  (node.getAttribute("aria-label") ?? labelOf(node) ?? node.textContent).trim().replace(/\s+/g, " ").slice(0, 60);
const usable = (node) => visible(node) && !node.disabled;
const tell = (node, name, more = {}) => node.dispatchEvent(new Event(name, { bubbles: true, ...more }));
const press = (node, key) => node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const pressHere = (key) => press(document.activeElement, key);

/** Firefox takes the data from a clipboard that a script has made: the widget asks only for its text. */
function paste(node, text) {
  const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", { value: { getData: () => text } });
  node.dispatchEvent(event);
}

function pointer(node, name, x, y, more = {}) {
  const where = {
    clientX: x,
    clientY: y,
    bubbles: true,
    cancelable: true,
    pointerId: 1,
    pointerType: "mouse",
    ...more,
  };
  node.dispatchEvent(new PointerEvent(name, where));
}

const middle = (node) => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

// Whole numbers, fractions, the far ends, what is refused, and what is no number.
const TYPED = ["3", "2", "-1", "1/2", "999", "two"];
// Full screen, the camera and files take a real hand; cells are walked as the grid that they are, and Play is awaited below.
const LEFT_ALONE = ".conv-full, .conv-play, .conv-q-cell, .conv-size-volume";
const NEEDS_A_HAND = /picture|camera|Import|Export/i;

/** Every state of one widget: `[{ done, ...what it shows }]`. A panel of progress is brought the texts in `files`. */
// biome-ignore lint/correctness/noUnusedVariables: transcript.py calls it.
async function transcript(root, files) {
  // Where nothing may be copied, the widget shows the address that it would have copied.
  Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches)
    throw new Error("A picture that flies is never at rest.");
  const states = [];
  const note = async (done) => {
    await settled(root);
    states.push({ done, ...shown(root) });
  };
  const all = (selector) => [...root.querySelectorAll(selector)].filter(usable);
  /** Controls are found again by their place among those of one name: a change may have drawn them anew. */
  const places = (selector) => {
    const seen = {};
    return all(selector).map((node) => {
      const name = nameOf(node);
      seen[name] = (seen[name] ?? 0) + 1;
      return {
        name,
        find: (
          (nth) => () =>
            all(selector).filter((one) => nameOf(one) === name)[nth]
        )(seen[name] - 1),
      };
    });
  };
  const reset = async () => {
    const button = all("button").find((one) => nameOf(one) === "Reset");
    if (!button) return;
    button.click();
    await note("Reset");
  };

  await note("opened");
  for (const { name, find } of places("select")) {
    const count = find().options.length;
    for (let index = 0; index < count; index++) {
      const select = find();
      if (!select || index >= select.options.length) break;
      const words = select.options[index].textContent;
      select.selectedIndex = index;
      tell(select, "input");
      tell(select, "change");
      await note(`${name}: ${words}`);
    }
    await reset();
  }
  for (const { name, find } of places("input[type=checkbox], input[type=radio]")) {
    find()?.click();
    await note(`${name} ticked`);
  }
  await reset();
  for (const { name, find } of places("input[type=range]"))
    for (const share of [1, 0.5, 0]) {
      const range = find();
      if (!range) break;
      range.value = Number(range.min) + Math.round(share * (Number(range.max) - Number(range.min)));
      tell(range, "input");
      tell(range, "change");
      await note(`${name} to ${range.value}`);
    }
  for (const { name, find } of places("input[type=text]:not([readonly])")) {
    for (const text of TYPED) {
      const field = find();
      if (!field) break;
      field.focus();
      field.value = text;
      tell(field, "input");
      tell(field, "change");
      press(field, "Enter");
      await note(`${name}: “${text}” typed`);
    }
    if (find()) {
      pressHere("ArrowUp");
      await note(`${name}: one up`);
    }
    await reset();
  }
  for (const { name, find } of places("[role=grid]")) {
    const cell = find()?.querySelector("[tabindex='0']");
    if (!cell) continue;
    cell.focus();
    for (const key of ["ArrowRight", "ArrowDown", "End", "PageDown", "Home", "PageUp"]) {
      pressHere(key);
      await note(`${name}: ${key}`);
    }
    if (document.activeElement.getAttribute("aria-readonly") !== "false") continue;
    pressHere("Enter");
    await note(`${name}: Enter`);
    document.activeElement.value = "-2,5";
    pressHere("Enter");
    await note(`${name}: −2,5 typed`);
    pressHere("7");
    pressHere("Escape");
    await note(`${name}: 7 typed and left`);
    pressHere("Delete");
    await note(`${name}: Delete`);
    paste(document.activeElement, "1\t2\n3\t4");
    await note(`${name}: four numbers pasted`);
  }
  await reset();
  for (const { name, find } of places(`button:not(:is(${LEFT_ALONE}))`)) {
    if (NEEDS_A_HAND.test(name)) continue;
    const button = find();
    if (!button) continue;
    button.click();
    await note(`${name} pressed`);
  }
  await reset();
  const play = all(".conv-play")[0];
  const scrub = all(".conv-scrub")[0];
  if (play && scrub) {
    scrub.value = Number(scrub.max) - 1;
    tell(scrub, "input");
    play.click();
    while (all(".conv-play")[0]?.dataset.playing === "true") await frame();
    await note("played to the end");
  }
  await drag(all, note);
  await question(all, note);
  if (files) await progress(root, all, note, files);
  return states;
}

/** What is turned, moved or painted by holding a button down. */
async function drag(all, note) {
  const scene = all("svg.conv-scene")[0];
  if (scene) {
    const [x, y] = middle(scene);
    pointer(scene, "pointerdown", x, y, { buttons: 1 });
    pointer(document, "pointermove", x + 60, y - 40, { buttons: 1 });
    await note("turned");
    pointer(document, "pointerup", x + 60, y - 40);
    press(scene, "ArrowLeft");
    await note("turned back by a key");
    for (const part of [0.3, 0.5, 0.7]) {
      const box = scene.getBoundingClientRect();
      const at = [box.left + box.width * part, box.top + box.height * part];
      pointer(scene, "pointerdown", ...at, { buttons: 1 });
      pointer(document, "pointerup", ...at);
      await note(`a click at ${part} of the picture`);
    }
  }
  const chain = all(".conv-size-volume");
  if (chain.length > 3) {
    const dataTransfer = new DataTransfer();
    const event = (node, name) =>
      node.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    const [from, to] = [chain[1], chain[3]].map((face) => face.closest("li"));
    for (const [node, name] of [
      [from, "dragstart"],
      [to, "dragover"],
      [to, "drop"],
      [from, "dragend"],
    ])
      event(node, name);
    await note("the first layer dragged two places on");
    for (const key of ["End", "ArrowLeft", "Home"]) {
      all(".conv-size-volume[tabindex='0']")[0].focus();
      pressHere(key);
      await note(`chain: ${key}`);
    }
  }
  for (const kind of ["photo", "map"]) {
    const canvas = all(`.conv-photo-pane[data-kind="${kind}"] canvas`)[0];
    if (!canvas) continue;
    for (const part of [0.25, 0.75]) {
      const box = canvas.getBoundingClientRect();
      // The middle of a pixel, in whole numbers: not every engine keeps the fraction of a pointer's place.
      const along = (start, length, count) => Math.round(start + (length * (Math.floor(count * part) + 0.5)) / count);
      const at = [along(box.left, box.width, canvas.width), along(box.top, box.height, canvas.height)];
      pointer(canvas, "pointermove", ...at);
      canvas.dispatchEvent(new MouseEvent("click", { clientX: at[0], clientY: at[1], bubbles: true }));
      await note(`${kind} clicked at ${part}`);
    }
  }
}

/** Quick questions: each one answered wrongly in every way that it offers, then shown. */
async function question(all, note) {
  const steps = all(".conv-q-step").length;
  const check = async (done) => {
    all(".conv-q-check")[0].click();
    await note(done);
  };
  for (let step = 0; step < steps; step++) {
    all(".conv-q-step")[step].click();
    await note(`question ${step + 1}`);
    for (const text of all(".conv-q-number").length ? ["1", "7", "8.640", "x"] : []) {
      const [field] = all(".conv-q-number");
      field.value = text;
      tell(field, "input");
      await check(`“${text}” answered`);
    }
    const options = all(".conv-q-option input").length;
    for (let index = 0; index < options; index++) {
      all(".conv-q-option input")[index].click();
      await check(`option ${index + 1}`);
    }
    const cells = all(".conv-q-cell");
    if (cells.length) {
      cells[0].focus();
      pressHere("ArrowDown");
      document.activeElement.click();
      await check("a cell picked by key");
      pointer(cells[0], "pointerdown", ...middle(cells[0]), { buttons: 1, button: 0 });
      for (const cell of cells.slice(0, 4)) pointer(cell, "pointerover", ...middle(cell), { buttons: 1 });
      await check("cells picked by dragging");
    }
    for (const name of ["Show the answer", "Another one"]) {
      const button = all("button").find((one) => nameOf(one) === name);
      if (!button) continue;
      button.click();
      await note(name);
    }
  }
}

/** The progress panel: files brought in, cleared and taken back. It ends as it began, with nothing done. */
async function progress(root, all, note, files) {
  const said = () => root.querySelector(".conv-board-said")?.textContent;
  const pressed = (name) =>
    all("button")
      .find((one) => nameOf(one) === name)
      .click();
  for (const [name, text] of Object.entries(files)) {
    const before = said();
    const held = new DataTransfer();
    held.items.add(new File([text], "progress.json", { type: "application/json" }));
    const picker = root.querySelector(".conv-board-file");
    picker.files = held.files;
    tell(picker, "change");
    while (said() === before) await frame();
    await note(name);
  }
  pressed("Clear");
  await note("cleared");
  pressed("Undo");
  while (said().startsWith("All progress")) await frame();
  await note("taken back");
  pressed("Clear");
  await note("cleared again");
}
