"""Users of the order desk: added, changed, disabled; whatever weakens trust in a session ends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from app.central.centre import Centre
from app.central.details.reaching import tidy_email
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.people.passwords import hash_password, weakness
from app.central.people.permissions import ROLES
from app.central.people.signing_in import alive, digest
from app.central.people.values import LOGIN, SessionRow, UserRow
from app.central.storage.unit import Work

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """`site` "" is every site."""

    login: str
    name: str
    email: str
    role: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing was changed: the field that is wrong, and why in words."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password that was good enough for this login, as it is stored."""

    login: str
    stored: str = field(repr=False)


def hashed(centre: Centre, login: str, password: str) -> Hashed | NotDone:
    """Judge and hash a password: 30 ms of work, which a server does on a reading thread before it asks for the verb."""
    name = login.strip().lower()
    weak = weakness(password, name)
    if weak is not None:
        return NotDone("password", weak.value)
    return Hashed(name, hash_password(password, centre.random_bytes(16)))


def add_user(centre: Centre, actor: Actor, new: NewUser, password: str | Hashed) -> UserRow | NotDone:
    """Add a user who may sign in at once; `password` is best handed over as `hashed` makes it."""
    login = new.login.strip().lower()
    wrong = _wrong(new, login)
    if wrong is not None:
        return wrong
    secret = _as_hashed(centre, login, password)
    if isinstance(secret, NotDone):
        return secret
    with centre.begin(new.site) as work:
        if work.users.user(login=login) is not None:
            return NotDone("login", f"there is a user {login!r} already")
        if new.site and new.site not in work.sites():
            return NotDone("site", f"there is no site {new.site!r}")
        row = UserRow(
            user_id=work.new_id(),
            site_id=new.site or None,
            login=login,
            name=new.name.strip(),
            email=new.email.strip(),
            role=new.role,
            password=secret.stored,
            active=1,
            created_at=work.now,
            password_at=work.now,
        )
        work.users.add(row)
        record(work, actor, "user.add", _subject(row), {"login": login, "role": new.role, "site": new.site})
        return row


def change_role(centre: Centre, actor: Actor, login: str, role: str) -> UserRow | NotDone:
    """Give a user another role; their sessions end."""
    if role not in ROLES:
        return NotDone("role", f"no role {role!r}; one of {', '.join(ROLES)}")
    return _change(centre, actor, login, "user.role", {"role": role}, role=role)


def choose_language(centre: Centre, actor: Actor, user_id: str, language: str) -> None:
    """The language somebody reads the pages in, from now on."""
    with centre.begin(actor.site) as work:
        work.users.change(user_id, language=language)
        record(work, actor, "user.language", Subject("user", user_id), {"language": language})


def change_password(
    centre: Centre, actor: Actor, login: str, password: str | Hashed, spare_session: str = ""
) -> UserRow | NotDone:
    """Give a user another password (best as `hashed` makes it); their sessions end, but `spare_session`, which asked.

    Locks are lifted.
    """
    secret = _as_hashed(centre, login, password)
    if isinstance(secret, NotDone):
        return secret
    changed = {"password": secret.stored, "password_at": centre.now()}
    return _change(centre, actor, login, "user.password", {}, spare_session, **changed)


def set_active(centre: Centre, actor: Actor, login: str, active: bool) -> UserRow | NotDone:
    """Let a user sign in, or no more; the sessions of a disabled one end."""
    return _change(centre, actor, login, "user.enable" if active else "user.disable", {}, active=int(active))


def users(centre: Centre) -> tuple[UserRow, ...]:
    with centre.read() as work:
        return work.users.users()


def managed_by(actor: Actor, user: UserRow) -> bool:
    """True when this manager's site is the user's own; who manages every site manages everybody."""
    return actor.site in ("", user.site_id)


def user_named(centre: Centre, login: str) -> UserRow | None:
    with centre.read() as work:
        return work.users.user(login=login.strip().lower())


def sessions_of(centre: Centre, login: str) -> tuple[SessionRow, ...]:
    """Live sessions of a user, newest first."""
    with centre.read() as work:
        user = work.users.user(login=login.strip().lower())
        rows = () if user is None else work.users.sessions(user.user_id)
        return tuple(row for row in rows if alive(row, work.now))


def revoke_sessions(centre: Centre, actor: Actor, login: str, session_id: str = "") -> int | NotDone:
    """End one session of a user, or all of them; returns how many were ended."""
    with centre.begin("") as work:
        user = work.users.user(login=login.strip().lower())
        if user is None:
            return _unknown(login)
        mine = {row.session_id for row in work.users.sessions(user.user_id)}
        if session_id and session_id not in mine:
            return NotDone("session", f"{login} has no session {session_id!r}")
        ended = work.users.end_sessions("revoked", user_id=user.user_id, session_id=session_id)
        if ended:
            record(work, actor, "session.revoke", _subject(user), {"sessions": ended})
        return ended


def _change(
    centre: Centre, actor: Actor, login: str, action: str, details: dict[str, Any], spare: str = "", **values: Any
) -> UserRow | NotDone:
    with centre.begin("") as work:
        user = work.users.user(login=login.strip().lower())
        if user is None:
            return _unknown(login)
        if _last_manager(work, user, values):
            return NotDone("login", f"{user.login} is the last active manager: make another one first")
        work.users.change(user.user_id, **values)
        work.users.end_sessions(action, user_id=user.user_id, spare=spare)
        work.users.forgive(digest(user.login))
        record(work, actor, action, _subject(user), details)
        changed = work.users.user(user_id=user.user_id)
        assert changed is not None
        return changed


def _last_manager(work: Work, user: UserRow, values: dict[str, Any]) -> bool:
    """Without a manager nobody could manage users in the browser any more."""
    stays = values.get("role", user.role) == "manager" and values.get("active", user.active)
    if stays or user.role != "manager" or not user.active:
        return False
    return not any(
        one.role == "manager" and one.active and one.site_id is None
        for one in work.users.users()
        if one.user_id != user.user_id
    )


def _wrong(new: NewUser, login: str) -> NotDone | None:
    if not LOGIN.fullmatch(login):
        return NotDone("login", "2 to 80 letters, digits or . _ @ + -, beginning with a letter or digit")
    if not new.name.strip() or len(new.name) > 200 or _CONTROLS.search(new.name):
        return NotDone("name", "1 to 200 characters without control characters")
    if new.role not in ROLES:
        return NotDone("role", f"no role {new.role!r}; one of {', '.join(ROLES)}")
    if new.email.strip():
        _, wrong = tidy_email(new.email)
        if wrong:
            return NotDone("email", wrong)
    return None


def _as_hashed(centre: Centre, login: str, password: str | Hashed) -> Hashed | NotDone:
    if isinstance(password, str):
        return hashed(centre, login, password)
    assert password.login == login.strip().lower(), "a password was judged for another login"
    return password


def _subject(user: UserRow) -> Subject:
    return Subject("user", user.user_id)


def _unknown(login: str) -> NotDone:
    return NotDone("login", f"there is no user {login!r}")
