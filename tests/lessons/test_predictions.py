"""A prediction is asked, guessed and answered in its place; nothing tells the answer before it is opened."""

import re

import pytest
from run_and_read import cells, predictions

from convlib.course.lessons import LESSONS

each_lesson = pytest.mark.parametrize("lesson", [lesson.notebook for lesson in LESSONS.values()])
ASKED = "> **Predict first.**"
SPELLED = "zero one two three four five six seven eight nine ten eleven twelve".split()


def text(cell):
    return "".join(cell["source"])


def tags(cell):
    return set(cell["metadata"].get("tags", []))


def is_guess(cell):
    return cell["cell_type"] == "code" and text(cell).startswith("predict(")


def faults(notebook):
    """What is wrong with the predictions of a lesson's cells, in words."""
    for place, cell in enumerate(notebook):
        following = notebook[place + 1 :]
        if cell["cell_type"] == "markdown" and ASKED in text(cell):
            if text(cell).count(ASKED) > 1:
                yield f"{cell['id']} asks twice"
            if "\n\n" in text(cell).rpartition(ASKED)[2]:
                yield f"{cell['id']} goes on after its question"
            if not (following and is_guess(following[0])):
                yield f"{cell['id']} asks, and no place for a guess follows"
        if is_guess(cell):
            if ASKED not in text(notebook[place - 1]):
                yield f"{cell['id']} takes a guess that nobody asked for"
            if "remove-input" not in tags(cell) or not closed(cell):
                yield f"{cell['id']} shows what is right to whoever reads the notebook"
            answer = answer_after(following)
            if not any(one["cell_type"] == "markdown" for one in answer):
                yield f"{cell['id']} has no answer that explains"
        if "answer" in tags(cell) and not closed(cell):
            yield f"{cell['id']} is an answer that stands open in the notebook"


def closed(cell):
    hidden = cell["metadata"].get("jupyter", {})
    return hidden.get("source_hidden") and (
        "answer" not in tags(cell) or cell["cell_type"] == "markdown" or hidden.get("outputs_hidden")
    )


def answer_after(following):
    answer = []
    for cell in following:
        if "answer" not in tags(cell):
            break
        answer.append(cell)
    return answer


def captions(cell):
    """The words below the widgets of a code cell: they stand in the open too."""
    return "\n".join(re.findall(r'caption="([^"]*)"', text(cell)))


def told_in_the_open(notebook, id, words):
    """The sentence that tells the words of an answer outside of it, up to the next heading or question."""
    place = next(place for place, cell in enumerate(notebook) if cell["id"] == id)
    word = re.compile(rf"(?<![\w.,×−/])(?:{'|'.join(map(re.escape, words))})(?![\w×/]|[.,]\d)")
    answer = answer_after(notebook[place + 1 :])
    for one in answer:
        first = text(one).lstrip().partition("\n")[0]
        if one["cell_type"] == "markdown" and word.search(first):
            return first
    for cell in notebook[place + 1 + len(answer) :]:
        shown = text(cell) if cell["cell_type"] == "markdown" else captions(cell)
        open_text = re.split(r"^#|^> \*\*Predict", shown, flags=re.MULTILINE)
        for sentence in re.split(r"(?<=[.:?!])\s+", open_text[0]):
            if word.search(sentence):
                return sentence
        if len(open_text) > 1:
            break
    return None


def told_by_a_first_line(notebook, id, asked):
    """The first line of an answer that names a size of what is right: JupyterLab shows that line."""
    place = next(place for place, cell in enumerate(notebook) if cell["id"] == id)
    asks = set(re.findall(r"\w+", text(notebook[place - 1]).rpartition(ASKED)[2].replace("×", " ")))
    forms = [{str(size), *SPELLED[size : size + 1]} for size in sizes_of(asked) if size > 1]
    words = set().union(*(form for form in forms if not form & asks))
    word = re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")
    for one in answer_after(notebook[place + 1 :]):
        first = text(one).lstrip().partition("\n")[0]
        if words and one["cell_type"] == "markdown" and word.search(first):
            return first
    return None


def sizes_of(asked):
    right = asked["right"]
    sizes = {"shape": right, "number": [right]}.get(asked["kind"], [])
    return [int(size) for size in sizes if size == int(size)]


