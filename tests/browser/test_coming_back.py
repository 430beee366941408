"""A live lesson that is left and opened again, or in a browser that refuses much: nothing is lost."""

import re

import live
import pytest
from playwright.sync_api import expect
from serve import Pages, serving

LESSON = "04_stride"
# What JupyterLab and Python's kernel tell the console in these cases, and only in these.
RESTART = r"console debug: Kernel: (auto)?restarting|console warning: Connection lost, reconnecting"
STOP = r"failed request: blob:\S+ \(net::ERR_FILE_NOT_FOUND\)$"
NO_WORKER = r"console warning: (ServiceWorkers not supported|Pyodide contents will NOT be synced)"
# JupyterLab looks for a cell that comes, or goes, just then.
SCROLL = r"console debug: (Element with index \d+ not found|Scrolling to a new item is requested\.)$"

REFUSALS = {
    "workers": """
        const insecure = new DOMException("The operation is insecure.", "SecurityError");
        if (navigator.serviceWorker) navigator.serviceWorker.register = () => Promise.reject(insecure);""",
    "store": """
        const refuse = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
        Object.defineProperty(window, "localStorage", { get: refuse, configurable: true });
        IDBFactory.prototype.open = refuse;""",
    "room": """
        const full = () => { throw new DOMException("The quota has been exceeded.", "QuotaExceededError"); };
        IDBObjectStore.prototype.put = full;
        Storage.prototype.setItem = full;""",
}
# It shows a pasted picture before it knows where that lies.
PASTED = (
    r"(request to another host: |failed request: )attachment:|console error: .* net::ERR_UNKNOWN_URL_SCHEME$"
)

REFUSED_NAMES = {"05_zero_padding.ipynb": "stays as it is", "50% done.ipynb": "% cannot be stored"}
# One point, as PNG.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
# As a reader pastes it: into a text that is being written.
PASTE = """(png) => {
  const { content } = jupyterapp.shell.currentWidget;
  content.model.sharedModel.addCell({ cell_type: "markdown", source: "My picture: " });
  content.activeCellIndex = content.model.cells.length - 1;
  content.mode = "edit";
  const clipboardData = new DataTransfer();
  const bytes = Uint8Array.from(atob(png), (byte) => byte.charCodeAt(0));
  clipboardData.items.add(new File([bytes], "image.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  content.activeCell.editorWidget.node.querySelector(".cm-content").dispatchEvent(paste);
}"""
# One file, in the store that the first release had for every copy of the book.
FIRST_STORE = """() => new Promise((resolve) => {
  const now = new Date().toISOString();
  const file = {
    name: "mine.txt", path: "mine.txt", type: "file", format: "text", mimetype: "text/plain",
    content: "of the first release", size: 20, writable: true, created: now, last_modified: now,
  };
  const request = indexedDB.open("convnets-lessons", 2);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("files").put(file, file.path);
    request.result.createObjectStore("counters");
  };
  request.onsuccess = () => { request.result.close(); resolve(); };
})"""


def notices(page):
    return page.locator(".lesson-bar__notice")


def expect_text(page, text, cell=1):
    code = page.locator(".jp-CodeCell .cm-content").nth(cell)
    expect(code).to_contain_text(text, timeout=live.PATIENCE)


def write(page, text, cell=1):
    """Type into a code cell as a reader does, in front of what is there."""
    page.locator(".jp-CodeCell .cm-content").nth(cell).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(f"{text}\n")
    expect_text(page, text, cell)


def text_of(page, cell=1):
    return [found["source"] for found in live.cells(page) if found["cell_type"] == "code"][cell]


def start_last_cell(page, code):
    """Begin a cell that will not end by itself: Python is busy with it, not with one before it."""
    page.evaluate(
        """(code) => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.model.sharedModel.addCell({ cell_type: "code", source: code });
          notebook.activeCellIndex = notebook.model.cells.length - 1;
          jupyterapp.commands.execute("notebook:run-cell");
        }""",
        f"print('begun')\n{code}",
    )
    wait_for_output(page, "begun")


def wait_for_output(page, text):
    output = page.locator(".jp-Cell").last.locator(".jp-OutputArea-output").filter(has_text=text)
    output.first.wait_for(timeout=live.PATIENCE)


def wait_for_notice(page, words):
    expect(page.locator(".lesson-bar")).to_contain_text(words, timeout=live.PATIENCE)


