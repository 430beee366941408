// VolumeView: a CONV layer in space, neuron by neuron, and what its parameters cost. This module holds what the reader
// can change; layer_counts.mjs counts and finds the words, picture.mjs draws.

import { button, make, numberField, picker, toggle, transport, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongOption } from "../shared/link_checks.mjs";
import { many } from "../shared/numbers.mjs";
import { code } from "./code.mjs";
import { ladder, layerCounts, pickedIn, pickSentence, sizeSums, stepSentence } from "./layer_counts.mjs";
import { facts, flow, ladderView, marks, segments, slider } from "./parts.mjs";
import { TILT, volumePicture } from "./picture.mjs";
import { drawnMaps, MOST_SHEETS } from "./plan.mjs";

export const LIMITS = { size: 227, depth: 256, filters: 256, window: 15, stride: 8, padding: 7 };

const SIZES = ["W1", "H1", "D1", "K", "F", "S", "P"];
const OTHERS = ["row", "column", "map", "look", "painted", "flat", "turn", "tilt"];
const LOOKS = [
  ["weights", "its weights"],
  ["region", "same region"],
  ["shared", "shared weights"],
];
const RANGES = {
  W1: [1, LIMITS.size],
  H1: [1, LIMITS.size],
  D1: [1, LIMITS.depth],
  K: [1, LIMITS.filters],
  F: [1, LIMITS.window],
  S: [1, LIMITS.stride],
  P: [0, LIMITS.padding],
  row: [0, 2 * LIMITS.size],
  column: [0, 2 * LIMITS.size],
  map: [0, LIMITS.filters],
  painted: [0, MOST_SHEETS],
  turn: [-180, 180],
  tilt: [TILT.least, TILT.most],
};
const FLIGHT = 1000;

const layerOf = (state) => SIZES.map((name) => state[name]).join();

/** Null, or what is wrong with a whole state that came from a link. */
export const checked = (state) =>
  firstWrong(
    ...Object.entries(RANGES).map(([name, [least, most]]) =>
      wrongNumber(name, state[name], { least, most, whole: true }),
    ),
    wrongOption("look", state.look, LOOKS),
    wrongChoice("flat", state.flat, [true, false]),
  );

/** What a repair sets; null where it would leave the widget's limits. */
export function repaired({ setting, value }) {
  const changes = {
    padding: () => ({ P: value }),
    stride: () => ({ S: value }),
    size: () => ({ H1: value[0], W1: value[1] }),
  }[setting]();
  const inside = ([name, number]) => number >= RANGES[name][0] && number <= RANGES[name][1];
  return Object.entries(changes).every(inside) ? changes : null;
}

