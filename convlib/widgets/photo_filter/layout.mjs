// Where everything of a PhotoFilter stands.
import { make } from "../shared/controls.mjs";

const box = (name, ...children) => make("div", { class: name }, ...children);

/** `controls` are the panel's, `notes` the words about the sum of the weights and about the channels. */
export function laidOut({ around, picture, chooser, controls, keys, notes }) {
  const filter = box(
    "conv-photo-side",
    picture.titles.filter,
    controls.preset,
    box("conv-photo-tools", picture.weights, controls.size),
    controls.divide,
    notes.sum,
  );
  const number = box(
    "conv-photo-side",
    box("conv-title", "One number of the map"),
    around.live,
    box("conv-photo-window", box("conv-photo-finder", picture.lens, keys), picture.tables),
    picture.together,
    picture.fold,
  );
  const settings = make(
    "div",
    { class: "conv-photo-settings", role: "group", "aria-label": "Settings" },
    ...controls.settings,
    notes.channels,
  );
  return [picture.pair, chooser.element, box("conv-photo-work", filter, number), settings, around.foot];
}
