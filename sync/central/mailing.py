"""Sends the letters of the centre by SMTP, in a thread of its own: each at least once, with a deadline on everything.

Source: RFC 5321; replies of 5xx are for good, everything else is tried again. With no mail server named, nothing runs
and letters stay queued.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final, Literal

from app.central.centre import Centre
from app.central.details.questions.sending import Letter, claim_letters, letter_not_sent, letter_sent
from app.central.storage.engines.faults import Broken, StorageFault
from sync.calling import Deadline, cut, dial
from sync.looking import Lookout

LOOK_EVERY_S: Final = 5.0
DEADLINE_S: Final = 30.0
"""For each step of the conversation, as smtplib counts."""
LETTER_S: Final = 90.0
"""For all of it: a server that drips, or whose reply never ends, is within the time of each step for ever."""

Tls = Literal["if_offered", "required", "implicit", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """`tls` is about STARTTLS, but for "implicit": TLS from the first byte on (RFC 8314, mostly at port 465).

    The server's certificate must be good for `host`; a password is only ever sent over TLS. `public_url` is where
    customers find the centre.

    `trusted` is a file of certificates to trust beside the system's own ("" for none).
    """

    host: str
    sender: str
    public_url: str
    port: int = 587
    user: str = ""
    password: str = ""
    tls: Tls = "if_offered"
    trusted: str = ""


class NotSent(Exception):
    """The letter did not go out; `for_good` when the server will never take it."""

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


class Mailer:
    """`start` begins to send, `close` ends after the letter under way; `wake` makes it look now."""

    def __init__(
        self,
        centre: Centre,
        settings: MailSettings,
        look_every_s: float = LOOK_EVERY_S,
        deadline_s: float = DEADLINE_S,
        letter_s: float = LETTER_S,
    ) -> None:
        self._centre = centre
        self._settings = settings
        self._deadline_s = deadline_s
        self._letter_s = letter_s
        self._lookout = Lookout("central-mail", self._look, look_every_s)

    def start(self) -> None:
        self._lookout.start()

    def wake(self) -> None:
        self._lookout.wake()

    def close(self) -> None:
        self._lookout.close()

    def _look(self) -> None:
        with suppress(StorageFault, Broken):  # nothing was stored: the same letters are due at the next look
            self._round()

    def _round(self) -> None:
        for letter in self._centre.do(claim_letters, self._settings.public_url):
            if self._lookout.closing():
                return
            try:
                self._send(letter)
            except NotSent as fault:
                for_good = fault.for_good
                self._centre.do(letter_not_sent, letter.site_id, letter.message_id, str(fault), for_good=for_good)
            else:
                self._centre.do(letter_sent, letter.site_id, letter.message_id)

    def _send(self, letter: Letter) -> None:
        message = compose(letter, self._settings.sender, self._centre.now())
        try:
            deliver(message, self._settings, self._deadline_s, self._letter_s)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise NotSent(f"{code} {_text(words)}", for_good=code >= 500) from error
        except smtplib.SMTPAuthenticationError as error:  # the settings are wrong, not the letter: mend them and go on
            raise NotSent(f"{error.smtp_code} {_text(error.smtp_error)}", for_good=False) from error
        except smtplib.SMTPResponseException as error:
            said = f"{error.smtp_code} {_text(error.smtp_error)}"
            raise NotSent(said, for_good=500 <= error.smtp_code < 600) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"{type(error).__name__}: {error}", for_good=False) from error


def compose(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    """The letter as a message. Raises NotSent when a line end would make a header out of somebody's text."""
    for name, text in (("to", letter.to_address), ("subject", letter.subject), ("sender", sender)):
        if any(sign in text for sign in "\r\n\0"):
            raise NotSent(f"{name}: a header can not hold a line end", for_good=True)
    made = EmailMessage()
    try:
        made["From"], made["To"], made["Subject"] = sender, letter.to_address, letter.subject
    except ValueError as error:
        raise NotSent(f"a header is wrong: {error}", for_good=True) from error
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{letter.message_id}@{sender.rpartition('@')[2].rstrip('>') or 'packbench.invalid'}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body)
    return made


def deliver(message: EmailMessage, settings: MailSettings, deadline_s: float, letter_s: float = LETTER_S) -> None:
    """One conversation with the server. Raises OSError and smtplib's exceptions.

    Once the server has taken the letter, how it says good-bye changes nothing.
    """
    handles: list[socket.socket] = []
    with Deadline(letter_s, handles) as deadline:
        try:
            _talk(message, settings, deadline_s, deadline)
        except (OSError, smtplib.SMTPException) as error:
            if deadline.passed:
                raise TimeoutError("the conversation took too long") from error
            raise
        finally:
            for handle in handles:
                cut(handle)


def _talk(message: EmailMessage, settings: MailSettings, deadline_s: float, deadline: Deadline) -> None:
    server = _connected(settings, deadline_s, deadline)
    try:
        _secure(server, settings)
        server.send_message(message)
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


class _Held(smtplib.SMTP):
    """Its connection can be shut when time is up."""

    def __init__(self, deadline: Deadline, *where: Any, **more: Any) -> None:
        self._deadline = deadline
        super().__init__(*where, **more)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Where smtplib makes its connection, also below TLS (`SMTP_SSL._get_socket` wraps this one's)."""
        made = dial(host, port, timeout, self._deadline.hold)
        made.settimeout(timeout)
        return made


class _HeldSafe(smtplib.SMTP_SSL, _Held):
    def __init__(self, deadline: Deadline, *where: Any, **more: Any) -> None:
        self._deadline = deadline
        smtplib.SMTP_SSL.__init__(self, *where, **more)


def _connected(settings: MailSettings, deadline_s: float, deadline: Deadline) -> smtplib.SMTP:
    if settings.tls == "implicit":
        context = _context(settings)
        return _HeldSafe(deadline, settings.host, settings.port, timeout=deadline_s, context=context)
    return _Held(deadline, settings.host, settings.port, timeout=deadline_s)


def _secure(server: smtplib.SMTP, settings: MailSettings) -> None:
    """What the server refuses here is about the settings, never about the letter."""
    try:
        server.ehlo()
        if settings.tls != "implicit":
            _start_tls(server, settings)
        if settings.user:
            server.login(settings.user, settings.password)
    except smtplib.SMTPAuthenticationError:
        raise
    except smtplib.SMTPResponseException as error:
        raise smtplib.SMTPException(f"{error.smtp_code} {_text(error.smtp_error)}") from error


def _start_tls(server: smtplib.SMTP, settings: MailSettings) -> None:
    if settings.tls != "never" and server.has_extn("starttls"):
        server.starttls(context=_context(settings))
        server.ehlo()
    elif settings.tls == "required" or settings.user:
        raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS, and nothing secret goes out without")


def _context(settings: MailSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.trusted:
        context.load_verify_locations(settings.trusted)
    return context


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
