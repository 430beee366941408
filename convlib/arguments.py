"""What every layer asks of its arguments, in one place, so that the loops and the fast form refuse alike.

Nothing is broadcast, transposed or cut to make it work: what is wrong is named, with what would be right.
"""

from math import isfinite, isqrt, prod

import numpy as np

from . import written
from .refusal import pair, whole_number
from .sizes import fit_pool, fit_windows, span

# An array that a layer makes may hold so many numbers, 4 GiB of float32: beyond that a size is a slip.
ROOM = 2**30


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


def volume(x, depth=1):
    """Refuse what is no volume (..., H, W, D) with at least one pixel; batch axes may be empty.

    `depth` is the one that is wanted: what else would be wrong with a depth of 1 gets no such advice.
    """
    if x.ndim < 3:
        advice = ": x[..., np.newaxis] gives it a depth of 1" if x.ndim == 2 and depth == 1 else ""
        raise ValueError(
            f"x has shape {x.shape}, but a volume has height, width and depth, (H, W, D){advice}"
        )
    if 0 in x.shape[-3:]:
        raise ValueError(f"x has shape {x.shape}, but its height, width and depth must be 1 or more")
    return x


def room(what, shape):
    """Refuse an array of a shape that nobody has the memory for."""
    if prod(shape) > ROOM:
        raise ValueError(
            f"{what} would be {written.size(shape)}, but no array here may hold more than "
            f"{written.count(ROOM)} numbers"
        )


def conv_windows(shape, F, K, stride, padding, dilation, fit):
    """Lay a bank's windows on volumes of a shape (..., H1, W1, D1): -> (H2, W2), stride and dilation.

    Where a single window fits, it takes no step; where it has a single cell, it leaves no gap.
    """
    padding, dilation = whole_number("padding", padding, 0), whole_number("dilation", dilation, 1)
    most = _most_padding(shape, [span(extent, dilation) for extent in F], padding)
    output = fit_windows(shape[-3:-1], F, stride, padding, dilation=dilation, fit=fit, most_padding=most)
    room("the output", (*shape[:-3], *output, K))
    return output, _step(stride, output), 1 if F == (1, 1) else dilation


def _step(stride, output):
    return 1 if output == (1, 1) else int(stride)


