"""Barcodes: what a scan is, our own codes, and the bars to print them."""

from app.domain.barcodes.namespaces import encode_badge, encode_command, encode_place, encode_tote, is_reserved
from app.domain.barcodes.parsing import parse
from app.domain.barcodes.values import (
    Badge,
    Barcode,
    CommandCode,
    Foreign,
    ForeignKind,
    Gtin,
    Place,
    Sscc,
    Tote,
    Unclear,
    Unknown,
)

__all__ = [
    "Badge",
    "Barcode",
    "CommandCode",
    "Foreign",
    "ForeignKind",
    "Gtin",
    "Place",
    "Sscc",
    "Tote",
    "Unclear",
    "Unknown",
    "encode_badge",
    "encode_command",
    "encode_place",
    "encode_tote",
    "is_reserved",
    "parse",
]
