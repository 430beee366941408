// The reader's copy of a lesson and the text on the site: which is newer, and what the bar says about it. No DOM.

/** The name under which a copy is laid aside: "04_stride.ipynb" → "04_stride (my copy 2026-11-23 14.05).ipynb". */
export function asideName(path, now) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  const time = [two(now.getHours()), two(now.getMinutes())].join(".");
  return path.replace(/(\.ipynb)?$/, ` (my copy ${day} ${time}).ipynb`);
}

/** Whether the open notebook was made from another text than the site has now; a notebook of one's own never is. */
export function isOlder(path, metadata, texts) {
  const mine = metadata?.lesson?.text;
  return path in texts && mine !== undefined && mine !== texts[path];
}

/** What the bar says while Python starts, works and waits. */
export function kernelWords(status) {
  if (status === "idle") return "Python is ready";
  if (status === "busy") return "Python is working …";
  if (["dead", "terminating"].includes(status)) return "Python has stopped";
  return "Python is starting …";
}

/** The address of the lesson in the book, from the address of the app that shows it. */
export function bookPage(path, app) {
  const lesson = /^[\w-]+\.ipynb$/.test(path) ? path.replace(/ipynb$/, "html") : null;
  return new URL(lesson ? `../../lessons/${lesson}` : "../../book/intro.html", app).href;
}

/** The address that opens a notebook which JupyterLab has just given another name; any other address as it is. */
export function openingAddress(address, app) {
  const { origin, pathname } = new URL(address, app);
  const folder = new URL(".", app);
  if (origin !== folder.origin || !/\/notebooks\/$/.test(folder.pathname)) return address;
  const name = pathname.startsWith(folder.pathname) ? pathname.slice(folder.pathname.length) : "";
  if (!name || name === "index.html") return address;
  return `${folder.pathname}index.html?path=${encodeURIComponent(decodeURIComponent(name))}`;
}

/** Why a notebook may not have this name, in words; null where it may. `taken` tells whether something has it. */
export function refusedName(from, to, taken) {
  if (![from, to].some((path) => path.endsWith(".ipynb"))) return null;
  const name = to.split("/").pop();
  if (to.includes("%")) return `A name with a % cannot be stored, so “${name}” was not used. Please choose another.`;
  if (taken && to.endsWith(".ipynb"))
    return `There is already a file “${name}”, which stays as it is. Please choose another name.`;
  return null;
}

/** Where a link of a lesson into the book leads, from the address of the app; null for any other link. */
export function intoTheBook(href, app) {
  const mark = "https://book.invalid/";
  return href.startsWith(mark) ? new URL(`../../${href.slice(mark.length)}`, app).href : null;
}

const codeCells = (notebook) => notebook.cells.filter((cell) => cell.cell_type === "code");
const textOf = (cell) => [cell.source].flat().join("");

/** Whether somebody has run a cell of it, now or at an earlier visit. */
export function hasRun(notebook) {
  return codeCells(notebook).some((cell) => cell.execution_count);
}

/** The code of the first cell, if it is still the lesson's own and has been run; else null. */
export function setUpCode(notebook) {
  const [first] = codeCells(notebook);
  const own = notebook.metadata?.lesson?.setUp;
  return first?.execution_count && own !== undefined && textOf(first) === own ? own : null;
}

/** What a reader writes, and nothing else: small enough to be put away while the page closes. */
export function textsOf(notebook) {
  return notebook.cells.map(({ id, cell_type, source, metadata, attachments }) => ({
    id,
    cell_type,
    source,
    metadata,
    // The pictures that were pasted into a text.
    ...(attachments && { attachments }),
  }));
}

/** The notebook with these texts, and with the outputs that it has. */
export function withTexts(notebook, texts) {
  const stored = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  const cells = texts.map((text) => {
    const blank = text.cell_type === "code" ? { outputs: [], execution_count: null } : {};
    const old = stored.get(text.id);
    return { ...(old?.cell_type === text.cell_type ? old : blank), ...text };
  });
  return { ...notebook, cells };
}
