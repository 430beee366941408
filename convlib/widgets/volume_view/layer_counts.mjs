// What a CONV layer makes and learns, counted three ways. Pure functions; convlib is the authority.
import { outputSize, refusal } from "../shared/arithmetic.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 *
 * What there is of a layer; while it does not fit, nothing but `refused`.
 * @typedef {object} LayerCounts
 * @property {ReturnType<typeof refusal>} refused the words of convlib's error, and repairs
 * @property {number} [H2]
 * @property {number} [W2]
 * @property {number} [neurons]
 * @property {number} [weights] of one neuron
 * @property {number} [macs]
 * @property {number} [shared] parameters of the CONV layer
 * @property {number} [local] parameters if each neuron had a window and weights of its own
 * @property {number} [dense] parameters if each neuron saw the whole input
 *
 * A neuron, counted from 0.
 * @typedef {{ row: number, column: number, map: number }} Neuron
 */

/**
 * @param {State} state
 * @returns {LayerCounts}
 */
export function layerCounts({ W1, H1, D1, K, F, S, P }) {
  const refused = refusal({ sizes: [H1, W1], windows: [F, F], S, P });
  if (refused) return { refused };
  const [H2, W2] = [H1, W1].map((size) => outputSize({ size, F, S, P }));
  const neurons = H2 * W2 * K;
  const weights = F * F * D1;
  return {
    refused: null,
    H2,
    W2,
    neurons,
    weights,
    macs: neurons * weights,
    shared: K * (weights + 1),
    local: neurons * (weights + 1),
    dense: neurons * (H1 * W1 * D1 + 1),
  };
}

/**
 * The picked neuron inside an output that may have become smaller.
 * @param {State} state
 * @param {LayerCounts} counted
 * @returns {Neuron}
 */
export const pickedIn = ({ row, column, map, K }, { H2, W2 }) => ({
  row: Math.min(row, H2 - 1),
  column: Math.min(column, W2 - 1),
  map: Math.min(map, K - 1),
});
