"""What every layer asks of its arguments, in one place, so that the loops and the fast form refuse alike.

Nothing is broadcast, transposed or cut to make it work: what is wrong is named, with what would be right.
"""

from math import prod

import numpy as np

from .sizes import fit_pool, fit_windows, whole_number


def real_arrays(*, bias=None, **arguments):
    """Give the arguments back as arrays of one floating dtype; only a bias may be None, and comes last.

    Floating arguments decide the dtype, so float32 stays float32; if there are none it is float64.
    """
    if bias is not None:
        arguments["bias"] = bias
    arrays = [_real_array(name, value) for name, value in arguments.items()]
    floating = [array.dtype for array in arrays if array.dtype.kind == "f"]
    dtype = np.result_type(*floating) if floating else np.dtype(np.float64)
    return [array.astype(dtype, copy=False) for array in arrays]


def volume(x):
    """Refuse what is no volume (..., H, W, D) with at least one pixel; batch axes may be empty."""
    if x.ndim < 3:
        advice = ": x[..., np.newaxis] gives it a depth of 1" if x.ndim == 2 else ""
        raise ValueError(
            f"x has shape {x.shape}, but a volume has height, width and depth, (H, W, D){advice}"
        )
    if 0 in x.shape[-3:]:
        raise ValueError(f"x has shape {x.shape}, but its height, width and depth must be 1 or more")
    return x


def pad_arguments(x, P, value, mode):
    """Check everything that `pad` is given: -> x, P and value."""
    (x,) = real_arrays(x=x)
    volume(x)
    P, value = whole_number("P", P, 0), real_number("value", value)
    if not (isinstance(mode, str) and mode in ("constant", "reflect", "replicate")):
        raise ValueError(f'mode must be "constant", "reflect" or "replicate", not {mode!r}')
    if mode != "constant" and value != 0:
        raise ValueError(f"value is {value:g}, but mode {mode!r} takes its border from x")
    least = min(x.shape[-3:-1])
    if mode == "reflect" and P >= least:
        name = "height" if x.shape[-3] == least else "width"
        raise ValueError(
            f"padding {P} has nothing to mirror in a {name} of {least}: "
            f"the edge itself is not repeated, so {least - 1} is the most"
        )
    return x, P, value


def conv_arguments(x, filters, bias, stride, padding, dilation, groups, fit):
    """Check everything that `conv` is given: -> x, filters, bias (zeros for None) and (H2, W2)."""
    x, filters, *given_bias = real_arrays(x=x, filters=filters, bias=bias)
    *_, H1, W1, D1 = volume(x).shape
    if filters.ndim != 4 or 0 in filters.shape:
        advice = ": filters[np.newaxis] makes a bank of one" if filters.ndim == 3 else ""
        raise ValueError(
            f"filters has shape {filters.shape}, but a bank of filters is (K, F, F, depth){advice}"
        )
    K, Fh, Fw, depth = filters.shape
    groups = whole_number("groups", groups, 1)
    if D1 % groups or K % groups:
        raise ValueError(f"groups is {groups}, but must divide the depth of x, {D1}, and the {K} filters")
    if depth != D1 // groups:
        raise ValueError(_wrong_depth(filters.shape, D1, groups))
    bias = _bias(given_bias, K, "filters", x.dtype)
    output = fit_windows((H1, W1), (Fh, Fw), stride, padding, dilation=dilation, fit=fit)
    return x, filters, bias, output


def pool_arguments(x, F, stride, padding, fit):
    """Check everything that a pool is given: -> x, (Fh, Fw), the stride as a number and (H2, W2)."""
    (x,) = real_arrays(x=x)
    *_, H1, W1, _ = volume(x).shape
    output, F, stride = fit_pool((H1, W1), F, stride, padding, fit)
    return x, F, stride, output


def fully_connected_arguments(x, weights, bias):
    """Check everything that `fully_connected` is given: -> x, weights and bias (zeros for None)."""
    x, weights, *given_bias = real_arrays(x=x, weights=weights, bias=bias)
    if weights.ndim != 2:
        raise ValueError(f"weights has shape {weights.shape}, but (inputs, outputs) is needed")
    n, m = weights.shape
    if x.ndim < 1 or x.shape[-1] != n:
        raise ValueError(
            f"x has shape {x.shape}, but weights of shape {weights.shape} need {n} numbers on its last axis"
            + _how_to_flatten(x.shape, n)
        )
    return x, weights, _bias(given_bias, m, "outputs", x.dtype)


def score_array(scores):
    """Check what `softmax` is given: scores along the last axis, at least one."""
    (scores,) = real_arrays(scores=scores)
    if scores.ndim < 1 or scores.shape[-1] == 0:
        raise ValueError(
            f"scores has shape {scores.shape}, but (..., classes) with 1 class or more is needed"
        )
    return scores


