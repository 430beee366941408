// The settings of a SlidingWindow: the everyday ones in sight, the others in groups that open.
import { FITS } from "../shared/arithmetic.mjs";
import { button, choice, make, numberField, picker, toggle } from "../shared/controls.mjs";
import { isOpen, moreSettings } from "../shared/more_settings.mjs";
import { DIRECTIONS, GROUPS, LIMITS, OPERATIONS, PADDING_MODES, QUESTIONS } from "./state.mjs";

/** The names of fields that differ from what `controls` calls them. */
const CONTROL_OF = {
  window: "F",
  height: "x",
  width: "x",
  filter: "choices",
  example: "examples",
  count: "filters",
  tall: "Fh",
  wide: "Fw",
  mode: "padding_mode",
};
const controlOf = (field) => CONTROL_OF[field] ?? field.replace(/\d$/, "");

/** `change(settings)` can be taken back, `save(views)` need not; `resize({ H, W, D, K, Fh, Fw })` takes some of these.
 *  `pick` are two lists of names and what to do with the chosen one. */
export function panel({ read, change, save, say, resize, setBias, pick }) {
  const field = (label, name, least, most, onchange, whole = true) =>
    numberField({ label, name, least, most, whole, change: onchange, say });
  const size = (label, name, most, key) => field(label, name, 1, most, (value) => resize({ [key]: value }));
  const resizeWindow = (F) => (read().op === "conv" ? resize({ Fh: F, Fw: F }) : change({ F }));
  const biasField = (label, name, k) =>
    field(label, name, -LIMITS.number, LIMITS.number, (value) => setBias(k, value), false);

  const basic = {
    op: choice("Operation", OPERATIONS, (op) => change({ op })),
    stride: field("Stride S", "the stride", 1, LIMITS.stride, (stride) => change({ stride })),
    padding: field("Padding P", "the padding", 0, LIMITS.padding, (padding) => change({ padding })),
    window: field("Window F", "the window", 1, LIMITS.window, resizeWindow),
    height: size("Input height", "the height", LIMITS.size, "H"),
    width: size("Input width", "the width", LIMITS.size, "W"),
    bias: biasField("Bias", "the bias", 0),
    fit: choice("If it does not fit", FITS, (fit) => change({ fit })),
    filter: picker("Filter", ...pick.filter, "own filter"),
    example: picker("Example", ...pick.example),
  };
  const several = Object.fromEntries(
    Array.from({ length: LIMITS.filters }, (_, k) => [`bias${k}`, biasField(`Bias ${k + 1}`, `bias ${k + 1}`, k)]),
  );
  const groups = {
    layer: {
      depth: size("Depth D", "the depth", LIMITS.depth, "D"),
      count: size("Filters K", "the number of filters", LIMITS.filters, "K"),
      ...several,
      tall: size("Window height", "the window's height", LIMITS.window, "Fh"),
      wide: size("Window width", "the window's width", LIMITS.window, "Fw"),
      dilation: field("Dilation", "the dilation", 1, LIMITS.dilation, (dilation) => change({ dilation })),
      flip: choice("Slide it as", DIRECTIONS, (flip) => change({ flip: flip === "true" })),
      relu: toggle("ReLU after the sum", (relu) => change({ relu })),
    },
    border: {
      mode: choice("Border holds", PADDING_MODES, (mode) => change({ padding_mode: mode })),
    },
    look: {
      predict: choice("Predict first", QUESTIONS, (predict) => save({ predict })),
      counts: toggle("Count the windows that read each pixel", (counts) => save({ counts })),
      matrix: toggle("Sum as a matrix product", (matrix) => save({ matrix })),
    },
  };
  groups.border.mode.element.classList.add("is-wide");
  const fields = Object.assign({}, basic, ...Object.values(groups));

  const grid = (attributes) => make("div", { class: "conv-panel", role: "group", ...attributes });
  const flipGroup = (name) => {
    const { show } = read();
    save({ show: show.includes(name) ? show.filter((one) => one !== name) : [...show, name] });
  };
  const everyday = grid({ "aria-label": "Settings" });
  const openers = GROUPS.map(([name, words]) =>
    button(words, () => flipGroup(name), { class: "conv-button conv-opener" }),
  );
  const openerRow = make("div", { class: "conv-openers", role: "group", "aria-label": "More settings" }, ...openers);
  const panels = GROUPS.map(([, words]) => grid({ "aria-label": words }));
  const others = grid({ "aria-label": "Other settings" });
  const more = moreSettings();
  const element = make("div", { class: "conv-settings" });
  let laidOut;

  /** Without a list all settings are in sight or in groups that open; with one, those that it names are, and the rest is folded. */
  function layOut(controls) {
    const key = JSON.stringify(controls);
    if (key === laidOut) return;
    laidOut = key;
    const fill = (room, some, wanted) =>
      room.replaceChildren(
        ...Object.entries(some)
          .filter(([name]) => wanted(controlOf(name)))
          .map(([, { element }]) => element),
      );
    const folded = (name) => controls === null || !controls.includes(name);
    GROUPS.forEach(([name], index) => fill(panels[index], groups[name], folded));
    fill(everyday, controls === null ? basic : fields, (name) => isOpen(controls, name));
    fill(others, controls === null ? {} : basic, folded);
    more.fill(...(controls?.length > 0 ? [others, ...panels] : []));
    element.replaceChildren(everyday, ...(controls === null ? [openerRow, ...panels] : [more.element]));
    element.hidden = controls?.length === 0;
    element.classList.toggle("is-lean", controls !== null);
  }

  return {
    element,
    /** Other examples to choose from. */
    offer: basic.example.offer,
    /**
     * @param {import("./state.mjs").State} state
     * @param {import("./layer.mjs").Setting} setting the same, measured
     * @param {{ controls: string[] | null, example: string | null, filter: string | null, changed: boolean }} named what stands
     *   open, and which example and filter there are now, if any; `changed` by the reader
     */
    update(state, { H, W, D, Fh, Fw }, { controls, example, filter, changed }) {
      layOut(controls);
      const conv = state.op === "conv";
      const K = state.filters.length;
      const values = {
        ...state,
        window: Fh,
        height: H,
        width: W,
        bias: state.bias[0],
        depth: D,
        count: K,
        tall: Fh,
        wide: Fw,
        flip: String(state.flip),
        mode: state.padding_mode,
      };
      state.bias.forEach((value, k) => {
        values[`bias${k}`] = value;
      });
      for (const [name, control] of Object.entries(fields))
        if (values[name] !== undefined) control.update(values[name]);
      fields.example.update(example, changed);
      fields.filter.update(filter);
      const here = {
        ...Object.fromEntries(
          ["filter", "count", "tall", "wide", "dilation", "flip", "relu", "mode", "matrix"].map((name) => [name, conv]),
        ),
        bias: conv && K === 1,
        // Its first line is no example.
        example: basic.example.select.options.length > 1,
        padding: !conv || state.padding_mode !== "same",
        fit: !conv || state.padding_mode !== "same",
      };
      Object.keys(several).forEach((name, k) => {
        here[name] = conv && K > 1 && k < K;
      });
      for (const [name, visible] of Object.entries(here)) fields[name].element.hidden = !visible;
      GROUPS.forEach(([name], index) => {
        const open = state.show.includes(name);
        openers[index].setAttribute("aria-expanded", String(open));
        openers[index].hidden = name === "border" && !conv;
        panels[index].hidden = (controls === null && !open) || openers[index].hidden;
      });
    },
  };
}
