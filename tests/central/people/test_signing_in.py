"""Signing in: one answer for every wrong way, locks that grow, sessions that end, and nothing secret stored."""

from datetime import timedelta

import pytest

from app.central.people.actors import on_the_command_line
from app.central.people.passwords import Weak, generate, good_password, hash_password, outdated, weakness
from app.central.people.signing_in import (
    FIRST_LOCK,
    FREE_FAILURES,
    Denied,
    Refused,
    Session,
    csrf_good,
    csrf_of,
    digest,
    session_of,
    sign_in,
    sign_out,
)
from app.central.people.users import (
    Hashed,
    NewUser,
    NotDone,
    add_user,
    change_password,
    change_role,
    hashed,
    revoke_sessions,
    sessions_of,
    set_active,
)
from tests.central.house import SITE, House

BOSS = on_the_command_line("tests")
PASSWORD = "violet kettle 42"


def hire(house: House, login: str = "amina", role: str = "clerk", site: str = SITE) -> None:
    new = NewUser(login=login, name="Amina", email="amina@example.com", role=role, site=site)
    made = house.centre.do(add_user, BOSS, new, PASSWORD)
    assert not isinstance(made, NotDone), made


def enter(house: House, login: str = "amina", password: str = PASSWORD) -> Session:
    session = sign_in(house.centre, login, password)
    assert isinstance(session, Session), session
    return session


def test_a_user_signs_in_and_the_session_says_who_and_what_they_may(house: House) -> None:
    hire(house)
    session = enter(house, " Amina ")
    assert (session.login, session.role, session.site) == ("amina", "clerk", SITE)
    assert session.actor.may("order.enter")
    assert not session.actor.may("stock.adjust")
    assert session_of(house.centre, session.token) == session
    assert session_of(house.centre, "") is None
    assert session_of(house.centre, session.token + "0") is None
    with house.centre.read() as work:
        row = work.users.session(digest(session.token))
        user = work.users.user(login="amina")
    assert row is not None
    assert user is not None
    assert session.token not in repr((row, user, session))
    assert user.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_unknown_wrong_and_disabled_get_the_same_answer(house: House) -> None:
    hire(house)
    hire(house, "bo")
    house.centre.do(set_active, BOSS, "bo", False)
    tried = [
        sign_in(house.centre, *pair) for pair in (("amina", "x"), ("bo", PASSWORD), ("nobody", ""), ("a\x00", "\ud800"))
    ]
    assert tried == [Refused(Denied.WRONG)] * 4


@pytest.mark.parametrize("login", ["amina", "nobody"])
def test_failures_lock_a_login_known_or_not_and_each_lock_is_longer(house: House, login: str) -> None:
    hire(house)
    for _ in range(FREE_FAILURES):
        assert sign_in(house.centre, login, "wrong") == Refused(Denied.WRONG)
    waits = []
    for _ in range(3):
        refused = sign_in(house.centre, login, PASSWORD)
        assert isinstance(refused, Refused)
        assert refused.why is Denied.LOCKED
        waits.append(refused.wait_s)
        house.clock.move(timedelta(seconds=refused.wait_s))
        assert sign_in(house.centre, login, "wrong") == Refused(Denied.WRONG)
    assert waits == [61, 121, 241]
    assert timedelta(minutes=1) == FIRST_LOCK


def test_a_lock_ends_and_a_good_password_forgives(house: House) -> None:
    hire(house)
    for _ in range(FREE_FAILURES):
        sign_in(house.centre, "amina", "wrong")
    house.clock.move(FIRST_LOCK)
    enter(house)
    for _ in range(FREE_FAILURES - 1):
        sign_in(house.centre, "amina", "wrong")
    enter(house)


def test_a_session_ends_by_idling_by_age_and_by_signing_out(house: House) -> None:
    hire(house)
    idle, used, left = enter(house), enter(house), enter(house)
    sign_out_of = house.centre.do
    sign_out_of(sign_out, left)
    assert session_of(house.centre, left.token) is None
    for _ in range(4):
        house.clock.move(timedelta(hours=5, minutes=59))
        assert session_of(house.centre, used.token) is not None
    assert session_of(house.centre, idle.token) is None
    house.clock.move(timedelta(minutes=5))
    assert session_of(house.centre, used.token) is None


@pytest.mark.parametrize("what", ["password", "role", "disabled", "revoked"])
def test_what_weakens_trust_ends_every_session(house: House, what: str) -> None:
    hire(house)
    session = enter(house)
    assert [row.session_id for row in sessions_of(house.centre, "amina")] == [session.session_id]
    if what == "password":
        house.centre.do(change_password, BOSS, "amina", "another kettle 43")
    elif what == "role":
        house.centre.do(change_role, BOSS, "amina", "auditor")
    elif what == "disabled":
        house.centre.do(set_active, BOSS, "amina", False)
    else:
        assert house.centre.do(revoke_sessions, BOSS, "amina", session.session_id) == 1
    assert session_of(house.centre, session.token) is None
    assert sessions_of(house.centre, "amina") == ()


