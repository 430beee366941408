// The controls of VolumeView: the layer's setting and examples, the picked neuron, the angles.
import { exampleOf, make, numberField, picker, toggle } from "../shared/controls.mjs";
import { LOOKS, MOST_SHEETS, RANGES } from "./state.mjs";

/** @typedef {import("./state.mjs").State} State @typedef {import("./scene.mjs").Scene} Scene */

/** A choice among a few that all stay in sight: native radio buttons. */
function segments(label, options, onchange) {
  const name = `segments-${Math.random().toString(36).slice(2)}`;
  const inputs = options.map(([value]) =>
    make("input", { type: "radio", name, value, onchange: () => onchange(value) }),
  );
  const labels = options.map(([, words], index) =>
    make("label", { class: "conv-segment" }, inputs[index], make("span", {}, words)),
  );
  const element = make(
    "fieldset",
    { class: "conv-segments" },
    make("legend", { class: "conv-name" }, label),
    ...labels,
  );
  return {
    element,
    update: (value) =>
      inputs.forEach((input, index) => {
        input.checked = input.value === value;
        labels[index].classList.toggle("is-chosen", input.checked);
      }),
  };
}

/** An angle in degrees. */
function slider(label, [least, most], onchange) {
  const input = make("input", {
    type: "range",
    min: least,
    max: most,
    class: "conv-scrub",
    oninput: () => onchange(Number(input.value)),
  });
  const element = make(
    "label",
    { class: "conv-field conv-slider" },
    make("span", { class: "conv-name" }, label),
    input,
  );
  return {
    element,
    update(value) {
      input.value = value;
      input.setAttribute("aria-valuetext", `${value}°`);
    },
  };
}

/**
 * `change(settings)` can be taken back; `pick(some)` chooses a neuron or its view, `save(angles)` how the picture is seen.
 * `shown()` is what is on show now.
 * @param {{ examples: { name: string, state: State }[], change: (some: Partial<State>) => void,
 *   pick: (some: Partial<State>) => void, save: (some: Partial<State>) => void, say: (words: string) => void,
 *   shown: () => Scene }} given
 */
export function panel({ examples, change, pick, save, say, shown }) {
  const field = (name, label, words) =>
    numberField({
      label: `${label} ${name}`,
      name: words,
      least: RANGES[name][0],
      most: RANGES[name][1],
      change: (value) => change({ [name]: value }),
      say,
    });
  const fields = {
    W1: field("W1", "Width", "the width"),
    H1: field("H1", "Height", "the height"),
    D1: field("D1", "Depth", "the depth"),
    K: field("K", "Filters", "the number of filters"),
    F: field("F", "Extent", "the extent"),
    S: field("S", "Stride", "the stride"),
    P: field("P", "Padding", "the padding"),
  };
  const placeField = (name, label, most) =>
    numberField({ label, name: `the ${name}`, least: 1, most, change: (value) => pick({ [name]: value - 1 }), say });
  const places = {
    row: placeField("row", "Row", () => shown().counted.H2),
    column: placeField("column", "Column", () => shown().counted.W2),
    map: placeField("map", "Map", () => shown().state.K),
  };
  const looks = segments("What to show of the picked neuron", LOOKS, (look) => pick({ look }));
  const turn = slider("Turn", RANGES.turn, (value) => save({ turn: value }));
  const tilt = slider("Tilt", RANGES.tilt, (value) => save({ tilt: value }));
  const flat = toggle("Flat", (value) => save({ flat: value }));
  const example = picker(
    "Example",
    examples.map(({ name }) => name),
    (name) => change({ ...examples.find((one) => one.name === name).state, painted: MOST_SHEETS }),
  );

  const elements = (controls) => Object.values(controls).map(({ element }) => element);
  const group = (name, label, ...children) =>
    make("div", { class: name, role: "group", "aria-label": label }, ...children);
  const neuron = group("conv-neuron", "A neuron", ...elements(places));
  return {
    example: examples.length > 0 ? example.element : null,
    fields,
    neuron,
    look: looks.element,
    angles: group("conv-angles", "Angles", turn.element, tilt.element),
    flat: flat.element,
    /** @param {State} state */
    updateLayer(state) {
      example.update(exampleOf(examples, state, Object.keys(fields)));
      for (const [name, control] of Object.entries(fields)) control.update(state[name]);
    },
    /** @param {Scene} scene */
    update({ state, picked }) {
      neuron.hidden = looks.element.hidden = picked === null;
      if (picked !== null) for (const [name, at] of Object.entries(picked)) places[name].update(at + 1);
      looks.update(state.look);
      turn.update(state.turn);
      tilt.update(state.tilt);
      turn.element.hidden = tilt.element.hidden = state.flat;
      flat.update(state.flat);
    },
  };
}
