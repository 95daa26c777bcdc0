"""station.toml: what is right is read; what is wrong is named with file and key."""

from pathlib import Path

import pytest

from app.main.settings import BadSettings, read_station

GOOD = """
[station]
name = "ST-4"
centre = "http://127.0.0.1:8080/"
site = "DO1"

[screen]
size = "1920x1080"
inches = 15

[[devices.scanner]]
path = "scanner"

[[devices.scanner]]
name = "wedge"
kind = "wedge"
prefix = "#"

[devices.label_printer]
host = "127.0.0.1"

[devices.slip_printer]
name = "Epson"
host = "127.0.0.1"
port = 9101
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "station.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_whole_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    settings = read_station(written(tmp_path, GOOD))
    assert settings.centre == "http://127.0.0.1:8080"
    assert settings.data == tmp_path / "data"
    assert [(s.name, s.kind, s.baud) for s in settings.scanners] == [
        ("scanner", "serial", 9600),
        ("wedge", "wedge", 9600),
    ]
    assert settings.label_printer is not None
    assert settings.label_printer.port == 9100
    assert settings.slip_printer is not None
    assert (settings.slip_printer.name, settings.slip_printer.port) == ("Epson", 9101)
    assert settings.screen.inches == 15.0


@pytest.mark.parametrize(
    ("find", "replace", "key"),
    [
        ('name = "ST-4"', "", "station.name"),
        ('name = "ST-4"', "name = 4", "station.name"),
        ("http://", "ftp://", "station.centre"),
        ("[station]", "[station]\nsize = 1", "station.size"),
        ('path = "scanner"', "", "devices.scanner[1].path"),
        ('kind = "wedge"', 'kind = "magic"', "devices.scanner[2].kind"),
        ("port = 9101", "port = 70000", "devices.slip_printer.port"),
        ("port = 9101", 'queue = "zebra"', "devices.slip_printer.queue"),
        ('size = "1920x1080"', 'size = "big"', "screen.size"),
        ("inches = 15", "inches = true", "screen.inches"),
        ("[screen]", "[colour]\n[screen]", "colour"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, find: str, replace: str, key: str) -> None:
    file = written(tmp_path, GOOD.replace(find, replace, 1))
    with pytest.raises(BadSettings) as refused:
        read_station(file)
    assert f"{file}: {key}: " in str(refused.value)


def test_a_queue_stands_in_for_host_and_port(tmp_path: Path) -> None:
    text = '[devices.label_printer]\nhost = "127.0.0.1"'
    settings = read_station(written(tmp_path, GOOD.replace(text, '[devices.label_printer]\nqueue = "zebra"')))
    assert settings.label_printer is not None
    assert (settings.label_printer.host, settings.label_printer.queue) == ("", "zebra")


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="line 2"):
        read_station(written(tmp_path, "[station]\nname = ]\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"nowhere\.toml"):
        read_station(tmp_path / "nowhere.toml")