def in_words(asked):
    """How a text would write what is right; what is answered in words of one's own cannot be looked for."""
    right = asked["right"]
    if asked["kind"] == "number":
        return {str(right).replace("-", "−"), f"{right:,}".replace("-", "−")}
    if asked["kind"] == "shape":
        return {"×".join(map(str, right))}
    return {right} if asked["kind"] == "choice" and not re.fullmatch(r"\W*(Yes|No)\b.*", right) else set()


@each_lesson
def test_predictions_are_asked_guessed_and_answered(lesson):
    assert list(faults(cells(lesson))) == []
    assert any(ASKED in text(cell) for cell in cells(lesson))


@each_lesson
def test_no_answer_stands_in_the_open(lesson):
    notebook = cells(lesson)
    told = {
        id: told_in_the_open(notebook, id, in_words(shown.asked))
        for id, shown in predictions(lesson).items()
        if in_words(shown.asked)
    }
    assert {id: sentence for id, sentence in told.items() if sentence} == {}


@each_lesson
def test_no_first_line_tells_a_size(lesson):
    notebook = cells(lesson)
    told = {id: told_by_a_first_line(notebook, id, shown.asked) for id, shown in predictions(lesson).items()}
    assert {id: first for id, first in told.items() if first} == {}


def test_names_are_those_of_the_lesson_and_unique():
    for lesson in LESSONS.values():
        shown = predictions(lesson.notebook)
        items = [one.item for one in shown.values()]
        assert all(item.startswith(lesson.item("guess-")) for item in items), items
        assert len(set(items)) == len(items), items


def a_lesson(*, answer="So there are 5.", onward="Step through it.", closed=True):
    hidden = {"source_hidden": True} if closed else {}
    return [
        {"id": "ask", "cell_type": "markdown", "metadata": {}, "source": f"{ASKED}\n> How many?"},
        {
            "id": "guess",
            "cell_type": "code",
            "metadata": {"tags": ["remove-input"], "jupyter": hidden},
            "source": 'predict("a/b", number=5)',
        },
        {
            "id": "answer",
            "cell_type": "markdown",
            "metadata": {"tags": ["answer"], "jupyter": hidden},
            "source": f"Count them.\n{answer}",
        },
        {"id": "onward", "cell_type": "markdown", "metadata": {}, "source": onward},
    ]


def test_faults_are_found():
    assert list(faults(a_lesson())) == []
    assert list(faults(a_lesson()[:1])) == ["ask asks, and no place for a guess follows"]
    assert list(faults([a_lesson()[0], a_lesson()[1], a_lesson()[3]])) == [
        "guess has no answer that explains"
    ]
    assert len(list(faults(a_lesson(closed=False)))) == 2
    assert told_in_the_open(a_lesson(), "guess", {"5"}) is None
    assert told_in_the_open(a_lesson(onward="It is 5. Good."), "guess", {"5"}) == "It is 5."
    assert told_in_the_open(a_lesson(onward="A 5×5 window, 15 and 0.5."), "guess", {"5"}) is None
    assert told_in_the_open(a_lesson(onward="Go on.\n\n## Next\n\nHere 5 is new."), "guess", {"5"}) is None
    below = [*a_lesson(), {"cell_type": "code", "source": 'show(caption="All 5 of them")'}]
    assert told_in_the_open(below, "guess", {"5"}) == "All 5 of them"
    first = a_lesson()
    first[2]["source"] = "There are 5."
    assert told_in_the_open(first, "guess", {"5"}) == "There are 5."
    number, shape = {"kind": "number", "right": 5}, {"kind": "shape", "right": [5, 4, 1]}
    assert told_by_a_first_line(a_lesson(), "guess", number) is None
    assert told_by_a_first_line(first, "guess", number) == "There are 5."
    first[2]["source"] = "So there are five places.\nAnd so on."
    assert told_by_a_first_line(first, "guess", number) == "So there are five places."
    assert told_by_a_first_line(first, "guess", shape) == "So there are five places."
    first[0]["source"] += "\n> It has 5 columns."
    assert told_by_a_first_line(first, "guess", number) is None
