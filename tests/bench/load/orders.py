"""Orders as a web shop posts them, made before anything is measured: the bytes of whole HTTP requests."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

NAMES = (
    "Jürgen Schäfer", "Anna Lindqvist", "Marie Dubois", "Ayşe Yılmaz", "Sven Petersen", "Zoë van den Berg",
    "Paweł Nowak",
    "Katharina Brückner", "Luís Gonçalves", "Oluwaseun Adeyemi", "Hanna Wójcik", "Tom O'Brien", "Mia Krüger",
    "Noah Weiß",
)  # fmt: skip
STREETS = (
    "Schloßplatz", "Hauptstraße", "Am Alten Markt", "Lindenallee", "Goethestraße", "Münchner Straße", "Hafenweg",
)  # fmt: skip
TOWNS = (("28195", "Bremen"), ("10115", "Berlin"), ("80331", "München"), ("50667", "Köln"), ("44137", "Dortmund"))
LINES = (1, 1, 1, 2, 2, 3, 4)


def request(key: str, reference: str, lines: Sequence[tuple[str, int]], chance: random.Random) -> bytes:
    """One POST /v1/orders over (SKU, units)."""
    return _http(key, reference, json.dumps(body(reference, lines, chance), ensure_ascii=False).encode())


def body(reference: str, lines: Sequence[tuple[str, int]], chance: random.Random) -> dict[str, object]:
    """An order over (SKU, units): priced, taxed, paid, to somebody who can be reached."""
    name, (postcode, city) = chance.choice(NAMES), chance.choice(TOWNS)
    sold = [_line(sku, units, chance.randint(499, 9_999)) for sku, units in lines]
    total = sum(minor for minor, _, _ in sold) + 490
    return {
        "external_ref": reference,
        "number": f"#{reference}",
        "currency": "EUR",
        "total": _decimal(total),
        "shipping": "4.90",
        "tax": _decimal(sum(tax for _, tax, _ in sold)),
        "prices_include_tax": True,
        "payment": "paid",
        "payment_method": "card",
        "customer": f"c-{chance.randrange(50_000)}",
        "email": f"{name.split()[0].encode('ascii', 'ignore').decode().lower()}.{chance.randrange(10**6)}@example.com",
        "recipient": {
            "name": name,
            "street": f"{chance.choice(STREETS)} {chance.randint(1, 220)}",
            "postcode": postcode,
            "city": city,
            "country": "DE",
            "phone": f"+49 30 {chance.randint(1_000_000, 9_999_999)}",
        },
        "lines": [line for _, _, line in sold],
    }


def requests(key: str, name: str, count: int, skus: int, chance: random.Random) -> list[bytes]:
    """So many orders of one to four lines over random SKUs; the name keeps their references apart."""
    made = []
    for n in range(count):
        chosen = chance.sample(range(skus), chance.choice(LINES))
        made.append(request(key, f"{name}-{n}", [(f"SKU-{sku}", chance.randint(1, 3)) for sku in chosen], chance))
    return made


def _line(sku: str, units: int, price: int) -> tuple[int, int, dict[str, object]]:
    """(amount, the 19 % tax in it, the line), minor units."""
    amount = price * units
    tax = amount * 19 // 119
    line = {"sku": sku, "quantity": units, "name": f"Product {sku}", "price": _decimal(price), "tax": _decimal(tax)}
    return amount, tax, line


def _decimal(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _http(key: str, idempotency_key: str, body: bytes) -> bytes:
    head = (
        "POST /v1/orders HTTP/1.1\r\nHost: centre\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {key}\r\nIdempotency-Key: {idempotency_key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
