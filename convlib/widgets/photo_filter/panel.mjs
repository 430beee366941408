// The controls of PhotoFilter: the filter as a whole, what becomes of the sums, and the keys that move the window.
import { button, choice, make, numberField, toggle } from "../shared/controls.mjs";
import { total } from "../shared/numbers.mjs";
import { negated, resized } from "./edits.mjs";
import { presetOf } from "./scene.mjs";
import { CHANNELS, LIMITS, PADDINGS, PAINTS, POOLS, SIZES } from "./state.mjs";

/** @typedef {import("./state.mjs").State} State @typedef {import("./scene.mjs").Scene} Scene */

/**
 * @param {{ presets: Record<string, import("./scene.mjs").Preset>, read: () => State,
 *   change: (some: Partial<State>) => void, say: (words: string) => void }} given
 */
export function panel({ presets, read, change, say }) {
  const field = (label, name, least, most, trait, whole = true) =>
    numberField({ label, name, least, most, whole, say, change: (value) => change({ [trait]: value }) });
  const pickOne = (label, options, trait) => choice(label, options, (value) => change({ [trait]: value }));
  const preset = choice(
    "Preset",
    [["", "your own"], ...Object.keys(presets).map((name) => [name, name.replace("_", " ")])],
    (name) => {
      if (!name) return preset.update(presetOf(read(), presets));
      const { filter, normalise } = presets[name];
      // Weights that add up to more than 0 leave a photograph, and a photograph is grey.
      const paint = total(filter.flat()) > 0 ? "grey" : "signed";
      change({ filter: filter.map((line) => line.map((weight) => [weight])), normalise, paint });
    },
  );
  const negate = button("× −1", () => change(negated(read())), {
    "aria-label": "× −1: change the sign of every weight",
  });
  const size = choice("Size", SIZES, (F) => change({ filter: resized(read().filter, Number(F)) }));
  const settings = {
    channels: pickOne("Channels", CHANNELS, "channels"),
    paint: pickOne("Colours", PAINTS, "paint"),
    bias: field("Bias", "the bias", -LIMITS.number, LIMITS.number, "bias", false),
    padding: pickOne("Padding", PADDINGS, "padding"),
    stride: field("Stride S", "the stride", 1, LIMITS.stride, "stride"),
    relu: toggle("ReLU", (on) => change({ relu: on })),
    pool: pickOne("Pool", POOLS, "pool"),
    F: field("Pool F", "the pooling window", 2, LIMITS.pool, "F"),
  };
  const divide = toggle("Divide by the sum", (on) => change({ normalise: on }));
  return {
    preset: preset.element,
    size: size.element,
    negate,
    divide: divide.element,
    settings,
    /** @param {Scene} scene @param {State} state */
    update({ filter, used }, state) {
      for (const [name, control] of Object.entries({ ...settings, normalise: divide })) control.update(state[name]);
      size.update(filter.size);
      // A filter that is divided by its sum stays the same with all signs changed.
      negate.disabled = filter.divided;
      preset.update(filter.preset);
      for (const [name, isUsed] of Object.entries(used)) settings[name].element.hidden = !isUsed;
    },
  };
}

/**
 * Four keys for who has no keyboard at hand; `move(steps, by)` goes so many times as far.
 * @param {(steps: number[], by: number) => void} move
 */
export function moveKeys(move) {
  const key = (sign, words, steps) =>
    button(sign, (event) => move(steps, event.shiftKey ? 10 : 1), { "aria-label": `Window ${words}` });
  return make(
    "div",
    { class: "conv-keys conv-photo-nudges", role: "group", "aria-label": "Move the window" },
    key("←", "left", [0, -1]),
    key("↑", "up", [-1, 0]),
    key("↓", "down", [1, 0]),
    key("→", "right", [0, 1]),
  );
}
