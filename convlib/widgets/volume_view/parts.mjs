// Draws what stands beside VolumeView's picture: the line of volumes, the legend, the sums, the ladder of parameters.
import { make, write } from "../shared/controls.mjs";

/** @typedef {import("./scene.mjs").LayerScene} LayerScene */

/** Input, filters and output by their sizes, with arrows between. */
export function flow() {
  const parts = ["input", "filter", "output"].map((kind) => make("span", { class: "conv-title", "data-kind": kind }));
  const arrow = () => make("span", { class: "conv-arrow", "aria-hidden": "true" }, "→");
  const element = make("div", { class: "conv-flow" }, parts[0], arrow(), parts[1], arrow(), parts[2]);
  /** @param {LayerScene["titles"]} titles */
  const update = (titles) => titles.forEach((words, index) => write(parts[index], words));
  return { element, update };
}

/** What the marks of the picture mean in the chosen view, and what it leaves out. */
export function marks() {
  const element = make("ul", { class: "conv-legend", "aria-label": "Legend" });
  return {
    element,
    /** @param {LayerScene["legend"]} legend */
    update: ({ marks: shown, omitted }) =>
      element.replaceChildren(
        ...shown.map(([name, words]) =>
          make("li", {}, make("span", { class: `conv-swatch is-${name}`, "aria-hidden": "true" }), words),
        ),
        ...(omitted ? [make("li", {}, omitted)] : []),
      ),
  };
}

/** The rule for sizes with its numbers, and how many neurons and multiplications the layer has. */
export function facts() {
  const element = make("div", { class: "conv-facts" });
  const line = (...children) => make("div", {}, ...children);
  return {
    element,
    /** @param {LayerScene["facts"]} shown */
    update(shown) {
      element.hidden = shown === null;
      if (shown === null) return;
      element.replaceChildren(
        ...shown.sums.map(([letters, sum]) =>
          line(
            ...letters.split(/(\d)/).map((piece) => (/^\d$/.test(piece) ? make("sub", {}, piece) : piece)),
            ` = ${sum}`,
          ),
        ),
        line(shown.work),
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
    /** @param {LayerScene["ladder"]} ladder */
    update(ladder) {
      element.hidden = ladder === null;
      if (ladder === null) return;
      element.style.setProperty("--decades", String(ladder.decades));
      for (const { name, words, sum, value, share } of ladder.bars) {
        write(rungs[name].words, words);
        write(rungs[name].sum, sum);
        write(rungs[name].value, value);
        rungs[name].bar.style.setProperty("--share", String(share));
      }
      scale.replaceChildren(
        ...POWERS.slice(0, Math.floor(ladder.decades / 3) + 1).map((power, index) => {
          const tick = make("span", {}, power);
          tick.style.setProperty("--at", String((3 * index) / ladder.decades));
          return tick;
        }),
      );
      write(saved, ladder.saved);
    },
  };
}
