"""The built site as a reader meets it: its pages, links and files, its search, switch and print."""

import io
import zipfile
from collections import Counter
from urllib.parse import unquote, urljoin, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from site_pages import LESSONS, PAGES, ROOT, TOC, each_lesson, each_page, settle, unfold


def test_no_page_is_forgotten(site):
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    # The live lessons have pages of their own.
    built = {path for path in built if not path.startswith("lite/")}
    # index.html leads to the first page, below.
    assert built == {*PAGES, "index.html"}


def twice(ids):
    return [name for name, times in Counter(ids).items() if times > 1]


@pytest.mark.parametrize("path", PAGES)
def test_no_id_stands_twice_in_a_page_as_built(site, path):
    soup = BeautifulSoup((site / path).read_text(encoding="utf-8"), "html.parser")
    assert twice(tag["id"] for tag in soup.find_all(id=True)) == []


@each_page
def test_headings_pictures_and_ids(open_page, path):
    page = open_page(path)
    settle(page)
    unfold(page)
    # Also of what its scripts have made.
    assert twice(page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")) == []
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
        ".filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.localName[1]))"
    )
    assert levels[:1] == [1] and levels.count(1) == 1, levels
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    nameless = page.evaluate(
        "[...document.querySelectorAll('article img, article svg')].filter((picture) =>"
        "  !picture.closest('[aria-hidden=true]') &&"
        "  !picture.getAttribute('alt') && !picture.getAttribute('aria-label') &&"
        "  !picture.querySelector('title'))"
        ".map((picture) => picture.outerHTML.slice(0, 160))"
    )
    assert nameless == []


def links(site):
    """Every link and file that a page of the site names: (page, address) pairs."""
    for path in site.rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for tag in soup.find_all(["a", "link", "script", "img"]):
            if address := tag.get("href") or tag.get("src"):
                yield path, address


def test_every_internal_link_and_anchor_is_alive(site):
    anchors, dead, seen = {}, [], 0
    for page, address in links(site):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        seen += 1
        if not target.is_file():
            dead.append(f"{page.relative_to(site)}: {address}")
        elif parts.fragment and target.suffix == ".html":
            if target not in anchors:
                soup = BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")
                anchors[target] = {tag["id"] for tag in soup.find_all(id=True)}
            if unquote(parts.fragment) not in anchors[target]:
                dead.append(f"{page.relative_to(site)}: {address}")
    assert seen > 100
    assert dead == []


def test_nothing_foreign_is_loaded_and_nothing_heavy(site):
    """The browser tests watch the requests; this reads what the pages could ask for."""
    for page, address in links(site):
        assert "fontawesome" not in address and "require" not in address, page
    for page in site.rglob("*.html"):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        # Firefox fetches such a page ahead, and the policy says no on the console.
        assert not soup.find("link", rel=["next", "prefetch", "prerender"]), page
        for tag in soup.find_all(["link", "script", "img"]):
            assert not urlsplit(tag.get("href") or tag.get("src") or "").netloc, page
        assert not soup.find("script", type="application/vnd.jupyter.widget-state+json"), page


def test_the_site_opens_with_the_first_page(open_page):
    page = open_page("")
    page.wait_for_url(f"**/{TOC['root']}.html")


@each_lesson
def test_a_lesson_is_downloaded_as_it_is_kept(open_page, lesson):
    page = open_page(f"{lesson}.html")
    page.get_by_role("button", name="Download this page").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Notebook (.ipynb)").click()
    saved = download.value.path().read_bytes()
    assert saved == (ROOT / f"{lesson}.ipynb").read_bytes()
    nbformat.validate(nbformat.reads(saved.decode(), 4))


def test_the_source_of_the_book_is_whole(open_page):
    page = open_page(f"{TOC['root']}.html")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the source of this book").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert names >= {
        "README.md",
        "Makefile",
        "requirements.txt",
        "convlib/__init__.py",
        *(f"{p}.ipynb" for p in LESSONS),
    }
    assert not any("__pycache__" in name or name.startswith((".venv", "_build")) for name in names)


def test_a_lesson_can_be_run_by_keyboard(open_page, site):
    page = open_page("lessons/04_stride.html")
    launch = page.get_by_role("link", name="Run in the browser")
    launch.focus()
    assert launch.evaluate("link => new URL(link.href).pathname") == "/lite/notebooks/index.html"
    assert launch.evaluate("link => new URL(link.href).search") == "?path=04_stride.ipynb"
    assert (site / "lite" / "files" / "04_stride.ipynb").exists()
    menu = page.get_by_role("button", name="Download this page")
    menu.focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Run on your computer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/setup.html#run-a-lesson")
    assert page.locator("#run-a-lesson").count() == 1


