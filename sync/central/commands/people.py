"""`packbench central user ...`: who may use the order desk; passwords come from a prompt or stdin, never from argv."""

from __future__ import annotations

import argparse
from typing import Any, Final

from app.central.people.passwords import generate
from app.central.people.permissions import ROLES
from app.central.people.users import (
    NewUser,
    NotDone,
    add_user,
    change_password,
    change_role,
    revoke_sessions,
    sessions_of,
    set_active,
    users,
)
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong


def add_arguments(verbs: Any) -> None:
    what = verbs.add_parser("user", help="people of the order desk").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    what.add_parser("list", help="everybody, with role and site")
    adding = what.add_parser("add", help="somebody new; the password is asked for, or read from stdin")
    adding.add_argument("login")
    adding.add_argument("--name", default="", help="as pages show it (default: the login)")
    adding.add_argument("--email", default="")
    adding.add_argument("--role", required=True, choices=tuple(ROLES))
    adding.add_argument("--every-site", action="store_true", help="not only the site of --site")
    role = what.add_parser("role", help="give another role; sessions end")
    role.add_argument("login")
    role.add_argument("role", choices=tuple(ROLES))
    password = what.add_parser("password", help="set another password; sessions end, locks are lifted")
    password.add_argument("login")
    for one in (adding, password):
        one.add_argument("--generate", action="store_true", help="make a password and show it once")
    revoking = what.add_parser("revoke", aliases=["disable"], help="no more signing in; sessions end")
    for one in (revoking, what.add_parser("enable", help="may sign in again")):
        one.add_argument("login")
    sessions = what.add_parser("sessions", help="who is signed in where; or end sessions")
    sessions.add_argument("login")
    sessions.add_argument("--revoke", metavar="ID", default="", help="end this session, or `all`")


def user(hand: Hand, args: argparse.Namespace) -> int:
    return _WHAT[args.what](hand, args)


def _list(hand: Hand, args: argparse.Namespace) -> int:
    found = users(hand.centre)
    for one in found:
        state = "" if one.active else "  disabled"
        print(f"{one.login:24} {one.role:10} {one.site_id or 'every site':12} {one.name}{state}")
    print(f"{len(found)} users")
    return 0


def _add(hand: Hand, args: argparse.Namespace) -> int:
    site = "" if args.every_site else hand.site
    new = NewUser(login=args.login, name=args.name or args.login, email=args.email, role=args.role, site=site)
    password = _secret(hand, args)
    made = _done(hand.centre.do(add_user, hand.actor, new, password))
    print(f"user {made.login}: {made.role} at {made.site_id or 'every site'}")
    _show(args, password)
    return 0


def _role(hand: Hand, args: argparse.Namespace) -> int:
    made = _done(hand.centre.do(change_role, hand.actor, args.login, args.role))
    print(f"user {made.login}: {made.role}; sessions ended")
    return 0


def _password(hand: Hand, args: argparse.Namespace) -> int:
    password = _secret(hand, args)
    made = _done(hand.centre.do(change_password, hand.actor, args.login, password))
    print(f"user {made.login}: password changed; sessions ended")
    _show(args, password)
    return 0


def _active(hand: Hand, args: argparse.Namespace) -> int:
    made = _done(hand.centre.do(set_active, hand.actor, args.login, args.what == "enable"))
    print(f"user {made.login}: {'may sign in' if made.active else 'disabled; sessions ended'}")
    return 0


def _sessions(hand: Hand, args: argparse.Namespace) -> int:
    if args.revoke:
        one = "" if args.revoke == "all" else args.revoke
        print(f"{_done(hand.centre.do(revoke_sessions, hand.actor, args.login, one))} sessions ended")
        return 0
    found = sessions_of(hand.centre, args.login)
    for row in found:
        print(f"{row.session_id}  since {row.began_at:%Y-%m-%d %H:%M}Z, last used {row.seen_at:%Y-%m-%d %H:%M}Z")
    print(f"{len(found)} sessions")
    return 0


def _secret(hand: Hand, args: argparse.Namespace) -> str:
    return generate(hand.centre.random_bytes) if args.generate else hand.ask_secret(f"password of {args.login}: ")


def _show(args: argparse.Namespace, password: str) -> None:
    if args.generate:
        print(f"password, shown only now:\n{password}")


def _done(found: Any) -> Any:
    if isinstance(found, NotDone):
        raise Wrong(f"{found.field}: {found.why}")
    return found


_WHAT: Final[dict[str, Verb]] = {
    "list": _list,
    "add": _add,
    "role": _role,
    "password": _password,
    "revoke": _active,
    "disable": _active,
    "enable": _active,
    "sessions": _sessions,
}
VERBS: Final[dict[str, Verb]] = {"user": user}
