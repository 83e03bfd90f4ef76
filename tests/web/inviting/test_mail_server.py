"""The mail server of the settings: how it is named, and that nobody in between is trusted."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils.timezone import now
from web.inviting.mail_server import MailBox, unused_port

from helder.errors import BadSetting
from helder.settings import load

if TYPE_CHECKING:
    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


@pytest.mark.parametrize(
    ("url", "sender", "where"),
    [
        (None, "a@example.com", "mail_url"),
        ("http://mail.example.com", "a@example.com", "mail_url"),
        ("smtp://:587", "a@example.com", "mail_url"),
        ("smtp://mail.example.com:port", "a@example.com", "mail_url"),
        ("smtp://mail.example.com?tls=perhaps", "a@example.com", "mail_url"),
        ("smtp://mail.example.com", None, "mail_from"),
        ("smtp://mail.example.com", "nobody", "mail_from"),
    ],
)
def test_a_mail_server_that_cannot_be_is_said(url: str | None, sender: str | None, where: str, tmp_path: Path) -> None:
    from helder.web.inviting.couriers.mail_server import mail_server

    with pytest.raises(BadSetting) as told:
        mail_server(load(tmp_path, environment={}, mail_url=url, mail_from=sender))
    assert told.value.where == where
    assert told.value.fix


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begins, begins + timedelta(days=9))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "certificate.pem"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def locked(certificate: Path) -> Iterator[tuple[MailBox, int]]:
    """A mail server that talks under TLS only, to whoever knows the password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def known(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"us@er", b"pass:word/"), handled=False)

    box, port = MailBox(), unused_port()
    asks: dict[str, Any] = {"require_starttls": True, "auth_required": True, "authenticator": known, "tls_context": context}
    controller = Controller(box, hostname="127.0.0.1", port=port, **asks)
    controller.start()
    yield box, port
    controller.stop()
    box.stop()


def test_mails_go_under_tls_to_a_server_that_is_known_and_knows_us(
    asking: Serving,
    set_to: Callable[..., None],
    listed: Callable[..., Invitation],
    locked: tuple[MailBox, int],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from helder.web.inviting import posting
    from helder.web.inviting.models import Line

    box, port = locked
    listed()
    set_to(mail_url=f"smtp://us%40er:pass%3Aword%2F@localhost:{port}")
    posting.post(now)
    assert "certificate verify failed" in Line.objects.get().said
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    set_to(mail_url=f"smtp://us%40er:wrong@localhost:{port}")
    posting.post(lambda: now() + timedelta(minutes=1))
    assert "535" in Line.objects.get().said
    assert box.mails == []
    set_to(mail_url=f"smtp://us%40er:pass%3Aword%2F@localhost:{port}")
    posting.post(lambda: now() + timedelta(minutes=5))
    assert len(box.mails) == 1
    assert not Line.objects.exists()
