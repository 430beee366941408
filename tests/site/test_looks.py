"""Classes that the book's build gives for its style sheet."""

import pytest
from docutils import nodes
from extensions import looks


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("a 32×32×3 image and 5·5·3 + 1 numbers, 76", ["32×32×3", "5·5·3 + 1"]),
        ("(7 − 3)/2 + 1 = 3.", ["(7 − 3)/2 + 1 = 3"]),
        ("((32 − 5 + 2·2) / 1) + 1 = 32 (here)", ["((32 − 5 + 2·2) / 1) + 1 = 32"]),
        ("(W − F + 2P)/S + 1 of them", ["(W − F + 2P)/S + 1"]),
        ("(with 3×3) and 4×4,", ["3×3", "4×4"]),
        ("60,965,224 numbers, 1 to 3, S14 · The filter", []),
    ],
)
def test_sums_are_found_in_a_sentence(text, sums):
    parts = list(looks.with_sums(text))
    assert [part.astext() for part in parts if isinstance(part, nodes.inline)] == sums
    assert "".join(part.astext() for part in parts) == text


def test_a_question_and_a_slide_are_told_from_other_parts():
    bold = nodes.strong("", "Predict first.")
    question = nodes.block_quote("", nodes.paragraph("", "", nodes.Text(""), bold))
    quotation = nodes.block_quote("", nodes.paragraph("", "", nodes.Text("He said "), bold.deepcopy()))
    assert looks.is_question(question) and not looks.is_question(quotation)
    link = nodes.reference("", "The filter", refuri="../book/lecture.html#slide-s14")
    slide = nodes.paragraph("", "", nodes.emphasis("", "", nodes.Text("Slide: "), link))
    assert looks.is_slide_line(slide)
    assert not looks.is_slide_line(nodes.paragraph("", "", nodes.emphasis("", "so it is")))
    assert not looks.is_slide_line(nodes.paragraph("", "", nodes.Text("See "), link.deepcopy()))
    lesson = nodes.reference("", "4 · Stride", refuri="../lessons/04_stride.html")
    assert looks.is_slide_line(
        nodes.paragraph("", "", nodes.emphasis("", "Lesson:"), nodes.Text(" "), lesson)
    )
