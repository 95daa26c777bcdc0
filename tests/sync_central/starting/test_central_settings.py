"""Settings of the centre: file, environment, command line; errors name where, and no password is ever shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sync.central.commands.configuring.settings import HOST, PORT, BadSettings, read_settings

URL = "postgresql+psycopg://desk:geheim@db.example/shop"


def written(folder: Path, text: str) -> Path:
    file = folder / "central.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_file_alone_is_enough_and_its_folder_is_where_data_lies(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, 'data = "centre"\n'), {}, {})
    assert (found.data, found.host, found.port) == (tmp_path / "centre", HOST, PORT)
    assert found.database.file == tmp_path / "centre" / "centre.db"
    assert not found.database.is_postgresql


def test_the_environment_beats_the_file_and_the_command_line_both(tmp_path: Path) -> None:
    file = written(tmp_path, f'data = "a"\nhost = "10.0.0.1"\nport = 1\ndatabase = "{URL}"\n')
    environ = {"PACKBENCH_PORT": "2", "PACKBENCH_HOST": "10.0.0.2", "PACKBENCH_DATA": "/b", "OTHER": "x"}
    found = read_settings(file, environ, {"port": 3, "host": None, "data": None, "database": None})
    assert (found.data, found.host, found.port, found.url) == (Path("/b"), "10.0.0.2", 3, URL)
    assert read_settings(file, {}, {"database": ""}).url == ""
    assert read_settings(None, {"PACKBENCH_DATABASE": URL}, {}).database.is_postgresql


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    found = read_settings(None, {}, {"database": URL})
    assert "geheim" not in f"{found} {found!r} {found.database} {found.database!r}"
    assert str(found.database) == "postgresql+psycopg://desk:***@db.example/shop"


@pytest.mark.parametrize(
    ("text", "environ", "given", "words"),
    [
        ("data = 'x'\nport = 70000", {}, {}, "central.toml: port: expected 0 to 65535"),
        ("port = true", {}, {}, "central.toml: port: expected int"),
        ("colour = 1", {}, {}, "central.toml: colour: is not known"),
        ("data = [", {}, {}, "central.toml: "),
        ("host = 'x'", {}, {}, "central.toml: data: is missing"),
        ("data = 'x'", {"PACKBENCH_PORT": "many"}, {}, "PACKBENCH_PORT: expected 0 to 65535, got many"),
        ("data = 'x'", {"PACKBENCH_DATABASE": "mysql://a:geheim@b/c"}, {}, "PACKBENCH_DATABASE: names the driver"),
        ("data = 'x'", {}, {"database": "geheim"}, "--database: is not a database URL"),
        ("data = 'x'\n[limits]\nking = 5", {}, {}, "central.toml: limits.king: is not known"),
        ("data = 'x'\n[limits]\nuser = 0", {}, {}, "central.toml: limits.user: expected 1 to"),
        ("data = 'x'\nlimits = 3", {}, {}, "central.toml: limits: expected dict"),
        ("database = 'postgresql://a:geheim@b'", {}, {}, "central.toml: database: names no database"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, text: str, environ: dict[str, str], given: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadSettings) as wrong:
        read_settings(written(tmp_path, text), environ, given)
    assert words in str(wrong.value)
    assert "geheim" not in str(wrong.value)


def test_nothing_given_asks_for_something() -> None:
    with pytest.raises(BadSettings, match="give --data DIR, --database URL or --config FILE"):
        read_settings(None, {}, {})
