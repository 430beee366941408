// The sums behind a layer's row, and a sentence that says what the layer does: no letter in them that was not brought in yet.

import { isOpen } from "../shared/more_settings.mjs";
import { grouped, many, product } from "../shared/numbers.mjs";
import { by } from "./chain.mjs";

/** @typedef {import("./chain.mjs").Row} Row @typedef {string[] | null} Named what stands open; null is all */

const VERBS = { max: "keeps the largest number", avg: "takes the mean" };

/**
 * @param {Row} row
 * @param {number} axis
 * @param {Named} named
 */
function sizeSum({ layer, output, takes }, axis, named) {
  const { F, S, P, fit } = layer;
  const padded = P > 0 || (layer.kind === "conv" && isOpen(named, "padding"));
  const strided = S > 1 || isOpen(named, "stride");
  const numbers = `${takes[axis]} − ${F}${padded ? ` + 2·${P}` : ""}`;
  const letters = `₁ − F${padded ? " + 2P" : ""}`;
  const whole = (takes[axis] - F + 2 * P) % S === 0;
  const [open, close] = whole ? ["", ""] : fit === "ceil" ? ["⌈", "⌉"] : ["⌊", "⌋"];
  // Rounding up drops a last window that would start beyond the input.
  const dropped = !whole && fit === "ceil" && Math.ceil((takes[axis] - F + 2 * P) / S) + 1 !== output[axis];
  const name = axis === 0 ? "H" : "W";
  if (!strided) return `${name}₂ = ${name}${letters} + 1 = ${numbers} + 1 = ${output[axis]}`;
  const quotient = `${open}(${numbers})/${S}${close} + 1${dropped ? " − 1" : ""}`;
  return `${name}₂ = (${name}${letters})/S + 1 = ${quotient} = ${output[axis]}`;
}

/** The lines whose names stand open: [name of a column, line]. */
const wanted = (named, lines) => lines.filter(([column]) => isOpen(named, column)).map(([, line]) => line);

/**
 * The sums, one a line, and the sentence.
 * @param {Row} row
 * @param {Named} [named]
 */
export function explained(row, named = null) {
  const { name, layer, takes, output, parameters, macs } = row;
  const { kind, K, F, groups, m } = layer;
  if (kind === "fc") {
    const inputs = product(takes);
    return {
      sentence: `${name}: each of ${many(m, "neuron")} is connected to all ${grouped(inputs)} numbers before it.`,
      sums: [
        ...(takes.length === 3 ? [`Inputs = ${takes.join("·")} = ${grouped(inputs)}`] : []),
        ...wanted(named, [
          ["parameters", `Parameters = (${grouped(inputs)} + 1)·${grouped(m)} = ${grouped(parameters)}`],
          ["macs", `MACs = ${grouped(inputs)}·${grouped(m)} = ${grouped(macs)}`],
        ]),
      ],
    };
  }
  const square = takes[0] === takes[1];
  const sizes = square
    ? [sizeSum(row, 0, named).replace("H₂", "W₂ = H₂").replace("H₁", "W₁")]
    : [sizeSum(row, 0, named), sizeSum(row, 1, named)];
  if (kind !== "conv")
    return {
      sentence: `${name} ${VERBS[kind]} of each ${F}×${F} window, on each map by itself: ${by(takes)} becomes ${by(output)}.`,
      sums: [
        ...sizes,
        `D₂ = D₁ = ${grouped(output[2])}`,
        ...wanted(named, [["parameters", "Parameters = 0: there is nothing to learn"]]),
      ],
    };
  const depth = takes[2] / groups;
  const halves = groups === 1 ? "" : ` in ${groups} groups`;
  return {
    sentence: `${name} slides ${many(K, "filter")} of ${F}×${F}×${depth}${halves}: ${by(takes)} becomes ${by(output)}.`,
    sums: [
      ...sizes,
      `D₂ = K = ${grouped(K)}`,
      ...wanted(named, [
        ["parameters", `Parameters = (${F}·${F}·${depth} + 1)·${grouped(K)} = ${grouped(parameters)}`],
        ["macs", `MACs = ${output.join("·")} · ${F}·${F}·${depth} = ${grouped(macs)}`],
      ]),
    ],
  };
}
