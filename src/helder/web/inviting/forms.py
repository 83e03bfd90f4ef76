"""Forms about sendings and opt-outs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.errors import HelderError
from helder.web.inviting import conditions
from helder.web.inviting.actions import surveys_to_send
from helder.web.inviting.addresses import known_form
from helder.web.inviting.events import EVENTS
from helder.web.inviting.models import After, Channel, Sending
from helder.web.surveys.models import Survey

if TYPE_CHECKING:
    _Base = forms.ModelForm[Sending]
else:
    _Base = forms.ModelForm  # cannot be subscripted where it runs

_UNITS = (("1", _("minutes")), ("60", _("hours")), ("1440", _("days")))
_WHO = _("Who is asked")
_PARTS = (
    (_WHO, ("name", "channel", "narrowed", "share", "touchpoint")),
    (_("When"), ("starts_at", "delay", "delay_unit", "oldest_hours", "quiet_from", "quiet_until")),
    (
        _("How often"),
        ("quarantine_days", "everywhere", "reminders", "reminder_days", "expires_days", "most_an_hour", "most_a_day"),
    ),
)
#: Fields of the model that only a rule has, and that only a sending done once has.
_OF_RULES, _OF_ONCE = ("oldest_hours",), ("starts_at",)


class Begin(forms.Form):
    """Which survey is sent, and when."""

    survey = forms.ModelChoiceField(label=_("Survey"), queryset=Survey.objects.none())
    after = forms.ChoiceField(label=_("Whom"), choices=After.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        survey = self.fields["survey"]
        assert isinstance(survey, forms.ModelChoiceField)
        survey.queryset = Survey.objects.filter(pk__in=[one.pk for one in surveys_to_send()])


class SendingForm(_Base):
    """One sending. Which fields it has depends on whether it is done once or after events."""

    narrowed = forms.CharField(
        label=_("Only where"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
    )
    delay = forms.IntegerField(label=_("How long after"), min_value=0, max_value=365, initial=0)
    delay_unit = forms.ChoiceField(label=_("in"), choices=_UNITS, initial="60")

    class Meta:
        """Fields as the model has them, in the order of the page."""

        model = Sending
        fields = (
            "name",
            "channel",
            "share",
            "oldest_hours",
            "starts_at",
            "quarantine_days",
            "everywhere",
            "reminders",
            "reminder_days",
            "expires_days",
            "quiet_from",
            "quiet_until",
            "most_an_hour",
            "most_a_day",
            "touchpoint",
        )
        labels = {  # noqa: RUF012 - Django's class has it so
            "share": _("Share of them asked, in per cent"),
            "oldest_hours": _("Hours after which an event is too old to ask about"),
            "starts_at": _("When it starts"),
            "quarantine_days": _("Days in which nobody is asked again"),
            "everywhere": _("Count invitations to any survey for that"),
            "reminders": _("Reminders to those who do not answer, at most"),
            "reminder_days": _("Days before each reminder"),
            "expires_days": _("Days in which it can be answered"),
            "quiet_from": _("Nobody is sent anything from"),
            "quiet_until": _("until"),
            "most_an_hour": _("Invitations an hour, at most"),
            "most_a_day": _("Invitations a day, at most"),
            "touchpoint": _("What answers are about (touchpoint)"),
        }
        widgets = {  # noqa: RUF012
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = self.instance
        for name in _OF_ONCE if one.after else (*_OF_RULES, "delay", "delay_unit"):
            del self.fields[name]
        self._bounds()
        self.fields["starts_at" if not one.after else "touchpoint"].required = False
        columns = ", ".join(conditions.columns_of(one.after))
        self.fields["narrowed"].help_text = _("A line for each, as country: NL, DK. Columns: %(columns)s.") % {"columns": columns}
        self.fields["narrowed"].initial = conditions.written(one.conditions)
        if one.after:
            self.fields["touchpoint"].help_text = _("Where nothing is said: %(usual)s.") % {"usual": EVENTS[one.after].touchpoint}
            self.fields["channel"].choices = [(Channel.EMAIL, Channel.EMAIL.label), (Channel.SMS, Channel.SMS.label)]  # type: ignore[attr-defined]
            unit = next(unit for unit in (1440, 60, 1) if one.delay_minutes % unit == 0) if one.delay_minutes else 60
            self.fields["delay"].initial, self.fields["delay_unit"].initial = one.delay_minutes // unit, str(unit)
        latest = one.survey.latest
        self.languages = latest.definition.languages if latest else ()
        for language in self.languages:
            self._texts(language)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The fields by what they are about, as the page shows them."""
        told = [
            {"title": title, "fields": [self[name] for name in names if name in self.fields], "wide": title == _WHO}
            for title, names in _PARTS
        ]
        for language in self.languages:
            fields = [self[f"subject_{language}"], self[f"message_{language}"]]
            title = _("What it says (%(language)s), in place of the usual words") % {"language": language}
            told.append({"title": title, "fields": fields, "wide": True})
        return told

    def _bounds(self) -> None:
        most = {
            "share": 100,
            "quarantine_days": 3650,
            "oldest_hours": 30 * 24,
            "reminders": 5,
            "reminder_days": 60,
            "expires_days": 365,
        }
        least = {"share": 1, "oldest_hours": 1, "reminder_days": 1, "expires_days": 1, "most_an_hour": 1, "most_a_day": 1}
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField) and name in SendingForm.Meta.fields:
                field.min_value, field.max_value = least.get(name, 0), most.get(name, 1_000_000)
                field.validators = [*field.validators, *_within(field.min_value, field.max_value)]
                field.widget.attrs |= {"min": field.min_value, "max": field.max_value}

    def _texts(self, language: str) -> None:
        own = self.instance.texts.get(language, {})
        self.fields[f"subject_{language}"] = forms.CharField(
            label=_("Subject (%(language)s)") % {"language": language},
            required=False,
            max_length=150,
            initial=own.get("subject", ""),
        )
        self.fields[f"message_{language}"] = forms.CharField(
            label=_("Message (%(language)s)") % {"language": language},
            required=False,
            max_length=3000,
            initial=own.get("message", ""),
            widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
        )

    def clean_narrowed(self) -> dict[str, list[str]]:
        """The conditions. A slip is told with its line."""
        try:
            return conditions.read(self.cleaned_data["narrowed"], conditions.columns_of(self.instance.after))
        except HelderError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Hold quiet hours against each other."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (found.get("quiet_from") is None) != (found.get("quiet_until") is None):
            self.add_error("quiet_until", _("Say both times, or neither."))
        if not self.errors and found.get("quiet_from") is not None and found["quiet_from"] == found["quiet_until"]:
            self.add_error("quiet_until", _("Then nobody is ever sent anything, or always."))
        return found

    def save(self, commit: bool = True) -> Sending:
        """Keep the sending with its conditions and texts."""
        found = self.cleaned_data
        self.instance.conditions = found["narrowed"]
        if self.instance.after:
            self.instance.delay_minutes = found["delay"] * int(found["delay_unit"])
        texts = {
            language: {
                part: found[f"{part}_{language}"].strip()
                for part in ("subject", "message")
                if found[f"{part}_{language}"].strip()
            }
            for language in self.languages
        }
        self.instance.texts = {language: parts for language, parts in texts.items() if parts}
        return super().save(commit)


