"""Figures, days and charts as each language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from helder.web.serving import Serving

FIGURES: list[tuple[float | None, str, dict[str, str]]] = [
    (0.5674, "share", {"en": "56.7 %", "nl": "56,7 %", "da": "56,7 %"}),
    (1234.5, "points", {"en": "1,234.5", "nl": "1.234,5", "da": "1.234,5"}),
    (2_500_000, "EUR", {"en": "€ 2.50 M", "nl": "€ 2,50 mln.", "da": "2,50 mio. €"}),
    (2_500_000_000, "count", {"en": "2.50 bn", "nl": "2,50 mld.", "da": "2,50 mia."}),
    (999.5, "DKK", {"en": "DKK 999.50", "nl": "DKK 999,50", "da": "999,50 kr."}),
    (4320, "s", {"en": "1 h 12 min", "nl": "1 u 12 min", "da": "1 t 12 min"}),
    (93_600, "s", {"en": "1 d 2 h", "nl": "1 d 2 u", "da": "1 d 2 t"}),
    (12.25, "s", {"en": "12.3 s", "nl": "12,3 s", "da": "12,3 s"}),
    (
        -1234.567,
        "score",
        {lang: f"\N{MINUS SIGN}{text}" for lang, text in (("en", "1,234.57"), ("nl", "1.234,57"), ("da", "1.234,57"))},
    ),
    (None, "share", {"en": "\N{EN DASH}", "nl": "\N{EN DASH}", "da": "\N{EN DASH}"}),
]


@pytest.mark.parametrize("language", ["en", "nl", "da"])
@pytest.mark.parametrize(("value", "unit", "written"), FIGURES, ids=str)
def test_a_figure_on_a_page(site: Serving, value: float | None, unit: str, written: dict[str, str], language: str) -> None:
    from django.utils import translation

    from helder.web.boards import figure

    with translation.override(language):
        assert figure.headline(value, unit) == written[language]


@pytest.mark.parametrize(
    ("language", "change", "interval", "chance"),
    [
        ("en", "\N{MINUS SIGN}1.2 pp", "30.1 to 41.2", "p = 0.034"),
        ("nl", "\N{MINUS SIGN}1,2 procentpunt", "30,1 tot 41,2", "p = 0,034"),
        ("da", "\N{MINUS SIGN}1,2 procentpoint", "30,1 til 41,2", "p = 0,034"),
    ],
)
def test_what_stands_beside_a_figure(site: Serving, language: str, change: str, interval: str, chance: str) -> None:
    from django.utils import translation

    from helder.web.boards import figure

    with translation.override(language):
        assert figure.change(-0.012, "share") == change
        assert figure.interval(30.1, 41.2, "points") == interval
        assert figure.probability(0.034) == chance


@pytest.mark.parametrize(
    ("language", "day", "moment", "short"),
    [
        ("en", "5 May 2026", "5 May 2026, 14:05", "5 May"),
        ("nl", "5 mei 2026", "5 mei 2026, 14:05", "5 mei"),
        ("da", "5. maj 2026", "5. maj 2026, 14:05", "5. maj"),
    ],
)
def test_a_day_on_a_page(site: Serving, language: str, day: str, moment: str, short: str) -> None:
    from django.utils import translation
    from django.utils.formats import date_format

    with translation.override(language):
        assert date_format(date(2026, 5, 5)) == day
        assert date_format(datetime(2026, 5, 5, 14, 5), "DATETIME_FORMAT") == moment
        assert date_format(date(2026, 5, 5), "MONTH_DAY_FORMAT") == short


def _rows(days: int) -> list[dict[str, Any]]:
    about = {"low": 11_000.0, "high": 14_000.0, "n": 2345, "unit": "EUR"}
    return [{"start": date(2026, 10, 1) + timedelta(days=i), "value": 12_000.0 + 60 * i, **about} for i in range(days)]


@pytest.mark.parametrize(
    ("language", "day", "number"), [("en", "9 Oct", "12,000"), ("nl", "9 okt", "12.000"), ("da", "9. okt", "12.000")]
)
def test_a_chart_marks_its_axes(site: Serving, language: str, day: str, number: str) -> None:
    from django.utils import translation

    from helder.web.boards import chart
    from helder.web.boards.view import View

    view = View("custom", date(2026, 10, 1), date(2026, 10, 29), "day")
    with translation.override(language):
        drawn = chart.svg(chart.trend(_rows(28), view, None))
    assert f">{day}<" in drawn
    assert f">{number}<" in drawn


@pytest.mark.parametrize(("language", "weekday"), [("en", "1 Monday"), ("nl", "1 maandag"), ("da", "1 mandag")])
def test_dimensions_grains_families_and_units_have_titles(language: str, weekday: str) -> None:
    from helder.facts import CLOCK
    from helder.facts.titles import of_grain
    from helder.i18n import LANGUAGES
    from helder.metrics import CATALOG, family_in
    from helder.metrics.unit import title

    assert CLOCK["weekday"].told(1, language) == weekday
    assert of_grain("month", language) == {"en": "month", "nl": "maand", "da": "måned"}[language]
    assert family_in("Digital", language) == {"en": "Digital", "nl": "Digitaal", "da": "Digitalt"}[language]
    assert title("points_of_100", language) == {"en": "points", "nl": "punten", "da": "point"}[language]
    titles = {name: {d.title_in(one) for one in LANGUAGES} for m in CATALOG.values() for name, d in m.dimensions.items()}
    same = {"code", "gender", "hour", "model", "product", "respondent", "segment", "share", "status", "symbol", "team", "side"}
    assert [name for name, some in titles.items() if len(some) == 1 and name not in same] == []
