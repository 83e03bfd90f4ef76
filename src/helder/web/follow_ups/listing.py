"""The follow-ups that somebody asks for: whose, how they stand, by which rule, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helder.model import TABLES
from helder.web import serving
from helder.web.accounts.models import Person, Right
from helder.web.follow_ups.figures import PERIODS
from helder.web.follow_ups.models import FollowUp
from helder.web.follow_ups.seeing import seen_follow_ups, sees_all

#: Customers that a search finds by their names, at most.
_NAMED = 500
_USUAL_DAYS = 30

WHOSE: dict[str, str | Promise] = {"mine": _("Mine"), "department": _("My department's"), "all": _("All that I may see")}
STANDS: dict[str, str | Promise] = {"open": _("Open"), "overdue": _("Overdue"), "done": _("Done")}


@dataclass(frozen=True)
class Asked:
    """What is asked for; what cannot be read of it is what is usual."""

    whose: str
    stands: str
    text: str
    reason: str
    days: int

    @classmethod
    def read(cls, given: Mapping[str, str], usual: str) -> Asked:
        """From an address."""
        days = given.get("days", "")
        return cls(
            given.get("whose", "") if given.get("whose") in WHOSE else usual,
            given.get("stands", "") if given.get("stands") in STANDS else "open",
            given.get("q", "").strip()[:200],
            given.get("reason", "")[:100],
            int(days) if days in map(str, PERIODS) else _USUAL_DAYS,
        )

    def query(self, **other: str | int) -> str:
        """As an address says it, some of it otherwise."""
        said = {"whose": self.whose, "stands": self.stands, "q": self.text, "reason": self.reason, "days": self.days, **other}
        return "?" + urlencode({name: value for name, value in said.items() if value})


def usual(person: Person) -> str:
    """Whose are shown where nobody says: one's own, if there are any; else whatever one may see."""
    return "mine" if FollowUp.objects.filter(owner=person, closed_at=None).exists() else "all"


def those_of(person: Person, whose: str) -> QuerySet[FollowUp]:
    """One's own, those of one's departments or of somebody there, or all that one may see."""
    found = seen_follow_ups(person)
    if whose == "mine":
        return found.filter(owner=person)
    if whose == "department":
        theirs = person.departments.all()
        mates = Person.objects.filter(departments__in=theirs)
        return found.filter(Q(department__in=theirs) | Q(owner__in=mates.values("pk")))
    return found


def narrowed(found: QuerySet[FollowUp], asked: Asked, person: Person) -> QuerySet[FollowUp]:
    """Those opened for a reason, and of which a text is said."""
    found = found.filter(reason=asked.reason) if asked.reason else found
    if not asked.text:
        return found
    text, who = asked.text, Q(owner__username__icontains=asked.text)
    who |= Q(owner__first_name__icontains=text) | Q(owner__last_name__icontains=text)
    noted = Q(pk__in=FollowUp.objects.filter(steps__text__icontains=text).values("pk"))
    customers = Q(customer_id__icontains=text) | Q(customer_id__in=_named(text) if person.may(Right.PERSONAL) else ())
    return found.filter(customers | noted | who | Q(reason__icontains=text) | Q(department__name__icontains=text))


def standing(found: QuerySet[FollowUp], stands: str, now: datetime) -> QuerySet[FollowUp]:
    """Those that stand so: what is due first comes first, what was done last."""
    if stands == "done":
        return found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    found = found.filter(closed_at=None).order_by("due_at", "pk")
    return found.filter(due_at__lte=now) if stands == "overdue" else found


def counts(found: QuerySet[FollowUp], now: datetime) -> dict[str, int]:
    """How many stand how."""
    return {stands: standing(found, stands, now).count() for stands in STANDS}


def reasons(person: Person) -> list[str]:
    """Why those were opened that somebody may see."""
    found = FollowUp.objects if sees_all(person) else seen_follow_ups(person)
    return sorted(set(found.order_by().values_list("reason", flat=True).distinct()))


def _named(text: str) -> list[str]:
    """Customers by a part of their name or address."""
    t = TABLES["customers"].expression
    wanted = text.lower()
    found = t.filter(t.name.lower().contains(wanted) | t.email.lower().contains(wanted) | t.phone.contains(text))
    rows = serving.now().questions.workspace.engine.run(found.select("customer_id").limit(_NAMED)).to_pylist()
    return [row["customer_id"] for row in rows]
