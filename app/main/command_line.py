"""packbench: every command with its options; each part is imported only when its command is given."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.central.serving.server import Pages


def run(arguments: Sequence[str] | None) -> int:
    """Exit code: 0 done, 1 refused or failed with the reason on stderr, 2 a wrong command line."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    parser = _parser(arguments if arguments is not None else sys.argv[1:])
    given = parser.parse_args(arguments)
    return int(given.run(given))


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Only the part that is asked for adds its options: the centre installs without Qt, the station without FastAPI."""
    parser = argparse.ArgumentParser(prog="packbench", description="The packing bench, and the order desk behind it.")
    verbs = parser.add_subparsers(dest="program", required=True, metavar="COMMAND")
    first = next((word for word in arguments if not word.startswith("-")), "")
    for name, words, add in (
        ("central", "the centre: migrate, serve, import, channels, enrolment codes, audit, report", _central),
        ("station", "a bench: enrol, run, status", _station),
        ("simulate", "devices made of bytes: scanner, zpl-printer, escpos-printer", _simulate),
        ("card", "print the command card, badges, totes or locations as an HTML page", _card),
        ("demo", "the main job, on an embedded centre and simulated devices", _demo),
        ("version", "what this is", _version),
    ):
        sub = verbs.add_parser(name, help=words, description=words)
        if first == name:
            add(sub)
    return parser


def _central(parser: argparse.ArgumentParser) -> None:
    import os

    from app.main import hidden_inputs
    from sync.central import command_line
    from sync.central.commands.world import World

    def pages() -> Pages:
        from ui.web.pages import page_routes

        return page_routes

    world = World(
        hidden_inputs.now, hidden_inputs.new_id, os.urandom, pages, os.environ, os_user=hidden_inputs.os_user()
    )

    def run(given: argparse.Namespace) -> int:
        os.umask(0o077)  # the database, its backups and its exports hold addresses and secrets
        return command_line.run(given, world)

    command_line.add_arguments(parser)
    parser.set_defaults(run=run)


def _station(parser: argparse.ArgumentParser) -> None:
    from app.main.verbs import station_commands

    station_commands.add_arguments(parser)


def _simulate(parser: argparse.ArgumentParser) -> None:
    from app.main.verbs import simulate_commands

    simulate_commands.add_arguments(parser)


def _card(parser: argparse.ArgumentParser) -> None:
    from app.main.verbs import card_commands

    card_commands.add_arguments(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    from app.main.demo import command

    command.add_arguments(parser)


def _version(parser: argparse.ArgumentParser) -> None:
    def say(_given: argparse.Namespace) -> int:
        print(f"packbench {packbench_version()}")
        return 0

    parser.set_defaults(run=say)


def packbench_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # a tenth of the kiosk's start

    try:
        return version("packbench")
    except PackageNotFoundError:
        return "0 (not installed)"
