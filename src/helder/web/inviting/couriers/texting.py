"""Handing SMS to a gateway over HTTP, so that it is known of each whether the gateway took it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from helder import outgoing
from helder.errors import BadInput
from helder.web.inviting.couriers.gateway import Gateway
from helder.web.inviting.couriers.outcome import Fate, NotReached, Outcome

#: Seconds to connect, and for the gateway's answer.
_CONNECT, _ANSWER = 10.0, 30.0
#: Seconds to wait where the gateway asks for it: at most, and where it does not say how many.
_LONGEST_WAIT, _A_WHILE = 6 * 3600.0, 60.0
#: Twilio's codes for a sender that cannot send, which all messages would meet, and for a recipient who said STOP.
_OF_THE_SENDER, _SAID_STOP = (21212, 21606), 21610


@dataclass(frozen=True)
class Text:
    """One SMS. name: known to no other message. callback: where its fate is to be told."""

    to: str
    text: str
    name: str
    callback: str | None = None


class Texter:
    """Posts messages to a gateway. allowed: private networks it may be in. answer: seconds it is waited for."""

    def __init__(self, gateway: Gateway, allowed: Sequence[outgoing.Network] = (), *, answer: float = _ANSWER) -> None:
        self.gateway, self._allowed = gateway, tuple(allowed)
        self._client = httpx.Client(
            timeout=httpx.Timeout(answer, connect=_CONNECT), follow_redirects=False, trust_env=False, auth=_auth(gateway)
        )

    def open(self) -> None:
        """See whether the gateway may be called. Raises NotReached where not."""
        self._place()

    def _place(self) -> str:
        """The address at which the gateway may be called."""
        try:
            return outgoing.check(self.gateway.url, self._allowed, where="sms_url")[0]
        except BadInput as error:
            raise NotReached(str(error)) from error

    def deliver(self, message: Text, before: Callable[[], None]) -> Outcome:
        """Hand one message over. before: called right before it is posted; what it raises ends the attempt."""
        # The address that was checked is the one called: a name could lead elsewhere a moment later.
        url, host, name = outgoing.pinned(self.gateway.url, self._place())
        headers = {"Idempotency-Key": message.name, "Accept": "application/json", "Host": host}
        if self.gateway.authorization:
            headers["Authorization"] = self.gateway.authorization
        body = self.gateway.body(message.to, message.text, message.name, message.callback)
        request = self._client.build_request("POST", url, headers=headers, extensions={"sni_hostname": name}, **body)
        before()
        try:
            answer = self._client.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Outcome(Fate.LATER, f"The gateway cannot be reached: {error}"[:500], line=True)
        except httpx.HTTPError as error:
            said = "nothing came back in time" if isinstance(error, httpx.TimeoutException) else str(error)
            return Outcome(Fate.UNKNOWN, f"The gateway did not say whether it took the message: {said}"[:500], line=True)
        return _judged(answer)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()


def _auth(gateway: Gateway) -> httpx.BasicAuth | None:
    return httpx.BasicAuth(gateway.username, gateway.password) if gateway.username else None


def _judged(answer: httpx.Response) -> Outcome:
    code, reason, reference = _read(answer)
    said = f"{answer.status_code} {reason}"[:500]
    if answer.is_success:
        return Outcome(Fate.ACCEPTED, reference=reference)
    if answer.status_code == 429:
        return Outcome(Fate.LATER, said, line=True, after=_wait(answer.headers.get("Retry-After", "")))
    if answer.status_code in (401, 403, 404, 405, 408) or not 400 <= answer.status_code < 500 or code in _OF_THE_SENDER:
        return Outcome(Fate.LATER, said, line=True)
    return Outcome(Fate.REFUSED, said, opted_out=code == _SAID_STOP)


def _read(answer: httpx.Response) -> tuple[int | None, str, str]:
    """The gateway's own code, its words, and its name for the message, as far as it gives them."""
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return None, " ".join(answer.text.split())[:300], ""
    code = told.get("code")
    reference = told.get("sid") or told.get("id") or ""
    return (code if isinstance(code, int) else None), str(told.get("message") or answer.reason_phrase), str(reference)[:100]


def _wait(text: str) -> float:
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() else _A_WHILE
