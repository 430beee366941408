"""The lessons in the browser's own Python. `make test` runs one of them, `make test-all` every one."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import live
import pytest
from serve import Pages, serving

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*.ipynb"))


@pytest.fixture
def own_site(site, tmp_path):
    """A copy of the live lessons, to publish anew; named before `visit`, it serves until the readers go."""
    shutil.copytree(site / "lite", tmp_path / "lite", copy_function=shutil.copyfile)
    with serving(tmp_path) as address:
        yield tmp_path / "lite", address


def publish_newer_text(lite, lesson):
    """As a release with a changed lesson does: another text, another hash."""
    path = lite / "files" / f"{lesson}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "# Stride, told anew"
    notebook["metadata"]["lesson"]["text"] = "0123456789abcdef"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    texts = json.loads((lite / "lessons.json").read_text())
    (lite / "lessons.json").write_text(json.dumps(texts | {path.name: "0123456789abcdef"}))


@pytest.fixture
def weighed(site):
    """The site's address, and what has been sent of it: bytes by file."""
    sent = Counter()

    class WeighedPages(Pages):
        def copyfile(self, source, outputfile):
            content = source.read()
            sent[site / self.path.split("?")[0].lstrip("/")] += len(content)
            outputfile.write(content)

    with serving(site, handler=WeighedPages) as address:
        yield address, sent


def megabytes(page, sentence):
    """The whole numbers of a sentence of the book, which has a group for each."""
    text = (ROOT / "book" / page).read_text(encoding="utf-8")
    return [int(number) for number in re.search(sentence, text).groups()]


DRIVE = """
from ipywidgets import IntSlider, link
from convlib.widgets import SlidingWindow
driven = SlidingWindow(input_7x7, FILTERS["sobel_x"], caption="Driven from both sides")
driven
"""


OUTCOMES = {
    "...": "not attempted",
    "return (W1 - F) // S": "not yet",
    "while True: pass": "not yet",
    "return (W1 - F) // S + 1": "correct",
}


WEIGHTS = r"takes a first visit to a live lesson from about (\d+) MB to about (\d+) MB"


def test_a_lesson_runs_its_widgets_and_its_exercises(weighed, visit):
    base_url, sent = weighed
    page = visit(base_url).new_page()
    page.goto(live.address(base_url, "04_stride"))
    live.wait_until_ready(page)
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".lesson-bar__status").inner_text() == "Python is ready"
    # Links into the book lead there, from wherever the site lies.
    slide = page.get_by_role("link", name="A 7×7 input, stride 1").first
    slide.hover()
    assert slide.get_attribute("href") == f"{base_url}book/lecture.html#slide-s22"

    live.run_all(page)
    assert live.faults(page) == []
    # What a first visit weighs is what the book says, within a megabyte.
    packed, raw = sum(sent.values()) / 1e6, sum(path.stat().st_size for path in sent if path.is_file()) / 1e6
    assert [packed, raw] == pytest.approx(megabytes("publishing.md", WEIGHTS)[::-1], abs=1)
    assert [packed] == pytest.approx(megabytes("intro.md", r"about (\d+) MB are loaded"), abs=1)

    # A widget: Python → page, page → Python.
    page.evaluate(
        """(code) => { const notebook = jupyterapp.shell.currentWidget.content;
          notebook.model.sharedModel.addCell({ cell_type: "code", source: code });
          notebook.activeCellIndex = notebook.model.cells.length - 1; }""",
        DRIVE.strip(),
    )
    page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
    widget = page.locator(".jp-Cell").last.locator(".jp-OutputArea-output").last
    stride = widget.get_by_role("textbox", name="Stride")
    stride.wait_for()
    live.run(page, "driven.stride = 2")
    page.wait_for_function("(input) => input.value === '2'", arg=stride.element_handle())
    widget.get_by_role("button", name="Step forward").click()
    assert live.run(page, "driven.stride, driven.position") == "(2, 1)"

    # An exercise: not attempted, wrong, an endless loop, right.
    for body, outcome in OUTCOMES.items():
        code = f"def width_after(W1, F, S):\n    {body}\nprint(check(width_after).outcome)"
        assert live.run(page, code).strip() == outcome
    assert live.run(page, 'print(hint("width_after"))').strip()
    assert "def width_after" in live.run(page, 'print(solution("width_after"))')
    assert "Error" not in live.run(page, "from convlib.exercise import progress\nprogress()")

    # The Tab key completes.
    assert "input_7x7" in live.completions(page, "input_")

    # Large data come when they are opened.
    count = "from convlib.pictures.datasets import fashion\nprint(len(fashion()[0][0]))"
    assert live.run(page, count).strip() == "12000"

    # So does matplotlib, when a chart is drawn; a cell that imports it brings it no second time.
    def charted():
        return sorted({path.name.split("-")[0] for path in sent} & {"matplotlib", "fonttools", "kiwisolver"})

    assert charted() == []
    before = sum(sent.values())
    chart = "from convlib import draw\nprint(draw.bars(['cat', 'dog'], [0.75, 0.25]).html())"
    drawn = live.run(page, chart)
    assert ">75.0 %</text>" in drawn and "var(--conv-output, #177245)" in drawn
    assert charted() == ["kiwisolver", "matplotlib"]
    told = megabytes("setup.md", r"first chart that you draw loads another (\d+) MB")
    assert [(sum(sent.values()) - before) / 1e6] == pytest.approx(told, abs=1)
    brought = sum(count for path, count in sent.items() if path.name.startswith("matplotlib-3"))
    assert live.run(page, "import matplotlib\nprint(matplotlib.__name__)").strip() == "matplotlib"
    assert brought == sum(count for path, count in sent.items() if path.name.startswith("matplotlib-3"))

    # What is solved here is ticked off in the book: one browser, one record.
    book = page.context.new_page()
    book.goto(f"{base_url}lessons/04_stride.html")
    book.locator('.progress-mark[title^="1 of "]').wait_for()
    book.close()

    # Who comes again loads nothing anew of what is named by its content.
    widgets = page.locator(".jp-OutputArea-output .conv-widget").count()
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty", timeout=30_000)
    sent.clear()
    page.reload()
    live.wait_until_ready(page)
    assert [path for path in sent if "static" in path.parts and "lite" in path.parts] == []
    # The Python of the last visit is gone, and its widgets with it: each stands there in its written form.
    written = page.locator(".jp-OutputArea-output figure.convlib-widget")
    assert written.count() == widgets > 3
    assert page.get_by_text("Error displaying widget").count() == 0
    pictures = [" ".join(text.split()) for text in written.all_inner_texts()]
    assert any("Input, 7×7×1" in text for text in pictures), pictures


