"""Who asks, and whether their token opens what they ask for."""

from __future__ import annotations

from helder.web.api.answer import Refused
from helder.web.rates import Rate
from helder.web.tokens import known
from helder.web.tokens.actions import digest_of, is_token
from helder.web.tokens.models import Token

_SIGN_IN = "Send the header Authorization: Bearer TOKEN; an administrator makes tokens at /tokens."


def digest_in(header: str) -> str:
    """The hash of the token in an Authorization header. Raises Refused (401) where there is none."""
    scheme, _, text = header.partition(" ")
    if not header:
        raise Refused(401, "The request has no token.", where="Authorization", fix=_SIGN_IN)
    if scheme.lower() != "bearer" or not is_token(text.strip()):
        raise Refused(401, "This is no token of Helder's.", where="Authorization", fix=_SIGN_IN)
    return digest_of(text.strip())


def holding(token: Token | None) -> Token:
    """The token, where there is one. Raises Refused (401)."""
    if token is None:
        raise Refused(401, "The token is unknown, expired or revoked.", where="Authorization", fix=_SIGN_IN)
    return token


def signed_in(header: str) -> Token:
    """The token in an Authorization header. Raises Refused (401) where none holds."""
    return holding(known.holder(digest_in(header)))


def may_write(token: Token, table: str) -> None:
    """Raises Refused (403) where a token may not send rows to a table."""
    if not token.may_write(table):
        allowed = ", ".join(token.writes) or "no table"
        raise Refused(
            403, f"The token {token} may not send rows to {table}.", where="Authorization",
            fix=f"It may write to {allowed}; an administrator makes one that may.",
        )  # fmt: skip


def may_read(token: Token) -> None:
    """Raises Refused (403) where a token may not read."""
    if not token.reads:
        raise Refused(
            403, f"The token {token} may not read.", where="Authorization", fix="An administrator makes one that may read."
        )


def may_see_all(token: Token) -> None:
    """Raises Refused (403) for a token that reads the rows of a department alone."""
    if not token.seen.whole:
        raise Refused(
            403, f"The token {token} reads the rows of {token.department} alone, and this is of the whole company.",
            where="Authorization", fix="Ask with a token of the whole company.",
        )  # fmt: skip


def may_manage_webhooks(token: Token) -> None:
    """Raises Refused (403) where a token may not manage webhooks."""
    if not token.webhooks:
        raise Refused(
            403, f"The token {token} may not manage webhooks.", where="Authorization", fix="An administrator makes one that may."
        )


class Pace:
    """How many requests a token makes in a second at most; twice as many at once. per_second: 0 for any number."""

    def __init__(self, per_second: int) -> None:
        self._rate = Rate(2.0 * per_second, per_second) if per_second else None

    def hold(self, token: Token, cost: float = 1.0) -> None:
        """Count a request. Raises Refused (429) for one too many."""
        wait = self._rate.take(token.pk, cost) if self._rate else 0.0
        if wait:
            raise Refused(
                429, f"The token {token} asks too often.", where="Authorization", after=wait,
                fix="Wait as long as Retry-After says; send many rows in one request rather than one in each.",
            )  # fmt: skip
