"""Progress in the static page: kept by the browser, shown quietly, taken out, brought in and cleared."""

import json
from urllib.parse import urljoin

from figures.quick_questions import Quiz

from convlib.course import questions, record
from convlib.course.lessons import LESSONS

STRIDE, PADDING = "lessons/04_stride.html", "lessons/05_zero_padding.html"
QUICK = [f"04_stride/question-{asked.id}" for asked in questions.of_lesson("stride")]
ANSWER = "7"


class Shown:
    """What a page shows of the progress."""

    def __init__(self, page):
        self.page = page
        self.panel = page.locator(".progress-panel.conv-board")
        self.panel.wait_for()

    def ring(self, lesson):
        """What stands beside a lesson in the contents, as a screen reader says it."""
        link = self.page.locator(".bd-sidebar-primary nav.bd-links a", has_text=lesson)
        mark = link.locator(".progress-mark")
        return mark.get_attribute("title") if mark.count() else None

    def sum(self):
        return self.panel.locator(".conv-board-sum").inner_text()

    def said(self):
        return self.panel.locator(".conv-board-said").inner_text()

    def rows(self):
        rows = self.panel.locator(".conv-board-rows li")
        return [row.inner_text().split("\n") for row in rows.all() if row.is_visible()]

    def button(self, name):
        return self.panel.get_by_role("button", name=name, exact=True)

    def bring(self, text):
        file = {"name": "progress.json", "mimeType": "application/json", "buffer": text.encode()}
        self.panel.locator("input[type=file]").set_input_files(file)

    def wait_for(self, words):
        self.panel.get_by_text(words).first.wait_for()


def answer_first(page):
    quiz = Quiz(page)
    quiz.answer(ANSWER)
    assert quiz.said().startswith("Right.")
    return Shown(page)


def count(words):
    return int(words.split(" of ")[0])


def test_before_anything_is_done_there_is_one_calm_sentence(open_page):
    shown = Shown(open_page(STRIDE))
    assert shown.sum() == "Answer a question or solve an exercise, and it is ticked off here."
    assert shown.rows() == []
    assert shown.page.locator(".progress-mark").count() == 0
    assert shown.panel.get_by_role("button").all_inner_texts() == ["Import"]


def test_an_answer_is_ticked_off_and_stays_so_on_the_next_page(open_page, base_url):
    shown = answer_first(open_page(STRIDE))
    shown.wait_for("1 of ")
    assert shown.ring("Stride").startswith("1 of ")
    assert shown.rows()[0] == ["Quick questions", "1 of 4 done"]
    shown.page.goto(urljoin(base_url, PADDING))
    there = Shown(shown.page)
    assert there.ring("Stride").startswith("1 of ") and there.ring("Zero padding") is None
    assert there.sum().startswith("Answer a question")
    there.page.goto(urljoin(base_url, STRIDE))
    again = Quiz(there.page)
    assert again.step(1).get_attribute("aria-label") == "Question 1 of 4, answered"


def test_the_contents_count_what_the_lessons_have(open_page, base_url):
    """A whole record: every lesson's ring is full, and nothing is left to go on with."""
    page = open_page(STRIDE)
    shown = Shown(page)
    everything = page.evaluate(
        """async () => (await import(new URL("_static/progress_items.mjs", document.querySelector(
            "script[src*='progress.mjs']").src.replace(/_static.*/, "")))).default"""
    )
    assert [one["name"] for one in everything] == [one.notebook for one in LESSONS.values()]
    assert [one["title"] for one in everything] == [one.numbered for one in LESSONS.values()]
    names = [item for one in everything for group in one["groups"] for item in group["items"]]
    assert len(set(names)) == len(names)
    shown.bring(record.to_text(names))
    shown.wait_for(f"{len(names)} in the file, {len(names)} of them new.")
    marks = page.locator(".bd-sidebar-primary .progress-mark")
    assert marks.count() == len(LESSONS)
    assert all(mark.locator(".conv-ring-tick").count() == 1 for mark in marks.all())
    assert shown.sum().endswith("done: that is everything.")
    assert not shown.panel.locator(".conv-board-next").is_visible()


def test_the_panel_leads_on_to_the_next_open_part(open_page):
    shown = Shown(open_page(STRIDE))
    shown.bring(record.to_text(QUICK))
    shown.wait_for("of them new")
    link = shown.panel.locator(".conv-board-next a")
    target = link.get_attribute("href")
    link.click()
    name = target.split("#")[1]
    assert shown.page.locator(f"#{name}").count() == 1


