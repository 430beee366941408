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

const [databases, worker] = await Promise.all([databasesOpen(), workerServes()]);
const items = itemsAreKept();
if (!databases) Object.defineProperty(window, "indexedDB", { value: undefined });
if (!items) Object.defineProperty(window, "localStorage", { value: new ShortMemory(readableItems()) });
if (!databases && !items) refused.add("store");
if (!worker) {
  refused.add("files");
  Object.defineProperty(navigator, "serviceWorker", { value: undefined });
}
