// Runs arithmetic.mjs beside the page, so that typing stays smooth; where workers are refused, on the page itself.
import { filtered, workerText } from "./arithmetic.mjs";

function started() {
  try {
    const address = URL.createObjectURL(new Blob([workerText()], { type: "text/javascript" }));
    const worker = new Worker(address);
    return { worker, address };
  } catch {
    return null;
  }
}

/** `ask(photograph or null, setting)` resolves with the maps. Of questions that wait, only the newest is answered:
 *  the ones before it resolve with null. A photograph `{ rgba, planes, rows, cols }` is handed over once and kept. */
export function filterRunner() {
  let helper = started();
  let photograph = null;
  let fresh = null;
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
    helper.worker.postMessage({ ...(fresh ?? {}), setting: question.setting, ticket });
    fresh = null;
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
        fresh = { rgba: given.rgba, rows: given.rows, cols: given.cols };
      }
      return new Promise((done) => {
        if (!running) return run({ setting, done });
        waiting?.done(null);
        waiting = { setting, done };
      });
    },
  };
}