def test_search_finds_a_word(open_page):
    page = open_page("lessons/08_pooling.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("stride")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=stride*")
    page.locator("#search-results li a", has_text="Stride").first.click()
    page.wait_for_url("**/lessons/04_stride.html**")


def test_the_dark_switch_works_by_keyboard_and_is_remembered(open_page):
    page = open_page("lessons/04_stride.html", theme="light")
    switch = page.get_by_role("button", name="Color mode")
    for _ in range(3):
        switch.focus()
        page.keyboard.press("Enter")
        if page.evaluate("document.documentElement.dataset.mode") == "dark":
            break
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(urljoin(page.url, "../book/notation.html"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(paper) == dark != "rgb(255, 255, 255)"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["lessons/03_sliding_a_filter.html", "lessons/09_whole_convnet.html"])
def test_no_plate_stands_behind_a_figure(open_page, path, theme):
    plates = open_page(path, theme=theme).locator(".cell_output .text_html")
    colours = plates.evaluate_all("all => all.map((plate) => getComputedStyle(plate).backgroundColor)")
    assert set(colours) == {"rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_first_visit_takes_the_theme_of_the_system_at_once(open_page, theme):
    page = open_page("lessons/04_stride.html", theme=theme)
    page.evaluate("localStorage.clear()")
    # The theme's own script runs later than this, after the first frame.
    page.add_init_script(
        "addEventListener('DOMContentLoaded',"
        "  () => { window.early = document.documentElement.dataset.theme; })"
    )
    page.reload()
    assert page.evaluate("early") == theme


def test_what_rests_out_of_sight_moves_nothing(open_page):
    page = open_page("lessons/08_pooling.html")
    settle(page)
    last = "[...document.querySelectorAll('.bd-article .is-resting > *')].at(-1)"
    page.wait_for_function(f"{last}?.checkVisibility({{ contentVisibilityAuto: true }}) === false")
    tops = """() => [...document.querySelectorAll('.bd-article :is(h2, h3), .bd-article figure')]
        .map((one) => Math.round(one.getBoundingClientRect().top + scrollY))"""
    resting = page.evaluate(tops)
    page.evaluate(f"{last}.scrollIntoView()")
    page.wait_for_function(f"{last}.checkVisibility({{ contentVisibilityAuto: true }})")
    assert page.evaluate(tops) == resting
    # All are awake for a moment, which a busy machine may pass over unseen: their new heights tell of it.
    resting_now = "[...document.querySelectorAll('.is-resting')]"
    page.evaluate(f"{resting_now}.forEach((part) => {{ part.style.containIntrinsicHeight = ''; }})")
    page.set_viewport_size({"width": 700, "height": 800})
    page.wait_for_function(
        f"{resting_now}.length > 0 && {resting_now}.every((part) => part.style.containIntrinsicHeight)"
    )
    resting = page.evaluate(tops)
    page.evaluate(
        "document.querySelectorAll('.is-resting').forEach(({ classList }) => classList.remove('is-resting'))"
    )
    assert page.evaluate(tops) == resting


def test_every_icon_has_a_shape(open_page):
    """An icon is a mask: without its shape it would be a full square."""
    page = open_page("lessons/04_stride.html")
    masks = page.evaluate(
        "[...document.querySelectorAll('[class*=fa-]')]"
        ".map((icon) => getComputedStyle(icon, '::before').maskImage)"
    )
    assert len(masks) >= 10
    assert all(mask.startswith("url(") and "svg" in mask for mask in masks), masks


@pytest.mark.parametrize("slide", ["s03", "s30", "s39"])
def test_the_contents_mark_what_is_read_and_keep_it_in_sight(open_page, slide):
    page = open_page("book/lecture.html", width=1280, height=720)
    settle(page)
    page.evaluate("slide => document.getElementById(`slide-${slide}`).scrollIntoView()", slide)
    mark = page.locator("nav.page-toc a.active").last
    page.wait_for_function(
        "number => [...document.querySelectorAll('nav.page-toc a.active')].at(-1)"
        "?.textContent.includes(number)",
        arg=slide.upper(),
    )
    place = mark.bounding_box()
    assert 0 <= place["y"] and place["y"] + place["height"] <= 720
