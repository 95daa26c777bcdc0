"""One example of everything that is sent and answered, by the name of its schema or parameter."""

from __future__ import annotations

from typing import Any, Final

from sync.central.serving.refusals.codes import CODES, type_of

_ID: Final = "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
_HASH: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_AT: Final = "2026-09-14T06:00:00Z"
_HOLD: Final = {"reason": "payment", "field": "payment", "detail": "Nothing was paid yet."}
_HELD: Final = {
    "id": _ID, "reason": "operator", "field": "", "detail": "The customer wants to call back.",
    "placed_by": "user:amina", "placed_at": _AT, "released_by": "", "released_at": None,
}  # fmt: skip
_COMMAND: Final = {
    "station_id": _ID, "epoch": 1, "seq": 1, "id": _ID, "kind": "SignedIn", "v": 1, "actor": "amina", "auth": "online",
    "occurred_at": _AT, "mono_ms": 1200, "boot_id": "b1", "prev_sha256": "", "body": {"packer_id": "amina"},
}  # fmt: skip

PARAMETERS: Final[dict[str, Any]] = {
    "reservation_id": _ID,
    "order_id": _ID, "hold_id": _ID, "station_id": _ID, "site": "DO1", "sku": "TEE-M", "text": "Schäfer",
    "channel": "shop", "limit": 50, "actor": _ID, "action": "order.cancel", "subject": _ID, "state": "accepted",
    "hold": "payment", "ship_by_before": _AT, "Packbench-Station": _ID, "Packbench-Nonce": "n-1",
    "Packbench-Signature": _HASH, "idempotency-key": "shop-1001", "Idempotency-Key": "shop-1001", "wait_s": 20,
    "server_epoch": _ID, "supplier": "MILL",
    "location": "A-1", "bench": '{"version":"1.0.0","waiting":0,"oldest_s":0,"devices":[]}',
}  # fmt: skip

