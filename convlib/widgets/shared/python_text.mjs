// Arrays as a Python programmer would write them.

/** `[1, 2]` on one line; what is nested deeper has a line for each row. */
export function listText(values, indent = "") {
  if (!values.some(Array.isArray)) return `[${values.join(", ")}]`;
  const inner = `${indent}    `;
  return `[\n${values.map((one) => `${inner}${listText(one, inner)},\n`).join("")}${indent}]`;
}

/** A volume [row][col][d] as its slices [d][row][col], as PyTorch holds it. */
export const slicesFirst = (volume) => volume[0][0].map((_, d) => volume.map((line) => line.map((pixel) => pixel[d])));
