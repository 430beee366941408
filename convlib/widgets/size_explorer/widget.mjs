// SizeExplorer: a chain of layers that the reader builds. chain.mjs computes it, scene.mjs decides what is shown, panel.mjs
// holds what can be changed, picture.mjs and tables.mjs draw.
import { button, make, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { isOpen } from "../shared/more_settings.mjs";
import { code } from "./code.mjs";
import { panel } from "./panel.mjs";
import { fieldPicture, volumeRow } from "./picture.mjs";
import { scene } from "./scene.mjs";
import { COLUMNS, checked, SETTINGS, VIEWS } from "./state.mjs";
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
  let laidOut = "";
  /** @type {Element[]} */
  let parts = [];
  const controlled = () => model.get("controls") ?? null;

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

  /** What `controls` names stands open, in this order; the rest goes into the fold. */
  function layOut(named) {
    const tabled = named === null || COLUMNS.some((column) => named.includes(column));
    const pictures = [
      [isOpen(named, "claims"), slide],
      [isOpen(named, "neuron"), seen],
      [tabled, table.element],
      [isOpen(named, "shares"), bars.element],
      [named === null, scale],
    ];
    const open = (element) => pictures.filter(([isShown, one]) => isShown && one === element).map(([, one]) => one);
    controls.layOut(
      named,
      pictures.filter(([isShown]) => !isShown).map(([, one]) => one),
    );
    el.dataset.lean = named !== null && !named.includes("layers");
    el.dataset.sight = isOpen(named, "neuron");
    el.dataset.claims = isOpen(named, "claims");
    el.dataset.side = isOpen(named, "neuron") || isOpen(named, "claims") || (tabled && named.includes("layers"));
    for (const part of parts) part.remove();
    parts = [
      controls.start,
      ...open(slide),
      chain.element,
      ...open(scale),
      controls.tools,
      make("div", { class: "conv-size-layer" }, title, controls.fields),
      make("div", { class: "conv-size-reading" }, around.live, repairs, waiting, sums),
      ...open(seen),
      ...open(table.element),
      ...open(bars.element),
      controls.more,
      around.foot,
    ];
    // Before the end that the frame has put there, once it has.
    const end = el.querySelector(":scope > .conv-end");
    if (end) end.before(...parts);
    else el.append(...parts);
    laidOut = JSON.stringify(named);
  }

  function draw(state) {
    const named = controlled();
    if (JSON.stringify(named) !== laidOut) layOut(named);
    // Who opens the fold sees everything.
    shown = scene(state, controls.more.open ? null : named);
    el.dataset.refused = Boolean(shown.refused);
    chain.element.classList.toggle("is-short", shown.volumes.length < 4);
    write(around.sentence, shown.sentence);
    repairs.hidden = !shown.refused;
    repairs.replaceChildren(...(shown.refused?.ways ?? []).map(way));
    chain.update(shown.volumes);
    table.update(shown);
    // One layer's numbers stand in its sums already.
    table.element.hidden = named !== null && shown.table.length < 2;
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