EXAMPLES: Final[dict[str, Any]] = {
    "OrderForm": {
        "external_ref": "#1001", "currency": "EUR", "total": "19.90", "shipping": "4.90", "payment": "paid",
        "recipient": {
            "name": "Jürgen Schäfer", "street": "Schloßplatz 88", "postcode": "28195",
            "city": "Bremen", "country": "DE",
        },
        "lines": [{"sku": "TEE-M", "quantity": 1, "price": "15.00"}],
    },
    "SupplySettingsForm": {"lead_days": 10, "service_permille": 980},
    "SupplierForm": {"name": "The Mill", "email": "orders@mill.example", "lead_days": 10, "lead_sigma_days": 2},
    "SupplyRuleForm": {"supplier": "MILL", "supplier_sku": "M-7", "pack": 12, "moq": 24, "min_units": 48},
    "FaceForm": {"min_units": 6, "max_units": 24},
    "FaceList": {
        "faces": [{"location": "A-1", "sku": "TEE-M", "min_units": 6, "max_units": 24, "task_id": None}], "next": None,
    },
    "ReservationForm": {"owner": "basket-17", "ttl_s": 900, "lines": [{"sku": "TEE-M", "quantity": 2}]},
    "ReservationSeen": {
        "id": _ID, "owner": "basket-17", "state": "active", "order_id": "", "made_at": _AT,
        "expires_at": "2026-09-14T06:15:00Z", "lines": [{"sku": "TEE-M", "quantity": 2}],
    },
    "CancelForm": {"why": "The customer changed their mind."},
    "HoldForm": {"why": "The customer wants to call back."},
    "ReleaseForm": {"why": "Spoke to the customer."},
    "PaymentForm": {
        "kind": "captured", "amount": "19.90", "currency": "EUR", "provider": "stripe", "reference": "ch_3Nq",
        "happened_at": _AT,
    },
    "RiskForm": {"level": "medium", "provider": "Signifyd", "reason": "Card and address differ.", "assessed_at": _AT},
    "RiskTaken": {"order_id": _ID, "risk": "medium"},
    "RefundForm": {"amount": "5.00", "why": "A button is missing.", "reference": "case-17"},
    "RefundGranted": {
        "id": _ID, "order_id": _ID, "amount": "5.00", "currency": "EUR", "why": "A button is missing.",
        "reference": "case-17", "granted_by": "user:mona", "granted_at": _AT, "replayed": False,
    },
    "DeliveryTaken": {"id": _ID, "outcome": "applied", "replayed": False},
    "OrderTaken": {"id": _ID, "number": "#1001", "status": "on_hold", "outcome": "new", "holds": [_HOLD]},
    "OrderSeen": {
        "id": _ID, "external_ref": "#1001", "number": "#1001", "status": "accepted", "lifecycle": "accepted",
        "payment": "charged", "fulfilment": "unfulfilled", "service": "standard", "ship_by": _AT,
        "currency": "EUR", "total": "19.90", "refund_due": "0.00", "holds": [],
        "lines": [{
            "sku": "TEE-M", "quantity": 1, "cancelled": 0, "allocated": 1, "picked": 0, "packed": 0, "shipped": 0,
            "short": 0,
        }],
        "tracking": [],
    },
    "OrderPage": {
        "orders": [{
            "id": _ID, "external_ref": "#1001", "number": "#1001", "channel": "shop", "site": "DO1",
            "lifecycle": "accepted", "fulfilment": "unfulfilled", "payment": "paid", "currency": "EUR",
            "total": "19.90", "service": "standard", "priority": 5, "placed_at": _AT, "taken_at": _AT, "ship_by": _AT,
        }],
        "next": "",
    },
    "StockSeen": {
        "sku": "TEE-M", "on_hand": 50, "allocated": 1, "reserved": 2, "unavailable": 0, "safety": 0, "available": 47,
        "locations": [
            {"location": "A-1", "on_hand": 50, "allocated": 1, "reserved": 2, "unavailable": 0, "safety": 0},
        ],
    },
    "InventoryPage": {
        "items": [{
            "sku": "TEE-M", "version": 3, "seq": 812, "changed_at": _AT, "available": {"counter": 49, "shop": 44},
            "levels": {
                "on_hand": 50, "allocated": 1, "reserved": 0, "unavailable": 0, "safety": 0, "incoming": 20,
            },
        }],
        "next": "", "seq": 812, "server_epoch": _ID,
    },
    "RuleForm": {"buffer": "10%", "safety": 2},
    "PushForm": {
        "kind": "webhook", "url": "https://market.example/stock", "secret": "whsec_c3RvY2sgc2VjcmV0", "active": True,
    },
    "ChannelStock": {
        "channel": "shop", "rule": {"sku": "", "rule": {"buffer": "10%"}, "since": _AT, "changed_by": "user:amina"},
        "raised": {
            "step": 1, "units": 1, "percent": 5, "since": _AT,
            "why": "its newest figures wait 6 min to be delivered: 5 % of each SKU, at least 1, is kept back beside "
            "its buffer",
        },
        "push": {
            "kind": "webhook", "url": "https://market.example/stock", "active": True, "last_success_at": _AT,
            "last_error": "market.example: it took too long", "delivered": 9120, "failures": 4, "errors": 2,
            "waiting": 3, "lag_s": 360, "refused": [{"sku": "CAP", "why": "the shop has no item with this SKU"}],
        },
        "rules": [{"sku": "TEE-M", "rule": {"quota": 20, "exclusive": True}, "since": _AT, "changed_by": "user:amina"}],
        "next": "",
    },
    "ApproveForm": {"proposals": [_ID], "quantities": {_ID: 42}},
    "ReceiptForm": {"location": "A-1", "sku": "TEE-M", "quantity": 20, "damaged": 2, "key": "asn-4711-1"},
    "HoldList": {"holds": [_HELD]},
    "HoldListed": _HELD,
    "Cancelled": {"id": _ID, "left": "Put 2 units of cancelled order #1001 back: they are in a tote or a box."},
    "PaymentTaken": {"order_id": _ID, "payment": "charged", "replayed": False},
    "DeedPage": {
        "deeds": [{
            "id": _ID, "at": _AT, "site": "DO1", "actor_kind": "user", "actor_id": _ID, "actor_name": "amina",
            "action": "order.cancel", "subject_kind": "order", "subject_id": _ID,
            "details": {"why": "The customer changed their mind."}, "request_id": _ID,
        }],
        "next": "",
    },
    "ChannelList": {
        "channels": [{"id": _ID, "code": "shop", "kind": "web", "site": "DO1", "keys": 1, "heard_at": _AT}]
    },
    "ProblemCodes": {"codes": [{"code": "order", "statuses": [404], "help": CODES["order"].help}]},
    "EnrolRequest": {"nonce": "n-1", "code": "WDJB-MJHT", "station": "ST-4", "protocol": 1},
    "EnrolReply": {
        "nonce": "n-1", "server_epoch": _ID, "station_id": _ID, "epoch": 1, "site": "DO1", "key": "00" * 32,
    },
    "CommandBatch": {"nonce": "n-1", "epoch": 1, "commands": [{"seq": 1, "sha256": _HASH, "envelope": _COMMAND}]},
    "BatchReply": {
        "nonce": "n-1", "server_epoch": _ID, "have": 1,
        "results": [{"seq": 1, "verdict": "applied", "reason": "", "task_id": None, "feed_seq": None}],
    },
    "ChangesReply": {
        "nonce": "n-1", "server_epoch": _ID, "cursor": 7, "more": False, "now": _AT,
        "changes": [{"seq": 7, "entity": "queue", "id": _ID, "rev": 1, "deleted": True, "doc": None}],
    },
}  # fmt: skip


def problem_example(status: int) -> dict[str, Any]:
    """A problem with this status: the first code of the table that has it."""
    code = next((name for name, one in CODES.items() if status in one.statuses), "http")
    errors = [{"field": "lines.0.sku", "detail": "Field required"}] if status == 422 else []
    return {
        "type": type_of(code), "title": CODES[code].help.partition(".")[0], "status": status, "code": code,
        "detail": "", "field": errors[0]["field"] if errors else "", "instance": f"urn:uuid:{_ID}",
        "errors": errors,
    }  # fmt: skip