def test_edits_survive_and_a_newer_text_is_told_of(own_site, visit):
    lite, address = own_site
    context = visit(address)
    page = context.new_page()
    page.goto(live.address(address, "04_stride"))
    live.wait_until_shown(page)
    page.evaluate(f"{live.NOTEBOOK}.model.sharedModel.cells[1].setSource('mine = 1')")
    page.wait_for_function(f"!{live.CONTEXT}.model.dirty", timeout=30_000)
    page.close()

    # The tab was closed; then a release with a newer text came.
    publish_newer_text(lite, "04_stride")
    page = context.new_page()
    page.goto(live.address(address, "04_stride"))
    live.wait_until_shown(page)
    title = page.locator(".jp-RenderedMarkdown h1").first
    notice = page.locator(".lesson-bar__notice", has_text="newer version")
    assert live.cells(page)[1]["source"] == "mine = 1"
    assert title.inner_text().startswith("Stride") and "told anew" not in title.inner_text()
    notice.wait_for()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download mine").click()
    assert download.value.suggested_filename == "04_stride.ipynb"
    assert json.loads(download.value.path().read_text())["cells"][1]["source"] == "mine = 1"

    with page.expect_navigation():
        page.get_by_role("button", name="Open the newer version and keep mine").click()
    live.wait_until_shown(page)
    assert page.locator(".jp-RenderedMarkdown h1").first.inner_text().startswith("Stride, told anew")
    assert page.locator(".lesson-bar__notice", has_text="newer version").count() == 0
    kept = page.evaluate(
        """async () => {
          const { contents } = jupyterapp.serviceManager;
          const { content } = await contents.get("", { content: true });
          const mine = content.find(({ name }) => name.startsWith("04_stride (my copy "));
          return (await contents.get(mine.path, { content: true })).content.cells[1].source;
        }"""
    )
    assert kept == "mine = 1"


def test_a_book_page_loads_nothing_of_it(visit, base_url):
    context = visit(base_url)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{base_url}lessons/04_stride.html")
    page.wait_for_load_state("networkidle")
    assert asked and not [url for url in asked if "/lite/" in url]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(({ length }) => length)") == 0


@pytest.mark.every_lesson
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_runs_to_its_last_cell(visit, base_url, lesson):
    page = visit(base_url).new_page()
    page.goto(live.address(base_url, lesson))
    live.wait_until_ready(page)
    live.run_all(page)
    assert live.faults(page) == []


@pytest.mark.every_lesson
def test_the_full_lab_opens_a_lesson(visit, base_url):
    page = visit(base_url).new_page()
    page.goto(live.address(base_url, "05_zero_padding", app="lab"))
    live.wait_until_ready(page)
    assert page.locator(".jp-Dialog").count() == 0
    live.run_all(page)
    assert live.faults(page) == []
