"""The tables of central.toml, key by key: what each is called, takes, and means; the environment goes before the file.

`[server] processes` is PACKBENCH_SERVER_PROCESSES, and so on for every key of every table.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

from app.central.operating.forgetting import Forgetting
from sync.central.operating.telling.logs import LEVELS
from sync.central.operating.values import BackupSettings, LogSettings, MetricsSettings, Running
from sync.central.serving.bounds.rates import Limits
from sync.channels.publishing.port import PushSettings

PER_MINUTE_MOST: Final = 10_000_000
S = TypeVar("S", LogSettings, MetricsSettings, Running, Limits, PushSettings, BackupSettings, Forgetting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """`kind` is bool, int, str or tuple (a list of texts); numbers lie between `least` and `most`."""

    kind: type
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    words: str = ""


_RATE: Final = Key(kind=int, least=1, most=PER_MINUTE_MOST, words=" requests per minute")
_DAYS: Final = Key(kind=int, least=0, most=36_500, words=" days, 0 for ever")
SECTIONS: Final[Mapping[str, Mapping[str, Key]]] = {
    "server": {
        "processes": Key(kind=int, least=1, most=64),
        "grace_s": Key(kind=int, least=1, most=600),
        "least_free_mb": Key(kind=int, least=0, most=10_000_000),
    },
    "log": {"format": Key(kind=str, choices=("auto", "json", "text")), "level": Key(kind=str, choices=LEVELS)},
    "metrics": {
        "token": Key(kind=str),
        "allow": Key(kind=tuple),
        "host": Key(kind=str),
        "port": Key(kind=int, least=0, most=65535),
    },
    "limits": {one.name: _RATE for one in fields(Limits)},
    "shops": {one.name: Key(kind=bool) for one in fields(PushSettings)},
    "backup": {
        "folder": Key(kind=str),
        "every_minutes": Key(kind=int, least=1, most=60 * 24 * 31),
        "keep": Key(kind=int, least=1, most=10_000),
        "keep_days": Key(kind=int, least=0, most=36_500),
    },
    "keep": {one.name: _DAYS for one in fields(Forgetting)},
}
TOKEN_LEAST: Final = 16


def variable(section: str, key: str) -> str:
    """The environment variable of a key."""
    return f"PACKBENCH_{section}_{key}".upper()


def read_section(section: str, kind: type[S], table: Mapping[str, Any], environ: Mapping[str, str]) -> S:
    """A table with the environment over it. Raises ValueError with the key or the variable, never with a value."""
    keys = SECTIONS[section]
    said: dict[str, Any] = {}
    for name, value in table.items():
        if name not in keys:
            raise ValueError(f"{section}.{name}: is not known; expected {', '.join(keys)}")
        said[name] = _checked(f"{section}.{name}", keys[name], value)
    for name, key in keys.items():
        given = environ.get(variable(section, name))
        if given:
            said[name] = _checked(variable(section, name), key, _typed(key, given))
    return kind(**said)


def _typed(key: Key, given: str) -> object:
    if key.kind is bool:
        return {"true": True, "false": False}.get(given.lower(), given)
    if key.kind is tuple:
        return [one.strip() for one in given.split(",") if one.strip()]
    return int(given) if key.kind is int and given.isascii() and given.isdigit() and len(given) < 12 else given


def _checked(where: str, key: Key, value: object) -> object:
    if key.kind is bool:
        if not isinstance(value, bool):
            raise ValueError(f"{where}: expected true or false")
        return value
    if key.kind is int:
        if not isinstance(value, int) or isinstance(value, bool) or not key.least <= value <= key.most:
            raise ValueError(f"{where}: expected {key.least} to {key.most}{key.words}")
        return value
    if key.kind is tuple:
        return _networks(where, value)
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError(f"{where}: expected text")
    if key.choices and value not in key.choices:
        raise ValueError(f"{where}: expected {', '.join(key.choices)}")
    if where.lower().endswith("token") and 0 < len(value) < TOKEN_LEAST:
        raise ValueError(f"{where}: expected {TOKEN_LEAST} characters at least")
    return value


def _networks(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{where}: expected a list of networks like 10.0.0.0/8")
    try:
        return tuple(str(ipaddress.ip_network(one)) for one in value)
    except ValueError as error:
        raise ValueError(f"{where}: expected networks like 10.0.0.0/8") from error
