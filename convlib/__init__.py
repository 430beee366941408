"""The layers of a ConvNet on numpy arrays, to be read, run and looked at.

Every picture and every map is a volume (height, width, depth), written (H, W, D): `x[row, column, channel]`.
A bank of K filters is (K, Fh, Fw, D1); K filters turn depth D1 into depth K.
Axes before these, such as a batch, are kept: (N, H1, W1, D1) in, (N, H2, W2, K) out.
PyTorch's (N, D, H, W) becomes ours with `x.transpose(0, 2, 3, 1)`.
"""

from .layers import avg_pool, conv, fully_connected, max_pool, pad, relu, softmax
from .sizes import DoesNotFit, conv_shape, output_size, parameters, pool_shape, windows_touching

__all__ = [
    "DoesNotFit",
    "avg_pool",
    "conv",
    "conv_shape",
    "fully_connected",
    "max_pool",
    "output_size",
    "pad",
    "parameters",
    "pool_shape",
    "relu",
    "softmax",
    "windows_touching",
]
