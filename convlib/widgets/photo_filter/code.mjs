// The setting of a PhotoFilter as lines that run, with convlib and with PyTorch; both end in `output = …`.

import { listText } from "../shared/python_text.mjs";
import { effective, settingOf } from "./setting.mjs";
import { LIMITS, SHARES } from "./state.mjs";

/** A state, with the name of the file that a reader's own picture is from. @typedef {import("./state.mjs").State & { file?: string }} State */

const SOURCES = {
  own: ({ file }) => `${JSON.stringify(file || "my_picture.png")}, longest=${LIMITS.longest})  # your own file`,
  given: () => `picture, longest=${LIMITS.longest})  # what you gave PhotoFilter`,
};
const READER = "from convlib.pictures.pixels import pixels_of\n";

/** @param {State} state */
function pieces(state) {
  const { typed, over } = effective(state);
  const source = SOURCES[state.photo];
  const [open, photo] = source
    ? [READER, `x = pixels_of(${source(state)}`]
    : ["from convlib.pictures import photo\n", `x = photo("${state.photo}")`];
  const divided = over === 1 ? "" : `filter = filter / filter.sum()\n`;
  return { open, photo, filter: `filter = np.array(${listText(typed)}, float)\n${divided}` };
}

const sharesText = (channels) =>
  `shares = ${channels === "all" ? "np.ones(3)" : `np.array([${SHARES[channels].join(", ")}])`}  # of red, green and blue\n`;

/** @param {State} state */
function convlib(state) {
  const { open, photo, filter } = pieces(state);
  const each = state.channels === "each";
  const F = state.filter.length;
  const names = [
    "conv",
    ...(state.pool === "none" ? [] : [`${state.pool}_pool`]),
    ...(state.relu ? ["relu"] : []),
  ].sort();
  const slices = each
    ? "filters = np.stack([filter[..., np.newaxis]] * 3)  # one filter for each channel\n"
    : `${sharesText(state.channels)}filters = (filter[..., np.newaxis] * shares)[np.newaxis]  # one filter, ${F}×${F}×3\n`;
  const bias = each ? Array(3).fill(state.bias) : [state.bias];
  const setting = `stride=${state.stride}, padding=${settingOf(state).P}, ${each ? "groups=3, " : ""}fit="floor"`;
  return (
    `import numpy as np\nfrom convlib import ${names.join(", ")}\n${open}\n${photo}\n${filter}${slices}` +
    `output = conv(x.astype(float), filters, ${listText(bias)}, ${setting})\n` +
    (state.relu ? "output = relu(output)\n" : "") +
    (state.pool === "none" ? "" : `output = ${state.pool}_pool(output, ${state.F}, fit="floor")\n`)
  );
}

/** @param {State} state */
function pytorch(state) {
  const { open, photo, filter } = pieces(state);
  const each = state.channels === "each";
  const slices = each
    ? "weight = torch.tensor(np.stack([filter[np.newaxis]] * 3))\n"
    : `${sharesText(state.channels)}weight = torch.tensor(shares[:, np.newaxis, np.newaxis] * filter)[np.newaxis]\n`;
  const bias = `bias = torch.full((${each ? 3 : 1},), ${state.bias}, dtype=torch.float64)\n`;
  const setting = `stride=${state.stride}, padding=${settingOf(state).P}${each ? ", groups=3" : ""}`;
  return (
    `import numpy as np\nimport torch\nimport torch.nn.functional as F\n${open}\n${photo}\n${filter}${slices}` +
    `${bias}image = torch.tensor(x, dtype=torch.float64).permute(2, 0, 1)[np.newaxis]\n` +
    `output = F.conv2d(image, weight, bias, ${setting})\n` +
    (state.relu ? "output = F.relu(output)\n" : "") +
    (state.pool === "none" ? "" : `output = F.${state.pool}_pool2d(output, ${state.F})\n`)
  );
}

/** The lines of a state; the photograph of a reader who brought one is opened from a file. @param {State} state */
export const code = (state) => ({ convlib: convlib(state), pytorch: pytorch(state) });
