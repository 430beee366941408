"""The three engines, each started once for all tests of a process."""

import contextlib

import browsers
import pytest
from engines.chromium import Chromium
from engines.firefox import Firefox
from engines.webkit import WebKit, listening_pages
from serve import serving


def found(name):
    """What starts an engine; where it is not here its tests are left out aloud, or fail."""
    programs = browsers.FINDERS[name]()
    if programs is None:
        (pytest.fail if browsers.must_have_all() else pytest.skip)(browsers.left_out(name))
    return programs


@pytest.fixture(scope="session")
def chromium(browser, published_url):
    with contextlib.closing(Chromium(published_url, browser)) as engine:
        yield engine


@pytest.fixture(scope="session")
def firefox(published_url):
    with contextlib.closing(Firefox(published_url, found("Firefox"))) as engine:
        yield engine


@pytest.fixture(scope="session")
def webkit(site):
    programs, handler = found("WebKit"), listening_pages(site)
    with serving(site, handler=handler) as address:
        with contextlib.closing(WebKit(address, programs, handler.refused)) as engine:
            yield engine


@pytest.fixture(params=["firefox", "webkit"])
def other(request):
    """Each engine beside Chromium."""
    return request.getfixturevalue(request.param)
