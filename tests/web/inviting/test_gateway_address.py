"""The gateway for SMS is called at the address that was checked."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest
    from web.inviting.gateway import GatewayServer

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


def test_the_gateway_is_called_where_its_name_led_when_it_was_checked(
    asking: Serving,
    set_to: Callable[..., None],
    listed: Callable[..., Invitation],
    phones: GatewayServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.utils.timezone import now

    from helder.web.inviting import posting

    asked, real = [], socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **given: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "sms.example" else host, port, *args, **given)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    set_to(sms_url=f"http://SID:token@sms.example:{phones.port}/Messages.json")
    listed({"phone": "+45 12 34 56 78", "name": "Bo"}, channel="sms")
    posting.post(now)
    assert phones.headers[0]["Host"] == f"sms.example:{phones.port}"
    assert asked[-2:] == ["sms.example", "127.0.0.1"]  # the name is looked up to be checked, never again to be called
