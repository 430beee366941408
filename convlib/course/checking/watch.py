"""Run a learner's code so that whatever it does, the check goes on: no endless loop, no flood, no way out,
and nobody to ask.

A loop is stopped from outside, again and again, because a bare `except:` in it swallows a single stop.
Python 3.12 and later report every jump backwards and every call (`sys.monitoring`), which works in a browser
too, where there are no threads; 3.11 has a thread for it. A long computation inside numpy is out of reach of
both: it ends when it ends.

What counts is the time that the code itself computes and sleeps: a machine that is busy with other things
makes no answer wrong. The clock on the wall ends what only waits, and much later.
"""

import builtins
import contextlib
import signal
import sys
import threading
import time
from functools import partial
from typing import NamedTuple

from ...running_shell import running_shell

MOST_OUTPUT = 1000
# So many times its own seconds a check may last by the clock on the wall.
PATIENCE = 10
_TOOL = 4


class OutOfTime(BaseException):
    """Raised inside the learner's code when the time is up."""


class AsksSomebody(BaseException):
    """Raised inside the learner's code where it waits for an answer that nobody will type."""


class Outcome(NamedTuple):
    """What came of one call: a value, or an error, or neither when the time was up.

    `late` are the seconds after which it was stopped, and `waited` tells that it did not compute for as long
    as it might have; `asked` is what waited for somebody to type, such as "input()".
    """

    value: object = None
    error: BaseException | None = None
    late: float = 0.0
    waited: bool = False
    printed: str = ""
    asked: str = ""


class _Deadline(NamedTuple):
    """When a call is over: by the clock of the code's own time, or by the one on the wall."""

    own: float
    wall: float


class Watch:
    """A place to call a learner's code in: `with Watch(seconds=3) as watch: watch.call(function, *inputs)`.

    The seconds are for all calls together; `left` are those that remain. A reader's own Ctrl-C ends the check
    as it ends everything else; a KeyboardInterrupt that the code raises by itself is an error like any other.
    """

    def __init__(self, seconds):
        self.left = self._seconds = seconds
        self._patience = PATIENCE * seconds
        self._computed = _own_clock()
        self._slept = 0.0
        self._deadline = None
        self._interrupted = False
        self._asked = ""

    def __enter__(self):
        self._leave = contextlib.ExitStack()
        self._leave.callback(_listen_for_interrupts(self))
        self._leave.callback(_keep_the_kernel())
        self._leave.callback(_report_jumps(self) or _stop_from_a_thread(self))
        return self

    def __exit__(self, *_):
        self._leave.close()

    def call(self, function, *inputs):
        """Call it, whatever happens: -> Outcome."""
        paper, screen = _Paper(), (sys.stdout, sys.stderr)
        unraised, hook = [], sys.unraisablehook
        own, wall = self._own_time(), time.monotonic()
        sys.stdout = sys.stderr = paper
        wait_again = self._wait_for_nothing()
        # A stop that hits a destructor comes here. A hook written in Python would be stopped as well.
        sys.unraisablehook = unraised.append
        outcome = self._timed(function, inputs)
        sys.unraisablehook = hook
        wait_again()
        sys.stdout, sys.stderr = screen
        for one in unraised:
            if one.exc_type is not OutOfTime:
                hook(one)
        lasted = time.monotonic() - wall
        # Where the clock counts all threads, they may have computed for longer than the call has lasted.
        self.left = 0 if outcome.late else self.left - min(self._own_time() - own, lasted)
        self._patience -= lasted
        if self._interrupted:
            raise KeyboardInterrupt
        asked, self._asked = self._asked, ""
        return outcome._replace(printed=paper.text(), asked=asked)

    def _wait_for_nothing(self):
        """Let what waits for somebody to type raise an error, and sleep end in time: -> how to undo it."""

        def refusal(what):
            def refuse(*_, **__):
                self._asked = self._asked or what
                # Code that swallows the error and asks again is stopped as well, at once.
                self._deadline, self._soonest = _Deadline(0, 0), 0
                raise AsksSomebody

            return refuse

        silent = [
            (builtins, "input", refusal("input()")),
            (sys, "breakpointhook", refusal("breakpoint()")),
            (sys, "stdin", _Silence(refusal("sys.stdin"))),
            (time, "sleep", self._sleep_in_time(time.sleep)),
        ]
        if "getpass" in sys.modules:
            silent.append((sys.modules["getpass"], "getpass", refusal("getpass()")))
        before = [(place, name, getattr(place, name)) for place, name, _ in silent]
        for place, name, stand_in in silent:
            setattr(place, name, stand_in)

        def wait_again():
            for place, name, value in before:
                setattr(place, name, value)

        return wait_again

    def _sleep_in_time(self, sleep):
        mine = threading.get_ident()

        def sleep_in_time(seconds):
            deadline = self._deadline
            if deadline is None or threading.get_ident() != mine:
                return sleep(seconds)
            sleep(min(seconds, max(deadline.own - self._own_time(), 0)))
            self._slept += seconds
            self._soonest = 0
            if self.overdue():
                raise OutOfTime

        return sleep_in_time

    def _timed(self, function, inputs):
        left, start, now = max(self.left, 0.05), self._computed(), time.monotonic()
        own, self._soonest = start + self._slept + left, now + left
        # No Python code runs between the end of the deadline and _forget_stop: a stop would find its way in.
        self._deadline = _Deadline(own, now + max(self._patience, PATIENCE * 0.05))
        try:
            value = function(*inputs)
            self._deadline = None
            self._forget_stop()
        except OutOfTime:
            self._deadline = None
            self._forget_stop()
            late = self._seconds if self._own_time() > own else PATIENCE * self._seconds
            return Outcome(late=late, waited=self._computed() - start < left)
        except BaseException as error:  # SystemExit as well: nothing that the code does ends the check.
            self._deadline = None
            self._forget_stop()
            return Outcome(error=error)
        return Outcome(value)

    def _forget_stop(self):
        """Take back a stop that is on its way; where jumps are reported there is none."""

    def _own_time(self):
        return self._computed() + self._slept

    def overdue(self):
        """Whether the call has had its time; asked at every jump, so that the slow clock is seldom read."""
        deadline = self._deadline
        if deadline is None or (now := time.monotonic()) <= self._soonest:
            return False
        left = deadline.own - self._own_time()
        # Nobody computes faster than the time goes by.
        self._soonest = min(now + left, deadline.wall)
        return left < 0 or now > deadline.wall


