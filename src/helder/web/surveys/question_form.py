"""The form of one question: what of it can be changed hangs on its kind and on the survey's languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from helder.errors import BadInput, HelderError
from helder.web.surveys import reading
from helder.web.surveys.definition import SCALES, Definition, Question
from helder.web.surveys.phrases import named

_WORDS = "words"
_SCALED_BY_CHOICES = ("employee",)


class QuestionForm(forms.Form):
    """A question of a survey. After is_valid(), `question` is what it says."""

    def __init__(self, definition: Definition, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.before = definition, question
        self._earlier = list(definition.questions[: definition.questions.index(question)])
        self._scaled = bool(SCALES[question.kind])
        self._add_words("text", _("Question"), question.text, rows=2, required=True)
        self._add_scale()
        self._add_choices()
        if self._scaled:
            self._add_words("comment", _("Asked under the scale"), question.comment)
        self.fields["required"] = forms.BooleanField(label=_("Must be answered"), required=False, initial=question.required)
        self._add_when()
        self._add_about()

    def clean(self) -> dict[str, Any]:
        """With the question that the fields say."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        try:
            where = _("this question")
            self.question = reading.question({k: v for k, v in self._said(found).items() if v not in (None, "", {}, [])}, where)
        except HelderError as error:
            self.add_error(None, f"{error.what} {error.fix or ''}".strip())
        return found

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of each language together, then the others, each group with its heading."""
        for language in self.definition.languages:
            yield named(language), [self[name] for name in self.fields if name.endswith(f"__{language}")]
        heads = {"": _("How it is answered"), "when_": _("When it is asked"), "about_": _("What its answers are about")}
        for begin, heading in heads.items():
            yield heading, [self[name] for name in self.fields if "__" not in name and _belongs(name, begin)]

    def _said(self, found: dict[str, Any]) -> dict[str, Any]:
        words = found.get("scale") == _WORDS
        numbers = bool(found.get("scale")) and not words
        values = [] if numbers else _lines(found.get("values", ""))
        if words and len(values) < 2:
            raise BadInput(_("A scale in words has its words among the choices, one a line, the lowest first."))
        if self.before.kind in _SCALED_BY_CHOICES and not found.get("scale"):
            values = list(reading.YES_NO)
        return {
            "code": found["about_code"],
            "kind": self.before.kind,
            "text": self._words("text", found),
            "scale": "|".join(values) if words else found.get("scale"),
            "direction": found.get("direction"),
            "low": self._words("low", found) if numbers else {},
            "high": self._words("high", found) if numbers else {},
            "choices": [{"value": value, "label": self._label(place, found)} for place, value in enumerate(values)],
            "required": found["required"],
            "comment": self._words("comment", found),
            "when": self._when(found),
            "touchpoint": found["about_touchpoint"],
            "stage": found["about_stage"],
        }

    def _words(self, name: str, found: dict[str, Any]) -> dict[str, str]:
        return {language: found.get(f"{name}__{language}", "") for language in self.definition.languages}

    def _label(self, place: int, found: dict[str, Any]) -> dict[str, str]:
        labels = {one: _lines(found.get(f"labels__{one}", ""), blank=True) for one in self.definition.languages}
        return {language: lines[place] for language, lines in labels.items() if place < len(lines)}

    def _when(self, found: dict[str, Any]) -> dict[str, Any] | None:
        if not found.get("when_question"):
            return None
        about = self.definition.by_code[found["when_question"]]
        if about.scores:
            bounds = {"at_least": found["when_at_least"], "at_most": found["when_at_most"]}
            return {"question": about.code, **{name: value for name, value in bounds.items() if value is not None}}
        return {"question": about.code, "among": _lines(found["when_among"])}

    def _add_words(self, name: str, label: str, words: Any, *, rows: int = 1, required: bool = False) -> None:
        for language in self.definition.languages:
            widget = (
                forms.Textarea(attrs={"rows": rows, "lang": language}) if rows > 1 else forms.TextInput(attrs={"lang": language})
            )
            self.fields[f"{name}__{language}"] = forms.CharField(
                label=label, max_length=2000, initial=words.get(language, ""), widget=widget,
                required=required and language == self.definition.language,
            )  # fmt: skip

    def _add_scale(self) -> None:
        if not self._scaled:
            return
        question = self.before
        scales = [(scale, scale) for scale in SCALES[question.kind]]
        scales.append((_WORDS, _("in words, from lowest to highest")))
        if question.kind in _SCALED_BY_CHOICES:
            scales.append(("", _("yes or no")))
        now = _WORDS if question.scale and "|" in question.scale else question.scale or ""
        self.fields["scale"] = forms.ChoiceField(
            label=_("Scale"), choices=scales, initial=now, required=question.kind not in _SCALED_BY_CHOICES
        )
        if question.kind == "ces":
            ways = [("ease", _("that it was easy")), ("effort", _("that it was hard"))]
            self.fields["direction"] = forms.ChoiceField(
                label=_("A high score says"), choices=ways, initial=question.direction
            )  # fmt: skip
        self._add_words("low", _("At the low end"), question.low)
        self._add_words("high", _("At the high end"), question.high)

    def _add_choices(self) -> None:
        question = self.before
        if question.kind == "text":
            return
        some = self._scaled
        kept = "\n".join(choice.value for choice in question.choices)
        note = _("Only for a scale in words, or yes or no: what is kept, one a line.") if some else _("What is kept, one a line.")
        self.fields["values"] = forms.CharField(
            label=_("Choices"), help_text=note, initial=kept, required=not some, max_length=4000,
            widget=forms.Textarea(attrs={"rows": max(3, len(question.choices))}),
        )  # fmt: skip
        if some and not question.choices:
            return  # each is shown as it is kept, until it is said otherwise
        for language in self.definition.languages:
            labels = "\n".join(choice.label.get(language, "") for choice in question.choices)
            self.fields[f"labels__{language}"] = forms.CharField(
                label=_("Choices as they are shown"), help_text=_("One a line, in the order of the choices."), required=False,
                initial=labels, max_length=8000, strip=False,
                widget=forms.Textarea(attrs={"rows": max(3, len(question.choices)), "lang": language}),
            )  # fmt: skip

    def _add_when(self) -> None:
        earlier = [one for one in self._earlier if one.kind != "text"]
        if not earlier:
            return
        when, first = self.before.when, self.definition.language
        shown = [(one.code, one.text.get(first, one.code)[:60]) for one in earlier]
        self.fields["when_question"] = forms.ChoiceField(
            label=_("Asked"), choices=[("", _("of everybody")), (_("after an answer to"), shown)], required=False,
            initial=when.question if when else "",
        )  # fmt: skip
        for name, label in (("at_least", _("Score at least")), ("at_most", _("Score at most"))):
            self.fields[f"when_{name}"] = forms.FloatField(
                label=label, required=False, initial=_plain(getattr(when, name, None)),
                widget=forms.NumberInput(attrs={"step": "1"}),
            )  # fmt: skip
        self.fields["when_among"] = forms.CharField(
            label=_("Or one of these choices"), help_text=_("As they are kept, one a line."), required=False,
            initial="\n".join(when.among) if when else "", widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def _add_about(self) -> None:
        question = self.before
        self.fields["about_code"] = forms.CharField(
            label=_("Code"), max_length=40, initial=question.code, help_text=_("What its answers are known by in the data.")
        )  # fmt: skip
        for name, label in (("touchpoint", _("Touchpoint")), ("stage", _("Stage of the journey"))):
            self.fields[f"about_{name}"] = forms.CharField(
                label=label, required=False, max_length=100, initial=getattr(question, name) or ""
            )  # fmt: skip


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number


def _belongs(name: str, begin: str) -> bool:
    return name.startswith(begin) if begin else not name.startswith(("when_", "about_"))


def _lines(text: str, *, blank: bool = False) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    return lines if blank else [line for line in lines if line]
