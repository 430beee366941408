"""The lessons are kept as sources: no outputs, and nothing of the machine they came from.

The build runs them, fails where one does, and tells the seconds each took.
"""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def dirt(notebook):
    """What does not belong into a notebook that is kept as a source, in words."""
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield f"format {notebook.nbformat}.{notebook.nbformat_minor}, not 4.5"
    if notebook.metadata != METADATA:
        yield f"metadata {dict(notebook.metadata)}"
    for number, cell in enumerate(notebook.cells):
        # Random ids would change with every tool that writes the file.
        if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", cell.id) or not re.fullmatch(
            r"[a-z][a-z0-9_-]*", cell.id
        ):
            yield f"cell {number} has the id {cell.id}"
        if unknown := set(cell.metadata) - {"tags", "mystnb", "jupyter"}:
            yield f"cell {cell.id} has metadata {sorted(unknown)}"
        if not cell.source.strip():
            yield f"cell {cell.id} is empty"
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            yield f"cell {cell.id} has outputs"


@each_lesson
def test_lesson_is_clean(path):
    notebook = nbformat.read(path, nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert list(dirt(notebook)) == []


@each_lesson
def test_lesson_begins_with_its_imports(path):
    code = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    assert all(
        line.startswith(("import ", "from ", " ", ")")) for line in code[0].source.splitlines() if line
    )
    for cell in code[1:]:
        assert not re.search(r"^(import|from) ", cell.source, flags=re.MULTILINE), cell.id


def a_clean_notebook():
    cell = nbformat.v4.new_code_cell("1 + 1", id="stride-01")
    return nbformat.v4.new_notebook(cells=[cell], metadata=METADATA)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda n: n.cells[0].update(execution_count=3), "cell stride-01 has outputs"),
        (lambda n: n.cells[0].outputs.append(nbformat.v4.new_output("stream", text="2")), "has outputs"),
        (lambda n: n.cells[0].update(id="1f2e3d4c"), "cell 0 has the id 1f2e3d4c"),
        (lambda n: n.cells[0].update(source=" "), "is empty"),
        (lambda n: n.cells[0].metadata.update(collapsed=True), "metadata ['collapsed']"),
        (lambda n: n.metadata.update(widgets={}), "metadata {"),
    ],
)
def test_dirt_is_found(spoil, words):
    notebook = a_clean_notebook()
    assert list(dirt(notebook)) == []
    spoil(notebook)
    assert words in "\n".join(dirt(notebook))