def _own_clock():
    """The clock that counts what this thread computes, and can be read from any; -> a function.

    Where the system has none, that of all threads serves; in a browser's Python, which has no other
    threads and no such clock, the one on the wall.
    """
    if sys.platform == "emscripten":
        return time.monotonic
    try:
        clock = time.pthread_getcpuclockid(threading.get_ident())
        time.clock_gettime(clock)
    except (AttributeError, OSError):
        return time.process_time
    return partial(time.clock_gettime, clock)


class _Paper:
    """Takes what is printed, and keeps the beginning."""

    encoding = "utf-8"

    def __init__(self):
        self._kept, self._more = "", False

    def write(self, text):
        room = MOST_OUTPUT - len(self._kept)
        self._kept += text[:room]
        self._more |= len(text) > room
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False

    def text(self):
        return self._kept + " …" * self._more


class _Silence:
    """A keyboard on which nobody types."""

    def __init__(self, refuse):
        self._refuse = refuse

    def __getattr__(self, name):
        return self._refuse

    def __iter__(self):
        return self._refuse()


def _listen_for_interrupts(watch):
    """Tell a Ctrl-C from an interrupt that the code makes up: -> how to stop listening."""
    try:
        before = signal.getsignal(signal.SIGINT)

        def heard(number, frame):
            watch._interrupted = True
            if callable(before):
                before(number, frame)

        signal.signal(signal.SIGINT, heard)
    except (ValueError, AttributeError):  # not the main thread, or no signals here
        return lambda: None
    return lambda: signal.signal(signal.SIGINT, before)


def _keep_the_kernel():
    """Make IPython's own `exit()` an error like any other: -> how to give it back."""
    shell = running_shell()
    if shell is None:
        return lambda: None

    def refuse():
        raise SystemExit

    shell.ask_exit = refuse
    return lambda: vars(shell).pop("ask_exit", None)


def _report_jumps(watch):
    """Look at the clock at every jump, call and resumption: -> how to end it, None where Python cannot."""
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None:
        return None
    if (tool := monitoring.get_tool(_TOOL)) is not None:
        # A check within a check is under the outer one's clock already.
        return (lambda: None) if tool == "convlib" else None

    mine = threading.get_ident()

    def look(*_):
        # Threads of the notebook's own are reported as well, and are none of the learner's.
        if watch.overdue() and threading.get_ident() == mine:
            raise OutOfTime

    events = monitoring.events.JUMP, monitoring.events.PY_START, monitoring.events.PY_RESUME
    monitoring.use_tool_id(_TOOL, "convlib")
    for event in events:
        monitoring.register_callback(_TOOL, event, look)
    monitoring.set_events(_TOOL, sum(events))

    def end():
        monitoring.set_events(_TOOL, 0)
        for event in events:
            monitoring.register_callback(_TOOL, event, None)
        monitoring.free_tool_id(_TOOL)

    return end


def _stop_from_a_thread(watch):
    """Raise OutOfTime in this thread from another one; each stop sets off the next: -> how to end it.

    So a stop that a bare `except:` swallows is followed by one in that very handler, outside of the `try`.
    """
    import ctypes  # a browser's Python gets here never, and may not have it

    if "__init__" in vars(OutOfTime):  # a check within a check
        return lambda: None
    raise_in_thread = ctypes.PYFUNCTYPE(None, ctypes.c_ulong, ctypes.c_void_p)(
        ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
    )
    stop = partial(raise_in_thread, threading.get_ident(), id(OutOfTime))
    OutOfTime.__init__ = staticmethod(stop)
    watch._forget_stop = partial(raise_in_thread, threading.get_ident(), None)
    over = threading.Event()

    def look():
        while not over.wait(0.05):
            deadline = watch._deadline
            # From the second look to stop() Python does not change threads: the call cannot end in between.
            if watch.overdue() and watch._deadline is deadline:
                stop()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def end():
        over.set()
        thread.join()
        del OutOfTime.__init__

    return end
