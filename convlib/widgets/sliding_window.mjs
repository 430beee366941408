// SlidingWindow: one picture for sliding, stride, padding and pooling. This module holds what the reader can change;
// sliding_scene.mjs decides what is shown and sliding_picture.mjs draws it.
import { button, choice, make, numberField, transport, write } from "./controls.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongNumbers } from "./checks.mjs";
import { frame } from "./frame.mjs";
import { readNumber } from "./numbers.mjs";
import { code } from "./sliding_code.mjs";
import { picture } from "./sliding_picture.mjs";
import { measures, scene } from "./sliding_scene.mjs";

export const LIMITS = { size: 16, depth: 4, window: 7, stride: 8, padding: 4, number: 999 };

const SETTINGS = ["x", "filter", "bias", "stride", "padding", "op", "F", "fit"];
const OPERATIONS = [["conv", "Convolution"], ["max", "Max pooling"], ["avg", "Average pooling"]];
const FITS = [["exact", "refuse"], ["floor", "round down"], ["ceil", "round up"]];

/** Small numbers for input cells that nobody has filled yet: lopsided, so that a mistake in the order would show. */
const filler = (row, col, d) => (3 * row + 5 * col + 2 * d) % 6;

const cells = (rows, cols, value) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => value(row, col)));

/** A filter of another size around the same centre; what is new is zero. */
export function recentred(filter, F) {
  const shift = Math.floor((F - filter.length) / 2);
  return cells(F, F, (i, j) => filter[i - shift]?.[j - shift] ?? filter[0][0].map(() => 0));
}

/** Volumes of another size that give back, on growing again, what shrinking cut away. */
export function memory() {
  const inputs = new Map();
  const filters = new Map();
  return {
    input(x, H, W) {
      x.forEach((line, row) => line.forEach((cell, col) => inputs.set(`${row},${col}`, cell)));
      const fresh = (row, col) => x[0][0].map((_, d) => filler(row, col, d));
      const known = (row, col) => {
        const cell = inputs.get(`${row},${col}`);
        return cell?.length === x[0][0].length ? cell : null;
      };
      return cells(H, W, (row, col) => known(row, col) ?? fresh(row, col));
    },
    filter(filter, F) {
      filters.set(filter.length, filter);
      const kept = filters.get(F);
      return kept?.[0][0].length === filter[0][0].length ? kept : recentred(filter, F);
    },
  };
}

/** Texts put into a copy of `volume` from (row, col) of slice `d` on: `{ volume, taken, told }`. No number, no change. */
export function edited(volume, d, row, col, texts) {
  const copy = structuredClone(volume);
  const told = new Set();
  let taken = 0;
  texts.forEach((line, down) => line.forEach((text, right) => {
    const cell = copy[row + down]?.[col + right];
    if (!cell) return told.add("What reached beyond the grid was left out.");
    const { value, said } = readNumber(text, { name: "this cell", least: -LIMITS.number, most: LIMITS.number });
    if (said) told.add(said);
    if (value === null) return;
    cell[d] = value;
    taken += 1;
  }));
  if (texts.flat().length > 1) told.add(`${taken} numbers taken.`);
  return { volume: copy, taken, told: [...told].join(" ") };
}

/** Null, or what is wrong with a whole state that came from a link. */
export function checked(state) {
  const whole = (name, least, most) => wrongNumber(name, state[name], { least, most, whole: true });
  const volume = (name, most) => wrongNumbers(name, state[name], [most, most, LIMITS.depth], LIMITS.number);
  const wrong = firstWrong(
    volume("x", LIMITS.size), volume("filter", LIMITS.window),
    wrongNumber("bias", state.bias, { least: -LIMITS.number, most: LIMITS.number }),
    whole("stride", 1, LIMITS.stride), whole("padding", 0, LIMITS.padding), whole("F", 1, LIMITS.window),
    whole("position", 0, LIMITS.size ** 2 * 4),
    wrongChoice("op", state.op, OPERATIONS.map(([name]) => name)), wrongChoice("fit", state.fit, FITS.map(([name]) => name)),
  );
  if (wrong !== null) return wrong;
  return state.x[0][0].length === state.filter[0][0].length ? null : "the filter has another depth than the input";
}

