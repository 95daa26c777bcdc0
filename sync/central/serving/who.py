"""Who asks, and whether they may: a program by its key, a person by their session; each counted, each at a site."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from fastapi import Request

from app.central.people.actors import Actor
from app.central.people.keys import KeyOwner, owner_of_key
from app.central.people.signing_in import COOKIE, Session, csrf_good, digest, session_of
from app.central.values import ChannelRow
from sync.central.serving.bounds.attempts import network_of
from sync.central.serving.bounds.rates import Rate
from sync.central.serving.desk import Desk
from sync.central.serving.refusals.problems import Refusal, request_id

KEY_BELIEVED_S: Final = 5.0
"""A key is believed this long, so that not every order asks for it anew; a revoked one works no longer than that."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER_CSRF: Final = "X-CSRF-Token"


async def require(desk: Desk, request: Request, permission: str) -> Actor:
    """Who asks, if they may do this. Raises Refusal (401, 403, 429)."""
    actor = await _actor(desk, request)
    allow(actor, permission)
    return actor


async def require_channel(desk: Desk, request: Request, permission: str) -> ChannelRow:
    """The channel that asks, if it may do this: the hot path, without a query while its key is believed."""
    owner = await _owner(desk, request)
    if owner.channel is None:
        raise Refusal(403, "permission", "only a channel's key may do this", f"{owner.actor.kind}: {owner.actor.name}")
    allow(owner.actor, permission)
    return owner.channel


def allow(actor: Actor, permission: str) -> None:
    """Raises Refusal when the actor may not do this."""
    if not actor.may(permission):
        raise Refusal(403, "permission", "who asks may not do this", f"needs {permission}")


def at_site(actor: Actor, site: str) -> None:
    """Raises Refusal when a site is none of the actor's."""
    if not actor.at(site):
        raise Refusal(403, "site", "who asks belongs to another site", field="site")


async def _actor(desk: Desk, request: Request) -> Actor:
    if "authorization" in request.headers:
        found = (await _owner(desk, request)).actor
    else:
        found = (await _session(desk, request)).actor
    return replace(found, request_id=request_id(request))


async def _owner(desk: Desk, request: Request) -> KeyOwner:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    sha256 = digest(key.strip())
    known = desk.owners.get(sha256)
    if known is not None and desk.monotonic() - known[1] < KEY_BELIEVED_S and scheme.lower() == "bearer":
        owner = known[0]
    else:
        owner = await _ask_for_key(desk, request, scheme, sha256)
    buckets = desk.buckets.channel if owner.channel is not None else desk.buckets.client
    _count(request, buckets.take(owner.actor.id))
    request.scope["state"]["actor"] = owner.actor
    return owner


async def _ask_for_key(desk: Desk, request: Request, scheme: str, sha256: str) -> KeyOwner:
    _stranger_may_ask(desk, request)
    owner = await desk.read(owner_of_key, sha256) if scheme.lower() == "bearer" else None
    if owner is None:
        desk.owners.pop(sha256, None)
        _count(request, desk.buckets.stranger.take(_address(request)))
        raise Refusal(401, "key", "the key is missing or not good", "send Authorization: Bearer KEY")
    desk.owners[sha256] = (owner, desk.monotonic())
    return owner


async def _session(desk: Desk, request: Request) -> Session:
    secure = request.url.scheme == "https"  # there only a cookie that no other host can set counts
    token = request.cookies.get(f"__Host-{COOKIE}" if secure else COOKIE, "")
    session = None
    if token:
        _stranger_may_ask(desk, request)
        session = await desk.read(session_of, token)
    if session is None:
        _count(request, desk.buckets.stranger.take(_address(request)))
        raise Refusal(401, "session", "nobody is signed in", "sign in, or send Authorization: Bearer KEY")
    if request.method not in SAFE and not csrf_good(session, request.headers.get(HEADER_CSRF, "")):
        raise Refusal(403, "csrf", "the request does not come from a page of this session", f"send {HEADER_CSRF}")
    _count(request, desk.buckets.user.take(session.user_id))
    request.scope["state"]["actor"] = session.actor
    return session


def _stranger_may_ask(desk: Desk, request: Request) -> None:
    """Who guessed too often is not even looked up."""
    rate = desk.buckets.stranger.look(_address(request))
    if rate.wait_s:
        _count(request, rate)


def _count(request: Request, rate: Rate) -> None:
    state: dict[str, Any] = request.scope.setdefault("state", {})
    state["rate"] = rate
    if rate.wait_s:
        raise Refusal(429, "too_many", "too many requests", f"wait {rate.wait_s} s", retry_after_s=rate.wait_s)


def _address(request: Request) -> str:
    return network_of(request.client.host if request.client else "")
