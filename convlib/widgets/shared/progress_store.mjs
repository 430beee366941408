// What a reader has done, as a set of names such as "04_stride/width_after". In a page the browser keeps it (IndexedDB, one
// entry for each name, so that pages and Python in JupyterLite never undo each other); in Jupyter the kernel keeps it.

const STORE = "convlib-progress";
const TABLE = "done";
const NAME_FORM = /^[a-z0-9][a-z0-9_-]{0,39}\/[a-z][a-z0-9_-]{0,59}$/;
const FORMAT = "ConvNets, one window at a time: progress";
const MOST = 200000;

const promised = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function openDatabase() {
  const opening = indexedDB.open(STORE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
  return promised(opening);
}

const isNames = (names) =>
  Array.isArray(names) && names.every((name) => typeof name === "string" && NAME_FORM.test(name));

/** The store of a page. Every page and Python worker of the site tells the others what it changes. */
function pageStore(changed) {
  const names = new Set();
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(STORE);
  const store = { names, kept: true, ready: null, add, replace, stop: () => channel?.close() };

  /** @param {{ add?: string[], replace?: string[] }} change */
  const apply = ({ add: more, replace: all }) => {
    if (all) names.clear();
    for (const name of all ?? more) names.add(name);
  };
  if (channel)
    channel.onmessage = ({ data }) => {
      if (!isNames(data?.replace ?? data?.add)) return;
      apply(data);
      changed();
    };

  // A browser may refuse to store, in a private window for instance: then the names last as long as the page.
  async function work(mode, use) {
    try {
      const database = await openDatabase();
      const result = await use(database.transaction(TABLE, mode).objectStore(TABLE));
      database.close();
      return result;
    } catch {
      store.kept = false;
      return [];
    }
  }
  async function write(change, use) {
    apply(change);
    changed();
    await work("readwrite", use);
    channel?.postMessage(change);
    if (!store.kept) changed();
  }
  function add(more) {
    return write({ add: more }, (table) => Promise.all(more.map((name) => promised(table.put(true, name)))));
  }
  function replace(all) {
    return write({ replace: all }, (table) =>
      Promise.all([promised(table.clear()), ...all.map((name) => promised(table.put(true, name)))]),
    );
  }

  store.ready = work("readonly", (table) => promised(table.getAllKeys())).then((keys) => {
    apply({ add: keys });
    changed();
  });
  return store;
}

/** The store of a widget in Jupyter: its trait `done`, which the kernel writes into a file. */
function kernelStore(model, changed) {
  const names = new Set(model.get("done"));
  const follow = () => {
    names.clear();
    for (const name of model.get("done")) names.add(name);
    changed();
  };
  const replace = async (all) => {
    model.set("done", [...new Set(all)].sort());
    model.save_changes();
    follow();
  };
  model.on("change:done", follow);
  return {
    names,
    kept: true,
    ready: Promise.resolve(),
    replace,
    add: (more) => replace([...names, ...more]),
    stop: () => model.off("change:done", follow),
  };
}

/** `{ names, kept, ready, add(names), replace(names), stop() }`; `changed()` is called whenever the names are others. */
export const progressStore = (model, changed) =>
  model?.get("keeps") === "kernel" ? kernelStore(model, changed) : pageStore(changed);

/** The names as the text of a file, the same that convlib.course.record writes. */
export const recordText = (names) => `${JSON.stringify({ format: FORMAT, done: [...names].sort() }, null, 1)}\n`;

/** `{ names }` out of the text of a file, or `{ wrong }` with words for what is no record. */
export function recordNames(text) {
  if (text.length > MOST) return { wrong: "This file is too large for a record of progress." };
  let record = null;
  try {
    record = JSON.parse(text);
  } catch {
    return { wrong: "This is no record of progress: it is not JSON." };
  }
  if (record?.format !== FORMAT) return { wrong: "This is no record of progress of this book." };
  if (!isNames(record.done)) return { wrong: "This record of progress is damaged: it holds names that are none." };
  return { names: record.done };
}
