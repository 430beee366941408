"""Threads share a batch without a trace: every share once, errors come through, settings come back."""

import threading
from functools import partial

import pytest

from convlib import console_bar, fast
from convlib.fast import threads as settings


def test_every_image_is_in_one_share(monkeypatch):
    monkeypatch.setattr("convlib.fast.threads.WORTH_A_THREAD", 1)
    for count in (2, 3, 7):
        for threads in (1, 2, 5):
            with fast.using(threads=threads):
                shares = fast.in_threads(count, lambda part: list(range(part.start, part.stop)), 10**6)
            assert sum(shares, []) == list(range(count))
            assert len(shares) == min(count, threads)
            assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_small_work_and_shares_of_shares_stay_in_one_thread(monkeypatch):
    with fast.using(threads=4):
        assert len(fast.in_threads(4, lambda part: None, 100)) == 1
        monkeypatch.setattr("convlib.fast.threads.WORTH_A_THREAD", 1)
        work = partial(fast.in_threads, 4, lambda _: threading.get_ident(), 10**6)
        inner = fast.in_threads(4, lambda part: work(), 10**6)
        assert [len(one) for one in inner] == [1, 1, 1, 1]
        assert fast.in_threads(0, lambda part: part, 0) == [slice(0, 0)]


@pytest.mark.parametrize("bad", [0, 1])
def test_an_error_in_any_thread_comes_through(monkeypatch, bad):
    monkeypatch.setattr("convlib.fast.threads.WORTH_A_THREAD", 1)

    def work(part):
        if part.start == bad:
            raise ValueError("in a share")

    with fast.using(threads=2):
        with pytest.raises(ValueError, match="in a share"):
            fast.in_threads(2, work, 10**6)
        # And the threads are ready for the next.
        assert fast.in_threads(2, lambda part: part.start, 10**6) == [0, 1]


def test_settings_come_back():
    before = settings.threads(), settings.winograd()
    with fast.using(threads=3, winograd=False):
        assert (settings.threads(), settings.winograd()) == (3, False)
        with fast.using(winograd=True):
            assert (settings.threads(), settings.winograd()) == (3, True)
        assert (settings.threads(), settings.winograd()) == (3, False)
    assert (settings.threads(), settings.winograd()) == before
    with pytest.raises(ValueError, match="threads must be 1 or more"), fast.using(threads=0):
        pass
    assert (settings.threads(), settings.winograd()) == before


def test_without_threadpoolctl_work_stays_in_one_thread(monkeypatch):
    monkeypatch.setattr(settings, "_controller", lambda: None)
    monkeypatch.setattr(settings, "_at_first", settings._at_first.__wrapped__)
    assert settings.threads() == 1
    assert fast.in_threads(4, lambda part: part, 10**9) == [slice(0, 4)]


def test_a_notebook_s_line_is_text_that_ends_without_times(monkeypatch):
    shown = []

    class Place:
        def update(self, data, raw):
            shown.append(data)

    monkeypatch.setattr(console_bar, "_in_notebook", lambda: True)
    show = lambda data, raw, display_id: shown.append(data) or Place()  # noqa: E731
    monkeypatch.setattr("IPython.display.display", show)
    with console_bar.bar(3) as line:
        for step in range(3):
            line.set_description_str(f"step {step + 1} of 3", refresh=False)
            line.update()
    assert all(data.keys() == {"text/plain"} for data in shown)
    assert shown[-1] == {"text/plain": "step 3 of 3"}
