"""The form of a mapping loses nothing: sent back as it is, it says what the mapping says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.test_writing import bare, mappings
from hypothesis import HealthCheck, given, settings

from helder.connectors.reading.mapping import Mapping

if TYPE_CHECKING:
    from helder.web.serving import Serving


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mapping=mappings)
def test_a_form_sent_back_as_it_is_changes_nothing(site: Serving, mapping: Mapping) -> None:
    from helder.web.upload.mapping_form import filled_in

    (section,) = mapping.sections
    again = filled_in(section, 0, _as_sent(section), ("a", "b"))
    order = [column.name for column in section.table.columns]
    sources = sorted(section.sources, key=lambda source: order.index(source.column))
    expected = Mapping(sections=(type(section)(**{**vars(section), "sources": tuple(sources)}),))
    assert bare(Mapping(sections=(again,))) == bare(expected)


def _as_sent(section: Any) -> Any:
    """What a browser sends of the form of a section."""
    from django.http import QueryDict

    from helder.web.upload.mapping_form import fields, marks

    post = QueryDict(mutable=True, encoding="utf-8")
    for one in fields(section, 0, {}):
        post[f"{one.id}.from"] = one.origin
        post[f"{one.id}.value"] = one.constant
        for name in ("missing", "values", "otherwise", "formats", "zone", "times"):
            post[f"{one.id}.{name}"] = getattr(one, name).replace("\n", "\r\n")
    for i, question in enumerate(section.unpivot):
        post[f"0.q{i}.keep"] = "on"
        post[f"0.q{i}.question"] = question.code
        post[f"0.q{i}.missing"] = marks(question)
        for name in ("instrument", "scale"):
            post[f"0.q{i}.{name}"] = question.constants.get(name, "")
    return post
