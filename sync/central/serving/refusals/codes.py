"""Every code a problem may have, with its statuses and what to do about it: what the API says no with, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Code:
    statuses: tuple[int, ...]
    help: str


CODES: Final[dict[str, Code]] = {
    "malformed": Code((400,), "The request could not be read. Mend it; the detail says where it ends to make sense."),
    "parameter": Code((400,), "A query parameter is wrong; `field` names it."),
    "cursor": Code((400, 410), "The cursor is not one of ours, belongs to another list, or is too old: start over."),
    "key": Code((401,), "No key, or one that does not work (any more). Send `Authorization: Bearer KEY`."),
    "session": Code((401,), "Nobody is signed in, or the session ended. Sign in."),
    "signature": Code(
        (401, 429), "Not signed by whom it says it is from: a station enrols again, a shop needs the channel's secret."
    ),
    "csrf": Code((403,), "An unsafe request of a session needs its X-CSRF-Token."),
    "permission": Code((403,), "Who asks may not do this; the detail names the permission."),
    "site": Code((403,), "Who asks belongs to another site."),
    "code": Code((403,), "The enrolment code is unknown, used, expired or for another bench. Ask for a new one."),
    "revoked": Code((403,), "This station was taken out of service. Enrol it again with a new code."),
    "http": Code((404, 405, 406, 415), "There is nothing at this address, or not for this method."),
    "order": Code((404,), "There is no such order, or none that who asks may see."),
    "hold": Code((404, 409), "There is no such hold, or it was released before."),
    "task": Code((404,), "There is no such task or pick list at this site."),
    "unfit": Code((403,), "Whoever is to do the task may not: the detail says what it needs."),
    "lease": Code((409,), "The lease is over, or somebody else has the task: look at it again."),
    "channel": Code((404,), "There is no such channel at this site, or none that who asks may see."),
    "supply": Code((404,), "There is no such proposal or purchase at this site."),
    "sku": Code((404,), "The catalogue has no such SKU."),
    "reservation": Code((404,), "There is no such reservation of this channel's."),
    "short": Code((409,), "Not everything is free, and nothing was kept; `errors` says what is short by how much."),
    "slow": Code((408,), "The body took too long to arrive. Send it again, faster."),
    "idempotency": Code((400, 422), "The Idempotency-Key is too long, or was used for another body."),
    "in_flight": Code((409,), "A request with this Idempotency-Key is being worked on. Ask again in a moment."),
    "order_exists": Code(
        (409,), "An order with this external_ref exists and differs in a way that can not be followed."
    ),
    "not_now": Code((409,), "The thing is in a state in which this can not be done; the detail says which."),
    "fork": Code((409,), "A station sent one command twice with different bytes. Enrol it again."),
    "epoch_frozen": Code((409,), "The station's epoch was frozen after a fork. Enrol it again."),
    "epoch": Code((409,), "The epoch was never issued to this station. Enrol it again."),
    "too_large": Code((413,), "The body is larger than the limit in the detail. Send less at once."),
    "media": Code((415,), "The body is of another kind. Send JSON as `Content-Type: application/json`."),
    "field": Code((422,), "Fields are wrong; `errors` names every one of them."),
    "rule": Code((422,), "The database does not allow this; nothing was stored."),
    "update_needed": Code((426,), "The centre is older than the station. Update it."),
    "too_many": Code((429,), "Too many requests. Wait for `Retry-After` seconds."),
    "headers": Code((431,), "The header fields are too many or too large."),
    "bug": Code(
        (500,), "The centre made a mistake; the log has it under the `instance`. Ask with the same key, or look."
    ),
    "not_known": Code(
        (503,),
        "The database was lost while it stored. With the same `Idempotency-Key` ask again; without one look first.",
    ),
    "storage": Code((503,), "Nothing was stored. Try again after `Retry-After` seconds."),
}


def type_of(code: str) -> str:
    """The `type` of a problem: a relative reference to its description."""
    return f"/v1/problems#{code}"
