"""Customers' own links: made, shared, followed."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core import signing
from django.db import transaction
from django.utils import timezone

from helder.errors import StoreError
from helder.vault import Vault
from helder.web import serving
from helder.web.referrals import codes
from helder.web.referrals.keeping import tell
from helder.web.referrals.models import Link, Programme, Referral

_PAGE = signing.Signer(salt="helder-referral-page")
_CHUNK = 500
_log = logging.getLogger(__name__)


def programme() -> Programme:
    """The programme, begun with its secret where there is none yet."""
    found = Programme.objects.first()
    if found is None:
        sealed, currency = Vault(serving.now().home).seal(secrets.token_hex(32)), serving.now().settings["currency"]
        found, _new = Programme.objects.get_or_create(pk=1, defaults={"secret": sealed, "currency": currency})
    return found


def new_secret() -> str:
    """Give the programme another secret; signatures made with the old one are refused from now on."""
    secret = secrets.token_hex(32)
    found = programme()
    found.secret = Vault(serving.now().home).seal(secret)
    found.save(update_fields=["secret"])
    return secret


def link_for(customer_id: str) -> Link:
    """A customer's link, made where there is none yet."""
    found = Link.objects.filter(customer_id=customer_id).first()
    return found or links_for([customer_id])[0]


def links_for(customer_ids: Iterable[str]) -> list[Link]:
    """The links of many customers, in their order; made where there are none yet."""
    found: list[Link] = []
    wanted = list(dict.fromkeys(customer_ids))
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        by_customer: dict[str, Link] = {}
        while len(by_customer) < len(some):  # once more where a code was taken already
            by_customer = Link.objects.in_bulk(some, field_name="customer_id")
            missing = [customer_id for customer_id in some if customer_id not in by_customer]
            new = [Link(customer_id=name, code=codes.new_code(), made_at=timezone.now()) for name in missing]
            Link.objects.bulk_create(new, ignore_conflicts=True)
        found += [by_customer[customer_id] for customer_id in some]
    return found


def shared(link: Link, at: datetime, name: str = "") -> None:
    """Note that a link was shared: somebody it may reach. name: of the referral, so that it is noted once."""
    with transaction.atomic():
        if not Referral.objects.filter(referral_id=name).exists():
            Referral.objects.create(referral_id=name or codes.new_referral(link.code), link=link, shared_at=at)
        if link.shared_at is None or at < link.shared_at:
            link.shared_at = at
            link.save(update_fields=["shared_at"])
    _tell_if_possible()


def followed(link: Link) -> Referral:
    """Note that somebody followed a link: one it was shared with who is still awaited, else one more."""
    with transaction.atomic():
        waiting = link.referrals.select_for_update().filter(shared_at__isnull=False, clicked_at=None, customer_id=None)
        awaited = waiting.order_by("shared_at").first()
        came = awaited or Referral(referral_id=codes.new_referral(link.code), link=link, shared_at=link.shared_at)
        came.clicked_at = timezone.now()
        came.version += awaited is not None
        came.save()
    _tell_if_possible()
    return came


def _tell_if_possible() -> None:
    """Who follows a link is led on, whatever the store does; the job brings the row later."""
    try:
        tell()
    except StoreError as error:
        _log.warning("a referral is told later: %s", error)


def page_token(link: Link) -> str:
    """What opens a customer's own page, and no other."""
    return _PAGE.sign(link.code)


def of_token(token: str) -> Link | None:
    """The link whose page a token opens; None for one that opens nothing."""
    try:
        return Link.objects.filter(code=_PAGE.unsign(token)).first()
    except signing.BadSignature:
        return None


def landing(asked: str, with_code: str) -> str | None:
    """Where a link leads, with the code in its query: to what is asked where that is allowed, else to the usual page."""
    programme_ = programme()
    allowed = {origin(programme_.landing), *programme_.origins.split()}
    place = asked if asked and origin(asked) in allowed else programme_.landing
    if not place:
        return None
    parts = urlsplit(place)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != programme_.parameter]
    if with_code:
        query.append((programme_.parameter, with_code))
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", urlencode(query), parts.fragment))


def origin(address: str) -> str:
    """The origin of an address; empty for one that has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc and "\\" not in address
    return f"{parts.scheme}://{parts.netloc}".lower() if plain else ""
