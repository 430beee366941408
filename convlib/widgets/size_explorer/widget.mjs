// SizeExplorer: a chain of layers that the reader builds. chain.mjs computes it, scene.mjs decides what is shown, panel.mjs
// holds what can be changed, picture.mjs and tables.mjs draw.
import { button, make, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { code } from "./code.mjs";
import { panel } from "./panel.mjs";
import { fieldPicture, volumeRow } from "./picture.mjs";
import { scene } from "./scene.mjs";
import { checked, SETTINGS, VIEWS } from "./state.mjs";
import { claimTable, layerTable, shareBars } from "./tables.mjs";

function render({ model, el }) {
  const around = frame({
    model,
    el,
    name: "sizes",
    label: "Size explorer",
    settings: SETTINGS,
    others: VIEWS,
    checked,
    code,
  });
  const { change, save, say } = around;
  const read = /** @type {() => import("./state.mjs").State} */ (around.read);
  /** @type {import("./scene.mjs").Scene} */
  let shown = null;

  const controls = panel({ examples: model.get("examples"), read, change, save, say, picked: () => shown.picked });
  const pick = (picked) => save({ picked });
  const chain = volumeRow({ pick, move: controls.move });
  const table = layerTable({ pick });
  const bars = shareBars();
  const claims = claimTable();
  const sight = fieldPicture(model.get("photo"));
  const title = make("div", { class: "conv-title" });
  const sums = make("div", { class: "conv-size-formula", role: "group", "aria-label": "The sums behind it" });
  const waiting = make("p", { class: "conv-name" });
  const repairs = make("div", { class: "conv-size-repairs", role: "group", "aria-label": "Ways to make it fit" });
  const slide = make("div", { class: "conv-size-slide" }, controls.forms, claims.element);

  const way = ({ words, changes }) =>
    button(`Use ${words}`, () => {
      change(changes);
      chain.focus();
    });

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
    write(title, shown.title);
    write(waiting, shown.waiting);
    sums.replaceChildren(...shown.sums.map((line) => make("div", {}, line)));
    controls.update(shown, state);
    slide.hidden = !shown.switches;
  }

  const scale = make(
    "p",
    { class: "conv-name" },
    "Heights and widths are to scale; a block four times as deep is drawn twice as thick.",
  );
  el.replaceChildren(
    controls.start,
    slide,
    chain.element,
    scale,
    controls.tools,
    around.live,
    repairs,
    make(
      "div",
      { class: "conv-size-card" },
      make("div", { class: "conv-size-layer" }, title, controls.fields, waiting, sums),
      make("div", { class: "conv-size-seen" }, controls.neuron, sight.element),
    ),
    table.element,
    bars.element,
    around.foot,
  );
  return around.start(draw);
}

export default { render };
