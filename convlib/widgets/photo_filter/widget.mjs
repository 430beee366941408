// PhotoFilter: a filter at work on a whole photograph. This module holds what the reader can change; scene.mjs has the
// words and sums, arithmetic.mjs the maps, picture.mjs the drawing.
import { button, choice, make, numberField, toggle, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { within } from "../shared/planes.mjs";
import { photographOf } from "./arithmetic.mjs";
import { photoChooser } from "./chooser.mjs";
import { code } from "./code.mjs";
import { filterCells, photoPicture } from "./picture.mjs";
import {
  CHANNELS,
  channelWords,
  checked,
  LIMITS,
  mapSizes,
  marks,
  PADDINGS,
  PAINTS,
  POOLS,
  placeAt,
  reading,
  resized,
  retyped,
  sentenceOf,
  settingOf,
  sumsOf,
  sumWords,
} from "./scene.mjs";
import { shippedPicture } from "./source.mjs";
import { filterRunner } from "./worker.mjs";

const SETTINGS = [
  "photo",
  "filter",
  "normalise",
  "bias",
  "channels",
  "paint",
  "padding",
  "stride",
  "relu",
  "pool",
  "F",
];
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function render({ model, el }) {
  const around = frame({
    model,
    el,
    name: "photo",
    label: "Photo filter",
    settings: SETTINGS,
    others: ["position"],
    checked: (state) => checked(state, Object.keys(model.get("photos"))),
    code,
    seen: (state) => (chooser.isOwn() ? { ...state, photo: "own", file: chooser.file() } : state),
  });
  const { read, change, save, say } = around;
  const runner = filterRunner();
  let photograph = null;
  let named = model.get("photo");
  let shownName = null;
  let hovered = null;
  let painted = null;
  let paintedAs = "";
  let asked = "";
  let awaited = 0;

  // ---- Photographs -------------------------------------------------------------------------------------------------

  const photoLabel = (state) =>
    chooser.isOwn() ? "Your picture" : model.get("photos")[state.photo].replace(/^./, (letter) => letter.toUpperCase());

  /** Something begins (1) or has ended (−1) that the map waits for. */
  function busy(change) {
    awaited += change;
    picture.panes.map.element.setAttribute("aria-busy", String(awaited > 0));
  }
  /** Put pixels in the photograph's place; resolves when their map is painted. */
  async function put(pixels) {
    photograph = { ...photographOf(pixels.rgba, pixels.rows, pixels.cols), rgba: pixels.rgba };
    picture.photograph(photograph, `${photoLabel(read())}. The arrow keys move the window, with Shift by ten pixels.`);
    const done = filterPhoto(read(), photograph);
    around.show();
    await done;
  }
  async function showShipped(name) {
    shownName = name;
    busy(1);
    try {
      const pixels = await shippedPicture(name, model.get("picture"));
      if (pixels && shownName === name && !chooser.isOwn()) await put(pixels);
    } catch {
      say("This photograph could not be loaded.");
    }
    busy(-1);
  }
  const chooser = photoChooser({
    el,
    photos: model.get("photos"),
    say,
    take: put,
    busy,
    choose(name) {
      shownName = null;
      if (read().photo === name) around.show();
      else change({ photo: name });
    },
  });

  // ---- What the reader changes -------------------------------------------------------------------------------------

  function edit(row, col, text, pasted) {
    const { volume: filter, taken, told } = retyped(model.get("filter"), row, col, text, pasted);
    if (taken > 0) change({ filter });
    say(told);
    return taken > 0;
  }
  const place = () => within(mapSizes(read(), photograph).reach, hovered ?? model.get("position"));
  function pick(position) {
    hovered = null;
    save({ position });
  }
  const picture = photoPicture({
    edit,
    point(kind, point) {
      if (!photograph) return;
      hovered = point && placeAt(read(), photograph, kind, point);
      drawReading(read());
    },
    // A pointer that hovers knows its place to a fraction of a pixel, a click only to a whole one.
    pick: (kind, point) => photograph && pick(hovered ?? placeAt(read(), photograph, kind, point)),
  });
  function moveBy([down, right], step) {
    if (!photograph) return;
    const { reach } = mapSizes(read(), photograph);
    const [row, col] = within(reach, model.get("position"));
    const pace = read().pool === "none" ? step : step * read().F;
    pick(within(reach, [row + pace * down, col + pace * right]));
  }
  picture.panes.photo.element.addEventListener("keydown", (event) => {
    const move = ARROWS[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moveBy(move, event.shiftKey ? 10 : 1);
  });

  const field = (label, name, least, most, trait, whole = true) =>
    numberField({ label, name, least, most, whole, say, change: (value) => change({ [trait]: value }) });
  const pickOne = (label, options, trait) => choice(label, options, (value) => change({ [trait]: value }));
  const presets = choice(
    "Preset",
    [["", "your own"], ...Object.keys(model.get("presets")).map((name) => [name, name.replace("_", " ")])],
    (name) => {
      if (!name) return presets.update(presetOf(read()));
      const { filter, normalise } = model.get("presets")[name];
      change({ filter: filter.map((line) => line.map((weight) => [weight])), normalise });
    },
  );
  const size = choice(
    "Size",
    [
      ["3", "3×3"],
      ["5", "5×5"],
    ],
    (F) => change({ filter: resized(model.get("filter"), Number(F)) }),
  );
  const divide = toggle("Divide by the sum", (on) => change({ normalise: on }));
  const relu = toggle("ReLU", (on) => change({ relu: on }));
  const fields = {
    channels: pickOne("Channels", CHANNELS, "channels"),
    paint: pickOne("Painted", PAINTS, "paint"),
    bias: field("Bias", "the bias", -LIMITS.number, LIMITS.number, "bias", false),
    padding: pickOne("Padding", PADDINGS, "padding"),
    stride: field("Stride S", "the stride", 1, LIMITS.stride, "stride"),
    pool: pickOne("Pool", POOLS, "pool"),
    F: field("Pool F", "the pooling window", 2, LIMITS.pool, "F"),
    relu,
    normalise: divide,
  };

  const nudge = (sign, words, move) =>
    button(sign, (event) => moveBy(move, event.shiftKey ? 10 : 1), { "aria-label": `Window ${words}` });
  const nudges = make(
    "div",
    { class: "conv-keys conv-photo-nudges", role: "group", "aria-label": "Move the window" },
    nudge("←", "left", [0, -1]),
    nudge("↑", "up", [-1, 0]),
    nudge("↓", "down", [1, 0]),
    nudge("→", "right", [0, 1]),
  );
  const sumNote = make("p", { class: "conv-photo-note" });
  const channelNote = make("p", { class: "conv-photo-note" });

  // ---- Drawing -----------------------------------------------------------------------------------------------------

  /** Ask for the maps of a setting, or of a `fresh` photograph, unless that is what was asked last. */
  async function filterPhoto(state, fresh = null) {
    const setting = settingOf(state);
    const question = JSON.stringify(setting);
    if (!fresh && question === asked) return;
    asked = question;
    busy(1);
    const maps = await runner.ask(fresh, setting);
    busy(-1);
    if (!maps) return;
    // For whoever wants the numbers themselves.
    painted = el.maps = maps;
    paint(read());
    el.dispatchEvent(new Event("painted"));
  }
  function paint(state) {
    if (!painted) return;
    paintedAs = state.paint;
    const { rows, cols, depth } = painted;
    const words = depth === 3 ? "three maps, shown as one picture in colour" : "one map";
    picture.map(painted, state.paint, `What the filter makes of it: ${words}, ${rows} by ${cols}`);
    write(picture.titles.map, `${depth === 3 ? "Maps" : "Map"} ${rows}×${cols}×${depth}`);
  }
  function drawReading(state) {
    const at = place();
    const read = reading(state, photograph, at);
    // A pointer that wanders over the picture would talk without end.
    around.live.setAttribute("aria-live", hovered ? "off" : "polite");
    write(around.sentence, sentenceOf(state, photograph, at));
    picture.reading(marks(state, photograph, at), read, sumsOf(state, read));
  }
  function draw(state) {
    const F = state.filter.length;
    write(picture.titles.filter, `Filter ${F}×${F}×${state.channels === "each" ? 1 : 3}`);
    picture.filter(filterCells(state.filter), `Filter ${F}×${F}`);
    write(sumNote, sumWords(state));
    write(channelNote, channelWords(state));
    for (const [name, control] of Object.entries(fields)) control.update(state[name]);
    size.update(String(F));
    presets.update(presetOf(state));
    fields.F.element.hidden = state.pool === "none";
    fields.paint.element.hidden = state.channels === "each";
    // Undo, a link or Python may ask for another photograph than the reader's own.
    if (state.photo !== named) chooser.leaveOwn();
    named = state.photo;
    chooser.update(state.photo);
    if (!chooser.isOwn() && shownName !== state.photo) showShipped(state.photo);
    if (!photograph) return;
    write(picture.titles.photo, `${photoLabel(state)} ${photograph.rows}×${photograph.cols}×3`);
    drawReading(state);
    if (state.paint !== paintedAs) paint(state);
    filterPhoto(state);
  }
  const presetOf = ({ filter, normalise }) =>
    Object.entries(model.get("presets")).find(
      ([, preset]) =>
        preset.normalise === normalise &&
        JSON.stringify(preset.filter) === JSON.stringify(filter.map((line) => line.flat())),
    )?.[0] ?? "";

  // ---- Light and dark ----------------------------------------------------------------------------------------------

  const recolour = () => {
    picture.recolour();
    paint(read());
  };
  const themes = new MutationObserver(recolour);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  const arrived = () => showShipped(model.get("photo"));
  model.on("change:picture", arrived);

  const side = (...children) => make("div", { class: "conv-photo-side" }, ...children);
  const tools = (...children) => make("div", { class: "conv-photo-tools" }, ...children);
  el.replaceChildren(
    picture.pair,
    chooser.element,
    make(
      "div",
      { class: "conv-photo-work" },
      side(picture.titles.filter, presets.element, tools(picture.weights, size.element), divide.element, sumNote),
      side(
        make("div", { class: "conv-title" }, "One number of the map"),
        around.live,
        make(
          "div",
          { class: "conv-photo-window" },
          make("div", { class: "conv-photo-finder" }, picture.lens, nudges),
          picture.tables,
        ),
        picture.together,
        picture.fold,
      ),
    ),
    make(
      "div",
      { class: "conv-photo-settings", role: "group", "aria-label": "Settings" },
      ...["channels", "paint", "bias", "padding", "stride", "relu", "pool", "F"].map((name) => fields[name].element),
      channelNote,
    ),
    around.foot,
  );
  const end = around.start(draw);
  return () => {
    chooser.stop();
    runner.stop();
    themes.disconnect();
    model.off("change:picture", arrived);
    end();
  };
}

export default { render };
