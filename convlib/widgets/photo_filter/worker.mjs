// Runs arithmetic.mjs beside the page, so that typing stays smooth; where workers are refused, on the page itself.
import { filtered, workerText } from "./arithmetic.mjs";

/**
 * @typedef {import("./arithmetic.mjs").Setting} Setting
 * @typedef {import("./arithmetic.mjs").Photograph} Photograph
 * @typedef {import("./arithmetic.mjs").Maps} Maps
 */

function started() {
  try {
    const address = URL.createObjectURL(new Blob([workerText()], { type: "text/javascript" }));
    const worker = new Worker(address);
    return { worker, address };
  } catch {
    return null;
  }
}

/**
 * Of questions that wait, only the newest is answered: the ones before it resolve with null. A photograph is handed over
 * once and kept; null asks about the one that is kept.
 * @returns {{ stop: () => void, ask: (photograph: Photograph | null, setting: Setting) => Promise<Maps | null> }}
 */
export function filterRunner() {
  let helper = started();
  let photograph = null;
  let unsent = null;
  let running = null;
  let waiting = null;
  let ticket = 0;

  function here({ setting, done }) {
    running = null;
    done(filtered(photograph, setting));
  }
  function run(question) {
    running = question;
    if (!helper) return here(question);
    ticket += 1;
    helper.worker.postMessage({ ...(unsent ?? {}), setting: question.setting, ticket });
    unsent = null;
  }
  function answered({ data }) {
    if (data.ticket !== ticket || !running) return;
    const { done } = running;
    running = null;
    done(data);
    const next = waiting;
    waiting = null;
    if (next) run(next);
  }
  function giveUp() {
    stop();
    if (running) here(running);
  }
  function stop() {
    helper?.worker.terminate();
    if (helper) URL.revokeObjectURL(helper.address);
    helper = null;
  }
  if (helper) {
    helper.worker.addEventListener("message", answered);
    helper.worker.addEventListener("error", giveUp);
  }

  return {
    stop,
    ask(given, setting) {
      if (given) {
        photograph = given;
        unsent = { rgba: given.rgba, rows: given.rows, cols: given.cols };
      }
      return new Promise((done) => {
        if (!running) return run({ setting, done });
        waiting?.done(null);
        waiting = { setting, done };
      });
    },
  };
}
