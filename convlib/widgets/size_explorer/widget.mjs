// SizeExplorer: a chain of layers that the reader builds. This module holds what can be changed; chain.mjs computes,
// scene.mjs decides what is shown, and picture.mjs draws it.
import { FITS } from "../shared/arithmetic.mjs";
import { button, choice, make, numberField, picker, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongOption } from "../shared/link_checks.mjs";
import { changed, inserted, LIMITS, moved, removed, wrongChain } from "./chain.mjs";
import { code } from "./code.mjs";
import { fieldPicture, volumeRow } from "./picture.mjs";
import { scene } from "./scene.mjs";
import { claimTable, layerTable, shareBars } from "./tables.mjs";

const SETTINGS = ["input_shape", "layers", "preset"];
const PRESETS = ["", "shrink", "lenet", "alexnet"];
const NEURONS = [
  ["centre", "in the middle"],
  ["corner", "in the corner"],
];
const POOLS = [
  ["max", "largest"],
  ["avg", "mean"],
];
/** The CONV layers of AlexNet that its two graphics cards kept apart. */
const APART = [2, 4, 5];

/** Null, or the words of what is wrong with a state from a link. */
export function checked(state) {
  return (
    wrongChain(state) ??
    firstWrong(
      wrongChoice("preset", state.preset, PRESETS),
      wrongOption("neuron", state.neuron, NEURONS),
      wrongNumber("picked", state.picked, { least: 0, most: state.layers.length, whole: true }),
    )
  );
}

/** The layers with AlexNet's CONV layers 2, 4 and 5 in so many groups. */
export function grouping(layers, groups) {
  let convs = 0;
  return layers.map((layer) => {
    if (layer.kind !== "conv") return layer;
    convs += 1;
    return APART.includes(convs) ? { ...layer, groups } : layer;
  });
}

/** The layers with another padding of the first CONV layer, which then rounds down, as libraries do. */
export function padded(layers, P) {
  const first = layers.findIndex(({ kind }) => kind === "conv");
  return first < 0 ? layers : changed(layers, first, { P, fit: P > 0 ? "floor" : "exact" });
}

/** What AlexNet's three switches show: a value, or "" where the reader has built something else. */
export function switched({ input_shape: [H, W], layers }) {
  const convs = layers.filter(({ kind }) => kind === "conv");
  const groups = new Set(APART.map((place) => convs[place - 1]?.groups));
  const one = (value, allowed) => (allowed.includes(value) ? String(value) : "");
  return {
    side: H === W ? one(H, [224, 227]) : "",
    padding: one(convs[0]?.P, [0, 2]),
    groups: groups.size === 1 ? one([...groups][0], [1, 2]) : "",
  };
}

