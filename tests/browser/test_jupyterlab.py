"""The widgets in JupyterLab with a live kernel: traits follow both ways, and stock widgets drive them."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from playwright.sync_api import expect
from site_pages import ROOT

from convlib.pictures import samples
from convlib.widgets import SlidingWindow

TOKEN = "lesson"
FIRST = """
from ipywidgets import HBox, IntSlider, interact, link
from convlib.pictures import samples
from convlib.widgets import SlidingWindow
w = SlidingWindow(samples.input_7x7)
padding = IntSlider(min=0, max=2, description="pad")
link((padding, "value"), (w, "padding"))
HBox([w, padding])
"""
INTERACT = """
@interact(S=IntSlider(min=1, max=3, value=1, continuous_update=False))
def turn(S):
    w.stride = S
    return w.refusal[:30]
"""
OTHERS = """
from convlib import Conv
from convlib.widgets import PhotoFilter, SizeExplorer, VolumeView
photo = PhotoFilter()
volume = VolumeView((9, 7, 3), K=4, F=3)
chain = SizeExplorer([Conv(4, 3)], (9, 7, 3), picked=1)
display(photo, volume, chain)
"""
CELLS = (
    FIRST.strip(),
    "w.stride = 2",
    "print('read back:', w.stride, w.position, w.x[1, 0, 0], w.output[..., 0].tolist())",
    INTERACT.strip(),
    "padding.value = 1\nprint('linked:', w.padding, w.output.shape)",
    "from convlib.course import record\nfrom convlib.widgets import QuickQuestions\nQuickQuestions('stride')",
    "print(record.done())",
    "from convlib.exercise import progress\nprogress()",
    OTHERS.strip(),
    "photo.stride, volume.P, chain.input_shape = 2, 1, (10, 7, 3)",
    "print(photo.relu, volume.K, len(chain.layers), chain.summary.parameters)",
)
#: A question, the place for the guess, and its answer in code and words, closed as in a lesson.
PREDICTION = (
    ("code", "from convlib.exercise import predict\npredict('stride/places', number=5)", {}),
    ("code", "print('seven minus three', 'and one')", {"source_hidden": True, "outputs_hidden": True}),
    ("markdown", "Look at the steps.\nThere is one place more.", {"source_hidden": True}),
    ("markdown", "The text goes on.", {}),
)


def free_of_surprises(folder):
    """Settings of its own for the server: nothing of the machine's, no news, no questions."""
    names = (
        "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR",
    )  # fmt: skip
    own = {name: str(folder / name.lower()) for name in names}
    # Other tests may have put something on the record of this run.
    return os.environ | own | {"CONVLIB_PROGRESS": str(folder / "progress.json")}


def needed(names):
    """The installed packages of these names, and all that they need in turn."""
    found, waiting = {}, list(names)
    while waiting:
        if (name := waiting.pop()) not in found:
            found[name] = metadata.distribution(name)
            wanted = map(Requirement, found[name].requires or [])
            waiting += [one.name for one in wanted if not one.marker or one.marker.evaluate({"extra": ""})]
    return found.values()


def gather_extensions(folder):
    """Put into `folder` what a reader's JupyterLab has, whatever else is installed here."""
    mark = "share/jupyter/labextensions/"
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = [Requirement(line).name for line in lines if re.match(r"\w", line)]
    for package in needed([*names, "anywidget"]):
        for path in package.files or []:
            if mark in path.as_posix() and path.name == "package.json":
                name = path.parent.as_posix().split(mark)[1]
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).symlink_to(Path(package.locate_file(path)).resolve().parent)
    folder.mkdir(exist_ok=True)
    (folder / "convlib").symlink_to(ROOT / "convlib" / "labextension")
    return folder


