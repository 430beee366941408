// The controls of SizeExplorer: the picture and the examples, AlexNet's forms, what is done to the chain, a layer's settings.
import { FITS } from "../shared/arithmetic.mjs";
import { button, choice, exampleOf, make, numberField, picker } from "../shared/controls.mjs";
import { isOpen, moreSettings } from "../shared/more_settings.mjs";
import { allPadded, changed, grouping, inserted, moved, padded, placeFor, removed } from "./edits.mjs";
import { LIMITS, NEURONS, POOLS } from "./state.mjs";

/** @typedef {import("./state.mjs").State} State @typedef {import("./scene.mjs").Scene} Scene */

const elements = (controls) => Object.values(controls).map((control) => control.element ?? control);
const group = (words, name, controls = {}) =>
  make("div", { class: name, role: "group", "aria-label": words }, ...elements(controls));

/** The names of what differs from what `controls` calls it. */
const CONTROLS = {
  example: "examples",
  height: "input_shape",
  width: "input_shape",
  depth: "input_shape",
  conv: "layers",
  earlier: "layers",
  later: "layers",
  remove: "layers",
  kind: "pool",
  m: "fc",
  S: "stride",
  P: "padding",
  spread: "padding",
};

/** A group whose members stand open or lie in the fold: two rooms, of which one that is empty is not there. */
function divided(words, name, controls) {
  const [open, folded] = [group(words, name), group(words, name)];
  return {
    open,
    folded,
    layOut(named) {
      const inOpen = Object.keys(controls).filter((one) => isOpen(named, CONTROLS[one] ?? one));
      const pick = (some) => elements(Object.fromEntries(Object.entries(controls).filter(([one]) => some(one))));
      open.replaceChildren(...pick((one) => inOpen.includes(one)));
      folded.replaceChildren(...pick((one) => !inOpen.includes(one)));
      for (const room of [open, folded]) room.hidden = room.childElementCount === 0;
    },
  };
}

/**
 * `change(settings)` can be taken back, `save(views)` need not; `picked()` is the layer that is shown now.
 * @param {{ examples: { name: string, state: State }[], read: () => State, change: (some: Partial<State>) => void,
 *   save: (some: Partial<State>) => void, say: (words: string, how?: { good: boolean }) => void, picked: () => number }} given
 */
export function panel({ examples, read, change, save, say, picked }) {
  const set = (settings) => change({ layers: changed(read().layers, picked() - 1, settings) });
  function add(kind) {
    const { layers } = read();
    if (layers.length >= LIMITS.layers) return say(`There is room for ${LIMITS.layers} layers.`);
    const place = placeFor(layers, picked(), kind);
    change({ layers: inserted(layers, place, kind), picked: place + 1 });
  }
  const move = (from, to) => change({ layers: moved(read().layers, from - 1, to - 1), picked: to });
  function remove() {
    const { layers } = read();
    change({ layers: removed(layers, picked() - 1), picked: Math.min(picked(), layers.length - 1) });
    if (order.remove.disabled) additions.conv.focus();
  }
  function spreadPadding() {
    const { layers } = read();
    const { P } = layers[picked() - 1];
    change({ layers: allPadded(layers, P) });
    say(`Every CONV layer has a padding of ${P} now.`, { good: true });
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
    spread: button("Apply to all", spreadPadding, { title: "Give this padding to every CONV layer" }),
    groups: field("Groups", "the number of groups", 1, LIMITS.groups, (groups) => set({ groups })),
    fit: choice("If it does not fit", FITS, (fit) => set({ fit })),
  };
  const neuron = choice("Neuron", NEURONS, (value) => save({ neuron: value }));

  const rooms = {
    start: divided("Picture and example", "conv-size-panel conv-size-start", { example, ...picture }),
    additions: divided("Add a layer after this one", "conv-keys", additions),
    order: divided("Change the order", "conv-keys", order),
    fields: divided("Settings of this layer", "conv-size-fields", fields),
  };
  const tools = (part) => make("div", { class: "conv-size-tools" }, rooms.additions[part], rooms.order[part]);
  const [openTools, foldedTools] = [tools("open"), tools("folded")];
  const more = moreSettings();
  const { spread, ...settings } = fields;

  return {
    move,
    start: rooms.start.open,
    forms: group("Forms of AlexNet", "conv-size-forms", switches),
    tools: openTools,
    fields: rooms.fields.open,
    neuron: neuron.element,
    more: more.element,
    /** Open what is named; the rest, and the pictures `besides` that are not named, lie in the fold. */
    layOut(named, besides) {
      for (const room of Object.values(rooms)) room.layOut(named);
      openTools.hidden = rooms.additions.open.hidden && rooms.order.open.hidden;
      const folded = [rooms.start.folded, foldedTools, rooms.fields.folded, ...besides];
      more.fill(...(named === null ? [] : folded));
    },
    /** @param {Scene} scene @param {State} state */
    update(scene, state) {
      example.update(exampleOf(examples, state, ["layers", "input_shape"]));
      state.input_shape.forEach((side, axis) => Object.values(picture)[axis].update(side));
      for (const [name, control] of Object.entries(settings)) {
        control.element.hidden = !Object.hasOwn(scene.settings, name);
        if (!control.element.hidden) control.update(scene.settings[name]);
      }
      spread.hidden = !scene.spread;
      for (const [name, offered] of Object.entries(scene.offered)) order[name].disabled = !offered;
      neuron.update(state.neuron);
      neuron.element.hidden = !scene.hasField;
      if (scene.switches) for (const [name, control] of Object.entries(switches)) control.update(scene.switches[name]);
    },
  };
}