def test_a_cell_that_never_ends_is_stopped_and_a_new_python_begins_with_the_first_cell(visit, base_url):
    page = visit(base_url, said=(RESTART, STOP, SCROLL)).new_page()
    page.goto(live.address(base_url, LESSON))
    live.wait_until_ready(page)
    # Who is here for the first time is told how to run a cell, until one has run.
    wait_for_notice(page, "press Shift + Enter")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    expect(notices(page)).to_have_count(0, timeout=live.PATIENCE)

    start_last_cell(page, "while True: pass")
    page.get_by_role("button", name="Interrupt").click()
    wait_for_output(page, "KeyboardInterrupt")
    assert live.run(page, "print(callable(check))").strip() == "True"

    # The bar offers to stop one that takes long, by keyboard too.
    start_last_cell(page, "total = 0\nwhile True: total += 1")
    page.get_by_role("button", name="Stop the cell").press("Enter", timeout=live.PATIENCE)
    wait_for_output(page, "KeyboardInterrupt")
    assert int(live.run(page, "print(total)")) > 0

    # What cannot be stopped is ended by a restart; then the first cell has run.
    start_last_cell(page, "import time\ntime.sleep(3600)")
    page.get_by_role("button", name="Interrupt").click()
    page.get_by_role("button", name="Restart Python").press("Enter", timeout=live.PATIENCE)
    wait_for_notice(page, "and run the first cell for you")
    assert live.run(page, "print(callable(check), 'total' in globals())").strip() == "True False"

    # The same for who comes back another day.
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty", timeout=live.PATIENCE)
    page.reload()
    live.wait_until_ready(page)
    wait_for_notice(page, "and run the first cell for you")
    assert live.run(page, "print(callable(check))").strip() == "True"

    # A first cell that is the reader's own is left to the reader.
    write(page, "mine = 1", cell=0)
    page.reload()
    live.wait_until_ready(page)
    wait_for_notice(page, "knows nothing yet: run the first cell")
    assert "NameError" in live.run(page, "mine")


def test_what_was_written_last_is_kept_however_one_leaves(visit, base_url):
    context = visit(base_url, said=(SCROLL, PASTED))
    page = context.new_page()
    page.goto(live.address(base_url, LESSON))
    live.wait_until_shown(page)
    write(page, "reloaded = 1")
    page.reload()
    live.wait_until_shown(page)
    expect_text(page, "reloaded = 1")

    write(page, "left = 1")
    page.get_by_role("link", name="← The book").click()
    page.wait_for_url(f"**/lessons/{LESSON}.html")
    # Fonts that are still on their way would be broken off.
    page.wait_for_load_state("networkidle")
    page.goto(live.address(base_url, LESSON))
    live.wait_until_shown(page)
    expect_text(page, "left = 1")

    write(page, "closed = 1")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    page = context.new_page()
    page.goto(live.address(base_url, LESSON))
    live.wait_until_shown(page)
    expect_text(page, "closed = 1")
    assert text_of(page).startswith("closed = 1\nleft = 1\nreloaded = 1\n")

    # Without leaving.
    write(page, "stayed = 1")
    page.wait_for_function(
        """(path) => jupyterapp.serviceManager.contents.get(path, { content: true })
          .then(({ content }) => content.cells.some(({ source }) => source.includes("stayed = 1")))""",
        arg=f"{LESSON}.ipynb",
        timeout=live.PATIENCE,
    )

    # A picture in a text, when one leaves at once.
    page.evaluate(PASTE, PICTURE)
    page.wait_for_function(f"/attachment:/.test({live.NOTEBOOK}.activeCell.model.sharedModel.getSource())")
    page.reload()
    live.wait_until_shown(page)
    assert list(live.cells(page)[-1]["attachments"].values()) == [{"image/png": PICTURE}]
    page.locator(".jp-Cell").last.locator("img[src^='data:image/png']").wait_for()

    # Who runs a cell before Python is there knows how, and is not told.
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).first.wait_for(timeout=live.PATIENCE)
    assert live.run(page, "print(callable(check))").strip() == "True"
    assert notices(page).all_inner_texts() == []


def rename(page, name):
    """File ▸ Rename…, to the end."""
    page.evaluate("void jupyterapp.commands.execute('application:rename')")
    page.locator(".jp-Dialog input").fill(name)
    page.locator(".jp-Dialog input").press("Enter")
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def stored(page, path):
    return page.evaluate(
        "(path) => jupyterapp.serviceManager.contents.get(path, { content: true }).then((m) => m.content)",
        path,
    )


def test_a_notebook_gets_a_name_that_is_free_and_is_found_under_it(visit, base_url):
    context = visit(base_url, said=(SCROLL,))
    page = context.new_page()
    page.goto(live.address(base_url, LESSON))
    live.wait_until_ready(page)
    other = stored(page, "05_zero_padding.ipynb")
    for name, words in REFUSED_NAMES.items():
        rename(page, name)
        wait_for_notice(page, words)
        assert page.evaluate(f"{live.CONTEXT}.path") == f"{LESSON}.ipynb"
        notices(page).get_by_role("button", name="All right").click()
    # Python, which must not wait for ever.
    move = f"import os\nos.rename('{LESSON}.ipynb', '05_zero_padding.ipynb')\nprint('done')"
    assert live.run(page, move).strip() == "done"
    wait_for_notice(page, "stays as it is")
    assert stored(page, "05_zero_padding.ipynb") == other

    name, asked = "stride & padding.ipynb", "index.html?path=stride%20%26%20padding.ipynb"
    rename(page, name)
    page.wait_for_url(f"{base_url}lite/notebooks/{asked}")
    expect(notices(page)).to_have_count(0)
    expect(page.get_by_role("link", name="All lessons")).to_have_attribute(
        "href", f"{base_url}lite/lab/{asked}"
    )
    # The site has no other text of it.
    expect(page.get_by_role("button", name="Start afresh")).to_be_hidden()
    write(page, "mine = 1")
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty", timeout=live.PATIENCE)
    second = context.new_page()
    second.goto(page.url)
    wait_for_notice(second, "open in another tab")
    second.close()
    page.reload()
    live.wait_until_shown(page)
    assert text_of(page).startswith("mine = 1\n")


