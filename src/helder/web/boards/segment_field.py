"""The field of a form in which somebody chooses whom something is for: values of dimensions, of those they may see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from helder.web import writing
from helder.web.boards.data import Questions
from helder.web.boards.view import View, bounds

Pair = tuple[str, str]
#: Values that a dimension may have at most to be listed whole; those of others are found by typing.
_LISTED = 25
#: Values that are found by typing, of one dimension at most.
_FOUND = 500
#: The period whose rows tell which values there are to choose from.
_PERIOD = "12-months"
#: Lists of a field of several, at least.
_LISTS = 2


@dataclass(frozen=True)
class Offered:
    """What there is to choose from. groups: of each dimension its values; found: what is found by typing; everyone: or all."""

    groups: tuple[tuple[str, tuple[Pair, ...]], ...] = ()
    found: tuple[Pair, ...] = ()
    everyone: bool = True


def offered(dimensions: Iterable[str], questions: Questions) -> Offered:
    """The values of dimensions in the rows of the last year that somebody may see, as a field offers them."""
    since, until = bounds(_PERIOD, questions.today())
    known = questions.values_of(tuple(dimensions), View(_PERIOD, since, until, "month"), most=_FOUND)
    groups, found = [], []
    for name, values in known.items():
        if len(values) <= _LISTED:
            groups.append((writing.dimension(name), tuple((f"{name}:{one}", writing.value(name, one)) for one in values)))
        else:
            found += [(f"{name}:{one}", _title((name, one))) for one in values]
    return Offered(tuple(one for one in groups if one[1]), tuple(found))


class PickSegments(forms.Widget):
    """Lists to choose from, each of every value, and a box for what they do not hold. many: whether several can be chosen."""

    template_name = "boards/segments.html"

    def __init__(self, many: bool) -> None:
        super().__init__()
        self.offered, self._many = Offered(), many

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """What was sent, each once."""
        sent = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name, "")]
        return list(dict.fromkeys(text.strip() for text in sent if text and text.strip()))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With a list for each that is chosen, and what cannot be read in the box."""
        context = super().get_context(name, value, attrs)
        read = [text for text in value or () if _pair(text)]
        chosen = read if self._many else read[:1]
        context["lists"] = [self._list(one) for one in [*chosen, *[""] * (max(_LISTS, len(chosen) + 1) - len(chosen))]]
        context["lists"] = context["lists"] if self._many else context["lists"][:1]
        context["typed"] = next((text for text in value or () if text not in chosen), "")
        return {**context, "found": self.offered.found, "everyone": self.offered.everyone, "known": f"{name}-known"}

    def _list(self, chosen: str) -> dict[str, Any]:
        known = {key for _group, values in self.offered.groups for key, _text in values}
        pair = _pair(chosen)
        return {
            "chosen": chosen,
            "groups": self.offered.groups,
            "kept": _title(pair) if pair and chosen not in known else "",
        }


class SegmentField(forms.Field):
    """One or several pairs of a dimension and a value; what is kept already can be kept, though it is offered no more."""

    def __init__(self, *, many: bool, longest: int, **given: Any) -> None:
        self._many, self._longest = many, longest
        super().__init__(required=False, widget=PickSegments(many), **given)

    def offer(self, what: Offered) -> None:
        """Say what there is to choose from."""
        assert isinstance(self.widget, PickSegments)
        self.widget.offered = what

    def clean(self, value: Sequence[str]) -> list[Pair]:
        """The pairs that were chosen."""
        found = []
        for text in value:
            pair = _pair(text)
            if pair is None:
                raise forms.ValidationError(_("%(text)s is none of them: write it as country:NL."), params={"text": text})
            found.append(pair)
        if not self._many and len(found) > 1:
            raise forms.ValidationError(_("Choose one of them only."))
        if sum(map(len, value)) > self._longest:
            raise forms.ValidationError(_("These are too many together: choose fewer."))
        return found


def _pair(text: str) -> Pair | None:
    """A dimension and its value, as they are written."""
    name, _colon, value = (part.strip() for part in text.partition(":"))
    return (name, value) if value and re.fullmatch(r"\w+", name) else None


def _title(pair: Pair) -> str:
    return writing.narrowed(pair[0], pair[1:])
