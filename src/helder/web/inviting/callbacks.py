"""What the gateway for SMS tells of messages it took: whether they arrived."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from helder.web import serving


def are_told() -> bool:
    """Whether the gateway tells it: in Twilio's form, where it can reach this server."""
    settings = serving.now().settings
    return not settings["sms_json"] and (settings["public_url"] or "").startswith("https://")


def callback(invitation_id: str) -> str | None:
    """The address at which the gateway is to tell it of one invitation; None where it is not to."""
    if not are_told():
        return None
    return str(serving.now().settings["public_url"]).rstrip("/") + reverse("sms-told", args=[_signer().sign(invitation_id)])


def read(text: str) -> str | None:
    """The invitation whose callback it is; None for one that was changed."""
    try:
        return str(_signer().unsign(text))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="helder.inviting.sms-told")