function render({ model, el }) {
  const around = frame({ model, el, label: "Sliding window", settings: SETTINGS, others: ["position"], checked, code });
  const { read, save, change, say } = around;
  const kept = memory();
  let lastValid = null;
  let shown = null;
  const resizeInput = (H, W) => change({ x: kept.input(model.get("x"), H, W) });
  const resizeWindow = (F) =>
    change(model.get("op") === "conv" ? { filter: kept.filter(model.get("filter"), F) } : { F });

  function edit(name, d, row, col, texts) {
    const border = name === "x" ? model.get("padding") : 0;
    const { volume, taken, told } = edited(model.get(name), d, row - border, col - border, texts);
    if (taken > 0) change({ [name]: volume });
    say(told);
  }
  function choose(row, col) {
    const cols = shown.output[0][0].length;
    if (!shown.refused) save({ position: row * cols + col });
  }
  function useExample(name) {
    const example = model.get("examples").find((one) => one.name === name);
    change({ ...example.state, position: 0 });
  }
  function useFilter(name) {
    const depth = model.get("x")[0][0].length;
    change({ filter: model.get("filters")[name].map((line) => line.map((weight) => Array(depth).fill(weight))) });
  }
  function repair({ setting, value }) {
    if (setting === "size") resizeInput(...value);
    else change({ [setting]: value });
    bar.element.querySelector(".conv-play").focus();
  }

  const field = (label, name, least, most, onchange, whole = true) =>
    numberField({ label, name, least, most, whole, change: onchange, say });
  const picker = (label, names, use) => {
    const made = choice(label, [["", "choose …"], ...names.map((name) => [name, name])], (name) => {
      if (name) use(name);
      made.update("");
    });
    return made;
  };
  const fields = {
    op: choice("Operation", OPERATIONS, (op) => change({ op })),
    stride: field("Stride S", "the stride", 1, LIMITS.stride, (value) => change({ stride: value })),
    padding: field("Padding P", "the padding", 0, LIMITS.padding, (value) => change({ padding: value })),
    window: field("Window F", "the window", 1, LIMITS.window, resizeWindow),
    height: field("Input height", "the height", 1, LIMITS.size, (H) => resizeInput(H, measures(read()).W)),
    width: field("Input width", "the width", 1, LIMITS.size, (W) => resizeInput(measures(read()).H, W)),
    bias: field("Bias", "the bias", -LIMITS.number, LIMITS.number, (bias) => change({ bias }), false),
    fit: choice("If it does not fit", FITS, (fit) => change({ fit })),
  };
  const filters = picker("Filter", Object.keys(model.get("filters")), useFilter);
  const examples = picker("Example", model.get("examples").map(({ name }) => name), useExample);
  const bar = transport({ go: (position) => save({ position }) });
  const view = picture({ edit, choose });
  const repairs = make("div", { class: "conv-repairs", role: "group", "aria-label": "Settings that fit" });

  function draw(state) {
    shown = scene(state, lastValid);
    if (!shown.refused) lastValid = state;
    view.update(shown, state.op);
    el.dataset.refused = Boolean(shown.refused);
    write(around.sentence, shown.sentence);
    repairs.hidden = !shown.refused;
    repairs.replaceChildren(...(shown.refused?.repairs ?? []).map((one) => button(`Use ${one.words}`, () => repair(one))));
    bar.update({ position: shown.index, count: Math.max(1, shown.count), disabled: Boolean(shown.refused) });

    const { H, W, Fh } = measures(state);
    const values = { ...state, window: Fh, height: H, width: W };
    for (const [name, control] of Object.entries(fields)) control.update(values[name]);
    fields.bias.element.hidden = filters.element.hidden = state.op !== "conv";
  }

  const panel = make("div", { class: "conv-panel", role: "group", "aria-label": "Settings" },
    ...Object.values(fields).map(({ element }) => element), filters.element, examples.element);
  el.replaceChildren(view.stage, view.legend, bar.element, around.live, view.sums, repairs, view.formula, panel, around.foot);
  const end = around.start(draw);
  return () => {
    bar.stop();
    end();
  };
}

export default { render };