@pytest.fixture
def two_copies(site):
    """Two copies of the book on one host; named before `visit`, they are served until the readers go."""

    class Folders(Pages):
        def translate_path(self, path):
            return super().translate_path(re.sub("^/(one|two)/", "/", path))

    with serving(site, handler=Folders) as address:
        yield address


def test_two_copies_of_the_book_on_one_host_keep_apart_what_a_reader_writes(two_copies, visit):
    one, two = f"{two_copies}one/", f"{two_copies}two/"
    page = visit(two_copies).new_page()
    # What a reader of the first release has.
    page.goto(f"{one}lessons/{LESSON}.html")
    page.evaluate(FIRST_STORE)
    page.goto(live.address(one, LESSON))
    live.wait_until_shown(page)
    assert stored(page, "mine.txt") == "of the first release"
    write(page, "edition = 1")
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty", timeout=live.PATIENCE)
    page.goto(live.address(two, LESSON))
    live.wait_until_shown(page)
    assert "edition = 1" not in text_of(page)
    assert stored(page, "mine.txt") == "of the first release"
    write(page, "edition = 2")
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty", timeout=live.PATIENCE)
    page.goto(live.address(one, LESSON))
    live.wait_until_shown(page)
    assert text_of(page).startswith("edition = 1\n")


def test_a_lesson_is_written_in_one_tab_at_a_time(visit, base_url):
    context = visit(base_url, said=(SCROLL,))
    one, two = context.new_page(), context.new_page()
    one.goto(live.address(base_url, LESSON))
    live.wait_until_shown(one)
    two.goto(live.address(base_url, LESSON))
    wait_for_notice(two, "open in another tab")
    expect(two.locator("#main[inert]")).to_have_count(1)
    expect(two.get_by_role("button", name="Start afresh")).to_be_hidden()

    write(one, "first = 1")
    two.get_by_role("button", name="Go on here").click()
    expect_text(two, "first = 1")
    expect(two.locator("#main[inert]")).to_have_count(0, timeout=live.PATIENCE)
    wait_for_notice(one, "open in another tab")
    write(two, "second = 2")
    one.get_by_role("button", name="Go on here").click()
    expect_text(one, "second = 2")
    assert text_of(one).startswith("second = 2\nfirst = 1\n")
    assert one.locator(".jp-Dialog").count() == two.locator(".jp-Dialog").count() == 0


def test_offline_a_lesson_works_on_and_is_kept(visit, base_url):
    context = visit(base_url)
    page = context.new_page()
    page.goto(live.address(base_url, LESSON))
    live.wait_until_ready(page)
    context.set_offline(True)
    wait_for_notice(page, "You are offline")
    assert live.run(page, "print(1 + 1)").strip() == "2"
    write(page, "offline = 1")
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty")
    context.set_offline(False)
    expect(notices(page).filter(has_text="offline")).to_have_count(0, timeout=live.PATIENCE)
    page.reload()
    live.wait_until_shown(page)
    assert text_of(page).startswith("offline = 1")


TOLD = {"workers": "a file that your code writes is gone", "store": "keeps nothing", "room": "no room left"}


@pytest.mark.parametrize("refusal, words", TOLD.items())
def test_what_a_browser_refuses_is_told_and_breaks_nothing(visit, base_url, refusal, words):
    said = (NO_WORKER,) if refusal == "workers" else ()
    context = visit(base_url, said=said)
    context.add_init_script(REFUSALS[refusal])
    page = context.new_page()
    page.goto(live.address(base_url, LESSON))
    live.wait_until_ready(page)
    write(page, "mine = 1")
    wait_for_notice(page, words)
    page.locator(".jp-CodeCell .cm-content").nth(0).click()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).first.wait_for(timeout=live.PATIENCE)
    # Python has a folder to be in, and what the first cell imports.
    code = "import os\nprint(type(os.listdir()).__name__, callable(check))"
    assert live.run(page, code).strip() == "list True"
    assert page.locator(".jp-Dialog").count() == 0
    # The reader's copy can be taken along.
    if refusal != "workers":
        with page.expect_download() as download:
            notices(page).get_by_role("button", name="Download").click()
        assert "mine = 1" in download.value.path().read_text()
