// The controls of SizeExplorer: the picture and the examples, AlexNet's forms, what is done to the chain, a layer's settings.
import { FITS } from "../shared/arithmetic.mjs";
import { button, choice, make, numberField, picker } from "../shared/controls.mjs";
import { changed, grouping, inserted, moved, padded, removed } from "./edits.mjs";
import { LIMITS, NEURONS, POOLS } from "./state.mjs";

/** @typedef {import("./state.mjs").State} State @typedef {import("./scene.mjs").Scene} Scene */

const group = (words, name, controls) =>
  make(
    "div",
    { class: name, role: "group", "aria-label": words },
    ...Object.values(controls).map((control) => control.element ?? control),
  );

/**
 * `change(settings)` can be taken back, `save(views)` need not; `picked()` is the layer that is shown now.
 * @param {{ examples: { name: string, state: State }[], read: () => State, change: (some: Partial<State>) => void,
 *   save: (some: Partial<State>) => void, say: (words: string) => void, picked: () => number }} given
 */
export function panel({ examples, read, change, save, say, picked }) {
  const set = (settings) => change({ layers: changed(read().layers, picked() - 1, settings) });
  function add(kind) {
    const { layers } = read();
    if (layers.length >= LIMITS.layers) return say(`There is room for ${LIMITS.layers} layers.`);
    change({ layers: inserted(layers, picked(), kind), picked: picked() + 1 });
  }
  const move = (from, to) => change({ layers: moved(read().layers, from - 1, to - 1), picked: to });
  function remove() {
    const { layers } = read();
    change({ layers: removed(layers, picked() - 1), picked: Math.min(picked(), layers.length - 1) });
    if (order.remove.disabled) additions.conv.focus();
  }
  const resize = (axis, side) => change({ input_shape: /** @type {any} */ (read().input_shape).with(axis, side) });

  const field = (label, name, least, most, onchange) =>
    numberField({ label, name, least, most, change: onchange, say });
  const picture = {
    height: field("Picture height", "the height", 1, LIMITS.size, (side) => resize(0, side)),
    width: field("Picture width", "the width", 1, LIMITS.size, (side) => resize(1, side)),
    depth: field("Picture depth", "the depth", 1, LIMITS.depth, (side) => resize(2, side)),
  };
  const example = picker(
    "Example",
    examples.map(({ name }) => name),
    (name) => change(examples.find((one) => one.name === name).state),
  );
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
  const additions = {
    conv: button("Add CONV", () => add("conv")),
    pool: button("Add POOL", () => add("max")),
    fc: button("Add FC", () => add("fc")),
  };
  const order = {
    earlier: button("Move earlier", () => move(picked(), picked() - 1)),
    later: button("Move later", () => move(picked(), picked() + 1)),
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

  return {
    move,
    start: group("Picture and example", "conv-size-panel conv-size-start", { example, ...picture }),
    forms: group("Forms of AlexNet", "conv-size-forms", switches),
    tools: make(
      "div",
      { class: "conv-size-tools" },
      group("Add a layer after this one", "conv-keys", additions),
      group("Change the order", "conv-keys", order),
    ),
    fields: group("Settings of this layer", "conv-size-fields", fields),
    neuron: neuron.element,
    /** @param {Scene} scene @param {State} state */
    update(scene, state) {
      state.input_shape.forEach((side, axis) => Object.values(picture)[axis].update(side));
      for (const [name, control] of Object.entries(fields)) {
        control.element.hidden = !Object.hasOwn(scene.settings, name);
        if (!control.element.hidden) control.update(scene.settings[name]);
      }
      for (const [name, offered] of Object.entries(scene.offered)) order[name].disabled = !offered;
      neuron.update(state.neuron);
      neuron.element.hidden = !scene.hasField;
      if (scene.switches) for (const [name, control] of Object.entries(switches)) control.update(scene.switches[name]);
    },
  };
}
