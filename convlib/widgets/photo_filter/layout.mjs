// Where everything of a PhotoFilter stands, and what lies behind the fold.
import { make } from "../shared/controls.mjs";
import { isOpen, moreSettings } from "../shared/more_settings.mjs";

const box = (name, ...children) => make("div", { class: name }, ...children);

/** `controls` are the panel's, `notes` the words about the sum of the weights and about the channels. */
export function layout({ el, around, picture, chooser, controls, run, keys, notes }) {
  const more = moreSettings();
  const drawer = box("conv-set");
  around.keepIn(drawer);
  const signs = box("conv-photo-size", controls.size, controls.negate);
  const filter = box(
    "conv-photo-side",
    picture.titles.filter,
    controls.preset,
    box("conv-photo-tools", picture.weights, signs),
    notes.sum,
  );
  const number = box(
    "conv-photo-side conv-photo-number",
    box("conv-title", "One number of the map"),
    box("conv-photo-window", box("conv-photo-finder", picture.lens, keys), picture.tables),
    picture.together,
    picture.fold,
  );
  const { divide } = controls;
  const panelOf = (label, children) =>
    children.length === 0
      ? []
      : [make("div", { class: "conv-photo-settings", role: "group", "aria-label": label }, ...children)];
  const work = (...sides) => (sides.length === 0 ? [] : [box("conv-photo-work", ...sides)]);

  /** Without a list all of it stands open; with an empty one there is nothing but the pictures and Play. */
  return function arrange(/** @type {string[] | null} */ names) {
    const open = (name) => isOpen(names, name) || (name === "F" && isOpen(names, "pool"));
    const lean = names?.length === 0;
    const settings = (wanted) => [
      ...Object.entries(controls.settings)
        .filter(([name]) => wanted(name))
        .map(([, { element }]) => element),
      ...(wanted("channels") ? [notes.channels] : []),
    ];
    const closed = (name) => !open(name);
    const parts = (wanted) => [
      ...(wanted("photo") ? [chooser.element] : []),
      ...work(...(wanted("filter") ? [filter] : []), ...(wanted("position") ? [number] : [])),
    ];
    const panel = (wanted, label) =>
      panelOf(label, [...(wanted("normalise") && closed("filter") ? [divide] : []), ...settings(wanted)]);
    // The words for what happened have to be in sight to be read out.
    if (open("position")) number.firstChild.after(around.live);
    if (open("filter") && open("normalise")) notes.sum.before(divide);
    picture.hint.hidden = !open("position");
    run.step.hidden = open("position");
    if (lean) {
      picture.hint.after(around.live);
      around.live.prepend(picture.balance);
    } else picture.balance.remove();
    el.classList.toggle("is-quiet", !open("position"));
    el.classList.toggle("is-bare", !open("position") && !open("filter"));
    const folded = lean || names === null ? [] : [...parts(closed), ...panel(closed, "Other settings")];
    if (closed("normalise") && open("filter") && !lean) folded.push(divide);
    more.fill(...folded);
    drawer.replaceChildren(...panel(open, "Settings"), more.element);
    drawer.hidden = drawer.childElementCount === 1 && more.element.hidden;
    el.replaceChildren(
      picture.pair,
      run.element,
      ...(open("position") || lean ? [] : [around.live]),
      ...parts(open),
      drawer,
      around.foot,
    );
  };
}
