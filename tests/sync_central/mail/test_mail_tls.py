"""Letters over TLS: STARTTLS and from the first byte, certificates checked, and nothing secret said in the clear."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.central.details.questions.sending import Letter
from sync.central.mailing import MailSettings, compose, deliver
from tests.central.house import SITE, START
from tests.sync_central.mail.certificates import Authority
from tests.sync_central.mail.mail_server import Post, mail_server

LETTER = Letter(message_id="m", site_id=SITE, to_address="ada@example.com", subject="hello", body="hidden words")
HERE = "IP:127.0.0.1"
DEADLINE_S = 5.0


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@contextmanager
def posting(authority: Authority, name: str = HERE, *, implicit: bool = False) -> Iterator[Post]:
    with mail_server(authority.server(name), implicit=implicit) as post:
        post.users["shop"] = "open sesame"
        yield post


def send(post: Post, trusted: Path | str, **changes: Any) -> None:
    settings = MailSettings(
        host=post.host, port=post.port, sender="Shop <shop@shop.example>", public_url="https://desk.example",
        trusted=str(trusted), **changes,
    )  # fmt: skip
    deliver(compose(LETTER, settings.sender, START), settings, DEADLINE_S)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("tls", ["if_offered", "required", "implicit"])
def test_it_goes_out_encrypted_and_signed_in(authority: Authority, tls: str, mechanism: str) -> None:
    with posting(authority, implicit=tls == "implicit") as post:
        post.mechanisms = mechanism
        send(post, authority.file, tls=tls, user="shop", password="open sesame")
        assert [found["To"] for found in post.letters] == ["ada@example.com"]
        assert post.known == [mechanism]
        clear = [line.partition(" ")[0].upper() for line in post.in_clear]
        assert clear == ([] if tls == "implicit" else ["EHLO", "STARTTLS"])


@pytest.mark.parametrize("implicit", [False, True])
@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_a_server_that_is_not_who_it_should_be_gets_nothing(
    authority: Authority, tmp_path: Path, implicit: bool, wrong: str
) -> None:
    trusted = Authority(tmp_path).file if wrong == "authority" else authority.file
    name = "DNS:other.example" if wrong == "name" else HERE
    with posting(authority, name, implicit=implicit) as post:
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            send(post, trusted, tls="implicit" if implicit else "if_offered", user="shop", password="open sesame")
        assert (post.letters, post.known) == ([], [])
        assert {line.partition(" ")[0].upper() for line in post.said} <= {"EHLO", "STARTTLS"}


@pytest.mark.parametrize("reply", ["454 not now", "502 what"])
@pytest.mark.parametrize("more", [{"tls": "required"}, {"user": "shop", "password": "open sesame"}])
def test_a_refused_starttls_is_not_the_letters_fault_and_nothing_goes_in_the_clear(
    authority: Authority, reply: str, more: dict[str, str]
) -> None:
    with posting(authority) as post:
        post.replies["STARTTLS"] = [reply]
        with pytest.raises(smtplib.SMTPException, match=reply[:3]) as caught:
            send(post, authority.file, **more)
        assert not isinstance(caught.value, smtplib.SMTPResponseException)
        assert {line.partition(" ")[0].upper() for line in post.said} <= {"EHLO", "STARTTLS"}


def test_a_server_that_speaks_plainly_where_tls_is_expected_gets_nothing(authority: Authority) -> None:
    with mail_server() as post:
        with pytest.raises(OSError, match="SSL"):
            send(post, authority.file, tls="implicit", user="shop", password="open sesame")
        assert post.letters == []
        assert not any("shop" in line or "hidden" in line for line in post.said)


def test_a_wrong_password_is_told_and_the_letter_kept(authority: Authority) -> None:
    with posting(authority) as post:
        with pytest.raises(smtplib.SMTPAuthenticationError, match="535"):
            send(post, authority.file, user="shop", password="wrong")
        assert post.letters == []
