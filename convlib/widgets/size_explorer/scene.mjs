// From a chain of layers to its picture: how large each volume is drawn, which words stand beside it, what a neuron sees.
import { grouped, many, product } from "../shared/numbers.mjs";
import { by, rowsOf, totalsOf, waysOut } from "./chain.mjs";

/** Pixels on the screen: the tallest volume, how far a width goes back, and a depth of one map. */
const TALLEST = 140;
const BACK = { x: 0.3, y: 0.17 };
const MAP = 0.95;
const THINNEST = 2.5;
const LOWEST = 4;

/** What the lecture's last slide says of AlexNet. */
const CLAIMS = [
  ["neurons", "Neurons", 650_000],
  ["parameters", "Parameters", 60_000_000],
  ["macs", "Connections (MACs)", 630_000_000],
];

/** A share in percent, with one decimal where that says more. */
export function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 0.1) return "< 0.1 %";
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} %`;
}

/** Sides of the box that stands for a volume: height and width to scale, depth as its square root, vectors as sticks. */
function box(shape, unit) {
  const [H, W, D] = shape.length === 3 ? shape : [1, 1, shape[0]];
  const back = shape.length === 3 ? W * unit : 0;
  return {
    high: Math.max(LOWEST, H * unit),
    deep: Math.max(THINNEST, MAP * Math.sqrt(D)),
    back: { x: back * BACK.x, y: back * BACK.y },
  };
}

const sizeLines = (shape) => (shape.length === 3 ? [by(shape.slice(0, 2)), `×${shape[2]}`] : [String(shape[0])]);

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

const VERBS = { max: "keeps the largest number", avg: "takes the mean" };

function sizeSum({ layer, output, takes }, axis) {
  const { F, S, P, fit } = layer;
  const letters = layer.kind === "conv" || P ? "F + 2P" : "F";
  const numbers = `(${takes[axis]} − ${F}${letters === "F" ? "" : ` + 2·${P}`})/${S}`;
  const whole = (takes[axis] - F + 2 * P) % S === 0;
  const [open, close] = whole ? ["", ""] : fit === "ceil" ? ["⌈", "⌉"] : ["⌊", "⌋"];
  // Rounding up drops a last window that would start beyond the input.
  const dropped = !whole && fit === "ceil" && Math.ceil((takes[axis] - F + 2 * P) / S) + 1 !== output[axis];
  const name = axis === 0 ? "H" : "W";
  return `${name}₂ = (${name}₁ − ${letters})/S + 1 = ${open}${numbers}${close} + 1${dropped ? " − 1" : ""} = ${output[axis]}`;
}

/** The sums behind a layer's row, one a line, and a sentence that says what the layer does. */
function explained(row) {
  const { name, layer, takes, output, parameters, macs } = row;
  const { kind, K, F, groups, m } = layer;
  if (kind === "fc") {
    const inputs = product(takes);
    return {
      sentence: `${name}: each of ${many(m, "neuron")} is connected to all ${grouped(inputs)} numbers before it.`,
      sums: [
        ...(takes.length === 3 ? [`Inputs = ${takes.join("·")} = ${grouped(inputs)}`] : []),
        `Parameters = (${grouped(inputs)} + 1)·${grouped(m)} = ${grouped(parameters)}`,
        `MACs = ${grouped(inputs)}·${grouped(m)} = ${grouped(macs)}`,
      ],
    };
  }
  const square = takes[0] === takes[1];
  const sizes = square
    ? [sizeSum(row, 0).replace("H₂", "W₂ = H₂").replace("H₁", "W₁")]
    : [sizeSum(row, 0), sizeSum(row, 1)];
  if (kind !== "conv")
    return {
      sentence: `${name} ${VERBS[kind]} of each ${F}×${F} window, on each map by itself: ${by(takes)} becomes ${by(output)}.`,
      sums: [...sizes, `D₂ = D₁ = ${output[2]}`, "Parameters = 0: there is nothing to learn"],
    };
  const depth = takes[2] / groups;
  const halves = groups === 1 ? "" : ` in ${groups} groups`;
  return {
    sentence: `${name} slides ${many(K, "filter")} of ${F}×${F}×${depth}${halves}: ${by(takes)} becomes ${by(output)}.`,
    sums: [
      ...sizes,
      `D₂ = K = ${K}`,
      `Parameters = (${F}·${F}·${depth} + 1)·${K} = ${grouped(parameters)}`,
      `MACs = ${output.join("·")} · ${F}·${F}·${depth} = ${grouped(macs)}`,
    ],
  };
}

/** What one neuron of the picked layer reads of the picture, clipped to it, with the words that belong to it. */
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

function claimsOf(state, totals) {
  if (state.preset !== "alexnet") return [];
  return CLAIMS.map(([what, words, slide]) => {
    if (!totals) return { words, slide: grouped(slide), here: "waits", off: "", verdict: "" };
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

/** Everything the picture shows. */
export function scene(state) {
  const rows = rowsOf(state);
  const totals = totalsOf(rows);
  const picked = Math.min(state.picked, rows.length);
  const row = picked > 0 ? rows[picked - 1] : null;
  const refused = rows.find(({ status }) => status === "refused");
  const told = row?.status === "fits" ? explained(row) : { sentence: "", sums: [] };
  const start = rows.length
    ? `A picture of ${by(state.input_shape)} goes in, and ${by(rows.at(-1).output ?? [])} comes out.`
    : `A picture of ${by(state.input_shape)} goes in. Add a first layer.`;
  return {
    rows,
    totals,
    picked,
    row,
    refused: refused
      ? { place: refused.index + 1, words: refused.refused.message, ways: waysOut(state, refused) }
      : null,
    sentence: refused ? refused.refused.message : row ? told.sentence : start,
    volumes: volumesOf(state, rows, picked),
    sums: told.sums,
    waiting: row && row.status === "waits" ? `${row.name} waits until ${refused.name} fits.` : "",
    field: row && row.status !== "fits" ? null : fieldOf(state, row),
    table: rows.map((one) => ({ name: one.name, text: one.text, status: one.status, cells: cellsOf(one) })),
    sumsUp: totals
      ? [grouped(totals.parameters), grouped(totals.neurons), grouped(totals.macs)]
      : ["waits", "waits", "waits"],
    shares: sharesOf(rows, totals),
    claims: claimsOf(state, totals),
  };
}
