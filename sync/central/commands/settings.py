"""central.toml: where the centre keeps its data and where it listens; every error names the file and the key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
PORT: Final = 8460
_KNOWN: Final = {"data": str, "host": str, "port": int}


class BadSettings(Exception):
    """What is wrong, with the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralSettings:
    """`data` is a folder; port 0 takes a free one."""

    data: Path
    host: str = HOST
    port: int = PORT


def read_settings(file: Path) -> CentralSettings:
    """Settings from a TOML file; a relative data folder is taken from the file's own. Raises BadSettings."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{file}: {error}") from error
    for key, value in found.items():
        if key not in _KNOWN:
            raise BadSettings(f"{file}: {key}: is not known; expected {', '.join(_KNOWN)}")
        if not isinstance(value, _KNOWN[key]) or isinstance(value, bool):
            raise BadSettings(f"{file}: {key}: expected {_KNOWN[key].__name__}")
    if "data" not in found:
        raise BadSettings(f"{file}: data: is missing")
    port = found.get("port", PORT)
    if not 0 <= port <= 65535:
        raise BadSettings(f"{file}: port: expected 0 to 65535, got {port}")
    return CentralSettings(data=file.parent / found["data"], host=found.get("host", HOST), port=port)
