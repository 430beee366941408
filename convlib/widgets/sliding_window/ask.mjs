// Predict, then reveal: the question, the field for the answer, and two ways out.
import { button, composing, make, oneLineOnly, write } from "../shared/controls.mjs";
import { readNumber } from "../shared/numbers.mjs";
import { judgeSize, judgeValue } from "./predict.mjs";
import { predictedFor } from "./state.mjs";

const RANGE = { name: "your answer", least: -1e6, most: 1e6 };

/** `5`, `5×3`, `5 x 3`, `5 by 3`, `(5, 3)` as [height, width], or the words of why it is no size. */
function readSize(text) {
  const pair = text.match(/^\s*([[(]?)\s*(\d+)(\s*,\s*)(\d+)\s*([\])]?)\s*$/);
  // `5, 3` are two sides; of `5,3` nobody can tell.
  if (pair && pair[1] === "" && pair[3] === ",")
    return {
      said: `Do you mean ${pair[2]}×${pair[4]}? Then write it with a cross: a comma may also stand before decimals.`,
    };
  const sides = (pair ? [pair[2], pair[4]] : text.split(/[×xX*]|\bby\b/)).map((side) =>
    readNumber(side, { ...RANGE, least: 0 }),
  );
  const said =
    sides.find((side) => side.said)?.said ??
    (sides.length > 2 ? "A size has two sides: write 5×3, or 5 for a square." : "");
  return said ? { said } : { value: [sides[0].value, sides.at(-1).value], said: "" };
}

/** `answer(value)` hears a number or a size, null for “it does not fit”; `reveal()` the wish to see it. */
export function asking({ answer, reveal, say }) {
  const words = make("span", { class: "conv-name" });
  let kind = "value";
  const check = () => {
    const { value, said } = kind === "size" ? readSize(input.value) : readNumber(input.value, RANGE);
    if (said) say(said);
    else answer(value);
  };
  const input = make("input", {
    type: "text",
    class: "conv-number conv-answer",
    autocomplete: "off",
    onpaste: oneLineOnly(say),
    onkeydown: (event) => {
      if (event.key === "Enter" && !composing(event)) check();
    },
  });
  const misfit = button("It does not fit", () => answer(null));
  const element = make(
    "div",
    { class: "conv-ask", role: "group", "aria-label": "Predict" },
    make("label", { class: "conv-field" }, words, input),
    make("div", { class: "conv-keys" }, button("Check", check), misfit, button("Show me", reveal)),
  );
  return {
    element,
    /** `asked` is "value", "size" or null; `whose` names the map where there are several. */
    update(asked, whose) {
      if (element.hidden && asked) input.value = "";
      element.hidden = asked === null;
      if (asked === null) return;
      if (asked !== kind) input.value = "";
      kind = asked;
      misfit.hidden = asked !== "size";
      write(words, asked === "size" ? "Height × width of the output" : `The next number${whose}`);
    },
  };
}

/**
 * What is to be predicted before it is shown, and what becomes of an answer. `shown()` is the scene that is drawn now.
 * @param {{ read: () => import("./state.mjs").State, save: (views: object) => void, say: (words: string, how?: object) => void,
 *   shown: () => import("./scene.mjs").Scene }} given
 */
export function predicting({ read, save, say, shown }) {
  let revealed = null;
  function reveal() {
    revealed = predictedFor(read());
    save({});
  }
  return {
    reveal,
    /** "value", "size", or null where nothing is hidden.  @param {import("./state.mjs").State} state */
    hiddenIn: (state) => (state.predict === "" || predictedFor(state) === revealed ? null : state.predict),
    answer(value) {
      const state = read();
      const { position, map } = shown();
      const { right, words } =
        state.predict === "size" ? judgeSize(state, value) : judgeValue(state, position, map ?? 0, value);
      if (right) reveal();
      say(words, { good: right });
    },
  };
}
