"""The [mail] table of central.toml and its environment: PACKBENCH_MAIL_HOST and so on, which go before the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args
from urllib.parse import urlsplit

from sync.central.mailing import MailSettings, Tls

KEYS: Final = {
    "host": str, "port": int, "user": str, "password": str, "sender": str, "public_url": str, "tls": str,
    "trusted": str,
}  # fmt: skip
NEEDED: Final = ("host", "sender", "public_url")


def read_mail(table: Mapping[str, Any], environ: Mapping[str, str]) -> MailSettings | None:
    """How letters go out; None when nothing is said. Raises ValueError with the key, and never repeats a value."""
    found = {f"mail.{key}": value for key, value in table.items()}
    for name, value in found.items():
        if name.removeprefix("mail.") not in KEYS:
            raise ValueError(f"{name}: is not known; expected {', '.join(KEYS)}")
        kind = KEYS[name.removeprefix("mail.")]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(f"{name}: expected {kind.__name__}")
    said = {key: table[key] for key in table}
    said |= {key: environ[_variable(key)] for key in KEYS if environ.get(_variable(key))}
    if not said:
        return None
    for key in NEEDED:
        if not str(said.get(key, "")).strip():
            raise ValueError(f"mail.{key} ({_variable(key)}): is missing")
    if said.get("user") and not said.get("password"):
        raise ValueError(f"mail.password ({_variable('password')}): is missing")
    return MailSettings(
        host=said["host"],
        sender=_sender(said["sender"]),
        public_url=_address(said["public_url"]),
        port=_port(str(said.get("port", 587))),
        user=said.get("user", ""),
        password=said.get("password", ""),
        tls=_tls(said.get("tls", "if_offered")),
        trusted=said.get("trusted", ""),
    )


def _variable(key: str) -> str:
    return f"PACKBENCH_MAIL_{key.upper()}"


def _sender(text: str) -> str:
    if "@" not in text or not text.isprintable():
        raise ValueError("mail.sender: expected an address like Shop <orders@shop.example>")
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or not text.isprintable() or " " in text:
        raise ValueError("mail.public_url: expected an address like https://desk.example.com")
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ValueError("mail.port: expected 1 to 65535")
    return int(text)


def _tls(text: str) -> Tls:
    if text not in get_args(Tls):
        raise ValueError(f"mail.tls: expected {', '.join(get_args(Tls))}")
    return cast(Tls, text)
