// SlidingWindow: one picture for sliding, stride, padding, whole CONV layers and pooling. This module joins what the
// reader can change to what is shown: scene.mjs decides that and picture.mjs draws it.
import { FITS } from "../shared/arithmetic.mjs";
import { button, make, transport, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { firstWrong, wrongChoice, wrongNumber, wrongNumbers, wrongOption } from "../shared/link_checks.mjs";
import { halfTurn, recentred } from "../shared/planes.mjs";
import { asking } from "./ask.mjs";
import { code } from "./code.mjs";
import { edited, LIMITS, memory } from "./edits.mjs";
import { measures } from "./layer.mjs";
import { matrixView } from "./matrix.mjs";
import { GROUPS, MODES, OPERATIONS, panel, QUESTIONS } from "./panel.mjs";
import { picture } from "./picture.mjs";
import { judgeSize, judgeValue } from "./predict.mjs";
import { scene } from "./scene.mjs";

const SETTINGS = [
  "x",
  "filters",
  "bias",
  "stride",
  "padding",
  "padding_mode",
  "dilation",
  "flip",
  "relu",
  "op",
  "F",
  "fit",
];
const VIEWS = ["position", "map", "counts", "matrix", "predict", "show"];

const wrongShow = (show) =>
  Array.isArray(show) && show.length <= GROUPS.length
    ? firstWrong(...show.map((one) => wrongOption("show", one, GROUPS)))
    : "show is no list of groups";

/** Null, or what is wrong with a whole state that came from a link. */
export function checked(state) {
  const whole = (name, least, most) => wrongNumber(name, state[name], { least, most, whole: true });
  const option = (name, options) => wrongOption(name, state[name], options);
  const wrong = firstWrong(
    wrongNumbers("x", state.x, [LIMITS.size, LIMITS.size, LIMITS.depth], LIMITS.number),
    wrongNumbers("filters", state.filters, [LIMITS.filters, LIMITS.window, LIMITS.window, LIMITS.depth], LIMITS.number),
    wrongNumbers("bias", state.bias, [LIMITS.filters], LIMITS.number),
    whole("stride", 1, LIMITS.stride),
    whole("padding", 0, LIMITS.padding),
    whole("dilation", 1, LIMITS.dilation),
    whole("F", 1, LIMITS.window),
    whole("position", 0, 1e4),
    whole("map", 0, LIMITS.filters - 1),
    option("op", OPERATIONS),
    option("fit", FITS),
    option("padding_mode", MODES),
    option("predict", QUESTIONS),
    wrongShow(state.show),
    ...["flip", "relu", "counts", "matrix"].map((name) => wrongChoice(name, state[name], [true, false])),
  );
  if (wrong !== null) return wrong;
  if (state.x[0][0].length !== state.filters[0][0][0].length) return "the filters have another depth than the input";
  return state.bias.length === state.filters.length ? null : "there is not one bias for each filter";
}

function render({ model, el }) {
  const around = frame({
    model,
    el,
    name: "sliding",
    label: "Sliding window",
    settings: SETTINGS,
    others: VIEWS,
    checked,
    code,
  });
  const { read, save, change, say } = around;
  const kept = memory();
  let lastValid = null;
  let shown = null;
  let revealed = null;

  /** Some of the sizes, changed; all volumes that depend on them change with them. */
  function resize(sizes) {
    const { x, filters, bias } = read();
    const [H, W, D, K, Fh, Fw] = [
      x.length,
      x[0].length,
      x[0][0].length,
      filters.length,
      filters[0].length,
      filters[0][0].length,
    ];
    const next = { H, W, D, K, Fh, Fw, ...sizes };
    change({
      x: kept.input(x, next.H, next.W, next.D),
      filters: kept.bank(filters, next.K, next.Fh, next.Fw, next.D),
      bias: kept.bias(bias, next.K),
      map: Math.min(read().map, next.K - 1),
    });
  }
  /** Tells whether the text was taken. */
  function edit(name, k, d, row, col, ...typed) {
    const state = read();
    const { top, left } = name === "x" ? measures(state) : { top: 0, left: 0 };
    // The reader edits the filter as it is drawn.
    const asDrawn = name === "filters" && state.flip ? halfTurn : (plane) => plane;
    const given = name === "x" ? state.x : asDrawn(state.filters[k]);
    const { volume, taken, told } = edited(name, given, d, row - top, col - left, ...typed);
    if (taken > 0) change(name === "x" ? { x: volume } : { filters: state.filters.with(k, asDrawn(volume)), map: k });
    say(told);
    return taken > 0;
  }
  function choose(row, col, map) {
    const cols = shown.output[0][0].length;
    if (!shown.refused) save({ position: row * cols + col, ...(read().op === "conv" ? { map } : {}) });
  }
  function useExample(name) {
    kept.forget();
    change({ ...model.get("examples").find((one) => one.name === name).state, position: 0 });
  }
  /** A named filter in the place of the chosen one; among others it takes their size. */
  function useFilter(name) {
    const { x, filters } = read();
    const plane = model.get("choices")[name];
    const fitted = filters.length > 1 ? recentred(plane, filters[0].length, filters[0][0].length) : plane;
    change({
      filters: filters.with(
        shown.map,
        fitted.map((line) => line.map((weight) => x[0][0].map(() => weight))),
      ),
    });
  }
  function repair({ setting, value }) {
    if (setting === "size") resize({ H: value[0], W: value[1] });
    else change({ [setting]: value });
    bar.element.querySelector(".conv-play").focus();
  }

  // What has been predicted stays in sight until a setting, or for a number the position, changes.
  const question = (state) =>
    JSON.stringify([
      state.predict,
      SETTINGS.map((name) => state[name]),
      state.predict === "value" ? [state.position, state.map] : [],
    ]);
  const hiddenIn = (state) => (state.predict === "" || question(state) === revealed ? null : state.predict);
  function reveal() {
    revealed = question(read());
    save({});
  }
  function answer(value) {
    const state = read();
    const { right, words } =
      state.predict === "size" ? judgeSize(state, value) : judgeValue(state, shown.position, shown.map ?? 0, value);
    if (right) reveal();
    say(words, { good: right });
  }
  function whoseNumber({ op, filters, x }) {
    if (op === "conv") return filters.length > 1 ? ` of map ${shown.map + 1}` : "";
    return x[0][0].length > 1 ? " of slice 1" : "";
  }

  const settings = panel({
    read,
    change,
    save,
    say,
    resize,
    // A field keeps the focus, and hears keys, for a moment after its filter is gone.
    setBias: (k, value) => k < read().bias.length && change({ bias: read().bias.with(k, value) }),
    pick: {
      filter: [Object.keys(model.get("choices")), useFilter],
      example: [model.get("examples").map(({ name }) => name), useExample],
    },
  });
  const bar = transport({ go: (position) => save({ position }) });
  const view = picture({ edit, choose });
  const product = matrixView();
  const ask = asking({ answer, reveal, say });
  const repairs = make("div", { class: "conv-repairs", role: "group", "aria-label": "Settings that fit" });

  function draw(state) {
    const hidden = hiddenIn(state);
    shown = scene(state, lastValid, hidden);
    if (shown.position) lastValid = state;
    view.update(shown, state.op);
    product.update(shown.matrix);
    ask.update(hidden === "size" || shown.position ? hidden : null, whoseNumber(state));
    el.dataset.refused = Boolean(shown.refused);
    write(around.sentence, shown.sentence);
    repairs.hidden = !shown.refused;
    repairs.replaceChildren(
      ...(shown.refused?.repairs ?? []).map((one) => button(`Use ${one.words}`, () => repair(one))),
    );
    bar.update({ position: shown.index, count: Math.max(1, shown.count), disabled: !shown.position });
    settings.update(state);
  }

  el.replaceChildren(
    view.stage,
    view.legend,
    bar.element,
    ask.element,
    around.live,
    view.sums,
    product.element,
    repairs,
    view.formula,
    settings.element,
    around.foot,
  );
  const end = around.start(draw);
  return () => {
    bar.stop();
    end();
  };
}

export default { render };
