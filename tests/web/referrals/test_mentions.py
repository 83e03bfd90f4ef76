"""Conversations in which a link or code is passed on are marked as referring; others stay as they are."""

from __future__ import annotations

from typing import Any

from helder.model import TABLES


def kept(world: Any) -> dict[str, dict[str, Any]]:
    world.serving.arrivals.flush()
    t = TABLES["mentions"].expression
    found = world.serving.questions.workspace.engine.run(t.filter(t.mention_id.startswith(f"{world.run}-"))).to_pylist()
    return {row["mention_id"].removeprefix(f"{world.run}-"): row for row in found}


def mention(world: Any, name: str, text: str, **about: Any) -> dict[str, Any]:
    row = {"mention_id": f"{world.run}-{name}", "at": "2026-03-02T10:00:00", "network": "reddit", "text": text}
    return {**row, "sentiment": 0.5, "reach": 12, **about}


def test_what_passes_a_code_on_is_marked(world: Any) -> None:
    code = world.link().code
    world.arrive(
        "mentions",
        mention(world, "link", f"Buy there: https://cx.example/r/{code}!"),
        mention(world, "code", f"My code is {code.upper()}, use it"),
        mention(world, "url", "Look", url=f"https://shop.example/?ref={code}.abc234"),
        mention(world, "none", "A standard coffee, and zzzzzz22 is no code"),
        mention(world, "longer", f"x{code}y is a word of its own"),
        mention(world, "said", "I tell all my friends", refers=True),
    )
    rows = kept(world)
    assert {name for name, row in rows.items() if row["refers"]} == {"link", "code", "url", "said"}
    assert rows["none"]["refers"] is None
    assert {(row["sentiment"], row["reach"], row["network"]) for row in rows.values()} == {(0.5, 12, "reddit")}


def test_a_public_post_is_a_link_shared_once(world: Any) -> None:
    code = world.link().code
    for _again in range(2):
        world.arrive("mentions", mention(world, "link", f"Try {code}"))
    (row,) = world.referrals()
    assert (row["shared_at"].isoformat(), row["clicked_at"]) == ("2026-03-02T10:00:00", None)
    world.follow(world.link())
    (row,) = world.referrals()
    assert row["clicked_at"] is not None
