// Before JupyterLab starts: what this browser refuses. JupyterLab counts on a store and on a service worker and
// breaks, or says technical things, without them; where they are refused, it is given something that does.

/** What is refused: "store", where the reader's copies would be kept; "files", the way from Python to them. */
export const refused = new Set();

/** A stand-in for localStorage that lasts as long as the page; it begins with what can be read. */
class ShortMemory {
  #items;
  constructor(items) {
    this.#items = new Map(items);
  }
  get length() {
    return this.#items.size;
  }
  key(place) {
    return [...this.#items.keys()][place] ?? null;
  }
  getItem(name) {
    return this.#items.get(String(name)) ?? null;
  }
  setItem(name, value) {
    this.#items.set(String(name), String(value));
  }
  removeItem(name) {
    this.#items.delete(String(name));
  }
  clear() {
    this.#items.clear();
  }
}

function databasesOpen() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("lesson-begin");
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
    } catch {
      resolve(false);
    }
  });
}

function itemsAreKept() {
  try {
    localStorage.setItem("lesson-begin", "kept");
    localStorage.removeItem("lesson-begin");
    return true;
  } catch {
    return false;
  }
}

/** What is full, or is only to be looked at, can still be read. */
function readableItems() {
  try {
    return Object.entries(localStorage);
  } catch {
    return [];
  }
}

/** Whether the service worker that JupyterLab will ask for, at this address, can be had. */
async function workerServes() {
  try {
    const address = new URL("service-worker.js?enableCache=false", import.meta.url);
    return (await navigator.serviceWorker.register(address)) instanceof ServiceWorkerRegistration;
  } catch {
    return false;
  }
}

/** Where JupyterLab keeps the files of this copy of the book, and where the first release kept those of all. */
const STORE = `JupyterLite Storage - ${new URL(".", import.meta.url).pathname}`;
const FIRST_STORE = "convnets-lessons";

/** What a request to a database brings. */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A database that is there already, or null: one that is not there would come to be when it is opened. */
function existing(name) {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction.abort();
  return answer(request).catch(() => null);
}

/** Every store of a database with its entries: [name, keys, values]. */
function storesOf(database) {
  return Promise.all(
    Array.from(database.objectStoreNames, async (store) => {
      const entries = database.transaction(store).objectStore(store);
      return [store, ...(await Promise.all([answer(entries.getAllKeys()), answer(entries.getAll())]))];
    }),
  );
}

/** A reader of the first release finds everything again: a store that is new begins with what stood in the first. */
async function bringFirstStore() {
  const own = await existing(STORE);
  if (own) return own.close();
  const first = await existing(FIRST_STORE);
  if (!first) return;
  const stores = await storesOf(first);
  first.close();
  if (!stores.length) return;
  const request = indexedDB.open(STORE);
  request.onupgradeneeded = () => {
    for (const [name, keys, values] of stores) {
      const store = request.result.createObjectStore(name);
      keys.forEach((key, place) => store.put(values[place], key));
    }
  };
  (await answer(request)).close();
}

const [databases, worker] = await Promise.all([databasesOpen(), workerServes()]);
const items = itemsAreKept();
// Without room for it, JupyterLab begins with the lessons as they are on the site.
if (databases) await bringFirstStore().catch(() => {});
if (!databases) Object.defineProperty(window, "indexedDB", { value: undefined });
if (!items) Object.defineProperty(window, "localStorage", { value: new ShortMemory(readableItems()) });
if (!databases && !items) refused.add("store");
if (!worker) {
  refused.add("files");
  Object.defineProperty(navigator, "serviceWorker", { value: undefined });
}
