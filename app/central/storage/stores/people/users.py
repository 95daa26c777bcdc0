"""Users, their sessions, and the failed attempts to sign in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, text, update

from app.central.people.values import SessionRow, UserRow
from app.central.storage.schema.people import desk_session, desk_user, sign_in_attempt
from app.central.storage.stores.store import Store, columns

_U, _S, _A = desk_user.c, desk_session.c, sign_in_attempt.c
_FIRST = text(
    "INSERT INTO sign_in_attempt (login_sha256, failures, tried_at) VALUES (:login, 0, :now) "
    "ON CONFLICT (login_sha256) DO NOTHING"
).bindparams(bindparam("now", type_=_A.tried_at.type))


class Users(Store):
    def user(self, **by: str) -> UserRow | None:
        """The user with this `user_id` or `login`."""
        ((name, value),) = by.items()
        return self.one(columns(desk_user, UserRow).where(_U[name] == value), UserRow)

    def users(self) -> tuple[UserRow, ...]:
        return self.all(columns(desk_user, UserRow).order_by(_U.login), UserRow)

    def add(self, row: UserRow) -> None:
        self.connection.execute(insert(desk_user), _dict(row))

    def change(self, user_id: str, **values: Any) -> None:
        self.connection.execute(update(desk_user).where(_U.user_id == user_id).values(**values))

    # attempts

    def attempt(self, login_sha256: str, forgotten_after: timedelta) -> tuple[int, datetime | None]:
        """Count one more attempt, unless the login is locked: (failures so far with this one, locked until)."""
        self.connection.execute(delete(sign_in_attempt).where(_A.tried_at < self.now - forgotten_after))
        self.connection.execute(_FIRST, {"login": login_sha256, "now": self.now})
        open_now = _A.locked_until.is_(None) | (_A.locked_until <= self.now)
        mine = update(sign_in_attempt).where(_A.login_sha256 == login_sha256, open_now)
        counted = mine.values(failures=_A.failures + 1, tried_at=self.now).returning(_A.failures)
        failures = self.connection.execute(counted).scalar_one_or_none()
        if failures is not None:
            return int(failures), None
        found = select(_A.failures, _A.locked_until).where(_A.login_sha256 == login_sha256)
        row = self.connection.execute(found).one()
        return row.failures, row.locked_until

    def lock(self, login_sha256: str, until: datetime) -> None:
        mine = update(sign_in_attempt).where(_A.login_sha256 == login_sha256)
        self.connection.execute(mine.values(locked_until=until))

    def forgive(self, login_sha256: str) -> None:
        self.connection.execute(delete(sign_in_attempt).where(_A.login_sha256 == login_sha256))

    # sessions

    def begin_session(self, row: SessionRow) -> None:
        self.connection.execute(insert(desk_session), _dict(row))

    def session(self, token_sha256: str) -> SessionRow | None:
        return self.one(columns(desk_session, SessionRow).where(_S.token_sha256 == token_sha256), SessionRow)

    def sessions(self, user_id: str) -> tuple[SessionRow, ...]:
        """Sessions of a user nobody has ended, newest first; some may have run out."""
        found = columns(desk_session, SessionRow).where(_S.user_id == user_id, _S.revoked_at.is_(None))
        return self.all(found.order_by(_S.began_at.desc(), _S.session_id.desc()), SessionRow)

    def seen(self, session_id: str) -> None:
        mine = update(desk_session).where(_S.session_id == session_id, _S.seen_at < self.now)
        self.connection.execute(mine.values(seen_at=self.now))

    def end_sessions(self, why: str, *, user_id: str = "", session_id: str = "", spare: str = "") -> int:
        """End the live sessions of a user (but the one to `spare`), or one session; returns how many."""
        mine = update(desk_session).where(_S.revoked_at.is_(None), _S.session_id != spare)
        mine = mine.where(_S.session_id == session_id) if session_id else mine.where(_S.user_id == user_id)
        return int(self.connection.execute(mine.values(revoked_at=self.now, why=why)).rowcount)

    def forget_sessions(self, before: datetime) -> None:
        """Rows of sessions that ran out before a moment are of no use to anybody."""
        self.connection.execute(delete(desk_session).where(_S.ends_at < before))


def _dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
