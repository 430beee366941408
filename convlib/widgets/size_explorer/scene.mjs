// From a chain of layers to its picture: how large each volume is drawn, which words stand beside it, what a neuron sees.
import { isOpen } from "../shared/more_settings.mjs";
import { grouped, many } from "../shared/numbers.mjs";
import { by, rowsOf, totalsOf, waysOut } from "./chain.mjs";
import { switched } from "./edits.mjs";
import { COLUMNS } from "./state.mjs";
import { explained } from "./sums.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./state.mjs").Layer} Layer
 * @typedef {import("./state.mjs").Shape} Shape
 * @typedef {import("./chain.mjs").Row} Row
 *
 * Sides of the box that stands for a volume, in pixels of the screen.
 * @typedef {{ high: number, deep: number, back: { x: number, y: number } }} Box
 *
 * A part of the picture's pixels; it may begin outside.
 * @typedef {{ top: number, left: number, high: number, wide: number }} Area
 *
 * What a neuron sees: its own area, that of its neighbour, and both in words.
 * @typedef {{ box: Area | null, next: Area | null, words: string }} Sight
 *
 * A volume in the row; one that is not there yet has no box.
 * @typedef {{ name: string, kind: string, status: string, lines: string[], box: Box | null, picked: boolean, label: string }} Volume
 *
 * Everything that is shown of a state.
 * @typedef {object} Scene
 * @property {number} picked
 * @property {string} title of the picked layer
 * @property {Partial<Layer>} settings its fields; none for the picture
 * @property {{ earlier: boolean, later: boolean, remove: boolean }} offered what can be done to it
 * @property {boolean} hasField whether its neurons see a part of the picture
 * @property {{ ways: { words: string, changes: Partial<State> }[] } | null} refused
 * @property {string} sentence
 * @property {Volume[]} volumes
 * @property {string[]} sums
 * @property {string} waiting
 * @property {Sight | null} field
 * @property {boolean} spread whether its padding can go to every CONV
 * @property {string[]} columns of the table, besides the output
 * @property {{ name: string, text: string, status: string, cells: string[] }[]} table
 * @property {string[]} sumsUp
 * @property {{ title: string, total: string, parts: { name: string, kind: string, share: number, words: string }[] }[]} shares
 * @property {{ words: string, slide: string, here: string, off: string, verdict: string }[]} claims
 * @property {{ side: string, padding: string, groups: string } | null} switches AlexNet's, where the chain began as it
 */

/** Pixels on the screen: the tallest volume, how far a width goes back, and a depth of one map. */
const TALLEST = 140;
const BACK = { x: 0.3, y: 0.17 };
const MAP = 0.95;
const THINNEST = 2.5;
const LOWEST = 4;

/** What stands where a number waits for a layer that does not fit. */
const NOTHING = "—";

/** What the lecture's last slide says of AlexNet. @type {[string, string, number][]} */
const CLAIMS = [
  ["neurons", "Neurons", 650_000],
  ["parameters", "Parameters", 60_000_000],
  ["macs", "Connections (MACs)", 630_000_000],
];

/** A share of 1 in percent, in the words of written.py. */
export function percent(share) {
  return share > 0 && share < 0.001 ? "below 0.1 %" : `${(100 * share).toFixed(1)} %`;
}

/**
 * Height and width to scale, depth as its square root, vectors as sticks.
 * @param {Shape} shape
 * @param {number} unit
 * @returns {Box}
 */
function box(shape, unit) {
  const [H, W, D] = shape.length === 3 ? shape : [1, 1, shape[0]];
  const back = shape.length === 3 ? W * unit : 0;
  return {
    high: Math.max(LOWEST, H * unit),
    deep: Math.max(THINNEST, MAP * Math.sqrt(D)),
    back: { x: back * BACK.x, y: back * BACK.y },
  };
}

const sizeLines = (shape) => (shape.length === 3 ? [by(shape.slice(0, 2)), `×${shape[2]}`] : [by(shape)]);

function volumesOf(state, rows, picked) {
  const drawn = rows.filter(({ status }) => status === "fits").map(({ output }) => output);
  const sides = [state.input_shape, ...drawn]
    .filter(({ length }) => length === 3)
    .flatMap((shape) => shape.slice(0, 2));
  const unit = TALLEST / Math.max(...sides);
  const picture = {
    name: "picture",
    kind: "input",
    lines: sizeLines(state.input_shape),
    box: box(state.input_shape, unit),
  };
  const volumes = rows.map(({ name, layer, status, output }) => ({
    name,
    kind: layer.kind,
    status,
    lines: status === "fits" ? sizeLines(output) : [status === "refused" ? "does not fit" : "waits"],
    box: status === "fits" ? box(output, unit) : null,
  }));
  return [{ ...picture, status: "fits" }, ...volumes].map((volume, index) => ({
    ...volume,
    picked: index === picked,
    label: `${volume.name}: ${volume.lines.join("")}`,
  }));
}

/**
 * What one neuron of the picked layer reads of the picture, clipped to it, with the words that belong to it.
 * @param {State} state
 * @param {Row | null} row
 * @returns {Sight}
 */
