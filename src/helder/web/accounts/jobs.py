"""What is tidied up beside the pages: the audit log after its time, and sessions that have ended."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.models import Sitting
from helder.web.jobs import every


@every(60)
def tidy() -> None:
    """Let go of what is not kept any longer."""
    now = timezone.now()
    audit.forget(now - timedelta(days=serving.now().settings["audit_days"]))
    Sitting.objects.filter(seen_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    Session.objects.filter(expire_date__lt=now).delete()
