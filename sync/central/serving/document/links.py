"""Where an answer leads: OpenAPI links from what was made or listed to what can be done with it next."""

from __future__ import annotations

from typing import Any, Final

_Link = tuple[str, str, dict[str, str], dict[str, Any]]
"""Name, the end point it leads to, where its parameters come from, and where fields of its body come from."""

_MADE: Final = {"order_id": "$response.body#/id"}
_ASKED: Final = {"order_id": "$request.path.order_id"}
_LISTED: Final = {"order_id": "$response.body#/orders/0/id"}
_HOLD: Final = {"hold_id": "$response.body#/id"}
_TASK: Final = {"task_id": "$response.body#/id"}
_FIRST: Final = {"task_id": "$response.body#/tasks/0/id"}
_KEPT: Final = {"reservation_id": "$response.body#/id"}
_ORDER: Final = "/v1/orders/{order_id}"
_ONE_TASK: Final = "/v1/tasks/{task_id}"
_PROPOSAL: Final = "/v1/supply/proposals/{proposal_id}"
_PURCHASE: Final = "/v1/purchases/{purchase_id}"


def _of_order(where: dict[str, str]) -> tuple[_Link, ...]:
    return (
        ("order", "GET /v1/orders/{order_id}", where, {}),
        ("holds", f"GET {_ORDER}/holds", where, {}),
        ("hold", f"POST {_ORDER}/holds", where, {}),
        ("payment", f"POST {_ORDER}/payments", where, {}),
        ("cancel", f"POST {_ORDER}/cancel", where, {}),
    )


def _of_task(where: dict[str, str]) -> tuple[_Link, ...]:
    verbs = ("claim", "fail", "pause", "resume", "pin", "assign", "priority")
    return (
        ("task", f"GET {_ONE_TASK}", where, {}),
        ("why", f"GET {_ONE_TASK}/why", where, {}),
        *((verb, f"POST {_ONE_TASK}/{verb}", where, {}) for verb in verbs),
    )


def _of_proposal(where: str) -> tuple[_Link, ...]:
    named = {"proposal_id": where}
    return (
        ("proposal", f"GET {_PROPOSAL}", named, {}),
        ("change", f"POST {_PROPOSAL}/change", named, {}),
        ("reject", f"POST {_PROPOSAL}/reject", named, {}),
        ("approve", "POST /v1/supply/approve", {}, {"proposals": [where]}),
    )


def _of_purchase(where: str) -> tuple[_Link, ...]:
    named = {"purchase_id": where}
    return (
        ("purchase", f"GET {_PURCHASE}", named, {}),
        ("export", f"GET {_PURCHASE}/export", named, {}),
        *((verb, f"POST {_PURCHASE}/{verb}", named, {}) for verb in ("receipts", "expect", "close")),
    )


LINKS: Final[dict[tuple[str, str], tuple[_Link, ...]]] = {
    ("POST /v1/orders", "201"): _of_order(_MADE),
    ("POST /v1/orders", "200"): _of_order(_MADE),
    ("GET /v1/orders", "200"): (
        *_of_order(_LISTED),
        ("next", "GET /v1/orders", {"cursor": "$response.body#/next"}, {}),
    ),
    ("GET /v1/orders/{order_id}", "200"): _of_order(_MADE),
    (f"POST {_ORDER}/holds", "201"): (
        ("release", "POST /v1/holds/{hold_id}/release", _HOLD, {}),
        ("cancel", f"POST {_ORDER}/cancel", _ASKED, {}),
    ),
    (f"GET {_ORDER}/holds", "200"): (
        ("release", "POST /v1/holds/{hold_id}/release", {"hold_id": "$response.body#/holds/0/id"}, {}),
    ),
    ("POST /v1/holds/{hold_id}/release", "200"): (
        ("again", "POST /v1/holds/{hold_id}/release", {"hold_id": "$request.path.hold_id"}, {}),
    ),
    (f"POST {_ORDER}/payments", "201"): _of_order(_ASKED),
    (f"POST {_ORDER}/cancel", "200"): _of_order(_ASKED),
    ("GET /v1/tasks", "200"): (*_of_task(_FIRST), ("next", "GET /v1/tasks", {"cursor": "$response.body#/next"}, {})),
    (f"POST {_ONE_TASK}/claim", "200"): (
        ("done", f"POST {_ONE_TASK}/done", _TASK, {"fence": "$response.body#/fence"}),
        *_of_task(_TASK),
    ),
    (f"POST {_ONE_TASK}/pause", "200"): _of_task(_TASK),
    (f"POST {_ONE_TASK}/fail", "200"): _of_task(_TASK),
    ("POST /v1/reservations", "201"): (
        ("reservation", "GET /v1/reservations/{reservation_id}", _KEPT, {}),
        ("release", "DELETE /v1/reservations/{reservation_id}", _KEPT, {}),
        ("order", "POST /v1/orders", {}, {"reservation": "$response.body#/id"}),
    ),
    ("GET /v1/supply/proposals", "200"): (
        *_of_proposal("$response.body#/proposals/0/id"),
        ("next", "GET /v1/supply/proposals", {"cursor": "$response.body#/next"}, {}),
    ),
    (f"GET {_PROPOSAL}", "200"): _of_proposal("$response.body#/id"),
    (f"POST {_PROPOSAL}/change", "200"): _of_proposal("$response.body#/id"),
    (f"POST {_PROPOSAL}/reject", "200"): _of_proposal("$response.body#/id")[:1],
    ("POST /v1/supply/approve", "200"): _of_purchase("$response.body#/purchases/0/id"),
    ("GET /v1/purchases", "200"): (
        *_of_purchase("$response.body#/purchases/0/id"),
        ("next", "GET /v1/purchases", {"cursor": "$response.body#/next"}, {}),
    ),
    (f"GET {_PURCHASE}", "200"): _of_purchase("$response.body#/purchase/id"),
    (f"POST {_PURCHASE}/receipts", "200"): _of_purchase("$request.path.purchase_id"),
    ("GET /v1/audit", "200"): (("next", "GET /v1/audit", {"cursor": "$response.body#/next"}, {}),),
}
"""By end point and status."""


def link(document: dict[str, Any]) -> None:
    """Write the links into a document, both ends of which it has."""
    ids = {
        f"{method.upper()} {path}": operation["operationId"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    for (place, status), links in LINKS.items():
        method, _, path = place.partition(" ")
        answer = document["paths"].get(path, {}).get(method.lower(), {}).get("responses", {}).get(status)
        if answer is not None:
            answer["links"] = {name: _written(ids[to], where, body) for name, to, where, body in links if to in ids}


def _written(operation: str, where: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    return {"operationId": operation, "parameters": where, **({"requestBody": body} if body else {})}
