"""Runs the migrations on the connection handed in by `app.central.storage.migrate`."""

from alembic import context

from app.central.storage.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
