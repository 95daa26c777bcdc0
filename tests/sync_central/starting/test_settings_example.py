"""The example of central.toml is complete and valid, every key has its variable, and `config` shows no secret."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from fastapi import APIRouter

from sync.central.commands.configuring.mail_settings import KEYS as MAIL
from sync.central.commands.configuring.sections import SECTIONS, variable
from sync.central.commands.configuring.settings import BadSettings, read_settings
from sync.central.commands.serving import serve_config
from sync.central.commands.world import World
from sync.channels.publishing.port import PushSettings
from tests.central.house import Clock, Ids

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "build" / "central.example.toml"


def test_the_example_has_every_key_and_says_what_is_so_anyway(tmp_path: Path) -> None:
    written = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert {name: set(table) for name, table in written.items() if isinstance(table, dict)} == {
        "mail": set(MAIL),
        **{name: set(keys) for name, keys in SECTIONS.items()},
    }
    assert {key for key, value in written.items() if not isinstance(value, dict)} == {
        "data", "host", "port", "database",
    }  # fmt: skip
    found = read_settings(EXAMPLE, {}, {})
    plain = tmp_path / "central.toml"
    plain.write_text('data = "."\n')
    unsaid = read_settings(plain, {}, {})
    assert (found.running, found.log, found.metrics, found.limits, found.shops, found.host, found.port) == (
        unsaid.running, unsaid.log, unsaid.metrics, unsaid.limits, unsaid.shops, unsaid.host, unsaid.port,
    )  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_one_of_its_room_and_has_a_variable(section: str) -> None:
    given = {"bool": "true", "int": "7", "str": "text", "tuple": "10.0.0.0/8, ::1/128"}
    for name, key in SECTIONS[section].items():
        value = key.choices[-1] if key.choices else given[key.kind.__name__] * (4 if name == "token" else 1)
        found = read_settings(None, {"PACKBENCH_DATA": "/x", variable(section, name): value}, {})
        held = getattr(found, "running" if section == "server" else section)
        assert {one.name for one in fields(held)} == set(SECTIONS[section])
        assert getattr(held, name) in (value, 7, True, ("10.0.0.0/8", "::1/128"))


def test_the_server_tells_channels_only_where_the_settings_let_it(tmp_path: Path) -> None:
    file = tmp_path / "central.toml"
    file.write_text('data = "."\n[shops]\nallow_http = true\nallow_private = true\n')
    world = World(Clock(), Ids("set"), os.urandom, lambda: lambda doors: APIRouter())
    for environ, expected in (
        ({}, PushSettings(allow_http=True, allow_private=True)),
        ({"PACKBENCH_SHOPS_ALLOW_HTTP": "False"}, PushSettings(allow_private=True)),
    ):
        assert serve_config(read_settings(file, environ, {}), world).push == expected
    assert serve_config(read_settings(None, {"PACKBENCH_DATA": "/x"}, {}), world).push == PushSettings()


@pytest.mark.parametrize(
    ("text", "environ", "words"),
    [
        ("[server]\nprocesses = 0", {}, "server.processes: expected 1 to 64"),
        ("[server]\nthreads = 2", {}, "server.threads: is not known; expected processes"),
        ("[log]\nlevel = 'loud'", {}, "log.level: expected debug, info"),
        ("[metrics]\nallow = '10.0.0.0/8'", {}, "metrics.allow: expected a list of networks"),
        ("[metrics]\nallow = ['here']", {}, "metrics.allow: expected networks"),
        ("[metrics]\ntoken = 'short-secret'", {}, "metrics.token: expected 16 characters"),
        ("[shops]\nallow_http = 1", {}, "shops.allow_http: expected true or false"),
        ("", {"PACKBENCH_SHOPS_ALLOW_PRIVATE": "perhaps"}, "PACKBENCH_SHOPS_ALLOW_PRIVATE: expected true or false"),
        ("", {"PACKBENCH_LIMITS_USER": "lots"}, "PACKBENCH_LIMITS_USER: expected 1 to"),
        ("", {"PACKBENCH_SERVER_GRACE_S": "-1"}, "PACKBENCH_SERVER_GRACE_S: expected 1 to 600"),
    ],
)
def test_what_is_wrong_is_named_by_its_key_and_no_value_is_repeated(
    tmp_path: Path, text: str, environ: dict[str, str], words: str
) -> None:
    file = tmp_path / "central.toml"
    file.write_text(f'data = "."\n{text}\n')
    with pytest.raises(BadSettings) as wrong:
        read_settings(file, environ, {})
    assert words in str(wrong.value)
    assert "short-secret" not in str(wrong.value)


def test_config_show_hides_what_is_secret_and_check_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "central.toml"
    file.write_text(
        'data = "."\ndatabase = "postgresql+psycopg://desk:geheim@db.example/shop"\n'
        '[metrics]\ntoken = "sixteen-letters-x"\n[shops]\nallow_private = true\n'
        '[mail]\nhost = "m.example"\nsender = "a@b.example"\npublic_url = "https://d.example"\npassword = "hush-hush"\n'
    )
    command = [sys.executable, "-m", "app.main", "central", "--config", str(file), "config"]
    shown = subprocess.run([*command, "show"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 0, shown.stderr
    assert tomllib.loads(shown.stdout)["shops"] == {"allow_http": False, "allow_private": True}
    for secret in ("geheim", "sixteen-letters-x", "hush-hush"):
        assert secret not in shown.stdout
    assert subprocess.run([*command, "check"], cwd=ROOT, capture_output=True, timeout=60).returncode == 0
    file.write_text('data = "."\n[server]\nprocess = 2\n')
    bad = subprocess.run([*command, "check"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (bad.returncode, "server.process: is not known" in bad.stderr) == (2, True)