function render({ model, el }) {
  const around = frame({
    model,
    el,
    name: "volume",
    label: "Volume view",
    settings: SIZES,
    others: OTHERS,
    checked,
    code,
  });
  const { change, save, say } = around;
  let counted = null;
  let stepped = false;
  let flight = null;
  let drawn = "";

  const resize = (name) => (value) => {
    stepped = false;
    change({ [name]: value });
  };
  function pick(place) {
    stepped = false;
    save(place);
  }
  function go(position) {
    const state = around.read();
    const sheets = Math.min(state.K, MOST_SHEETS);
    const before = Math.min(state.painted, sheets);
    stepped = true;
    const still = state.flat || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const next = position === sheets ? MOST_SHEETS : position;
    flight =
      position !== before + 1 || still
        ? null
        : {
            sheet: before,
            t: 0,
            start: performance.now(),
            span: Math.min(FLIGHT, 0.85 * bar.interval()),
            painted: next,
            layer: layerOf(state),
          };
    save({ painted: next });
    if (flight) requestAnimationFrame(fly);
  }
  /** One frame of a filter's flight; it ends when it has arrived, or when another change has overtaken it. */
  function fly(now) {
    if (!flight) return;
    flight.t = Math.min(1, (now - flight.start) / flight.span);
    if (flight.t === 1) flight = null;
    show(around.read());
    if (flight) requestAnimationFrame(fly);
  }
  function useExample(name) {
    stepped = false;
    change({ ...model.get("examples").find((one) => one.name === name).state, painted: MOST_SHEETS });
  }
  function repair(changes) {
    change(changes);
    bar.element.querySelector(".conv-play").focus();
  }

  const field = (name, label, words) =>
    numberField({
      label: `${label} ${name}`,
      name: words,
      least: RANGES[name][0],
      most: RANGES[name][1],
      change: resize(name),
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
    row: placeField("row", "Row", () => counted.H2),
    column: placeField("column", "Column", () => counted.W2),
    map: placeField("map", "Map", () => around.read().K),
  };
  const looks = segments("What to see of the picked neuron", LOOKS, (look) => pick({ look }));
  const turn = slider("Turn", [-180, 180], (value) => save({ turn: value }));
  const tilt = slider("Tilt", [TILT.least, TILT.most], (value) => save({ tilt: value }));
  const flat = toggle("Flat", (value) => save({ flat: value }));
  const examples = picker(
    "Example",
    model.get("examples").map(({ name }) => name),
    useExample,
  );
  const bar = transport({
    go,
    label: "Let the filters paint their maps",
    name: "Map",
    words: (at, of) => `${at} of ${of - 1} maps drawn`,
  });
  const view = volumePicture({ turn: save, pick });
  const [titles, legend, rungs, sums] = [flow(), marks(), ladderView(), facts()];
  const repairs = make("div", { class: "conv-repairs", role: "group", "aria-label": "Settings that fit" });

  /** The picture and the words to it: all that changes from frame to frame. */
  function show(state) {
    const sheets = Math.min(state.K, MOST_SHEETS);
    const painted = counted.refused ? 0 : Math.min(state.painted, sheets);
    const maps = painted === sheets ? state.K : painted;
    view.update({ state: { ...state, painted }, counted, flight, label: labelOf(state, counted, maps) });
    if (counted.refused) return { painted, sheets, sentence: counted.refused.message };
    const picked = pickedIn(state, counted).map;
    const visible = drawnMaps(state.K, picked).slice(0, painted).includes(picked);
    return {
      painted,
      sheets,
      sentence: stepped || !visible ? stepSentence(state, counted, maps) : pickSentence(state, counted),
    };
  }
  /** What depends on the layer alone: an angle that changes leaves it as it is. */
  function drawLayer(state) {
    const offered = (counted.refused?.repairs ?? [])
      .map((one) => [one.words, repaired(one)])
      .filter(([, changes]) => changes);
    repairs.hidden = offered.length === 0;
    repairs.replaceChildren(...offered.map(([words, changes]) => button(`Use ${words}`, () => repair(changes))));
    titles.update(state, counted);
    legend.update(state, counted);
    rungs.update(ladder(state, counted));
    sums.update(counted, sizeSums(state, counted));
    for (const [name, control] of Object.entries(fields)) control.update(state[name]);
  }
  function draw(state) {
    counted = layerCounts(state);
    if (flight && (flight.painted !== state.painted || flight.layer !== layerOf(state) || state.flat)) flight = null;
    const { painted, sheets, sentence } = show(state);
    const refused = Boolean(counted.refused);
    el.dataset.refused = refused;
    write(around.sentence, sentence);
    bar.update({ position: painted, count: sheets + 1, disabled: refused });
    const layer = `${layerOf(state)} ${state.look} ${state.flat}`;
    if (layer !== drawn) drawLayer(state);
    drawn = layer;

    neuron.hidden = refused;
    if (!refused) for (const [name, at] of Object.entries(pickedIn(state, counted))) places[name].update(at + 1);
    looks.update(state.look);
    turn.update(state.turn);
    tilt.update(state.tilt);
    turn.element.hidden = tilt.element.hidden = state.flat;
    flat.update(state.flat);
  }

  const angles = make("div", { class: "conv-angles" }, turn.element, tilt.element, flat.element);
  const neuron = make(
    "div",
    { class: "conv-neuron", role: "group", "aria-label": "A neuron" },
    ...Object.values(places).map(({ element }) => element),
    looks.element,
  );
  const panel = make(
    "div",
    { class: "conv-panel", role: "group", "aria-label": "Settings" },
    examples.element,
    ...Object.values(fields).map(({ element }) => element),
  );
  el.replaceChildren(
    titles.element,
    make("div", { class: "conv-half" }, view.stage, legend.element, angles, bar.element),
    make("div", { class: "conv-half" }, neuron, around.live, repairs, sums.element, rungs.element),
    panel,
    around.foot,
  );
  const end = around.start(draw);
  return () => {
    flight = null;
    bar.stop();
    view.stop();
    end();
  };
}

/** The picture in one sentence, for who does not see it. */
function labelOf({ W1, H1, D1, K, F, flat }, { refused, W2, H2 }, maps) {
  const kind = flat ? "laid out flat" : "in space; arrow keys turn it";
  const input = `An input of ${W1}×${H1}×${D1}`;
  if (refused) return `${input}, ${kind}. There is no output.`;
  return `${input}, ${K === 1 ? "one filter" : `${K} filters`} of ${F}×${F}×${D1} and ${many(maps, "map")} of ${W2}×${H2}, ${kind}.`;
}

export default { render };
