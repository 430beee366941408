// SlidingWindow: one picture for sliding, stride, padding, whole CONV layers and pooling. This module joins what the
// reader can change to what is shown: scene.mjs decides that and picture.mjs draws it.
import { transport, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { asking } from "./ask.mjs";
import { code } from "./code.mjs";
import { memory, resized, withFilter, withNumbers } from "./edits.mjs";
import { matrixView } from "./matrix.mjs";
import { panel } from "./panel.mjs";
import { picture, repairButtons } from "./picture.mjs";
import { judgeSize, judgeValue } from "./predict.mjs";
import { scene } from "./scene.mjs";
import { checked, predictedFor, SETTINGS, VIEWS } from "./state.mjs";
import { whoseNumber } from "./words.mjs";

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
  /** @type {import("./state.mjs").State} */
  let lastValid = null;
  /** @type {import("./scene.mjs").Scene} */
  let drawn = null;
  let revealed = null;

  const resize = (sizes) => change(resized(kept, read(), sizes));

  /** Tells whether the text was taken. */
  function edit(name, k, d, row, col, text, pasted) {
    const { changes, told } = withNumbers(drawn.setting, name, k, d, row, col, text, pasted);
    if (changes) change(changes);
    say(told);
    return changes !== null;
  }
  function choose(row, col, map) {
    if (drawn.refused) return;
    save({ position: row * drawn.output[0][0].length + col, ...(drawn.map === null ? {} : { map }) });
  }
  function useExample(name) {
    kept.forget();
    change({ ...model.get("examples").find((one) => one.name === name).state, position: 0 });
  }
  function useFilter(name) {
    change({ filters: withFilter(read(), model.get("choices")[name], drawn.map) });
  }
  function repair({ setting, value }) {
    if (setting === "size") resize({ H: value[0], W: value[1] });
    else change({ [setting]: value });
    bar.element.querySelector(".conv-play").focus();
  }

  const hiddenIn = (state) => (state.predict === "" || predictedFor(state) === revealed ? null : state.predict);
  function reveal() {
    revealed = predictedFor(read());
    save({});
  }
  function answer(value) {
    const state = read();
    const { right, words } =
      state.predict === "size" ? judgeSize(state, value) : judgeValue(state, drawn.position, drawn.map ?? 0, value);
    if (right) reveal();
    say(words, { good: right });
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
  const repairs = repairButtons(repair);

  function draw(state) {
    const hidden = hiddenIn(state);
    drawn = scene(state, lastValid, hidden);
    if (drawn.position) lastValid = state;
    view.update(drawn);
    product.update(drawn.matrix);
    ask.update(hidden === "size" || drawn.position ? hidden : null, whoseNumber(drawn.setting, drawn.map));
    el.dataset.refused = Boolean(drawn.refused);
    write(around.sentence, drawn.sentence);
    repairs.update(drawn.refused);
    bar.update({ position: drawn.index, count: Math.max(1, drawn.count), disabled: !drawn.position });
    settings.update(state, drawn.setting, model.get("controls") ?? null);
  }

  const { stage, legend, sums, formula } = view;
  const shown = [stage, legend, bar.element, ask.element, around.live, sums, product.element, repairs.element, formula];
  el.replaceChildren(...shown, settings.element, around.foot);
  const end = around.start(draw);
  model.on("change:controls", around.show);
  return () => {
    model.off("change:controls", around.show);
    bar.stop();
    end();
  };
}

export default { render };
