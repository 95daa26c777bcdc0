"""Where the centre keeps its data and where it listens: the command line over the environment over central.toml.

Every error names the file or variable and the key, and never repeats a database URL: it may hold a password.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.central.operating.forgetting import Forgetting
from app.central.storage.database import BadDatabase, Database, in_folder
from sync.central.commands.configuring.mail_settings import read_mail
from sync.central.commands.configuring.sections import SECTIONS, S, read_section
from sync.central.mailing import MailSettings
from sync.central.operating.values import BackupSettings, LogSettings, MetricsSettings, Running
from sync.central.serving.bounds.rates import UNLESS_SET, Limits
from sync.channels.publishing.port import PushSettings

HOST: Final = "127.0.0.1"
PORT: Final = 8460
_KNOWN: Final = {
    "data": str, "host": str, "port": int, "database": str, "mail": dict, **dict.fromkeys(SECTIONS, dict),
}  # fmt: skip
VARIABLES: Final = {key: f"PACKBENCH_{key.upper()}" for key in _KNOWN if _KNOWN[key] is not dict}
"""The environment variable of each key."""


class BadSettings(Exception):
    """What is wrong, with the file or variable and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralSettings:
    """`data` is a folder; port 0 takes a free one; `url` names a PostgreSQL database, "" the SQLite file in `data`.

    `mail` None: letters to customers stay queued.
    """

    data: Path
    host: str = HOST
    port: int = PORT
    url: str = field(default="", repr=False)
    mail: MailSettings | None = field(default=None, repr=False)
    limits: Limits = UNLESS_SET
    running: Running = field(default_factory=Running)
    log: LogSettings = field(default_factory=LogSettings)
    metrics: MetricsSettings = field(default_factory=MetricsSettings)
    shops: PushSettings = field(default_factory=PushSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)
    keep: Forgetting = field(default_factory=Forgetting)

    @property
    def database(self) -> Database:
        return in_folder(self.data, self.url)

    @property
    def backup_folder(self) -> Path | None:
        """Where the centre keeps its backups; None when it makes none."""
        return self.data / self.backup.folder if self.backup.folder else None


def read_settings(file: Path | None, environ: Mapping[str, str], given: Mapping[str, Any]) -> CentralSettings:
    """Settings from a TOML file, the environment and the command line (`given`: keys to values, None when absent).

    A relative data folder in the file is taken from the file's own. Raises BadSettings.
    """
    found = _file(file) if file is not None else {}
    mail, _ = found.pop("mail", ({}, ""))
    tables = {name: found.pop(name, ({}, ""))[0] for name in SECTIONS}
    found |= {key: (environ[name], name) for key, name in VARIABLES.items() if environ.get(name)}
    found |= {key: (value, f"--{key}") for key, value in given.items() if value is not None}
    if "data" not in found and not found.get("database", ("", ""))[0]:
        asked = "give --data DIR, --database URL or --config FILE"
        raise BadSettings(f"{file}: data: is missing" if file is not None else asked)
    return CentralSettings(
        data=Path(found["data"][0]) if "data" in found else Path(),
        host=str(found["host"][0]) if "host" in found else HOST,
        port=_port(*found["port"]) if "port" in found else PORT,
        url=_url(*found["database"]) if "database" in found else "",
        mail=_mail(mail, environ, file),
        limits=_section("limits", Limits, tables, environ, file),
        running=_section("server", Running, tables, environ, file),
        log=_section("log", LogSettings, tables, environ, file),
        metrics=_section("metrics", MetricsSettings, tables, environ, file),
        shops=_section("shops", PushSettings, tables, environ, file),
        backup=_section("backup", BackupSettings, tables, environ, file),
        keep=_section("keep", Forgetting, tables, environ, file),
    )


def _mail(table: Mapping[str, Any], environ: Mapping[str, str], file: Path | None) -> MailSettings | None:
    try:
        return read_mail(table, environ)
    except ValueError as error:
        raise BadSettings(f"{file}: {error}" if file is not None else str(error)) from error


def _section(name: str, kind: type[S], tables: Mapping[str, Any], environ: Mapping[str, str], file: Path | None) -> S:
    try:
        return read_section(name, kind, tables[name], environ)
    except ValueError as error:
        in_file = file is not None and not str(error).startswith("PACKBENCH_")
        raise BadSettings(f"{file}: {error}" if in_file else str(error)) from error


def _file(file: Path) -> dict[str, tuple[Any, str]]:
    """(value, where it stands) by key."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{file}: {error}") from error
    for key, value in found.items():
        if key not in _KNOWN:
            raise BadSettings(f"{file}: {key}: is not known; expected {', '.join(_KNOWN)}")
        if not isinstance(value, _KNOWN[key]) or isinstance(value, bool):
            raise BadSettings(f"{file}: {key}: expected {_KNOWN[key].__name__}")
    if "data" in found:
        found["data"] = file.parent / found["data"]
    return {key: (value, f"{file}: {key}") for key, value in found.items()}


def _port(value: object, where: str) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise BadSettings(f"{where}: expected 0 to 65535, got {text[:20]}")
    return int(text)


def _url(value: object, where: str) -> str:
    try:
        return in_folder(Path(), str(value)).url
    except BadDatabase as error:
        raise BadSettings(f"{where}: {error}") from error
