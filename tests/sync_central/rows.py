"""Looks into a centre's database from outside, on both engines."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine

from app.central.storage.database import Database, parsed_url


def rows_of(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """What a SELECT finds."""
    engine = create_engine(parsed_url(database.url) if database.is_postgresql else f"sqlite:///{database.file}")
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement)]
    finally:
        engine.dispose()
