// VolumeView: a CONV layer in space, neuron by neuron, and what its parameters cost. scene.mjs decides what is shown,
// panel.mjs holds what can be changed, picture.mjs and parts.mjs draw.
import { button, make, transport, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { onTheme } from "../shared/paint.mjs";
import { code } from "./code.mjs";
import { flights } from "./flight.mjs";
import { layout } from "./layout.mjs";
import { paintings } from "./paintings.mjs";
import { panel } from "./panel.mjs";
import { facts, flow, ladderView, marks } from "./parts.mjs";
import { volumePicture } from "./picture.mjs";
import { scene } from "./scene.mjs";
import { checked, MOST_SHEETS, SETTINGS, VIEWS } from "./state.mjs";

/** Milliseconds for a map: long enough to follow its filter over the rows. */
const SPEEDS = [
  ["6000", "slow"],
  ["3000", "normal"],
  ["1000", "fast"],
];

function render({ model, el }) {
  const around = frame({
    model,
    el,
    name: "volume",
    label: "Volume view",
    settings: SETTINGS,
    others: VIEWS,
    checked,
    code,
  });
  const { change, save, say } = around;
  /** @type {import("./scene.mjs").Scene} */
  let shown = null;
  let stepped = false;

  function pick(place) {
    stepped = false;
    save(place);
  }
  /** Paint as many maps; the next one is painted by a filter that flies there. */
  function go(position) {
    const { state, sheets } = shown;
    const painted = position === sheets ? MOST_SHEETS : position;
    const still = state.flat || matchMedia("(prefers-reduced-motion: reduce)").matches;
    stepped = true;
    if (position !== state.painted + 1 || still) flight.end();
    else flight.begin(state.painted, { state, painted, interval: bar.interval() });
    save({ painted });
  }
  function repair(changes) {
    change(changes);
    bar.element.querySelector(".conv-play").focus();
  }

  const controls = panel({
    examples: model.get("examples"),
    change(some) {
      stepped = false;
      change(some);
    },
    pick,
    save,
    say,
    shown: () => shown,
  });
  const bar = transport({
    go,
    label: "Let the filters paint their maps",
    name: "Filter",
    words: (at, of) => `${at} of ${of - 1} maps painted`,
    speeds: SPEEDS,
  });
  bar.element.classList.add("conv-at-edge");
  const view = volumePicture({ turn: save, pick });
  const paints = paintings(model.get("painting") ?? {}, el);
  const show = (current) => view.update(shown, current, paints.of(shown.state, shown.counted));
  const flight = flights(show);
  const [titles, legend, rungs, sums] = [flow(), marks(), ladderView(), facts()];
  const repairs = make("div", { class: "conv-repairs", role: "group", "aria-label": "Settings that fit" });

  /** @param {import("./scene.mjs").LayerScene} layer */
  function drawLayer(layer) {
    repairs.hidden = layer.repairs.length === 0;
    repairs.replaceChildren(
      ...layer.repairs.map(({ words, changes }) => button(`Use ${words}`, () => repair(changes))),
    );
    titles.update(layer.titles);
    legend.update(layer.legend);
    rungs.update(layer.ladder);
    sums.update(layer.facts);
    controls.updateLayer(shown.state);
  }
  function draw(state) {
    const before = shown;
    shown = scene(state, stepped, paints.areMaps);
    flight.follow(state);
    show(flight.current());
    el.dataset.refused = shown.refused;
    write(around.sentence, shown.sentence);
    bar.update({ position: shown.state.painted, count: shown.sheets + 1, disabled: shown.refused });
    if (shown.key !== before?.key) drawLayer(shown.layer);
    controls.update(shown);
  }

  const parts = { titles, legend, rungs, sums, view, bar, repairs };
  const arrange = layout({ el, around, controls, parts });
  const rearrange = () => arrange(model.get("controls") ?? null);
  rearrange();
  model.on("change:controls", rearrange);
  const endTheme = onTheme(() => {
    paints.forget();
    if (shown) show(flight.current());
  });
  const end = around.start(draw);
  return () => {
    endTheme();
    model.off("change:controls", rearrange);
    flight.end();
    bar.stop();
    view.stop();
    end();
  };
}

export default { render };
