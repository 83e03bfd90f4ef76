"""Links by which someone opts out: signed, each for one invitation."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from helder.web import serving


def signed(invitation_id: str) -> str:
    """What the link of an invitation says."""
    return _signer().sign(invitation_id)


def read(text: str) -> str | None:
    """The invitation whose link it is; None for one that was changed or cut off."""
    try:
        return _signer().unsign(text)
    except BadSignature:
        return None


def opt_out_link(invitation_id: str, base: str | None = None) -> str:
    """The address at which the recipient of an invitation opts out. base: of the site, the public one where not given."""
    return (base or serving.now().settings["public_url"] or "").rstrip("/") + reverse("opt-out", args=[signed(invitation_id)])


def _signer() -> Signer:
    return Signer(salt="helder.inviting.opt-out")
