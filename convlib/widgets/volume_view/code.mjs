// The current layer as lines of Python: its output and the three counts of parameters.
import { layerCounts } from "./layer_counts.mjs";

const convlibLines = ({ W1, H1, D1, K, F, S, P }) => `from math import prod

from convlib import conv_shape, dense_parameters
from convlib import locally_connected_parameters, parameters

x = (${H1}, ${W1}, ${D1})  # rows, columns, depth
volume = conv_shape(x, K=${K}, F=${F}, S=${S}, P=${P})
shared = parameters(F=${F}, D1=${D1}, K=${K}).total
local = locally_connected_parameters(x, K=${K}, F=${F}, S=${S}, P=${P}).total
dense = dense_parameters(x, prod(volume)).total
output = volume, shared, local, dense
`;

// On PyTorch's "meta" device a tensor has a shape and no numbers, so that billions of weights cost nothing.
const pytorchLines = ({ W1, H1, D1, K, F, S, P }) => `import torch
from torch import nn


def count(layer):
    return sum(weights.numel() for weights in layer.parameters())


with torch.device("meta"):  # shapes alone, without numbers
    layer = nn.Conv2d(${D1}, ${K}, kernel_size=${F}, stride=${S}, padding=${P})
    maps = layer(torch.empty(1, ${D1}, ${H1}, ${W1}))  # depth comes first
    one_neuron = nn.Linear(${F} * ${F} * ${D1}, 1)
    all_dense = nn.Linear(${H1} * ${W1} * ${D1}, maps.numel())

_, K, H2, W2 = maps.shape
local = maps.numel() * count(one_neuron)
output = (H2, W2, K), count(layer), local, count(all_dense)
`;

/**
 * The lines for a state, or null while its windows do not fit.
 * @param {import("./state.mjs").State} state
 */
export const code = (state) =>
  layerCounts(state).refused ? null : { convlib: convlibLines(state), pytorch: pytorchLines(state) };
