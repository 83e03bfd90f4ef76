"""Real things for the parameters of addresses: a board, a person, a survey, a connection ..."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from web.inviting.conftest import DEFINITION
from web.sharing.conftest import definition

#: What an address is filled with, by its pattern, or by the beginning of one. Several where it matters which thing it is.
Things = Callable[[Any], dict[str, dict[str, object]]]


def board(world: Any) -> dict[str, dict[str, object]]:
    """A board of each kind: one that comes with Helder, somebody's own, and one shared with a department."""
    from helder.boards.reading import board
    from helder.web import serving
    from helder.web.boards.models import published
    from helder.web.boards.opening import opened
    from helder.web.sharing import links
    from helder.web.sharing.models import Grant

    made = {}
    for name in ("own", "shared"):
        one = published(board(definition(), serving.catalog()), world.maker)
        link, token = links.make(opened(world.maker, one.key), name, by=world.maker)
        _, wall = links.make(opened(world.maker, one.key), name, by=world.maker, wall=True)
        grant = Grant.objects.create(board=one.key, department=world.department if name == "shared" else world.other)
        made[name] = {"key": one.key, "pk": grant.pk, "link": link.pk, "token": token, "wall": wall}
    return {"somebody's own": made["own"], "shared with their department": made["shared"]}


def a_board(world: Any) -> dict[str, dict[str, object]]:
    """As above, with one that comes with Helder."""
    return {"comes with Helder": {"key": "loyalty"}, **board(world)}


def file_of_board(world: Any, form: str = "html") -> dict[str, dict[str, object]]:
    """A file of each board, or of its first figures."""
    from helder.web.boards.opening import opened

    def first(key: object) -> str:
        return next(tile.key for tile in opened(world.people["administrator"], str(key)).board.tiles if tile.metrics)

    return {name: {**one, "form": form, "tile": first(one["key"])} for name, one in a_board(world).items()}


def digest(world: Any) -> dict[str, dict[str, object]]:
    """Somebody's digest, and the link by which a receiver leaves it."""
    from helder.web.reports import links
    from helder.web.reports.models import Digest

    made = Digest.objects.create(board="loyalty", owner=world.maker, addresses=["a@example.com"], next_at=datetime.now(UTC))
    signed = links.leave_link(made, "a@example.com").rsplit("/", 1)[1]
    return {"": {"pk": made.pk, "what": "pause", "signed": signed}}


def link(world: Any) -> dict[str, dict[str, object]]:
    """Links to a board, as things with a number."""
    return {name: {"key": one["key"], "pk": one["link"]} for name, one in board(world).items()}


def shared(world: Any) -> dict[str, dict[str, object]]:
    """A link that holds."""
    return {"": {"token": board(world)["somebody's own"]["token"]}}


def wall(world: Any) -> dict[str, dict[str, object]]:
    """A link to a wall that holds."""
    return {"": {"token": board(world)["somebody's own"]["wall"]}}


def metric(world: Any) -> dict[str, dict[str, object]]:
    """A metric on a board shared with a department, and one on no ready-made board."""
    from helder.boards.ready import ready_made
    from helder.web import serving

    board(world)
    shown = {name for one in ready_made().values() for name in one.metrics}
    other = next(name for name in serving.catalog() if name not in shown)
    return {"on a board of theirs": {"name": "nps"}, "on no board": {"name": other}}


def someone(world: Any) -> dict[str, dict[str, object]]:
    """A person."""
    return {"": {"pk": world.maker.pk}}


def department(world: Any) -> dict[str, dict[str, object]]:
    """A department."""
    return {"": {"pk": world.department.pk}}


def sitting(world: Any) -> dict[str, dict[str, object]]:
    """A session of somebody else."""
    from helder.web.accounts.models import Sitting

    return {"": {"key": Sitting.objects.create(person=world.maker).key}}


def invitation(world: Any) -> dict[str, dict[str, object]]:
    """An invitation that holds."""
    from helder.web.accounts import invitations

    made, token = invitations.make(role="viewer", by=world.maker)
    return {"": {"key": made.key, "token": token}}


