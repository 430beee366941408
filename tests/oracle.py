"""ONNX Runtime as the outside oracle: the same layers by other hands, in their own axis order.

Volumes go in and come out as (N, H, W, D); the transposes to and from (N, D, H, W) happen here.
"""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper


def conv(x, filters, bias, *, stride=1, padding=0, dilation=1, groups=1, overhang=(0, 0)):
    """Conv; `overhang` pads that much more at the bottom and the right, which is what fit="ceil" needs."""
    near = [padding, padding]
    far = [padding + overhang[0], padding + overhang[1]]
    return run(
        "Conv",
        [channels_first(x), channels_first(filters), bias],
        kernel_shape=list(filters.shape[1:3]),
        strides=[stride, stride],
        pads=near + far,
        dilations=[dilation, dilation],
        group=groups,
    )


def conv_same(x, filters, bias, *, stride, dilation=1):
    """Conv with the odd zero at the bottom and the right, as TensorFlow's "SAME" has it."""
    K, Fh, Fw, depth = filters.shape
    # ONNX Runtime has no such padding for dilated filters: zeros between the weights are the same.
    spread = np.zeros((K, (Fh - 1) * dilation + 1, (Fw - 1) * dilation + 1, depth), filters.dtype)
    spread[:, ::dilation, ::dilation] = filters
    return run(
        "Conv",
        [channels_first(x), channels_first(spread), bias],
        kernel_shape=list(spread.shape[1:3]),
        strides=[stride, stride],
        auto_pad="SAME_UPPER",
    )


def max_pool(x, F, *, stride, padding=0, ceil=False):
    return run(
        "MaxPool",
        [channels_first(x)],
        kernel_shape=list(F),
        strides=[stride, stride],
        pads=[padding] * 4,
        ceil_mode=int(ceil),
    )


def avg_pool(x, F, *, stride, padding=0, ceil=False, count_padding=False):
    return run(
        "AveragePool",
        [channels_first(x)],
        kernel_shape=list(F),
        strides=[stride, stride],
        pads=[padding] * 4,
        ceil_mode=int(ceil),
        count_include_pad=int(count_padding),
    )


def softmax(scores):
    return run("Softmax", [scores], channels_last=False, axis=-1)


def fully_connected(x, weights, bias):
    return run("Gemm", [x, weights, bias], channels_last=False)


def channels_first(x):
    """The last axis of volumes or filters, their depth, as the second one: (N, H, W, D) → (N, D, H, W)."""
    return np.ascontiguousarray(np.moveaxis(x, -1, 1))


def run(operator, arrays, *, channels_last=True, **attributes):
    """What an operator makes of arrays in ONNX's axis order; `channels_last` turns the result into ours."""
    names = [f"input{number}" for number in range(len(arrays))]
    node = helper.make_node(operator, names, ["output"], **attributes)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, array.shape)
        for name, array in zip(names, arrays, strict=True)
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [None] * arrays[0].ndim)
    # Older versions than the newest onnx writes, so that every ONNX Runtime of the last years reads them.
    model = helper.make_model(
        helper.make_graph([node], operator, inputs, [output]),
        opset_imports=[helper.make_opsetid("", 19)],
        ir_version=9,
    )
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    (result,) = session.run(None, {n: np.float32(a) for n, a in zip(names, arrays, strict=True)})
    return np.moveaxis(result, 1, -1) if channels_last else result
