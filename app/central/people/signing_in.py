"""Signing in and out: attempts counted before they are judged, sessions of which only the hash is stored."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.people.passwords import good_password, hash_password, outdated
from app.central.people.permissions import ROLES
from app.central.people.values import LOGIN, SessionRow, UserRow
from app.central.storage.unit import Work

IDLE: Final = timedelta(hours=8)
LONGEST: Final = timedelta(hours=24)
SEEN_EVERY: Final = timedelta(minutes=5)
"""A session's last use is written no more often than this."""
FREE_FAILURES: Final = 5
FIRST_LOCK: Final = timedelta(minutes=1)
LONGEST_LOCK: Final = timedelta(hours=1)
FORGOTTEN: Final = timedelta(days=1)
TOKEN_BYTES: Final = 32
COOKIE: Final = "packbench_session"
"""The cookie that carries a token; over https its name begins with `__Host-`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person signed in; `token` is what the cookie carries and nothing stores, `language` that of their pages."""

    session_id: str
    user_id: str
    login: str
    name: str
    role: str
    site: str
    ends_at: datetime
    token: str = field(repr=False)
    language: str = "en"

    @property
    def actor(self) -> Actor:
        return Actor(kind="user", id=self.user_id, name=self.login, site=self.site, permissions=ROLES[self.role])


class Denied(StrEnum):
    """One answer for an unknown login, a wrong password and a disabled user: it tells nothing."""

    WRONG = "the login or the password is wrong"
    LOCKED = "too many failed attempts: wait a while"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody was signed in; `wait_s` whole seconds until another attempt is judged."""

    why: Denied
    wait_s: int = 0


def sign_in(centre: Centre, login: str, password: str) -> Session | Refused:
    """Begin a session. Hashing takes a while: it runs on a reading thread, `await doors.read(sign_in, ...)`."""
    name = login.strip().lower()
    locked = centre.do(_count_attempt, name)
    if locked is not None:
        return Refused(Denied.LOCKED, max(1, int((locked - centre.now()).total_seconds()) + 1))
    with centre.read() as work:
        user = work.users.user(login=name) if LOGIN.fullmatch(name) else None
    if not good_password(user.password if user is not None else "", password) or user is None or not user.active:
        return Refused(Denied.WRONG)
    renewed = hash_password(password, centre.random_bytes(16)) if outdated(user.password) else ""
    return centre.do(_begin, user, centre.random_bytes(TOKEN_BYTES).hex(), renewed)


def confirm_password(centre: Centre, session: Session, password: str) -> Refused | None:
    """None when who is signed in knows the password; attempts are counted as at the sign-in. On a reading thread."""
    locked = centre.do(_count_attempt, session.login)
    if locked is not None:
        return Refused(Denied.LOCKED, max(1, int((locked - centre.now()).total_seconds()) + 1))
    with centre.read() as work:
        user = work.users.user(user_id=session.user_id)
    if user is None or not good_password(user.password, password):
        return Refused(Denied.WRONG)
    centre.do(_forgive, session.login)
    return None


def session_of(centre: Centre, token: str) -> Session | None:
    """The live session with this token; None when there is none, or it ended. Runs on a reading thread."""
    if not token:
        return None
    with centre.read() as work:
        row = work.users.session(digest(token))
        user = work.users.user(user_id=row.user_id) if row is not None else None
        now = work.now
    if row is None or user is None or not user.active or not alive(row, now):
        return None
    if now - row.seen_at >= SEEN_EVERY:
        centre.do(_seen, row.session_id)
    return _session(row, user, token)


def sign_out(centre: Centre, session: Session) -> None:
    """End this session."""
    with centre.begin(session.site) as work:
        if work.users.end_sessions("signed out", session_id=session.session_id):
            record(work, session.actor, "session.end", Subject("user", session.user_id))


def csrf_of(session: Session) -> str:
    """What every unsafe request of this session has to carry beside its cookie (hex, 64 characters)."""
    return hmac.new(session.token.encode(), b"packbench csrf 1", hashlib.sha256).hexdigest()


def csrf_good(session: Session, given: str) -> bool:
    return hmac.compare_digest(csrf_of(session).encode(), given.encode("utf-8", "replace"))


def alive(row: SessionRow, now: datetime) -> bool:
    """True while a session was not ended, is younger than a day, and was used in the last eight hours."""
    return row.revoked_at is None and now < row.ends_at and now - row.seen_at < IDLE


def digest(secret: str) -> str:
    """What is stored of a token or of a key: they are random, so that a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _count_attempt(centre: Centre, login: str) -> datetime | None:
    """Count before judging, so that many attempts at once gain nothing; until when the login is locked, or None."""
    with centre.begin("") as work:
        key = digest(login)
        failures, until = work.users.attempt(key, FORGOTTEN)
        if until is not None:
            return until
        if failures >= FREE_FAILURES:
            work.users.lock(key, work.now + _lock(failures))
        return None


def _forgive(centre: Centre, login: str) -> None:
    with centre.begin("") as work:
        work.users.forgive(digest(login))


def _lock(failures: int) -> timedelta:
    """A minute after the fifth failure, then twice as long each time, an hour at most."""
    return min(LONGEST_LOCK, FIRST_LOCK * (1 << min(failures - FREE_FAILURES, 10)))


def _begin(centre: Centre, user: UserRow, token: str, renewed: str) -> Session | Refused:
    """The password was right: unless the user was changed in between, forgive the failures and begin."""
    with centre.begin(user.site_id or "") as work:
        now_row = work.users.user(user_id=user.user_id)
        if now_row != user:
            return Refused(Denied.WRONG)
        work.users.forgive(digest(user.login))
        work.users.forget_sessions(work.now - LONGEST)
        if renewed:
            work.users.change(user.user_id, password=renewed)
        row = _new_row(work, user, token)
        work.users.begin_session(row)
        session = _session(row, user, token)
        record(work, session.actor, "session.begin", Subject("user", user.user_id))
        return session


def _new_row(work: Work, user: UserRow, token: str) -> SessionRow:
    return SessionRow(
        session_id=work.new_id(),
        site_id=user.site_id,
        user_id=user.user_id,
        token_sha256=digest(token),
        began_at=work.now,
        seen_at=work.now,
        ends_at=work.now + LONGEST,
        revoked_at=None,
        why="",
    )


def _seen(centre: Centre, session_id: str) -> None:
    with centre.begin("") as work:
        work.users.seen(session_id)


def _session(row: SessionRow, user: UserRow, token: str) -> Session:
    return Session(
        session_id=row.session_id,
        user_id=user.user_id,
        login=user.login,
        name=user.name,
        role=user.role,
        site=user.site_id or "",
        ends_at=row.ends_at,
        token=token,
        language=user.language,
    )
