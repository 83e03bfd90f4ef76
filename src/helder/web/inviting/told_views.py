"""Where the gateway for SMS tells what became of a message."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from helder.web.inviting.callbacks import read
from helder.web.inviting.models import Invitation, State
from helder.web.inviting.telling import tell
from helder.web.rates import Rate

_RATE = Rate(burst=20, per_second=1)
_FAILED = ("failed", "undelivered")


@csrf_exempt
@login_not_required
@require_POST
def told(request: HttpRequest, signed: str) -> HttpResponse:
    """The gateway says that a message arrived, or that it could not be delivered; the address is signed for one invitation."""
    invitation_id = read(signed)
    if invitation_id is None:
        return HttpResponse(status=404)
    if wait := _RATE.take(invitation_id):
        return HttpResponse(status=429, headers={"Retry-After": str(round(wait) + 1)})
    kept = _keep(invitation_id, request.POST.get("MessageStatus", ""), request.POST.get("ErrorCode", ""))
    if kept is not None:
        tell(kept)
    return HttpResponse(status=204)


def _keep(invitation_id: str, status: str, code: str) -> int | None:
    """The invitation that was changed; None where nothing was."""
    with transaction.atomic():
        one = Invitation.objects.select_for_update().filter(invitation_id=invitation_id).first()
        if one is None or one.delivered_at is not None:
            return None
        if status == "delivered":
            one.delivered_at = max(timezone.now(), one.sent_at or timezone.now())
            one.sent_at = one.sent_at or one.delivered_at
            one.reason = one.failure = ""
        elif status in _FAILED and one.state in (State.SENT, State.REMINDED, State.SENDING) and not one.failure:
            one.failure = one.reason = f"the gateway could not deliver it ({status}, {code[:20] or 'no code'})"
            one.state, one.due_at, one.sent_at = State.FAILED, None, one.sent_at or timezone.now()
        else:
            return None
        one.revision += 1
        one.save()
        return one.pk
