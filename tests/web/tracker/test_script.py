"""The script as sites load it: small, cached, and written for one site."""

from __future__ import annotations

from typing import Any

import pytest

KB = 1024


def test_it_stays_under_five_kilobytes(script: Any) -> None:
    served = script.client.get(f"/t.js?site={script.site.key}")
    assert served.status_code == 200
    assert len(served.content) < 5000
    script.site.asks_intent = True
    script.site.search, script.site.parameters = "x" * 30, "y" * 80
    script.site.save()
    assert len(script.client.get(f"/t.js?site={script.site.key}").content) < 5 * KB


@pytest.mark.parametrize("path", ["/t.js", "/t-prompts.js"])
def test_it_is_loaded_from_any_page_and_not_again_until_it_changes(script: Any, path: str) -> None:
    address = f"{path}?site={script.site.key}"
    first = script.client.get(address)
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.cookies == {}
    again = script.client.get(address, headers={"if-none-match": f"W/{first.headers['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    script.site.asks_task = True
    script.site.save()
    changed = script.client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_of_an_unknown_site_there_is_none(script: Any) -> None:
    for address in ("/t.js", "/t.js?site=nosuchsite", "/t-prompts.js?site=%00"):
        answer = script.client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/javascript; charset=utf-8")


def test_what_an_administrator_writes_is_text_in_the_script(script: Any) -> None:
    script.site.asks_intent = True
    script.site.intents = 'buy | </script><script>alert(1)//" \\ | x | y'
    script.site.save()
    served = script.client.get(f"/t-prompts.js?site={script.site.key}").content.decode()
    assert '"en":"</script><script>alert(1)//\\" \\\\"' in served
