// Where JupyterLite expects Pyodide's own script: its worker calls the `loadPyodide` that it finds here.
self.loadPyodide = async (options) => {
  // This puts Pyodide's function in the place of the one that runs.
  importScripts(`${options.indexURL}pyodide.js`);
  const python = await self.loadPyodide(options);
  // Python would look for each module in the notebook's folder first; each look there asks the page, and waits.
  python.runPython("import sys; sys.path.remove('')");
  return python;
};
