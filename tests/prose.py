"""Read the prose of pages and lessons, for `make lint`: print what proselint and native.py find, and fail."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from native import faults

ROOT = Path(__file__).parents[1]

SETTINGS = {
    "checks": {
        # Markdown and code have straight quotes, dots and the letter x; a heading may repeat its first word.
        "typography": False,
        "lexical_illusions": False,
        # "1 to 2" and "the very same" are what they should be here.
        "dates_times.dates": False,
        "weasel_words.very": False,
    }
}


def prose(path):
    """The words of a page or a lesson, without its code; every line keeps its number."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    blocks = re.compile(r"^```.*?^```", flags=re.MULTILINE | re.DOTALL)
    without_blocks = blocks.sub(lambda block: "\n" * block[0].count("\n"), text)
    return re.sub(r"`[^`\n]+`", "code", without_blocks)


def main():
    pages = sorted([*(ROOT / "book").glob("*.md"), *(ROOT / "lessons").glob("*.ipynb"), ROOT / "README.md"])
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "settings.json")
        settings.write_text(json.dumps(SETTINGS))
        for page in pages:
            Path(folder, f"{page.stem}.md").write_text(prose(page), encoding="utf-8")
        command = [sys.executable, "-m", "proselint", "check", "--config", settings]
        command += sorted(Path(folder).glob("*.md"))
        process = subprocess.run(command, capture_output=True, text=True)
    found = [*faults()]
    if process.returncode:
        found.append(process.stdout.replace(f"{folder}/", "") + process.stderr)
    sys.exit("\n".join(found) or 0)


if __name__ == "__main__":
    main()
