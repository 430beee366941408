"""What every browser test stands on: a server, a Chromium, and pages that must stay silent."""

import re
from urllib.parse import urljoin

import browsers
import live
import pytest
from as_published import published_pages
from listening import listen
from playwright.sync_api import sync_playwright
from serve import serving

# Of these the last on the command line counts: so Playwright's own stand here again, for what a page meets.
FEATURES_OFF = (
    # Two pages for an address field that nobody sees would be made for each window: a third of its cost.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
# Root may not sandbox; the rest keeps Chromium from calling home and from drawing with a graphics card.
FLAGS = [
    *"--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(),
    *"--disable-component-update --disable-sync".split(),
    f"--disable-features={','.join(FEATURES_OFF)}",
]


@pytest.fixture(scope="session")
def base_url(site):
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def published_url(site):
    """The site on a server that sends what `_headers` says."""
    with serving(site, handler=published_pages(site)) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    program = browsers.chromium()
    if program is None:
        pytest.exit(browsers.NONE, returncode=1)
    with sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=program, args=FLAGS) as chrome:
            yield chrome


@pytest.fixture
def open_page(browser, base_url):
    """`open_page(path, theme="light", width=1280)` opens a page as a new reader would.

    The test fails at its end when a page wrote to the console, a script failed, a request failed or went to
    another host. Further keywords are Playwright's for `browser.new_context`.
    """
    contexts, complaints = [], []

    def open_page(path="", *, theme="light", width=1280, height=800, **options):
        # The choice of light or dark is stored as the theme's own switch stores it.
        chosen = [{"name": key, "value": theme} for key in ("mode", "theme")]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            storage_state={"origins": [{"origin": base_url.rstrip("/"), "localStorage": chosen}]},
            **options,
        )
        contexts.append(context)
        listen(context, base_url, complaints)
        page = context.new_page()
        page.goto(urljoin(base_url, path), wait_until="load")
        # The theme's scripts come last of all; its search button is alive when they have run.
        page.wait_for_function(
            "[...document.querySelectorAll('.search-button__button')].every((b) => b.onclick)"
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def open_without_javascript(browser, base_url):
    """`open_without_javascript(path)` opens a page as a reader whose browser runs no scripts.

    Nothing is listened to: Chromium reports each script that it may not run as a failed request.
    """
    with browser.new_context(java_script_enabled=False) as context:

        def open_without_javascript(path):
            page = context.new_page()
            page.goto(urljoin(base_url, path))
            return page

        yield open_without_javascript


@pytest.fixture
def visit(browser):
    """`visit(base_url)` is a new reader's browser; live lessons ask no other host, and complain of nothing.

    `said` are patterns of what the console says in this one case. Further keywords are Playwright's.
    """
    contexts, complaints, expected = [], [], [live.CHATTER]

    def visit(base_url, *, said=(), **options):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        expected.extend(map(re.compile, said))
        listen(context, base_url, complaints)
        return context

    yield visit
    for context in contexts:
        context.close()
    unexpected = [line for line in complaints if not any(pattern.match(line) for pattern in expected)]
    assert not unexpected, "\n".join(unexpected)
