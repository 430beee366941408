// Compile the modules of wheels with Pyodide's own Python: node bytecode.cjs PYODIDE FROM TO KEEP
// Each wheel of the folder FROM arrives in TO; the one whose name begins with KEEP has its sources as well.
const [pyodide, from, to, keep] = process.argv.slice(2);
const { loadPyodide } = require(`${pyodide}/pyodide.js`);

const COMPILE = `
import importlib.util, warnings, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

warnings.simplefilter("ignore")
for wheel in sorted(Path("/from").glob("*.whl")):
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(f"/to/{wheel.name}", "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            name, data = entry.filename, source.read(entry)
            if name.endswith(".py"):
                try:
                    code = compile(data, f"/lib/python3.12/site-packages/{name}", "exec", dont_inherit=True)
                except SyntaxError:
                    # A template, or made for another Python.
                    code = None
                if code is not None:
                    # Not compared with the source when it is imported.
                    compiled = bytes(_code_to_hash_pyc(code, importlib.util.source_hash(data), checked=False))
                    if wheel.name.startswith(keep):
                        beside = importlib.util.cache_from_source(name, optimization="")
                        target.writestr(zipfile.ZipInfo(beside), compiled, zipfile.ZIP_DEFLATED)
                    else:
                        name, data = f"{name}c", compiled
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
`;

(async () => {
  const python = await loadPyodide({
    indexURL: pyodide,
    lockFileURL: `${__dirname}/pyodide-lock.json`,
    env: { PYTHONHASHSEED: "0" },
  });
  python.mountNodeFS("/from", from);
  python.mountNodeFS("/to", to);
  python.globals.set("keep", keep);
  python.runPython(COMPILE);
})();
