// The parts of VolumeView beside its picture: the line of volumes, the ladder of parameters, a choice of views, a slider.
import { make, write } from "../shared/controls.mjs";
import { many } from "../shared/numbers.mjs";
import { omissions } from "./plan.mjs";

/** A choice among a few that all stay in sight: native radio buttons. */
export function segments(label, options, onchange) {
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
export function slider(label, [least, most], onchange) {
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

/** Input, filters and output by their sizes, with arrows between. */
export function flow() {
  const parts = ["input", "filter", "output"].map((kind) => make("span", { class: "conv-title", "data-kind": kind }));
  const arrow = () => make("span", { class: "conv-arrow", "aria-hidden": "true" }, "→");
  const element = make("div", { class: "conv-flow" }, parts[0], arrow(), parts[1], arrow(), parts[2]);
  return {
    element,
    update({ W1, H1, D1, K, F }, { refused, W2, H2 }) {
      write(parts[0], `Input ${W1}×${H1}×${D1}`);
      write(parts[1], `${many(K, "filter")} ${F}×${F}×${D1}`);
      write(parts[2], refused ? "No output at this setting" : `Output ${W2}×${H2}×${K}`);
    },
  };
}

const LEGEND = {
  weights: [
    ["window", "its window, a weight in each cell"],
    ["neuron", "the picked neuron"],
  ],
  region: [
    ["window", "the region"],
    ["neuron", "the neurons that look at it"],
  ],
  shared: [
    ["sharing", "the neurons that share its weights"],
    ["other", "windows of some of them"],
    ["neuron", "the picked neuron"],
  ],
};

/** What the marks of the picture mean in the chosen view, and what it leaves out. */
export function marks() {
  const element = make("ul", { class: "conv-legend", "aria-label": "Legend" });
  return {
    element,
    update(state, { refused }) {
      const { look, P } = state;
      const shown = refused ? [["window", "a window"]] : LEGEND[look];
      const all = [...shown, ...(P > 0 ? [["padding", "zero padding"]] : [])];
      const omitted = refused ? "" : omissions(state);
      element.replaceChildren(
        ...all.map(([name, words]) =>
          make("li", {}, make("span", { class: `conv-swatch is-${name}`, "aria-hidden": "true" }), words),
        ),
        ...(omitted ? [make("li", {}, omitted)] : []),
      );
    },
  };
}

/** The rule for sizes with its numbers, and how many neurons and multiplications the layer has. */
export function facts() {
  const element = make("div", { class: "conv-facts" });
  const line = (...children) => make("div", {}, ...children);
  return {
    element,
    update({ refused, neurons, macs }, sums) {
      element.hidden = Boolean(refused);
      if (refused) return;
      element.replaceChildren(
        ...sums.map(([letters, sum]) =>
          line(
            ...letters.split(/(\d)/).map((piece) => (/^\d$/.test(piece) ? make("sub", {}, piece) : piece)),
            ` = ${sum}`,
          ),
        ),
        line(`${many(neurons, "neuron")}, ${many(macs, "multiplication")} (MACs)`),
      );
    },
  };
}

const NAMES = { dense: "Dense", local: "Locally connected", shared: "Shared: the CONV layer" };
const POWERS = ["1", "10³", "10⁶", "10⁹", "10¹²", "10¹⁵"];

/** Three bars on one logarithmic scale, each with its sum and its exact number. */
export function ladderView() {
  const rungs = Object.fromEntries(
    Object.entries(NAMES).map(([name, title]) => {
      const [words, sum, value] = [
        make("span", { class: "conv-rung-words" }),
        make("span", { class: "conv-rung-sum" }),
        make("strong", {}),
      ];
      const bar = make("span", { class: "conv-bar", "aria-hidden": "true" }, make("span", {}));
      const element = make(
        "li",
        { class: "conv-rung", "data-rung": name },
        make("span", { class: "conv-rung-head" }, make("span", { class: "conv-title" }, title), words),
        bar,
        make("span", { class: "conv-rung-count" }, sum, " = ", value),
      );
      return [name, { element, words, sum, value, bar }];
    }),
  );
  const scale = make("div", { class: "conv-scale", "aria-hidden": "true" });
  const saved = make("p", {});
  const element = make(
    "div",
    { class: "conv-ladder", role: "group", "aria-label": "Parameters of three layers with this output" },
    make("div", { class: "conv-ladder-head" }, "Parameters, if the same output came from …"),
    make("ul", {}, ...Object.values(rungs).map(({ element: rung }) => rung)),
    scale,
    saved,
  );
  return {
    element,
    update(scene) {
      element.hidden = scene === null;
      if (scene === null) return;
      element.style.setProperty("--decades", scene.decades);
      for (const { name, words, sum, value, share } of scene.bars) {
        write(rungs[name].words, words);
        write(rungs[name].sum, sum);
        write(rungs[name].value, value);
        rungs[name].bar.style.setProperty("--share", share);
      }
      scale.replaceChildren(
        ...POWERS.slice(0, Math.floor(scene.decades / 3) + 1).map((power, index) => {
          const tick = make("span", {}, power);
          tick.style.setProperty("--at", (3 * index) / scene.decades);
          return tick;
        }),
      );
      write(saved, scene.saved);
    },
  };
}