def survey(world: Any) -> dict[str, dict[str, object]]:
    """A survey open to all."""
    from helder.web.surveys import links
    from helder.web.surveys.models import Picture, State, Survey

    made = Survey.objects.create(key="rights", name="Rights", state=State.OPEN, open_to_all=True, draft=DEFINITION)
    made.versions.create(number=1, content=DEFINITION)
    Picture.objects.create(digest="d" * 64, kind="image/png", content=b"")
    signed = links.token(made.key, links.Link(customer_id="c1"))
    return {"": {"key": made.key, "code": "recommend", "colour": "0b6480", "digest": "d" * 64, "signed": signed}}


def sending(world: Any, channel: str = "email") -> dict[str, dict[str, object]]:
    """A sending of a survey."""
    from helder.web.inviting.models import Sending
    from helder.web.surveys.models import Survey

    survey(world)
    made = Sending.objects.create(
        survey=Survey.objects.get(key="rights"), name="Rights", channel=channel, listed=[{"email": "a@example.com"}]
    )
    return {"": {"pk": made.pk, "language": "en"}}


def invited(world: Any) -> dict[str, dict[str, object]]:
    """Somebody who was invited to a survey."""
    from helder.web.inviting import callbacks, opt_out_links
    from helder.web.inviting.models import Sending
    from helder.web.inviting.noting import gather

    made = Sending.objects.get(pk=sending(world)[""]["pk"])
    made.standing, made.quarantine_days = "running", 0
    made.save()
    gather(made.pk, datetime.now(UTC))
    one = made.invitations.get().invitation_id
    return {"o": {"signed": opt_out_links.signed(one)}, "sms": {"signed": callbacks._signer().sign(one)}}


def opting_out(world: Any) -> dict[str, dict[str, object]]:
    """The link by which somebody opts out."""
    return {"": invited(world)["o"]}


def gateway(world: Any) -> dict[str, dict[str, object]]:
    """Where the gateway tells what became of a message."""
    return {"": invited(world)["sms"]}


def token(world: Any) -> dict[str, dict[str, object]]:
    """A token of the API."""
    from helder.web.tokens import actions

    return {"": {"pk": actions.create("rights", reads=True)[0].pk}}


def webhook(world: Any) -> dict[str, dict[str, object]]:
    """A webhook, and a line of it."""
    from helder.web.webhooks.models import Endpoint, Line

    made = Endpoint.objects.create(name="rights", address="https://example.com/", events=["response.arrived"], made_by="x")
    drawn = Line.objects.create(endpoint=made, metric="nps", side="below", threshold=1.0)
    return {"": {"pk": made.pk, "number": made.pk, "line": drawn.pk}}


def line(world: Any) -> dict[str, dict[str, object]]:
    """A line of a webhook."""
    return {"": {"pk": webhook(world)[""]["line"]}}


def site(world: Any) -> dict[str, dict[str, object]]:
    """A tracked site."""
    from helder.web.tracker import actions
    from helder.web.tracker.models import Site

    made = Site(name="rights", origins="https://shop.example")
    actions.add_site(made)
    return {"": {"pk": made.pk}}


def referral(world: Any) -> dict[str, dict[str, object]]:
    """A customer's link."""
    from helder.web.referrals import links

    programme = links.programme()
    programme.landing = "https://shop.example/"
    programme.save()
    made = links.link_for("c1")
    return {"": {"code": made.code, "token": links.page_token(made)}}


def upload(world: Any) -> dict[str, dict[str, object]]:
    """An uploaded file, ready to be loaded."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = world.client("administrator").post(
        "/uploads", {"file": SimpleUploadedFile("orders.csv", b"order_id,revenue\no,1\n")}
    )
    return {"": {"key": answer.headers["Location"].rsplit("/", 1)[1]}}


def load(world: Any) -> dict[str, dict[str, object]]:
    """The first load of the store."""
    return {"": {"number": 1}}


def system(world: Any) -> dict[str, dict[str, object]]:
    """A system that one can connect to."""
    return {"": {"system": "zendesk"}}


def connection(world: Any) -> dict[str, dict[str, object]]:
    """A connection to a played system."""
    world.connect()
    return {"": {"name": "desk", "listing": "tickets", "record": "tickets", "act": "switch"}}


def alert(world: Any) -> dict[str, dict[str, object]]:
    """An alert of everybody's own, of somebody else, and one that is shared; each with a firing."""
    from helder.web.alerts.models import Alert, Firing

    made = {}
    for name, shared in (("somebody's own", False), ("shared", True)):
        one = Alert.objects.create(name=name, metric="nps", kind="no data", owner=world.maker, shared=shared)
        made[name] = {"pk": one.pk, "firing": Firing.objects.create(alert=one, period="2026-11-01T00:00:00").pk}
    return made