def test_out_of_one_browser_and_into_another(open_page):
    shown = answer_first(open_page(STRIDE))
    shown.wait_for("1 of ")
    with shown.page.expect_download() as download:
        shown.button("Export").click()
    assert download.value.suggested_filename == "convnets-progress.json"
    text = download.value.path().read_text("utf-8")
    assert record.from_text(text) == {QUICK[0]}
    other = Shown(open_page(STRIDE))
    other.bring(record.to_text([QUICK[1], "99_later/something_new"]))
    other.wait_for("2 in the file, 2 of them new.")
    other.bring(text)
    other.wait_for("1 in the file, 1 of them new.")
    assert other.rows()[0] == ["Quick questions", "2 of 4 done"]
    # What this edition does not know of is kept for the one that does.
    with other.page.expect_download() as download:
        other.button("Export").click()
    merged = record.from_text(download.value.path().read_text("utf-8"))
    assert merged == {QUICK[0], QUICK[1], "99_later/something_new"}


BAD = {
    "nonsense": "it is not JSON",
    "[]": "in this book",
    json.dumps({"format": record.FORMAT, "done": ["<img src=x onerror=alert(1)>"]}): "is damaged",
    json.dumps({"format": record.FORMAT, "done": [], "x": "y" * 300_000}): "too large",
    "\0\ufeff\ud7ff": "it is not JSON",
}


def test_a_bad_file_is_told_so_and_nothing_is_lost(open_page):
    shown = answer_first(open_page(STRIDE))
    shown.wait_for("1 of ")
    before = shown.rows()
    for text, words in BAD.items():
        shown.bring(text)
        shown.wait_for(words)
        assert shown.said().endswith("Nothing was changed.")
        assert shown.rows() == before


def test_clearing_is_one_button_and_is_taken_back_by_another(open_page):
    shown = answer_first(open_page(STRIDE))
    shown.wait_for("1 of ")
    shown.button("Clear").click()
    shown.wait_for("Your progress in all lessons is cleared.")
    assert shown.rows() == [] and shown.ring("Stride") is None
    assert Quiz(shown.page).step(1).get_attribute("aria-label") == "Question 1 of 4"
    shown.page.keyboard.press("Enter")
    shown.wait_for("Everything is back.")
    assert shown.ring("Stride").startswith("1 of ")
    shown.button("Clear").click()
    shown.page.reload()
    assert Shown(shown.page).ring("Stride") is None


def test_two_windows_of_one_browser_agree(open_page, base_url):
    first = Shown(open_page(STRIDE))
    second = first.page.context.new_page()
    second.goto(urljoin(base_url, PADDING))
    other = Shown(second)
    answer_first(first.page)
    second.wait_for_function("document.querySelector('.progress-mark')")
    assert other.ring("Stride").startswith("1 of ")


REFUSED = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no'); } });"


def test_a_browser_that_stores_nothing_says_so_and_works(open_page):
    page = open_page("book/intro.html")
    page.context.add_init_script(REFUSED)
    page.goto(urljoin(page.url, "../" + STRIDE))
    shown = answer_first(page)
    shown.wait_for("Your browser stores nothing for this page")
    assert shown.ring("Stride").startswith("1 of ")
    with page.expect_download() as download:
        shown.button("Export").click()
    assert record.from_text(download.value.path().read_text("utf-8")) == {QUICK[0]}
    page.reload()
    assert Shown(page).ring("Stride") is None


def test_nothing_is_kept_in_cookies_and_nothing_is_printed(open_page):
    shown = answer_first(open_page(STRIDE))
    shown.wait_for("1 of ")
    assert shown.page.context.cookies() == []
    shown.page.emulate_media(media="print")
    assert not shown.panel.is_visible()
    assert not shown.page.locator(".progress-mark").first.is_visible()


def test_without_scripts_there_is_no_panel(open_without_javascript):
    page = open_without_javascript(STRIDE)
    assert not page.locator(".progress-panel").is_visible()


def test_python_and_the_page_know_of_the_same_things_to_do(site):
    from convlib.widgets import ProgressView

    text = (site / "_static" / "progress_items.mjs").read_text("utf-8")
    lessons = json.loads(text.removeprefix("export default ").rstrip().removesuffix(";"))
    built = {one["name"]: [item for group in one["groups"] for item in group["items"]] for one in lessons}
    view = ProgressView()
    declared = {
        one["name"]: [item for group in one["groups"] for item in group["items"]] for one in view.lessons
    }
    assert built == declared
