// Tables of numbers as they are pasted: from a spreadsheet, a CSV, numpy's print, Python, a widget's own code. A paste is taken
// whole or not at all: where it can be read in two ways, has a gap or holds something else, nothing is taken, and it is said why.
import { judgedNumber, readings, writtenInFull } from "./numbers.mjs";
import { halfTurn } from "./planes.mjs";

const LONGEST = 20000;
const LONGEST_NAME = 100;
const DEEPEST = 20;

const valuesOf = (cell) => readings(cell).map(({ value }) => value);
const nothingTaken = (words) => ({ refused: `${words}; nothing was taken.` });

// ---- Lines, and the marks that part their cells ----------------------------------------------------------------------

const unquoted = (text) => text.trim().replace(/^"(.*)"$/, "$1");
const withoutLastComma = (line) => line.replace(/,\s*$/, "");

/** In which ways lines without tabs and semicolons may be rows of cells. */
const WAYS = {
  commas: (line) => withoutLastComma(line).split(","),
  // Nobody writes a number 024: there the space stands between thousands.
  spaces: (line) => (/\s0\d/.test(line) ? [""] : line.trim().split(/\s+/)),
  both: (line) => withoutLastComma(line).split(/,\s+/),
  none: (line) => [line],
};

/** The numbers of the first line: `1.5`, or `1 and 5`. */
function firstLine([cells]) {
  const words = cells.map((cell) => valuesOf(cell).map(writtenInFull).join(" or "));
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0];
}

/** The only way in which all cells are numbers that the grid may hold; where there is none, one that shows what is wrong. */
function byOnlyWay(lines, most) {
  const tables = Object.values(WAYS).map((cut) => lines.map((line) => cut(line).map(unquoted)));
  const holds = (table, allowed) => table.flat().every((cell) => valuesOf(cell).some(allowed));
  const even = tables.filter((table) => table.every((row) => row.length === table[0].length));
  const good = even.filter((table) => holds(table, (value) => Math.abs(value) <= most));
  const different = [
    ...new Map(good.map((table) => [JSON.stringify(table.map((row) => row.map(valuesOf))), table])).values(),
  ];
  if (different.length > 1)
    return nothingTaken(
      `Do you mean ${different.map(firstLine).join(", or ")}? Write decimals with a point, and a comma and a space between numbers`,
    );
  const [commas, spaces] = tables;
  return {
    cells:
      different[0] ??
      even.find((table) => holds(table, () => true)) ??
      (lines.some((line) => line.includes(",")) ? commas : spaces),
  };
}

function cellsOfLines(text, most) {
  const rows = text.replace(/;[ \t]*$/gm, "");
  const all = rows.split("\n");
  const filled = all.filter((line) => line.trim() !== "");
  // An empty line parts rows, but in a single column it is an empty cell.
  const gap = all.findIndex((line) => line.trim() === "");
  if (gap >= 0 && filled.length > 1 && filled.every((line) => !/[\s,;]/.test(line.trim())))
    return nothingTaken(`Row ${gap + 1} is empty`);
  const lines = (some) => some.split("\n").filter((line) => line.includes("\t") || line.trim() !== "");
  const cut = (mark) => ({ cells: lines(rows).map((line) => line.split(mark).map(unquoted)) });
  if (rows.includes("\t")) return cut("\t");
  if (!rows.includes(";")) return byOnlyWay(lines(rows), most);
  // In `1 0; 2 0` a semicolon ends a row, in `1;0` a cell.
  const several = rows.split(/[;\n]/).some((part) => /\S\s+\S/.test(part.trim()));
  return several ? byOnlyWay(lines(rows.replaceAll(";", "\n")), most) : cut(";");
}

// ---- Brackets, alone or among lines of code --------------------------------------------------------------------------

const CLOSING = { "[": "]", "(": ")", "{": "}" };
const MADE_FOR = /(\w+)\s*=\s*(?:(?:\w+\.)?(?:array|asarray|tensor|Tensor)\(\s*)?$/;

/** For each place of an opening bracket that of its closing one; null where one has no partner, or no array is so deep. */
function partners(text) {
  const found = new Map();
  const open = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] in CLOSING) open.push(at);
    if (open.length > DEEPEST) return null;
    if ("])}".includes(text[at])) {
      const from = open.pop();
      if (CLOSING[text[from]] !== text[at]) return null;
      found.set(from, at);
    }
  }
  return open.length === 0 ? found : null;
}

const holdsNumber = (text) => text.split(/[\s,;=[\](){}]+/).some((word) => valuesOf(word).length > 0);

/** The outermost brackets with numbers in them, but for calls and indices: `{ body, name }`; and the text around them. */
function arraysIn(text, closings) {
  const arrays = [];
  let around = "";
  for (let at = 0; at < text.length; at++) {
    const opens = text[at] in CLOSING && !/[\w)\]]/.test(text[at - 1] ?? "");
    const body = opens ? text.slice(at, closings.get(at) + 1) : "";
    if (holdsNumber(body)) {
      arrays.push({ body, name: text.slice(Math.max(0, at - LONGEST_NAME), at).match(MADE_FOR)?.[1] ?? null });
      at += body.length - 1;
    } else around += text[at];
  }
  return { arrays, around };
}

