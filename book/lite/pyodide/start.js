// Where JupyterLite expects Pyodide's own script: its worker calls the `loadPyodide` that it finds here.
self.loadPyodide = async (options) => {
  // This puts Pyodide's function in the place of the one that runs.
  importScripts(`${options.indexURL}pyodide.js`);
  const python = await self.loadPyodide(options);
  // Python would look for each module in the notebook's folder first; each look there asks the page, and waits.
  python.runPython("import sys; sys.path.remove('')");
  python.setInterruptBuffer(self.lessonStop);
  giveAFolder(python.FS);
  return python;
};

// WebKit tells of what has been collected even while a request is waited for. Python, which waits there with its own
// lock given away, may not be touched then; a timer comes when it is done.
self.FinalizationRegistry = class extends self.FinalizationRegistry {
  constructor(clean) {
    super((held) => setTimeout(clean, 0, held));
  }
};

// How a cell is stopped while Python, and with it this worker, is busy: the page gives addresses beforehand, and
// takes one back to stop. Python looks at item 0 every few jumps; what it finds there is a signal, 2 is Ctrl+C.
self.lessonStop = {
  addresses: [],
  // Only a cell is stopped, never what the kernel does before and after it.
  inCell: false,
  next: 0,
  get 0() {
    if (!this.inCell || !this.addresses.length || performance.now() < this.next) return 0;
    this.next = performance.now() + 200;
    if (isThere(this.addresses[0])) return 0;
    this.addresses.shift();
    return 2;
  },
  set 0(_) {},
  enter() {
    this.inCell = true;
    this.next = performance.now() + 200;
  },
  leave() {
    this.inCell = false;
  },
  /** Addresses from the page, as JSON. Where a policy forbids to read them, each would seem to be taken back. */
  take(addresses) {
    this.addresses = JSON.parse(addresses).filter(isThere);
  },
};

function isThere(address) {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    return request.status === 200;
  } catch {
    return false;
  }
}

/** The notebook's folder comes through a service worker. Where nobody answers, Python gets an empty one. */
function giveAFolder(FS) {
  const mount = FS.mount;
  FS.mount = (drive, options, place) => {
    mount.call(FS, drive, options, place);
    try {
      FS.readdir(place);
    } catch {
      FS.unmount(place);
    }
  };
}