function fieldOf(state, row) {
  const [H, W] = state.input_shape;
  const whole = { top: 0, left: 0, high: H, wide: W };
  if (!row) return { box: null, next: null, words: `The picture: ${by([H, W])} pixels.` };
  if (!row.field)
    return {
      box: whole,
      next: null,
      words: `Every neuron of ${row.name} sees the whole picture, ${by([H, W])} pixels.`,
    };
  const [size, jump, start] = [row.field.size, row.field.jump, row.field.start].map(Number);
  const [i, j] = [0, 1].map((axis) => (state.neuron === "corner" ? 0 : Math.floor((row.output[axis] - 1) / 2)));
  const at = (right) => ({ top: start + i * jump, left: start + (j + right) * jump, high: size, wide: size });
  const own = at(0);
  const inside = ({ top, left, high, wide }) => [
    Math.max(0, Math.min(H, top + high) - Math.max(0, top)),
    Math.max(0, Math.min(W, left + wide) - Math.max(0, left)),
  ];
  const real = inside(own);
  const who =
    state.neuron === "corner"
      ? `The neuron in the top left corner of ${row.name}`
      : `A neuron in the middle of ${row.name}`;
  const beyond =
    real[0] === size && real[1] === size ? "" : `; ${by(real)} of them lie in the picture, the rest beyond its edge`;
  const more = j + 1 < row.output[1] ? ` Its neighbour to the right looks ${many(jump, "pixel")} further.` : "";
  return {
    box: own,
    next: more ? at(1) : null,
    words: `${who} sees ${by([size, size])} pixels${beyond}.${more}`,
  };
}

/** Where parameters and MACs are, layer by layer: shares of the rows that have any. */
function sharesOf(rows, totals) {
  if (!totals || totals.parameters === 0) return [];
  return [
    ["parameters", "Parameters"],
    ["macs", "Work, in MACs"],
  ].map(([what, title]) => ({
    title,
    total: grouped(totals[what]),
    parts: rows
      .filter(({ parameters }) => parameters > 0)
      .map((row) => ({
        name: row.name,
        kind: row.layer.kind,
        share: row[what] / totals[what],
        words: percent(row[what] / totals[what]),
      })),
  }));
}

function verdict(off) {
  if (Math.abs(off) < 0.02) return "holds, rounded";
  return Math.abs(off) < 0.05 ? "nearly holds" : "does not hold";
}

function claimsOf(totals) {
  return CLAIMS.map(([what, words, slide]) => {
    if (!totals) return { words, slide: grouped(slide), here: NOTHING, off: "", verdict: "" };
    const off = totals[what] / slide - 1;
    return {
      words,
      slide: grouped(slide),
      here: grouped(totals[what]),
      verdict: verdict(off),
      off: `${off < 0 ? "−" : "+"}${(100 * Math.abs(off)).toFixed(1)} %`,
    };
  });
}

/** The cells of a layer's line in the table; empty where there is nothing to count. */
function cellsOf(row) {
  if (row.status !== "fits") return [row.status === "refused" ? "does not fit" : "waits", "", "", "", "", ""];
  const count = (number) => (number ? grouped(number) : "");
  const { output, parameters, neurons, macs, field } = row;
  return [
    by(output),
    count(parameters),
    count(neurons),
    count(macs),
    field ? grouped(field.size) : "all",
    field ? grouped(field.jump) : "all",
  ];
}

/** The settings that a layer has a field for: what a pool keeps is one, that a CONV is a CONV is none. */
function settingsOf({ kind, name, ...settings }) {
  return kind === "max" || kind === "avg" ? { kind, ...settings } : settings;
}

/** A refusal of convlib as a sentence of its own. @param {string} message */
const asSentence = (message) => `${message[0].toUpperCase()}${message.slice(1)}`.replace(/[^.]$/, "$&.");

/** Whether the picked layer is a CONV whose padding others can take over. */
const hasOthers = (layers, row) =>
  row?.layer.kind === "conv" && layers.filter(({ kind }) => kind === "conv").length > 1;

/**
 * @param {State} state
 * @param {string[] | null} [named] what stands open, of what may be named in `controls`; null is all
 * @returns {Scene}
 */
export function scene(state, named = null) {
  const rows = rowsOf(state);
  const totals = totalsOf(rows);
  const picked = Math.min(state.picked, rows.length);
  const row = picked > 0 ? rows[picked - 1] : null;
  const refused = rows.find(({ status }) => status === "refused");
  const told = row?.status === "fits" ? explained(row, named) : { sentence: "", sums: [] };
  const start = rows.length
    ? `A picture of ${by(state.input_shape)} goes in, and ${by(rows.at(-1).output ?? [])} comes out.`
    : `A picture of ${by(state.input_shape)} goes in. Add a first layer.`;
  const alexnet = state.preset === "alexnet";
  return {
    picked,
    title: row ? row.name : "The picture",
    settings: row ? settingsOf(row.layer) : {},
    offered: { earlier: picked >= 2, later: picked > 0 && picked < rows.length, remove: picked > 0 },
    hasField: Boolean(row?.field),
    refused: refused ? { ways: waysOut(state, refused) } : null,
    sentence: refused ? asSentence(refused.refused.message) : row ? told.sentence : start,
    volumes: volumesOf(state, rows, picked),
    sums: told.sums,
    waiting: row && row.status === "waits" ? `${row.name} waits until ${refused.name} fits.` : "",
    field: row && row.status !== "fits" ? null : fieldOf(state, row),
    spread: hasOthers(state.layers, row),
    columns: COLUMNS.filter((column) => isOpen(named, column)),
    table: rows.map((one) => ({ name: one.name, text: one.text, status: one.status, cells: cellsOf(one) })),
    sumsUp: totals
      ? [grouped(totals.parameters), grouped(totals.neurons), grouped(totals.macs)]
      : [NOTHING, NOTHING, NOTHING],
    shares: sharesOf(rows, totals),
    claims: alexnet ? claimsOf(totals) : [],
    switches: alexnet ? switched(state) : null,
  };
}
