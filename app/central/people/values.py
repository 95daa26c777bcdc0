"""Rows of people, keys and deeds as frozen values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """`site_id` None means every site; `password` is an argon2id hash; `active` 1 or 0; `language` of the pages."""

    user_id: str
    site_id: str | None
    login: str
    name: str
    email: str
    role: str
    password: str = field(repr=False)
    active: int
    created_at: datetime
    password_at: datetime
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    session_id: str
    site_id: str | None
    user_id: str
    token_sha256: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """A program with a key of its own; `role` read_only | office; `site_id` None means every site."""

    client_id: str
    site_id: str | None
    name: str
    role: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key of a channel or of a client; good until `ends_at` (None: until somebody ends it)."""

    key_id: str
    site_id: str | None
    key_sha256: str
    channel_id: str | None
    client_id: str | None
    created_at: datetime
    used_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One deed; `details` is a JSON object."""

    audit_id: str
    site_id: str | None
    done_at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    subject_kind: str
    subject_id: str
    details: str
    request_id: str
