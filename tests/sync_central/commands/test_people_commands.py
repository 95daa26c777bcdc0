"""Who may use the centre, from the command line: secrets are asked for and shown once, and every deed is recorded."""

import argparse
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.people.deeds import deeds
from app.central.people.signing_in import Refused, Session, session_of, sign_in
from sync.central import command_line
from tests.central.house import SITE, House, open_house
from ui.web.pages import page_routes


class Desk:
    """The command line over a closed house; `secrets` are what somebody types when asked."""

    def __init__(self, house: House, database: str) -> None:
        self.house = house
        self.database = database
        self.secrets: list[str] = []
        self.ids, self.bytes = house.centre.new_id, house.centre.random_bytes

    def run(self, *words: str) -> int:
        parser = argparse.ArgumentParser()
        command_line.add_arguments(parser)
        where = ["--data", str(self.house.data), *(["--database", self.database] if self.database else [])]
        world = command_line.World(
            self.house.clock, self.ids, self.bytes, lambda: page_routes, {}, self._secret, os_user="mona"
        )
        return command_line.run(parser.parse_args([*where, *words]), world)

    def _secret(self, _prompt: str) -> str:
        return self.secrets.pop(0)


@pytest.fixture
def desk(tmp_path: Path, database: str) -> Iterator[Desk]:
    house = open_house(tmp_path, database)
    yield Desk(house, database)
    house.centre.close()


def actions(house: House) -> list[tuple[str, str]]:
    """(actor, action) of every deed but those of the centre itself, oldest first."""
    rows = deeds(house.centre, 100)[::-1]
    return [(row.actor_id, row.action) for row in rows if row.actor_kind != "system"]


def test_a_user_is_added_by_a_typed_password_and_signs_in(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.secrets = ["violet kettle 42"]
    assert desk.run("user", "add", "amina", "--role", "clerk", "--name", "Amina", "--email", "a@example.com") == 0
    assert capsys.readouterr().out == "user amina: clerk at DO1\n"
    session = sign_in(desk.house.centre, "amina", "violet kettle 42")
    assert isinstance(session, Session)
    assert desk.run("user", "list") == 0
    assert "amina" in capsys.readouterr().out
    assert desk.run("user", "sessions", "amina") == 0
    assert session.session_id in capsys.readouterr().out
    assert desk.run("user", "sessions", "amina", "--revoke", "all") == 0
    assert session_of(desk.house.centre, session.token) is None
    assert desk.run("user", "role", "amina", "auditor") == 0
    assert desk.run("user", "disable", "amina") == 0
    assert isinstance(sign_in(desk.house.centre, "amina", "violet kettle 42"), Refused)
    assert desk.run("user", "enable", "amina") == 0
    cli = "cli:mona"
    assert [one for one in actions(desk.house) if one[0] == cli] == [
        (cli, "user.add"), (cli, "session.revoke"), (cli, "user.role"), (cli, "user.disable"), (cli, "user.enable"),
    ]  # fmt: skip


def test_a_generated_password_is_shown_once_and_stored_nowhere(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run("user", "add", "bo", "--role", "manager", "--every-site", "--generate") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["user bo: manager at every site", "password, shown only now:"]
    assert isinstance(sign_in(desk.house.centre, "bo", said[2]), Session)
    assert all(said[2] not in row.details for row in deeds(desk.house.centre, 100))
    assert desk.run("user", "password", "bo", "--generate") == 0
    assert isinstance(sign_in(desk.house.centre, "bo", said[2]), Refused)


def test_what_is_wrong_with_a_user_is_said_and_nothing_is_recorded(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.secrets = ["short", "violet kettle 42"]
    assert desk.run("user", "add", "amina", "--role", "clerk") == 2
    assert "password: a password has at least 12 characters" in capsys.readouterr().err
    assert desk.run("user", "add", "a b", "--role", "clerk") == 2
    assert desk.run("user", "role", "nobody", "clerk") == 2
    assert desk.run("user", "sessions", "nobody", "--revoke", "all") == 2
    assert actions(desk.house) == []


def test_keys_change_over_with_an_overlap_and_are_revoked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run("client", "add", "bi") == 0
    assert desk.run("client", "add", "bi", "--overlap-hours", "24") == 0
    assert desk.run("client", "add", "bi", "--role", "office") == 2
    assert desk.run("client", "list") == 0
    assert "2 keys, never used" in capsys.readouterr().out
    desk.house.clock.move(timedelta(hours=25))
    assert desk.run("client", "list") == 0
    assert "1 key, never used" in capsys.readouterr().out
    assert desk.run("client", "revoke", "bi") == 0
    assert desk.run("client", "revoke", "bi") == 2
    assert desk.run("client", "revoke", "nobody") == 2
    assert desk.run("channel", "add", "shop", "--overlap-hours", "1") == 0
    assert desk.run("channel", "add", "phone", "--kind", "phone") == 0
    assert desk.run("channel", "revoke", "shop") == 0
    assert desk.run("channel", "list") == 0
    out = capsys.readouterr().out
    assert "no key: revoked" in out
    assert "2 channels" in out
    assert [action for _, action in actions(desk.house)] == [
        "client.add", "client.key", "client.revoke", "channel.key", "channel.add", "channel.revoke",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [("a/b",), ("a b",), ("",), ("x", "--kind", "phon")])
def test_a_channel_nobody_could_call_or_of_no_known_kind_is_not_made(
    desk: Desk, capsys: pytest.CaptureFixture[str], wrong: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        desk.run("channel", "add", *wrong)
    assert ended.value.code == 2
    assert ("--kind" if "--kind" in wrong else "letters, digits") in capsys.readouterr().err
    assert actions(desk.house) == []


def test_a_revoked_station_loses_its_lists_and_a_new_code_makes_it_good(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.house.enrol("ST-1")
    assert desk.run("station", "revoke", "ST-1", "--why", "stolen") == 0
    assert desk.run("station", "revoke", "ST-1", "--why", "stolen") == 2
    assert desk.run("station", "revoke", "ST-9", "--why", "x") == 2
    assert desk.run("station", "list") == 0
    assert "revoked" in capsys.readouterr().out
    assert desk.run("enrol-code", "--station", "ST-1") == 0
    desk.house.enrol("ST-1")
    assert desk.run("station", "list") == 0
    assert "in service" in capsys.readouterr().out
    (row,) = [row for row in deeds(desk.house.centre, 100, site=SITE) if row.action == "station.revoke"]
    assert json.loads(row.details) == {"name": "ST-1", "why": "stolen", "lists": []}
