"""Documents as JSON: frozen dataclasses encoded and decoded by msgspec, one prepared decoder per type."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, Final, TypeVar, cast

import msgspec

from app.domain.documents import (
    FloorTask,
    Packer,
    Product,
    ProductLots,
    QueueRow,
    SerialBlock,
    Site,
    StoppedOrder,
    UsedSerial,
    WorkList,
)
from app.station.storage.files.faults import DocumentUnreadable

T = TypeVar("T")

SITE: Final = "site"
PRODUCT: Final = "product"
PACKER: Final = "packer"
BLOCK: Final = "block"

ENTITIES: Final[dict[str, type[Any]]] = {
    SITE: Site,
    PRODUCT: Product,
    PACKER: Packer,
    "queue": QueueRow,
    "work": WorkList,
    BLOCK: SerialBlock,
    "stop": StoppedOrder,
    "task": FloorTask,
    "lots": ProductLots,
    "serial": UsedSerial,
}
"""What a change row's entity name means; a station ignores names it does not know."""

ENTITY_OF: Final[dict[type[Any], str]] = {kind: name for name, kind in ENTITIES.items()}

_KEY_FIELD: Final[dict[str, str]] = {
    SITE: "code",
    PRODUCT: "sku",
    PACKER: "packer_id",
    "queue": "list_id",
    "work": "list_id",
    BLOCK: "block_id",
    "stop": "order_id",
    "task": "task_id",
    "lots": "sku",
    "serial": "unit",
}

_encoder: Final = msgspec.json.Encoder()


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cast(type[Any], kind))


def to_json(value: object) -> bytes:
    return _encoder.encode(value)


def from_json(data: bytes, kind: type[T], key: str) -> T:
    """One document; raises DocumentUnreadable naming it."""
    try:
        value: T = _decoder(cast(Hashable, kind)).decode(data)
    except (msgspec.DecodeError, msgspec.ValidationError) as fault:
        raise DocumentUnreadable(f"{kind.__name__} {key}: {fault}") from fault
    return value


def key_of(entity: str, value: object) -> str:
    """The name a document of the centre goes by on the floor: sku, packer id, list id, order id, site code."""
    return str(getattr(value, _KEY_FIELD[entity]))


def codes_of(value: object) -> list[str]:
    """What a scan can find this document by, in order: a product's barcodes, a packer's badge hash."""
    if isinstance(value, Product):
        return [barcode.code for barcode in value.barcodes]
    if isinstance(value, Packer):
        return [value.badge_sha256]
    return []
