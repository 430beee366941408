// SlidingWindow: one picture for sliding, stride, padding, whole CONV layers and pooling. This module joins what the
// reader can change to what is shown: scene.mjs decides that and picture.mjs draws it.
import { exampleOf, make, transport, write } from "../shared/controls.mjs";
import { frame } from "../shared/frame.mjs";
import { asking, predicting } from "./ask.mjs";
import { code } from "./code.mjs";
import { filterOf, memory, resized, withFilter, withNumbers } from "./edits.mjs";
import { matrixView } from "./matrix.mjs";
import { panel } from "./panel.mjs";
import { repairButtons, writing } from "./picture.mjs";
import { scene } from "./scene.mjs";
import { staged } from "./stage.mjs";
import { checked, SETTINGS, VIEWS } from "./state.mjs";
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

  const first = predicting({ read, save, say, shown: () => drawn });

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
  bar.element.querySelector(".conv-keys").classList.add("conv-at-edge");
  const volumes = staged({ edit, choose });
  const notes = writing();
  const product = matrixView();
  const ask = asking({ answer: first.answer, reveal: first.reveal, say });
  const repairs = repairButtons(repair);

  function draw(state) {
    const controls = model.get("controls") ?? null;
    const hidden = first.hiddenIn(state);
    drawn = scene(state, lastValid, hidden, controls);
    if (drawn.position) lastValid = state;
    volumes.update(drawn);
    notes.update(drawn);
    product.update(drawn.matrix);
    el.dataset.matrix = String(drawn.matrix !== null);
    ask.update(hidden === "size" || drawn.position ? hidden : null, whoseNumber(drawn.setting, drawn.map));
    el.dataset.refused = Boolean(drawn.refused);
    write(around.sentence, drawn.sentence);
    repairs.update(drawn.refused);
    bar.update({ position: drawn.index, count: Math.max(1, drawn.count), disabled: !drawn.position });
    settings.update(state, drawn.setting, {
      controls,
      example: exampleOf(model.get("examples"), state, SETTINGS),
      filter: filterOf(state, model.get("choices"), drawn.map ?? 0),
      changed: around.isChanged(),
    });
    place(controls !== null);
  }
  /** What a lesson is about stands above the picture: nothing that it changes can push it away. */
  function place(above) {
    if (above && view.previousSibling !== settings.element) view.before(settings.element);
    if (!above && words.nextSibling !== settings.element) words.after(settings.element);
  }

  function offer() {
    settings.offer(model.get("examples").map(({ name }) => name));
    around.show();
  }

  const view = make("div", { class: "conv-view" }, volumes.element, notes.legend);
  const words = make("div", { class: "conv-words" });
  words.append(notes.sums, ask.element, around.live, product.element, repairs.element, notes.formula);
  el.replaceChildren(view, bar.element, words, around.foot);
  around.keepIn(settings.element);
  const unfollow = volumes.follow(el);
  const end = around.start(draw);
  const listening = [
    ["change:controls", around.show],
    ["change:examples", offer],
  ];
  for (const [event, listener] of listening) model.on(event, listener);
  return () => {
    for (const [event, listener] of listening) model.off(event, listener);
    unfollow();
    bar.stop();
    end();
  };
}

export default { render };
