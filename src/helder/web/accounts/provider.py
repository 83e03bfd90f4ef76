"""The company's OpenID provider as allauth speaks to it; allauth finds this module by its name."""

from __future__ import annotations

from typing import Any

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from helder.web import serving


class Speaking(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Takes who someone is from a signed ID token, and the rest from what the provider tells about the same person."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it does not, or speaks for another issuer."""
        told: dict[str, Any]
        try:
            told = super().openid_config
        except ValueError as error:
            raise OAuth2Error("The provider does not describe itself.") from error
        issuer = self.get_provider().app.settings["server_url"]
        if str(told.get("issuer", "")).rstrip("/") != issuer:
            raise OAuth2Error(f"The provider calls itself {told.get('issuer')}, not {issuer}.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(told.get(name), str):
                raise OAuth2Error(f"The provider does not say its {name}.")
        return told

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **given: Any) -> Any:
        """Who it is. Raises OAuth2Error for an ID token that is missing, not the issuer's, or not for Helder."""
        text = given["response"].get("id_token")
        if not text:
            raise OAuth2Error("The provider sent no ID token.")
        claims = self._decode_id_token(app, text)
        if not claims.get("email") and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("The provider tells of somebody else.")
            claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """What an ID token says, once its signature is checked: that it came over TLS is not relied upon."""
        try:
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (KeyError, ValueError) as error:
            raise OAuth2Error("The ID token cannot be checked.") from error
        if not claims.get("sub"):
            raise OAuth2Error("The ID token names nobody.")
        return claims

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to."""
        path = reverse("company-back")
        public = serving.now().settings["public_url"]
        return f"{public.rstrip('/')}{path}" if public else str(request.build_absolute_uri(path))


class CompanyProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Signs people in, and does nothing else that an address could ask for."""

    oauth2_adapter_class = Speaking
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """How people are sent to the provider."""
        following = get_next_redirect_url(request)
        return {"process": AuthProcess.LOGIN, **({"next_url": following} if following else {})}

    def redirect(self, request: HttpRequest, *args: Any, **given: Any) -> Any:
        """Send someone to the provider. Raises OAuth2Error where it cannot be reached."""
        try:
            return super().redirect(request, *args, **given)
        except requests.RequestException as error:
            raise OAuth2Error(f"The provider cannot be reached: {error}") from error


provider_classes = [CompanyProvider]
