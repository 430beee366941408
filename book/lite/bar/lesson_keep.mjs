// The reader's copy is kept: within half a second of the last key, when the page closes, in one tab at a time.
import { refused } from "./lesson_begin.mjs";
import { refusedName, textsOf, withTexts } from "./lesson_copy.mjs";

/** Milliseconds after the last change, and at most after the first. */
const SOON = 400;
const AT_LAST = 3000;
/** Milliseconds after which another tab is taken to be asleep. */
const ASLEEP = 5000;
const SITE = new URL(".", import.meta.url).pathname;
const NOT_KEPT = "This browser keeps nothing for this site: your changes are lost when you close or reload this page.";
const FULL = "This browser has no room left: your latest changes are not kept. Download yours, then free some space.";
const ELSEWHERE = "This lesson is open in another tab, which keeps your changes.";

/** Every save that the browser refuses is told in words; JupyterLab would open a dialog for each. */
export function guardStore(contents, say, downloadButton) {
  const { save, rename, createCheckpoint } = contents;
  const refusedSaves = new Set();
  const running = new Set();
  contents.save = async (path, options) => {
    const saving = save.call(contents, path, options);
    running.add(saving);
    try {
      const file = await saving;
      refusedSaves.delete(path);
      if (!refusedSaves.size) say.untell("full");
      return file;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      refusedSaves.add(path);
      say.tell("full", FULL, downloadButton());
      const now = new Date().toISOString();
      return { ...options, path, name: path.split("/").pop(), created: now, last_modified: now };
    } finally {
      running.delete(saving);
    }
  };
  // JupyterLab's store lets one notebook take the place of another. A refusal leaves all as it was and answers with
  // that, for Python waits for an answer for ever when it gets an error.
  contents.rename = async (from, to) => {
    const isThere = (path) => contents.get(path, { content: false }).catch(() => null);
    // What is being stored under the old name would come back there.
    await Promise.allSettled(running);
    const words = from !== to && refusedName(from, to, !to.includes("%") && (await isThere(to)));
    if (words)
      say.tell(
        "name",
        words,
        say.button("All right", () => say.untell("name")),
      );
    else say.untell("name");
    // Under the name that it has, the store would delete it.
    return words || from === to ? contents.get(from, { content: false }) : rename.call(contents, from, to);
  };
  // A copy of the copy, which no reader asked for.
  contents.createCheckpoint = async (path) => {
    try {
      return await createCheckpoint.call(contents, path);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return { id: "0", last_modified: new Date().toISOString() };
    }
  };
  if (refused.has("store")) say.tell("store", NOT_KEPT, downloadButton());
  window.addEventListener(
    "beforeunload",
    (event) => {
      if (refusedSaves.size) event.preventDefault();
    },
    true,
  );
}

/**
 * The care of one open document: `ready`, `save`, and `end` when it is to be left alone.
 * `setElsewhere` is told whether another tab has it.
 */
export function keep(context, say, setElsewhere) {
  // A document may be renamed.
  const journal = () => `lesson-journal ${SITE}${context.path}`;
  const lock = () => `lesson ${SITE}${context.path}`;
  let channel = listenTo(lock());
  let timer = 0;
  let since = 0;
  // Changed since the last save began; the model's own mark is set late, and taken away too much.
  let pending = false;
  let saving = null;
  let mine = true;
  /** @type {(value?: any) => void} */
  let release = () => {};

  async function save() {
    clearTimeout(timer);
    await saving;
    if (!mine || !pending || context.isDisposed) return;
    since = 0;
    pending = false;
    // JupyterLab itself tells of what went wrong.
    saving = context
      .save()
      .catch(() => {
        pending = true;
      })
      .finally(() => {
        saving = null;
      });
    await saving;
    if (!pending) localStorage.removeItem(journal());
  }

  function changed() {
    if (!mine) return;
    pending = true;
    since ||= performance.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(SOON, since + AT_LAST - performance.now())));
  }

  /** The database answers too late for a page that closes; this does not. */
  function putAway() {
    if (!mine || context.isDisposed || !(pending || saving)) return true;
    const { sharedModel } = context.model;
    if (!sharedModel.cells) return false;
    try {
      localStorage.setItem(journal(), JSON.stringify({ at: Date.now(), texts: textsOf(sharedModel.toJSON()) }));
      return true;
    } catch {
      return false;
    }
  }

  /** What was put away when the page closed, unless something newer has been stored since. */
  async function takeUp() {
    const { at, texts } = JSON.parse(localStorage.getItem(journal()) ?? "{}");
    if (!texts) return;
    const stored = new Date(context.contentsModel?.last_modified ?? 0).getTime();
    const { sharedModel } = context.model;
    const now = sharedModel.toJSON();
    if (stored < at + 2000 && JSON.stringify(textsOf(now)) !== JSON.stringify(texts)) {
      sharedModel.fromJSON(withTexts(now, texts));
      pending = true;
      await save();
    }
    localStorage.removeItem(journal());
  }

  function leave(event) {
    if (event.type === "visibilitychange" && document.visibilityState !== "hidden") return;
    if (!putAway()) return;
    // JupyterLab would ask whether to leave, although nothing is lost.
    if (event.type === "beforeunload") event.stopImmediatePropagation();
    else save();
  }

  /** One tab at a time writes a lesson; in another one it is to be read, until the reader goes on there. */
  function rest() {
    mine = false;
    clearTimeout(timer);
    setElsewhere(true);
    say.tell("tab", ELSEWHERE, say.button("Go on here", goOn));
  }

  async function goOn() {
    channel.postMessage("leave it to me");
    // A tab that does not answer is asleep; what it had was put away when it fell asleep.
    if (!(await hold({ signal: AbortSignal.timeout(ASLEEP) }))) await hold({ steal: true });
    await context.revert();
    await takeUp();
    setElsewhere(false);
    say.untell("tab");
  }

  /** Hold the lock until it is asked for: resolves to whether it could be had. */
  function hold(options) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      navigator.locks
        .request(lock(), options, (held) => {
          mine = Boolean(held);
          resolve(mine);
          return (
            held &&
            new Promise((done) => {
              release = done;
            })
          );
        })
        .catch(({ name }) => {
          if (name === "TimeoutError") resolve(false);
          else rest();
        });
    });
  }

  function listenTo(name) {
    const channel = new BroadcastChannel(name);
    channel.onmessage = async () => {
      if (!mine) return;
      await save();
      rest();
      release();
    };
    return channel;
  }

  /** Under its new name, it is this tab's as it was before. */
  function renamed() {
    channel.close();
    channel = listenTo(lock());
    if (!mine) return;
    release();
    hold({ ifAvailable: true }).then((held) => held || rest());
  }

  async function begin() {
    await context.ready;
    context.model.contentChanged.connect(changed);
    context.pathChanged.connect(renamed);
    // A page that is being left holds it for a moment.
    if (!(await hold({ ifAvailable: true }))) await new Promise((resolve) => setTimeout(resolve, 500));
    if (!mine && !(await hold({ ifAvailable: true }))) return rest();
    await takeUp();
  }

  // Before JupyterLab's own listeners, which are asked after those that catch.
  for (const kind of ["beforeunload", "pagehide"]) window.addEventListener(kind, leave, true);
  document.addEventListener("visibilitychange", leave);
  context.disposed.connect(() => {
    release();
    channel.close();
  });
  return {
    /** When the document is as the reader left it. */
    ready: begin(),
    save,
    end() {
      mine = false;
      clearTimeout(timer);
      localStorage.removeItem(journal());
    },
  };
}
