"""Saying goodbye to an end point: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) on every answer of a route."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

from fastapi import Depends, Request
from fastapi.params import Depends as DependsParam


def goodbye(since: datetime, until: datetime, successor: str) -> DependsParam:
    """One of the `dependencies` of a route that goes away: announced since, gone after, and what to use instead."""
    headers = {
        "Deprecation": f"@{int(since.timestamp())}",
        "Sunset": format_datetime(until.astimezone(UTC), usegmt=True),
        "Link": f'<{successor}>; rel="successor-version"',
    }
    depends: DependsParam = Depends(_saying(headers))
    return depends


def _saying(headers: dict[str, str]) -> Callable[[Request], None]:
    def say(request: Request) -> None:
        request.scope.setdefault("state", {}).setdefault("headers", {}).update(headers)

    return say
