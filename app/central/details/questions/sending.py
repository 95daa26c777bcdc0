"""Letters on their way out: claimed for one attempt, told sent or not, tried again later and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.details.questions.letters import LINK
from app.central.details.questions.tokens import token_of_link
from app.central.details.values import MessageRow
from app.central.storage.unit import Work

AT_ONCE: Final = 20
ATTEMPT: Final = timedelta(minutes=5)
"""A claimed letter nobody told anything of (the process died) is free again after this."""

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=4)
TRIES: Final = 20
"""Two days of trying, with the waits above."""

ERROR_MOST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to go; `message_id` is the same at every attempt, so that a second copy can be told."""

    message_id: str
    site_id: str
    to_address: str
    subject: str
    body: str


def claim_letters(centre: Centre, public_url: str) -> tuple[Letter, ...]:
    """Take what is due, of every site, with its link filled in; another process gets none of these meanwhile."""
    with centre.read() as work:
        due = work.messages.due(AT_ONCE)
    made = []
    for site in sorted({row.site_id for row in due}):
        with centre.begin(site) as work:
            for row in (row for row in due if row.site_id == site):
                letter = _letter(work, row, public_url)
                if letter is None:
                    work.messages.drop(row.order_id, "its link does not answer any more")
                elif work.messages.claim(row, work.now + ATTEMPT):
                    made.append(letter)
    return tuple(made)


def letter_sent(centre: Centre, site: str, message_id: str) -> None:
    with centre.begin(site) as work:
        work.messages.sent(message_id)


def letter_not_sent(centre: Centre, site: str, message_id: str, error: str, *, for_good: bool) -> None:
    """Try again later; never again when it failed for good or too often."""
    with centre.begin(site) as work:
        row = work.messages.one_row(message_id)
        if row is None:
            return
        wait = min(FIRST_WAIT * 2 ** max(0, row.attempts - 1), LONGEST_WAIT)
        again = None if for_good or row.attempts >= TRIES else work.now + wait
        work.messages.not_sent(message_id, error[:ERROR_MOST], again)


def _letter(work: Work, row: MessageRow, public_url: str) -> Letter | None:
    body = row.body
    if row.link_id is not None:
        link = work.questions.link(row.link_id)
        if link is None or link.state != "open" or link.expires_at <= work.now:
            return None
        body = body.replace(LINK, f"{public_url.rstrip('/')}/fix/{token_of_link(work, link)}")
    return Letter(
        message_id=row.message_id, site_id=row.site_id, to_address=row.to_address, subject=row.subject, body=body
    )
