"""How requests are signed. dlt's own classes would also take credentials from variables that happen to have a fitting name."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth

from helder.connectors.sources.line import Line
from helder.errors import BadInput

_USUAL_SECONDS = 3600


def by_password(name: str, password: str) -> AuthBase:
    """A name and a password with every request."""
    return HTTPBasicAuth(name.encode(), password.encode())


class ByHeader(AuthBase):
    """A key in a header of every request."""

    def __init__(self, name: str, key: str) -> None:
        self._name, self._key = name, key

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request."""
        request.headers[self._name] = self._key
        return request


class ByClient(AuthBase):
    """A token that the system gives for a client's identifier and secret (OAuth 2, client credentials).

    A new one is got when it ends, and when the system refuses it earlier. header: where the token goes, where it is not
    `Authorization: Bearer`.
    """

    def __init__(self, line: Line, url: str, client: Mapping[str, str], header: str | None = None) -> None:
        self._line, self._url, self._client, self._header = line, url, client, header
        self._token, self._ends = "", 0.0
        line.renew = self._renew

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request."""
        if time.monotonic() >= self._ends:
            self._get()
        self._sign(request)
        return request

    def _renew(self, request: PreparedRequest) -> None:
        self._get()
        self._sign(request)

    def _get(self) -> None:
        """Get a token. Raises BadInput where the system gives none."""
        form = {"grant_type": "client_credentials", **self._client}
        self._line.renew, renew = None, self._line.renew  # a client that is refused is not tried again
        try:
            response = self._line.session().post(self._url, data=form, headers={"Accept": "application/json"})
            self._take(response.json())
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(
                "The system gives no token for the client.", where=self._line.where, fix="Check its identifier and secret."
            ) from error
        finally:
            self._line.renew = renew

    def _take(self, told: Any) -> None:
        self._token = str(told["access_token"])
        self._ends = time.monotonic() + int(told.get("expires_in") or _USUAL_SECONDS) - 60

    def _sign(self, request: PreparedRequest) -> None:
        if self._header is None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        else:
            request.headers[self._header] = self._token