/** `[[1, 0], [2, 0]]`, `[[1 0] [2 0]]` and `[1 0; 2 0]` as nested arrays of texts; a gap between two commas is an empty text. */
function nested(body) {
  const evenly = body.replace(/;\s*(?=[\])}])/g, "");
  const whole = evenly.includes(";") ? `[${evenly.replaceAll(";", "],[")}]` : evenly;
  const words = whole.match(/[[\](){},]|[^\s,[\](){}]+/g);
  let at = 0;
  const list = () => {
    const items = [];
    let before = words[at++];
    for (; !"])}".includes(words[at]); before = words[at++]) {
      const word = words[at];
      if (word in CLOSING) {
        items.push(list());
        at -= 1;
      } else if (word !== ",") items.push(word);
      else if (before === "," || before in CLOSING) items.push("");
    }
    at += 1;
    return items;
  };
  return list();
}

/** The lengths of nested arrays along each axis; null where they are not even. */
function shapeOf(array) {
  if (!Array.isArray(array)) return [];
  const [first, ...others] = array.map(shapeOf);
  return first && others.every((one) => one && one.join() === first.join()) ? [array.length, ...first] : null;
}

/** Rows and columns of an array whose other axes have one entry: [row][column][slice], a bank of such, or with slices first. */
function flattened(array, shape, slicesFirst) {
  if (shape.length <= 2) return shape.length === 1 ? [array] : array;
  const last = (one, depth) => (depth === 1 ? one[0] : one.map((part) => last(part, depth - 1)));
  if (shape[0] === 1 && (slicesFirst || shape.length > 3)) return flattened(array[0], shape.slice(1), slicesFirst);
  return shape.at(-1) === 1 ? flattened(last(array, shape.length), shape.slice(0, -1), slicesFirst) : null;
}

function cellsOfBrackets(text, names) {
  const code = text.replace(/#.*$/gm, "").replace(/\b(?:np|numpy)\.(?:float|u?int)\d+\(([^()[\]]*)\)/g, "$1");
  const closings = partners(code);
  if (closings === null) return nothingTaken("A bracket is missing: copy from the first one to the last");
  const { arrays, around } = arraysIn(code, closings);
  const rowsAlone = arrays.length > 1 && /^[\s,;]*$/.test(around);
  const named = arrays.find(({ name }) => names.includes(name));
  if (arrays.length === 0) return nothingTaken("There is no number between these brackets");
  if (!named && holdsNumber(around)) return nothingTaken("There are numbers outside the brackets: copy only the array");
  if (!named && !rowsAlone && arrays.length > 1)
    return nothingTaken(`There are ${arrays.length} arrays here: copy just one of them`);
  const body = rowsAlone ? `[${arrays.map((one) => one.body).join()}]` : (named ?? arrays[0]).body;
  if (/\.\.\.|…/.test(body)) return nothingTaken("The dots stand for numbers that printing left out");
  const array = nested(body);
  const shape = shapeOf(array);
  if (shape === null) return { cells: array };
  // PyTorch has the slices first; a volume of the book has them last, and one that stands alone with a single plane may be either.
  const cells = flattened(array, shape, /tensor/i.test(code) || (!named && shape.at(-1) > 1));
  if (cells === null)
    return nothingTaken(`That is an array of ${shape.join("×")}, but a grid holds rows and columns: copy one slice`);
  // The code of true convolution turns its filters after they are made; a grid shows them turned.
  const turned = named && new RegExp(`\\b${named.name} = ${named.name}(?:\\[:, ::-1, ::-1\\]|\\.flip\\()`).test(code);
  return { cells: turned ? halfTurn(cells) : cells };
}

// ---- Both ------------------------------------------------------------------------------------------------------------

/** Pasted text as `{ rows }` of numbers from −`most` to `most`, or `{ refused }` with the words of why not. Among lines of code
 *  it is the array with one of the `names`. */
export function readTable(text, { most, names = [] }) {
  if (text.length > LONGEST) return nothingTaken("That is too long for a grid of numbers");
  const lines = text
    .replace(/[\u200b\ufeff]/g, "")
    .replace(/\r\n?/g, "\n")
    .replace(/\n+$/, "");
  if (lines.trim() === "") return nothingTaken("There is no number in what was pasted");
  const inBrackets = /[[{]|\(\s*\(|\(\s*[^\s)]+\s*,/.test(lines);
  const { cells, refused } = inBrackets ? cellsOfBrackets(lines, names) : cellsOfLines(lines, most);
  if (refused) return { refused };
  if (cells.some((row) => !Array.isArray(row) || row.length === 0 || row.some(Array.isArray)))
    return nothingTaken("These brackets hold no table of rows and columns");
  const lengths = cells.map((row) => row.length);
  if (new Set(lengths).size > 1) return nothingTaken(`The rows differ in length (${lengths.join(", ")})`);
  const rows = cells.map((row) => row.map((cell) => judgedNumber(cell, {})));
  for (const [i, row] of rows.entries())
    for (const [j, { value, wrong }] of row.entries()) {
      const place = `Row ${i + 1}, column ${j + 1}`;
      if (cells[i][j] === "") return nothingTaken(`${place} is empty`);
      if (wrong) return nothingTaken(`${place}: ${wrong}`);
      if (Math.abs(value) > most)
        return nothingTaken(`${place}: ${writtenInFull(value)} is not between −${most} and ${most}`);
    }
  return { rows: rows.map((row) => row.map(({ value }) => value)) };
}
