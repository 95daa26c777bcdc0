"""Links of customers: signed with the site's secret, stored as a hash, and made again whenever one has to be shown."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from app.central.centre import Centre
from app.central.details.values import LinkRow
from app.central.storage.unit import Work

SECRET_BYTES: Final = 32
TOKEN_LENGTH: Final = 43
"""256 bits in URL-safe base64 (RFC 4648, 5) without padding."""


def ensure_secret(centre: Centre, site: str) -> bool:
    """Give a site the secret that signs its links; True when it had none. A new secret would end every link."""
    with centre.begin(site) as work:
        if work.details.secret() is not None:
            return False
        work.details.put_secret(centre.random_bytes(SECRET_BYTES))
        return True


def token_of(secret: bytes, link_id: str, order_id: str, expires_s: int) -> str:
    """Nobody can guess it without the secret, and it is good for this link, this order and this end only."""
    signed = f"fix|{link_id}|{order_id}|{expires_s}".encode()
    return base64.urlsafe_b64encode(hmac.digest(secret, signed, "sha256")).decode().rstrip("=")


def digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def rotate_secret(centre: Centre, site: str, *, end_links: bool) -> datetime | None:
    """Sign new links with a new secret; when the last link of the old one ends, or None when none answers any more.

    `end_links` ends every link made so far: for a secret that got into the wrong hands.
    """
    with centre.begin(site) as work:
        old, new = work.details.secret(), centre.random_bytes(SECRET_BYTES)
        if old is None:
            work.details.put_secret(new)
            return None
        last = None if end_links else work.questions.last_end()
        assert work.details.replace_secret(old, new, work.new_id(), last or work.now), "one verb at a time at a site"
        if end_links:
            work.details.end_former_secrets()
        return last


def token_of_link(work: Work, link: LinkRow) -> str:
    """The token of a link of this site; "" when the site has no secret (any more) that made it."""
    for secret in work.details.secrets():
        token = token_of(secret, link.link_id, link.order_id, int(link.expires_at.timestamp()))
        if hmac.compare_digest(digest(token), link.token_sha256):
            return token
    return ""


def is_signed(work: Work, link: LinkRow, token: str) -> bool:
    """The token was made with a secret of this site that is still good."""
    made = token_of_link(work, link)
    return bool(made) and hmac.compare_digest(made.encode(), token.encode(errors="surrogatepass"))


def make_link(work: Work, order_id: str, language: str, days: int) -> LinkRow | None:
    """A new link for the order; the older ones die. None when the site has no secret yet (see ensure_secret)."""
    secret = work.details.secret()
    if secret is None:
        return None
    link_id, expires_at = work.new_id(), work.now + timedelta(days=days)
    row = LinkRow(
        link_id=link_id,
        site_id=work.site,
        order_id=order_id,
        token_sha256=digest(token_of(secret, link_id, order_id, int(expires_at.timestamp()))),
        language=language,
        state="open",
        made_at=work.now,
        expires_at=expires_at,
        opened_at=None,
        closed_at=None,
    )
    work.questions.close_links(order_id, "replaced")
    work.questions.make_link(row)
    return row
