// Where everything of a VolumeView stands, and what lies behind the fold.
import { make } from "../shared/controls.mjs";
import { isOpen, moreSettings } from "../shared/more_settings.mjs";

const group = (name, ...children) => (children.length > 0 ? [make("div", { class: name }, ...children)] : []);

/** `controls` are the panel's, `parts` what is drawn of a layer. */
export function layout({ el, around, controls, parts }) {
  const { titles, legend, rungs, sums, view, bar, repairs } = parts;
  const more = moreSettings();
  const drawer = make("div", { class: "conv-set" });
  around.keepIn(drawer);

  /** Without a list all of it stands open; with an empty one there is nothing but the picture and Play. */
  return function arrange(/** @type {string[] | null} */ names) {
    const open = (name) => isOpen(names, name);
    const closed = (name) => !open(name);
    const some = (wanted, ...wishes) =>
      wishes.filter(([name, element]) => element && wanted(name)).map(([, element]) => element);
    const seen = (wanted) =>
      group("conv-angle-row", ...some(wanted, ["angles", controls.angles], ["flat", controls.flat]));
    const picked = (wanted) =>
      group("conv-neuron-row", ...some(wanted, ["neuron", controls.neuron], ["look", controls.look]));
    const layer = (wanted, label) => {
      const fields = Object.entries(controls.fields).map(([name, { element }]) => [name, element]);
      const panel = group("conv-panel", ...some(wanted, ["examples", controls.example], ...fields));
      for (const one of panel)
        for (const [name, value] of [
          ["role", "group"],
          ["aria-label", label],
        ])
          one.setAttribute(name, value);
      return panel;
    };
    const folded =
      names === null || names.length === 0 ? [] : [seen(closed), picked(closed), layer(closed, "Other settings")];
    more.fill(...folded.flat());
    drawer.replaceChildren(...layer(open, "Settings"), more.element);
    drawer.hidden = drawer.childElementCount === 1 && more.element.hidden;
    el.classList.toggle("is-bare", names?.length === 0);
    el.replaceChildren(
      titles.element,
      make("div", { class: "conv-half" }, view.stage, legend.element, ...seen(open), bar.element),
      make(
        "div",
        { class: "conv-half" },
        ...picked(open),
        around.live,
        repairs,
        // What a layer would cost otherwise is a subject of its own.
        ...(open("counts") ? [sums.element, rungs.element] : []),
      ),
      drawer,
      around.foot,
    );
  };
}
