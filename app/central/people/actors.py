"""Who is at work: a person, a channel, a program, a station, the command line or the centre itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.central.people.permissions import ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`kind`: user | channel | client | station | cli | system. `site` "" is every site.

    A channel sees its own orders only: `channel_id` says which, and is "" for everybody else.
    """

    kind: str
    id: str
    name: str
    site: str = ""
    permissions: frozenset[str] = frozenset()
    channel_id: str = ""
    request_id: str = ""

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def at(self, site: str) -> bool:
        """True when the site is one of theirs."""
        return self.site in ("", site)

    @property
    def label(self) -> str:
        """How other records name them, like "user:amina"."""
        return f"{self.kind}:{self.name}"


def on_the_command_line(os_user: str) -> Actor:
    """Whoever reaches the database's files may do everything: "cli:<os user>"."""
    name = os_user or "unknown"
    return Actor(kind="cli", id=f"cli:{name}"[:80], name=name, permissions=ALL)


CENTRE: Final = Actor(kind="system", id="centre", name="centre", permissions=ALL)
"""The centre by itself: sweeps, expiries."""
