// What the questions that count compute, by kind: which draws fit, the answer, and for each known misconception the number
// it leads to. The sentences are convlib/course/questions; a test holds every answer against convlib.
import { outputSize } from "../shared/arithmetic.mjs";

const out = (size, { F, S = 1, P = 0 }) => outputSize({ size, F, S, P });
const tile = (sizes, { F, S = 1, P = 0 }) => sizes.every((size) => size + 2 * P >= F && (size + 2 * P - F) % S === 0);

const volumeOut = (n) => ({ H2: out(n.H, n), W2: out(n.W, n) });
/** @param {Record<string, any>} numbers */
const inputs = ({ H, W, D }) => H * W * D;
const filterSize = ({ F, D }) => F * F * D;

/** Widths after CONV, POOL 2×2 and CONV. */
function chain({ W, F1, F2 }) {
  const first = out(W, { F: F1 });
  const pooled = out(first, { F: 2, S: 2 });
  return [first, pooled, out(pooled, { F: F2 })];
}

export const COUNTING_KINDS = {
  label_map: {
    answer: ({ H, W, C }) => H * W * C,
    wrong: {
      classes_forgotten: ({ H, W }) => H * W,
      places_forgotten: ({ C }) => C,
      added: ({ H, W, C }) => (H + W) * C,
    },
  },
  boxes: {
    answer: ({ h, w, A, C }) => h * w * A * (4 + C),
    wrong: {
      scores_forgotten: ({ h, w, A }) => h * w * A * 4,
      boxes_forgotten: ({ h, w, A, C }) => h * w * A * C,
      multiplied: ({ h, w, A, C }) => h * w * A * 4 * C,
      one_place: ({ A, C }) => A * (4 + C),
    },
  },
  dense_parameters: {
    answer: ({ m, ...n }) => (inputs(n) + 1) * m,
    parts: (n) => ({ n: inputs(n) }),
    wrong: {
      bias_forgotten: ({ m, ...n }) => inputs(n) * m,
      one_bias: ({ m, ...n }) => inputs(n) * m + 1,
      depth_forgotten: ({ H, W, m }) => (H * W + 1) * m,
      one_neuron: (n) => inputs(n) + 1,
    },
  },
  positions: {
    answer: ({ H2, W2 }) => H2 * W2,
    wrong: { all_neurons: ({ H2, W2, K }) => H2 * W2 * K, maps: ({ K }) => K, added: ({ H2, W2 }) => H2 + W2 },
  },
  filter_weights: {
    answer: filterSize,
    wrong: { depth_forgotten: ({ F }) => F * F, extent_once: ({ F, D }) => F * D, image: inputs },
  },
  maps: {
    answer: ({ K }) => K,
    wrong: { depth_kept: ({ D }) => D, multiplied: ({ D, K }) => D * K, added: ({ D, K }) => D + K },
  },
  second_layer: {
    answer: ({ F, K }) => F * F * K,
    wrong: { first_input: filterSize, depth_forgotten: ({ F }) => F * F, both: ({ F, D, K }) => F * F * D * K },
  },
  output_width: {
    fits: (n) => tile([n.W], n),
    answer: (n) => out(n.W, n),
    wrong: {
      plus_one: (n) => out(n.W, n) - 1,
      brackets: ({ W, F, S, P }) => (W - F + 2 * P) / (S + 1),
      no_brackets: ({ W, F, S, P }) => W - F + (2 * P) / S + 1,
      padding_once: ({ W, F, S, P }) => (W - F + P) / S + 1,
      padding_ignored: ({ W, F, S }) => (W - F) / S + 1,
      stride_ignored: (n) => out(n.W, { ...n, S: 1 }),
      squared: (n) => out(n.W, n) ** 2,
    },
  },
  keeping_padding: {
    answer: ({ F }) => (F - 1) / 2,
    wrong: { both_sides: ({ F }) => F - 1, extent: ({ F }) => F, half_up: ({ F }) => (F + 1) / 2 },
  },
  after_layers: {
    fits: ({ W, F, n }) => W - n * F >= 1,
    answer: ({ W, F, n }) => Array.from({ length: n }).reduce((width) => out(width, { F }), W),
    wrong: {
      one_layer: ({ W, F }) => out(W, { F }),
      extent: ({ W, F, n }) => W - n * F,
      one_side: ({ W, F, n }) => W - (n * (F - 1)) / 2,
    },
  },
  layer_parameters: {
    fits: (n) => tile([n.H, n.W], n),
    answer: (n) => (filterSize(n) + 1) * n.K,
    wrong: {
      bias_forgotten: (n) => filterSize(n) * n.K,
      depth_forgotten: ({ F, K }) => (F * F + 1) * K,
      extent_once: ({ F, D, K }) => (F * D + 1) * K,
      one_bias: (n) => filterSize(n) * n.K + 1,
      one_filter: (n) => filterSize(n) + 1,
      bias_per_neuron: (n) => filterSize(n) * n.K + out(n.H, n) * out(n.W, n) * n.K,
      per_position: (n) => (filterSize(n) + 1) * n.K * out(n.H, n) * out(n.W, n),
    },
  },
  output_numbers: {
    fits: (n) => tile([n.H, n.W], n),
    answer: (n) => out(n.H, n) * out(n.W, n) * n.K,
    parts: volumeOut,
    wrong: {
      depth_kept: (n) => out(n.H, n) * out(n.W, n) * n.D,
      multiplied: (n) => out(n.H, n) * out(n.W, n) * n.D * n.K,
      one_map: (n) => out(n.H, n) * out(n.W, n),
      input_size: ({ H, W, K }) => H * W * K,
    },
  },
  macs: {
    fits: (n) => tile([n.H, n.W], n),
    answer: (n) => out(n.H, n) * out(n.W, n) * n.K * filterSize(n),
    parts: volumeOut,
    wrong: {
      one_position: (n) => filterSize(n) * n.K,
      depth_forgotten: (n) => out(n.H, n) * out(n.W, n) * n.K * n.F * n.F,
      one_filter: (n) => out(n.H, n) * out(n.W, n) * filterSize(n),
      outputs: (n) => out(n.H, n) * out(n.W, n) * n.K,
    },
  },
  blind: {
    fits: (n) => tile([n.H, n.W], n),
    answer: (n) => inputs(n) - filterSize(n),
    wrong: {
      connected: filterSize,
      window_flat: (n) => inputs(n) - n.F * n.F,
      flat: ({ H, W, F }) => H * W - F * F,
    },
  },
  receptive: {
    fits: ({ F1, S1 }) => S1 < F1,
    answer: ({ F1, S1, F2 }) => F1 + (F2 - 1) * S1,
    wrong: {
      second_filter: ({ F2 }) => F2,
      first_filter: ({ F1 }) => F1,
      jump_ignored: ({ F1, F2 }) => F1 + F2 - 1,
      added: ({ F1, F2 }) => F1 + F2,
      multiplied: ({ F1, F2 }) => F1 * F2,
    },
  },
  pool_numbers: {
    fits: (n) => tile([n.H, n.W], n),
    answer: (n) => out(n.H, n) * out(n.W, n) * n.D,
    parts: volumeOut,
    wrong: {
      one_map: (n) => out(n.H, n) * out(n.W, n),
      plus_one: (n) => (out(n.H, n) - 1) * (out(n.W, n) - 1) * n.D,
      width_only: (n) => n.H * out(n.W, n) * n.D,
      unpooled: inputs,
    },
  },
  chain_width: {
    fits: ({ W, F1, F2 }) => tile([out(W, { F: F1 })], { F: 2, S: 2 }) && chain({ W, F1, F2 })[2] >= 2,
    answer: (n) => chain(n)[2],
    parts: (n) => ({ after_first: chain(n)[0], after_pool: chain(n)[1] }),
    wrong: {
      pool_forgotten: ({ W, F1, F2 }) => out(out(W, { F: F1 }), { F: F2 }),
      extent: ({ W, F1, F2 }) => (W - F1) / 2 - F2,
      last_forgotten: (n) => chain(n)[1],
    },
  },
  whole_filter: {
    answer: inputs,
    wrong: {
      depth_forgotten: ({ H, W }) => H * W,
      all_filters: ({ m, ...n }) => inputs(n) * m,
      one_by_one: ({ D }) => D,
    },
  },
  grouped_parameters: {
    fits: ({ D, K, g }) => D % g === 0 && K % g === 0,
    answer: ({ D, K, F, g }) => ((F * F * D) / g + 1) * K,
    parts: ({ D, g }) => ({ seen: D / g }),
    wrong: {
      groups_ignored: ({ D, K, F }) => (F * F * D + 1) * K,
      bias_forgotten: ({ D, K, F, g }) => ((F * F * D) / g) * K,
      all_divided: ({ D, K, F, g }) => ((F * F * D + 1) * K) / g,
      filters_divided: ({ D, K, F, g }) => (((F * F * D) / g + 1) * K) / g,
    },
  },
};
