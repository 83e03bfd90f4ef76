"""Nothing is said on a page that no catalogue was asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web.words.plain import raw

import helder.web

WEB = Path(helder.web.__file__).parent
TEMPLATES = [path for path in sorted(WEB.rglob("*")) if "templates" in path.parts and path.suffix in (".html", ".txt")]
CODE = [path for path in sorted(WEB.rglob("*.py")) if "date_format(" in path.read_text(encoding="utf-8")]
SCRIPTS = sorted(WEB.rglob("*.js"))
#: The same in every language: names, and what stands for them in code.
ALLOWED = frozenset({"Helder", "CSV", "PDF", "Parquet", "SQL", "TOML", "UTC", "XLSX", "openapi", "json", "api"})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_says_nothing_of_its_own(path: Path) -> None:
    assert raw(path.read_text(encoding="utf-8"), ALLOWED) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_text_is_quoted_so_that_it_is_found(path: Path) -> None:
    """Django's own finding of texts in templates stops at an escaped quote."""
    assert not re.findall(r"{%\s*translate[^%]*\\[\"']", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_day_is_written_as_its_language_does(path: Path) -> None:
    found = re.findall(r"\|date:[\"']([^\"']*)", path.read_text(encoding="utf-8"))
    assert [form for form in found if not form.endswith("_FORMAT") and re.search(r"[MFNbDl]", form)] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(WEB).as_posix())
def test_code_writes_a_day_as_its_language_does(path: Path) -> None:
    forms = re.findall(r"date_format\([^\"']*,\s*[\"']([^\"']*)", path.read_text(encoding="utf-8"))
    assert [form for form in forms if not form.endswith("_FORMAT")] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_script_has_its_texts_from_the_page(path: Path) -> None:
    code = re.sub(r"(?m)^\s*//.*$|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    said = re.findall(r"[\"'`]([^\"'`\n]*)[\"'`]", code)
    assert [text for text in said if re.search(r"^[A-Z][a-z]+ [a-z]+", text)] == []


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>Say it</p>", ["Say it"]),
        ("<p>{% translate 'Say it' %}</p>", []),
        ("<p>{% blocktranslate %}Say {{ it }}{% endblocktranslate %} again</p>", ["again"]),
        ('<input placeholder="Your name">', ["Your name"]),
        ('<a title="{% translate "Go" %}" aria-label="Go on">{{ name }}</a>', ["Go on"]),
        ("{% if on %}yes{% endif %}<code>helder load</code><b>95 %</b> n {{ n }}", ["yes"]),
        ("{% block width %}narrow{% endblock %}{% comment %}why{% endcomment %}", []),
        ('<input type="submit" value="Send"><input type="text" value="kept">', ["Send"]),
    ],
)
def test_what_is_found(template: str, said: list[str]) -> None:
    found = raw(template, ALLOWED)
    assert [text for text in (part for one in said for part in [one]) if not any(text in one for one in found)] == []
    assert len(found) == len(said)
