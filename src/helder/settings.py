"""The settings: one table that the command line, the server and the docs share.

A setting comes from the environment (HELDER_<NAME>), else from helder.toml in the home folder, else its default.
An unknown or ill-typed one refuses to start.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from helder import toml
from helder.errors import BadSetting, HelderError, UnknownName

PREFIX = "HELDER_"
_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}


class Size(int):
    """A number of bytes, written as 12GB, 800 MB or 2GiB."""

    @classmethod
    def read(cls, text: str) -> Size | None:
        """The size a text names; None where it names none."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?I?B)", text.strip().upper())
        return cls(float(found[1]) * _UNITS[found[2]]) if found and found[2] in _UNITS else None


@dataclass(frozen=True)
class Setting:
    """One setting. A secret is never shown. choices: the only values it may have."""

    name: str
    type: type
    default: str | int | bool | None
    help: str
    secret: bool = False
    choices: tuple[str, ...] = ()


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("store", str, None, "Where the tables are kept, as a URL; a DuckDB file in the home folder by default"),
        Setting("zone", str, "Europe/Amsterdam", "The workspace's time zone: which day a moment belongs to"),
        Setting("currency", str, "EUR", "The currency of amounts whose rows name none, ISO 4217"),
        Setting("industry", str, None, "The industry whose benchmarks stand beside one's own figures"),
        Setting("smallest_group", int, 5, "Rows below which figures about people who work here are hidden"),
        Setting("fiscal_year_start", int, 1, "The month your fiscal years begin in, 1 to 12; they begin on its first day"),
        Setting(
            "rollups_from",
            int,
            5_000_000,
            "Rows of a store from which the server keeps roll-ups of what boards show; 0 for those made by hand alone",
        ),
        Setting("memory", Size, None, "Memory the embedded engine may use, as 12GB; half of what there is by default"),
        Setting("question_seconds", int, 300, "Seconds that one query of a question may take before it is broken off; 0 for any"),
        Setting("language", str, "en", "Language of texts: en, nl or da", choices=("en", "nl", "da")),
        Setting("host", str, "127.0.0.1", "Address the server listens on"),
        Setting("port", int, 8000, "Port the server listens on"),
        Setting("allowed_hosts", str, "localhost,127.0.0.1,[::1]", "Host names the server answers to, separated by commas"),
        Setting("secret_key", str, None, "Key that signs sessions; made and kept in the home folder where not set", secret=True),
        Setting(
            "database_url", str, None, "Where accounts and boards are kept; SQLite in the home folder by default", secret=True
        ),
        Setting("public_url", str, None, "Address at which others reach the server, for links in mails and messages"),
        Setting(
            "outgoing_private",
            str,
            "",
            "Private networks that Helder may call for its users, as 10.0.0.0/8, separated by commas; none by default",
        ),
        Setting("api_body_mb", int, 256, "Megabytes that one body sent to the API may have, packed or not"),
        Setting("api_unpacked_mb", int, 2048, "Megabytes that such a body may come to when it is unpacked"),
        Setting(
            "api_per_second", int, 2000, "Requests a token may make in a second, of which a question counts as 20; 0 for any"
        ),
        Setting(
            "source_folders",
            str,
            "",
            "Folders whose files connections may read, separated by commas, beside `incoming` in the home folder",
        ),
        Setting("redis_url", str, None, "Redis that keeps the queue of jobs; a file in the home folder by default", secret=True),
        Setting("upload_megabytes", int, 2_000, "The largest file that can be uploaded in the browser, in MB"),
        Setting("upload_days", int, 7, "Days for which uploaded files are kept, to be loaded again"),
        Setting("mail_url", str, None, "Mail server, as smtp://USER:PASSWORD@HOST:587?tls=starttls, or smtps://", secret=True),
        Setting("mail_from", str, None, "From whom mails are, as Company <feedback@example.com>"),
        Setting("sms_url", str, None, "Gateway that SMS are posted to, as https://USER:PASSWORD@HOST/PATH", secret=True),
        Setting("sms_from", str, None, "From whom SMS are: the number or name that the gateway knows"),
        Setting("sms_json", str, None, 'JSON for the gateway, as {"to": "{to}", "text": "{text}"}; Twilio\'s form where not set'),
        Setting("sms_authorization", str, None, "Authorization header for the gateway, where it wants no password", secret=True),
        Setting("passwords", bool, True, "Whether people sign in with passwords; without, by the OpenID provider alone"),
        Setting(
            "second_factor",
            str,
            "none",
            "Who must sign in with a second factor: none, administrators or everyone",
            choices=("none", "administrators", "everyone"),
        ),
        Setting("oidc_issuer", str, None, "Your OpenID provider, as https://HOST/PATH, for signing in with a company account"),
        Setting("oidc_client_id", str, None, "The name by which the OpenID provider knows Helder"),
        Setting("oidc_client_secret", str, None, "The secret by which the OpenID provider knows Helder", secret=True),
        Setting("oidc_name", str, "your company account", "What the button says that leads to the OpenID provider"),
        Setting("oidc_domains", str, "", "E-mail domains whose people may come by the OpenID provider, separated by commas"),
        Setting(
            "oidc_trusts_email",
            bool,
            False,
            "Take each e-mail address the OpenID provider tells as verified; for a directory of your own that does not say so",
        ),
        Setting(
            "oidc_newcomers",
            str,
            "invited",
            "Who comes by the OpenID provider: only those invited or known, or anyone, in this role",
            choices=("invited", "viewer", "agent", "manager", "analyst"),
        ),
        Setting("oidc_department", str, None, "The department of newcomers by the OpenID provider; none where not set"),
        Setting("report_paper", str, "a4", "Paper of boards as PDF: a4 or letter", choices=("a4", "letter")),
        Setting("report_landscape", bool, True, "Whether the paper of boards as PDF lies on its long side"),
        Setting("audit_days", int, 730, "Days for which the audit log is kept"),
        Setting("debug", bool, False, "Show details of errors in the browser; never on a server others can reach"),
    )
}


