"""People of the order desk, their sessions, the keys of programs, and who did what."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from app.central.storage.schema.ground import METADATA, at, count, key, text


def one_site_or_all() -> Column[str]:
    """The site of a row; NULL means every site."""
    return Column("site_id", String(20), ForeignKey("site.site_id"), nullable=True)


def user_ref() -> Column[str]:
    return Column("user_id", String(40), ForeignKey("desk_user.user_id"), nullable=False)


desk_user = Table(
    "desk_user",
    METADATA,
    key("user_id"),
    one_site_or_all(),
    Column("login", String(80), nullable=False, unique=True),
    text("name"),
    text("email"),
    Column("role", String(20), nullable=False),
    text("password"),
    Column("active", Integer, nullable=False),
    at("created_at"),
    at("password_at"),
    Column("language", String(10), nullable=False, default="en"),
    CheckConstraint("role IN ('clerk', 'supervisor', 'manager', 'auditor')", name="role"),
    CheckConstraint("active IN (0, 1)", name="active"),
)
"""`password` is an argon2id hash with its parameters; `login` is kept in lower case."""

sign_in_attempt = Table(
    "sign_in_attempt",
    METADATA,
    Column("login_sha256", String(64), primary_key=True),
    count("failures"),
    at("locked_until", nullable=True),
    at("tried_at"),
    Index(None, "tried_at"),
)
"""Failed attempts per login, known or not, so that neither the time nor the lock tells whether a login exists."""

desk_session = Table(
    "desk_session",
    METADATA,
    key("session_id"),
    one_site_or_all(),
    user_ref(),
    Column("token_sha256", String(64), nullable=False, unique=True),
    at("began_at"),
    at("seen_at"),
    at("ends_at"),
    at("revoked_at", nullable=True),
    text("why"),
    Index(None, "user_id"),
)

api_client = Table(
    "api_client",
    METADATA,
    key("client_id"),
    one_site_or_all(),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    at("created_at"),
    CheckConstraint("role IN ('read_only', 'office')", name="role"),
)

access_key = Table(
    "access_key",
    METADATA,
    key("key_id"),
    one_site_or_all(),
    Column("key_sha256", String(64), nullable=False, unique=True),
    Column("channel_id", String(40), ForeignKey("channel.channel_id"), nullable=True),
    Column("client_id", String(40), ForeignKey("api_client.client_id"), nullable=True),
    at("created_at"),
    at("used_at", nullable=True),
    at("ends_at", nullable=True),
    CheckConstraint("(channel_id IS NULL) <> (client_id IS NULL)", name="owner"),
    Index(None, "channel_id"),
    Index(None, "client_id"),
)
"""A key is good until `ends_at`; an owner may have two for a while, so that a program can change over."""

audit_row = Table(
    "audit_row",
    METADATA,
    key("audit_id"),
    one_site_or_all(),
    at("done_at"),
    Column("actor_kind", String(20), nullable=False),
    Column("actor_id", String(80), nullable=False),
    text("actor_name"),
    Column("action", String(60), nullable=False),
    Column("subject_kind", String(40), nullable=False),
    Column("subject_id", String(120), nullable=False),
    text("details"),
    Column("request_id", String(60), nullable=False),
    Index(None, "site_id", "done_at", "audit_id"),
    Index(None, "subject_kind", "subject_id"),
    Index(None, "actor_id"),
)
"""Who did what: appended in the transaction of the deed, never changed. The address a request came from is not kept."""
