"""A guess in the page opens the answer, says how far off it was, and is there when the reader comes back."""

import pytest
from playwright.sync_api import expect
from site_pages import page_width

from convlib.course import record

PAGE = "lessons/04_stride.html"


def prediction(page, words):
    """The panel of the question with these words."""
    panel = page.locator(".prediction", has_text=words)
    panel.locator(".conv-predict-form").wait_for(state="attached")
    return panel


def is_open(panel):
    return panel.locator("details.answer").evaluate("fold => fold.open")


def test_a_typed_guess_opens_the_answer_and_is_kept(open_page):
    page = open_page(PAGE)
    panel = prediction(page, "from left to right")
    assert not is_open(panel)
    field = panel.get_by_role("textbox", name="Your guess")
    field.fill("many")
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Type a number, such as 12.")).to_be_visible()
    assert not is_open(panel) and field.input_value() == "many"
    field.fill("4")
    page.keyboard.press("Enter")
    said = panel.locator(".conv-predict-said")
    expect(said).to_contain_text("Your guess: 4. Not quite. That is how many steps the window makes.")
    expect(said).to_contain_text("It is 5.")
    assert is_open(panel)
    assert panel.get_by_text("four steps, and one place more").is_visible()
    expect(panel.get_by_role("button", name="Guess again")).to_be_focused()

    page.reload()
    panel = prediction(page, "from left to right")
    expect(panel.locator(".conv-predict-said")).to_contain_text("Your guess: 4.")
    assert not is_open(panel)
    with page.expect_download() as download:
        page.locator(".progress-panel").get_by_role("button", name="Export").click()
    text = download.value.path().read_text("utf-8")
    assert record.guesses_from_text(text) == {"04_stride/guess-places": "4"}

    panel.get_by_role("button", name="Guess again").click()
    expect(panel.get_by_role("textbox", name="Your guess")).to_be_focused()
    page.reload()
    panel = prediction(page, "from left to right")
    assert panel.locator(".conv-predict-said").is_hidden()


def test_the_answer_opens_without_a_guess_by_keyboard(open_page):
    page = open_page(PAGE)
    panel = prediction(page, "from left to right")
    panel.locator("summary", has_text="Show the answer").focus()
    page.keyboard.press("Enter")
    assert is_open(panel)
    assert panel.get_by_role("textbox", name="Your guess").is_visible()


def test_a_choice_is_made_by_its_button_and_every_option_has_its_reason(open_page):
    page = open_page(PAGE)
    panel = prediction(page, "stride 3: what is the width")
    panel.get_by_role("button", name="7/3").click()
    expect(panel.locator(".conv-predict-said")).to_contain_text("there is no third of a window")
    expect(panel.locator(".conv-predict-said")).to_contain_text("The answer is “It does not fit”.")
    assert is_open(panel)


def test_a_guess_is_forgotten_with_the_progress_and_brought_back(open_page):
    page = open_page(PAGE)
    panel = prediction(page, "from left to right")
    panel.get_by_role("textbox", name="Your guess").fill("5")
    page.keyboard.press("Enter")
    expect(panel.locator(".conv-predict-said")).to_contain_text("Right: 5.")
    board = page.locator(".progress-panel")
    board.get_by_role("button", name="Clear").click()
    expect(panel.locator(".conv-predict-said")).to_be_hidden()
    board.get_by_role("button", name="Undo").click()
    expect(panel.locator(".conv-predict-said")).to_contain_text("Right: 5.")


@pytest.mark.parametrize("width", [360, 390])
def test_the_panel_fits_a_phone(open_page, width):
    page = open_page(PAGE, width=width)
    panel = prediction(page, "from left to right")
    panel.get_by_role("textbox", name="Your guess").fill("12")
    page.keyboard.press("Enter")
    assert page_width(page) <= width