def _most_padding(shape, spans, padding):
    """Refuse padding and windows that are too large for any array, and say how much padding is not."""
    *batch, H, W, D = shape
    room(f"x with padding {padding}", (*batch, H + 2 * padding, W + 2 * padding, D))
    pixels = ROOM // max(1, prod(batch) * D)
    if prod(spans) > pixels:
        room(f"an input for windows that span {written.size(spans)}", (*batch, *spans, D))
    return max(0, (isqrt(pixels) - max(H, W)) // 2)


def pad_arguments(x, P, value, mode):
    """Check everything that `pad` is given: -> x, P and value."""
    (x,) = real_arrays(x=x)
    volume(x)
    P, value = whole_number("P", P, 0), real_number("value", value)
    if not (isinstance(mode, str) and mode in ("constant", "reflect", "replicate")):
        raise ValueError(f'mode must be "constant", "reflect" or "replicate", not {mode!r}')
    room(f"x with padding {P}", (*x.shape[:-3], x.shape[-3] + 2 * P, x.shape[-2] + 2 * P, x.shape[-1]))
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
    """Check everything that `conv` is given.

    -> x, filters, bias (zeros for None), (H2, W2), and stride and dilation as `conv_windows` gives them
    """
    x, filters, *given_bias = real_arrays(x=x, filters=filters, bias=bias)
    groups = whole_number("groups", groups, 1)
    D1 = volume(x, filters.shape[-1] * groups if filters.ndim else 1).shape[-1]
    if filters.ndim != 4 or 0 in filters.shape:
        raise ValueError(
            f"filters has shape {filters.shape}, but a bank of filters is (K, F, F, depth)"
            + _how_to_bank(filters.shape, D1 // groups)
        )
    K, Fh, Fw, depth = filters.shape
    if D1 not in (depth, depth * groups) and (advice := _other_orders(x.shape, filters.shape, groups)):
        raise ValueError(_wrong_depth(filters.shape, D1, groups, advice))
    if D1 % groups or K % groups:
        raise ValueError(f"groups is {groups}, but must divide the depth of x, {D1}, and the {K} filters")
    if depth != D1 // groups:
        raise ValueError(_wrong_depth(filters.shape, D1, groups, f"shape {(K, Fh, Fw, D1 // groups)}"))
    bias = _bias(given_bias, K, "filters", x.dtype)
    return x, filters, bias, *conv_windows(x.shape, (Fh, Fw), K, stride, padding, dilation, fit)


def pool_arguments(x, F, stride, padding, fit):
    """Check everything that a pool is given: -> x, (Fh, Fw), the stride as a number and (H2, W2)."""
    (x,) = real_arrays(x=x)
    volume(x)
    most = _most_padding(x.shape, pair("F", F), whole_number("padding", padding, 0))
    output, F, stride = fit_pool(x.shape[-3:-1], F, stride, padding, fit, most=most)
    room("the output", (*x.shape[:-3], *output, x.shape[-1]))
    return x, F, _step(stride, output), output


def fully_connected_arguments(x, weights, bias):
    """Check everything that `fully_connected` is given: -> x, weights and bias (zeros for None)."""
    x, weights, *given_bias = real_arrays(x=x, weights=weights, bias=bias)
    if weights.ndim != 2:
        raise ValueError(f"weights has shape {weights.shape}, but (inputs, outputs) is needed")
    n, m = weights.shape
    if x.ndim < 1 or x.shape[-1] != n:
        raise ValueError(
            f"x has shape {x.shape}, but weights of shape {weights.shape} need {n} numbers on its last axis"
            + _how_to_flatten(x.shape, n, m)
        )
    room("the output", (*x.shape[:-1], m))
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
    if number.dtype.kind == "b":
        raise TypeError(f"{name} must be a number such as {float(number):g}, not {value!r}")
    return float(number)


def number_from(name, value, least, below=None, *, above=False):
    """Give a real number back as a float, or say from where to where `name` goes.

    It starts at `least`, or just above it, and ends before `below`.
    """
    number = real_number(name, value)
    starts = number > least if above else number >= least
    if not (isfinite(number) and starts and (below is None or number < below)):
        wanted = f"above {least}" if above else f"{least} or more" if below is None else f"at least {least}"
        wanted += "" if below is None else f" and below {below}"
        raise ValueError(f"{name} must be {wanted}, not {value!r}")
    return number


def finite(name, numbers, advice):
    """Refuse NaN and infinity, from which nothing can be learnt and no class be told."""
    are_finite = np.isfinite(numbers)
    if not are_finite.all():
        place = np.unravel_index(are_finite.argmin(), numbers.shape)
        what = "NaN" if np.isnan(numbers[place]) else "infinite"
        where = ", ".join(map(str, place))
        raise ValueError(f"{name}[{where}] is {what}, which is not a number to compute with: {advice}")


def conv_backward_arguments(dout, x, filters, stride, padding, dilation, groups, fit):
    """Check everything that `conv_backward` is given: -> dout, x, filters, (H2, W2), stride and dilation."""
    dout, x, filters = real_arrays(dout=dout, x=x, filters=filters)
    x, filters, _, output, stride, dilation = conv_arguments(
        x, filters, None, stride, padding, dilation, groups, fit
    )
    _upstream(dout, (*x.shape[:-3], *output, len(filters)))
    return dout, x, filters, output, stride, dilation


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
        advice = ": scores[np.newaxis] makes a batch of one" if scores.ndim == 1 and len(scores) else ""
        raise ValueError(
            f"scores has shape {scores.shape}, but (N, classes) is needed, one row per picture{advice}"
        )
    return scores, label_array(labels, *scores.shape)


def label_array(labels, N, K, name="labels"):
    """Refuse labels that are not N whole numbers from 0 to K − 1; there must be one at least."""
    labels = _array(name, labels)
    if N == 0:
        raise ValueError("the batch is empty: there is no mean over 0 pictures")
    if labels.shape != (N,):
        advice = ""
        if labels.shape == (N, 1):
            advice = f": {name}[:, 0] has it"
        elif labels.shape == (N, K):
            advice = f": {name}.argmax(axis=1) turns one-hot rows into numbers"
        raise ValueError(f"{name} has shape {labels.shape}, but {N} pictures need shape ({N},){advice}")
    if labels.dtype.kind not in "iu":
        what = {"b": "True and False", "f": "floats, such as 2.0"}.get(labels.dtype.kind, labels.dtype)
        whole = labels.dtype.kind == "b" or (labels.dtype.kind == "f" and np.isin(labels, range(K)).all())
        advice = f": {name}.astype(int) makes them whole" if whole else ""
        raise TypeError(f"{name} must be whole numbers, the classes 0 to {K - 1}, but holds {what}{advice}")
    wrong = (labels < 0) | (labels >= K)
    if wrong.any():
        first = int(wrong.argmax())
        raise ValueError(
            f"{name}[{first}] is {labels[first]}, but with {K} classes labels go from 0 to {K - 1}"
        )
    return labels


def _array(name, value):
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be an array: its rows have different lengths") from None


def _real_array(name, value):
    array = _array(name, value)
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


def _wrong_depth(shape, D1, groups, advice):
    reason = "a filter extends the full depth of its input"
    if groups > 1:
        reason = f"each of the {groups} groups sees {D1 // groups} of them"
    return f"filters has shape {shape}, depth {shape[-1]}, but x has depth {D1} and {reason}: {advice}"


def _other_orders(volumes, bank, groups):
    """How x, or the filters, or both, come out of another library's order of axes; "" if they do not."""
    *batch, first, second, third = volumes
    last = ", ".join(map(str, (*range(len(batch)), *(len(batch) + axis for axis in (1, 2, 0)))))
    our_x = f"PyTorch's order of axes becomes ours with x.transpose({last})"
    our_filters = "filters.transpose(0, 2, 3, 1)"
    if bank[0] % groups == 0:
        if bank[1] * groups == third:
            return f"PyTorch's (K, D, F, F) becomes ours with {our_filters}"
        if bank[3] * groups == first and bank[1] <= second and bank[2] <= third:
            return our_x
        if bank[1] * groups == first and bank[2] <= second and bank[3] <= third:
            return f"{our_x} and {our_filters}"
    if bank[2] * groups == third and bank[0] == bank[1] and bank[3] % groups == 0:
        return "TensorFlow's (F, F, D, K) becomes ours with filters.transpose(3, 0, 1, 2)"
    return ""


def _how_to_bank(shape, depth):
    """How what is no bank of filters of this depth becomes one; "" if it does not."""
    if 0 in shape or not 2 <= len(shape) <= 3 or depth not in (shape[-1], 1):
        return ""
    if len(shape) == 2:
        return ": filters[np.newaxis, ..., np.newaxis] makes a bank of one" if depth == 1 else ""
    if shape[-1] == depth:
        return ": filters[np.newaxis] makes a bank of one"
    return ": filters[..., np.newaxis] gives them a depth of 1"


def _how_to_flatten(shape, n, m):
    for axis in range(len(shape)):
        if prod(shape[axis:]) == n:
            return f": x.reshape({', '.join(map(str, (*shape[:axis], n)))}) flattens a volume"
    if shape and shape[-1] == m:
        return ": PyTorch's (outputs, inputs) becomes ours with weights.T"
    return ""