def firing(world: Any) -> dict[str, dict[str, object]]:
    """Firings of alerts."""
    return {name: {"pk": one["firing"], "verb": "take"} for name, one in alert(world).items()}


def follow_up(world: Any, verb: str = "take") -> dict[str, dict[str, object]]:
    """A follow-up of somebody else, and one handed to a department."""
    from helder.web.follow_ups.models import FollowUp

    now, made = datetime.now(UTC), {}
    for name, department in (("somebody's own", None), ("handed to their department", world.department)):
        one = FollowUp.objects.create(
            reason="rights", about=name, answer_id=name, customer_id="c1", instrument="nps", scale="0-10", score=1.0, hours=1,
            answered_at=now, due_at=now, owner=None if department else world.maker, department=department,
        )  # fmt: skip
        made[name] = {"pk": one.pk, "verb": verb}
    return made


def follow_up_rule(world: Any) -> dict[str, dict[str, object]]:
    """A rule for the rows of the whole company, and one for those of a department."""
    from helder.web.follow_ups.models import Rule

    about = {"instrument": "nps", "scale": "0-10", "low": 0, "high": 6, "person": world.maker}
    whole, theirs = (Rule.objects.create(name="rights", rows_of=of, **about) for of in (None, world.department))
    return {"of the whole company": {"pk": whole.pk}, "of their department": {"pk": theirs.pk}}


def changing(world: Any, form: str = "html") -> dict[str, dict[str, object]]:
    """A board of each kind, with a tile, a version and a form of file."""
    from helder.boards.ready import ready_made

    tiles = {"comes with Helder": next(tile.key for tile in ready_made()["loyalty"].tiles if tile.metrics)}
    return {name: {"tile": tiles.get(name, "nps"), "number": 1, "form": form, **one} for name, one in a_board(world).items()}


#: The longest beginning that fits counts.
THINGS: dict[str, Things] = {
    "/boards/<slug:key>": a_board,
    "/boards/<slug:key>.<str:form>": file_of_board,
    "/boards/<slug:key>/tiles/": lambda world: file_of_board(world, "csv"),
    "/boards/<slug:key>/share/": board,
    "/boards/<slug:key>/links/": link,
    "/boards/<slug:key>.": changing,
    "/boards/<slug:key>/tiles": lambda world: changing(world, "csv"),
    "/boards/<slug:key>/edit": changing,
    "/boards/<slug:key>/versions": changing,
    "/alerts/": alert,
    "/alerts/firings/": firing,
    "/follow-ups/": follow_up,
    "/follow-ups/rules/": follow_up_rule,
    "/shared/": shared,
    "/wall/": wall,
    "/reports/": digest,
    "/metrics/": metric,
    "/people/": someone,
    "/departments/": department,
    "/you/sessions/": sitting,
    "/invitation": invitation,
    "/surveys/": survey,
    "/s/": survey,
    "/embed/": survey,
    "/survey-": survey,
    "/sendings/": sending,
    "/sendings/<int:pk>/links.csv": lambda world: sending(world, "link"),
    "/tokens/": token,
    "/webhooks/": webhook,
    "/webhooks/lines/": line,
    "/sites/": site,
    "/r/": referral,
    "/o/": opting_out,
    "/sms/": gateway,
    "/uploads/": upload,
    "/uploads/mended/": load,
    "/loads/": load,
    "/sources/new/": system,
    "/sources/at/": connection,
    "/api/v1/metrics/": lambda world: {"": {"name": "nps"}},
    "/api/v1/tables/": lambda world: {"": {"name": "orders"}},
    "/api/v1/webhooks/": webhook,
}

#: What must be asked or sent before a right counts, by verb and path: a query, or a body.
SENT: dict[str, tuple[str, dict[str, object] | None]] = {
    "GET /api/v1/figures": ("?metric=nps", None),
    "POST /api/v1/webhooks": ("", {"name": "w", "address": "https://example.com/", "events": ["response.arrived"]}),
    "POST /api/v1/webhooks/N/lines": ("", {"metric": "nps", "side": "below", "threshold": 1}),
}
