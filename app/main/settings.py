"""station.toml: which centre, which devices, which screen; every error names the file and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class BadSettings(Exception):
    """What is wrong, with the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """`kind` is serial (a path and a baud rate) or wedge (a keyboard-wedge scanner)."""

    name: str
    kind: str
    path: str = ""
    baud: int = 9600
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """`kind` is zpl or escpos; `queue` names a queue of the operating system instead of host and port."""

    name: str
    kind: str
    host: str = ""
    port: int = 9100
    queue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSettings:
    """`size` is "full" or WIDTHxHEIGHT; `inches` the diagonal, from which every size in millimetres follows."""

    size: str = "full"
    inches: float = 15.6
    language: str = "en"
    sounds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSettings:
    name: str
    centre: str
    site: str
    data: Path
    pictures: Path | None
    scanners: tuple[ScannerSettings, ...]
    label_printer: PrinterSettings | None
    slip_printer: PrinterSettings | None
    screen: ScreenSettings


def read_station(file: Path) -> StationSettings:
    """Raises BadSettings; relative folders are taken from the file's own folder."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadSettings(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: {error}") from error
    reader = _Reader(file)
    station = reader.table(table, "station")
    devices = reader.table(table, "devices", optional=True)
    screen = reader.table(table, "screen", optional=True)
    reader.known(table, "", {"station", "devices", "screen"})
    reader.known(station, "station.", {"name", "centre", "site", "data", "pictures"})
    reader.known(devices, "devices.", {"scanner", "label_printer", "slip_printer"})
    pictures = reader.get(station, "station.pictures", str, "")
    return StationSettings(
        name=reader.get(station, "station.name", str),
        centre=reader.url(station, "station.centre"),
        site=reader.get(station, "station.site", str),
        data=file.parent / reader.get(station, "station.data", str, "data"),
        pictures=file.parent / pictures if pictures else None,
        scanners=reader.scanners(devices),
        label_printer=reader.printer(devices, "label_printer", "zpl"),
        slip_printer=reader.printer(devices, "slip_printer", "escpos"),
        screen=reader.screen(screen),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    file: Path

    def fail(self, key: str, what: str) -> BadSettings:
        return BadSettings(f"{self.file}: {key}: {what}")

    def known(self, table: Mapping[str, Any], prefix: str, keys: set[str]) -> None:
        for key in table:
            if key not in keys:
                raise self.fail(prefix + key, f"is not a setting; known are {', '.join(sorted(keys))}")

    def table(self, table: Mapping[str, Any], key: str, *, optional: bool = False) -> Mapping[str, Any]:
        found = table.get(key)
        if found is None and optional:
            return {}
        if not isinstance(found, Mapping):
            raise self.fail(key, "the section is missing" if found is None else "is not a section")
        return found

    def get(self, table: Mapping[str, Any], key: str, kind: type[T], default: T | None = None) -> T:
        """The value of the last part of a dotted key; without a default it must be there."""
        value = table.get(key.rsplit(".", 1)[-1], default)
        if value is None:
            raise self.fail(key, "is missing")
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(key, f"must be {_words(kind)}, not {value!r}")
        return value

    def url(self, table: Mapping[str, Any], key: str) -> str:
        value = self.get(table, key, str)
        if not value.startswith(("http://", "https://")):
            raise self.fail(key, f"must start with http:// or https://, not {value!r}")
        return value.rstrip("/")

    def scanners(self, devices: Mapping[str, Any]) -> tuple[ScannerSettings, ...]:
        found = devices.get("scanner", [])
        if not isinstance(found, list):
            raise self.fail("devices.scanner", "must be a list of sections: [[devices.scanner]]")
        return tuple(self._scanner(entry, f"devices.scanner[{n}]") for n, entry in enumerate(found, 1))

    def _scanner(self, entry: Mapping[str, Any], key: str) -> ScannerSettings:
        self.known(entry, f"{key}.", {"name", "kind", "path", "baud", "prefix"})
        kind = self.get(entry, f"{key}.kind", str, "serial")
        if kind not in ("serial", "wedge"):
            raise self.fail(f"{key}.kind", f"must be serial or wedge, not {kind!r}")
        return ScannerSettings(
            name=self.get(entry, f"{key}.name", str, "scanner"),
            kind=kind,
            path=self.get(entry, f"{key}.path", str, None if kind == "serial" else ""),
            baud=self.get(entry, f"{key}.baud", int, 9600),
            prefix=self.get(entry, f"{key}.prefix", str, ""),
        )

    def printer(self, devices: Mapping[str, Any], name: str, kind: str) -> PrinterSettings | None:
        if name not in devices:
            return None
        key = f"devices.{name}"
        entry = self.table(devices, name)
        self.known(entry, f"{key}.", {"name", "host", "port", "queue"})
        queue = self.get(entry, f"{key}.queue", str, "")
        if queue and "host" in entry:
            raise self.fail(f"{key}.queue", "and host exclude each other")
        port = self.get(entry, f"{key}.port", int, 9100)
        if not 0 < port < 65536:
            raise self.fail(f"{key}.port", f"must be between 1 and 65535, not {port}")
        return PrinterSettings(
            name=self.get(entry, f"{key}.name", str, name.replace("_", " ")), kind=kind,
            host="" if queue else self.get(entry, f"{key}.host", str), port=port, queue=queue,
        )  # fmt: skip

    def screen(self, screen: Mapping[str, Any]) -> ScreenSettings:
        self.known(screen, "screen.", {"size", "inches", "language", "sounds"})
        size = self.get(screen, "screen.size", str, "full")
        if (size != "full" and not all(part.isdigit() for part in size.split("x", 1))) or size.count("x") > 1:
            raise self.fail("screen.size", f'must be "full" or like "1920x1080", not {size!r}')
        return ScreenSettings(
            size=size,
            inches=self.get(screen, "screen.inches", float, 15.6),
            language=self.get(screen, "screen.language", str, "en"),
            sounds=self.get(screen, "screen.sounds", bool, True),
        )


def _words(kind: type) -> str:
    return {str: "text", int: "a whole number", float: "a number", bool: "true or false"}[kind]
