// The reader's Python: how it is doing, how a cell is stopped, and what is said when it is new.
import { hasRun, kernelWords, setUpCode } from "./lesson_copy.mjs";

/** Milliseconds after which a cell takes long, and after which a stop has not helped. */
const LONG = 8000;
const STUBBORN = 3000;
/** So many stops are prepared: Python cannot be given another while it works. */
const STOPS = 4;
const HOW = "To run a cell, click into it and press Shift + Enter, or ▶ above; begin with the first.";
const SET_UP = "Python has restarted and run the first cell for you. Run again whatever else you need.";
const NEW = "Python has restarted and knows nothing yet: run the first cell, then those that you need.";
const WORKING = "A cell is still running. You can wait, or stop it.";
const DEAF = "Python is not responding. Restart it? Your text stays; whatever was computed is lost.";

/** Follow the Python of one notebook, which is whole when it is `ready`; `show` writes how Python is doing. */
export function followPython(context, ready, say, show) {
  const session = context.sessionContext;
  const kernel = () => session.session?.kernel;
  const notebook = () => context.model.sharedModel.toJSON();
  let isNew = true;
  let waits = 0;
  let addresses = [];
  let stopped = false;
  let welcomes = false;
  // Who has run a cell knows how.
  let asked = false;

  /** Beside the cells: no number, no output. A restart breaks it off. */
  function run(code) {
    const request = { code, silent: true, store_history: false, stop_on_error: false };
    return kernel()
      .requestExecute(request)
      .done.catch(() => {});
  }

  async function prepareStops() {
    const old = addresses;
    const go = new Blob(["go"], { type: "text/plain" });
    addresses = Array.from({ length: STOPS }, () => URL.createObjectURL(go));
    await run(`__import__("js").lessonStop.take(${JSON.stringify(JSON.stringify(addresses))})`);
    for (const address of old) URL.revokeObjectURL(address);
  }

  async function stop() {
    if (kernel()?.status !== "busy") return;
    const address = addresses.shift();
    if (address) URL.revokeObjectURL(address);
    stopped = true;
    clearTimeout(waits);
    say.untell("busy");
    waits = setTimeout(offerRestart, address ? STUBBORN : 0);
  }

  function offerStop() {
    say.tell("busy", WORKING, say.button("Stop the cell", stop));
  }

  function offerRestart() {
    say.tell(
      "busy",
      DEAF,
      say.button("Restart Python", () => session.restartKernel()),
    );
  }

  /** What a new Python is given before the reader's own cells, and what the reader is told. */
  async function welcome() {
    isNew = false;
    welcomes = true;
    await ready;
    const code = setUpCode(notebook());
    const stops = prepareStops();
    if (code) await run(code);
    await stops;
    welcomes = false;
    if (asked) return;
    if (!hasRun(notebook())) say.tell("new", HOW);
    else
      say.tell(
        "new",
        code ? SET_UP : NEW,
        say.button("All right", () => say.untell("new")),
      );
  }

  function changed() {
    const status = kernel()?.status;
    show(kernelWords(status));
    if (status === "busy") {
      if (!welcomes) waits ||= setTimeout(offerStop, LONG);
    } else {
      clearTimeout(waits);
      waits = 0;
      say.untell("busy");
    }
    if (status === "restarting") begin();
    else if (kernel() && isNew) welcome();
    else if (status === "idle" && stopped) {
      // One that came too late must not stop the next cell.
      stopped = false;
      prepareStops();
    }
  }

  function begin() {
    isNew = true;
    asked = false;
  }

  /** The button ■ and the menu ask the kernel, which cannot stop anything by itself. */
  function meet() {
    if (kernel()) {
      begin();
      kernel().interrupt = stop;
      kernel().anyMessage.connect((_, { msg, direction }) => {
        const own = direction === "send" && msg.header.msg_type === "execute_request" && !msg.content.silent;
        if (!own) return;
        asked = true;
        say.untell("new");
      });
    }
    changed();
  }

  session.kernelChanged.connect(meet);
  session.statusChanged.connect(changed);
  meet();
}
