"""What app.main hands to the command line: clocks, ids, randomness, pages, the environment, and who is asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sync.central.commands.hand import read_secret

if TYPE_CHECKING:
    from sync.central.serving.server import Pages  # the web server loads only when it serves


@dataclass(frozen=True, slots=True)
class World:
    """What app.main hands in: wall clock (aware UTC), UUIDv7 text, unguessable bytes, pages, and the environment.

    `ask_secret` asks for a password; `os_user` is who is at the keyboard.
    """

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    random_bytes: Callable[[int], bytes]
    pages: Callable[[], Pages]
    environ: Mapping[str, str] = field(default_factory=dict)
    ask_secret: Callable[[str], str] = read_secret
    os_user: str = ""
