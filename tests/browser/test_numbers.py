"""What a reader types and pastes, in any field: taken as it is meant, or asked back, and never lost."""

import json

import pytest
from figures.photo_filter import Shown as PhotoShown
from figures.quick_questions import Quiz
from figures.size_explorer import Shown as Sizes
from figures.sliding_window import Shown as Sliding

from convlib.pictures import samples
from convlib.widgets import SlidingWindow

PAGE = "lessons/04_stride.html"
SOBEL = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]

PASTE = """(target, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def paste(locator, text):
    locator.focus()
    locator.evaluate(PASTE, text)


def invalid(field):
    return field.get_attribute("aria-invalid") == "true"


@pytest.fixture
def sliding(open_page):
    return Sliding(open_page(PAGE))


def weights(shown):
    (rows,) = shown.numbers("filter")
    return rows


def test_thousands_in_a_field_for_whole_numbers(open_page):
    shown = Sizes(open_page("lessons/08_pooling.html"))
    shown.open_all()
    shown.root.locator(".conv-size-volume").nth(2).click()
    for typed in ("1,000", "1 000", "1'000", "1e3", "١٠٠٠", "１０００"):
        shown.type("Filters K", "7")
        shown.type("Filters K", typed)
        assert shown.traits(["layers"])["layers"][1]["K"] == 1000, typed
        assert shown.field("Filters K").input_value() == "1000"
        assert shown.said() == ""


def test_what_is_not_clear_is_asked_back_and_stays_in_the_field(open_page):
    shown = Sizes(open_page("lessons/08_pooling.html"))
    shown.open_all()
    shown.root.locator(".conv-size-volume").nth(2).click()
    field = shown.field("Filters K")
    shown.type("Filters K", "1.000")
    words = "Do you mean 1 or 1000? Type one of these; the number of filters stays as it was."
    assert shown.said() == words
    assert (field.input_value(), invalid(field)) == ("1.000", True)
    assert shown.traits(["layers"])["layers"][1]["K"] == 16
    # Leaving it does not lose it, giving it up brings back what holds.
    shown.field("Stride S").focus()
    assert field.input_value() == "1.000"
    field.press("Escape")
    assert (field.input_value(), invalid(field), shown.said()) == ("16", False, "")
    # Mended, it is taken.
    shown.type("Filters K", "8.640")
    shown.type("Filters K", "864")
    assert (shown.traits(["layers"])["layers"][1]["K"], invalid(field)) == (864, False)


def test_what_is_being_typed_is_left_alone_while_the_window_plays(sliding):
    sliding.choose("Speed", "fast")
    sliding.button("Play").click()
    field = sliding.field("Input width")
    field.press("ControlOrMeta+a")
    sliding.page.keyboard.type("1")
    sentence = sliding.sentence()
    sliding.page.wait_for_function(
        "([one, before]) => one.querySelector('.conv-sentence').textContent !== before",
        arg=[sliding.root.element_handle(), sentence],
    )
    sliding.page.keyboard.type("2")
    sliding.page.keyboard.press("Enter")
    assert len(sliding.traits(["x"])["x"][0]) == 12


def test_arrows_step_from_what_was_typed_and_lose_no_decimals(sliding):
    sliding.type("Bias", "1/8")
    sliding.field("Bias").press("ArrowUp")
    assert sliding.traits(["bias"])["bias"] == [1.125]
    field = sliding.field("Bias")
    field.press("ControlOrMeta+a")
    sliding.page.keyboard.type("5")
    field.press("ArrowDown")
    assert sliding.traits(["bias"])["bias"] == [4]


def test_two_lines_are_not_one_number(sliding):
    field = sliding.field("Input width")
    paste(field, "1\n2")
    assert sliding.said() == "That is more than one line, but this field takes one number."
    assert field.input_value() == "7"


WRITINGS = [("−2,5", -2.5), ("7/3", 7 / 3), ("1½", 1.5), ("٢٫٥", 2.5), ("२", 2)]


@pytest.mark.parametrize(("typed", "value"), WRITINGS)
def test_a_weight_is_typed_in_any_writing(sliding, typed, value):
    cell = sliding.cell("filter", 1, 1)
    cell.focus()
    sliding.page.keyboard.press("Enter")
    sliding.page.keyboard.insert_text(typed)
    sliding.page.keyboard.press("Enter")
    assert sliding.traits(["filters"])["filters"][0][1][1] == [value]
    assert sliding.root.locator(".conv-edit").count() == 0


def test_a_weight_that_is_not_clear_stays_in_its_cell_until_it_is_mended(sliding):
    before = weights(sliding)
    sliding.cell("filter", 0, 0).click()
    field = sliding.root.locator(".conv-edit")
    field.fill("1,234")
    field.press("Enter")
    assert sliding.said() == "Do you mean 1234 or 1.234? Type one of these; this cell stays as it was."
    assert (field.input_value(), invalid(field)) == ("1,234", True)
    sliding.field("Bias").focus()
    assert field.input_value() == "1,234"
    assert weights(sliding) == before
    field.fill("1.234")
    field.press("Enter")
    assert sliding.traits(["filters"])["filters"][0][0][0] == [1.234]
    assert field.count() == 0
    # Given up: by Escape, or when something else changes.
    for give_up in (lambda: field.press("Escape"), lambda: sliding.button("Stride S: one more").click()):
        sliding.cell("filter", 2, 2).click()
        field.fill("x")
        field.press("Enter")
        assert field.count() == 1
        give_up()
        assert field.count() == 0
    assert sliding.traits(["filters"])["filters"][0][2][2] == [before[2][2]]


def test_an_enter_that_chooses_a_character_ends_no_number(sliding):
    sliding.cell("filter", 0, 0).click()
    field = sliding.root.locator(".conv-edit")
    field.fill("７")
    compose = """(field, how) => field.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...how }))"""
    for how in ({"isComposing": True}, {"keyCode": 229}):
        field.evaluate(compose, how)
        assert field.input_value() == "７"
    field.press("Enter")
    assert weights(sliding)[0][0] == 7


@pytest.mark.parametrize(
    "text",
    [
        "[[ 1  0 -1]\n [ 2  0 -2]\n [ 1  0 -1]]",
        str(SOBEL),
        "array([[ 1,  0, -1],\n       [ 2,  0, -2],\n       [ 1,  0, -1]])",
        "1,0,-1\n2,0,-2\n1,0,-1\n",
        "1\t0\t-1\r\n2\t0\t-2\r\n1\t0\t-1\r\n",
    ],
)
@pytest.mark.parametrize("editing", [False, True])
def test_a_whole_filter_is_pasted_from_anywhere(sliding, text, editing):
    cell = sliding.cell("filter", 1, 2)
    if editing:
        cell.click()
        cell = sliding.root.locator(".conv-edit")
    paste(cell, text)
    assert weights(sliding) == SOBEL
    assert sliding.said() == "9 numbers taken."
    assert sliding.root.locator(".conv-edit").count() == 0


def test_the_widgets_own_code_is_pasted_back(sliding):
    sliding.example("True convolution")
    sliding.button("Code").click()
    lines = sliding.root.locator(".conv-lines code").all_inner_texts()
    turned, pixels = weights(sliding), sliding.traits(["x"])["x"]
    for text in lines:
        paste(sliding.cell("filter", 0, 0), "0 0 0\n" * 3)
        paste(sliding.cell("input", 1, 1), ("0 " * 7 + "\n") * 7)
        assert weights(sliding) != turned
        paste(sliding.cell("filter", 2, 0), text)
        paste(sliding.cell("input", 3, 3), text)
        assert weights(sliding) == turned
        assert sliding.traits(["x"])["x"] == pixels


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,5\n2,5", "Do you mean 1 and 5, or 1.5?"),
        ("1\t\t2", "Row 1, column 2 is empty; nothing was taken."),
        ("1 x 3", "Row 1, column 2: “x” is not a number; nothing was taken."),
        ("1 2 3 4", "That is 1×4, but the whole grid is 3×3; nothing was taken."),
        ("1 2 3", "That is 1×3, but from this cell on there is only room for 2×2; nothing was taken."),
        ("5000 1", "Row 1, column 1: 5000 is not between −999 and 999; nothing was taken."),
        ("[[1, 0, -1]\n [2, 0", "A bracket is missing: copy from the first one to the last;"),
    ],
)
def test_a_part_of_a_paste_never_lands(sliding, text, words):
    before = weights(sliding)
    paste(sliding.cell("filter", 1, 1), text)
    assert sliding.said().startswith(words)
    assert weights(sliding) == before
    assert sliding.button("Undo").is_disabled()


def test_a_row_fills_the_cells_from_where_it_is_pasted(sliding):
    twin = sliding.example("Stride 1")
    paste(sliding.cell("input", 4, 5), "8\t−6,5")
    x = twin.x.copy()
    x[4, 5:, 0] = 8, -6.5
    sliding.button("Last position").click()
    sliding.assert_output(SlidingWindow(x, twin.filters).output)


def test_a_photographs_filter_is_pasted_whole_or_not_at_all(open_page):
    shown = PhotoShown(open_page("lessons/03_sliding_a_filter.html"))
    rows = samples.FILTERS["sobel_x"].tolist()
    before = shown.traits(["filter"])
    cell = shown.root.locator('.conv-grid[data-kind="filter"] [data-row="2"][data-col="2"]')
    paste(cell, "[[1, 2, 3, 4]]")
    assert shown.said() == "That is 1×4, but from this cell on there is only room for 3×3; nothing was taken."
    assert shown.traits(["filter"]) == before
    shown.choose("Size", "3×3")
    paste(cell, json.dumps(rows))
    assert shown.traits(["filter"])["filter"] == [[[weight] for weight in row] for row in rows]


def test_a_quick_question_asks_back_and_counts_no_try(open_page):
    quiz = Quiz(open_page("lessons/06_conv_layer.html"))
    quiz.step(4).click()
    for _ in range(3):
        quiz.answer("8.640")
        assert quiz.said() == "Do you mean 8640? Then type 8640: “8.640” can be read in two ways."
    # The answer is offered after two tries.
    assert quiz.button("Show the answer").is_hidden()
    for typed in ("8640", "8,640", "8\u202f640", "8’640", "8640.0", "٨٬٦٤٠"):
        quiz.answer("1")
        quiz.answer(typed)
        assert quiz.said().startswith("Right."), typed


def test_a_quick_question_is_not_pasted_two_lines_as_one_number(open_page):
    quiz = Quiz(open_page(PAGE))
    paste(quiz.field("Your answer"), "1\n2")
    assert "more than one line" in quiz.said()
    assert quiz.field("Your answer").input_value() == ""


def test_a_predicted_size_may_be_written_as_python_has_it(sliding):
    sliding.button("Look closer").click()
    sliding.choose("Predict first", "output size")
    field = sliding.field("Height × width of the output")
    for typed, words in [
        ("5,5", "Do you mean 5×5? Then write it with a cross: a comma may also stand before decimals."),
        ("(5, 4)", "Not yet"), ("(5, 5)", "Right: 5×5."),
    ]:  # fmt: skip
        field.fill(typed)
        field.press("Enter")
        said = sliding.said()
        assert said.startswith(words) or words == "Not yet" and not said.startswith("Right"), said
