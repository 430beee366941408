// In a lesson the settings that it is about stand open, and all others lie behind one fold.
import { make } from "./controls.mjs";

/** Whether the setting `name` stands open: without a list (null) every one does. */
export const isOpen = (controls, name) => controls === null || controls.includes(name);

/** The fold for the others. `fill(...children)` puts them inside; without any there is no fold to be seen. */
export function moreSettings() {
  const inside = make("div", { class: "conv-fold-inside" });
  const element = make(
    "details",
    { class: "conv-fold", hidden: true },
    make("summary", { class: "conv-fold-name" }, "More settings"),
    inside,
  );
  return {
    element,
    fill(...children) {
      inside.replaceChildren(...children);
      element.hidden = children.length === 0;
    },
  };
}
