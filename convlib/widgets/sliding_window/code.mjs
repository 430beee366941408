// The setting of a sliding window as lines that run, with convlib and with PyTorch; both end in `output = …`.
import { listText, slicesFirst } from "../shared/python_text.mjs";
import { measures, outputShape, refusalOf } from "./layer.mjs";

/**
 * @typedef {import("./layer.mjs").Setting} Setting
 * @typedef {import("./state.mjs").State} State
 */

/** Arguments where they differ from what the function does by itself: `, stride=2, fit="floor"`. */
const keywords = (settings) =>
  settings
    .filter(([, value, usual]) => value !== usual)
    .map(([name, value]) => `, ${name}=${typeof value === "string" ? `"${value}"` : value}`)
    .join("");

const program = (imports, lines) => `${imports.join("\n")}\n\n${lines.join("\n")}\n`;

/** An array (H, W, D) in numpy: a single slice is written as rows of numbers. */
const arrayText = (volume) =>
  volume[0][0].length > 1
    ? `np.array(${listText(volume)})`
    : `np.array(${listText(volume.map((line) => line.flat()))})[..., np.newaxis]`;

function bankText(filters) {
  if (filters.length === 1) return `${arrayText(filters[0])}[np.newaxis]`;
  if (filters[0][0][0].length > 1) return `np.array(${listText(filters)})`;
  return `np.array(${listText(filters.map((filter) => filter.map((line) => line.flat())))})[..., np.newaxis]`;
}

const tensorText = (slices) => `torch.tensor(${listText(slices)}, dtype=torch.float64)`;

/**
 * The border of a setting: what the layer pads by itself, and what has to be laid around the input before it.
 * @param {Setting} setting
 */
function border(setting) {
  const { H, W, S, P, mode, tall, wide, top, left, bottom, right } = setting;
  const [rows, cols] = outputShape(setting);
  const under = Math.max(0, (rows - 1) * S + tall - top - bottom - H);
  const beside = Math.max(0, (cols - 1) * S + wide - left - right - W);
  // Rounding up drops a window that would begin beyond the input, where rounding down would keep it.
  const dropped = [
    [H + top + bottom, tall, rows],
    [W + left + right, wide, cols],
  ].some(([size, reached, out]) => Math.floor((size - reached) / S) + 1 > out);
  return {
    own: mode === "zeros" ? P : 0,
    cut: dropped ? [(rows - 1) * S + tall, (cols - 1) * S + wide] : null,
    copied: mode === "reflect" || mode === "replicate" ? { P, mode } : null,
    same: mode === "same" ? { top, left, bottom, right } : null,
    overhang: under + beside > 0 ? { under, beside } : null,
  };
}

/** @param {Setting} setting */
function convlibConv(setting) {
  const { x, filters, bias, flip, relu, S, dilation } = setting;
  const { own, cut, copied, same, overhang } = border(setting);
  const lines = [`x = ${arrayText(x)}`, `filters = ${bankText(filters)}`, `bias = ${listText(bias)}`];
  if (flip) lines.push("filters = filters[:, ::-1, ::-1]  # true convolution");
  if (copied) lines.push(`x = pad(x, ${copied.P}, mode="${copied.mode}")`);
  if (copied && overhang)
    lines.push(`x = np.pad(x, ((0, ${overhang.under}), (0, ${overhang.beside}), (0, 0)))  # under the last windows`);
  if (copied && cut) lines.push(`x = x[:${cut[0]}, :${cut[1]}]`);
  if (same) lines.push(`x = np.pad(x, ((${same.top}, ${same.bottom}), (${same.left}, ${same.right}), (0, 0)))  # SAME`);
  // Where the border is laid already, the windows have their places, and what is left over is left.
  const fit = copied || same ? "floor" : setting.fit;
  lines.push(
    `output = conv(x, filters, bias${keywords([
      ["stride", S, 1],
      ["padding", own, 0],
      ["dilation", dilation, 1],
      ["fit", fit, "exact"],
    ])})`,
  );
  if (relu) lines.push("output = relu(output)");
  return program(
    ["import numpy as np", `from convlib import conv${copied ? ", pad" : ""}${relu ? ", relu" : ""}`],
    lines,
  );
}

