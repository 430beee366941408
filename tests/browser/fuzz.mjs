// Two thousand careless hands in one: seeded random actions on a widget, inside its page. Evaluated by fuzz.py.

const TEXTS = [
  "0",
  "1",
  "2",
  "3",
  "5",
  "7",
  "−1",
  "-2",
  "0.5",
  "1/3",
  "−2,5",
  "12",
  "999",
  "",
  " ",
  "abc",
  "1e9",
  "-1e400",
  "NaN",
  "Infinity",
  "undefined",
  "null",
  "0x10",
  "1/0",
  "−−3",
  "١٢",
  "1\t2\n3\t4",
  "💥".repeat(40),
  "9".repeat(400),
  "<img src=x onerror=alert(1)>",
  "__proto__",
  "2 3 4",
  "+7",
  ".5",
  "5.",
];
const KEYS = [
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "ArrowRight",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "Enter",
  "Escape",
  "Delete",
  "Backspace",
  " ",
  "F2",
  "3",
  "−",
  "x",
];
const CONTROLS = "button, select, input, textarea, [role=gridcell], [tabindex='0'], canvas, svg";
const STRANGE = /\bNaN\b|\bundefined\b|Infinity|\[object /;

/** Numbers that are the same on every machine: mulberry32. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const event = (target, name) => target.dispatchEvent(new Event(name, { bubbles: true }));
const press = (target, key) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const visible = (node) => node.getClientRects().length > 0;

function paste(target, text) {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}

function point(target, at) {
  const box = target.getBoundingClientRect();
  const where = {
    clientX: box.left + box.width * at(),
    clientY: box.top + box.height * at(),
    bubbles: true,
    cancelable: true,
    pointerId: 1,
  };
  for (const name of ["pointerover", "pointermove", "pointerdown", "pointermove", "pointerup", "pointerleave"])
    target.dispatchEvent(new PointerEvent(name, { ...where, clientX: where.clientX + 10 * at() }));
  target.dispatchEvent(new MouseEvent("click", where));
}

/** Do one thing a hand could do, and tell what it was. */
function act(root, skip, at) {
  const one = (list) => list[Math.floor(at() * list.length)];
  // A grid has many cells and a panel few fields: choose the kind first, so that each gets its share.
  const kinds = new Map();
  for (const node of root.querySelectorAll(CONTROLS)) {
    if (node.disabled || node.closest("[hidden]") || node.matches(skip)) continue;
    const kind =
      node.getAttribute("role") === "gridcell"
        ? `cells ${node.closest("[role=grid]").dataset.kind}`
        : `${node.tagName} ${node.type ?? ""}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), node]);
  }
  let target = one(one([...kinds.values()]));
  while (!visible(target)) target = one(one([...kinds.values()]));
  const name = `${target.tagName.toLowerCase()} “${target.getAttribute("aria-label") ?? target.labels?.[0]?.textContent ?? target.textContent}”`;
  if (at() < 0.1) {
    const key = one(KEYS);
    target.focus();
    press(target, key);
    return `key ${key} on ${name}`;
  }
  if (target.matches("select")) {
    target.value = one([...target.options]).value;
    event(target, "input");
    event(target, "change");
    return `${name} to ${target.value}`;
  }
  if (target.matches("input[type=range]")) {
    target.value = Number(target.min) + at() * (Number(target.max) - Number(target.min));
    event(target, "input");
    event(target, "change");
    return `${name} to ${target.value}`;
  }
  if (target.matches("input:not([type=checkbox], [type=radio], [type=file], [readonly]), textarea")) {
    const text = one(TEXTS);
    target.focus();
    target.value = text;
    event(target, "input");
    if (at() < 0.5) event(target, "change");
    press(target, one(["Enter", "Enter", "Enter", "Escape", "ArrowUp", "ArrowDown"]));
    return `${name} typed ${text}`;
  }
  if (target.matches("[role=gridcell]") && at() < 0.1) {
    const text = one(TEXTS);
    target.focus();
    paste(target, text);
    return `${name} pasted ${text}`;
  }
  if (target.matches("canvas, svg, [tabindex='0']:not(pre)")) {
    point(target, at);
    return `pointed at ${name}`;
  }
  target.click();
  return `clicked ${name}`;
}

/** `{ problems, samples }` after `actions` random ones. `shown(root)` is sampled with the state `names` every `every` actions. */
export async function fuzz(figure, { actions, seed, every, names, skip }, shown, settle) {
  const at = random(seed);
  const problems = [];
  const samples = [];
  const done = [];
  const failed = ({ error, reason, message }) => problems.push(`${(error ?? reason)?.stack ?? message}`);
  addEventListener("error", failed);
  addEventListener("unhandledrejection", failed);
  const root = figure.querySelector(".conv-widget");
  for (let step = 0; step < actions && problems.length === 0; step++) {
    done.push(act(root, skip, at));
    if (step % 25 === 0) await new Promise(requestAnimationFrame);
    else await null;
    // Words that a reader typed are repeated in quotation marks.
    const text = root.textContent.replace(/“[^”]*”?/g, "");
    if (STRANGE.test(text))
      problems.push(`on screen: ${text.match(new RegExp(`.{0,80}(?:${STRANGE.source}).{0,40}`))[0]}`);
    if (step % every === every - 1) {
      await settle();
      samples.push({
        state: Object.fromEntries(names.map((name) => [name, figure.model.get(name)])),
        shown: shown(root),
      });
    }
  }
  await new Promise(requestAnimationFrame);
  removeEventListener("error", failed);
  removeEventListener("unhandledrejection", failed);
  if (problems.length) problems.push(`after: ${done.slice(-6).join("; ")}`);
  return { problems, samples };
}
