"""What a verb of the command line is handed: the centre, who asks, and the site meant."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.values import ChannelRow
from sync.central.commands.wrong import Wrong
from sync.channels.publishing.port import PushSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """`named_site` is what --site said ("" when it said nothing); `ask_secret` reads a secret, never from argv.

    `shops` says where deliveries may go.
    """

    centre: Centre
    actor: Actor
    named_site: str
    ask_secret: Callable[[str], str]
    shops: PushSettings

    @property
    def site(self) -> str:
        """The site meant: the one named, or the only one there is. Raises Wrong."""
        with self.centre.read() as work:
            sites = work.sites()
        if self.named_site:
            if self.named_site not in sites:
                raise Wrong(f"there is no site {self.named_site!r}; known: {', '.join(sites) or 'none'}")
            return self.named_site
        if len(sites) != 1:
            raise Wrong("give --site CODE" if sites else "there is no site yet: import its site.toml first")
        return sites[0]

    def channel(self, code: str) -> ChannelRow:
        """The channel with this code. Raises Wrong."""
        with self.centre.read() as work:
            channel = work.orders.channel(code=code)
        if channel is None:
            raise Wrong(f"there is no channel {code!r}: run `packbench central channel add {code}`")
        return channel


Verb = Callable[[Hand, argparse.Namespace], int]
"""Does one verb and returns the exit code; raises Wrong with what the caller should change."""


def read_secret(prompt: str) -> str:
    """A secret typed without an echo, or the first line of what is piped in."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
