"""Note what is done in the browser's own store, from Python in a web worker (JupyterLite).

It is the store of `widgets/shared/progress_store.mjs`, which the book's pages read: one entry for each name.
"""

import js
from pyodide.ffi import create_once_callable, to_js

STORE, TABLE, VERSION = "convlib-progress", "done", 1


def add(name):
    """Store `name`, and tell the pages that are open; a browser that refuses to store is left in peace."""
    try:
        opening = js.indexedDB.open(STORE, VERSION)
    except Exception:  # a JsException of whatever kind the browser throws
        return _tell(name)

    def create(_event):
        opening.result.createObjectStore(TABLE)

    def put(_event):
        opening.result.transaction(TABLE, "readwrite").objectStore(TABLE).put(True, name)
        opening.result.close()
        _tell(name)

    # Proxies of Python functions must outlive this call; each frees itself once it was called.
    opening.onupgradeneeded = create_once_callable(create)
    opening.onsuccess = create_once_callable(put)
    opening.onerror = create_once_callable(lambda _event: _tell(name))


def _tell(name):
    channel = js.BroadcastChannel.new(STORE)
    channel.postMessage(to_js({"add": [name]}, dict_converter=js.Object.fromEntries))
    channel.close()
