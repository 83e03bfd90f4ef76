"""The scripts that sites load, each written for one site."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from helder.web.tracker.models import Site
from helder.web.tracker.wording import WORDS, choices

_FOLDER = Path(__file__).parent / "script"


def tracker(site: Site) -> str:
    """The script that follows visits."""
    said = {"key": site.key, "consent": site.consent, "search": site.search, "parameters": site.parameters.split()}
    return _called("tracker.js", said | ({"prompts": True} if site.asks else {}))


def prompts(site: Site) -> str:
    """The script that asks visitors; a line without effect where the site asks nothing."""
    if not site.asks:
        return "// Nothing is asked on this site.\n"
    said = {
        "intent": site.asks_intent,
        "task": site.asks_task,
        "intents": choices(site.intents),
        "percent": site.percent,
        "delay": site.delay,
        "days": site.days,
        "event": site.task_event,
        "leaving": site.on_leaving,
        "words": WORDS,
        "style": _lean("prompts.css"),
    }
    return _called("prompts.js", said)


def tag(script: str) -> str:
    """The ETag of a script: another one for every change of it."""
    return f'"{hashlib.sha256(script.encode()).hexdigest()[:20]}"'


def _called(name: str, said: dict[str, object]) -> str:
    return f"{_lean(name)}({json.dumps(said, separators=(',', ':'))});\n"


@lru_cache
def _lean(name: str) -> str:
    """A file without its indents and the lines that are comments."""
    lines = (line.strip() for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