class ListFile(forms.Form):
    """A list of people."""

    list = forms.FileField(
        label=_("CSV with a header"),
        help_text=_(
            "Columns: customer_id, email, phone (one of these at least), name, language; and what it is about: order_id ..."
        ),
    )


class TestMessage(forms.Form):
    """Where a message is sent to try it."""

    __test__ = False
    to = forms.CharField(label=_("Send one to"), max_length=320, help_text=_("Your own address, or number as +4512345678."))
    language = forms.ChoiceField(label=_("In"))

    def __init__(self, *args: Any, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [(one, one) for one in languages]


class NewOptOut(forms.Form):
    """Someone who said otherwise that they want no more invitations."""

    who = forms.CharField(
        label=_("Customer, address or number"), max_length=320, help_text=_("Write customer:ID, ann@example.com or +4512345678.")
    )

    def clean_who(self) -> dict[str, str]:
        """The customer or the address."""
        text = str(self.cleaned_data["who"]).strip()
        if text.startswith("customer:") and text.removeprefix("customer:").strip():
            return {"customer_id": text.removeprefix("customer:").strip(), "address": ""}
        found = known_form(text)
        if found is None:
            raise forms.ValidationError(_("This is no address and no number with its country."))
        return {"customer_id": "", "address": found}


def _within(low: float | None, high: float | None) -> list[Any]:
    from django.core.validators import MaxValueValidator, MinValueValidator

    return [MinValueValidator(low or 0), MaxValueValidator(high or 0)]