@dataclass(frozen=True)
class Settings:
    """The settings in force for one home folder. origins: where those that are not the default come from, by name."""

    home: Path
    values: Mapping[str, Any]
    origins: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def store(self) -> str:
        """URL of the store."""
        return self.values["store"] or f"duckdb:///{self.home / 'helder.duckdb'}"

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose files connections may read."""
        named = (Path(one.strip()) for one in self.values["source_folders"].split(",") if one.strip())
        return (self.home / "incoming", *named)

    @property
    def accounts(self) -> Path | None:
        """The SQLite file with accounts and boards; None where `database_url` names another kind of database."""
        if not self.values["database_url"]:
            return self.home / "helder.sqlite3"
        parts = urlsplit(self.values["database_url"])
        return Path(unquote(parts.path.removeprefix("/"))) if parts.scheme == "sqlite" and parts.path.strip("/") else None


def load(home: str | Path | None = None, *, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings of a home folder; `given` ones that are not None win over all others.

    Raises BadInput for a file that is not TOML, BadSetting or UnknownName for a setting that does not exist or cannot
    have its value.
    """
    settings, faults = read(home, environment=environment, **given)
    if faults:
        raise faults[0]
    return settings


def read(
    home: str | Path | None = None, *, environment: Mapping[str, str] | None = None, **given: Any
) -> tuple[Settings, list[HelderError]]:
    """The settings of a home folder as far as they can be read, and what is wrong with the others."""
    surroundings = os.environ if environment is None else environment
    folder = Path(home or surroundings.get(f"{PREFIX}HOME") or "helder-home")
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS.values()}
    origins: dict[str, str] = {}
    said, faults = _of_file(folder / "helder.toml")
    for name, value, where in [*said, *_of_environment(surroundings)]:
        try:
            values[name], origins[name] = typed(name, value, where), where
        except HelderError as error:
            faults.append(error)
    chosen: dict[str, Any] = {}
    for name, value in given.items():
        try:
            chosen |= {} if value is None else {name: typed(name, value, "the command")}
        except HelderError as error:
            faults.append(error)
    return Settings(folder, values | chosen, origins | dict.fromkeys(chosen, "the command")), faults


def _of_file(path: Path) -> tuple[list[tuple[str, Any, str]], list[HelderError]]:
    """The settings a file says, each with its line, or why it cannot be read."""
    if not path.exists():
        return [], []
    try:
        found, lines = toml.read(path)
    except HelderError as error:
        return [], [error]
    return [(name, value, lines.where(name)) for name, value in found.items()], []


def _of_environment(surroundings: Mapping[str, str]) -> list[tuple[str, Any, str]]:
    """The settings the environment says, each with the variable."""
    names = (name for name in surroundings if name.startswith(PREFIX) and name != f"{PREFIX}HOME")
    return [(name.removeprefix(PREFIX).lower(), surroundings[name], name) for name in names]


def typed(name: str, value: Any, where: str) -> Any:
    """The value of a setting, in its type. Raises UnknownName or BadSetting for one that cannot be."""
    if name not in SETTINGS:
        raise UnknownName("setting", name, SETTINGS, where=where)
    wanted, choices = SETTINGS[name].type, SETTINGS[name].choices
    if choices and value not in choices:
        raise UnknownName(f"{name}", str(value), choices, where=where)
    text = str(value).strip()
    if name == "store" and text.rstrip("/") in _NOWHERE:
        raise BadSetting("A store in memory is gone when the command ends.", where=where, fix="Name a file: duckdb:///cx.duckdb")
    if type(value) is wanted and not (isinstance(value, int) and value < 0):
        return value
    if wanted is bool and text.lower() in ("1", "true", "yes", "on", "0", "false", "no", "off"):
        return text.lower() in ("1", "true", "yes", "on")
    if wanted is int and text.isdigit():
        return int(text)
    if wanted is Size:
        size = Size(value) if type(value) is int else Size.read(text)
        if size is not None and size >= _LEAST:
            return size
    raise BadSetting(f"{name} cannot be {value!r}.", where=where, fix=f"Give a {_WORDS[wanted]}: {SETTINGS[name].help}.")


#: Stores that a command would make and forget.
_NOWHERE = ("duckdb:", "duckdb")
_WORDS = {str: "text", int: "whole number", bool: "yes or no", Size: "size of 100MB or more, as 12GB"}
#: With less, the embedded engine cannot do the simplest things.
_LEAST = 100 * 10**6
