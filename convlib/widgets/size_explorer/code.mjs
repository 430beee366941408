// A chain of layers as the lines that build it, in convlib and in PyTorch; both run as they stand.
import { outputSize } from "../shared/arithmetic.mjs";
import { product } from "../shared/numbers.mjs";
import { BLOCKS, blockText, rowsOf } from "./chain.mjs";

/** @typedef {import("./state.mjs").State} State @typedef {import("./chain.mjs").Row} Row */

const BLOCK = "        ";

/** A ReLU follows every CONV and every FC but the last layer, whose numbers are the answer. */
const active = ({ layer, index }, rows) => (layer.kind === "conv" || layer.kind === "fc") && index < rows.length - 1;

const tuple = (numbers) => `(${numbers.join(", ")})`;

/** @param {State} state @param {Row[]} rows */
function convlibLines(state, rows) {
  const used = new Set([
    ...rows.map(({ layer }) => BLOCKS[layer.kind]),
    "Network",
    ...(rows.some((row) => active(row, rows)) ? ["ReLU"] : []),
  ]);
  const lines = rows.map(
    (row) =>
      `${BLOCK}${blockText(row.layer, { quote: '"', name: row.layer.name })},${active(row, rows) ? " ReLU()," : ""}`,
  );
  return [
    `from convlib import ${[...used].sort().join(", ")}`,
    "",
    "net = Network(",
    "    [",
    ...lines,
    "    ],",
    `    input_shape=${tuple(state.input_shape)},`,
    ")",
    "output = net.summary()",
    "print(output)",
  ].join("\n");
}

/** How far windows reach beyond the near and the far edge along one axis; the far one is below 0 where pixels are left over. */
function reach({ F, S, P, fit }, size) {
  const windows = outputSize({ size, F, S, P, fit });
  return [P, (windows - 1) * S + F - size - P];
}

/** PyTorch pads a pool by half of its window at most, and a convolution never rounds up: then a padding of its own comes first. */
function ownPadding({ layer, takes }) {
  const { kind, F, P, fit } = layer;
  if (kind === "conv" ? fit !== "ceil" : P <= Math.floor(F / 2)) return null;
  const [top, bottom] = reach(layer, takes[0]);
  const [left, right] = reach(layer, takes[1]);
  return `${kind === "max" ? "nn.ConstantPad2d" : "nn.ZeroPad2d"}(${tuple([left, right, top, bottom])}${kind === "max" ? ', float("-inf")' : ""})`;
}

/** @param {Row} row */
function pytorchLayer(row) {
  const { layer, takes } = row;
  const { kind, K, F, S, P, groups, fit, m } = layer;
  if (kind === "fc") {
    return [...(takes.length === 3 ? ["nn.Flatten()"] : []), `nn.Linear(${product(takes)}, ${m})`];
  }
  const padded = ownPadding(row);
  /** @type {(string | number)[]} */
  const settings = kind === "conv" ? [takes[2], K, F] : [F];
  if (S !== (kind === "conv" ? 1 : F)) settings.push(`stride=${S}`);
  if (P && !padded) settings.push(`padding=${P}`);
  if (kind === "conv" && groups !== 1) settings.push(`groups=${groups}`);
  if (kind !== "conv" && fit === "ceil" && !padded) settings.push("ceil_mode=True");
  if (kind === "avg" && P && !padded) settings.push("count_include_pad=False");
  const words = { conv: "Conv2d", max: "MaxPool2d", avg: "AvgPool2d" };
  return [...(padded ? [padded] : []), `nn.${words[kind]}(${settings.join(", ")})`];
}

/** @param {State} state @param {Row[]} rows */
function pytorchLines(state, rows) {
  const [H, W, D] = state.input_shape;
  const lines = rows.map(
    (row) => `    ${[...pytorchLayer(row), ...(active(row, rows) ? ["nn.ReLU()"] : [])].join(", ")},`,
  );
  return [
    "import torch",
    "from torch import nn",
    "",
    "net = nn.Sequential(",
    ...lines,
    ")",
    `output = torch.zeros(1, ${D}, ${H}, ${W})`,
    "for layer in net:",
    "    output = layer(output)",
    '    print(f"{type(layer).__name__:12}", tuple(output.shape[1:]))',
    'print(f"{sum(p.numel() for p in net.parameters()):,} parameters")',
  ].join("\n");
}

/**
 * The lines of a state, or null while there is no layer, or one that does not fit.
 * @param {State} state
 */
export function code(state) {
  const rows = rowsOf(state);
  if (rows.length === 0 || rows.at(-1).status !== "fits") return null;
  return { convlib: convlibLines(state, rows), pytorch: pytorchLines(state, rows) };
}
