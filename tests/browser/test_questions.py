"""Quick questions in the static page, by mouse, keyboard and finger: what is said fits what was answered."""

import json
import re
from html import unescape

import node
import pytest
from figures.quick_questions import Quiz
from fuzz import fuzz
from site_pages import page_width

from convlib.course import questions
from convlib.course.lessons import LESSONS
from convlib.widgets import QuickQuestions
from convlib.widgets.quick_questions.widget import GRIDS
from convlib.widgets.shared import modules

STRIDE = {asked.id: asked for asked in questions.of_lesson("stride")}
PAGE = "lessons/04_stride.html"

SCENES = """
import { readFileSync } from "node:fs";
import { posed, solved } from "MODULE";
const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.map(({ question, draw }) => {
  const scene = posed(question, 1, draw);
  return { ...scene, solved: solved(question, scene) };
})));
"""


def scenes(asked):
    """What (question, draw) pairs show, and their answers, from the module itself in Node."""
    module = modules.WIDGETS / "quick_questions" / "question.mjs"
    data = [{"question": questions.as_data(one) | {"grids": GRIDS}, "draw": draw} for one, draw in asked]
    script = SCENES.replace("MODULE", module.as_uri())
    return json.loads(node.output("--input-type=module", "-e", script, input=json.dumps(data)))


@pytest.fixture
def quiz(open_page):
    return Quiz(open_page(PAGE))


def test_a_number_is_told_why_it_is_wrong_until_it_is_right(quiz):
    """An input 15 wide, 3×3 at stride 2: (15 − 3)/2 + 1 = 7."""
    assert quiz.text().startswith("An input is 15 wide. A window of 3×3 slides over it with stride 2.")
    wrong = STRIDE["width"].wrong
    for typed, name in [("6", "plus_one"), ("4", "brackets"), ("12/3", "brackets"), ("49", "squared")]:
        quiz.answer(typed)
        words = wrong[name].replace("{W}", "15").replace("{F}", "3").replace("{S}", "2")
        assert quiz.said() == f"Not yet. {words}"
    quiz.answer("100")
    assert quiz.said() == f"Not yet. {STRIDE['width'].hint}"
    quiz.answer("7")
    assert quiz.said().startswith("Right. (15 − 3)/2 + 1 = 7")
    assert quiz.step(1).get_attribute("aria-label") == "Question 1 of 4, answered"


STRANGE = ["", "   ", "seven", "NaN", "1e999", "<b>7</b>", "--7", "__proto__", "7;7", "7/0"]


def test_anything_may_be_typed(quiz):
    for typed in STRANGE:
        quiz.answer(typed)
        assert quiz.said() == "Type a number, such as 12 or −3.", typed
        quiz.answer("7")
        assert quiz.said().startswith("Right.")
    quiz.answer("9" * 24)
    assert quiz.said().startswith("Not yet.")
    quiz.answer("٧")
    assert quiz.said().startswith("Right.")


def test_a_choice_by_keyboard_alone(quiz):
    quiz.step(4).focus()
    quiz.page.keyboard.press("Enter")
    (scene,) = scenes([(STRIDE["same_map"], 0)])
    assert quiz.text() == scene["text"]
    assert quiz.page.evaluate("document.activeElement.className") == "conv-q-text"
    quiz.button("Check").press("Enter")
    assert quiz.said() == "Choose one of the answers."
    radios = quiz.root.get_by_role("radio")
    radios.first.focus()
    quiz.page.keyboard.press("Space")
    for place, option in enumerate(scene["options"]):
        assert radios.nth(place).is_checked()
        quiz.page.keyboard.press("Enter")
        assert quiz.said() == f"{'Right.' if option['right'] else 'Not yet.'} {option['said']}"
        quiz.page.keyboard.press("ArrowDown")
    quiz.button("Another one").click()
    assert quiz.text() == STRIDE["same_map"].variants[1].text
    assert quiz.said() == ""


def test_cells_are_picked_by_keyboard(quiz):
    """3×3 at stride 2: the output's second row and third column reads rows 3 to 5 and columns 5 to 7."""
    quiz.step(2).click()
    grid = quiz.root.locator(".conv-q-pick")
    assert grid.locator('[tabindex="0"]').count() == 1
    quiz.cell(0, 0).focus()
    for key in ["ArrowDown"] * 2 + ["ArrowRight"] * 4:
        quiz.page.keyboard.press(key)
    for row in range(3):
        for col in range(3):
            quiz.page.keyboard.press("Space")
            if col < 2:
                quiz.page.keyboard.press("ArrowRight")
        if row < 2:
            for key in ("ArrowDown", "ArrowLeft", "ArrowLeft"):
                quiz.page.keyboard.press(key)
    assert quiz.picked() == [[row, col] for row in (2, 3, 4) for col in (4, 5, 6)]
    quiz.button("Check").press("Enter")
    assert quiz.said().startswith("Right.")


