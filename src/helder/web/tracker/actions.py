"""What can be done with sites."""

from __future__ import annotations

import secrets

from helder.vault import Vault
from helder.web import serving
from helder.web.tracker.models import Site


def add_site(site: Site) -> str:
    """Keep a new site; the secret by which its server signs customers, which is not shown again."""
    secret = _sealed_into(site)
    site.save()
    return secret


def new_secret(site: Site) -> str:
    """Give a site another secret; signatures made with the old one are refused from now on."""
    secret = _sealed_into(site)
    site.save(update_fields=["secret"])
    return secret


def _sealed_into(site: Site) -> str:
    secret = secrets.token_hex(32)
    site.secret = Vault(serving.now().home).seal(secret)
    return secret
