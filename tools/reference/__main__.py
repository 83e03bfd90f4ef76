"""`python -m tools.reference` writes the pages anew; with --check it writes nothing and names those that differ."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.reference import api, boards, commands, engines, errors, metrics, profiles, python, rights, settings, sources, tables

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
BY_HAND = {"index.md", "glossary.md", "mapping.md"}


def pages() -> dict[str, str]:
    """Every generated page: its path below docs/reference, and its text."""
    made = [
        engines.pages(),
        tables.pages(),
        metrics.pages(),
        profiles.pages(),
        settings.pages(),
        commands.pages(),
        python.pages(),
        errors.pages(),
        api.pages(),
        sources.pages(),
        rights.pages(),
        boards.pages(),
    ]
    return {path: text for part in made for path, text in part.items()}


def differing(wanted: dict[str, str]) -> list[str]:
    """Pages that are missing, differ, or are no longer made."""
    there = {path.relative_to(REFERENCE).as_posix(): path.read_text(encoding="utf-8") for path in REFERENCE.rglob("*.md")}
    there = {path: text for path, text in there.items() if path not in BY_HAND}
    return sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))


def write(wanted: dict[str, str]) -> list[str]:
    """Write the pages that differ, remove those no longer made; their paths."""
    changed = differing(wanted)
    for path in changed:
        target = REFERENCE / path
        if path not in wanted:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(wanted[path], encoding="utf-8")
    return changed


def main() -> int:
    """Write or check; the exit status is 1 where a check found a difference."""
    if "--check" not in sys.argv[1:]:
        changed = write(pages())
        print(f"{len(changed)} pages written", *changed, sep="\n  ")
        return 0
    changed = differing(pages())
    if changed:
        print("docs/reference does not say what the code says; run make reference", *changed, sep="\n  ", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
