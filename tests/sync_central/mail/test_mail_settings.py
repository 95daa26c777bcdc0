"""The [mail] table and its environment: what is missing or wrong is named by its key, and no password is repeated."""

from pathlib import Path
from typing import Any

import pytest

from sync.central.commands.configuring.mail_settings import read_mail
from sync.central.commands.configuring.settings import BadSettings, read_settings

GOOD: dict[str, Any] = {"host": "mail.example", "sender": "Shop <a@b.example>", "public_url": "https://desk.example"}


def test_nothing_said_is_no_mail_and_the_environment_goes_before_the_file() -> None:
    assert read_mail({}, {}) is None
    found = read_mail({**GOOD, "password": "old"}, {"PACKBENCH_MAIL_PASSWORD": "new", "PACKBENCH_MAIL_PORT": "25"})
    assert found is not None
    assert (found.host, found.password, found.port, found.tls) == ("mail.example", "new", 25, "if_offered")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"host": ""}, "mail.host"),
        ({"sender": "nobody"}, "mail.sender"),
        ({"sender": "a@b.example\r\nBcc: c"}, "mail.sender"),
        ({"public_url": "desk.example"}, "mail.public_url"),
        ({"public_url": "javascript://x"}, "mail.public_url"),
        ({"port": 0}, "mail.port"),
        ({"port": True}, "mail.port"),
        ({"tls": "maybe"}, "mail.tls"),
        ({"pasword": "secret-word"}, "mail.pasword"),
        ({"password": 12345678}, "mail.password"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(ValueError, match=key) as caught:
        read_mail({**GOOD, **changes}, {})
    assert "secret-word" not in str(caught.value)
    assert "12345678" not in str(caught.value)


def test_it_stands_in_central_toml(tmp_path: Path) -> None:
    file = tmp_path / "central.toml"
    file.write_text(
        'data = "."\n[mail]\nhost = "mail.example"\nsender = "a@b.example"\npublic_url = "https://desk.example"\n'
    )
    found = read_settings(file, {}, {})
    assert found.mail is not None
    assert found.mail.sender == "a@b.example"
    assert "b.example" not in repr(found)
    file.write_text('data = "."\n[mail]\nhost = "mail.example"\n')
    with pytest.raises(BadSettings, match=r"mail\.sender"):
        read_settings(file, {}, {})
