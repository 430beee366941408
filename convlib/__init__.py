"""The layers of a ConvNet on numpy arrays, to be read, run and looked at.

Every picture and every map is a volume (height, width, depth), written (H, W, D): `x[row, column, channel]`.
A bank of K filters is (K, Fh, Fw, D1); K filters turn depth D1 into depth K.
Axes before these, such as a batch, are kept: (N, H1, W1, D1) in, (N, H2, W2, K) out.
PyTorch's (N, D, H, W) becomes ours with `x.transpose(0, 2, 3, 1)`.
"""

from . import drawings  # noqa: F401
from .layers import (
    avg_pool,
    avg_pool_backward,
    conv,
    conv_backward,
    cross_entropy,
    fully_connected,
    fully_connected_backward,
    max_pool,
    max_pool_backward,
    pad,
    relu,
    relu_backward,
    softmax,
)
from .network import (
    LRN,
    SGD,
    Adam,
    AvgPool,
    Concat,
    Conv,
    Dense,
    Dropout,
    GlobalAvgPool,
    MaxPool,
    Network,
    ReLU,
)
from .refusal import DoesNotFit
from .sizes import (
    conv_shape,
    dense_parameters,
    locally_connected_parameters,
    output_size,
    parameters,
    pool_shape,
    receptive_field,
    same_padding,
    windows_touching,
)

__all__ = [
    "LRN",
    "SGD",
    "Adam",
    "AvgPool",
    "Concat",
    "Conv",
    "Dense",
    "DoesNotFit",
    "Dropout",
    "GlobalAvgPool",
    "MaxPool",
    "Network",
    "ReLU",
    "avg_pool",
    "avg_pool_backward",
    "conv",
    "conv_backward",
    "conv_shape",
    "cross_entropy",
    "dense_parameters",
    "fully_connected",
    "fully_connected_backward",
    "locally_connected_parameters",
    "max_pool",
    "max_pool_backward",
    "output_size",
    "pad",
    "parameters",
    "pool_shape",
    "receptive_field",
    "relu",
    "relu_backward",
    "same_padding",
    "softmax",
    "windows_touching",
]
