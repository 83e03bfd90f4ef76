"""The company's own OpenID provider, as the settings name it, and how it is called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests

from helder import outgoing
from helder.errors import BadInput, BadSetting
from helder.settings import Settings

_SECONDS = 8


@dataclass(frozen=True)
class Provider:
    """An OpenID provider. key: by which accounts of this issuer are told from another's; domains: of e-mail, () for any."""

    issuer: str
    client_id: str
    secret: str
    name: str
    domains: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name that another issuer does not have."""
        return f"oidc-{hashlib.sha256(self.issuer.encode()).hexdigest()[:16]}"


def of_settings(settings: Settings) -> Provider | None:
    """The provider that the settings name; None where they name none. Raises BadSetting for settings that do not go together."""
    issuer = (settings["oidc_issuer"] or "").rstrip("/").removesuffix("/.well-known/openid-configuration")
    if not issuer:
        if not settings["passwords"]:
            raise BadSetting(
                "Nobody could sign in: passwords are off, and there is no OpenID provider.", where="passwords",
                fix="Set oidc_issuer, or passwords to yes.",
            )  # fmt: skip
        return None
    parts = urlsplit(issuer)
    if not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname)))):
        raise BadSetting("An OpenID provider is reached over https.", where="oidc_issuer", fix="Give it as https://HOST/PATH.")
    for name in ("oidc_client_id", "oidc_client_secret"):
        if not settings[name]:
            raise BadSetting("The OpenID provider has to know Helder.", where=name, fix="Take it from the provider's own pages.")
    domains = tuple(one.strip().lower().lstrip("@") for one in settings["oidc_domains"].split(",") if one.strip())
    if settings["oidc_newcomers"] != "invited" and not domains:
        raise BadSetting(
            "Anyone whom the provider knows would get in.", where="oidc_newcomers",
            fix="Name the e-mail domains that may, in oidc_domains, or let in only those invited.",
        )  # fmt: skip
    return Provider(issuer, settings["oidc_client_id"], settings["oidc_client_secret"], settings["oidc_name"], domains)


class CarefulSession(requests.Session):
    """Calls the provider itself wherever it is; other hosts that it names only where the settings let Helder call them.

    Follows no redirect.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        found = of_settings(settings)
        self._own = urlsplit(found.issuer).netloc if found else ""
        self._allowed = outgoing.networks(settings["outgoing_private"])
        self.max_redirects = 0

    def request(self, method: Any, url: Any, *args: Any, **given: Any) -> requests.Response:
        """Make one call. Raises requests.RequestException where it may not be made, or does not succeed."""
        if urlsplit(str(url)).netloc != self._own:
            try:
                outgoing.check(str(url), self._allowed, schemes=("https",))
            except BadInput as error:
                raise requests.RequestException(error.what) from error
        return super().request(method, url, *args, **{"timeout": _SECONDS, **given})


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
