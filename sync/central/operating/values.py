"""How a centre is to be run: what central.toml's tables [server], [log] and [metrics] say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sync.central.operating.telling.logs import Format

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """`grace_s`: how long running requests may finish at the end; `least_free_mb` on the disk, or it is not ready."""

    processes: int = 1
    grace_s: int = 10
    least_free_mb: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsSettings:
    """Who may read /metrics: whoever knows the `token`, or asks from one of the networks `allow` names.

    `port` not 0: they are served at `host`:`port` instead, to whoever reaches it; process n of several at `port` + n.
    """

    token: str = field(default="", repr=False)
    allow: tuple[str, ...] = LOOPBACK
    host: str = "127.0.0.1"
    port: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """`folder`: where backups go, below the data folder when it is not absolute; "" makes none.

    The `keep` newest stay, and all that are not older than `keep_days`.
    """

    folder: str = ""
    every_minutes: int = 1440
    keep: int = 7
    keep_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    format: Format = "auto"
    level: str = "info"