@contextmanager
def serving_lab(root, own, *options):
    """A JupyterLab over the folder `root` with its own settings in the folder `own`: its address."""
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--LabApp.labextensions_path={gather_extensions(own / 'extensions')}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", *options,
    ]  # fmt: skip
    log = (own / "log").open("w")
    server = subprocess.Popen(command, env=free_of_surprises(own), cwd=root, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        address = None
        while address is None:
            assert server.poll() is None and time.monotonic() < deadline, (own / "log").read_text()
            time.sleep(0.2)
            found = re.search(r"http://127\.0\.0\.1:\d+/", (own / "log").read_text())
            address = found and found[0]
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that shows one notebook."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    for kind, source, closed in PREDICTION:
        cells.append(make[kind](source, metadata={"jupyter": closed} if closed else {}))
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "live.ipynb")
    with serving_lab(folder, folder) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 1600})
    foreign, errors = [], []
    own = (lab, lab.replace("http", "ws"), "data:", "blob:")
    context.on(
        "request", lambda request: None if request.url.startswith(own) else foreign.append(request.url)
    )
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda said: said.type == "error" and errors.append(f"console: {said.text}"))
    page = context.new_page()
    page.goto(f"{lab}lab/tree/live.ipynb?token={TOKEN}")
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    page.get_by_text(re.compile(r"Python 3.* \| Idle")).first.wait_for(timeout=60_000)
    yield page
    context.close()
    assert (foreign, errors) == ([], [])


def run(page, number):
    """Run cell `number` and give back its text output once the kernel has answered."""
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for(timeout=60_000)
    return cell


def numbers(page, kind):
    cells = (
        page.locator(f'.conv-grid[data-kind="{kind}"] .conv-row')
        .first.locator("xpath=..")
        .locator(".conv-row")
    )
    rows = [row.locator(".conv-cell").all_text_contents() for row in cells.all()]
    return [[None if text == "" else float(text.replace("−", "-")) for text in row] for row in rows]


def test_a_live_notebook_from_first_picture_to_interact(page):
    run(page, 0)
    page.locator(".conv-grid").first.wait_for(timeout=60_000)
    assert len(numbers(page, "output")) == 5

    # Python to page.
    run(page, 1)
    page.locator('.conv-title[data-kind="output"]', has_text="3×3×1").wait_for()

    # Page to Python: a step, an edited number.
    page.get_by_role("button", name="Step forward").click()
    cell = page.locator('.conv-grid[data-kind="input"] [data-row="1"][data-col="0"]')
    cell.click()
    page.locator(".conv-edit").fill("9")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Last position").click()
    shown = numbers(page, "output")
    x = samples.input_7x7.copy()
    x[1, 0, 0] = 9
    expected = SlidingWindow(x, stride=2)
    assert shown == expected.output[..., 0].tolist()
    text = run(page, 2).locator(".jp-OutputArea-output").inner_text()
    assert text.strip() == f"read back: 2 8 9.0 {json.dumps(shown)}"

    # interact drives it into a refusal and out again.
    cell = run(page, 3)
    page.locator('.conv-title[data-kind="output"]', has_text="5×5×1").wait_for()
    slider = cell.locator(".noUi-handle")
    slider.focus()
    page.keyboard.press("End")
    page.locator('.conv-widget[data-refused="true"]').wait_for()
    cell.locator(".jp-OutputArea-output", has_text="3×3 windows at stride 3 do not").first.wait_for()

    # A linked slider moves it; what the page shows is what Python says.
    text = run(page, 4).locator(".jp-OutputArea-output").inner_text()
    assert text.strip() == "linked: 1 (3, 3, 1)"
    page.locator('.conv-widget[data-refused="false"]').wait_for()
    page.get_by_role("button", name="Last position").click()
    assert numbers(page, "output") == SlidingWindow(x, stride=3, padding=1).output[..., 0].tolist()


