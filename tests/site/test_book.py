"""The book follows the lecture: every slide is listed, and the lessons open slides in the lecture's order."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SLIDES = [f"s{number:02}" for number in range(1, 40)]

LINK = r"\[[^]]+\]\(\.\./book/lecture\.md#slide-s\d\d\)"
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
    return re.findall(r"#slide-(s\d\d)\)", opening) if SLIDE_LINE.fullmatch(opening) else []


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
    if titles[:1] != ["What you can do now"]:
        yield "does not begin with “What you can do now”"
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

## What you can do now

You know what a stride is.

## One step at a time

*Slide: [Spatial size 1](../book/lecture.md#slide-s22)*

Predict first: how wide is it? As on [this slide](../book/lecture.md#slide-s14), a later mention is free.

## Larger steps

*Slides: [Spatial size 2](../book/lecture.md#slide-s23), [Spatial size 3](../book/lecture.md#slide-s24)*

It shrinks.

## Summary

Done.
"""


def test_a_good_lesson_has_no_faults():
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("## What you can do now", "## Welcome", "does not begin with “What you can do now”"),
        ("## Summary", "## The end", "does not end with “Summary”"),
        ("Done.", "Done.\n\n## Exercises\n\nWrite it.", "does not end with “Summary”"),
        ("Predict first", "Note", "asks for no prediction"),
        ("*Slide: [", "Words first. *Slide: [", "misspelt or does not open its section"),
        ("*Slides: [", "*Slide: [", "misspelt or does not open its section"),
        ("#slide-s22)*", "#slide-s24)*", "opens slides out of order: s24 s23 s24"),
        ("#slide-s23", "#slide-s25", "opens slides out of order: s22 s25 s24"),
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
