// PhotoFilter: a filter at work on a whole photograph. scene.mjs decides what is shown, maps.mjs has the maps made and
// painted, chooser.mjs and panel.mjs hold what can be changed, picture.mjs draws.
import { make, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { photographOf } from "./arithmetic.mjs";
import { photoChooser } from "./chooser.mjs";
import { code } from "./code.mjs";
import { retyped } from "./edits.mjs";
import { layout } from "./layout.mjs";
import { mapPainter } from "./maps.mjs";
import { moveKeys, panel } from "./panel.mjs";
import { photoPicture } from "./picture.mjs";
import { runner } from "./run.mjs";
import { photoName, scene, windowScene } from "./scene.mjs";
import { coloursOf, mapSizes, nextPlace, placeAt, runPlace, settingOf, walked } from "./setting.mjs";
import { checked, SETTINGS, VIEWS } from "./state.mjs";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function render({ model, el }) {
  const [photos, presets] = [model.get("photos"), model.get("presets")];
  const around = frame({
    model,
    el,
    name: "photo",
    label: "Photo filter",
    settings: SETTINGS,
    others: VIEWS,
    checked: (state) => checked(state, Object.keys(photos)),
    code,
    seen: (state) => (chooser.isOwn() ? { ...state, photo: "own", file: chooser.file() } : state),
  });
  const { change, save, say } = around;
  const read = /** @type {() => import("./state.mjs").State} */ (around.read);
  /** @type {import("./arithmetic.mjs").Photograph} */
  let photograph = null;
  /** @type {import("../shared/planes.mjs").Place} */
  let hovered = null;

  /** Put pixels in the photograph's place; resolves when their map is painted. */
  async function put({ rgba, rows, cols }) {
    photograph = { ...photographOf(rgba, rows, cols), rgba };
    const name = photoName(read(), { own: chooser.isOwn(), photos });
    picture.photograph(photograph, `${name}. The arrow keys move the window, with Shift by ten pixels.`);
    const done = maps.ask(settingOf(read()), photograph);
    around.show();
    await done;
  }
  function edit(row, col, text, pasted) {
    const { volume: filter, taken, told } = retyped(read().filter, row, col, text, pasted);
    if (taken > 0) change({ filter });
    say(told);
    return taken > 0;
  }
  function pick(position) {
    run.pause();
    hovered = null;
    save({ position, painted: 1 });
  }
  function move(steps, by) {
    if (photograph) pick(walked(read(), photograph, steps, by));
  }

  const picture = photoPicture({
    edit,
    point(kind, point) {
      if (!photograph || run.running()) return;
      hovered = point && placeAt(read(), photograph, kind, point);
      drawWindow();
    },
    // A pointer that hovers knows its place to a fraction of a pixel, a click only to a whole one.
    pick: (kind, point) => photograph && pick(hovered ?? placeAt(read(), photograph, kind, point)),
  });
  picture.panes.photo.element.addEventListener("keydown", (event) => {
    const steps = ARROWS[event.key];
    if (!steps || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(steps, event.shiftKey ? 10 : 1);
  });
  const maps = mapPainter({
    picture,
    colours: () => coloursOf(read()),
    painted(made) {
      // For whoever wants the numbers themselves.
      el.maps = made;
      el.dispatchEvent(new Event("painted"));
    },
  });
  const chooser = photoChooser({
    el,
    photos,
    addresses: () => model.get("picture"),
    say,
    take: put,
    busy: picture.busy,
    choose: (name) => (read().photo === name ? around.show() : change({ photo: name })),
  });
  const controls = panel({ presets, read, change, say });
  const notes = { sum: make("p", { class: "conv-photo-note" }), channels: make("p", { class: "conv-photo-note" }) };

  /** `quick`: the window runs too fast to be followed. */
  function drawWindow(quick = false) {
    const state = read();
    const onTheWay = runPlace(state, photograph, run.share());
    const shown = windowScene(state, photograph, hovered ?? onTheWay?.place ?? null, hovered !== null || run.running());
    picture.panes.map.cover(onTheWay?.next ?? null, onTheWay?.size);
    picture.marks(shown.marks, quick && hovered === null);
    // A pointer that wanders over the picture would talk without end.
    around.live.setAttribute("aria-live", shown.wandering ? "off" : "polite");
    write(around.sentence, shown.sentence);
    picture.window(shown);
    run.tell(shown.sums.together.map(({ value }) => value).join(", "));
  }
  const run = runner({
    size: () => photograph && mapSizes(read(), photograph).after,
    show(_share, quick) {
      hovered = null;
      if (photograph) drawWindow(quick);
    },
    save: (painted) => save({ painted }),
    walk: () => pick(nextPlace(read(), photograph)),
  });
  function draw(state) {
    chooser.update(state.photo);
    run.update(state.painted);
    const shown = scene(state, { photograph, own: chooser.isOwn(), photos, presets });
    picture.filter(shown.filter);
    write(notes.sum, shown.filter.words);
    write(notes.channels, shown.channelWords);
    controls.update(shown, state);
    if (!photograph) return;
    write(picture.titles.photo, shown.photoTitle);
    if (!run.running()) drawWindow();
    maps.repaint();
    maps.ask(shown.asked);
  }

  const keys = moveKeys(move);
  const arrange = layout({ el, around, picture, chooser, controls, run, keys, notes });
  const rearrange = () => arrange(model.get("controls") ?? null);
  rearrange();
  const arrived = () => chooser.load(model.get("photo"));
  model.on("change:picture", arrived);
  model.on("change:controls", rearrange);
  const end = around.start(draw);
  return () => {
    run.stop();
    chooser.stop();
    maps.stop();
    model.off("change:picture", arrived);
    model.off("change:controls", rearrange);
    end();
  };
}

export default { render };
