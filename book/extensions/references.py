"""The list of references, made from references.bib; each has an address of its own, such as `#ren2015`."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from pybtex.database import parse_file
from sphinx.util.docutils import SphinxDirective

FILE = Path(__file__).parents[1] / "references.bib"


def names(persons):
    written = [" ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names]) for p in persons]
    return ", ".join(written)


def links(fields):
    """The addresses at which an entry can be found, the lasting ones first."""
    if doi := fields.get("doi"):
        yield f"[doi:{doi}](https://doi.org/{doi})"
    if number := fields.get("eprint"):
        yield f"[arXiv:{number}](https://arxiv.org/abs/{number})"
    if url := fields.get("url"):
        yield f"[{url.split('/')[2]}]({url})"


def in_words(entry):
    """An entry as a line of Markdown."""
    fields = entry.fields
    place = next(
        (fields[name] for name in ("booktitle", "journal", "school", "publisher") if name in fields), None
    )
    parts = [f"{names(entry.persons['author'])} ({fields['year']})", f"*{fields['title']}*"]
    parts += [place] if place else []
    note = f" ({fields['note']})" if "note" in fields else ""
    return f"{'. '.join(parts)}. {' · '.join(links(fields))}{note}".replace("<", "&lt;")


class References(SphinxDirective):
    """`{references} slides` lists the entries that have this keyword, by their first author."""

    required_arguments = 1

    def run(self):
        self.env.note_dependency(str(FILE))
        entries = parse_file(str(FILE), bib_format="bibtex").entries
        chosen = [(key, e) for key, e in entries.items() if e.fields["keywords"] == self.arguments[0]]
        chosen.sort(key=lambda pair: (pair[1].persons["author"][0].last_names, pair[1].fields["year"]))
        lines = [line for key, entry in chosen for line in (f"({key})=", in_words(entry), "")]
        box = nodes.container(classes=["references"])
        self.state.nested_parse(StringList(lines, str(FILE)), self.content_offset, box)
        return [box]


def setup(app):
    app.add_directive("references", References)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
