"""`python -m tools.words` writes the texts of every language anew; with --check it writes nothing and tells what is wrong."""

from __future__ import annotations

import sys

from tools.words.catalogue import LANGUAGES, files
from tools.words.faults import faults


def main() -> int:
    """Write or check; the exit status is 1 where a check found something."""
    wanted = {path: text for language in LANGUAGES for path, text in files(language).items()}
    differing = [path for path, text in wanted.items() if not path.exists() or path.read_bytes() != text]
    if "--check" not in sys.argv[1:]:
        for path in differing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        print(f"{len(differing)} files written", *differing, sep="\n  ")
    wrong = [fault for language in LANGUAGES for fault in faults(language)]
    if "--check" in sys.argv[1:] and differing:
        print("The kept texts are not those of the code; run make words", *differing, sep="\n  ", file=sys.stderr)
    if wrong:
        print(f"{len(wrong)} translations to make or mend in src/helder/web/locale", *wrong, sep="\n  ", file=sys.stderr)
    return 1 if "--check" in sys.argv[1:] and (differing or wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
