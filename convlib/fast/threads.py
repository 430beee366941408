"""What the fast path may use: how many threads, and whether Winograd's shortcut is allowed.

    with fast.using(threads=1, winograd=False):
        conv(x, filters)

A batch is cut into as many shares as there are threads. While they work, the matrix products in each share
stay in its own thread: two that both want both cores get in each other's way.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from functools import cache
from itertools import pairwise

from ..refusal import whole_number

# Below so many numbers in a share, waking a thread costs more than it brings.
WORTH_A_THREAD = 2**15

_inside = threading.local()


class _Settings:
    threads = None
    winograd = True


_settings = _Settings()


@contextmanager
def using(*, threads=None, winograd=None):
    """Change the settings for the lines below it; None leaves one as it is."""
    before = dict(vars(_settings))
    if threads is not None:
        _settings.threads = whole_number("threads", threads, 1)
    if winograd is not None:
        _settings.winograd = bool(winograd)
    try:
        with _products_in(threads) if threads is not None else nullcontext():
            yield
    finally:
        vars(_settings).clear()
        vars(_settings).update(before)


def threads():
    """How many threads share a batch: what `using` says, or else as many as matrix products take at first."""
    return _at_first() if _settings.threads is None else _settings.threads


def winograd():
    """Whether float32 may take Winograd's shortcut."""
    return _settings.winograd


def in_threads(count, work, numbers):
    """Call work(slice) on shares of `count` images, each in a thread, and list what the calls give back.

    `numbers` says how many numbers there are to work on in all.
    """
    shares = 1
    if count > 1 and numbers >= 2 * WORTH_A_THREAD and not getattr(_inside, "share", False):
        shares = min(count, numbers // WORTH_A_THREAD, threads())
    if shares < 2:
        return [work(slice(0, count))]
    cuts = [count * place // shares for place in range(shares + 1)]
    with _products_in(1):
        waiting = [
            # What numpy is to be silent about is said once, for all threads.
            _pool(shares - 1).submit(copy_context().run, _alone, work, slice(first, last))
            for first, last in pairwise(cuts[1:])
        ]
        try:
            first = _alone(work, slice(0, cuts[1]))
        finally:
            # What the others write into must not outlive this call.
            done = [one.exception() for one in waiting]
    for error in filter(None, done):
        raise error
    return [first, *(one.result() for one in waiting)]


def _alone(work, part):
    before = getattr(_inside, "share", False)
    _inside.share = True
    try:
        return work(part)
    finally:
        _inside.share = before


@cache
def _at_first():
    # Usually one for each core; OPENBLAS_NUM_THREADS and its like, set before Python starts, say otherwise.
    controller = _controller()
    return max((pool["num_threads"] for pool in controller.info()), default=1) if controller else 1


def _products_in(count):
    """Let the matrix products of numpy use so many threads."""
    controller = _controller()
    return controller.limit(limits=count, user_api="blas") if controller else nullcontext()


@cache
def _pool(workers):
    return ThreadPoolExecutor(workers, thread_name_prefix="convlib")


@cache
def _controller():
    # Without threadpoolctl all work stays in one thread, and numpy's products take what they take.
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    controller = ThreadpoolController().select(user_api="blas")
    return controller if len(controller) else None