function render({ model, el }) {
  const around = frame({
    model,
    el,
    name: "sizes",
    label: "Size explorer",
    settings: SETTINGS,
    others: ["picked", "neuron"],
    checked,
    code,
  });
  const { read, change, save, say } = around;
  let shown = null;

  const pick = (picked) => save({ picked });
  const set = (settings) => {
    const { layers } = read();
    change({ layers: changed(layers, shown.picked - 1, settings) });
  };
  function add(kind) {
    const { layers } = read();
    if (layers.length >= LIMITS.layers) return say(`There is room for ${LIMITS.layers} layers.`);
    change({ layers: inserted(layers, shown.picked, kind), picked: shown.picked + 1 });
  }
  const move = (from, to) => change({ layers: moved(read().layers, from - 1, to - 1), picked: to });
  function remove() {
    const { layers } = read();
    change({ layers: removed(layers, shown.picked - 1), picked: Math.min(shown.picked, layers.length - 1) });
    if (tools.remove.disabled) tools.conv.focus();
  }
  function resize(axis, side) {
    change({ input_shape: read().input_shape.with(axis, side) });
  }
  function useExample(name) {
    change(model.get("examples").find((one) => one.name === name).state);
  }

  const examples = picker(
    "Example",
    model.get("examples").map(({ name }) => name),
    useExample,
  );
  const field = (label, name, least, most, onchange) =>
    numberField({ label, name, least, most, change: onchange, say });
  const picture = {
    height: field("Picture height", "the height", 1, LIMITS.size, (side) => resize(0, side)),
    width: field("Picture width", "the width", 1, LIMITS.size, (side) => resize(1, side)),
    depth: field("Picture depth", "the depth", 1, LIMITS.depth, (side) => resize(2, side)),
  };
  const other = ["", "another"];
  const switches = {
    side: choice("Picture", [["227", "227×227"], ["224", "224×224"], other], (side) => {
      if (side) change({ input_shape: [Number(side), Number(side), read().input_shape[2]] });
    }),
    padding: choice("Padding of conv1", [["0", "none"], ["2", "2, rounding down"], other], (padding) => {
      if (padding) change({ layers: padded(read().layers, Number(padding)) });
    }),
    groups: choice("conv2, conv4, conv5", [["2", "in two groups"], ["1", "in one group"], other], (groups) => {
      if (groups) change({ layers: grouping(read().layers, Number(groups)) });
    }),
  };
  const tools = {
    conv: button("Add CONV", () => add("conv")),
    pool: button("Add POOL", () => add("max")),
    fc: button("Add FC", () => add("fc")),
    earlier: button("Move earlier", () => move(shown.picked, shown.picked - 1)),
    later: button("Move later", () => move(shown.picked, shown.picked + 1)),
    remove: button("Remove", remove),
  };
  const fields = {
    kind: choice("Keep the", POOLS, (kind) => set({ kind })),
    K: field("Filters K", "the number of filters", 1, LIMITS.K, (K) => set({ K })),
    m: field("Neurons", "the number of neurons", 1, LIMITS.m, (m) => set({ m })),
    F: field("Extent F", "the extent", 1, LIMITS.F, (F) => set({ F })),
    S: field("Stride S", "the stride", 1, LIMITS.S, (S) => set({ S })),
    P: field("Padding P", "the padding", 0, LIMITS.P, (P) => set({ P })),
    groups: field("Groups", "the number of groups", 1, LIMITS.groups, (groups) => set({ groups })),
    fit: choice("If it does not fit", FITS, (fit) => set({ fit })),
  };
  const neuron = choice("Neuron", NEURONS, (value) => save({ neuron: value }));

  const chain = volumeRow({ pick, move });
  const table = layerTable({ pick });
  const bars = shareBars();
  const claims = claimTable();
  const sight = fieldPicture(model.get("photo"));
  const title = make("div", { class: "conv-title" });
  const sums = make("div", { class: "conv-size-formula", role: "group", "aria-label": "The sums behind it" });
  const waiting = make("p", { class: "conv-name" });
  const repairs = make("div", { class: "conv-size-repairs", role: "group", "aria-label": "Ways to make it fit" });

  function way({ words, changes }) {
    return button(`Use ${words}`, () => {
      change(changes);
      chain.focus();
    });
  }

  function draw(state) {
    shown = scene(state);
    el.dataset.refused = Boolean(shown.refused);
    write(around.sentence, shown.sentence);
    repairs.hidden = !shown.refused;
    repairs.replaceChildren(...(shown.refused?.ways ?? []).map(way));
    chain.update(shown.volumes);
    table.update(shown);
    bars.update(shown.shares);
    claims.update(shown.claims);
    sight.update(shown.field, state.input_shape);

    const { row } = shown;
    write(title, row ? row.name : "The picture");
    write(waiting, shown.waiting);
    sums.replaceChildren(...shown.sums.map((line) => make("div", {}, line)));
    state.input_shape.forEach((side, axis) => Object.values(picture)[axis].update(side));
    for (const [name, control] of Object.entries(fields)) {
      const pool = row && (row.layer.kind === "max" || row.layer.kind === "avg");
      control.element.hidden = !row || !Object.hasOwn(row.layer, name) || (name === "kind" && !pool);
      if (!control.element.hidden) control.update(row.layer[name]);
    }
    tools.earlier.disabled = shown.picked < 2;
    tools.later.disabled = !row || shown.picked === state.layers.length;
    tools.remove.disabled = !row;
    neuron.update(state.neuron);
    neuron.element.hidden = !row?.field;
    const values = switched(state);
    for (const [name, control] of Object.entries(switches)) control.update(values[name]);
    slide.hidden = state.preset !== "alexnet";
  }

  const elements = (controls) => Object.values(controls).map(({ element }) => element);
  const forms = make(
    "div",
    { class: "conv-size-forms", role: "group", "aria-label": "Forms of AlexNet" },
    ...elements(switches),
  );
  const slide = make("div", { class: "conv-size-slide" }, forms, claims.element);
  const group = (words, ...children) =>
    make("div", { class: "conv-keys", role: "group", "aria-label": words }, ...children);
  const scale = make(
    "p",
    { class: "conv-name" },
    "Heights and widths are to scale; a block four times as deep is drawn twice as thick.",
  );
  el.replaceChildren(
    make(
      "div",
      { class: "conv-size-panel conv-size-start", role: "group", "aria-label": "Picture and example" },
      examples.element,
      ...elements(picture),
    ),
    slide,
    chain.element,
    scale,
    make(
      "div",
      { class: "conv-size-tools" },
      group("Add a layer after this one", tools.conv, tools.pool, tools.fc),
      group("Change the order", tools.earlier, tools.later, tools.remove),
    ),
    around.live,
    repairs,
    make(
      "div",
      { class: "conv-size-card" },
      make(
        "div",
        { class: "conv-size-layer" },
        title,
        make(
          "div",
          { class: "conv-size-fields", role: "group", "aria-label": "Settings of this layer" },
          ...elements(fields),
        ),
        waiting,
        sums,
      ),
      make("div", { class: "conv-size-seen" }, neuron.element, sight.element),
    ),
    table.element,
    bars.element,
    around.foot,
  );
  return around.start(draw);
}

export default { render };