def test_who_changes_their_own_password_stays_signed_in_here_and_nowhere_else(house: House) -> None:
    hire(house)
    here, there = enter(house), enter(house)
    house.centre.do(change_password, here.actor, "amina", "another kettle 43", here.session_id)
    assert session_of(house.centre, here.token) is not None
    assert session_of(house.centre, there.token) is None
    assert sign_in(house.centre, "amina", PASSWORD) == Refused(Denied.WRONG)


def test_the_last_manager_can_not_be_lost(house: House) -> None:
    hire(house, "chief", "manager", "")
    for verb, words in ((change_role, "auditor"), (set_active, False)):
        refused = house.centre.do(verb, BOSS, "chief", words)  # type: ignore[arg-type]
        assert isinstance(refused, NotDone)
        assert "last active manager" in refused.why
    hire(house, "second", "manager", "")
    assert not isinstance(house.centre.do(change_role, BOSS, "chief", "auditor"), NotDone)


def test_a_csrf_token_belongs_to_one_session(house: House) -> None:
    hire(house)
    mine, other = enter(house), enter(house)
    assert csrf_good(mine, csrf_of(mine))
    assert not csrf_good(mine, csrf_of(other))
    assert not csrf_good(mine, "")
    assert not csrf_good(mine, "\ud800")
    assert mine.token not in csrf_of(mine)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "a b"}, "login"), ({"login": ""}, "login"), ({"name": " "}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "\ud800"}, "name"), ({"email": "nobody"}, "email"), ({"role": "king"}, "role"),
        ({"site": "X"}, "site"),
    ],
)  # fmt: skip
def test_a_wrong_field_of_a_user_is_named(house: House, changes: dict[str, str], field: str) -> None:
    good = {"login": "bo", "name": "Bo", "email": "", "role": "clerk", "site": SITE}
    refused = house.centre.do(add_user, BOSS, NewUser(**{**good, **changes}), PASSWORD)
    assert isinstance(refused, NotDone)
    assert refused.field == field
    hire(house)
    again = house.centre.do(add_user, BOSS, NewUser(**{**good, "login": "AMINA"}), PASSWORD)
    assert isinstance(again, NotDone)


def test_weak_passwords_are_refused_with_the_reason() -> None:
    assert weakness("short", "amina") is Weak.SHORT
    assert weakness("x" * 201, "amina") is Weak.LONG
    assert weakness("amina.schaefer", "amina.schaefer") is Weak.LOGIN
    assert weakness("amina.schaefer1", "amina.schaefer") is Weak.LOGIN
    assert weakness("Password1234", "amina") is Weak.KNOWN
    assert weakness("abababababab", "amina") is Weak.FEW
    assert weakness(PASSWORD, "amina") is None


def test_hashes_are_renewed_when_the_parameters_grow_and_forms_of_typing_are_one(house: House) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    hire(house)
    with house.centre.read() as work:
        user = work.users.user(login="amina")
    assert user is not None
    assert outdated(old)
    house.centre.do(lambda centre: _store(centre, user.user_id, old))
    enter(house)
    with house.centre.read() as work:
        renewed = work.users.user(login="amina")
    assert renewed is not None
    assert not outdated(renewed.password)
    enter(house)
    stored = hash_password("Zo\u00eb's kettle", b"s" * 16)
    assert good_password(stored, "Zoe\u0308's kettle")
    assert not good_password("", "nobody has this password")
    assert not good_password("rubbish", PASSWORD)


def _store(centre: object, user_id: str, password: str) -> None:
    with centre.begin("") as work:  # type: ignore[attr-defined]
        work.users.change(user_id, password=password)


def test_generated_passwords_differ_and_are_good(house: House) -> None:
    made = {generate(house.centre.random_bytes) for _ in range(20)}
    assert len(made) == 20
    assert all(weakness(one, "amina") is None for one in made)


def test_a_password_is_hashed_before_the_verb_is_asked_for(house: House) -> None:
    hire(house)
    secret = hashed(house.centre, " AMINA ", "another kettle 43")
    assert isinstance(secret, Hashed)
    assert "argon2" not in repr(secret)
    assert not isinstance(house.centre.do(change_password, BOSS, "Amina", secret), NotDone)
    assert enter(house, password="another kettle 43").login == "amina"
    assert hashed(house.centre, "amina", "short") == NotDone("password", Weak.SHORT.value)
