"""References and glossary: what the extensions make of them, and that the pages say what is so."""

import re
from pathlib import Path

import pytest
from extensions import glossary_tips, references
from pybtex.database import parse_file, parse_string

ROOT = Path(__file__).parents[2]
ENTRIES = parse_file(str(ROOT / "book" / "references.bib"), bib_format="bibtex").entries


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_is_complete_and_can_be_found(key):
    entry = ENTRIES[key]
    assert entry.fields["keywords"] in ("slides", "book")
    assert entry.persons["author"] and entry.fields["title"]
    assert key == key.lower() and key.endswith(entry.fields["year"])
    assert list(references.links(entry.fields))
    if doi := entry.fields.get("doi"):
        assert re.fullmatch(r"10\.\d{4,}/\S+", doi)
    if number := entry.fields.get("eprint"):
        assert re.fullmatch(r"\d{4}\.\d{4,5}", number)


def test_an_entry_in_words():
    entry = parse_string(
        "@article{du2001, author={Du, Ada and van Ek, Bo}, title={A <b}, journal={J 3}, year={2001},"
        "doi={10.1000/x}, eprint={0101.00001}}",
        "bibtex",
    ).entries["du2001"]
    assert references.in_words(entry) == (
        "Ada Du, Bo van Ek (2001). *A &lt;b*. J 3. "
        "[doi:10.1000/x](https://doi.org/10.1000/x) · [arXiv:0101.00001](https://arxiv.org/abs/0101.00001)"
    )


def test_the_papers_of_the_slides_are_those_that_the_lecture_lists():
    lecture = (ROOT / "book" / "lecture.md").read_text(encoding="utf-8")
    papers = lecture.split("## The papers that the slides cite")[1]
    for entry in ENTRIES.values():
        if entry.fields["keywords"] == "slides":
            assert f"*{entry.fields['title']}*".lower() in papers.lower()


def test_terms_are_found_in_the_singular_and_the_plural_the_longest_first():
    words = glossary_tips.pattern(["depth", "depth slice", "bias", "head (of a network)"])
    text = "Depth slices, the depth, biases; in-depth, unbiased, ahead"
    found = [match[1] for match in words.finditer(text)]
    assert found == ["Depth slice", "depth", "bias", "depth"]


def test_a_definition_leaves_its_slides_out():
    assert glossary_tips.SLIDES.sub("", "One number (S15). And maps (S16, S18).") == "One number. And maps."


def test_the_glossary_is_in_order_and_says_each_word_once():
    text = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^(\S.*)\n  \S", text.split("```{glossary}")[1], flags=re.MULTILINE)
    assert len(terms) > 50
    assert terms == sorted(set(terms), key=str.lower)