def test_cells_are_painted_with_the_mouse_and_wiped_out_again(quiz):
    quiz.step(2).click()

    def drag(start, end):
        quiz.cell(*start).hover()
        quiz.page.mouse.down()
        quiz.cell(*end).hover()
        quiz.page.mouse.up()

    quiz.button("Check").click()
    assert quiz.said() == "Pick some pixels first."
    for row in (1, 2, 3):
        drag((row, 2), (row, 3))
        quiz.cell(row, 4).click()
    quiz.button("Check").click()
    assert quiz.said() == f"Not yet. {STRIDE['reads'].wrong['stride_ignored'].replace('{S}', '2')}"
    drag((1, 2), (1, 3))
    assert quiz.picked() == [[1, 4]] + [[row, col] for row in (2, 3) for col in (2, 3, 4)]
    quiz.button("Check").click()
    assert quiz.said().startswith("Not yet. 5 pixels too many, and 7 missing.")


def test_cells_are_tapped_with_a_finger(open_page):
    quiz = Quiz(open_page(PAGE, width=360, has_touch=True, is_mobile=True))
    quiz.step(2).tap()
    for row in (2, 3, 4):
        for col in (4, 5, 6):
            quiz.cell(row, col).tap()
    assert min(quiz.cell(0, 0).bounding_box()[side] for side in ("width", "height")) >= 24
    quiz.button("Check").tap()
    assert quiz.said().startswith("Right.")
    assert page_width(quiz.page) <= 360


def test_another_one_draws_new_numbers_which_a_reload_draws_again(quiz):
    asked = STRIDE["width"]
    expected = scenes([(asked, draw) for draw in range(4)])
    for scene in expected:
        assert quiz.text() == scene["text"]
        quiz.answer("1")
        assert quiz.said().startswith("Not yet.")
        quiz.answer(scene["solved"]["answer"])
        assert quiz.said() == f"Right. {scene['solved']['said']}"
        quiz.button("Another one").click()
        assert quiz.said() == ""
    assert len({scene["text"] for scene in expected}) == 4


def test_the_answer_is_shown_after_two_tries_and_counts_for_nothing(quiz):
    show = quiz.button("Show the answer")
    for typed in ("1", "2"):
        assert not show.is_visible()
        quiz.answer(typed)
    show.click()
    assert quiz.said().startswith("The answer: (15 − 3)/2 + 1 = 7")
    assert quiz.root.get_by_role("textbox").input_value() == "7"
    assert quiz.step(1).get_attribute("aria-label") == "Question 1 of 4"
    quiz.button("Next question").click()
    assert quiz.text().startswith("A window of 3×3 slides over a picture of 7×9")


def test_what_was_typed_is_there_when_one_comes_back(quiz):
    quiz.answer("4")
    said = quiz.said()
    quiz.button("Next question").click()
    quiz.cell(1, 1).click()
    quiz.step(1).click()
    assert quiz.root.get_by_role("textbox").input_value() == "4"
    assert quiz.said() == said
    quiz.step(2).click()
    assert quiz.picked() == [[1, 1]]


@pytest.mark.parametrize("name", LESSONS)
def test_no_answer_is_readable_in_the_page(site, name):
    page = (site / "lessons" / f"{LESSONS[name].notebook}.html").read_text("utf-8")
    (figure,) = re.findall(r'<figure[^>]* data-widget="quick_questions".*?</figure>', page, flags=re.DOTALL)
    source = unescape(figure)
    for asked in questions.of_lesson(name):
        if isinstance(asked, questions.Choice):
            hidden = [option.said for variant in asked.variants for option in variant.options]
        else:
            hidden = [re.split(r"[{]", words)[0] for words in (asked.right, *asked.wrong.values())]
        for words in hidden:
            assert len(words) < 12 or words not in source, words


@pytest.mark.parametrize("name", LESSONS)
def test_without_scripts_the_questions_stand_there(open_without_javascript, name):
    page = open_without_javascript(f"lessons/{LESSONS[name].notebook}.html")
    written = page.locator(".conv-questions > li")
    assert written.count() == len(questions.of_lesson(name))
    assert written.first.is_visible()


def test_they_print_as_a_list(quiz):
    quiz.page.emulate_media(media="print")
    assert quiz.root.locator(".conv-questions > li").first.is_visible()
    assert not quiz.root.locator(".conv-quick").is_visible()


SHOWN = """root => ({
    text: root.querySelector(".conv-q-text").textContent,
    said: root.querySelector(".conv-q-said").textContent,
    cells: root.querySelectorAll(".conv-q-cell").length,
    right: root.dataset.outcome,
})"""


@pytest.mark.parametrize("name", ["stride", "pooling", "training"])
def test_two_thousand_careless_actions(open_page, name):
    page = open_page(f"lessons/{LESSONS[name].notebook}.html")
    Quiz(page)
    actions = 2000 if name == "stride" else 500
    samples = fuzz(page, "quick_questions", names=["at", "draws"], shown=SHOWN, actions=actions)
    asked = questions.of_lesson(name)
    places = [(asked[one["state"]["at"]], one["state"]["draws"][one["state"]["at"]]) for one in samples]
    for sample, scene in zip(samples, scenes(places), strict=True):
        assert sample["shown"]["text"] == scene["text"]
        assert sample["shown"]["cells"] == sum(map(len, scene.get("rows", [])))
        if sample["shown"]["right"] == "right":
            assert sample["shown"]["said"] == f"Right. {scene['solved']['said']}"
    assert len({one["state"]["at"] for one in samples}) == len(asked)
    assert len({str(one["state"]["draws"]) for one in samples}) > 10


def test_the_twin_in_python_knows_the_same_items():
    widget = QuickQuestions("stride")
    assert widget.items == [f"04_stride/question-{id}" for id in STRIDE]
