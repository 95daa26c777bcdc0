"""Queries read strictly: a parameter that a route does not declare, or that stands twice, is refused by its name."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from app.domain.money import shown
from sync.central.serving.refusals.problems import Refusal
from sync.protocol import WrongField

NAME_MOST = 80


def declared(route: APIRoute) -> tuple[str, ...]:
    """The query parameters of a route, from the very signature that reads them and that the document shows."""
    return tuple(field.alias for field in route.dependant.query_params)


def check_query(request: Request, names: tuple[str, ...]) -> None:
    """What is mistyped would filter nothing, and what stands twice means two things. Raises Refusal (400)."""
    counts: dict[str, int] = {}
    for name, _ in request.query_params.multi_items():
        counts[name] = counts.get(name, 0) + 1
    there = f"there is {', '.join(names)}" if names else "there are none here"
    wrong = [
        WrongField(
            field=name[:NAME_MOST] or "?",
            detail=f"no parameter {shown(name)}: {there}" if name not in names else "it stands twice in the query",
        )
        for name, count in counts.items()
        if name not in names or count > 1
    ]
    if wrong:
        raise Refusal(400, "parameter", "a query parameter is wrong", wrong[0].detail, errors=wrong[:50])
