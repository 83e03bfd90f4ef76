"""A server ended by SIGKILL in the middle of a mail; the next one asks nobody twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import helder

if TYPE_CHECKING:
    from web.inviting.mail_server import MailBox

RUN = """
import sys
from datetime import timedelta
from pathlib import Path
from helder.settings import load
from helder.web.configure import configure

home, port, minutes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
settings = load(home, environment={}, public_url="https://ask.example.com", mail_from="a@example.com",
                mail_url=f"smtp://127.0.0.1:{port}?tls=none")
configure(settings)
from django.core.management import call_command
from django.utils.timezone import now
from helder.web import serving

begun = serving.begin(settings)
call_command("migrate", interactive=False, verbosity=0)
from helder.web.inviting import noting, posting
from helder.web.inviting.models import Invitation, Sending
from helder.web.surveys.models import Survey

if not Survey.objects.exists():
    survey = Survey.objects.create(key="s", name="S", state="open")
    question = {"code": "why", "kind": "text", "text": {"en": "Why?"}}
    survey.versions.create(number=1, content={"title": {"en": "S"}, "questions": [question]})
    people = [{"email": f"p{i}@example.com"} for i in range(3)]
    Sending.objects.create(survey=survey, name="S", standing="running", listed=people, quarantine_days=0)
noting.note_all(now())
for later in range(minutes, minutes + 5):
    posting.post(lambda: now() + timedelta(minutes=later))
print(*sorted(Invitation.objects.values_list("state", flat=True)))
begun.stop()
"""


def begin(home: Path, port: int, minutes: int) -> subprocess.Popen[str]:
    surroundings = {**os.environ, "PYTHONPATH": str(Path(helder.__file__).parents[1])}
    command = [sys.executable, "-c", RUN, str(home), str(port), str(minutes)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings)


def test_a_server_killed_in_the_middle_of_a_mail_asks_nobody_twice(tmp_path: Path, box: MailBox) -> None:
    box.hangs = True
    first = begin(tmp_path, box.port, 0)
    assert box.seen.wait(60)  # a mail is taken, and the reply has not come
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=30)
    box.hangs = False
    for minutes in (1, 20):
        said, wrong = begin(tmp_path, box.port, minutes).communicate(timeout=60)
        assert said.strip() == ("sending sent sent" if minutes == 1 else "sent sent sent"), wrong
    assert sorted(box.recipients) == ["p0@example.com", "p1@example.com", "p2@example.com"]
