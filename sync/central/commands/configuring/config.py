"""`packbench central config check|show`: what the settings come to, without a secret in it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from sync.central.commands.configuring.settings import CentralSettings

SECRET: Final = frozenset({"password", "token"})


def add_arguments(verbs: Any) -> None:
    config = verbs.add_parser("config", help="check the settings, or show what they come to")
    config.add_argument("what", choices=("check", "show"))


def run(args: argparse.Namespace, settings: CentralSettings) -> int:
    """The settings were read already: what is wrong with them has been said."""
    if args.what == "check":
        print("the settings are good")
        return 0
    print("\n".join(shown(settings)))
    return 0


def shown(settings: CentralSettings) -> Iterator[str]:
    """As central.toml would say it; secrets are stars."""
    yield f'data = "{settings.data}"'
    yield f'host = "{settings.host}"'
    yield f"port = {settings.port}"
    yield f'database = "{settings.database if settings.url else ""}"'
    names = ("running", "log", "metrics", "limits", "shops", "backup", "keep", "mail")
    sections = {name: getattr(settings, name) for name in names}
    for name, section in sections.items():
        yield f"\n[{'server' if name == 'running' else name}]"
        if section is None:
            yield "# nothing is said: letters stay queued"
            continue
        for one in fields(section):
            yield f"{one.name} = {_written(one.name, getattr(section, one.name))}"


def _written(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return '"***"' if name in SECRET and value else f'"{value}"'