/** @param {Setting} setting */
function convlibPool({ x, op, F, S, P, fit }) {
  const call = `${op}_pool(x, ${F}${keywords([
    ["stride", S, F],
    ["padding", P, 0],
    ["fit", fit, "exact"],
  ])})`;
  return program(["import numpy as np", `from convlib import ${op}_pool`], [`x = ${arrayText(x)}`, `output = ${call}`]);
}

const TORCH = ["import torch", "import torch.nn.functional as F"];

/** @param {Setting} setting */
function torchConv(setting) {
  const { x, filters, bias, flip, relu, S, dilation } = setting;
  const { own, cut, copied, same, overhang } = border(setting);
  const laid = cut && own ? { P: own, mode: "constant" } : copied;
  const lines = [
    `x = ${tensorText([slicesFirst(x)])}`,
    `weight = ${tensorText(filters.map(slicesFirst))}`,
    `bias = ${tensorText(bias)}`,
  ];
  if (flip) lines.push("weight = weight.flip(2, 3)  # true convolution");
  if (laid) lines.push(`x = F.pad(x, (${`${laid.P}, `.repeat(4).slice(0, -2)}), mode="${laid.mode}")`);
  if (same)
    lines.push(
      `x = F.pad(x, (${same.left}, ${same.right}, ${same.top}, ${same.bottom}))  # SAME: left, right, top, bottom`,
    );
  // PyTorch's convolution always rounds down, so what the last windows hang over is laid before it.
  if (overhang) lines.push(`x = F.pad(x, (0, ${overhang.beside}, 0, ${overhang.under}))`);
  if (cut) lines.push(`x = x[:, :, :${cut[0]}, :${cut[1]}]`);
  lines.push(
    `output = F.conv2d(x, weight, bias${keywords([
      ["stride", S, 1],
      ["padding", cut ? 0 : own, 0],
      ["dilation", dilation, 1],
    ])})`,
  );
  if (relu) lines.push("output = F.relu(output)");
  return program(TORCH, lines);
}

/** @param {Setting} setting */
function torchPool(setting) {
  const { op, F, S, P, fit } = setting;
  const x = `x = ${tensorText([slicesFirst(setting.x)])}`;
  if (P <= F / 2) {
    const settings = [
      ["stride", S, F],
      ["padding", P, 0],
    ];
    const whole = fit === "ceil" ? ", ceil_mode=True" : "";
    const counted = op === "avg" && P ? ", count_include_pad=False" : "";
    return program(TORCH, [x, `output = F.${op}_pool2d(x, ${F}${keywords(settings)}${whole}${counted})`]);
  }
  const { under, beside } = border(setting).overhang ?? { under: 0, beside: 0 };
  const lines = [
    x,
    `border = (${P}, ${P + beside}, ${P}, ${P + under})  # more than half a window: PyTorch pads no pool so far`,
  ];
  const pooled = (what) => `F.${op}_pool2d(${what}, ${F}${keywords([["stride", S, F]])})`;
  if (op === "max") lines.push('x = F.pad(x, border, value=-float("inf"))', `output = ${pooled("x")}`);
  else
    lines.push(
      "real = F.pad(torch.ones_like(x), border)  # a mean of the real pixels",
      `output = ${pooled("F.pad(x, border)")} / ${pooled("real")}`,
    );
  return program(TORCH, lines);
}

/**
 * The lines of a state, or null where its windows do not fit.
 * @param {State} state
 */
export function code(state) {
  const setting = measures(state);
  if (refusalOf(setting)) return null;
  const conv = setting.op === "conv";
  return { convlib: (conv ? convlibConv : convlibPool)(setting), pytorch: (conv ? torchConv : torchPool)(setting) };
}