def yes_or_no(name, value):
    """Refuse 1 and "yes" where True is meant."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, not {value!r}")
    return bool(value)


def real_number(name, value):
    """Give a single real number back as a float; infinities are welcome."""
    number = _real_array(name, value)
    if number.ndim:
        raise ValueError(f"{name} must be a single number such as 0, not an array of shape {number.shape}")
    return float(number)


def conv_backward_arguments(dout, x, filters, stride, padding, dilation, groups, fit):
    """Check everything that `conv_backward` is given: -> dout, x, filters and (H2, W2)."""
    dout, x, filters = real_arrays(dout=dout, x=x, filters=filters)
    x, filters, _, output = conv_arguments(x, filters, None, stride, padding, dilation, groups, fit)
    _upstream(dout, (*x.shape[:-3], *output, len(filters)))
    return dout, x, filters, output


def pool_backward_arguments(dout, x, F, stride, padding, fit):
    """Check everything that a pool's way back is given: -> dout, x, (Fh, Fw), the stride and (H2, W2)."""
    dout, x = real_arrays(dout=dout, x=x)
    x, F, stride, output = pool_arguments(x, F, stride, padding, fit)
    _upstream(dout, (*x.shape[:-3], *output, x.shape[-1]))
    return dout, x, F, stride, output


def fully_connected_backward_arguments(dout, x, weights):
    """Check everything that `fully_connected_backward` is given: -> dout, x and weights."""
    dout, x, weights = real_arrays(dout=dout, x=x, weights=weights)
    x, weights, _ = fully_connected_arguments(x, weights, None)
    _upstream(dout, (*x.shape[:-1], weights.shape[1]))
    return dout, x, weights


def relu_backward_arguments(dout, x):
    """Check everything that `relu_backward` is given: -> dout and x, of one shape."""
    dout, x = real_arrays(dout=dout, x=x)
    _upstream(dout, x.shape)
    return dout, x


def tie_rule(ties):
    """Refuse what is no rule for several largest numbers in one window."""
    if not (isinstance(ties, str) and ties in ("first", "split", "all")):
        raise ValueError(f'ties must be "first", "split" or "all", not {ties!r}')
    return ties


def cross_entropy_arguments(scores, labels):
    """Check everything that `cross_entropy` is given: -> scores (N, K) and labels (N,)."""
    (scores,) = real_arrays(scores=scores)
    if scores.ndim != 2 or scores.shape[1] == 0:
        raise ValueError(f"scores has shape {scores.shape}, but (N, classes) is needed, one row a picture")
    return scores, label_array(labels, *scores.shape)


def label_array(labels, N, K, name="labels"):
    """Refuse labels that are not N whole numbers from 0 to K − 1; there must be one at least."""
    labels = np.asarray(labels)
    if N == 0:
        raise ValueError("the batch is empty: there is no mean over 0 pictures")
    if labels.dtype.kind not in "iu":
        what = {"b": "True and False", "f": "fractions, such as 2.0"}.get(labels.dtype.kind, labels.dtype)
        raise TypeError(f"{name} must be whole numbers, the classes 0 to {K - 1}, but holds {what}")
    if labels.shape != (N,):
        advice = ""
        if labels.shape == (N, 1):
            advice = f": {name}[:, 0] has it"
        elif labels.shape == (N, K):
            advice = f": {name}.argmax(axis=1) makes numbers of one-hot rows"
        raise ValueError(f"{name} has shape {labels.shape}, but {N} pictures need shape ({N},){advice}")
    wrong = (labels < 0) | (labels >= K)
    if wrong.any():
        first = int(wrong.argmax())
        raise ValueError(
            f"{name}[{first}] is {labels[first]}, but with {K} classes labels go from 0 to {K - 1}"
        )
    return labels


def _real_array(name, value):
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be an array: its rows have different lengths") from None
    if array.dtype.kind not in "biuf":
        what = repr(value) if array.ndim == 0 else f"an array of {array.dtype}"
        raise TypeError(f"{name} must hold real numbers, not {what}")
    return array


def _bias(given, count, owners, dtype):
    bias = given[0] if given else np.zeros(count, dtype)
    if bias.shape != (count,):
        raise ValueError(
            f"bias has shape {bias.shape}, but {count} {owners} need {count} biases: shape ({count},)"
        )
    return bias


def _upstream(dout, shape):
    if dout.shape != shape:
        raise ValueError(f"dout has shape {dout.shape}, but must have the shape of the output, {shape}")


def _wrong_depth(shape, D1, groups):
    K, Fh, Fw, depth = shape
    wanted = D1 // groups
    reason = "a filter extends the full depth of its input"
    if groups > 1:
        reason = f"each of the {groups} groups sees {wanted} of them"
    if Fh == wanted and Fw == depth:
        advice = "PyTorch's (K, D, F, F) becomes ours with filters.transpose(0, 2, 3, 1)"
    else:
        advice = f"shape {(K, Fh, Fw, wanted)}"
    return f"filters has shape {shape}, depth {depth}, but x has depth {D1} and {reason}: {advice}"


def _how_to_flatten(shape, n):
    for axis in range(len(shape)):
        if prod(shape[axis:]) == n:
            return f": x.reshape({', '.join(map(str, (*shape[:axis], n)))}) flattens a volume"
    return ""
