"""The page of all metrics: the catalogue's and the company's own, by family, and a search in the user's words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helder.metrics import Metric, family_in
from helder.metrics.synonyms import synonyms
from helder.web import serving
from helder.web.accounts.access import person
from helder.web.boards.opening import metrics_of
from helder.web.boards.tile import meaning_of, title_of
from helder.web.boards.views import partial
from helder.web.writing import language


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every metric of which the words asked for are told, in any language, and whose page one may open."""
    words, opens = request.GET.get("q", "").lower().split(), metrics_of(person(request))
    families: dict[str, list[dict[str, str]]] = {}
    for metric in serving.catalog().values():
        if (opens is None or metric.name in opens) and all(word in told(metric) for word in words):
            entry = {"name": metric.name, "title": title_of(metric), "meaning": meaning_of(metric)}
            families.setdefault(family_in(metric.family, language()), []).append(entry)
    found = {"families": families, "q": request.GET.get("q", ""), "count": sum(map(len, families.values()))}
    return render(request, "boards/_catalogue.html" if partial(request) else "boards/catalogue.html", found)


def told(metric: Metric) -> str:
    """All that is told of a metric, in all languages, and what people call it besides, as it is searched."""
    said = (metric.name, metric.name.replace("_", " "), *metric.titles.values(), metric.meaning, *metric.meanings.values())
    return " ".join((*said, synonyms(metric.name))).lower()
