"""Run a learner's code so that whatever it does, the check goes on: no endless loop, no flood, no way out,
and nobody to ask.

A loop is stopped from outside, again and again, because a bare `except:` in it swallows a single stop.
Python 3.12 and later report every jump backwards and every call (`sys.monitoring`), which works in a browser
too, where there are no threads; 3.11 has a thread for it. A long computation inside numpy is out of reach of
both: it ends when it ends.
"""

import builtins
import contextlib
import signal
import sys
import threading
import time
from functools import partial
from typing import NamedTuple

MOST_OUTPUT = 1000
_TOOL = 4


class OutOfTime(BaseException):
    """Raised inside the learner's code when the time is up."""


class AsksSomebody(BaseException):
    """Raised inside the learner's code where it waits for an answer that nobody will type."""


class Outcome(NamedTuple):
    """What came of one call: a value, or an error, or neither when the time was up.

    `asked` is what waited for somebody to type, such as "input()".
    """

    value: object = None
    error: BaseException | None = None
    late: bool = False
    printed: str = ""
    asked: str = ""


class Watch:
    """A place to call a learner's code in: `with Watch(seconds=3) as watch: watch.call(function, *inputs)`.

    The seconds are for all calls together. A reader's own Ctrl-C ends the check as it ends everything else;
    a KeyboardInterrupt that the code raises by itself is an error like any other.
    """

    def __init__(self, seconds):
        self.left = seconds
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
        start = time.monotonic()
        sys.stdout = sys.stderr = paper
        answer_again = self._answer_nothing()
        # A stop that hits a destructor comes here. A hook written in Python would be stopped as well.
        sys.unraisablehook = unraised.append
        outcome = self._timed(function, inputs)
        sys.unraisablehook = hook
        answer_again()
        sys.stdout, sys.stderr = screen
        for one in unraised:
            if one.exc_type is not OutOfTime:
                hook(one)
        self.left -= time.monotonic() - start
        if self._interrupted:
            raise KeyboardInterrupt
        asked, self._asked = self._asked, ""
        return outcome._replace(printed=paper.text(), asked=asked)

    def _answer_nothing(self):
        """Let everything that waits for somebody to type raise an error: -> how to let it wait again."""

        def refusal(what):
            def refuse(*_, **__):
                self._asked = self._asked or what
                # Code that swallows the error and asks again is stopped as well, at once.
                self._deadline = time.monotonic()
                raise AsksSomebody

            return refuse

        silent = [
            (builtins, "input", refusal("input()")),
            (sys, "breakpointhook", refusal("breakpoint()")),
            (sys, "stdin", _Silence(refusal("sys.stdin"))),
        ]
        if "getpass" in sys.modules:
            silent.append((sys.modules["getpass"], "getpass", refusal("getpass()")))
        before = [(place, name, getattr(place, name)) for place, name, _ in silent]
        for place, name, stand_in in silent:
            setattr(place, name, stand_in)

        def answer_again():
            for place, name, value in before:
                setattr(place, name, value)

        return answer_again

    def _timed(self, function, inputs):
        # No Python code runs between the end of the deadline and _forget_stop: a stop would find its way in.
        self._deadline = time.monotonic() + max(self.left, 0.05)
        try:
            value = function(*inputs)
            self._deadline = None
            self._forget_stop()
        except OutOfTime:
            self._deadline = None
            self._forget_stop()
            return Outcome(late=True)
        except BaseException as error:  # SystemExit as well: nothing that the code does ends the check.
            self._deadline = None
            self._forget_stop()
            return Outcome(error=error)
        return Outcome(value)

    def _forget_stop(self):
        """Take back a stop that is on its way; where jumps are reported there is none."""

    def overdue(self):
        deadline = self._deadline
        return deadline is not None and time.monotonic() > deadline


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
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
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

    def look(*_):
        if watch.overdue():
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
            now = time.monotonic()
            # From here to stop() Python does not change threads: the deadline cannot end in between.
            deadline = watch._deadline
            if deadline is not None and deadline < now:
                stop()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def end():
        over.set()
        thread.join()
        del OutOfTime.__init__

    return end
