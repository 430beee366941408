// The setting of a sliding window as lines that run, with convlib and with PyTorch; both end in `output = …`.
import { listText, slicesFirst } from "./python_text.mjs";
import { refusalOf } from "./sliding_scene.mjs";

const POOLS = { max: "max_pool", avg: "avg_pool" };

/** A volume as an array (H, W, D): a single slice is written as rows of numbers. */
function arrayText(volume) {
  if (volume[0][0].length > 1) return `np.array(${listText(volume)})`;
  return `np.array(${listText(volume.map((line) => line.flat()))})[..., np.newaxis]`;
}

const tensorText = (volume) => `torch.tensor(${listText([slicesFirst(volume)])}, dtype=torch.float64)`;

function convlib({ x, filter, bias, stride, padding, op, F, fit }) {
  const setting = `stride=${stride}, padding=${padding}, fit="${fit}"`;
  const [name, given, call] = op === "conv"
    ? ["conv", `filters = ${arrayText(filter)}[np.newaxis]\n`, `conv(x, filters, [${bias}], ${setting})`]
    : [POOLS[op], "", `${POOLS[op]}(x, ${F}, ${setting})`];
  return `import numpy as np\nfrom convlib import ${name}\n\nx = ${arrayText(x)}\n${given}output = ${call}\n`;
}

function pytorch({ x, filter, bias, stride, padding, op, F }) {
  const setting = `stride=${stride}, padding=${padding}`;
  const [given, call] = op === "conv"
    ? [`weight = ${tensorText(filter)}\n`, `F.conv2d(x, weight, torch.tensor([${bias}.0], dtype=torch.float64), ${setting})`]
    : ["", `F.${op}_pool2d(x, ${F}, ${setting})`];
  return `import torch\nimport torch.nn.functional as F\n\nx = ${tensorText(x)}\n${given}output = ${call}\n`;
}

/** The lines of a state, or null where its windows do not fit. */
export const code = (state) => (refusalOf(state) ? null : { convlib: convlib(state), pytorch: pytorch(state) });
