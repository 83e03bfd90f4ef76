"""A mailbox over real IMAP, whose conversations are cases."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from connectors.sources.mailing import Mailbox, serving
from connectors.sources.office import Office

CONNECTION = """
system = "mailbox"
[settings]
address = "{address}"
user = "help@example.com"
password = "right"
own = ["@example.com"]
"""


def mail(number: int, sender: str, to: str, *before: int, **headers: str) -> str:
    lines = [f"From: Someone <{sender}>", f"To: {to}", f"Subject: Broken lamp {number}", f"Message-ID: <{number}@mail>"]
    if before:
        lines.append("References: " + " ".join(f"<{one}@mail>" for one in before))
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\n".join(lines) + "\n\nWhat is said here is never read.\n"


@pytest.fixture
def mailbox(office: Office) -> Iterator[Mailbox]:
    """A mailbox of three conversations, a newsletter and an out-of-office notice."""
    with serving() as box:
        inbox = [
            ("02-Mar-2026 10:00:00 +0100", mail(1, "eva@client.nl", "help@example.com")),
            ("02-Mar-2026 11:00:00 +0100", mail(2, "kim@client.dk", "help@example.com")),
            ("02-Mar-2026 12:00:00 +0100", mail(3, "eva@client.nl", "help@example.com", 1, 4)),
            ("02-Mar-2026 12:30:00 +0100", mail(7, "news@shop.example", "help@example.com", List_Id="<news>")),
            ("02-Mar-2026 13:00:00 +0100", mail(8, "kim@client.dk", "ann@example.com", 2, 5, Auto_Submitted="auto-replied")),
        ]
        sent = [
            ("02-Mar-2026 10:30:00 +0100", mail(4, "ann@example.com", "eva@client.nl", 1)),
            ("02-Mar-2026 12:55:00 +0100", mail(5, "ann@example.com", "kim@client.dk", 2)),
            ("02-Mar-2026 14:00:00 +0100", mail(6, "bob@example.com", "lea@client.fr")),
        ]
        box.folders = {"INBOX": inbox, "Sent": sent}
        office.connect("mail", CONNECTION.format(address=f"imap://127.0.0.1:{box.port}"))
        yield box


def test_conversations_are_cases(office: Office, mailbox: Mailbox) -> None:
    run = office.run("mail")
    assert (run.error, run.rejected) == (None, 0)
    found = office.rows("select case_id, email, opened_by, opened_at from cases join customers using (customer_id) order by 1")
    assert [(case, customer, by) for case, customer, by, _ in found] == [
        ("1@mail", "eva@client.nl", "customer"),
        ("2@mail", "kim@client.dk", "customer"),
        ("6@mail", "lea@client.fr", "agent"),
    ]
    assert found[0][3].isoformat() == "2026-03-02T09:00:00"
    assert office.value("first_response_time") == (30 * 60 + 115 * 60) / 2
    assert office.value("request_volume") == 3
    assert not any("BODY[]" in command or "TEXT" in command for command in mailbox.commands)


def test_who_wrote_is_kept_only_where_it_is_masked(office: Office, mailbox: Mailbox) -> None:
    office.run("mail")
    kept = office.rows("select * from cases") + office.rows("select * from case_events")
    assert kept
    assert not any(told in str(kept) for told in ("client.", "eva", "kim", "lamp"))
    customers = dict(office.rows("select email, customer_id from customers"))
    assert sorted(customers) == ["eva@client.nl", "kim@client.dk", "lea@client.fr"]
    assert all(len(number) == 32 for number in customers.values())
    mailbox.valid += 1  # read anew, everybody is who they were
    office.run("mail")
    assert dict(office.rows("select email, customer_id from customers")) == customers


def test_only_what_came_since_is_read(office: Office, mailbox: Mailbox) -> None:
    office.run("mail")
    mailbox.folders["INBOX"].append(("03-Mar-2026 09:00:00 +0100", mail(9, "zoe@client.be", "help@example.com")))
    run = office.run("mail")
    assert (run.error, run.read) == (None, 1)
    assert office.run("mail").read == 0
    mailbox.valid += 1  # the server numbers its messages anew: all are read again, none is counted twice
    assert (office.run("mail").read, office.run("mail").read) == (9, 0)
    assert office.rows("select count(*) from cases") == [(4,)]


def test_what_is_wrong_is_told(office: Office, mailbox: Mailbox) -> None:
    text = CONNECTION.format(address=f"imap://127.0.0.1:{mailbox.port}")
    office.connect("mail", text.replace('"right"', '"wrong"'))
    run = office.run("mail")
    assert "Invalid credentials" in (run.error or "")
    assert "wrong" not in str(run)
    office.connect("mail", text + 'folders = ["Archive"]\n')
    run = office.run("mail")
    assert run.error == "There is no folder Archive."
    assert run.fix == "It has INBOX, Sent."
    office.connect("mail", text.replace(str(mailbox.port), "9"))
    assert "cannot be reached" in (office.run("mail").error or "")
    office.settings.values["outgoing_private"] = ""  # type: ignore[index]
    office.connect("mail", text)
    assert "private network" in (office.run("mail").error or "")


def test_it_speaks_encrypted_to_whom_it_trusts_only(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = _certificate(tmp_path)
    context.load_cert_chain(certificate)
    with serving(context) as box:
        box.folders = {"INBOX": [("02-Mar-2026 10:00:00 +0100", mail(1, "eva@client.nl", "help@example.com"))], "Sent": []}
        office.connect("mail", CONNECTION.format(address=f"imaps://127.0.0.1:{box.port}"))
        assert "certificate" in (office.run("mail").error or "").lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert office.run("mail").error is None
        assert office.rows("select count(*) from cases") == [(1,)]


def _certificate(folder: Path) -> Path:
    """A certificate of its own for 127.0.0.1, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = folder / "certificate.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path
