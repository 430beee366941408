"""The book follows the lecture: every slide is listed, and the lessons open slides in the lecture's order."""

import json
import re
from pathlib import Path

import pytest
import yaml

from convlib.course.lessons import LESSONS as TABLE

ROOT = Path(__file__).parents[2]
SLIDES = [f"s{number:02}" for number in range(1, 40)]
# More than these, above everything else, nobody reads.
MOST_AIMS = 4

# A slide is called by its number, which stands in the deck, and by its name.
LINK = r"\[S(\d\d) · [^]]+\]\(\.\./book/lecture\.md#slide-s(\d\d)\)"
SLIDE_LINE = re.compile(rf"\*Slide: {LINK}\*|\*Slides: {LINK}(, {LINK})+\*")


def listed_slides(text):
    """The slides that have a target of their own, in order."""
    return re.findall(r'^<a id="slide-(s\d\d)"></a>$', text, flags=re.MULTILINE)


def sections(text):
    """The sections at level 2 and deeper: (title, body) pairs."""
    parts = re.split(r"^##+ +(.+)$", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def opening_slides(body):
    """The slides that a section opens: those of its slide line, the first words of the section."""
    opening = body.strip().split("\n\n")[0]
    if not SLIDE_LINE.fullmatch(opening):
        return []
    named = re.findall(LINK, opening)
    return [f"s{target}" for number, target in named if number == target]


def in_order(slides):
    return slides == sorted(set(slides))


def lesson_text(path):
    """The words of a lesson, its code left out."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def lesson_paths():
    toc = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
    files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    return [ROOT / f"{file}.ipynb" for file in files if file.startswith("lessons/")]


LESSONS = lesson_paths()
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def faults(text):
    """What a lesson lacks, in words."""
    titles = re.findall(r"^## +(.+)$", text, flags=re.MULTILINE)
    if titles[:1] != ["What you will learn"]:
        yield "does not begin with “What you will learn”"
    aims = re.search(
        r"^By the end of this lesson you can\n\n((?:- .*\n(?:  .*\n)*)+)", text, flags=re.MULTILINE
    )
    if not aims or aims[1].count("\n- ") >= MOST_AIMS:
        yield f"does not say in {MOST_AIMS} lines at most what you can do by its end"
    if titles[-3:] != ["Summary", "Exercises", "What comes next"] and titles[-1:] != ["Summary"]:
        yield "does not end with “Summary”"
    if "Predict first" not in text:
        yield "asks for no prediction"
    opened = [opening_slides(body) for _, body in sections(text)]
    written = re.findall(r"^.*\*Slides?:.*$", text, flags=re.MULTILINE)
    if len(written) != sum(map(bool, opened)):
        yield f"has a slide line that is misspelt or does not open its section, among {written}"
    if not in_order(sum(opened, [])):
        yield f"opens slides out of order: {' '.join(sum(opened, []))}"


def test_every_slide_has_its_label():
    text = (ROOT / "book" / "lecture.md").read_text(encoding="utf-8")
    assert listed_slides(text) == SLIDES


def test_the_path_names_every_lesson():
    assert sorted(LESSONS) == sorted((ROOT / "lessons").glob("*.ipynb"))


@each_lesson
def test_lesson_is_whole_and_follows_the_lecture(path):
    assert list(faults(lesson_text(path))) == []


def test_the_lessons_open_every_slide_in_the_lectures_order():
    opened = [s for path in LESSONS for _, body in sections(lesson_text(path)) for s in opening_slides(body)]
    assert opened == SLIDES


# ---- The checks above can fail ----

GOOD = """# Stride

## What you will learn

By the end of this lesson you can

- say what a stride is,
- and how large the output is with it.

## One step at a time

*Slide: [S22 · Spatial size 1](../book/lecture.md#slide-s22)*

Predict first: how wide is it? As on [this slide](../book/lecture.md#slide-s14), a later mention is free.

## Larger steps

*Slides: [S23 · Size 2](../book/lecture.md#slide-s23), [S24 · Size 3](../book/lecture.md#slide-s24)*

It shrinks.

## Summary

Done.
"""


def test_a_good_lesson_has_no_faults():
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("## What you will learn", "## Welcome", "does not begin with “What you will learn”"),
        ("By the end", "In the end", "does not say in 4 lines at most"),
        ("- and", "- a,\n- b,\n- c,\n- and", "does not say in 4 lines at most"),
        ("## Summary", "## The end", "does not end with “Summary”"),
        ("Done.", "Done.\n\n## Exercises\n\nWrite it.", "does not end with “Summary”"),
        ("Predict first", "Note", "asks for no prediction"),
        ("*Slide: [", "Words first. *Slide: [", "misspelt or does not open its section"),
        ("*Slides: [", "*Slide: [", "misspelt or does not open its section"),
        (
            "[S22 · Spatial size 1](../book/lecture.md#slide-s22)*",
            "[S24 · Spatial size 3](../book/lecture.md#slide-s24)*",
            "opens slides out of order: s24 s23 s24",
        ),
        (
            "S23 · Size 2](../book/lecture.md#slide-s23)",
            "S25 · Zero padding](../book/lecture.md#slide-s25)",
            "opens slides out of order: s22 s25 s24",
        ),
        ("S22 · ", "S21 · ", "has a slide line that is misspelt"),
        ("S22 · ", "", "has a slide line that is misspelt"),
    ],
)
def test_a_broken_lesson_is_found(old, new, fault):
    assert fault in "\n".join(faults(GOOD.replace(old, new)))


def test_a_missing_label_is_found():
    assert listed_slides('<a id="slide-s01"></a>\n## S01\n\nsee <a id="slide-s02"></a>\n') == ["s01"]


@each_lesson
def test_the_lecture_names_the_lesson_of_each_slide(path):
    lecture = (ROOT / "book" / "lecture.md").read_text(encoding="utf-8")
    parts = re.split(r'^<a id="slide-s\d\d"></a>$', lecture, flags=re.MULTILINE)[1:]
    slides = dict(zip(SLIDES, parts, strict=True))
    for _, body in sections(lesson_text(path)):
        for slide in opening_slides(body):
            assert re.search(rf"^\*Lesson:\* .*/{path.name}\)", slides[slide], flags=re.MULTILINE), slide


LESSON_LINE = re.compile(r"\n\n\*Lesson:\* \[(.+?)\]\(\.\./lessons/(\w+)\.ipynb\)(, and .*)?\n\n")


def test_the_lecture_names_every_lesson_alike():
    """On a line of its own at the end of each entry, by number and title."""
    lecture = (ROOT / "book" / "lecture.md").read_text(encoding="utf-8")
    titles = {one.notebook: one.numbered for one in TABLE.values()}
    entries = re.split(r"^<a id=.*$|^## .*$|^\([a-z]+\)=$", lecture, flags=re.MULTILINE)
    entries = [entry for entry in entries if "### S" in entry]
    assert len(entries) == len(SLIDES)
    for entry in entries:
        (line,) = LESSON_LINE.finditer(entry)
        assert titles[line[2]] == line[1] and not entry[line.end() :].strip()
