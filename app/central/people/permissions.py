"""What each role may do, as data: permissions are named by the verb they open."""

from __future__ import annotations

from typing import Final

READING: Final = frozenset(
    {
        "order.read",
        "hold.read",
        "payment.read",
        "stock.read",
        "task.read",
        "channel.read",
        "station.read",
        "report.read",
    }
)
"""Looking at the business; what is said about people and of programs' keys is not in it."""

_CLERK: Final = READING | {
    "order.enter", "order.change", "order.cancel", "hold.place", "hold.release.address", "hold.release.details",
    "hold.release.stock", "hold.release.operator", "payment.record", "risk.assess", "question.ask", "return.enter",
    "task.work",
}  # fmt: skip
_SUPERVISOR: Final = _CLERK | {
    "hold.release.payment", "hold.release.risk", "payment.mark_paid", "stock.adjust", "stock.count", "stock.transfer",
    "task.assign", "task.close", "list.take_back", "quarantine.decide", "receipt.enter", "import.run", "audit.read",
}  # fmt: skip
_MANAGER: Final = _SUPERVISOR | {
    "payment.refund", "supply.approve", "channel.manage", "station.manage", "client.manage", "user.read", "user.manage",
    "settings.change", "audit.repair",
}  # fmt: skip

ALL: Final = _MANAGER

ROLES: Final[dict[str, frozenset[str]]] = {
    "clerk": _CLERK,
    "supervisor": _SUPERVISOR,
    "manager": _MANAGER,
    "auditor": READING | {"user.read", "audit.read"},
}
"""Of people. An auditor reads everything and changes nothing."""

CLIENT_ROLES: Final[dict[str, frozenset[str]]] = {"read_only": READING, "office": _CLERK}
"""Of programs with a key of their own."""

CHANNEL: Final = frozenset(
    {
        "order.read",
        "order.enter",
        "order.change",
        "order.cancel",
        "hold.read",
        "payment.read",
        "payment.record",
        "risk.assess",
        "stock.read",
    }
)
"""Of a channel; all but stock only for its own orders."""


def hold_release(reason: str) -> str:
    """The permission to release a hold for this reason."""
    return f"hold.release.{reason}"