def test_quick_questions_are_answered_by_keyboard_and_kept_in_a_file(page):
    cell = run(page, 5)
    cell.get_by_role("textbox", name="Your answer").fill("7")
    page.keyboard.press("Enter")
    cell.get_by_text("Right.").wait_for()
    # JupyterLab would take the arrows of a focused button for its own.
    cell.get_by_role("button", name="Question 2 of 4").click()
    cell.locator('.conv-q-cell[data-row="0"][data-col="0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)
    assert cell.locator('.conv-q-cell[data-row="1"][data-col="1"][aria-pressed="true"]').count() == 1
    text = run(page, 6).locator(".jp-OutputArea-output").inner_text()
    assert text.strip() == "['04_stride/question-width']"
    assert "1 of 8 done" in run(page, 7).locator(".conv-board").inner_text()


def test_the_other_widgets_follow_both_ways(page):
    cell = run(page, 8)
    photo, volume, chain = (cell.locator(f".conv-{name}") for name in ("photo", "volume", "sizes"))
    for widget in (photo, volume, chain):
        widget.wait_for()
    run(page, 9)
    expect(photo.get_by_role("textbox", name="Stride S")).to_have_value("2")
    expect(volume.get_by_role("textbox", name="Padding P")).to_have_value("1")
    chain.locator(".conv-sentence", has_text="10×7×3 becomes 8×5×4").wait_for()

    photo.get_by_label("ReLU").check()
    volume.get_by_role("textbox", name="Filters K").fill("5")
    page.keyboard.press("Enter")
    chain.get_by_role("button", name="Add FC").click()
    text = run(page, 10).locator(".jp-OutputArea-output").inner_text()
    # (3·3·3 + 1)·4 and (8·5·4 + 1)·10
    assert text.strip() == "True 5 2 1722"


def test_a_guess_opens_the_closed_cells_below_it(page):
    cell = run(page, len(CELLS))
    answer = page.locator(".jp-RenderedMarkdown", has_text="There is one place more.")
    expect(answer).to_have_count(0)
    cell.get_by_role("textbox", name="Your guess").fill("4")
    page.keyboard.press("Enter")
    expect(cell.locator(".conv-predict-said")).to_contain_text("4 is 1 too low. It is 5.")
    expect(answer).to_be_visible()
    expect(page.locator(".jp-RenderedMarkdown", has_text="The text goes on.")).to_be_visible()
    text = run(page, len(CELLS) + 1).locator(".jp-OutputArea-output").inner_text()
    assert text.strip() == "seven minus three and one"


def test_a_notebook_that_is_opened_again_shows_its_widgets_in_written_form(page, lab):
    live = page.locator(".jp-OutputArea-output .conv-widget").count()
    page.keyboard.press("Control+s")
    page.locator(".jp-mod-dirty").wait_for(state="detached")
    for session in page.request.get(f"{lab}api/sessions?token={TOKEN}").json():
        page.request.delete(f"{lab}api/sessions/{session['id']}?token={TOKEN}")
    page.reload()
    written = page.locator(".jp-OutputArea-output figure.convlib-widget")
    # The first one stands in a box of ipywidgets, which has no written form but its name.
    expect(written).to_have_count(live - 1, timeout=60_000)
    expect(written.filter(has_text="Photograph")).to_have_count(1)
    expect(page.get_by_text("HBox(children=")).to_have_count(1)
    assert page.get_by_text("Error displaying widget").count() == 0
    # Nobody turns the server off while it starts a Python.
    page.get_by_text(re.compile(r"Python 3.* \| Idle")).first.wait_for(timeout=60_000)


def test_the_links_of_a_lesson_lead_to_its_slides(browser, tmp_path):
    """As `make lab` opens them: the pages of the book are beside them, and a link shows its slide."""
    with serving_lab(ROOT, tmp_path, "--preferred-dir=lessons") as address:
        with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
            page = context.new_page()
            page.goto(f"{address}lab?token={TOKEN}")
            page.locator(".jp-DirListing-item", has_text="08_pooling.ipynb").dblclick(timeout=60_000)
            page.get_by_role("link", name="S36 · Max pooling", exact=True).first.click(timeout=60_000)
            slide = page.locator(".jp-MarkdownViewer [data-jupyter-id='slide-s36']")
            slide.wait_for(state="attached", timeout=60_000)
            page.wait_for_function(
                "slide => { const top = slide.getBoundingClientRect().top; return top > 0 && top < 200; }",
                arg=slide.element_handle(),
            )
            assert page.get_by_role("heading", name="S36").is_visible()
