"""Addresses that no webhook may have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helder.errors import BadInput


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "http://0.0.0.0/",
        "ftp://example.com/",
        "http://",
        "nonsense",
        "http://[",
        "http://127.0.0.1:x/",
        "http://" + "a" * 70 + ".example/",
    ],
)
def test_an_address_that_may_not_be_called_is_refused(company: Callable[..., None], address: str) -> None:
    from helder.web.webhooks import actions

    with pytest.raises(BadInput):
        actions.subscribe("hook", address, ["response.arrived"], by="a test")
