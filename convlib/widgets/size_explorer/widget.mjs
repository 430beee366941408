// SizeExplorer: a chain of layers that the reader builds. chain.mjs computes it, scene.mjs decides what is shown, panel.mjs
// holds what can be changed, picture.mjs and tables.mjs draw, layout.mjs says where they stand.
import { button, make, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { code } from "./code.mjs";
import { layout } from "./layout.mjs";
import { panel } from "./panel.mjs";
import { fieldPicture, volumeRow } from "./picture.mjs";
import { scene } from "./scene.mjs";
import { checked, SETTINGS, VIEWS } from "./state.mjs";
import { claimTable, layerTable, shareBars, totalsLine } from "./tables.mjs";

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
  let laidOut = "";
  const controlled = () => model.get("controls") ?? null;

  const controls = panel({ examples: model.get("examples"), read, change, save, say, picked: () => shown.picked });
  const pick = (picked) => save({ picked });
  const chain = volumeRow({ pick, move: controls.move });
  const table = layerTable({ pick });
  const totals = totalsLine();
  const bars = shareBars();
  const claims = claimTable();
  const sight = fieldPicture(model.get("photo"));
  const title = make("div", { class: "conv-title" });
  const sums = make("div", { class: "conv-size-formula", role: "group", "aria-label": "The sums behind it" });
  const waiting = make("p", { class: "conv-name" });
  const repairs = make("div", { class: "conv-size-repairs", role: "group", "aria-label": "Ways to make it fit" });
  const slide = make("div", { class: "conv-size-slide" }, controls.forms, claims.element);
  const seen = make("div", { class: "conv-size-seen" }, controls.neuron, sight.element);
  const scale = make(
    "p",
    { class: "conv-name conv-size-scale" },
    "Heights and widths are to scale; a block four times as deep is drawn twice as thick.",
  );

  const way = ({ words, changes }) =>
    button(`Use ${words}`, () => {
      change(changes);
      chain.focus();
    });

  const pieces = {
    ...{ slide, seen, scale, title, repairs, waiting, sums },
    ...{ table: table.element, totals: totals.element, bars: bars.element, chain: chain.element },
  };
  const arrange = layout({ el, panel: controls, around, pieces });
  function layOut(named) {
    arrange(named);
    laidOut = JSON.stringify(named);
  }

  function draw(state) {
    const named = controlled();
    if (JSON.stringify(named) !== laidOut) layOut(named);
    // Who opens the fold sees everything.
    shown = scene(state, controls.more.open ? null : named);
    el.dataset.refused = Boolean(shown.refused);
    chain.element.classList.toggle("is-short", shown.volumes.length < 4);
    el.dataset.long = String(shown.volumes.length > 3);
    write(around.sentence, shown.sentence);
    repairs.hidden = !shown.refused;
    repairs.replaceChildren(...(shown.refused?.ways ?? []).map(way));
    chain.update(shown.volumes);
    table.update(shown);
    // One layer's numbers stand in its sums already.
    table.element.hidden = named !== null && shown.table.length < 2;
    totals.update(shown);
    totals.element.hidden ||= table.element.hidden;
    bars.update(shown.shares);
    claims.update(shown.claims);
    sight.update(shown.field, state.input_shape);
    write(title, shown.title);
    write(waiting, shown.waiting);
    sums.replaceChildren(...shown.sums.map((line) => make("div", {}, line)));
    controls.update(shown, state);
    slide.hidden = !shown.switches;
  }

  controls.more.addEventListener("toggle", around.show);
  // In full screen the button has asked for the settings: they need not be asked for again.
  el.addEventListener("click", () => {
    if (el.dataset.drawer === "open") controls.more.open = true;
  });
  model.on("change:controls", around.show);
  layOut(controlled());
  around.keepIn(controls.more);
  const end = around.start(draw);
  return () => {
    model.off("change:controls", around.show);
    end();
  };
}

export default { render };
