// What a reader has done, as a set of names such as "04_stride/width_after", and guessed, as text by its name. In a page the
// browser keeps it (IndexedDB, one entry for each name: true for what is done, the text of a guess; so pages and Python in
// JupyterLite never undo each other); in Jupyter the kernel keeps it.

const STORE = "convlib-progress";
const TABLE = "done";
const NAME_FORM = /^[a-z0-9][a-z0-9_-]{0,39}\/[a-z][a-z0-9_-]{0,59}$/;
const FORMAT = "ConvNets, one window at a time: progress";
const MOST = 200000;
const LONGEST_GUESS = 200;

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

/** Guesses by their names; null is one that is taken back. */
const isGuesses = (guesses) =>
  guesses !== null &&
  typeof guesses === "object" &&
  isNames(Object.keys(guesses)) &&
  Object.values(guesses).every(
    (words) => words === null || (typeof words === "string" && words.length <= LONGEST_GUESS),
  );

/** The page's one store, and who wants to know when it changes: a lesson asks for a dozen guesses. */
let ofPage = null;
const told = new Set();

function pageStore(changed) {
  told.add(changed);
  ofPage ??= openStore(() => [...told].forEach((one) => one()));
  return Object.create(ofPage, { stop: { value: () => told.delete(changed) } });
}

/** Open the store of a page. Every page and Python worker of the site tells the others what it changes. */
function openStore(changed) {
  const names = new Set();
  const guesses = new Map();
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(STORE);
  const store = { names, guesses, kept: true, ready: null, add, guess, replace };

  /** @param {{ add?: string[], replace?: string[], guesses?: Record<string, string | null> }} change */
  const apply = ({ add: more, replace: all, guesses: guessed = {} }) => {
    if (all) {
      names.clear();
      guesses.clear();
    }
    for (const name of all ?? more ?? []) names.add(name);
    for (const [name, words] of Object.entries(guessed)) {
      if (words === null) guesses.delete(name);
      else guesses.set(name, words);
    }
  };
  if (channel)
    channel.onmessage = ({ data }) => {
      if (!isNames(data?.replace ?? data?.add ?? []) || !isGuesses(data?.guesses ?? {})) return;
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
  const putAll = (table, all, guessed) => [
    ...all.map((name) => promised(table.put(true, name))),
    ...Object.entries(guessed).map(([name, words]) => promised(table.put(words, name))),
  ];
  function add(more, guessed = {}) {
    return write({ add: more, guesses: guessed }, (table) => Promise.all(putAll(table, more, guessed)));
  }
  function guess(name, words) {
    return write({ guesses: { [name]: words } }, (table) =>
      promised(words === null ? table.delete(name) : table.put(words, name)),
    );
  }
  function replace(all, guessed = {}) {
    return write({ replace: all, guesses: guessed }, (table) =>
      Promise.all([promised(table.clear()), ...putAll(table, all, guessed)]),
    );
  }

  const both = (table) => Promise.all([promised(table.getAllKeys()), promised(table.getAll())]);
  store.ready = work("readonly", both).then(([keys = [], values = []]) => {
    const guessed = keys.flatMap((name, place) => (typeof values[place] === "string" ? [[name, values[place]]] : []));
    apply({ add: keys.filter((_, place) => values[place] === true), guesses: Object.fromEntries(guessed) });
    changed();
  });
  return store;
}

/** The store of a widget in Jupyter: its traits `done` and `guesses`, which the kernel writes into a file. */
function kernelStore(model, changed) {
  const names = new Set();
  const guesses = new Map();
  const read = () => {
    names.clear();
    for (const name of model.get("done") ?? []) names.add(name);
    guesses.clear();
    for (const [name, words] of Object.entries(model.get("guesses") ?? {})) guesses.set(name, words);
  };
  const follow = () => {
    read();
    changed();
  };
  const keep = async (all, guessed) => {
    model.set("done", [...new Set(all)].sort());
    model.set("guesses", guessed);
    model.save_changes();
    follow();
  };
  const kept = () => Object.fromEntries(guesses);
  read();
  for (const name of ["done", "guesses"]) model.on(`change:${name}`, follow);
  return {
    names,
    guesses,
    kept: true,
    ready: Promise.resolve(),
    replace: (all, guessed = {}) => keep(all, guessed),
    add: (more, guessed = {}) => keep([...names, ...more], { ...kept(), ...guessed }),
    guess: (name, words) =>
      keep(
        [...names],
        Object.fromEntries(Object.entries({ ...kept(), [name]: words }).filter(([, one]) => one !== null)),
      ),
    stop: () => {
      for (const name of ["done", "guesses"]) model.off(`change:${name}`, follow);
    },
  };
}

/** `{ names, guesses, kept, ready, add(names, guesses), guess(name, words), replace(names, guesses), stop() }`;
 *  `changed()` is called whenever names or guesses are others. */
export const progressStore = (model, changed) =>
  model?.get("keeps") === "kernel" ? kernelStore(model, changed) : pageStore(changed);

/** Names and guesses as the text of a file, the same that convlib.course.record writes. */
export function recordText(names, guesses = new Map()) {
  const guessed = guesses.size > 0 ? { guesses: Object.fromEntries([...guesses].sort()) } : {};
  return `${JSON.stringify({ format: FORMAT, done: [...names].sort(), ...guessed }, null, 1)}\n`;
}

/** `{ names, guesses }` out of the text of a file, or `{ wrong }` with words for what is no record. */
export function recordNames(text) {
  if (text.length > MOST) return { wrong: "This file is too large for a record of progress." };
  let record = null;
  try {
    record = JSON.parse(text);
  } catch {
    return { wrong: "This is not a record of progress: it is not JSON." };
  }
  if (record?.format !== FORMAT) return { wrong: "This is not a record of progress in this book." };
  if (!isNames(record.done)) return { wrong: "This record of progress is damaged: some of its names are not valid." };
  const guesses = record.guesses ?? {};
  if (!isGuesses(guesses) || Object.values(guesses).includes(null))
    return { wrong: "This record of progress is damaged: some of its guesses are not valid." };
  return { names: record.done, guesses };
}
