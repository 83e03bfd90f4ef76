"""Looking after alerts: which are due, what has begun and what is over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.errors import HelderError
from helder.stats.crossing import Place, placed
from helder.web import serving
from helder.web.alerts import asking, judging
from helder.web.alerts.evidence import evidence
from helder.web.alerts.judging import Verdict
from helder.web.alerts.models import Alert, Firing, Kind

#: What lies between two looks at an alert at least; a forecast takes more work, and whole periods change little.
_EACH = {
    Kind.THRESHOLD: timedelta(seconds=10),
    Kind.NO_DATA: timedelta(seconds=10),
    Kind.CHANGE: timedelta(minutes=2),
    Kind.SEASON: timedelta(minutes=2),
}
#: How often an alert is looked at where nothing came in: for silence, for whatever else time changes.
_SILENCE, _AT_LEAST = timedelta(minutes=1), timedelta(hours=1)
#: What a look waits that comes while another goes on.
_USUALLY = timedelta(seconds=10)
_UNJUDGED = gettext_lazy("It could not be judged; the server's log says why.")
_one_at_a_time = threading.Lock()
_log = logging.getLogger(__name__)


def look() -> timedelta | None:
    """Judge what is due; how long to wait for what rows came in of, but was judged a moment ago.

    One look at a time: a second one, begun meanwhile, does nothing.
    """
    if not _one_at_a_time.acquire(blocking=False):
        return _USUALLY
    waits = []
    try:
        batches = serving.now().questions.workspace.engine.batches()
        for alert in Alert.objects.filter(active=True, owner__is_active=True).select_related("owner"):
            if serving.now().stopping.is_set():
                break
            wait = due_in(alert, batches)
            if wait is not None and wait <= timedelta():
                _look_at_one(alert)
            elif wait is not None:
                waits.append(wait)
    finally:
        _one_at_a_time.release()
    return min(waits, default=None)


def _look_at_one(alert: Alert) -> None:
    """Judge one alert; what goes wrong with it does not stop the others."""
    try:
        look_at(alert)
    except Exception:  # noqa: BLE001 - it is logged, and told on the page
        _log.warning("What was found of alert %s could not be kept", alert.pk, exc_info=True)
        Alert.objects.filter(pk=alert.pk).update(problem=str(_UNJUDGED), judged_at=timezone.now())


def due_in(alert: Alert, batches: Mapping[str, int]) -> timedelta | None:
    """How long until an alert is to be judged anew, as rows came in, a period ended, or time went by; None for no reason to."""
    if alert.judged_at is None:
        return timedelta()
    passed = timezone.now() - alert.judged_at
    changed = max((batches.get(table, 0) for table in _tables(alert)), default=0) > alert.judged_batch
    turned = alert.judged_period != _period(alert, asking.local_now())
    silent = alert.kind == Kind.NO_DATA and passed >= _SILENCE
    if changed or turned or alert.wavering or silent or passed >= _AT_LEAST:
        return _EACH[Kind(alert.kind)] - passed
    return None


def look_at(alert: Alert) -> None:
    """Judge one alert; note what has begun, what is over, and why it cannot be judged."""
    now, batch = asking.local_now(), serving.now().questions.batch()
    verdicts: list[Verdict] = []
    try:
        already = set(alert.firings.filter(ended=None).values_list("segment", flat=True))
        verdicts = judging.judge(alert, now, already)
        alert.problem = _problem(verdicts)
        pictures = {one.segment: evidence(alert, one) for one in verdicts if one.beyond and one.segment not in already}
    except HelderError as error:
        alert.problem, verdicts, pictures = str(error)[:300], [], {}
    except Exception:  # noqa: BLE001 - one alert that cannot be judged does not stop the others
        _log.exception("Alert %s could not be judged", alert.pk)
        alert.problem, verdicts, pictures = str(_UNJUDGED), [], {}
    alert.judged_at, alert.judged_batch, alert.judged_period = timezone.now(), batch, _period(alert, now)
    with transaction.atomic():
        if not Alert.objects.select_for_update().filter(pk=alert.pk, active=True).exists():
            return
        if verdicts:
            _settle(alert, verdicts, pictures)
        alert.save(update_fields=["problem", "judged_at", "judged_batch", "judged_period", "wavering"])


def end(firing: Firing) -> None:
    """Note that a firing is over; what nobody was told of is told of no more unless it began in quiet hours."""
    firing.ended = timezone.now()
    firing.save(update_fields=["ended", "last"])


def _settle(alert: Alert, verdicts: list[Verdict], pictures: Mapping[str, list[Any]]) -> None:
    open_ones = {one.segment: one for one in alert.firings.filter(ended=None)}
    wavering: dict[str, bool] = {}
    for one in verdicts:
        if one.beyond is None:
            continue
        before = Place(one.segment in open_ones, alert.wavering.get(one.segment))
        after = placed(one.beyond, before, provisional=one.provisional)
        if after.wavering is not None:
            wavering[one.segment] = after.wavering
        if after.beyond and not before.beyond:
            _fire(alert, one, pictures.get(one.segment, []))
        elif before.beyond:
            firing = open_ones[one.segment]
            firing.last = one.figure
            firing.save(update_fields=["last"])
            if not after.beyond:
                end(firing)
    for segment in open_ones.keys() - {one.segment for one in verdicts}:  # it has no rows any more
        end(open_ones[segment])
    alert.wavering = wavering


def _fire(alert: Alert, one: Verdict, points: list[Any]) -> None:
    alert.firings.create(
        segment=one.segment,
        figure=one.figure,
        last=one.figure,
        expected=one.expected,
        low=one.low,
        high=one.high,
        p=one.p,
        n=one.n,
        unit=one.unit,
        provisional=one.provisional,
        period=one.period.isoformat(),
        points=points,
    )


def _problem(verdicts: list[Verdict]) -> str:
    """Why there is nothing to tell, in the first words there are."""
    unknown = [one for one in verdicts if one.beyond is None]
    if not verdicts:
        return _("There are no rows.")
    if not unknown:
        return ""
    of = f"{unknown[0].segment}: " if unknown[0].segment else ""
    return f"{of}{unknown[0].why}" + (f" (+{len(unknown) - 1})" if len(unknown) > 1 else "")


def _tables(alert: Alert) -> frozenset[str]:
    catalog = serving.catalog()
    return catalog[alert.metric].tables if alert.metric in catalog else frozenset()


def _period(alert: Alert, now: datetime) -> str:
    return asking.begin(alert.grain if alert.kind == Kind.SEASON else "day", now).isoformat()
