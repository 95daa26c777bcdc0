"""Tells a Shopify shop what it may sell: sets `available` of each SKU's inventory item at one location.

Source: shopify.dev, Admin GraphQL API: inventoryItems(query:) finds items by SKU; inventorySetQuantities sets absolute
figures; since 2026-04 it wants an `@idempotent` key, and `changeFromQuantity: null` to set without comparing. Too many
calls are answered with 429, or with an error whose code is THROTTLED.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from app.central.inventory.pushing import Delivery, Figure, Outcome
from app.central.inventory.values import RemoteItem
from sync.channels.publishing.calling import Caller
from sync.channels.publishing.port import NotDelivered, PushSettings

VERSION: Final = "2026-04"
ASKED_AT_ONCE: Final = 25
THROTTLED_S: Final = 2
NO_ITEM: Final = "the shop has no item with this SKU"
_FIND: Final = (
    "query Items($first: Int!, $query: String!) { inventoryItems(first: $first, query: $query) { nodes { id sku } } }"
)
_SET: Final = (
    "mutation Set($input: InventorySetQuantitiesInput!, $key: String!) "
    "{ inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { code field message } } }"
)


class _Error(msgspec.Struct):
    message: str = ""
    extensions: dict[str, Any] = {}


class _Reply(msgspec.Struct):
    data: dict[str, Any] | None = None
    errors: list[_Error] = []


class _Node(msgspec.Struct):
    id: str
    sku: str | None = None


class _Items(msgspec.Struct):
    nodes: list[_Node]


class _UserError(msgspec.Struct):
    message: str
    code: str | None = None
    field: list[str] | None = None


class _Set(msgspec.Struct):
    userErrors: list[_UserError]  # noqa: N815  Shopify's name


class ShopifyPush:
    def __init__(self, settings: PushSettings) -> None:
        self._settings = settings

    def deliver(self, delivery: Delivery, now_s: int) -> Outcome:
        caller, found = Caller(self._settings), dict[str, RemoteItem]()
        try:
            missing = [one.sku for one in delivery.figures if one.sku not in delivery.remotes]
            for start in range(0, len(missing), ASKED_AT_ONCE):
                found |= _find(caller, delivery, missing[start : start + ASKED_AT_ONCE])
            known = {**delivery.remotes, **found}
            strange = {one.sku: NO_ITEM for one in delivery.figures if one.sku not in known}
            figures = [one for one in delivery.figures if one.sku in known]
            refused = _set(caller, delivery, figures, known) if figures else {}
        except NotDelivered as fault:
            return Outcome(found=found, fault=str(fault), again_s=fault.again_s)
        finally:
            caller.close()
        sent = tuple(one.sku for one in figures if one.sku not in refused)
        return Outcome(sent=sent, refused={**strange, **refused}, found=found, gone=tuple(refused))


def _find(caller: Caller, delivery: Delivery, skus: Sequence[str]) -> dict[str, RemoteItem]:
    query = " OR ".join(f"sku:{_quoted(sku)}" for sku in skus)
    data = _ask(caller, delivery, _FIND, {"first": 250, "query": query})
    items = _part(data, "inventoryItems", _Items)
    asked = set(skus)
    return {node.sku: RemoteItem(node.id) for node in items.nodes if node.sku in asked}


def _set(
    caller: Caller, delivery: Delivery, figures: Sequence[Figure], known: Mapping[str, RemoteItem]
) -> dict[str, str]:
    """SKUs the shop would not take, with why. It takes all of a call or nothing, so the rest is said without them."""
    refused: dict[str, str] = {}
    for attempt in range(3):
        left = [one for one in figures if one.sku not in refused]
        if not left:
            return refused
        quantities = [
            {
                "inventoryItemId": known[one.sku].remote,
                "locationId": delivery.settings["location"],
                "quantity": one.available,
                "changeFromQuantity": None,
            }
            for one in left
        ]
        given = {
            "name": "available",
            "reason": "correction",
            "referenceDocumentUri": f"gid://packbench/Delivery/{delivery.delivery_id}",
            "quantities": quantities,
        }
        key = f"{delivery.delivery_id}-{attempt}"
        errors = _part(
            _ask(caller, delivery, _SET, {"input": given, "key": key}), "inventorySetQuantities", _Set
        ).userErrors
        if not errors:
            return refused
        wrong = {at: error.message for error in errors if (at := _place(error, len(left))) is not None}
        if not wrong:
            raise NotDelivered(f"the shop says: {errors[0].message}"[:200])
        refused |= {left[at].sku: words for at, words in wrong.items()}
    raise NotDelivered("the shop refuses one figure after another")


def _place(error: _UserError, count: int) -> int | None:
    """Which of the quantities an error is about: its field is ["input", "quantities", "3", ...]."""
    for part in error.field or ():
        if part.isascii() and part.isdigit() and int(part) < count:
            return int(part)
    return None


def _ask(caller: Caller, delivery: Delivery, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    url = f"{delivery.url.rstrip('/')}/admin/api/{VERSION}/graphql.json"
    headers = {"Content-Type": "application/json", "X-Shopify-Access-Token": delivery.secret}
    body = msgspec.json.encode({"query": query, "variables": variables})
    reply: _Reply = caller.call("POST", url, body, headers).json(_Reply)
    if reply.errors or reply.data is None:
        first = reply.errors[0] if reply.errors else _Error("no data")
        throttled = first.extensions.get("code") == "THROTTLED"
        raise NotDelivered(f"the shop says: {first.message}"[:200], THROTTLED_S if throttled else 0)
    return reply.data


def _part(data: dict[str, Any], name: str, kind: type[Any]) -> Any:
    try:
        return msgspec.convert(data.get(name), kind)
    except msgspec.ValidationError as error:
        raise NotDelivered(f"the answer is not what was expected: {name}: {error}"[:200]) from error


def _quoted(sku: str) -> str:
    escaped = sku.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
